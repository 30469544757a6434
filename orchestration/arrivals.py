"""Which days a batch of new loads asks us to run, and how. Pure: the sensor and the command line both plan with it, then do it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from orchestration.ingest.loads import LoadedDay

Moment = TypeVar("Moment", date, datetime)

SCORED_DAYS_MAX = 14
"""Of many days arriving at once, this many get features, scores and segments of their own. The days before are history: their facts
and points count, but nobody will ask what a customer's churn risk was on a day that was long past when it became known."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One run: scores for every day from `first` to `last`, and the loads of the days since `reaches_back_to` (at most `first`)."""

    first: date
    last: date
    reaches_back_to: date

    def __str__(self) -> str:
        """`2017-11-01` or `2017-11-01…2017-11-07`: also part of a run's key."""
        scored = self.first.isoformat() if self.first == self.last else f"{self.first.isoformat()}…{self.last.isoformat()}"
        return scored if self.reaches_back_to == self.first else f"{scored} back to {self.reaches_back_to.isoformat()}"


@dataclass(frozen=True, slots=True)
class Seen:
    """What has been asked for already: loads that arrived through `loaded_at` (naive UTC), days scored through `scored_on`.

    `asked` is the key of the run that was asked for last.
    """

    loaded_at: datetime | None = None
    scored_on: date | None = None
    asked: str | None = None

    def with_at_least(self, loaded_at: datetime | None, scored_on: date | None) -> "Seen":
        """The later of both: a loop that was run by hand counts too."""
        return Seen(_later(self.loaded_at, loaded_at), _later(self.scored_on, scored_on), self.asked)


def plan_run(loads: Sequence[LoadedDay], seen: Seen, *, scored_days_max: int = SCORED_DAYS_MAX) -> Plan:
    """How to bring `loads` (at least one) in. A day that arrives after a later one was scored makes the newest be scored anew."""
    days = sorted(load.business_on for load in loads)
    scored = [on for on in days if seen.scored_on is None or on >= seen.scored_on][-scored_days_max:]
    newest = scored or [on for on in (seen.scored_on,) if on is not None]
    return Plan(first=newest[0], last=newest[-1], reaches_back_to=min(days[0], newest[0]))


def written(seen: Seen) -> str:
    """The cursor's text."""
    return json.dumps(
        {
            "loaded_at": seen.loaded_at.isoformat() if seen.loaded_at else None,
            "scored_on": seen.scored_on.isoformat() if seen.scored_on else None,
            "asked": seen.asked,
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
        asked=told.get("asked"),
    )


def _later(one: Moment | None, other: Moment | None) -> Moment | None:
    if one is None or other is None:
        return one if other is None else other
    return max(one, other)
