"""Decisions and outcomes as rows. Not here: what an outcome makes of an offer (`outcome.py`)."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from uuid import UUID

from loyalty.database import Work
from loyalty.offers.model import Decision

_COLUMNS = ", ".join(field.name for field in fields(Decision))
FIND = f"select {_COLUMNS} from offer_decisions where offer_id = any(%(ids)s::uuid[])"  # noqa: S608 (our own column list)

APPEND = """
insert into offer_outcomes (offer_id, outcome_code, occurred_at, recorded_at, channel, reason, actor)
select * from unnest(%(ids)s::uuid[], %(codes)s::text[], %(occurred)s::timestamptz[], %(recorded)s::timestamptz[], %(channels)s::text[],
    %(reasons)s::text[], %(actors)s::text[])
"""
STAND = """
update offer_decisions d set shown_count = w.shown_count, first_shown_at = w.first_shown_at, last_shown_at = w.last_shown_at,
    answer_code = w.answer_code, answered_at = w.answered_at, redeemed_at = w.redeemed_at
from unnest(%(ids)s::uuid[], %(shown)s::int[], %(first)s::timestamptz[], %(last)s::timestamptz[], %(answers)s::text[],
    %(answered)s::timestamptz[], %(redeemed)s::timestamptz[])
    as w (offer_id, shown_count, first_shown_at, last_shown_at, answer_code, answered_at, redeemed_at)
where d.offer_id = w.offer_id
"""
# By offer and not by id: an answer to yesterday's offer counts for today's of the same name.
ON_SHELF = """
update member_offers o set answer_code = case when w.is_redeemed then 'REDEEMED' else w.answer_code end
from unnest(%(members)s::uuid[], %(offers)s::text[], %(answers)s::text[], %(redeemed)s::bool[])
    as w (member_id, offer_code, answer_code, is_redeemed)
where o.member_id = w.member_id and o.offer_code = w.offer_code and w.answer_code is not null
"""
# An offer is told as shown once, the first time; the rest of the showings are counted.
TELL = """
insert into outbox (member_id, type, occurred_at, recorded_at, data)
select d.member_id, 'offer.' || lower(t.outcome_code), t.occurred_at, %(recorded)s, jsonb_strip_nulls(jsonb_build_object(
    'offer_id', 'ofr_' || replace(d.offer_id::text, '-', ''), 'offer_code', d.offer_code, 'offer_rank', d.offer_rank,
    'as_of_on', d.as_of_on, 'model_version', d.model_version, 'policy_code', d.policy_code, 'channel', t.channel, 'reason', t.reason))
from unnest(%(ids)s::uuid[], %(codes)s::text[], %(occurred)s::timestamptz[], %(channels)s::text[], %(reasons)s::text[])
    with ordinality as t (offer_id, outcome_code, occurred_at, channel, reason, place)
join offer_decisions d on d.offer_id = t.offer_id
order by t.place
"""
# What is kept for others is not left; what is kept under these decisions is.
LOCK_STOCK = """
select k.offer_code, k.units - k.taken_units - k.reserved_units + (
    select count(*) from offer_reservations r where r.offer_id = any(%(ids)s::uuid[]) and r.offer_code = k.offer_code) as left_units
from offer_stocks k where k.offer_code = any(%(codes)s::text[]) order by k.offer_code for update of k
"""
TAKE_STOCK = """
update offer_stocks k set taken_units = k.taken_units + w.units
from unnest(%(codes)s::text[], %(units)s::bigint[]) as w (offer_code, units) where k.offer_code = w.offer_code
"""
# Every cached answer is of a generation that is over; members are read anew, without what is gone.
RENEW = "update offer_shelf set generation = generation + 1"

# Ids are given before the commit: some way back, so that one that committed late is not passed over.
STILL_UNDERWAY = 10_000
ANSWER_AGAIN = """
update member_offers o set answer_code = case when d.redeemed_at is not null then 'REDEEMED' else d.answer_code end
from (select distinct offer_id from offer_outcomes where id > %(after)s and outcome_code <> 'SHOWN') heard
join offer_decisions d on d.offer_id = heard.offer_id
where o.member_id = d.member_id and o.offer_code = d.offer_code and d.generation >= (select generation from offer_shelf) - 1
"""

Told = tuple[str | None, str | None, str | None, str, datetime, Decision]
"""Channel, reason, actor, outcome, when, and the offer as it stands after it."""


def lock_decisions(ids: Sequence[UUID], within: Work) -> dict[UUID, Decision]:
    """The offers with these ids, which nobody else changes until the transaction ends."""
    return {row.offer_id: Decision(*row) for row in within.exec_driver_sql(f"{FIND} order by offer_id for update", {"ids": list(ids)})}


def find_decisions(ids: Sequence[UUID], within: Work) -> dict[UUID, Decision]:
    """The offers with these ids, as they stand."""
    return {row.offer_id: Decision(*row) for row in within.exec_driver_sql(FIND, {"ids": list(ids)})}


def lock_stock(standing: Mapping[UUID, Decision], within: Work) -> dict[str, int]:
    """Units left for these decisions, of the offers that have a stock; nobody else takes any until the transaction ends."""
    codes = sorted({one.offer_code for one in standing.values()})
    return {row.offer_code: row.left_units for row in within.exec_driver_sql(LOCK_STOCK, {"codes": codes, "ids": list(standing)})}


def take_stock(units: Mapping[str, int], within: Work) -> None:
    """So many units more are taken."""
    if units:
        within.exec_driver_sql(TAKE_STOCK, {"codes": list(units), "units": list(units.values())})


def renew_shelf(within: Work) -> None:
    """The shelf is another generation: every cached answer is read anew."""
    within.exec_driver_sql(RENEW)


def newest_outcome(within: Work) -> int:
    """The id of the newest outcome; 0 before the first."""
    return int(within.exec_driver_sql("select coalesce(max(id), 0) from offer_outcomes").scalar_one())


def answer_again(after: int, within: Work) -> None:
    """The shelf knows the answers heard after this outcome."""
    within.exec_driver_sql(ANSWER_AGAIN, {"after": after - STILL_UNDERWAY})


def append(told: Sequence[Told], now: datetime, within: Work) -> None:
    """The outcomes are facts and told as events, and their offers stand accordingly, in the log and on the shelf.

    Of one offer the last standing counts.
    """
    decisions = [decision for *_, decision in told]
    within.exec_driver_sql(
        APPEND,
        {
            "ids": [decision.offer_id for decision in decisions],
            "codes": [code for _, _, _, code, _, _ in told],
            "occurred": [at for _, _, _, _, at, _ in told],
            "recorded": [now] * len(told),
            "channels": [channel for channel, *_ in told],
            "reasons": [reason for _, reason, *_ in told],
            "actors": [actor for _, _, actor, *_ in told],
        },
    )
    last = list({decision.offer_id: decision for decision in decisions}.values())
    within.exec_driver_sql(
        STAND,
        {
            "ids": [one.offer_id for one in last],
            "shown": [one.shown_count for one in last],
            "first": [one.first_shown_at for one in last],
            "last": [one.last_shown_at for one in last],
            "answers": [one.answer_code for one in last],
            "answered": [one.answered_at for one in last],
            "redeemed": [one.redeemed_at for one in last],
        },
    )
    within.exec_driver_sql(
        ON_SHELF,
        {
            "members": [one.member_id for one in last],
            "offers": [one.offer_code for one in last],
            "answers": [one.answer_code for one in last],
            "redeemed": [one.redeemed_at is not None for one in last],
        },
    )
    news = [one for one in told if one[3] != "SHOWN" or one[5].shown_count == 1]
    within.exec_driver_sql(
        TELL,
        {
            "ids": [decision.offer_id for *_, decision in news],
            "codes": [code for _, _, _, code, _, _ in news],
            "occurred": [at for _, _, _, _, at, _ in news],
            "recorded": now,
            "channels": [channel for channel, *_ in news],
            "reasons": [reason for _, reason, *_ in news],
        },
    )
