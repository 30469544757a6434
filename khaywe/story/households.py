"""Which households the story is about, and what it tells of them. Reads only; what happens to them afterwards is the platform's doing."""

from typing import Any

from khaywe.story.stage import Stage, StoryStuck

# Regular customers of whom the model expects nothing bad, and whom nobody has written to yet.
REGULARS = """
select m.external_id
from members m join member_features_now f on f.member_id = m.id
where m.status = 'ACTIVE' and m.program_code = %(program)s and f.features is not null and f.updated_at is null
  and (f.features ->> 'tenure_days')::int >= 120 and (f.features ->> 'purchase_count_364d')::int between 5 and 60
  and (f.features ->> 'churn_probability')::float8 < 0.2
  and not exists (select from segment_memberships s where s.member_id = m.id and s.valid_to is null and s.segment_code = %(segment)s)
  and not exists (select from campaign_targets t where t.member_id = m.id and t.campaign_code = %(campaign)s)
  and not exists (select from deliveries d where d.member_id = m.id)
order by md5(m.external_id || %(salt)s) limit %(count)s
"""
IN_SEGMENT = """
select m.external_id from segment_memberships s join members m on m.id = s.member_id
where s.segment_code = %(segment)s and s.valid_to is null and m.status = 'ACTIVE' and m.program_code = %(program)s order by m.external_id
"""
OF_LEAVING = """
select (f.published_features::jsonb - %(made)s::text[]) as features
from member_features_now f join segment_memberships s on s.member_id = f.member_id and s.valid_to is null
where s.segment_code = %(segment)s and f.published_features ->> 'churn_band_code' = 'HIGH'
order by (f.published_features ->> 'churn_probability')::float8 desc, f.external_id
"""
PROGRAM, LEAVING = "journey", "high-churn-risk"
MADE_BY_MODELS = (
    "churn_probability", "churn_band_code", "churn_reason_1_code", "churn_reason_2_code", "churn_reason_3_code",
    "alive_probability", "expected_purchases_84d", "expected_spend_minor_84d", "tier_code",
)  # fmt: skip


def regulars(stage: Stage, campaign: str, segment: str, count: int, salt: str = "") -> list[str]:
    """So many regular customers, others for another salt; fewer where there are no more."""
    asked = {"campaign": campaign, "segment": segment, "count": count, "program": PROGRAM, "salt": salt}
    return [row[0] for row in stage.rows(REGULARS, asked)]


def members_of(stage: Stage, segment: str) -> list[str]:
    """The external ids of who is in a segment now."""
    return [row[0] for row in stage.rows(IN_SEGMENT, {"segment": segment, "program": PROGRAM})]


def turned_away(stage: Stage, count: int) -> list[dict[str, Any]]:
    """What the warehouse knows of real households that are leaving, so many times as asked: the story's households have become like them.

    What a model made of them is not told; the model that runs says it anew.

    Raises:
        StoryStuck: the last night found nobody at high risk.
    """
    asked = {"segment": LEAVING, "made": list(MADE_BY_MODELS)}
    found = [row[0] for row in stage.rows(OF_LEAVING, asked)]
    if not found:
        raise StoryStuck("The last night found nobody at high churn risk, so there is nobody to be like.", awaited=LEAVING)
    return [found[number % len(found)] for number in range(count)]


def address_of(external_id: str) -> str:
    """Where the story's mail to a household goes: into the demo's own inbox."""
    return f"household-{external_id}@example.com"


def reach(stage: Stage, external_id: str, *, by: str = "email", time_zone: str | None = None) -> None:
    """The household has an address and has agreed to be written to; by one channel alone."""
    phone = f"+1212555{int(external_id) % 10_000:04}" if external_id.isdigit() else "+12125550100"
    contact = {"email": address_of(external_id), "phone": phone, "language": "en", "time_zone": time_zone}
    stage.send("PUT", f"/v1/members/{external_id}/contact", contact)
    consents = [{"channel_code": channel, "is_given": channel == by} for channel in ("email", "sms")]
    stage.send("PUT", f"/v1/members/{external_id}/consents", {"consents": consents})
