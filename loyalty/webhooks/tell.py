"""The consumer that tells endpoints: for each event and each endpoint that asks for it, a delivery is due. Not here: calling them."""

from collections.abc import Callable, Sequence

from loyalty.database import Work
from loyalty.events import Event, body_of, is_wanted
from loyalty.ids import new_id
from loyalty.webhooks import store


class WebhookTeller:
    """Takes in every event. An endpoint is told of what is stored after it was made."""

    name = "webhooks"
    types: Sequence[str] = ("*",)

    def __init__(self, on_queued: Callable[[], None] | None = None) -> None:
        self._on_queued = on_queued or (lambda: None)
        self._has_queued = False

    def prepare(self, events: Sequence[Event]) -> None:
        """Nothing."""

    def apply(self, events: Sequence[Event], within: Work) -> None:
        """Each event is due at each endpoint that asks for its type and is not archived."""
        told = store.standing_endpoints(within)
        bodies = {event.id: body_of(event) for event in events} if told else {}
        rows = [
            (new_id(), endpoint.id, event.id, event.type, bodies[event.id])
            for event in events
            for endpoint in told
            if is_wanted(event.type, endpoint.types)
        ]
        store.queue(rows, within)
        self._has_queued = self._has_queued or bool(rows)

    def settle(self, events: Sequence[Event]) -> None:  # noqa: ARG002 - whatever they were
        """Whoever calls the endpoints is woken, now that the deliveries can be seen."""
        if self._has_queued:
            self._has_queued = False
            self._on_queued()
