"""What results are counted from, each in one pass over the targets of a scope. Not here: what the counts say (`results.py`).

A purchase belongs to the last time the campaign chose its member, treated or not, and only within that window: so nothing counts twice,
and the results of the occurrences add up to those of the campaign.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Row

from loyalty.campaigns.results_model import Scope
from loyalty.campaigns.results_uplift import Sample
from loyalty.database import Work

_SCOPE = """t.campaign_code = %(code)s and t.revision = coalesce(%(revision)s, t.revision)
  and t.occurrence = coalesce(%(occurrence)s, t.occurrence)
  and (%(since)s::timestamptz is null or t.chosen_at >= %(since)s) and (%(until)s::timestamptz is null or t.chosen_at < %(until)s)"""

CHOSEN = f"""
select t.revision, t.arm, t.reason, count(*) as total, min(t.chosen_at) as first_at, max(t.chosen_at) as last_at
from campaign_targets t where {_SCOPE} group by t.revision, t.arm, t.reason
"""  # noqa: S608 - our own text

REVISIONS = """
select revision, coalesce((definition ->> 'attribution_days')::integer, %(default_days)s) as attribution_days,
       coalesce((definition ->> 'control_share')::double precision, 0) as control_share
from campaign_revisions where campaign_code = %(code)s
"""

_DELIVERED = f"""from campaign_targets t
join deliveries d on d.source_code = 'campaign:' || t.campaign_code || ':' || t.revision and d.occurrence = t.occurrence
    and d.member_id = t.member_id
where {_SCOPE} and t.arm = 'TREATED'"""

SENDINGS = f"select d.channel_code, d.status, coalesce(d.reason, '') as reason, count(*) as total {_DELIVERED} group by 1, 2, 3"

# One pass over what came back; the links most followed travel with the counts.
RESPONSES = f"""
with came as materialized (
    select e.delivery_id, e.kind, e.target, e.is_automatic
    from message_engagement e join (select d.id {_DELIVERED}) d on d.id = e.delivery_id
), told as (
    select bool_or(not is_automatic and kind in ('OPENED', 'CLICKED')) as is_opened,
           bool_or(not is_automatic and kind = 'CLICKED') as is_clicked, bool_or(is_automatic) as is_fetched,
           bool_or(kind = 'COMPLAINED') as is_complained, bool_or(kind = 'OPTED_OUT') as is_opted_out
    from came group by delivery_id
), urls as (
    select target, count(*) as total from came where kind = 'CLICKED' and not is_automatic
    group by target order by 2 desc, 1 limit %(urls_max)s
)
select count(*) filter (where is_opened) as opened_count, count(*) filter (where is_clicked) as clicked_count,
       count(*) filter (where is_fetched and not is_opened) as opened_by_machine_count,
       count(*) filter (where is_complained) as complained_count, count(*) filter (where is_opted_out) as opted_out_count,
       (select coalesce(json_agg(json_build_array(target, total) order by total desc, target), '[]') from urls) as urls
from told
"""  # noqa: S608 - our own text

COSTS = f"""
with promised as (
    select p.* from campaign_promises p join campaign_targets t using (campaign_code, revision, occurrence, member_id) where {_SCOPE}
), given as (
    select sum(u.points - u.returned_points) as points, sum(u.discount_minor - u.returned_minor) as discount_minor
    from (select distinct v.member_id, v.reference from promised p join voucher_uses v on v.voucher_id = p.voucher_id) o
    join promotion_uses u on u.member_id = o.member_id and u.order_id = o.reference
)
select count(*) as promised_count, count(*) filter (where status = 'KEPT') as redeemed_count,
       count(*) filter (where status = 'LAPSED') as lapsed_count,
       coalesce(sum(cost_minor) filter (where status = 'KEPT'), 0)::bigint as offer_cost_minor,
       coalesce(sum(cost_minor) filter (where status = 'OPEN'), 0)::bigint as promised_cost_minor,
       coalesce((select discount_minor from given), 0)::bigint as discount_minor, coalesce((select points from given), 0)::bigint as points
from promised
"""  # noqa: S608 - our own text

# An order is what stands of it now: corrected, less what came back; one that came back whole is no purchase.
_BOUGHT = """
    p.event_time > w.starts_at and p.event_time <= w.ends_at and p.event_time > %(first_at)s and p.event_time <= %(last_at)s
    and p.type = 'POINTS_EARNED' and p.reference_kind = 'ORDER' and p.transaction_id is null and p.spend_minor is not null"""
_FEW = f"""
join accounts a on a.member_id = w.member_id
cross join lateral (select * from postings p where p.account_id = a.id and {_BOUGHT} offset 0) p"""  # noqa: S608 - our own text
_MANY = f"""
join accounts a on a.member_id = w.member_id
join postings p on p.account_id = a.id and {_BOUGHT}"""
_STANDING = """
left join order_standings s on s.account_id = p.account_id and s.reference_kind = p.reference_kind and s.reference = p.reference
where not coalesce(s.is_returned, false)
"""
NET_MINOR = "coalesce(s.spend_minor, p.spend_minor) - coalesce(s.returned_minor, 0)"
# From so many members on, reading the span's orders of everybody is quicker than reading each member's own. No statistics tell the planner
# how many a scope has, and guessing wrong costs it hours: so both plans are written out.
MANY_MEMBERS = 2_000

# Members by arm, and what those of them who bought spent; those who did not are the rest.
_OUTCOMES = """
with days as (
    select * from unnest(%(revisions)s::integer[], %(days)s::integer[]) as d (revision, days)
), all_windows as (
    select t.*, t.chosen_at as starts_at,
           least(t.chosen_at + make_interval(days => days.days),
                 lead(t.chosen_at) over (partition by t.member_id order by t.chosen_at, t.revision, t.occurrence), %(now)s) as ends_at
    from campaign_targets t join days on days.revision = t.revision
    where t.campaign_code = %(code)s and t.arm is not null
), w as materialized (
    select t.member_id, t.arm, t.starts_at, t.ends_at from all_windows t where {scope}
), bought as (
    select w.arm, w.member_id, count(*) as orders, sum({net}) as revenue from w {orders} group by w.arm, w.member_id
), sums as (
    select arm, count(*) as buyers, sum(orders) as orders, sum(revenue) as revenue, sum(revenue::double precision ^ 2) as squares
    from bought group by arm
)
select m.arm, m.members as member_count, coalesce(s.buyers, 0) as buyer_count, coalesce(s.orders, 0)::bigint as order_count,
       coalesce(s.revenue, 0)::bigint as revenue_minor, coalesce(s.squares, 0) as revenue_squares
from (select arm, count(distinct member_id) as members from w group by arm) m left join sums s using (arm)
"""


class Revision(NamedTuple):
    """What a revision says that results need."""

    attribution_days: int
    control_share: float


def chosen(scope: Scope, *, within: Work) -> list[Row[Any]]:
    """Targets by revision, arm and reason: how many, and when the first and last were chosen."""
    return list(within.exec_driver_sql(CHOSEN, _facts(scope)))


def revisions(code: str, *, default_days: int, within: Work) -> dict[int, Revision]:
    """Every revision of the campaign."""
    rows = within.exec_driver_sql(REVISIONS, {"code": code, "default_days": default_days})
    return {row.revision: Revision(row.attribution_days, row.control_share) for row in rows}


def program_of(code: str, *, within: Work) -> str | None:
    """The program of the campaign."""
    found: str | None = within.exec_driver_sql(
        "select program_code from campaigns where code = %(code)s", {"code": code}
    ).scalar_one_or_none()
    return found


def sendings(scope: Scope, *, within: Work) -> list[Row[Any]]:
    """Deliveries by channel, status and reason ('' for none)."""
    return list(within.exec_driver_sql(SENDINGS, _facts(scope)))


def responses(scope: Scope, *, urls_max: int, within: Work) -> tuple[dict[str, int], dict[str, int]]:
    """Counts of what came back, and clicks of the links most followed."""
    told = dict(within.exec_driver_sql(RESPONSES, _facts(scope) | {"urls_max": urls_max}).mappings().one())
    urls = told.pop("urls")
    return told, dict(urls)


def costs(scope: Scope, *, within: Work) -> dict[str, int]:
    """What was promised and redeemed."""
    return dict(within.exec_driver_sql(COSTS, _facts(scope)).mappings().one())


def outcomes(
    scope: Scope,
    known: Mapping[int, Revision],
    *,
    member_count: int,
    chosen_between: tuple[datetime, datetime],
    now: datetime,
    within: Work,
) -> dict[str, Sample]:
    """What the members of each arm bought in their windows; an arm without members is not in the answer."""
    first_at, last_chosen_at = chosen_between
    last_at = min(now, last_chosen_at + timedelta(days=max(one.attribution_days for one in known.values())))
    facts = _facts(scope) | {
        "revisions": list(known),
        "days": [one.attribution_days for one in known.values()],
        "first_at": first_at,
        "last_at": last_at,
        "now": now,
    }
    statement = _OUTCOMES.format(scope=_SCOPE, net=NET_MINOR, orders=orders_of(member_count, within=within))
    rows = within.exec_driver_sql(statement, facts).mappings()
    return {row["arm"]: Sample(**{name: value for name, value in row.items() if name != "arm"}) for row in rows}


def orders_of(member_count: int, *, within: Work) -> str:
    """How the orders `p`, `s` of the members of windows `w` (member_id, starts_at, ends_at) are found; the transaction is set for it."""
    if member_count < MANY_MEMBERS:
        return _FEW + _STANDING
    within.exec_driver_sql("set local enable_nestloop = off")
    within.exec_driver_sql("set local work_mem = '128MB'")
    return _MANY + _STANDING


def _facts(scope: Scope) -> dict[str, object]:
    return {
        "code": scope.campaign_code,
        "revision": scope.revision,
        "occurrence": scope.occurrence,
        "since": scope.since,
        "until": scope.until,
    }
