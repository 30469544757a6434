"""The stored instant of the demo's clock. Written by the loader when a load arrives; read by `loyalty.clock.LoadsClock`."""

from datetime import datetime

from sqlalchemy import text

from loyalty.clock import Clock, LoadsClock, UtcClock
from loyalty.database.engine import Database
from loyalty.database.work import Work
from loyalty.settings import Settings


def read_business_clock(work: Work) -> datetime | None:
    """The instant the clock stands at, or None before the first load."""
    found: datetime | None = work.execute(text("select stands_at from business_clock")).scalar_one_or_none()
    return found


def move_business_clock(work: Work, to: datetime) -> None:
    """The clock stands at `to`; it never goes back."""
    work.execute(
        text(
            "insert into business_clock (only_row, stands_at) values (true, :to) "
            "on conflict (only_row) do update set stands_at = greatest(business_clock.stands_at, excluded.stands_at)"
        ),
        {"to": to},
    )


def clock_of(settings: Settings, database: Database) -> Clock:
    """The clock that the settings ask for."""
    if settings.clock == "utc":
        return UtcClock()

    def read() -> datetime | None:
        with database.begin() as work:
            return read_business_clock(work)

    return LoadsClock(read)
