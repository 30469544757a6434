"""Test sends as rows: who sent what where, once for a key, and what came of it. Not here: sending them (`trial.py`)."""

from typing import NamedTuple
from uuid import UUID

from loyalty.database import Work
from loyalty.messages.errors import MessageTestsExceeded

# One caller's tests are counted one after the other, so that none of two passes the limit together.
LOCK = "select pg_advisory_xact_lock(hashtextextended('message_tests:' || %(actor)s, 0))"
KNOWN = """
select id, actor, idempotency_key, fingerprint, channel_code, address, language, status, detail,
       asked_at < clock_timestamp() - interval '2 minutes' as is_abandoned
from message_tests where actor = %(actor)s and idempotency_key = %(key)s
"""
COUNT = "select count(*) from message_tests where actor = %(actor)s and asked_at > clock_timestamp() - interval '1 hour'"
INSERT = """
insert into message_tests (id, actor, idempotency_key, fingerprint, channel_code, address, language, status)
values (%(id)s, %(actor)s, %(idempotency_key)s, %(fingerprint)s, %(channel_code)s, %(address)s, %(language)s, %(status)s)
"""
SETTLE = "update message_tests set status = %(status)s, detail = %(detail)s where id = %(id)s"


class StoredTrial(NamedTuple):
    """One test send. `is_abandoned`: it has been under way for so long that nobody is sending it any more."""

    id: UUID
    actor: str
    idempotency_key: str | None
    fingerprint: bytes
    channel_code: str
    address: str
    language: str
    status: str
    detail: str | None
    is_abandoned: bool


def reserve(trial: StoredTrial, *, hourly_max: int, within: Work) -> StoredTrial | None:
    """The test is noted; or the one that its key names already.

    Raises:
        MessageTestsExceeded: the caller has sent `hourly_max` within the hour.
    """
    within.exec_driver_sql(LOCK, {"actor": trial.actor})
    row = within.exec_driver_sql(KNOWN, {"actor": trial.actor, "key": trial.idempotency_key}).one_or_none()
    if row is not None:
        return StoredTrial(*row)
    if within.exec_driver_sql(COUNT, {"actor": trial.actor}).scalar_one() >= hourly_max:
        raise MessageTestsExceeded(f"At most {hourly_max} test messages an hour; look at a preview meanwhile.", hourly_max=hourly_max)
    within.exec_driver_sql(INSERT, trial._asdict())
    return None


def settle(trial_id: UUID, status: str, detail: str | None, *, within: Work) -> None:
    """What became of the test is known."""
    within.exec_driver_sql(SETTLE, {"id": trial_id, "status": status, "detail": detail})
