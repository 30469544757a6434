"""The consumer that acts when something new is known of a customer: features, then churn, then segments. Not here: any of the acts."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

import structlog

from loyalty.clock import Clock, business_date
from loyalty.database import Work
from loyalty.errors import LoyaltyError
from loyalty.events.model import Event
from loyalty.features import FeatureStore, FeatureUpdate, checked_values, known_now, record_updates
from loyalty.features.anew import Anew, read_anew
from loyalty.members import find_members
from loyalty.scores import ChurnScorer
from loyalty.segments import Event as Happened
from loyalty.segments import Source, reevaluate_members
from loyalty.tiers import rise_with_segments
from loyalty.warehouse import Warehouse

UPDATED, PURCHASED = "customer.updated", "customer.purchased"
_NOT_FIELDS = frozenset({"happened_on"})

log = structlog.get_logger(__name__)


class CustomerConsumer:
    """Takes in `customer.updated` and `customer.purchased`. Before the first build is published there is nothing to decide.

    `door` is the warehouse, where it is a server that can be asked for one customer; `scorer` predicts churn in this process.
    """

    name = "customers"
    types: Sequence[str] = (UPDATED, PURCHASED)

    def __init__(
        self,
        features: FeatureStore,
        source: Callable[[], Source | None],
        *,
        timezone: str,
        clock: Clock,
        scorer: ChurnScorer | None = None,
        door: Warehouse | None = None,
    ) -> None:
        self._features = features
        self._source = source
        self._timezone = timezone
        self._clock = clock
        self._scorer = scorer
        self._door = door
        self._read: Mapping[str, Anew] = {}

    def prepare(self, events: Sequence[Event]) -> None:
        """What is kept of the customers' features is forgotten, nobody keeps it meanwhile, and what no event told is read anew."""
        self._features.hold(_members(events))
        self._read = self._asked(sorted({one.external_id for one in events if _is_untold(one) and one.external_id is not None}))

    def apply(self, events: Sequence[Event], within: Work) -> None:
        """What is new of the customers stands, churn is predicted from it, and they are in the segments whose rules describe them then,
        these purchases counted on top of what the warehouse knows.

        Raises:
            FeatureUnknown, FeatureValueWrong: an event tells what the catalogue does not promise.
        """
        self._remember(events, within)
        source = self._source()
        if source is None:
            return
        members = find_members(_members(events), within=within)
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

    def settle(self, events: Sequence[Event]) -> None:
        """The effect stands, or does not: from now on what is read of the customers may be kept again."""
        self._features.forget(_members(events))

    def _asked(self, customers: Sequence[str]) -> Mapping[str, Anew]:
        """What the warehouse knows of them; a warehouse that is away is done without, for what is published still stands."""
        if self._door is None or not customers:
            return {}
        try:
            return read_anew(self._door, self._features.catalogue, customers)
        except LoyaltyError as error:
            log.warning("customers_not_read_anew", code=error.code, reason=error.message, count=len(customers))
            return {}

    def _remember(self, events: Sequence[Event], within: Work) -> None:
        now = self._clock.now()
        brought = [found for event in events if event.type == UPDATED and (found := self._brought(event)) is not None]
        record_updates(brought, at=now, within=within)
        record_updates(self._predicted(brought, within), at=now, within=within)

    def _brought(self, event: Event) -> FeatureUpdate | None:
        if told := event.data.get("features"):
            known_at = min(_known_at(event), event.recorded_at)
            day = business_date(known_at, self._timezone)
            return FeatureUpdate(event.member_id, event.id, "TOLD", day, known_at, checked_values(told, self._features.catalogue))
        read = self._read.get(event.external_id or "")
        return None if read is None else FeatureUpdate(event.member_id, event.id, "WAREHOUSE", read.as_of_on, read.loaded_at, read.values)

    def _predicted(self, brought: Sequence[FeatureUpdate], within: Work) -> list[FeatureUpdate]:
        """Churn of those of whom something came, from all that is known of them now. Who tells a churn score of his own is believed."""
        newest = {one.member_id: one for one in brought if "churn_probability" not in one.features or one.source == "WAREHOUSE"}
        if self._scorer is None or not newest:
            return []
        now_known = known_now(list(newest), within)
        scores = self._scorer.churn_of([one.values for one in now_known.values()])
        return [
            FeatureUpdate(id_, newest[id_].event_id, "SCORED", newest[id_].as_of_on, known.known_at, score.features(), score.model_version)
            for (id_, known), score in zip(now_known.items(), scores, strict=True)
            if score is not None
        ]


def _members(events: Sequence[Event]) -> list[UUID]:
    return list(dict.fromkeys(event.member_id for event in events))


def _is_untold(event: Event) -> bool:
    return event.type == UPDATED and not event.data.get("features")


def _known_at(event: Event) -> datetime:
    told = event.data.get("known_at")
    return event.occurred_at if told is None else datetime.fromisoformat(told)


def _purchases(events: Sequence[Event]) -> Mapping[str, Sequence[Happened]]:
    bought: dict[str, list[Happened]] = {}
    for event in events:
        if event.type == PURCHASED and event.external_id is not None:
            fields = {name: value for name, value in event.data.items() if name not in _NOT_FIELDS}
            bought.setdefault(event.external_id, []).append(Happened("purchase", date.fromisoformat(event.data["happened_on"]), fields))
    return bought
