"""The shelf as rows, and a member's offers as JSON. The only module of the room that knows SQL."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

import pyarrow as pa
from sqlalchemy import Row

from loyalty.database import Work
from loyalty.database.copying import copy_rows
from loyalty.offers.defaults import DefaultOffer, DefaultOffers
from loyalty.offers.model import ByExternalId, ByMemberId, MemberKey, OfferAnswer, StoredAnswer

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
}
_COPIED = ", ".join(name for name in STAGED if name != "customer_id")

STAGE = f"create temporary table staged_offers ({', '.join(f'{name} {kind}' for name, kind in STAGED.items())}) on commit drop"

INSERT = f"""
insert into member_offers (member_id, {_COPIED})
select m.id, {", ".join(f"s.{name}" for name in STAGED if name != "customer_id")}
from staged_offers s join members m on m.external_id = s.customer_id
order by m.id, s.offer_rank
"""  # noqa: S608 (our own column list)

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
# and writes everyone's answers into the cache, so that both say the same.
ANSWERS = """
select m.id, m.program_code, m.external_id, h.generation, ranked.offers is null as is_default,
    json_build_object(
        'member_id', 'mbr_' || replace(m.id::text, '-', ''),
        'source', case when ranked.offers is null then 'default' else 'database' end,
        'model_version', case when ranked.offers is not null then h.model_version end,
        'scored_at', case when ranked.offers is not null then to_char(h.scored_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') end,
        'as_of_on', case when ranked.offers is not null then h.as_of_on end,
        'offers', coalesce(ranked.offers, %(by_tier)s::json -> s.tier_code, %(everyone)s::json)
    )::text as body
from members m
left join offer_shelf h on h.only_row
left join member_scores s on s.member_id = m.id
left join lateral (
    select json_agg(
        json_build_object(
            'rank', o.offer_rank, 'offer_code', o.offer_code, 'title', o.title, 'category_code', o.category_code,
            'score_probability', o.score_probability, 'campaign_id', o.campaign_id, 'coupon_upc', o.coupon_upc, 'ends_on', o.ends_on
        ) order by o.offer_rank
    ) as offers
    from member_offers o where o.member_id = m.id
) ranked on true
"""
ANSWERS_BY_ID = ANSWERS + "where m.id = any(%(ids)s::uuid[])"
ANSWERS_BY_EXTERNAL_ID = (
    ANSWERS + "join unnest(%(program_codes)s::text[], %(external_ids)s::text[]) as wanted (program_code, external_id)"
    " on m.program_code = wanted.program_code and m.external_id = wanted.external_id"
)
ANSWERS_AFTER = ANSWERS + "where ranked.offers is not null and m.id > %(after)s order by m.id limit %(limit)s"


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
    copy_rows("staged_offers", rows.select(list(STAGED)), within=within)
    query = "select count(*) from staged_offers s where not exists (select from members m where m.external_id = s.customer_id)"
    return int(within.exec_driver_sql(query).scalar_one())


def replace_all(as_of_on: date, model_version: str, scored_at: datetime, within: Work) -> tuple[int, int]:
    """The staged rows stand on the shelf; its generation, and how many members have offers."""
    within.exec_driver_sql("delete from member_offers")
    within.exec_driver_sql(INSERT)
    head = within.exec_driver_sql(SHELF, {"as_of_on": as_of_on, "model_version": model_version, "scored_at": scored_at}).one()
    return head.generation, head.member_count


def read_answers(keys: Sequence[MemberKey], defaults: DefaultOffers, within: Work) -> dict[MemberKey, StoredAnswer]:
    """The answers for these members; an unknown one is simply not among them."""
    found: dict[MemberKey, StoredAnswer] = {}
    ids = [key.member_id for key in keys if isinstance(key, ByMemberId)]
    if ids:
        rows = within.exec_driver_sql(ANSWERS_BY_ID, {"ids": ids} | _defaults(defaults))
        found |= {ByMemberId(stored.member_id): stored for stored in map(_stored, rows)}
    # PostgreSQL's text holds no NUL, so no member has such an external id.
    external = [key for key in keys if isinstance(key, ByExternalId) and "\0" not in key.external_id]
    if external:
        wanted = {"program_codes": [key.program_code for key in external], "external_ids": [key.external_id for key in external]}
        rows = within.exec_driver_sql(ANSWERS_BY_EXTERNAL_ID, wanted | _defaults(defaults))
        found |= {ByExternalId(stored.program_code, stored.external_id): stored for stored in map(_stored, rows)}
    return found


def read_answers_after(after: UUID, defaults: DefaultOffers, within: Work, *, limit: int) -> list[StoredAnswer]:
    """The next `limit` members with ranked offers, in the order of their ids."""
    rows = within.exec_driver_sql(ANSWERS_AFTER, {"after": after, "limit": limit} | _defaults(defaults))
    return [_stored(row) for row in rows]


def _stored(row: Row[Any]) -> StoredAnswer:
    answer = OfferAnswer("default" if row.is_default else "database", row.body.encode())
    member_id: UUID = row.id
    return StoredAnswer(member_id, row.program_code, row.external_id, row.generation, answer)


def _defaults(defaults: DefaultOffers) -> dict[str, str]:
    tiers = {tier: _shown(offers) for tier, offers in defaults.by_tier.items()}
    return {"everyone": json.dumps(_shown(defaults.everyone)), "by_tier": json.dumps(tiers)}


def _shown(offers: Sequence[DefaultOffer]) -> list[dict[str, object]]:
    unknown = {"score_probability": None, "campaign_id": None, "coupon_upc": None, "ends_on": None}
    return [{"rank": rank, **asdict(offer), **unknown} for rank, offer in enumerate(offers, start=1)]
