"""What deciding must know, read for everybody or for a few: fatigue, stock, eligibility, evidence. Not here: the decision (`decide.py`)."""

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

GONE = "select offer_code from offer_stocks where taken_units + reserved_units >= units"

# Of everybody, or of the members that `whom` names, under what `key` they are asked for.
RESTING = """
select m.{key}, d.offer_code
from offer_decisions d join members m on m.id = d.member_id
where {whom} and (d.first_shown_at is not null or d.answer_code is not null)
group by m.{key}, d.offer_code
having bool_or(d.answer_code = 'REJECTED' and d.answered_at > %(rejected_since)s)
    or bool_or(d.answer_code = 'ACCEPTED' and coalesce(d.redeemed_at, d.answered_at) > %(accepted_since)s)
    or (%(shown_max)s > 0 and max(d.last_shown_at) > %(rest_since)s
        and sum(d.shown_count) filter (where d.last_shown_at > %(shown_since)s and d.answer_code is null) >= %(shown_max)s)
"""

ALLOWED = """
select distinct m.{key}
from members m left join member_scores s on s.member_id = m.id
where m.status = 'ACTIVE' and {whom}
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


def read_known(rules: OfferRules, now: datetime, within: Work) -> Known:
    """What the rules need to know of everybody at the instant: one query for each kind and rule."""
    everybody = {"key": "external_id", "whom": "true"}
    resting: list[tuple[Any, ...]] = []
    if rules.fatigue != Fatigue():
        resting = [tuple(row) for row in within.exec_driver_sql(RESTING.format(**everybody), rested(rules.fatigue, now))]
    allowed = [within.exec_driver_sql(ALLOWED.format(**everybody), asked(rule)).scalars().all() for rule in rules.eligibility]
    return Known(
        resting=pl.DataFrame(resting, schema=NOBODY.schema, orient="row"),
        gone=list(within.exec_driver_sql(GONE).scalars()),
        allowed=[pl.Series("customer_id", customers, dtype=pl.String) for customers in allowed],
        evidence=read_evidence(rules, now, within) if rules.exploration.share > 0 else {},
    )


def rested(fatigue: Fatigue, now: datetime) -> dict[str, Any]:
    """What `RESTING` asks for."""
    told = {f"{name}_since": now - timedelta(days=getattr(fatigue, f"{name}_days")) for name in ("rejected", "accepted", "shown", "rest")}
    return told | {"shown_max": fatigue.shown_max}


def asked(rule: OfferEligibility) -> dict[str, list[str]]:
    """What `ALLOWED` asks for."""
    return {name: list(value) for name, value in asdict(rule).items() if name.startswith(("tiers", "segments"))}


def read_evidence(rules: OfferRules, now: datetime, within: Work) -> dict[str, Evidence]:
    """What came of each offer that was shown lately."""
    rows = within.exec_driver_sql(EVIDENCE, {"since": now - timedelta(days=rules.exploration.evidence_days)})
    return {row.offer_code: Evidence(row.shown, row.taken) for row in rows}
