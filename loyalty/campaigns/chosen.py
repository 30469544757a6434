"""One member as it was chosen: its row, and the message it is told. Pure; not here: the choice (`decide.py`), and sending."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from loyalty.campaigns.model import Campaign, RevisionKey
from loyalty.campaigns.store_facts import KnownBatch, Shown
from loyalty.campaigns.store_targets import Target
from loyalty.campaigns.store_waiting import WaitingMember
from loyalty.messages import SendMessage
from loyalty.offers.reasons import WORDS


class ChosenMember(NamedTuple):
    """A member who was chosen or refused, and what there is to tell."""

    member: WaitingMember
    target: Target
    language: str | None
    shown: Shown | None
    voucher_id: UUID | None = None


def chosen_member(member: WaitingMember, row: Mapping[str, Any], known: KnownBatch) -> ChosenMember:
    """The member of a row of `decide.choose`."""
    shown = None if row["candidate"] is None else known.shown[row["candidate"]]
    target = Target(
        member.occurrence,
        member.member_id,
        row["arm"],
        row["reason"],
        row["channel_code"],
        row["offer_choice"],
        row["offer_code"],
        None if shown is None else shown.offer_id,
        row["score_probability"],
        row["expected_value_minor"],
    )
    return ChosenMember(member, target, known.languages[row["place"]], shown)


def refused_target(target: Target, reason: str) -> Target:
    """The same member, refused after all."""
    return Target(target.occurrence, target.member_id, None, reason, None, None, None, None, None, 0.0)


def message_for(key: RevisionKey, campaign: Campaign, chosen: ChosenMember, now: datetime, zone: ZoneInfo) -> SendMessage:
    """What the member is told, over the channel that was chosen. A campaign without an end of its own offer's days says none."""
    plan = campaign.message
    assert plan is not None and chosen.target.channel_code is not None  # noqa: PT018, S101 - whoever has no channel was refused
    hours = plan.expires_after_hours
    facts: dict[str, object] = {"campaign": {"code": key.campaign_code, "revision": key.revision}}
    if campaign.offer is not None and chosen.target.offer_code is not None:
        facts["offer"] = offer_told(campaign, chosen, now, zone)
    if chosen.member.facts is not None:
        facts["event"] = chosen.member.facts
    return SendMessage(
        member_id=chosen.target.member_id,
        channel_code=chosen.target.channel_code,
        template_code=plan.templates[chosen.target.channel_code],
        source_code=key.source_code,
        occurrence=chosen.target.occurrence,
        purpose=plan.purpose,
        facts=facts,
        expires_at=None if hours is None else now + timedelta(hours=hours),
        expected_value_minor=chosen.target.expected_value_minor,
    )


def offer_told(campaign: Campaign, chosen: ChosenMember, now: datetime, zone: ZoneInfo) -> dict[str, object]:
    """The offer as templates know it: {offer_code, title, reason, ends_on, campaign_id, coupon_upc, voucher_id}."""
    shown, plan = chosen.shown, campaign.offer
    assert plan is not None  # noqa: S101 - the caller has asked
    lapses_on = (now + timedelta(days=plan.lapses_after_days)).astimezone(zone).date()
    ends_on = lapses_on if shown is None or shown.ends_on is None else min(lapses_on, shown.ends_on)
    return {
        "offer_code": chosen.target.offer_code,
        "title": shown.title if shown else _said(plan.title, chosen.language) or chosen.target.offer_code,
        "reason": _said(WORDS.get(shown.reason_code or "", {}), chosen.language) if shown else None,
        "ends_on": ends_on.isoformat(),
        "campaign_id": shown.campaign_id if shown else None,
        "coupon_upc": shown.coupon_upc if shown else None,
        "voucher_id": chosen.voucher_id.hex if chosen.voucher_id else None,
    }


def _said(texts: Mapping[str, str], language: str | None) -> str | None:
    return texts.get((language or "en").partition("-")[0]) or texts.get("en")
