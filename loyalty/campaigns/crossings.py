"""Members whose value crosses a campaign's line wait to be chosen: everybody after a publication, or some after an event. Set-based.

A member that came to the line has crossed it; it can cross again only after it came back beyond `rearm_value`. A crossing is known by its
number, so that it counts once whoever sees it. Not here: choosing (`choosing.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from loyalty.campaigns import store_crossings as rows
from loyalty.campaigns.model import Campaign, RevisionKey, TriggerKind
from loyalty.campaigns.store_revisions import live_campaigns
from loyalty.clock import Clock
from loyalty.database import Work

POINTS, FEATURES, SCORES = "points", "features", "scores"


@dataclass(frozen=True, slots=True)
class Watched:
    """How many members crossed the line of each campaign that watches one, just now."""

    crossed: dict[str, int]

    @property
    def crossed_count(self) -> int:
        """How many crossings there were."""
        return sum(self.crossed.values())


def watch(*, within: Work, clock: Clock, member_ids: Sequence[UUID] | None = None, groups: Sequence[str] = ()) -> Watched:
    """Who has crossed a line since the last look waits to be chosen; of everybody, or of these members.

    Args:
        within: the transaction.
        clock: the business clock.
        member_ids: those of whom something has changed; None: everybody.
        groups: which facts may have changed (`points`, `features`, `scores`); empty: any.
    """
    now = clock.now()
    crossed: dict[str, int] = {}
    for key, campaign in live_campaigns([TriggerKind.THRESHOLD], now, within).items():
        threshold = campaign.trigger.threshold
        assert threshold is not None  # noqa: S101 - a campaign of this kind has one
        if groups and threshold.fact.partition(".")[0] not in groups:
            continue
        count = rows.cross(key, campaign, now, within, member_ids=member_ids)
        if count:
            crossed[key.campaign_code] = count
    return Watched(crossed)


def changed_since_last_look(*, within: Work) -> bool:
    """Whether features or scores were published since everybody was looked at, so that somebody should look again."""
    return rows.is_behind(within)


def begin_watching(key: RevisionKey, campaign: Campaign, now: datetime, within: Work) -> None:
    """Where everybody stands as the campaign begins is known; who stands beyond the line already has not crossed it, unless the campaign
    counts them. Another line begins anew; the same one goes on as it was."""
    if campaign.trigger.threshold is None:
        return
    if rows.set_watch(key, campaign.trigger.threshold, now, within):
        rows.forget(key.campaign_code, within)
        if not campaign.trigger.threshold.includes_standing:
            rows.note_standing(key, campaign, now, within)
