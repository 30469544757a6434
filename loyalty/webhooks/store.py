"""Endpoints, deliveries and attempts as rows. The only module of the room that knows SQL. Times of the queue are the wall clock's."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from loyalty.database import Work
from loyalty.webhooks.model import ATTEMPTS_MAX, BREAKER_FAILURES, Attempt, Delivery, Due, Endpoint, EndpointStatus

LEASE_SECONDS = 60

_ENDPOINT = """id, url, description, types, secret, former_secret, former_until, status, failure_count, open_until, made_by, made_at,
       changed_at"""
_DELIVERY = "id, endpoint_id, event_id, type, status, attempt_count, due_at, made_at, changed_at"

INSERT = """
insert into webhook_endpoints (id, url, description, types, secret, made_by, made_at, changed_at)
values (%(id)s, %(url)s, %(description)s, %(types)s, %(secret)s, %(made_by)s, %(now)s, %(now)s)
"""
ENDPOINTS = f"select {_ENDPOINT} from webhook_endpoints where (%(id)s::uuid is null or id = %(id)s) order by made_at, id"  # noqa: S608
CHANGE = """
update webhook_endpoints set url = %(url)s, description = %(description)s, types = %(types)s, status = %(status)s, changed_at = %(now)s,
    failure_count = case when %(status)s = 'ACTIVE' and (status <> 'ACTIVE' or url <> %(url)s) then 0 else failure_count end,
    open_until = case when %(status)s = 'ACTIVE' and (status <> 'ACTIVE' or url <> %(url)s) then null else open_until end
where id = %(id)s
"""
ROTATE = """
update webhook_endpoints set former_secret = secret, former_until = %(former_until)s, secret = %(secret)s, changed_at = %(now)s
where id = %(id)s
"""
STANDING = f"select {_ENDPOINT} from webhook_endpoints where status <> 'ARCHIVED' order by id for share"  # noqa: S608
QUEUE = """
insert into webhook_deliveries (id, endpoint_id, event_id, type, body, tries_left, due_at, made_at, changed_at)
select id, endpoint_id, event_id, type, body, %(tries)s, clock_timestamp(), clock_timestamp(), clock_timestamp()
from unnest(%(ids)s::uuid[], %(endpoint_ids)s::uuid[], %(event_ids)s::uuid[], %(types)s::text[], %(bodies)s::bytea[])
    as q (id, endpoint_id, event_id, type, body)
on conflict (endpoint_id, event_id) do nothing
"""
# An endpoint that failed often is tried with one delivery; the others wait for what comes of it.
TAKE = """
with open as (
    select id, url, secret, former_secret, former_until, failure_count from webhook_endpoints
    where status = 'ACTIVE' and (open_until is null or open_until <= clock_timestamp())
      and id <> all(%(busy)s::uuid[])
), due as (
    select d.id, row_number() over (partition by d.endpoint_id order by d.due_at, d.id) as place, o.failure_count
    from webhook_deliveries d join open o on o.id = d.endpoint_id
    where d.status = 'PENDING' and d.due_at <= clock_timestamp()
), chosen as (
    select d.id from webhook_deliveries d join due on due.id = d.id
    where due.place <= case when due.failure_count >= %(breaker)s then 1 else %(each)s end and d.due_at <= clock_timestamp()
    order by d.due_at limit %(limit)s for update of d skip locked
), leased as (
    update webhook_deliveries d set due_at = clock_timestamp() + make_interval(secs => %(lease)s)
    from chosen where d.id = chosen.id
    returning d.id, d.endpoint_id, d.type, d.body, d.attempt_count, d.tries_left
)
select l.id, l.endpoint_id, l.type, l.body, l.attempt_count, l.tries_left, o.url, o.secret,
       case when o.former_until > clock_timestamp() then o.former_secret end, o.failure_count
from leased l join open o on o.id = l.endpoint_id
"""
NOTE = """
insert into webhook_attempts (delivery_id, number, attempted_at, status_code, error, seconds, answer)
values (%(id)s, %(number)s, %(at)s, %(status_code)s, %(error)s, %(seconds)s, %(answer)s) on conflict do nothing
"""
DONE = """
update webhook_deliveries set status = %(status)s, attempt_count = greatest(attempt_count, %(number)s), tries_left = %(tries_left)s,
    due_at = clock_timestamp() + make_interval(secs => %(wait)s), changed_at = clock_timestamp()
where id = %(id)s and status = 'PENDING'
"""
WELL = (
    "update webhook_endpoints set failure_count = 0, open_until = null where id = %(id)s and (failure_count > 0 or open_until is not null)"
)
UNWELL = """
update webhook_endpoints set failure_count = failure_count + 1 where id = %(id)s returning failure_count
"""
OPEN_UNTIL = "update webhook_endpoints set open_until = clock_timestamp() + make_interval(secs => %(wait)s) where id = %(id)s"
DELIVERIES = f"""
select {_DELIVERY} from webhook_deliveries
where endpoint_id = %(endpoint_id)s and (%(status)s::text is null or status = %(status)s) and (%(id)s::uuid is null or id = %(id)s)
  and (%(before_at)s::timestamptz is null or (made_at, id) < (%(before_at)s::timestamptz, %(before_id)s::uuid))
order by made_at desc, id desc limit %(limit)s
"""  # noqa: S608
ATTEMPTS = (
    "select number, attempted_at, status_code, error, seconds, answer from webhook_attempts where delivery_id = %(id)s order by number"
)
AGAIN = """
update webhook_deliveries set status = 'PENDING', tries_left = %(tries)s, due_at = clock_timestamp(), changed_at = clock_timestamp()
where id = %(id)s
"""
NEXT_DUE = """
select extract(epoch from min(greatest(d.due_at, coalesce(e.open_until, d.due_at))) - clock_timestamp())::float
from webhook_deliveries d join webhook_endpoints e on e.id = d.endpoint_id
where d.status = 'PENDING' and e.status = 'ACTIVE'
"""


def insert_endpoint(values: dict[str, Any], within: Work) -> None:
    """The endpoint is there and active."""
    within.exec_driver_sql(INSERT, values)


def endpoints(within: Work, endpoint_id: UUID | None = None) -> list[Endpoint]:
    """Every endpoint, or the one of this id."""
    return [_endpoint(tuple(row)) for row in within.exec_driver_sql(ENDPOINTS, {"id": endpoint_id})]


def change_endpoint(values: dict[str, Any], within: Work) -> None:
    """The endpoint is as `values` say; made active again or moved, its breaker is closed."""
    within.exec_driver_sql(CHANGE, values)


def rotate_secret(endpoint_id: UUID, secret: bytes, former_until: datetime, now: datetime, within: Work) -> None:
    """The new secret signs; the one before signs beside it until `former_until`."""
    within.exec_driver_sql(ROTATE, {"id": endpoint_id, "secret": secret, "former_until": former_until, "now": now})


def standing_endpoints(within: Work) -> list[Endpoint]:
    """Those who are told, now or when they are no longer paused; unchanged until the transaction ends."""
    return [_endpoint(tuple(row)) for row in within.exec_driver_sql(STANDING)]


def queue(rows: Sequence[tuple[UUID, UUID, UUID, str, bytes]], within: Work, *, tries: int = ATTEMPTS_MAX) -> None:
    """Each (delivery, endpoint, event, type, body) is due now; an event that an endpoint was to be told already is not told again."""
    if not rows:
        return
    ids, endpoint_ids, event_ids, types, bodies = zip(*rows, strict=True)
    values = {
        "ids": list(ids),
        "endpoint_ids": list(endpoint_ids),
        "event_ids": list(event_ids),
        "types": list(types),
        "bodies": list(bodies),
    }
    within.exec_driver_sql(QUEUE, {**values, "tries": tries})


def take_due(limit: int, each: int, busy: Sequence[UUID], within: Work) -> list[Due]:
    """Deliveries that are due, leased for a minute: at most `limit`, `each` of one endpoint, none of those that are busy."""
    values = {"busy": list(busy), "limit": limit, "each": each, "lease": LEASE_SECONDS, "breaker": BREAKER_FAILURES}
    return [_due(tuple(row)) for row in within.exec_driver_sql(TAKE, values)]


def note_attempt(delivery_id: UUID, attempt: Attempt, within: Work) -> None:
    """The attempt stands in the log of its delivery."""
    values = {"id": delivery_id, "number": attempt.number, "at": attempt.attempted_at, "status_code": attempt.status_code}
    within.exec_driver_sql(NOTE, {**values, "error": attempt.error, "seconds": attempt.seconds, "answer": attempt.answer})


def finish(delivery_id: UUID, status: str, number: int, tries_left: int, wait_seconds: float, within: Work) -> None:  # noqa: PLR0917
    """The delivery is done with, or due again after the wait."""
    values = {"id": delivery_id, "status": status, "number": number, "tries_left": tries_left, "wait": wait_seconds}
    within.exec_driver_sql(DONE, values)


def note_well(endpoint_id: UUID, within: Work) -> None:
    """The endpoint took something; its breaker is closed."""
    within.exec_driver_sql(WELL, {"id": endpoint_id})


def note_unwell(endpoint_id: UUID, within: Work) -> int:
    """The endpoint failed once more; how often in a row."""
    found: int = within.exec_driver_sql(UNWELL, {"id": endpoint_id}).scalar_one()
    return found


def open_breaker(endpoint_id: UUID, wait_seconds: float, within: Work) -> None:
    """Nothing is sent to the endpoint for so long."""
    within.exec_driver_sql(OPEN_UNTIL, {"id": endpoint_id, "wait": wait_seconds})


def deliveries(
    endpoint_id: UUID,
    within: Work,
    *,
    status: str | None = None,
    delivery_id: UUID | None = None,
    before: tuple[datetime, UUID] | None = None,
    limit: int = 50,
) -> list[Delivery]:
    """Deliveries to an endpoint, the newest first."""
    before_at, before_id = before or (None, None)
    values = {
        "endpoint_id": endpoint_id,
        "status": status,
        "id": delivery_id,
        "before_at": before_at,
        "before_id": before_id,
        "limit": limit,
    }
    return [Delivery(*row) for row in within.exec_driver_sql(DELIVERIES, values)]


def attempts(delivery_id: UUID, within: Work) -> list[Attempt]:
    """The log of a delivery."""
    return [Attempt(*row) for row in within.exec_driver_sql(ATTEMPTS, {"id": delivery_id})]


def send_again(delivery_id: UUID, within: Work) -> None:
    """The delivery is due now with all its attempts before it, whatever came of it before."""
    within.exec_driver_sql(AGAIN, {"id": delivery_id, "tries": ATTEMPTS_MAX})


def seconds_to_next(within: Work) -> float | None:
    """In how many seconds the next delivery is due (negative: it is); None: none is waiting."""
    found: float | None = within.exec_driver_sql(NEXT_DUE).scalar_one()
    return found


def _endpoint(row: tuple[Any, ...]) -> Endpoint:
    id_, url, description, types, secret, former, former_until, status, failures, open_until, made_by, made_at, changed_at = row
    return Endpoint(
        id_, url, description, tuple(types), bytes(secret), _bytes(former), former_until, EndpointStatus(status), failures, open_until,
        made_by, made_at, changed_at,
    )  # fmt: skip


def _due(row: tuple[Any, ...]) -> Due:
    id_, endpoint_id, type_, body, attempt_count, tries_left, url, secret, former, failures = row
    return Due(id_, endpoint_id, type_, bytes(body), attempt_count, tries_left, url, bytes(secret), _bytes(former), failures)


def _bytes(value: Any) -> bytes | None:  # noqa: ANN401 - what the driver gives
    return None if value is None else bytes(value)
