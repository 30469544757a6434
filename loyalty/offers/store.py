"""The shelf as rows, and a member's offers as JSON. What became of offers: `store_outcomes.py`; what decides: `store_known.py`."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

import pyarrow as pa

from loyalty.database import Work
from loyalty.database.copying import copy_rows
from loyalty.database.round_trip import Statement, last_round_trip, round_trip
from loyalty.offers.defaults import DefaultOffer, DefaultOffers
from loyalty.offers.model import ByExternalId, ByMemberId, MemberKey, OfferAnswer, StoredAnswer
from loyalty.offers.reasons import WORDS

# Any constant will do, so long as nothing else in the database uses it.
SHELF_LOCK = 7_236_004

STAGED = {
    "customer_id": 'text collate "C" not null',
    "offer_rank": "smallint not null",
    "offer_code": "text not null",
    "title": "text not null",
    "category_code": "text not null",
    "score_probability": "double precision not null",
    "campaign_id": "text",
    "coupon_upc": "text",
    "ends_on": "date",
    "product_id": "text",
    "product_title": "text",
    "policy_code": "text not null",
    "propensity": "double precision not null",
    "reason_code": "text not null",
    "arms": "json",
}
# Fewer need no statistics.
ROWS_TO_ANALYZE = 10_000
# Offers that are worked out for one member at once name no product.
_MAY_BE_ABSENT = ("product_id", "product_title")
_LOGGED_ONLY = ("customer_id", "propensity", "arms")
_COPIED = ", ".join(name for name in STAGED if name not in _LOGGED_ONLY)

STAGE = f"create temporary table staged_offers ({', '.join(f'{name} {kind}' for name, kind in STAGED.items())}) on commit drop"

HEAD = "select generation, as_of_on from offer_shelf"

# An id is a function of day, member and offer, so that a day published again names its offers alike. The day stands first, as in a UUID
# of version 7: the ids of a day lie together in the log's index.
OFFER_ID = """(
    lpad(to_hex((extract(epoch from %(as_of_on)s::date) * 1000)::bigint), 12, '0') || '7'
    || substr(md5(s.member_id::text || s.offer_code), 1, 3) || 'a' || substr(md5(s.member_id::text || s.offer_code), 4, 15)
)::uuid"""

# `s`: the offers decided, with their member; staged for everybody, or at hand for a few (`store_online.py`).
INSERT = f"""
insert into member_offers (member_id, {_COPIED}, offer_id, model_version, computed_at)
select s.member_id, {", ".join(f"s.{name}" for name in STAGED if name not in _LOGGED_ONLY)}, {OFFER_ID},
    %(computed_by)s::text, %(computed_at)s::timestamptz
from ({{source}}) s
order by s.member_id, s.offer_rank
on conflict do nothing
"""  # noqa: S608 (our own column list)
STAGED_SOURCE = "select m.id as member_id, t.* from staged_offers t join members m on m.external_id = t.customer_id"

# An offer that somebody has seen keeps the decision it was shown under; one that nobody has seen is decided anew.
LOG = """
insert into offer_decisions (offer_id, member_id, offer_code, offer_rank, generation, as_of_on, ends_on, model_version,
    score_probability, propensity, policy_code, reason_code, arms, decided_at)
select o.offer_id, o.member_id, o.offer_code, o.offer_rank, %(generation)s::bigint, %(as_of_on)s::date, o.ends_on, %(model_version)s::text,
    o.score_probability, s.propensity, o.policy_code, o.reason_code, s.arms, %(decided_at)s::timestamptz
from ({source}) s join {offers} o on o.member_id = s.member_id and o.offer_code = s.offer_code
order by o.offer_id
on conflict (offer_id) do update set offer_rank = excluded.offer_rank, generation = excluded.generation, ends_on = excluded.ends_on,
    model_version = excluded.model_version, score_probability = excluded.score_probability, propensity = excluded.propensity,
    policy_code = excluded.policy_code, reason_code = excluded.reason_code, arms = excluded.arms, decided_at = excluded.decided_at
where offer_decisions.first_shown_at is null and offer_decisions.answer_code is null
"""

# What a member answered today counts on a shelf that is put up again today.
ANSWERED = """
update member_offers o set answer_code = case when d.redeemed_at is not null then 'REDEEMED' else d.answer_code end
from offer_decisions d where d.offer_id = o.offer_id and d.answer_code is not null
"""

SHELF = """
insert into offer_shelf (only_row, generation, as_of_on, model_version, scored_at, member_count, offer_count)
select true, coalesce(max(s.generation), 0) + 1, %(as_of_on)s, %(model_version)s, %(scored_at)s,
       (select count(distinct member_id) from member_offers), (select count(*) from member_offers)
from offer_shelf s
on conflict (only_row) do update set generation = excluded.generation, as_of_on = excluded.as_of_on,
    model_version = excluded.model_version, scored_at = excluded.scored_at,
    member_count = excluded.member_count, offer_count = excluded.offer_count
returning generation, member_count
"""

# One statement, so one snapshot: a head and the offers under it are always of one generation. The same text answers one member
# and writes everyone's answers into the cache, so that both say the same. What the member refused or used up, and what is gone, is passed
# over; the rest close ranks.
ANSWERS = """
select m.id, m.program_code, m.external_id, h.generation, ranked.offers is null as is_default,
    json_build_object(
        'member_id', 'mbr_' || replace(m.id::text, '-', ''),
        'source', case when ranked.offers is null then 'default' else 'database' end,
        'model_version', case when ranked.offers is not null then coalesce(ranked.model_version, h.model_version) end,
        'scored_at', case when ranked.offers is not null
            then to_char(coalesce(ranked.computed_at, h.scored_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') end,
        'as_of_on', case when ranked.offers is not null then h.as_of_on end,
        'offers', coalesce(ranked.offers, %(by_tier)s::json -> s.tier_code, %(everyone)s::json)
    )::text as body
from members m
left join offer_shelf h on h.only_row
left join member_scores s on s.member_id = m.id
left join lateral (
    select max(o.model_version) as model_version, max(o.computed_at) as computed_at, json_agg(
        json_build_object(
            'rank', o.place, 'offer_id', 'ofr_' || replace(o.offer_id::text, '-', ''), 'offer_code', o.offer_code, 'title', o.title,
            'category_code', o.category_code, 'score_probability', o.score_probability, 'campaign_id', o.campaign_id,
            'coupon_upc', o.coupon_upc, 'ends_on', o.ends_on, 'policy_code', o.policy_code,
            'product', case when o.product_id is not null then json_build_object('product_id', o.product_id, 'title', o.product_title) end,
            'is_accepted', o.answer_code is not null, 'reason_code', o.reason_code, 'reason', %(words)s::json -> o.reason_code
        ) order by o.place
    ) as offers
    from (
        select o.*, row_number() over (order by o.offer_rank) as place
        from member_offers o
        where o.member_id = m.id and coalesce(o.answer_code, 'ACCEPTED') = 'ACCEPTED'
          and (not exists (select from offer_stocks k where k.offer_code = o.offer_code and k.taken_units + k.reserved_units >= k.units)
               or exists (select from offer_reservations r where r.offer_id = o.offer_id))
    ) o
) ranked on true
"""
ANSWERS_BY_ID = ANSWERS + "where m.id = any(%(ids)s::uuid[])"
ANSWERS_BY_EXTERNAL_ID = (
    ANSWERS + "join unnest(%(program_codes)s::text[], %(external_ids)s::text[]) as wanted (program_code, external_id)"
    " on m.program_code = wanted.program_code and m.external_id = wanted.external_id"
)
ANSWERS_AFTER = ANSWERS + "where ranked.offers is not null and m.id > %(after)s order by m.id limit %(limit)s"


class Head(NamedTuple):
    """Which shelf stands: its number, and the business day it speaks of."""

    generation: int
    as_of_on: date


def lock_shelf(within: Work) -> date | None:
    """One replacement at a time until the transaction ends; the day that stands on the shelf, or None."""
    within.exec_driver_sql("select pg_advisory_xact_lock(%(lock)s)", {"lock": SHELF_LOCK})
    found: date | None = within.exec_driver_sql("select as_of_on from offer_shelf").scalar_one_or_none()
    return found


def generation(within: Work) -> int | None:
    """The number of the shelf that stands, or None."""
    found: int | None = within.exec_driver_sql("select generation from offer_shelf").scalar_one_or_none()
    return found


def stage(rows: pa.Table, within: Work) -> int:
    """The rows lie beside the shelf; how many of them belong to no member."""
    within.exec_driver_sql("drop table if exists staged_offers")
    within.exec_driver_sql(STAGE)
    for name in _MAY_BE_ABSENT:
        if name not in rows.column_names:
            rows = rows.append_column(name, pa.nulls(rows.num_rows, pa.string()))
    copy_rows("staged_offers", rows.select(list(STAGED)), within=within)
    if rows.num_rows > ROWS_TO_ANALYZE:
        within.exec_driver_sql("analyze staged_offers")
    query = "select count(*) from staged_offers s where not exists (select from members m where m.external_id = s.customer_id)"
    return int(within.exec_driver_sql(query).scalar_one())


def replace_all(as_of_on: date, model_version: str, scored_at: datetime, within: Work) -> tuple[int, int]:
    """The staged rows stand on the shelf; its generation, and how many members have offers."""
    within.exec_driver_sql("delete from member_offers")
    told = {"as_of_on": as_of_on, "computed_by": None, "computed_at": None}
    within.exec_driver_sql(INSERT.format(source=STAGED_SOURCE), told)
    head = within.exec_driver_sql(SHELF, {"as_of_on": as_of_on, "model_version": model_version, "scored_at": scored_at}).one()
    decided = {"generation": head.generation, "as_of_on": as_of_on, "model_version": model_version, "decided_at": scored_at}
    within.exec_driver_sql(LOG.format(source=STAGED_SOURCE, offers="member_offers"), decided)
    within.exec_driver_sql(ANSWERED)
    return head.generation, head.member_count


def forget_decisions(before: date, within: Work) -> None:
    """Of the days before, only what somebody was shown or answered stays in the log."""
    within.exec_driver_sql(
        "delete from offer_decisions where as_of_on < %(before)s and first_shown_at is null and answer_code is null", {"before": before}
    )


def read_head(within: Work) -> Head | None:
    """Which shelf stands, or None before the first."""
    row = within.exec_driver_sql(HEAD).one_or_none()
    return None if row is None else Head(row.generation, row.as_of_on)


def last_answers(keys: Sequence[MemberKey], defaults: DefaultOffers, within: Work) -> dict[MemberKey, StoredAnswer]:
    """The answers for these members, after which a lean transaction is over; an unknown one is simply not among them."""
    told = _defaults(defaults)
    asked: list[Statement] = []
    ids = [key.member_id for key in keys if isinstance(key, ByMemberId)]
    if ids:
        asked.append((ANSWERS_BY_ID, told | {"ids": ids}))
    # PostgreSQL's text holds no NUL, so no member has such an external id.
    external = [key for key in keys if isinstance(key, ByExternalId) and "\0" not in key.external_id]
    if external:
        wanted = {"program_codes": [key.program_code for key in external], "external_ids": [key.external_id for key in external]}
        asked.append((ANSWERS_BY_EXTERNAL_ID, told | wanted))
    if not asked:
        return {}
    found: dict[MemberKey, StoredAnswer] = {}
    for (query, _), rows in zip(asked, last_round_trip(asked, within), strict=True):
        for stored in map(_stored, rows):
            is_by_id = query is ANSWERS_BY_ID
            found[ByMemberId(stored.member_id) if is_by_id else ByExternalId(stored.program_code, stored.external_id)] = stored
    return found


def read_answers_after(after: UUID, defaults: DefaultOffers, within: Work, *, limit: int) -> list[StoredAnswer]:
    """The next `limit` members with ranked offers, in the order of their ids."""
    (rows,) = round_trip([(ANSWERS_AFTER, {"after": after, "limit": limit} | _defaults(defaults))], within)
    return [_stored(row) for row in rows]


def _stored(row: tuple[Any, ...]) -> StoredAnswer:
    member_id, program_code, external_id, shelf, is_default, body = row
    answer = OfferAnswer("default" if is_default else "database", body.encode())
    return StoredAnswer(member_id, program_code, external_id, shelf, answer)


@lru_cache(maxsize=8)
def _defaults(defaults: DefaultOffers) -> dict[str, object]:
    tiers = {tier: _shown(offers, "FOR_TIER") for tier, offers in defaults.by_tier.items()}
    everyone = _shown(defaults.everyone, "FOR_EVERYONE")
    return {"everyone": json.dumps(everyone), "by_tier": json.dumps(tiers), "words": json.dumps(WORDS, ensure_ascii=False)}


def _shown(offers: Sequence[DefaultOffer], reason_code: str) -> list[dict[str, object]]:
    unknown = {"score_probability": None, "campaign_id": None, "coupon_upc": None, "ends_on": None, "policy_code": None, "product": None}
    said = {"is_accepted": False, "reason_code": reason_code, "reason": WORDS[reason_code]}
    return [{"rank": rank, "offer_id": None, **asdict(offer), **unknown, **said} for rank, offer in enumerate(offers, start=1)]
