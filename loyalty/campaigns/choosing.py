"""The act of a campaign: those who wait are chosen or refused, promised their offers, and what they are told is queued, in one transaction.

load → decide → append, set-based. Called again and again, by the orchestration for an occurrence and by the worker for whoever is due. Not
here: the decision (`decide.py`), SQL (`store_*.py`), and what lets members in (`occurrences.py`, `hearing.py`, `crossings.py`).
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import polars as pl

from loyalty.campaigns import store_facts, store_targets, store_waiting
from loyalty.campaigns import store_revisions as revisions
from loyalty.campaigns.chosen import expires_at, told, with_vouchers, with_what_they_are
from loyalty.campaigns.decide import choose, counted
from loyalty.campaigns.model import LIVE_KINDS, Arm, Campaign, CampaignStatus, Refusal, RevisionKey
from loyalty.campaigns.store_waiting import OccurrenceKey
from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.messages.audience import enqueue_audience
from loyalty.offers import Reservation, reserve_offers
from loyalty.vouchers import AssignVoucher, Voucher, assign_vouchers

BATCH = 20_000
LOOK_AGAIN = {True: timedelta(minutes=1), False: timedelta(minutes=15)}
"""How long members wait before somebody looks whether what is known of them is fresh by now: one by one, and as a whole audience."""
# Limits hold because one chooses for a campaign at a time; any constant will do, so long as nothing else in the database uses it.
CHOOSING_LOCK = 7_236_041
LOCK = "select pg_try_advisory_xact_lock(%(lock)s, hashtext(%(code)s))"
Group = tuple[RevisionKey, pl.DataFrame]
STATUS = "select status from campaigns where code = %(code)s for share"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What one batch did: members by arm and refused by reason; those who wait on, and why."""

    read_count: int = 0
    arms: Mapping[str, int] = field(default_factory=dict)
    refused: Mapping[str, int] = field(default_factory=dict)
    waiting: Mapping[str, int] = field(default_factory=dict)
    queued_count: int = 0
    has_more: bool = False

    def plus(self, other: "Chosen") -> "Chosen":
        """Both together; whether there is more, as the later one says."""
        return Chosen(
            self.read_count + other.read_count,
            _sum(self.arms, other.arms),
            _sum(self.refused, other.refused),
            _sum(self.waiting, other.waiting),
            self.queued_count + other.queued_count,
            other.has_more,
        )


def choose_members(code: str, *, within: Work, clock: Clock, occurrence: OccurrenceKey | None = None, limit: int = BATCH) -> Chosen:
    """Up to `limit` members who wait in the campaign and are due are chosen or refused; call again, in a new transaction, while `has_more`.

    Of somebody who was chosen before in the same occurrence nothing is done again. Nothing happens while the campaign is not ACTIVE, or
    while somebody else chooses for it. `occurrence`: those of this one alone.

    Raises:
        Unavailable: a part does not answer; nothing is written, and the members wait as before.
    """
    is_mine = within.exec_driver_sql(LOCK, {"lock": CHOOSING_LOCK, "code": code}).scalar_one()
    if not is_mine or within.exec_driver_sql(STATUS, {"code": code}).scalar_one_or_none() != CampaignStatus.ACTIVE:
        return Chosen()
    now = clock.now()
    claimed = store_waiting.claim(code, now, limit, within, occurrence=occurrence)
    if claimed.is_empty():
        store_waiting.complete_occurrences(code, now, within)
        return Chosen()
    campaigns = revisions.campaigns_of({RevisionKey(code, revision) for revision in claimed["revision"].unique()}, within)
    total = Chosen()
    for key, members in _by_revision(claimed, campaigns, code):
        total = total.plus(_chosen(key, campaigns[key], members, now, within=within, clock=clock))
    has_more = claimed.height == limit
    if not has_more:
        store_waiting.complete_occurrences(code, now, within)
    return Chosen(total.read_count, total.arms, total.refused, total.waiting, total.queued_count, has_more)


def _chosen(key: RevisionKey, campaign: Campaign, members: pl.DataFrame, now: datetime, *, within: Work, clock: Clock) -> Chosen:
    zone = revisions.program_zone(campaign.program_code, within)
    today = now.astimezone(zone).date()
    known = store_facts.known_batch(
        campaign,
        members["member_id"].to_list(),
        now,
        today,
        within,
        revision=key.revision,
        occurrences=members["occurrence"].to_list(),
    )
    # All of a batch are of one occurrence, or of campaigns whose limit is the day's.
    first = OccurrenceKey(*key, members["occurrence"][0])
    room = store_facts.room_left(campaign, first, _day_began(now, zone), now, within)
    undecided = known.members.filter(~pl.col("is_decided"))
    frame = with_what_they_are(choose(undecided, known.offers, campaign, room, store_facts.holdout_in_force(within)), members, known.offers)
    is_patient = _is_patient(campaign, now)
    waiting = frame.filter(is_patient)
    rows = _with_vouchers(campaign, frame.filter(~is_patient), within=within, clock=clock)
    store_targets.insert_targets(key, rows, now, within)
    treated = rows.filter(pl.col("arm") == str(Arm.TREATED))
    _promise(key, campaign, treated, now, within, limited_codes=room.offer_units)
    queued = _tell(key, campaign, treated, now, zone, within=within, clock=clock)
    store_waiting.done(key.campaign_code, members.join(waiting, on=["occurrence", "member_id"], how="anti"), within)
    store_waiting.put_off(
        key.campaign_code, waiting, str(Refusal.FEATURES_STALE), now + LOOK_AGAIN[campaign.trigger.kind in LIVE_KINDS], within
    )
    arms, refused = counted(rows)
    if campaign.trigger.kind not in LIVE_KINDS and not rows.is_empty():
        store_waiting.count_chosen(first, arms, refused, within)
    return Chosen(members.height, arms, refused, {str(Refusal.FEATURES_STALE): waiting.height} if waiting.height else {}, queued)


def _is_patient(campaign: Campaign, now: datetime) -> pl.Expr:
    """Of whom too little is known as yet, and who has not waited too long."""
    since = now - timedelta(hours=campaign.waits_hours_max)
    return (pl.col("reason").eq_missing(pl.lit(str(Refusal.FEATURES_STALE)))) & (pl.col("waits_since") > since)


def _with_vouchers(campaign: Campaign, rows: pl.DataFrame, *, within: Work, clock: Clock) -> pl.DataFrame:
    """Each treated member has a voucher of the pool; whoever finds none, because somebody else took it just now, is refused."""
    if campaign.offer is None or campaign.offer.pool_code is None:
        return rows
    asking = rows.filter(pl.col("arm") == str(Arm.TREATED))
    if asking.is_empty():
        return rows
    commands = [AssignVoucher(UUID(member), campaign.program_code, campaign.offer.pool_code) for member in asking["member_id"]]
    found = assign_vouchers(commands, within=within, clock=clock)
    vouchers = {
        place: str(one.id) if isinstance(one, Voucher) else None for place, one in zip(asking["place"].to_list(), found, strict=True)
    }
    return with_vouchers(rows, vouchers, str(Refusal.VOUCHERS_SPENT))


def _promise(
    key: RevisionKey, campaign: Campaign, treated: pl.DataFrame, now: datetime, within: Work, *, limited_codes: Collection[str]
) -> None:
    """What the treated are promised is written down, and reserved where there is only so much of it (`limited_codes`)."""
    if campaign.offer is None:
        return
    lapses_at = now + timedelta(days=campaign.offer.lapses_after_days)
    promised = treated.filter(pl.col("offer_code").is_not_null())
    store_targets.insert_promises(key, promised, cost_minor=campaign.offer.cost_minor, lapses_at=lapses_at, now=now, within=within)
    limited = promised.filter(pl.col("offer_code").is_in(list(limited_codes)) & pl.col("offer_id").is_not_null())
    reserve_offers(
        [
            Reservation(UUID(offer_id), UUID(member_id), offer_code, lapses_at)
            for offer_id, member_id, offer_code in limited.select("offer_id", "member_id", "offer_code").iter_rows()
        ],
        within=within,
        at=now,
    )


def _tell(key: RevisionKey, campaign: Campaign, treated: pl.DataFrame, now: datetime, zone: ZoneInfo, *, within: Work, clock: Clock) -> int:
    """What the treated are told waits in the queue; how many messages."""
    plan = campaign.message
    if plan is None:
        return 0
    return enqueue_audience(
        told(key, campaign, treated, now, zone),
        templates=plan.templates,
        source_code=key.source_code,
        purpose=plan.purpose,
        expires_at=expires_at(campaign, now),
        within=within,
        clock=clock,
    )


def _by_revision(claimed: pl.DataFrame, campaigns: Mapping[RevisionKey, Campaign], code: str) -> Iterator[Group]:
    """Those who are chosen together: of one revision, and of one occurrence where occurrences are counted."""
    for (revision,), members in claimed.group_by("revision", maintain_order=True):
        key = RevisionKey(code, int(str(revision)))
        if campaigns[key].trigger.kind in LIVE_KINDS:
            yield key, members
        else:
            yield from ((key, part) for part in members.partition_by("occurrence", maintain_order=True))


def _day_began(now: datetime, zone: ZoneInfo) -> datetime:
    return now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)


def _sum(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    return dict(Counter(one) + Counter(other))
