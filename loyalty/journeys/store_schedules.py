"""When schedules tick, as rows. Knows SQL; not here: reading cron expressions (`cron.py`)."""

from datetime import datetime

from loyalty.database import Work
from loyalty.journeys.store_versions import HEAD_COLUMNS, JourneyHead, head_of

RINGING = f"""
select {HEAD_COLUMNS} from journeys j where j.status = 'ACTIVE' and j.next_run_at <= %(now)s
order by j.next_run_at limit 1 for update skip locked
"""  # noqa: S608 (our own column list)
NEXT = "select min(next_run_at) from journeys where status = 'ACTIVE'"
RING = "update journeys set next_run_at = %(at)s where code = %(code)s"


def take_ringing(now: datetime, within: Work) -> JourneyHead | None:
    """A journey whose schedule has ticked, locked; None: none has."""
    row = within.exec_driver_sql(RINGING, {"now": now}).one_or_none()
    return None if row is None else head_of(row)


def next_ring(within: Work) -> datetime | None:
    """When the next schedule ticks; None: no journey has one."""
    found: datetime | None = within.exec_driver_sql(NEXT).scalar_one()
    return found


def ring(code: str, at: datetime | None, within: Work) -> None:
    """The journey's schedule ticks next at that instant."""
    within.exec_driver_sql(RING, {"code": code, "at": at})
