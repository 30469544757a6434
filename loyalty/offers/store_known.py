"""What deciding must know, read for everybody or for a few: fatigue, stock, eligibility, evidence. Not here: the decision (`decide.py`)."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

import polars as pl

from loyalty.database import Work
from loyalty.offers.decide import NOBODY, Known
from loyalty.offers.exploring import Evidence
from loyalty.offers.rules import Fatigue, OfferEligibility, OfferRules

STOCK = """
insert into offer_stocks (offer_code, units, taken_units, reserved_units)
select w.offer_code, w.units, (select count(*) from offer_decisions d where d.offer_code = w.offer_code and d.answer_code = 'ACCEPTED'),
       (select count(*) from offer_reservations r where r.offer_code = w.offer_code)
from unnest(%(codes)s::text[], %(units)s::bigint[]) as w (offer_code, units)
on conflict (offer_code) do update set units = excluded.units
"""
STOCK_FORGOTTEN = "delete from offer_stocks where not offer_code = any(%(codes)s::text[])"

RESTING = """
select m.external_id, d.offer_code
from offer_decisions d join members m on m.id = d.member_id
where (%(customers)s::text[] is null or m.external_id = any(%(customers)s::text[]))
  and (d.first_shown_at is not null or d.answer_code is not null)
group by m.external_id, d.offer_code
having bool_or(d.answer_code = 'REJECTED' and d.answered_at > %(rejected_since)s)
    or bool_or(d.answer_code = 'ACCEPTED' and coalesce(d.redeemed_at, d.answered_at) > %(accepted_since)s)
    or (%(shown_max)s > 0 and max(d.last_shown_at) > %(rest_since)s
        and sum(d.shown_count) filter (where d.last_shown_at > %(shown_since)s and d.answer_code is null) >= %(shown_max)s)
"""

ALLOWED = """
select distinct m.external_id
from members m left join member_scores s on s.member_id = m.id
where m.status = 'ACTIVE'
  and (%(customers)s::text[] is null or m.external_id = any(%(customers)s::text[]))
  and (cardinality(%(tiers_in)s::text[]) = 0 or s.tier_code = any(%(tiers_in)s::text[]))
  and (cardinality(%(segments_in)s::text[]) = 0 or exists (
    select from segment_memberships g where g.member_id = m.id and g.valid_to is null and g.segment_code = any(%(segments_in)s::text[])))
  and not exists (
    select from segment_memberships g where g.member_id = m.id and g.valid_to is null and g.segment_code = any(%(segments_out)s::text[]))
"""

EVIDENCE = """
select offer_code, count(*) as shown, count(*) filter (where answer_code = 'ACCEPTED') as taken
from offer_decisions where first_shown_at > %(since)s group by offer_code
"""


def sync_stock(rules: OfferRules, within: Work) -> None:
    """Stock stands as declared, in all: what was taken before counts. An offer no longer declared is without end again."""
    codes = list(rules.stock_units)
    within.exec_driver_sql(STOCK_FORGOTTEN, {"codes": codes})
    within.exec_driver_sql(STOCK, {"codes": codes, "units": list(rules.stock_units.values())})


def read_known(rules: OfferRules, now: datetime, within: Work, *, customer_ids: Sequence[str] | None = None) -> Known:
    """What the rules need to know at the instant, of everybody or of these customers: one query for each kind and rule."""
    customers = list(customer_ids) if customer_ids is not None else None
    return Known(
        resting=_resting(rules.fatigue, now, customers, within),
        gone=_gone(within),
        allowed=[_allowed(rule, customers, within) for rule in rules.eligibility],
        evidence=_evidence(rules, now, within) if rules.exploration.share > 0 else {},
    )


def _resting(fatigue: Fatigue, now: datetime, customers: list[str] | None, within: Work) -> pl.DataFrame:
    if fatigue == Fatigue():
        return NOBODY
    told: dict[str, Any] = {
        f"{name}_since": now - timedelta(days=getattr(fatigue, f"{name}_days")) for name in ("rejected", "accepted", "shown", "rest")
    }
    rows = within.exec_driver_sql(RESTING, told | {"shown_max": fatigue.shown_max, "customers": customers}).all()
    return pl.DataFrame([tuple(row) for row in rows], schema=NOBODY.schema, orient="row")


def _gone(within: Work) -> list[str]:
    return list(within.exec_driver_sql("select offer_code from offer_stocks where taken_units + reserved_units >= units").scalars())


def _allowed(rule: OfferEligibility, customers: list[str] | None, within: Work) -> pl.Series:
    lists = {name: list(value) for name, value in asdict(rule).items() if name.startswith(("tiers", "segments"))}
    return pl.Series("customer_id", within.exec_driver_sql(ALLOWED, lists | {"customers": customers}).scalars().all(), dtype=pl.String)


def _evidence(rules: OfferRules, now: datetime, within: Work) -> dict[str, Evidence]:
    rows = within.exec_driver_sql(EVIDENCE, {"since": now - timedelta(days=rules.exploration.evidence_days)})
    return {row.offer_code: Evidence(row.shown, row.taken) for row in rows}
