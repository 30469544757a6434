"""How old a score is, and whether that is young enough for who asks. Pure; not here: scores (`store.py`) and features."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from loyalty.scores.errors import ScoresTooOld


@dataclass(frozen=True, slots=True)
class Freshness:
    """A score is as old as the newest load that it knows; without a load log, as the end of its business day."""

    as_of_on: date | None
    data_until: datetime | None

    def age_seconds(self, now: datetime) -> float | None:
        """How long ago that was; None where nothing is known."""
        return None if self.data_until is None else max(0.0, (now - self.data_until).total_seconds())


def is_young_enough(freshness: Freshness, not_older_than: timedelta | None, now: datetime) -> bool:
    """Whether nothing older than asked for would be told."""
    if not_older_than is None:
        return True
    age = freshness.age_seconds(now)
    return age is not None and age <= not_older_than.total_seconds()


def too_old(freshness: Freshness, not_older_than: timedelta, now: datetime) -> ScoresTooOld:
    """The refusal of a score that is older than somebody can use."""
    age = freshness.age_seconds(now)
    known = "nothing is known of this member yet" if age is None else f"the newest is {age / 3600:.1f} hours old"
    return ScoresTooOld(
        f"No score is as young as asked for ({not_older_than.total_seconds() / 3600:.1f} hours at most): {known}.",
        not_older_than_seconds=not_older_than.total_seconds(),
        age_seconds=age,
        as_of_on=freshness.as_of_on.isoformat() if freshness.as_of_on else None,
        data_until=freshness.data_until.isoformat() if freshness.data_until else None,
    )
