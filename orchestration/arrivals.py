"""Which days a batch of new loads asks us to run, and how. Pure: the sensor and the command line both plan with it, then do it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from orchestration.ingest.loads import LoadedDay

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
    """What the sensor remembers: loads that arrived through `loaded_at` (naive UTC) were asked for, last by the run `asked`."""

    loaded_at: datetime | None = None
    asked: str | None = None

    def written(self) -> str:
        """The cursor's text."""
        return json.dumps({"loaded_at": self.loaded_at.isoformat() if self.loaded_at else None, "asked": self.asked})

    @classmethod
    def read(cls, cursor: str | None) -> "Seen":
        """What `written` wrote; nothing seen where there is no cursor."""
        if not cursor:
            return cls()
        told = json.loads(cursor)
        return cls(datetime.fromisoformat(told["loaded_at"]) if told["loaded_at"] else None, told.get("asked"))


def plan_run(loads: Sequence[LoadedDay], *, published_on: date | None, scored_days_max: int = SCORED_DAYS_MAX) -> Plan:
    """How to bring in `loads` (at least one), none of which the build of `published_on` knew.

    A day that failed is among them until it succeeds, so no later day is scored over a hole. A day that arrives after a later one was
    published makes the newest be scored anew.
    """
    days = sorted(load.business_on for load in loads)
    scored = [on for on in days if published_on is None or on >= published_on][-scored_days_max:]
    newest = scored or [on for on in (published_on,) if on is not None]
    return Plan(first=newest[0], last=newest[-1], reaches_back_to=min(days[0], newest[0]))


def later(one: datetime | None, other: datetime | None) -> datetime | None:
    """The later of two instants, either of which may not be known."""
    return max(one, other) if one is not None and other is not None else one or other
