"""Occurrences begin: a schedule ticks, or the segments of a business day stand, and everybody in the audience waits to be chosen.

Not here: choosing (`choosing.py`), and who calls (the orchestration).
"""

from datetime import UTC, date, datetime

from loyalty.campaigns import store_revisions as revisions
from loyalty.campaigns import store_waiting
from loyalty.campaigns.lifecycle import next_tick
from loyalty.campaigns.model import Campaign, RevisionKey, TriggerKind
from loyalty.campaigns.store_waiting import OccurrenceKey
from loyalty.clock import Clock
from loyalty.database import Work


def tick(*, within: Work, clock: Clock) -> OccurrenceKey | None:
    """One campaign whose schedule has ticked has begun its occurrence, named after the tick; None: no schedule has ticked.

    Call again, in a new transaction, until it answers None. Ticks that were missed while nobody looked count as one, the latest.
    """
    now = clock.now()
    ringing = store_waiting.take_ringing(now, within)
    if ringing is None:
        return None
    key, ticked_at = ringing
    campaign = revisions.campaign_of(key, within)
    following = next_tick(campaign, ticked_at, within)
    while following is not None and following <= now:
        ticked_at, following = following, next_tick(campaign, following, within)
    occurrence = OccurrenceKey(*key, named_after(ticked_at))
    on = ticked_at.astimezone(revisions.program_zone(campaign.program_code, within)).date()
    store_waiting.open_occurrence(occurrence, campaign, on, now, within)
    store_waiting.ring(key.campaign_code, following, within)
    return occurrence


def daily_campaigns(*, within: Work, clock: Clock) -> dict[RevisionKey, Campaign]:
    """The DAILY campaigns that are live now."""
    return revisions.live_campaigns([TriggerKind.DAILY], clock.now(), within)


def begin_day(key: RevisionKey, on: date, *, within: Work, clock: Clock) -> OccurrenceKey:
    """The campaign's occurrence of the day has begun: whoever was in the audience at the day's end waits to be chosen. Once: a day that is
    begun again goes on where it stands.

    Raises:
        CampaignRevisionUnknown, SegmentNotEvaluated: as the names say; nothing is written.
    """
    occurrence = OccurrenceKey(*key, on.isoformat())
    store_waiting.open_occurrence(occurrence, revisions.campaign_of(key, within), on, clock.now(), within)
    return occurrence


def named_after(instant: datetime) -> str:
    """The occurrence of a tick: `2017-05-03T08:00:00Z`."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")
