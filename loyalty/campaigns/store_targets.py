"""Who was chosen and who was not, and what the chosen were promised, as rows. Knows SQL; not here: the choice (`decide.py`)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import polars as pl

from loyalty.campaigns.model import RevisionKey
from loyalty.database import Work
from loyalty.database.arrays import code_array, text_array, uuid_array

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


def insert_targets(key: RevisionKey, chosen: pl.DataFrame, now: datetime, within: Work) -> None:
    """The targets (`chosen.with_what_they_are`) are facts. None of them is one already: one chooses at a time, and has seen."""
    if chosen.is_empty():
        return
    facts = _keys(key, chosen) | {
        "arms": text_array(chosen["arm"].to_list()),
        "reasons": text_array(chosen["reason"].to_list()),
        "channels": text_array(chosen["channel_code"].to_list()),
        "choices": text_array(chosen["offer_choice"].to_list()),
        "offers": text_array(chosen["offer_code"].to_list()),
        "offer_ids": text_array(chosen["offer_id"].to_list()),
        "scores": chosen["score_probability"].to_list(),
        "values": chosen["expected_value_minor"].to_list(),
        "now": now,
    }
    within.exec_driver_sql(INSERT, facts)


def insert_promises(key: RevisionKey, promised: pl.DataFrame, *, cost_minor: int, lapses_at: datetime, now: datetime, within: Work) -> None:
    """The treated (`chosen.with_what_they_are`) are promised this until then, and the campaign's budget is reserved for it."""
    if promised.is_empty():
        return
    facts = _keys(key, promised) | {
        "offers": text_array(promised["offer_code"].to_list()),
        "offer_ids": text_array(promised["offer_id"].to_list()),
        "vouchers": text_array(promised["voucher_id"].to_list()),
        "cost_minor": cost_minor,
        "lapses_at": lapses_at,
        "now": now,
    }
    within.exec_driver_sql(PROMISE, facts)
    within.exec_driver_sql(RESERVE, {"code": key.campaign_code, "cost": cost_minor * promised.height})


def _keys(key: RevisionKey, chosen: pl.DataFrame) -> dict[str, Any]:
    return {
        "code": key.campaign_code,
        "revision": key.revision,
        "occurrences": text_array(chosen["occurrence"].to_list()),
        "members": code_array(chosen["member_id"].to_list()),
    }


def shown_offers(delivery_ids: Sequence[UUID], within: Work) -> list[ShownOffer]:
    """The offers of the shelf that these messages of campaigns told; other messages tell none."""
    return [ShownOffer(*row) for row in within.exec_driver_sql(SHOWN, {"ids": uuid_array(delivery_ids)})]
