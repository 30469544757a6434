"""Promises as rows: which were kept, which are over, and what of the budget stands. Knows SQL."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from loyalty.database import Work

KEEP = """
with taken as (
    select p.campaign_code, p.revision, p.occurrence, p.member_id, least(d.answered_at, %(now)s) as at
    from campaign_promises p join offer_decisions d on d.offer_id = p.offer_id
    where p.status = 'OPEN' and d.answer_code = 'ACCEPTED'
    union all
    select p.campaign_code, p.revision, p.occurrence, p.member_id, least(v.changed_at, %(now)s)
    from campaign_promises p join vouchers v on v.id = p.voucher_id
    where p.status = 'OPEN' and v.used_count > 0
), kept as (
    update campaign_promises p set status = 'KEPT', ended_at = t.at from taken t
    where p.campaign_code = t.campaign_code and p.revision = t.revision and p.occurrence = t.occurrence and p.member_id = t.member_id
      and p.status = 'OPEN'
    returning p.campaign_code, p.cost_minor
), counted as (
    select campaign_code, sum(cost_minor)::bigint as cost_minor, count(*) as count from kept group by campaign_code
), paid as (
    update campaign_budgets b set reserved_minor = b.reserved_minor - c.cost_minor, kept_minor = b.kept_minor + c.cost_minor
    from counted c where b.campaign_code = c.campaign_code
)
select coalesce(sum(count), 0)::bigint from counted
"""
LAPSE = """
with due as (
    select campaign_code, revision, occurrence, member_id from campaign_promises
    where status = 'OPEN' and lapses_at <= %(now)s order by lapses_at limit %(limit)s for update skip locked
), lapsed as (
    update campaign_promises p set status = 'LAPSED', ended_at = %(now)s from due d
    where p.campaign_code = d.campaign_code and p.revision = d.revision and p.occurrence = d.occurrence and p.member_id = d.member_id
    returning p.campaign_code, p.cost_minor, p.offer_id, p.voucher_id
), given_back as (
    update campaign_budgets b set reserved_minor = b.reserved_minor - c.cost_minor
    from (select campaign_code, sum(cost_minor)::bigint as cost_minor from lapsed group by campaign_code) c
    where b.campaign_code = c.campaign_code
)
select offer_id, voucher_id from lapsed
"""
BUDGET = "select reserved_minor, kept_minor from campaign_budgets where campaign_code = %(code)s"


class Lapsed(NamedTuple):
    """What was kept for a promise that is over."""

    offer_id: UUID | None
    voucher_id: UUID | None


def keep(now: datetime, within: Work) -> int:
    """Promises whose offer or voucher was taken are KEPT; how many."""
    return int(within.exec_driver_sql(KEEP, {"now": now}).scalar_one())


def lapse(now: datetime, limit: int, within: Work) -> list[Lapsed]:
    """Promises that are over are LAPSED, and their budget is free again."""
    return [Lapsed(*row) for row in within.exec_driver_sql(LAPSE, {"now": now, "limit": limit})]


def budget_of(code: str, within: Work) -> tuple[int, int]:
    """How much of the campaign's budget is reserved for open promises, and how much went into kept ones."""
    row = within.exec_driver_sql(BUDGET, {"code": code}).one_or_none()
    return (0, 0) if row is None else (row.reserved_minor, row.kept_minor)
