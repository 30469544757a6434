"""The consumer that acts when something new is known of a customer: features are read anew, segments decided anew. Not here: either act."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.events.model import Event
from loyalty.features import FeatureStore
from loyalty.members import find_members
from loyalty.segments import Event as Happened
from loyalty.segments import Source, reevaluate_members
from loyalty.tiers import rise_with_segments

_NOT_FIELDS = frozenset({"happened_on"})


class CustomerConsumer:
    """Takes in `customer.updated` and `customer.purchased`. Before the first build is published there is nothing to decide."""

    name = "customers"
    types: Sequence[str] = ("customer.updated", "customer.purchased")

    def __init__(self, features: FeatureStore, source: Callable[[], Source | None], *, timezone: str, clock: Clock) -> None:
        self._features = features
        self._source = source
        self._timezone = timezone
        self._clock = clock

    def prepare(self, events: Sequence[Event]) -> None:
        """What is kept of the customers' features is forgotten."""
        self._features.forget(list(dict.fromkeys(event.member_id for event in events)))

    def apply(self, events: Sequence[Event], within: Work) -> None:
        """The customers are in the segments whose rules describe them, these purchases counted on top of what the warehouse knows."""
        source = self._source()
        if source is None:
            return
        members = find_members(list(dict.fromkeys(event.member_id for event in events)), within=within)
        told = reevaluate_members(
            list(members.values()),
            source=source,
            catalogue=source.catalogue,
            timezone=self._timezone,
            within=within,
            clock=self._clock,
            events=_purchases(events),
        )
        if told.changed_count:
            rise_with_segments(within=within, clock=self._clock, member_ids=list(members))


def _purchases(events: Sequence[Event]) -> Mapping[str, Sequence[Happened]]:
    bought: dict[str, list[Happened]] = {}
    for event in events:
        if event.type == "customer.purchased" and event.external_id is not None:
            fields = {name: value for name, value in event.data.items() if name not in _NOT_FIELDS}
            bought.setdefault(event.external_id, []).append(Happened("purchase", date.fromisoformat(event.data["happened_on"]), fields))
    return bought
