"""Which days a batch of new loads asks us to run, and how. Pure: the sensor and the command line both plan with it, then do it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeVar

from orchestration.ingest.loads import LoadedDay

Moment = TypeVar("Moment", date, datetime)

SCORED_DAYS_MAX = 14
"""Of many days arriving at once, this many get features, scores and segments of their own. The days before are history: their facts
and points count, but nobody will ask what a customer's churn risk was on a day that was long past when it became known."""


@dataclass(frozen=True, slots=True)
class DayRange:
    """Every business day from `first` to `last`."""

    first: date
    last: date

    def __str__(self) -> str:
        """`2017-11-01` or `2017-11-01…2017-11-07`: also part of a run's key."""
        return self.first.isoformat() if self.first == self.last else f"{self.first.isoformat()}…{self.last.isoformat()}"


@dataclass(frozen=True, slots=True)
class Plan:
    """History first, where there is any; then the days that are scored."""

    history: DayRange | None
    scored: DayRange


@dataclass(frozen=True, slots=True)
class Seen:
    """What has been asked for already: loads that arrived through `loaded_at` (naive UTC), days scored through `scored_on`.

    `held_back` are days to be scored once the run `after` has brought their history in.
    """

    loaded_at: datetime | None = None
    scored_on: date | None = None
    held_back: DayRange | None = None
    after: str | None = None

    def with_at_least(self, loaded_at: datetime | None, scored_on: date | None) -> "Seen":
        """The later of both: a loop that was run by hand counts too."""
        return replace(self, loaded_at=_later(self.loaded_at, loaded_at), scored_on=_later(self.scored_on, scored_on))


def plan_runs(loads: Sequence[LoadedDay], seen: Seen, *, scored_days_max: int = SCORED_DAYS_MAX) -> Plan:
    """How to bring `loads` (at least one) in.

    A day that arrives (again) after a later one was scored is history, and the newest day is scored anew.
    """
    days = sorted(load.business_on for load in loads)
    late = [on for on in days if seen.scored_on is not None and on < seen.scored_on]
    fresh = days[len(late) :]
    history = late + fresh[:-scored_days_max]
    scored = fresh[-scored_days_max:] or [on for on in (seen.scored_on,) if on is not None]
    return Plan(DayRange(history[0], history[-1]) if history else None, DayRange(scored[0], scored[-1]))


def written(seen: Seen) -> str:
    """The cursor's text."""
    held = seen.held_back
    return json.dumps(
        {
            "loaded_at": seen.loaded_at.isoformat() if seen.loaded_at else None,
            "scored_on": seen.scored_on.isoformat() if seen.scored_on else None,
            "held_back": [held.first.isoformat(), held.last.isoformat()] if held else None,
            "after": seen.after,
        }
    )


def read(cursor: str | None) -> Seen:
    """What `written` wrote; nothing seen where there is no cursor."""
    if not cursor:
        return Seen()
    told = json.loads(cursor)
    return Seen(
        loaded_at=datetime.fromisoformat(told["loaded_at"]) if told["loaded_at"] else None,
        scored_on=date.fromisoformat(told["scored_on"]) if told["scored_on"] else None,
        held_back=DayRange(*(date.fromisoformat(day) for day in told["held_back"])) if told["held_back"] else None,
        after=told["after"],
    )


def _later(one: Moment | None, other: Moment | None) -> Moment | None:
    if one is None or other is None:
        return one if other is None else other
    return max(one, other)
