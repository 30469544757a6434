"""Who was chosen and who was not, and what the chosen were promised, as rows. Knows SQL; not here: the choice (`decide.py`)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from loyalty.campaigns.model import RevisionKey
from loyalty.database import Work
from loyalty.database.arrays import text_array, uuid_array

INSERT = """
insert into campaign_targets (campaign_code, revision, occurrence, member_id, arm, reason, channel_code, offer_choice, offer_code, offer_id,
                              score_probability, expected_value_minor, chosen_at)
select %(code)s, %(revision)s, w.occurrence, w.member_id, w.arm, w.reason, w.channel_code, w.offer_choice, w.offer_code, w.offer_id,
       w.score_probability, w.expected_value_minor, %(now)s
from unnest(%(occurrences)s::text[], %(members)s::uuid[], %(arms)s::text[], %(reasons)s::text[], %(channels)s::text[],
            %(choices)s::text[], %(offers)s::text[], %(offer_ids)s::uuid[], %(scores)s::double precision[],
            %(values)s::double precision[])
    as w (occurrence, member_id, arm, reason, channel_code, offer_choice, offer_code, offer_id, score_probability, expected_value_minor)
order by w.occurrence, w.member_id
on conflict do nothing
returning occurrence, member_id
"""
PROMISE = """
insert into campaign_promises (campaign_code, revision, occurrence, member_id, offer_code, offer_id, voucher_id, cost_minor, status,
                               promised_at, lapses_at)
select %(code)s, %(revision)s, w.occurrence, w.member_id, w.offer_code, w.offer_id, w.voucher_id, %(cost_minor)s, 'OPEN', %(now)s,
       %(lapses_at)s
from unnest(%(occurrences)s::text[], %(members)s::uuid[], %(offers)s::text[], %(offer_ids)s::uuid[], %(vouchers)s::uuid[])
    as w (occurrence, member_id, offer_code, offer_id, voucher_id)
order by w.occurrence, w.member_id
"""
RESERVE = """
insert into campaign_budgets (campaign_code, reserved_minor, kept_minor) values (%(code)s, %(cost)s, 0)
on conflict (campaign_code) do update set reserved_minor = campaign_budgets.reserved_minor + excluded.reserved_minor
"""
SHOWN = """
select t.offer_id, d.channel_code, coalesce(d.ended_at, d.queued_at) as at
from deliveries d
join campaign_targets t
  on t.campaign_code = split_part(d.source_code, ':', 2) and t.revision = split_part(d.source_code, ':', 3)::integer
  and t.occurrence = d.occurrence and t.member_id = d.member_id
where d.id = any(%(ids)s::uuid[]) and d.source_code ~ '^campaign:[a-z0-9-]+:[0-9]{1,9}$' and t.offer_id is not null
order by t.offer_id
"""


class ShownOffer(NamedTuple):
    """An offer that a message has told."""

    offer_id: UUID
    channel_code: str
    at: datetime


class Target(NamedTuple):
    """One member as it was chosen, or not; `shown`: the number of its offer among those read."""

    occurrence: str
    member_id: UUID
    arm: str | None
    reason: str | None
    channel_code: str | None
    offer_choice: str | None
    offer_code: str | None
    offer_id: UUID | None
    score_probability: float | None
    expected_value_minor: float


class Promise(NamedTuple):
    """What a treated member is promised."""

    occurrence: str
    member_id: UUID
    offer_code: str
    offer_id: UUID | None = None
    voucher_id: UUID | None = None


def insert_targets(key: RevisionKey, targets: Sequence[Target], now: datetime, within: Work) -> set[tuple[str, UUID]]:
    """The targets are facts, save those that are already; the new ones as (occurrence, member)."""
    facts = {
        "code": key.campaign_code,
        "revision": key.revision,
        "occurrences": text_array(one.occurrence for one in targets),
        "members": uuid_array(one.member_id for one in targets),
        "arms": text_array(one.arm for one in targets),
        "reasons": text_array(one.reason for one in targets),
        "channels": text_array(one.channel_code for one in targets),
        "choices": text_array(one.offer_choice for one in targets),
        "offers": text_array(one.offer_code for one in targets),
        "offer_ids": uuid_array(one.offer_id for one in targets),
        "scores": [one.score_probability for one in targets],
        "values": [one.expected_value_minor for one in targets],
        "now": now,
    }
    return {(row.occurrence, row.member_id) for row in within.exec_driver_sql(INSERT, facts)}


def insert_promises(
    key: RevisionKey, promises: Sequence[Promise], *, cost_minor: int, lapses_at: datetime, now: datetime, within: Work
) -> None:
    """The members are promised this until then, and the campaign's budget is reserved for it."""
    if not promises:
        return
    facts: dict[str, Any] = {
        "code": key.campaign_code,
        "revision": key.revision,
        "occurrences": text_array(one.occurrence for one in promises),
        "members": uuid_array(one.member_id for one in promises),
        "offers": text_array(one.offer_code for one in promises),
        "offer_ids": uuid_array(one.offer_id for one in promises),
        "vouchers": uuid_array(one.voucher_id for one in promises),
        "cost_minor": cost_minor,
        "lapses_at": lapses_at,
        "now": now,
    }
    within.exec_driver_sql(PROMISE, facts)
    within.exec_driver_sql(RESERVE, {"code": key.campaign_code, "cost": cost_minor * len(promises)})


def shown_offers(delivery_ids: Sequence[UUID], within: Work) -> list[ShownOffer]:
    """The offers of the shelf that these messages of campaigns told; other messages tell none."""
    return [ShownOffer(*row) for row in within.exec_driver_sql(SHOWN, {"ids": uuid_array(delivery_ids)})]
