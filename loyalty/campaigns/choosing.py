"""The act of a campaign: those who wait are chosen or refused, promised their offers, and what they are told is queued, in one transaction.

load → decide → append, set-based. Called again and again, by the orchestration for an occurrence and by the worker for whoever is due. Not
here: the decision (`decide.py`), SQL (`store_*.py`), and what lets members in (`occurrences.py`, `hearing.py`, `crossings.py`).
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl

from loyalty.campaigns import store_facts, store_targets, store_waiting
from loyalty.campaigns import store_revisions as revisions
from loyalty.campaigns.chosen import ChosenMember, chosen_member, message_for, refused_target
from loyalty.campaigns.decide import choose
from loyalty.campaigns.model import LIVE_KINDS, Arm, Campaign, CampaignStatus, Refusal, RevisionKey
from loyalty.campaigns.store_targets import Promise
from loyalty.campaigns.store_waiting import OccurrenceKey, WaitingMember
from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.messages import enqueue
from loyalty.offers import Reservation, reserve_offers
from loyalty.vouchers import AssignVoucher, Voucher, assign_vouchers

BATCH = 20_000
LOOK_AGAIN = {True: timedelta(minutes=1), False: timedelta(minutes=15)}
"""How long members wait before somebody looks whether what is known of them is fresh by now: one by one, and as a whole audience."""
# Limits hold because one chooses for a campaign at a time; any constant will do, so long as nothing else in the database uses it.
CHOOSING_LOCK = 7_236_041
LOCK = "select pg_try_advisory_xact_lock(%(lock)s, hashtext(%(code)s))"
Group = tuple[RevisionKey, list[WaitingMember]]
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
    if not claimed:
        store_waiting.complete_occurrences(code, now, within)
        return Chosen()
    campaigns = revisions.campaigns_of({RevisionKey(code, one.revision) for one in claimed}, within)
    total = Chosen()
    for key, members in _by_revision(claimed, campaigns, code):
        total = total.plus(_chosen(key, campaigns[key], members, now, within=within, clock=clock))
    has_more = len(claimed) == limit
    if not has_more:
        store_waiting.complete_occurrences(code, now, within)
    return Chosen(total.read_count, total.arms, total.refused, total.waiting, total.queued_count, has_more)


def _chosen(key: RevisionKey, campaign: Campaign, members: Sequence[WaitingMember], now: datetime, *, within: Work, clock: Clock) -> Chosen:
    zone = revisions.program_zone(campaign.program_code, within)
    today = now.astimezone(zone).date()
    known = store_facts.known_batch(campaign, [one.member_id for one in members], now, today, within)
    # All of a batch are of one occurrence, or of campaigns whose limit is the day's.
    first = OccurrenceKey(*key, members[0].occurrence)
    room = store_facts.room_left(campaign, first, _day_began(now, zone), now, within)
    frame = choose(known.members, known.offers, campaign, room, store_facts.holdout_in_force(within))
    patient = _patient(frame, members, campaign, now)
    rows = [chosen_member(members[row["place"]], row, known) for row in frame.iter_rows(named=True) if row["place"] not in patient]
    rows = _with_vouchers(campaign, rows, within=within, clock=clock)
    new = store_targets.insert_targets(key, [one.target for one in rows], now, within)
    rows = [one for one in rows if (one.member.occurrence, one.member.member_id) in new]
    treated = [one for one in rows if one.target.arm == Arm.TREATED]
    _promise(key, campaign, treated, now, within)
    commands = [message_for(key, campaign, one, now, zone) for one in treated] if campaign.message is not None else []
    queued = enqueue(commands, within=within, clock=clock).new_count
    waiting = [members[place] for place in sorted(patient)]
    store_waiting.done(key.campaign_code, [one for place, one in enumerate(members) if place not in patient], within)
    store_waiting.put_off(
        key.campaign_code, waiting, str(Refusal.FEATURES_STALE), now + LOOK_AGAIN[campaign.trigger.kind in LIVE_KINDS], within
    )
    arms, refused = _count(key, campaign, rows, within)
    return Chosen(len(members), arms, refused, {str(Refusal.FEATURES_STALE): len(waiting)} if waiting else {}, queued)


def _patient(frame: pl.DataFrame, members: Sequence[WaitingMember], campaign: Campaign, now: datetime) -> set[int]:
    """The places of those of whom too little is known as yet, and who have not waited too long."""
    stale = frame.filter(pl.col("reason") == str(Refusal.FEATURES_STALE))["place"]
    longest = timedelta(hours=campaign.waits_hours_max)
    return {place for place in stale if now - members[place].waits_since < longest}


def _with_vouchers(campaign: Campaign, rows: list[ChosenMember], *, within: Work, clock: Clock) -> list[ChosenMember]:
    """Each treated member has a voucher of the pool; whoever finds none, because somebody else took it just now, is refused."""
    if campaign.offer is None or campaign.offer.pool_code is None:
        return rows
    asking = [place for place, one in enumerate(rows) if one.target.arm == Arm.TREATED]
    commands = [AssignVoucher(rows[place].member.member_id, campaign.program_code, campaign.offer.pool_code) for place in asking]
    for place, found in zip(asking, assign_vouchers(commands, within=within, clock=clock) if commands else [], strict=True):
        one = rows[place]
        if isinstance(found, Voucher):
            rows[place] = one._replace(voucher_id=found.id)
        else:
            rows[place] = one._replace(target=refused_target(one.target, str(Refusal.VOUCHERS_SPENT)))
    return rows


def _promise(key: RevisionKey, campaign: Campaign, treated: Sequence[ChosenMember], now: datetime, within: Work) -> None:
    """What the treated are promised is written down, and reserved where there is only so much of it."""
    if campaign.offer is None:
        return
    lapses_at = now + timedelta(days=campaign.offer.lapses_after_days)
    promises = [
        Promise(one.target.occurrence, one.target.member_id, one.target.offer_code, one.target.offer_id, one.voucher_id)
        for one in treated
        if one.target.offer_code is not None
    ]
    store_targets.insert_promises(key, promises, cost_minor=campaign.offer.cost_minor, lapses_at=lapses_at, now=now, within=within)
    reserve_offers(
        [Reservation(one.offer_id, one.member_id, one.offer_code, lapses_at) for one in promises if one.offer_id is not None],
        within=within,
        at=now,
    )


def _count(key: RevisionKey, campaign: Campaign, rows: Sequence[ChosenMember], within: Work) -> tuple[dict[str, int], dict[str, int]]:
    """What was written, by arm and by reason. Where occurrences are counted, all of a batch are of one, and it counts them too."""
    arms = Counter(one.target.arm for one in rows if one.target.arm is not None)
    refused = Counter(one.target.reason for one in rows if one.target.reason is not None)
    if rows and campaign.trigger.kind not in LIVE_KINDS:
        store_waiting.count_chosen(OccurrenceKey(*key, rows[0].target.occurrence), arms, refused, within)
    return dict(arms), dict(refused)


def _by_revision(claimed: Sequence[WaitingMember], campaigns: Mapping[RevisionKey, Campaign], code: str) -> Iterator[Group]:
    """Those who are chosen together: of one revision, and of one occurrence where occurrences are counted."""
    groups: dict[tuple[int, str], list[WaitingMember]] = defaultdict(list)
    for one in claimed:
        is_live = campaigns[RevisionKey(code, one.revision)].trigger.kind in LIVE_KINDS
        groups[one.revision, "" if is_live else one.occurrence].append(one)
    for (revision, _), members in groups.items():
        yield RevisionKey(code, revision), members


def _day_began(now: datetime, zone: ZoneInfo) -> datetime:
    return now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)


def _sum(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    return dict(Counter(one) + Counter(other))
