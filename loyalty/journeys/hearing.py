"""The consumer of events: what happened to members reaches the journeys. Not here: what it does there (`act.py`), and the bus."""

from collections.abc import Sequence

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.events import Event
from loyalty.journeys.act import arrive
from loyalty.journeys.decide import Heard

OWN = "journey."


class JourneyConsumer:
    """Takes in every event but those that journeys tell of themselves: which of them matter, the journeys that are live say."""

    name = "journeys"
    types: Sequence[str] = ("*",)

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def prepare(self, events: Sequence[Event]) -> None:
        """Nothing comes before the transaction."""

    def apply(self, events: Sequence[Event], within: Work) -> None:
        """Members have come in, waits have ended, goals are reached, all of it inside the transaction."""
        heard = [
            Heard(event.id.hex, event.type, event.member_id, event.occurred_at, event.data)
            for event in events
            if not event.type.startswith(OWN)
        ]
        arrive(heard, within=within, clock=self._clock)

    def settle(self, events: Sequence[Event]) -> None:
        """Nothing comes after it."""
