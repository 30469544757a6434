"""The universal holdout: a share of all customers who get no campaign at all, so that the effect of all of them can be told.

A season names the draw: another season shuffles anew, so that nobody is left out for ever. Not here: the hash (`control.py`).
"""

from dataclasses import dataclass
from datetime import datetime

from loyalty.campaigns.errors import HoldoutInvalid
from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.text_rules import is_short_text

SHARE_MAX = 0.5

NEWEST = "select version, share, season, actor, recorded_at from universal_holdouts order by version desc limit 1"
INSERT = """
insert into universal_holdouts (version, share, season, actor, recorded_at)
select coalesce(max(version), 0) + 1, %(share)s, %(season)s, %(actor)s, %(now)s from universal_holdouts
returning version, share, season, actor, recorded_at
"""


@dataclass(frozen=True, slots=True)
class UniversalHoldout:
    """One version of it; the newest is in force."""

    version: int
    share: float
    season: str
    actor: str | None
    recorded_at: datetime | None


NONE = UniversalHoldout(0, 0.0, "none", None, None)


def read_holdout(*, within: Work) -> UniversalHoldout:
    """What is in force; nobody is held out before somebody says so."""
    row = within.exec_driver_sql(NEWEST).one_or_none()
    return NONE if row is None else UniversalHoldout(*row)


def set_holdout(share: float, season: str, *, actor: str, within: Work, clock: Clock, dry_run: bool = False) -> UniversalHoldout:
    """This share of all customers is held out from now on, drawn for this season. What was chosen before stays as it is.

    Raises:
        HoldoutInvalid: the share is not from 0 to 0.5, or the season is no short text.
    """
    if not 0 <= share <= SHARE_MAX:
        raise HoldoutInvalid(f"The share must be from 0 to {SHARE_MAX}.", share=share)
    if not 1 <= len(season) <= 64 or not is_short_text(season, 64):
        raise HoldoutInvalid("The season must be a printable text of 1 to 64 characters, such as 2017-h2.", season=season[:80])
    standing = read_holdout(within=within)
    if (standing.share, standing.season) == (share, season):
        return standing
    now = clock.now()
    if dry_run:
        return UniversalHoldout(standing.version + 1, share, season, actor, now)
    within.exec_driver_sql("select pg_advisory_xact_lock(7236042)")
    facts = {"share": share, "season": season, "actor": actor, "now": now}
    return UniversalHoldout(*within.exec_driver_sql(INSERT, facts).one())
