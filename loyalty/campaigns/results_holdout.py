"""What all campaigns together changed: members held out from every one of them against those who were not. Not here: one campaign.

A member counts from the first time in the span that any campaign chose it, held out or not, and for so many days; campaigns that do not
mind the holdout are left aside, for they address both.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from loyalty.campaigns.results_model import Uplift
from loyalty.campaigns.results_store import MANY_MEMBERS, NET_MINOR, orders_of
from loyalty.campaigns.results_uplift import Sample, conversion_uplift, revenue_uplift
from loyalty.campaigns.results_words import conversion_words, revenue_words
from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.programs import programs

DAYS_DEFAULT = 28

OUTCOMES = """
with minding as (
    select campaign_code, revision from campaign_revisions
    where not coalesce((definition ->> 'ignores_holdout')::boolean, false) and definition ->> 'program_code' = %(program)s
), w as materialized (
    select t.member_id, bool_or(t.arm = 'HOLDOUT') as is_held_out, min(t.chosen_at) as starts_at,
           least(min(t.chosen_at) + make_interval(days => %(days)s), %(now)s) as ends_at
    from campaign_targets t join minding using (campaign_code, revision)
    where t.arm is not null and t.chosen_at >= %(since)s and t.chosen_at < %(until)s group by t.member_id
), bought as (
    select w.is_held_out, w.member_id, count(*) as orders, sum({net}) as revenue from w {orders} group by w.is_held_out, w.member_id
), sums as (
    select is_held_out, count(*) as buyers, sum(orders) as orders, sum(revenue) as revenue, sum(revenue::double precision ^ 2) as squares
    from bought group by is_held_out
)
select m.is_held_out, m.members, coalesce(s.buyers, 0) as buyers, coalesce(s.orders, 0)::bigint as orders,
       coalesce(s.revenue, 0)::bigint as revenue, coalesce(s.squares, 0) as squares, m.last_at
from (select is_held_out, count(*) as members, max(starts_at) as last_at from w group by is_held_out) m left join sums s using (is_held_out)
"""


@dataclass(frozen=True, slots=True)
class HoldoutScope:
    """A program's members whom a campaign chose from `since` on and before `until`, each watched for `days`."""

    program_code: str
    since: datetime
    until: datetime
    days: int = DAYS_DEFAULT


@dataclass(frozen=True, slots=True)
class HoldoutResults:
    """What those whom campaigns may address did, and those held out."""

    scope: HoldoutScope
    as_of: datetime
    windows_close_at: datetime | None
    is_settled: bool
    currency_code: str | None
    addressable: Sample
    held_out: Sample
    conversion: Uplift
    revenue: Uplift


def holdout_results(scope: HoldoutScope, *, within: Work, clock: Clock) -> HoldoutResults:
    """The effect of all campaigns of a program in a span, as it stands now."""
    now = clock.now()
    facts = {
        "program": scope.program_code,
        "since": scope.since,
        "until": scope.until,
        "days": scope.days,
        "now": now,
        "first_at": scope.since,
        "last_at": min(now, scope.until + timedelta(days=scope.days)),
    }
    # Over all campaigns of a span there are many; where there are not, reading the span's orders is quick as well.
    statement = OUTCOMES.format(net=NET_MINOR, orders=orders_of(MANY_MEMBERS, within=within))
    rows = list(within.exec_driver_sql(statement, facts))
    samples = {row.is_held_out: Sample(row.members, row.buyers, row.orders, row.revenue, row.squares) for row in rows}
    closes_at = max((row.last_at + timedelta(days=scope.days) for row in rows), default=None)
    is_settled = closes_at is not None and closes_at <= now
    currency_code = next(
        (one.current.program.currency_code for one in programs(within=within, at=now) if one.code == scope.program_code), None
    )
    addressable, held_out = samples.get(False, Sample()), samples.get(True, Sample())
    conversion, revenue = conversion_uplift(addressable, held_out), revenue_uplift(addressable, held_out)
    return HoldoutResults(
        scope=scope,
        as_of=now,
        windows_close_at=closes_at,
        is_settled=is_settled,
        currency_code=currency_code,
        addressable=addressable,
        held_out=held_out,
        conversion=Uplift(conversion, conversion_words(conversion, is_settled=is_settled)),
        revenue=Uplift(revenue, revenue_words(revenue, currency_code, is_settled=is_settled)),
    )
