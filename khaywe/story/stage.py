"""Where the story plays: the API of a running stack, its database for choosing and for the clock, its inbox. Not here: any step of it."""

import http.client
import json
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from datetime import time as wall_time
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from khaywe.local.mailbox import Mail, mails_in
from loyalty.clock import Clock
from loyalty.database import Database
from loyalty.database.business_clock import move_business_clock
from loyalty.errors import Conflict, Unavailable

T = TypeVar("T")

Say = Callable[[str, str, str | None], None]
"""Told of each step: its title, what happened, where to look."""

WAIT_SECONDS = 30.0
LOOK_SECONDS = 0.05
MORNING, EVENING = wall_time(10, 0), wall_time(20, 0)
CLOCK_SECONDS = 1.2
"""Every process looks at the demo's clock once a second."""


class StoryStuck(Conflict):
    """A step did not come about; what it waited for is in the message."""

    code = "STORY_STUCK"


class StackAway(Unavailable):
    """The API of the stack does not answer."""

    code = "STACK_AWAY"


@dataclass
class Stage:
    """A running stack. `say` is told each step and where to look; `timezone` is the business's."""

    api: str
    key: str
    database: Database
    clock: Clock
    inbox: Path
    timezone: str
    say: Say
    wait_seconds: float = WAIT_SECONDS
    _connection: http.client.HTTPConnection | None = field(default=None, repr=False)

    def get(self, path: str) -> dict[str, Any]:
        """What the API answers.

        Raises:
            StoryStuck: it refuses.
            StackAway: it does not answer.
        """
        return self._asked("GET", path, None)

    def send(self, method: str, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """As `get`, for what changes something; each call has an Idempotency-Key of its own."""
        return self._asked(method, path, body)

    def close(self) -> None:
        """Its connection to the API is closed; the next question opens another."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def until(self, what: str, look: Callable[[], T | None], seconds: float | None = None, *, every: float = LOOK_SECONDS) -> T:
        """What `look` finds, as soon as it finds something; it looks anew after so many seconds (`every`).

        Raises:
            StoryStuck: it found nothing in `seconds`, or `wait_seconds`.
        """
        seconds = seconds or self.wait_seconds
        deadline = time.monotonic() + seconds
        while (found := look()) is None:
            if time.monotonic() > deadline:
                raise StoryStuck(f"{what} did not come about within {seconds:.0f} s.", awaited=what)
            time.sleep(every)
        return found

    def rows(self, query: str, values: Mapping[str, object] | None = None) -> list[Any]:
        """The rows that a query of the loyalty database answers."""
        with self.database.begin() as work:
            return list(work.exec_driver_sql(query, dict(values or {})).all())

    def mails(self, to: str) -> list[Mail]:
        """What lies in the inbox for an address, the oldest first."""
        return mails_in(self.inbox, to=to)

    def mails_since(self, since: float) -> list[Mail]:
        """What has come into the inbox since an instant of the wall clock."""
        return mails_in(self.inbox, since=since)

    def turn_to_morning(self) -> datetime:
        """The business clock stands in the daytime: as it stood, or at ten in the morning."""
        return self.turn_to(self._in_daytime(self.clock.now()))

    def turn_to_next_day(self) -> datetime:
        """The business clock stands a whole day and a minute later, in the daytime: what counts by the day counts anew."""
        return self.turn_to(self._in_daytime(self.clock.now() + timedelta(days=1, minutes=1)))

    def _in_daytime(self, at: datetime) -> datetime:
        zone = ZoneInfo(self.timezone)
        local = at.astimezone(zone)
        if MORNING <= local.time() <= EVENING:
            return local
        days = 1 if local.time() > EVENING else 0
        return datetime.combine(local.date() + timedelta(days=days), MORNING, tzinfo=zone)

    def turn_to(self, at: datetime) -> datetime:
        """The business clock stands at `at`, for every process; it never goes back."""
        with self.database.begin() as work:
            move_business_clock(work, at)
        time.sleep(CLOCK_SECONDS)
        return at

    def _asked(self, method: str, path: str, body: Mapping[str, Any] | None) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        if body is not None:
            headers["Idempotency-Key"] = str(uuid.uuid4())
        status, told = self._answer(method, path, headers, None if body is None else json.dumps(body))
        if status >= 400:
            raise StoryStuck(
                f"{method} {path} was refused: {told.get('detail') or told.get('title')}", code=told.get("code"), status=status
            )
        return told

    def _answer(self, method: str, path: str, headers: Mapping[str, str], body: str | None) -> tuple[int, dict[str, Any]]:
        for is_last in (False, True):
            try:
                if self._connection is None:
                    parts = urlsplit(self.api)
                    self._connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)
                self._connection.request(method, path, body=body, headers=dict(headers))
                answer = self._connection.getresponse()
                return answer.status, json.loads(answer.read() or b"{}")
            except (OSError, http.client.HTTPException, ValueError) as error:
                # A connection that stood idle may have been closed by the other side.
                self.close()
                if is_last:
                    raise StackAway(f"{self.api} does not answer: {error}", address=self.api) from error
        raise AssertionError
