"""What a campaign would do if it ran now: how many are left after each limit, in which arm, over which channel, with which offers, and what
the contact policy would make of it. Decides with the same rules as the act, and writes nothing.

An audience beyond `SAMPLE_MAX` is judged by a sample drawn by hash, and its numbers are estimates (`is_sampled`). Not here: the act.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

import polars as pl

from loyalty.campaigns import store_facts
from loyalty.campaigns import store_revisions as revisions
from loyalty.campaigns.decide import Room, choose, counted
from loyalty.campaigns.model import Arm, Campaign, Refusal
from loyalty.campaigns.references import refuse_unknown_references
from loyalty.campaigns.store_waiting import OccurrenceKey
from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.database.arrays import uuid_array
from loyalty.messages import policy_in_force
from loyalty.messages.judge import Candidate, judge
from loyalty.messages.store_queue import sendings

SAMPLE_MAX = 20_000
OFFERS_SHOWN = 20
NOBODY = OccurrenceKey("", 0, "")

AUDIENCE = """
from members m
where m.program_code = %(program_code)s and (
    cardinality(%(segments)s::text[]) = 0 or m.id in (
        select s.member_id from segment_memberships s where s.segment_code = any(%(segments)s::text[]) and s.valid_to is null))
"""
COUNT = f"select count(*) {AUDIENCE}"
SAMPLE = f"select m.id {AUDIENCE} order by md5(m.id::text) limit %(limit)s"
ZONES = """
select w.member_id, c.time_zone from unnest(%(members)s::uuid[]) as w (member_id) left join member_contacts c using (member_id)
"""


@dataclass(frozen=True, slots=True)
class PreviewStep:
    """How many are left once everybody whom this reason refuses is gone."""

    reason: str
    refused_count: int
    left_count: int


@dataclass(frozen=True, slots=True)
class CampaignPreview:
    """The campaign as it would go now. `messages`: what the contact policy would make of the treated at this instant: ADMITTED, or why not
    (QUIET_HOURS and CAP_REACHED may be held for later, as the policy says)."""

    audience_count: int
    sample_count: int
    steps: tuple[PreviewStep, ...]
    arms: Mapping[str, int]
    channels: Mapping[str, int]
    offers: Mapping[str, int]
    messages: Mapping[str, int]
    cost_minor: int
    expected_value_minor: float
    at: datetime

    @property
    def is_sampled(self) -> bool:
        """Whether the numbers are estimates."""
        return self.sample_count < self.audience_count


def preview_campaign(campaign: Campaign, *, within: Work, clock: Clock, sample_max: int = SAMPLE_MAX) -> CampaignPreview:
    """What the campaign would do if everybody in its audience were let in at this instant.

    Raises:
        CampaignDefinitionInvalid: what it names is not there.
    """
    refuse_unknown_references(campaign, within)
    now = clock.now()
    asked = {"program_code": campaign.program_code, "segments": list(campaign.segments), "limit": sample_max}
    audience_count = int(within.exec_driver_sql(COUNT, asked).scalar_one())
    members = list(within.exec_driver_sql(SAMPLE, asked).scalars())
    share = len(members) / audience_count if audience_count else 1.0
    zone = revisions.program_zone(campaign.program_code, within)
    known = store_facts.known_batch(campaign, [str(member) for member in members], now, now.astimezone(zone).date(), within)
    room = _scaled(store_facts.room_left(campaign, NOBODY._replace(campaign_code=campaign.code), now, now, within, locks=False), share)
    # Those worth most come first, as they would in an occurrence.
    best = known.offers.group_by("place").agg(pl.col("score_probability").max())
    order = known.members.join(best, on="place", how="left").sort("score_probability", "place", descending=[True, False], nulls_last=True)
    placed = order.with_row_index("turn").select("place", pl.col("turn").cast(pl.Int64))
    turned = known.members.join(placed, on="place").drop("place").rename({"turn": "place"})
    offers = known.offers.join(placed, on="place").drop("place").rename({"turn": "place"})
    chosen = choose(turned, offers, campaign, room, store_facts.holdout_in_force(within))
    by_turn = dict(zip(placed["turn"], placed["place"], strict=True))
    treated = chosen.filter(pl.col("arm") == str(Arm.TREATED))
    arms, refused = counted(chosen)
    return CampaignPreview(
        audience_count=audience_count,
        sample_count=len(members),
        steps=_steps(audience_count, refused, share),
        arms=_whole(arms, share),
        channels=_whole(Counter(treated["channel_code"].drop_nulls()), share),
        offers=_whole(dict(Counter(treated["offer_code"].drop_nulls()).most_common(OFFERS_SHOWN)), share),
        messages=_whole(
            _messages(campaign, treated, [members[by_turn[turn]] for turn in treated["place"]], now, within, zone=zone.key), share
        ),
        cost_minor=round(treated["offer_code"].count() * (campaign.offer.cost_minor if campaign.offer else 0) / share),
        expected_value_minor=float(treated["expected_value_minor"].sum()) / share,
        at=now,
    )


def _steps(audience_count: int, refused: Mapping[str, int], share: float) -> tuple[PreviewStep, ...]:
    steps, left = [], audience_count
    for reason in Refusal:
        count = round(refused.get(str(reason), 0) / share)
        left -= count
        steps.append(PreviewStep(str(reason), count, max(left, 0)))
    return tuple(steps)


def _messages(campaign: Campaign, treated: pl.DataFrame, members: list[UUID], now: datetime, within: Work, *, zone: str) -> dict[str, int]:
    """What the contact policy would say to each message now."""
    if campaign.message is None or not members:
        return {}
    policy, _ = policy_in_force(within=within)
    zones = {row.member_id: row.time_zone for row in within.exec_driver_sql(ZONES, {"members": uuid_array(members)})}
    sent = sendings(members, at=now, period=policy.longest_period, within=within) if policy.caps else {}
    candidates = [
        Candidate(
            id=member,
            member_id=member,
            channel_code=channel,
            purpose=campaign.message.purpose,
            expected_value_minor=value,
            expires_at=None,
            is_active=True,
            is_consented=True,
            has_address=True,
            has_bounced=False,
            time_zone=zones.get(member) or zone,
        )
        for member, channel, value in zip(members, treated["channel_code"], treated["expected_value_minor"], strict=True)
    ]
    verdicts = judge(candidates, sent, policy, at=now)
    return dict(Counter(str(one.reason) if one.reason else "ADMITTED" for one in verdicts.values()))


def _scaled(room: Room, share: float) -> Room:
    """What is left, for a sample: its share of it."""

    def scaled(left: int | None) -> int | None:
        return None if left is None else round(left * share)

    return replace(
        room,
        offer_units={code: round(units * share) for code, units in room.offer_units.items()},
        vouchers=scaled(room.vouchers),
        members=scaled(room.members),
        budget_minor=scaled(room.budget_minor),
    )


def _whole(counts: Mapping[str, int], share: float) -> dict[str, int]:
    return {name: round(count / share) for name, count in sorted(counts.items(), key=lambda one: (-one[1], one[0]))}
