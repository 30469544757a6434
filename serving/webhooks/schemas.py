"""The wire shapes of webhooks: endpoints, deliveries, attempts."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from loyalty.events import EVENT_ID_PREFIX
from loyalty.ids import show_id
from loyalty.webhooks import DELIVERY_ID_PREFIX, ENDPOINT_ID_PREFIX, Attempt, Delivery, Endpoint, EndpointChange, EndpointStatus
from serving.http.inputs import PLAIN_TEXT, In
from serving.http.outputs import Out

Url = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=2_000, pattern=r"^[\x21-\x7e]+$")]
Words = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=500, pattern=PLAIN_TEXT)]
Pattern = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=160, pattern=r"^[a-z0-9_.*]+$")]

EXAMPLES: dict[str, Any] = {
    "points": {
        "summary": "Told of points and segments",
        "value": {"url": "https://hooks.example.com/khaywe", "types": ["points.*", "segment.entered"], "description": "the data team"},
    }
}


class WebhookIn(In):
    """Somebody who is to be told of events."""

    url: Url = Field(description="https://…; a private address only where the settings allow its network.")
    types: list[Pattern] = Field(min_length=1, max_length=50, description="Types, `points.*` for all that begin so, `*` for all.")
    description: Words | None = None


class WebhookChangeIn(In):
    """What is to be otherwise; what is left out or null stays."""

    url: Url | None = None
    types: list[Pattern] | None = Field(default=None, min_length=1, max_length=50)
    description: Words | None = None
    status: Literal["ACTIVE", "PAUSED", "ARCHIVED"] | None = Field(default=None, description="PAUSED: deliveries wait. ARCHIVED: for ever.")

    def change(self) -> EndpointChange:
        """The change that is asked for."""
        types = None if self.types is None else tuple(self.types)
        return EndpointChange(self.url, self.description, types, EndpointStatus(self.status) if self.status else None)


class WebhookOut(Out):
    """An endpoint. Its secret is at `/secret`."""

    id: str
    url: str
    types: list[str]
    description: str | None
    status: Literal["ACTIVE", "PAUSED", "ARCHIVED"]
    failure_count: int = Field(description="Failures in a row; from five on it is left alone for longer and longer.")
    open_until: datetime | None = Field(description="Nothing is sent before; wall clock.")
    made_by: str
    made_at: datetime
    changed_at: datetime
    would_apply: bool = False

    @classmethod
    def of(cls, endpoint: Endpoint, *, is_dry_run: bool = False) -> "WebhookOut":
        """The wire shape of an endpoint."""
        return cls(
            id=show_id(ENDPOINT_ID_PREFIX, endpoint.id),
            url=endpoint.url,
            types=list(endpoint.types),
            description=endpoint.description,
            status=endpoint.status.value,
            failure_count=endpoint.failure_count,
            open_until=endpoint.open_until,
            made_by=endpoint.made_by,
            made_at=endpoint.made_at,
            changed_at=endpoint.changed_at,
            would_apply=is_dry_run,
        )


class SecretOut(Out):
    """What deliveries are signed with: `Khaywe-Signature: t=…,v1=…`, HMAC-SHA256 over `t`, a dot and the body."""

    webhook_id: str
    secret: str
    former_secret: str | None = Field(description="Signs beside it until `former_until`.")
    former_until: datetime | None


class DeliveryOut(Out):
    """One event for one endpoint."""

    id: str
    event_id: str
    type: str
    status: Literal["PENDING", "DELIVERED", "FAILED"]
    attempt_count: int
    due_at: datetime | None = Field(description="When it is tried next; null when it is done with.")
    made_at: datetime
    changed_at: datetime

    @classmethod
    def of(cls, delivery: Delivery) -> "DeliveryOut":
        """The wire shape of a delivery."""
        return cls(
            id=show_id(DELIVERY_ID_PREFIX, delivery.id),
            event_id=show_id(EVENT_ID_PREFIX, delivery.event_id),
            type=delivery.type,
            status=delivery.status,
            attempt_count=delivery.attempt_count,
            due_at=delivery.due_at if delivery.status == "PENDING" else None,
            made_at=delivery.made_at,
            changed_at=delivery.changed_at,
        )


class AttemptOut(Out):
    """One call and what came of it."""

    number: int
    attempted_at: datetime
    status_code: int | None
    error: str | None
    seconds: float
    answer: str | None = Field(description="The first of what it said.")

    @classmethod
    def of(cls, attempt: Attempt) -> "AttemptOut":
        """The wire shape of an attempt."""
        return cls(
            number=attempt.number,
            attempted_at=attempt.attempted_at,
            status_code=attempt.status_code,
            error=attempt.error,
            seconds=attempt.seconds,
            answer=attempt.answer,
        )


class DeliveryDetailOut(DeliveryOut):
    """A delivery with its log."""

    attempts: list[AttemptOut]
