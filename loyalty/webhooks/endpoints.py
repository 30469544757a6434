"""Endpoints made, changed, tried, and their deliveries sent again. Not here: telling them (`tell.py`) and calling them (`deliver.py`)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

import orjson

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.events.catalogue import EVENT_TYPES, OWN_TYPE, RESERVED
from loyalty.ids import new_id, show_id
from loyalty.paging import CursorMalformed, Page, check_limit, read_cursor, write_cursor
from loyalty.webhooks import store
from loyalty.webhooks.addresses import Network, target_of
from loyalty.webhooks.errors import DeliveryUnknown, WebhookArchived, WebhookTypesInvalid, WebhookUnknown
from loyalty.webhooks.model import (
    DELIVERY_ID_PREFIX,
    ENDPOINT_ID_PREFIX,
    FORMER_SECRET_HOURS,
    Attempt,
    Delivery,
    Endpoint,
    EndpointStatus,
)
from loyalty.webhooks.signing import SECRET_PREFIX, new_secret

_OWN_TYPE = re.compile(OWN_TYPE)
TYPES_MAX = 50


class Safe(Protocol):
    """What seals secrets with a key that is not in the database."""

    def seal_bytes(self, content: bytes) -> bytes:
        """The content, sealed."""
        ...

    def open_bytes(self, sealed: bytes) -> bytes:
        """What was sealed."""
        ...


@dataclass(frozen=True, slots=True)
class EndpointChange:
    """What of an endpoint is to be otherwise; None stays."""

    url: str | None = None
    description: str | None = None
    types: tuple[str, ...] | None = None
    status: EndpointStatus | None = None


def make_endpoint(
    url: str,
    types: Sequence[str],
    *,
    description: str | None,
    made_by: str,
    allowed: Sequence[Network],
    safe: Safe,
    within: Work,
    clock: Clock,
) -> Endpoint:
    """The endpoint is told of what happens from now on.

    Raises:
        WebhookTypesInvalid: a type is none.
        WebhookAddressRefused: the address may not be called.
    """
    wanted = check_types(types)
    target_of(url, allowed)
    id_ = new_id()
    values = {"id": id_, "url": url, "description": description, "types": list(wanted), "made_by": made_by, "now": clock.now()}
    store.insert_endpoint({**values, "secret": safe.seal_bytes(new_secret().encode())}, within)
    return read_endpoint(id_, within=within)


def check_types(types: Sequence[str]) -> tuple[str, ...]:
    """The types and patterns, each once.

    Raises:
        WebhookTypesInvalid: one of them is none, or there is none at all.
    """
    if not types or len(types) > TYPES_MAX:
        raise WebhookTypesInvalid(f"An endpoint asks for 1 to {TYPES_MAX} types; `*` asks for all.", count=len(types))
    for one in types:
        domain = one.split(".", 1)[0]
        is_pattern = one == "*" or (one.endswith(".*") and re.fullmatch(r"[a-z][a-z0-9_]{0,39}", one[:-2]) is not None)
        if not is_pattern and one not in EVENT_TYPES and (domain in RESERVED or not _OWN_TYPE.fullmatch(one)):
            raise WebhookTypesInvalid(f"'{one[:80]}' is no type of event.", type=one[:80], known=sorted(EVENT_TYPES))
    return tuple(dict.fromkeys(types))


def list_endpoints(*, within: Work) -> list[Endpoint]:
    """Every endpoint, the oldest first."""
    return store.endpoints(within)


def read_endpoint(endpoint_id: UUID, *, within: Work) -> Endpoint:
    """The endpoint.

    Raises:
        WebhookUnknown: there is none of this id.
    """
    found = store.endpoints(within, endpoint_id)
    if not found:
        raise WebhookUnknown("No webhook has this id.", webhook_id=show_id(ENDPOINT_ID_PREFIX, endpoint_id))
    return found[0]


def change_endpoint(endpoint_id: UUID, change: EndpointChange, *, allowed: Sequence[Network], within: Work, clock: Clock) -> Endpoint:
    """The endpoint is otherwise. Paused, it is told later what happens meanwhile; archived, never. Made active, its breaker is closed.

    Raises:
        WebhookUnknown, WebhookArchived: there is none, or none any more.
        WebhookTypesInvalid, WebhookAddressRefused: as `make_endpoint`.
    """
    stands = read_endpoint(endpoint_id, within=within)
    if stands.status is EndpointStatus.ARCHIVED and change.status is not EndpointStatus.ARCHIVED:
        raise WebhookArchived("The webhook is archived; make another one.", webhook_id=show_id(ENDPOINT_ID_PREFIX, endpoint_id))
    if change.url is not None:
        target_of(change.url, allowed)
    values = {
        "id": endpoint_id,
        "url": change.url or stands.url,
        "description": stands.description if change.description is None else change.description,
        "types": list(stands.types if change.types is None else check_types(change.types)),
        "status": (change.status or stands.status).value,
        "now": clock.now(),
    }
    store.change_endpoint(values, within)
    return read_endpoint(endpoint_id, within=within)


def rotate_secret(endpoint_id: UUID, *, safe: Safe, within: Work, clock: Clock) -> Endpoint:
    """A new secret signs; the one before signs beside it for a day, so that the receiver can change over.

    Raises:
        WebhookUnknown, WebhookArchived: there is none, or none any more.
    """
    if read_endpoint(endpoint_id, within=within).status is EndpointStatus.ARCHIVED:
        raise WebhookArchived("The webhook is archived.", webhook_id=show_id(ENDPOINT_ID_PREFIX, endpoint_id))
    until = wall_clock(within) + timedelta(hours=FORMER_SECRET_HOURS)
    store.rotate_secret(endpoint_id, safe.seal_bytes(new_secret().encode()), until, clock.now(), within)
    return read_endpoint(endpoint_id, within=within)


def wall_clock(within: Work) -> datetime:
    """The database's own time, by which the queue of deliveries goes."""
    found: datetime = within.exec_driver_sql("select clock_timestamp()").scalar_one()
    return found


def open_secret(sealed: bytes, safe: Safe) -> str | None:
    """The secret; None: it was sealed with another key."""
    opened = safe.open_bytes(sealed)
    return opened.decode() if opened.startswith(SECRET_PREFIX.encode()) and opened.isascii() else None


def try_endpoint(endpoint_id: UUID, *, within: Work, clock: Clock) -> Delivery:
    """An event `webhook.tested`, which is in no store, is on its way to this endpoint alone.

    Raises:
        WebhookUnknown, WebhookArchived: there is none, or none any more.
    """
    endpoint = read_endpoint(endpoint_id, within=within)
    if endpoint.status is not EndpointStatus.ACTIVE:
        raise WebhookArchived("The webhook is not active; nothing is sent to it.", webhook_id=show_id(ENDPOINT_ID_PREFIX, endpoint_id))
    delivery_id, event_id, now = new_id(), new_id(), clock.now()
    shown = {
        "id": show_id("evt", event_id),
        "type": "webhook.tested",
        "schema_version": 1,
        "position": None,
        "occurred_at": now.isoformat(),
        "recorded_at": now.isoformat(),
        "stored_at": wall_clock(within).isoformat(),
        "source": "khaywe",
        "subject": None,
        "data": {"endpoint_id": show_id(ENDPOINT_ID_PREFIX, endpoint_id), "asked_at": now.isoformat()},
    }
    store.queue([(delivery_id, endpoint_id, event_id, "webhook.tested", orjson.dumps(shown))], within, tries=1)
    return read_delivery(endpoint_id, delivery_id, within=within)


def read_delivery(endpoint_id: UUID, delivery_id: UUID, *, within: Work) -> Delivery:
    """The delivery.

    Raises:
        DeliveryUnknown: the endpoint has none of this id.
    """
    found = store.deliveries(endpoint_id, within, delivery_id=delivery_id)
    if not found:
        raise DeliveryUnknown("The webhook has no delivery of this id.", delivery_id=show_id(DELIVERY_ID_PREFIX, delivery_id))
    return found[0]


def delivery_page(
    endpoint_id: UUID, *, status: str | None = None, limit: int = 50, cursor: str | None = None, within: Work
) -> Page[Delivery]:
    """Deliveries to an endpoint, the newest first.

    Raises:
        WebhookUnknown: there is no such endpoint.
        CursorMalformed, LimitInvalid: as `loyalty.paging` says.
    """
    read_endpoint(endpoint_id, within=within)
    before = None
    if cursor is not None:
        at, id_ = read_cursor(cursor, parts=2)
        before = _position(at, id_, cursor)
    found = store.deliveries(endpoint_id, within, status=status, before=before, limit=check_limit(limit) + 1)
    more = found[limit - 1] if len(found) > limit else None
    return Page(found[:limit], write_cursor(more.made_at.isoformat(), more.id.hex) if more else None)


def _position(at: str, id_: str, cursor: str) -> tuple[datetime, UUID]:
    try:
        return datetime.fromisoformat(at), UUID(hex=id_)
    except ValueError:
        raise CursorMalformed("The cursor is not one that this listing gave out; start again without it.", cursor=cursor[:80]) from None


def read_attempts(delivery_id: UUID, *, within: Work) -> list[Attempt]:
    """The log of a delivery."""
    return store.attempts(delivery_id, within)


def send_again(endpoint_id: UUID, delivery_id: UUID, *, within: Work) -> Delivery:
    """The delivery is on its way again, with the same id, event and body.

    Raises:
        DeliveryUnknown, WebhookUnknown, WebhookArchived: there is nothing to send, or nowhere.
    """
    if read_endpoint(endpoint_id, within=within).status is EndpointStatus.ARCHIVED:
        raise WebhookArchived("The webhook is archived.", webhook_id=show_id(ENDPOINT_ID_PREFIX, endpoint_id))
    read_delivery(endpoint_id, delivery_id, within=within)
    store.send_again(delivery_id, within)
    return read_delivery(endpoint_id, delivery_id, within=within)
