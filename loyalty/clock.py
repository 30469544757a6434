"""The business clock: every room asks it, nothing reads today's date. Not here: how long a step took (that is `time.monotonic`)."""

import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo


class Clock(Protocol):
    """Tells the business instant, always in UTC."""

    def now(self) -> datetime:
        """The present business instant, timezone-aware, UTC."""
        ...


class UtcClock:
    """Production: the business instant is the wall clock's."""

    def now(self) -> datetime:
        """The wall clock in UTC."""
        return datetime.now(UTC)


class TurnedClock:
    """Tests: stands where it was set until it is turned by hand."""

    def __init__(self, at: datetime) -> None:
        self._at = at.astimezone(UTC)

    def now(self) -> datetime:
        """The instant it was last turned to."""
        return self._at

    def turn_to(self, at: datetime) -> None:
        """Stand at `at` from now on."""
        self._at = at.astimezone(UTC)


class LoadsClock:
    """The demo: stands at the last load of the warehouse and moves with the loads.

    `read` fetches the stored instant (see `loyalty.database.business_clock`); it is asked at most once every
    `fresh_seconds`, so that a busy service does not query it per request. Until the first load it follows the wall clock.
    """

    def __init__(self, read: Callable[[], datetime | None], fresh_seconds: float = 1.0) -> None:
        self._read = read
        self._fresh_seconds = fresh_seconds
        self._known: datetime | None = None
        self._read_at = float("-inf")

    def now(self) -> datetime:
        """The instant of the last load, at most `fresh_seconds` old news."""
        if time.monotonic() - self._read_at > self._fresh_seconds:
            self._known = self._read()
            self._read_at = time.monotonic()
        return self._known if self._known is not None else datetime.now(UTC)


def business_date(at: datetime, timezone: str) -> date:
    """The calendar day on which `at` falls in `timezone` (an IANA name)."""
    return at.astimezone(ZoneInfo(timezone)).date()
