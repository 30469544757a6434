"""The points of each day in SQL: counted from the ledger, settled, read. Not here: what a period is (`figures.py`)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Row

from loyalty.database import Work

# Counting again a month of a large ledger takes longer than a request may.
COUNT_SECONDS_MAX = 120
SETTLE_AFTER_SECONDS = 60

_TAKE_TURN = "select pg_try_advisory_xact_lock(hashtext('point_days'), hashtext(%(program_code)s)) as is_ours"

# Rows of days that are not settled go, and come back as the ledger has them now. `recorded_at` is what the ledger's months are cut by.
_FORGET = """
delete from point_days d using (select %(program_code)s::text as code) p
where d.program_code = p.code
  and d.recorded_on > coalesce((select settled_on from point_days_state where program_code = p.code), '-infinity')
"""
_COUNT = """
with open as (
    select coalesce((select (settled_on + 1)::timestamp at time zone 'UTC' from point_days_state where program_code = %(program_code)s),
                    '-infinity'::timestamptz) as from_at
),
moved as (
    select e.account_id, (e.recorded_at at time zone 'UTC')::date as recorded_on,
        (e.effective_at at time zone %(timezone)s)::date as on_date,
        -coalesce(sum(e.amount_points) filter (where e.book = 'ISSUED'), 0) as issued_points,
        coalesce(sum(e.amount_points) filter (where e.book = 'REDEEMED'), 0) as spent_points,
        coalesce(sum(e.amount_points) filter (where e.book = 'EXPIRED'), 0) as expired_points,
        -coalesce(sum(e.amount_points) filter (where e.book = 'ADJUSTED'), 0) as adjusted_points,
        -coalesce(sum(e.amount_points) filter (where e.book = 'TRANSFERRED'), 0) as transferred_points,
        coalesce(sum(e.amount_points) filter (where e.book in ('ACTIVE', 'HELD')), 0) as active_points,
        coalesce(sum(e.amount_points) filter (where e.book = 'PENDING'), 0) as pending_points,
        0::bigint as purchase_count, 0::bigint as spend_minor
    from entries e where e.recorded_at >= (select from_at from open) group by 1, 2, 3
    union all
    select p.account_id, (p.recorded_at at time zone 'UTC')::date, (p.event_time at time zone %(timezone)s)::date,
        0, 0, 0, 0, 0, 0, 0, count(*), sum(p.spend_minor)
    from postings p
    where p.recorded_at >= (select from_at from open) and p.reference_kind = 'ORDER' and p.spend_minor is not null
      and p.type in ('POINTS_EARNED', 'PENDING_ADDED') and p.corrects_posting_id is null
    group by 1, 2, 3
)
insert into point_days (program_code, wallet_code, recorded_on, on_date, issued_points, spent_points, expired_points, adjusted_points,
                        transferred_points, active_points, pending_points, purchase_count, spend_minor)
select m.program_code, a.wallet_code, d.recorded_on, d.on_date, sum(d.issued_points), sum(d.spent_points), sum(d.expired_points),
    sum(d.adjusted_points), sum(d.transferred_points), sum(d.active_points), sum(d.pending_points), sum(d.purchase_count),
    sum(d.spend_minor)
from moved d join accounts a on a.id = d.account_id join members m on m.id = a.member_id
where m.program_code = %(program_code)s
group by m.program_code, a.wallet_code, d.recorded_on, d.on_date
"""

# A day is settled in three steps, each a later run: the business clock has left it; a while after, when every process has heard of that,
# the transactions that run then are noted; once all of those have ended, nothing can be recorded on it any more, and what was counted
# in this very run, by a later snapshot, is all there will ever be.
_SETTLE = """
insert into point_days_state as s (program_code, candidate_on, candidate_at, refreshed_at, counted_at)
values (%(program_code)s, %(over_on)s, now(), now(), clock_timestamp())
on conflict (program_code) do update set
    settled_on = case when %(is_over)s then s.candidate_on else s.settled_on end,
    candidate_on = case when %(is_over)s or s.candidate_on is null then %(over_on)s else s.candidate_on end,
    candidate_at = case when %(is_over)s or s.candidate_on is null then now() else s.candidate_at end,
    candidate_xid = case when %(is_over)s or s.candidate_on is null then null
                         when s.candidate_xid is null and s.candidate_at < now() - make_interval(secs => %(seconds)s)
                         then pg_snapshot_xmax(pg_current_snapshot())
                         else s.candidate_xid end,
    refreshed_at = now(), counted_at = clock_timestamp()
"""
_IS_OVER = """
select coalesce(candidate_xid <= pg_snapshot_xmin(pg_current_snapshot()), false) as is_over from point_days_state
where program_code = %(program_code)s
"""

_DAYS = """
select on_date, sum(issued_points)::bigint as issued_points, sum(spent_points)::bigint as spent_points,
    sum(expired_points)::bigint as expired_points, sum(purchase_count)::bigint as purchase_count, sum(spend_minor)::bigint as spend_minor,
    sum(active_points + pending_points)::bigint as liability_points
from point_days where program_code = %(program_code)s and on_date between %(first_on)s and %(last_on)s group by on_date
"""
_LIABILITY = """
select coalesce(sum(active_points + pending_points), 0)::bigint from point_days
where program_code = %(program_code)s and on_date < %(first_on)s
"""
# Buyers are told apart by account first, which a hash does; distinct members are then counted among so many fewer rows. Both periods, which
# follow one another, come of one reading.
_COUNT_MEMBERS = """
with buyers as materialized (
    select p.account_id, bool_or(p.event_time >= %(middle_at)s) as is_now, bool_or(p.event_time < %(middle_at)s) as is_before
    from postings p
    where p.event_time >= %(begin_at)s and p.event_time < %(end_at)s and p.reference_kind = 'ORDER'
      and p.type in ('POINTS_EARNED', 'PENDING_ADDED')
    group by p.account_id
), active as (
    select count(distinct a.member_id) filter (where y.is_now) as now_count,
        count(distinct a.member_id) filter (where y.is_before) as before_count
    from buyers y join accounts a on a.id = y.account_id join members b on b.id = a.member_id where b.program_code = %(program_code)s
), enrolled as (
    select count(*) filter (where joined_at < %(end_at)s) as now_count, count(*) filter (where joined_at < %(middle_at)s) as before_count,
        count(*) filter (where joined_at < %(begin_at)s) as first_count
    from members where program_code = %(program_code)s
)
insert into period_members (program_code, first_on, last_on, member_count, joined_count, active_count, counted_at)
select %(program_code)s, %(first_on)s::date, %(last_on)s::date, e.now_count, e.now_count - e.before_count, a.now_count, clock_timestamp()
from enrolled e, active a
union all
select %(program_code)s, %(before_first_on)s::date, %(first_on)s::date - 1, e.before_count, e.before_count - e.first_count, a.before_count,
    clock_timestamp()
from enrolled e, active a
on conflict (program_code, first_on, last_on) do update set member_count = excluded.member_count, joined_count = excluded.joined_count,
    active_count = excluded.active_count, counted_at = excluded.counted_at
"""
_MEMBERS = """
select member_count, joined_count, active_count, counted_at from period_members
where program_code = %(program_code)s and first_on = %(first_on)s and last_on = %(last_on)s
"""
_TAKE_MEMBERS_TURN = "select pg_try_advisory_xact_lock(hashtext('period_members'), hashtext(%(period)s))"
_WAIT_FOR_MEMBERS_TURN = "select pg_advisory_xact_lock(hashtext('period_members'), hashtext(%(period)s))"
_FORGET_MEMBERS = "delete from period_members where counted_at < clock_timestamp() - interval '2 days'"


class TwoPeriods(NamedTuple):
    """A period and the one of the same length before it: their first days, the last day, and the instants at which they begin and end."""

    before_first_on: date
    first_on: date
    last_on: date
    begin_at: datetime
    middle_at: datetime
    end_at: datetime


class DayRow(NamedTuple):
    """What one business day moved."""

    issued_points: int
    spent_points: int
    expired_points: int
    purchase_count: int
    spend_minor: int
    liability_points: int


NOTHING = DayRow(0, 0, 0, 0, 0, 0)


def take_turn(program_code: str, within: Work) -> bool:
    """Nobody else counts this program's days until the transaction ends; False where somebody does."""
    within.exec_driver_sql(f"set local statement_timeout = '{COUNT_SECONDS_MAX}s'")
    return bool(within.exec_driver_sql(_TAKE_TURN, {"program_code": program_code}).scalar_one())


def count_again(program_code: str, timezone: str, within: Work) -> bool:
    """The days that are not settled are as the ledger has them; says whether those through the candidate can be settled by this count."""
    facts = {"program_code": program_code, "timezone": timezone}
    is_over = bool(within.exec_driver_sql(_IS_OVER, facts).scalar_one_or_none())
    within.exec_driver_sql(_FORGET, facts)
    within.exec_driver_sql(_COUNT, facts)
    return is_over


def settle(program_code: str, over_on: date, *, is_over: bool, within: Work) -> None:
    """The candidate is settled where it `is_over`; the days through `over_on` are next, or one step nearer."""
    facts = {"program_code": program_code, "over_on": over_on, "is_over": is_over, "seconds": SETTLE_AFTER_SECONDS}
    within.exec_driver_sql(_SETTLE, facts)


def seconds_since_counted(program_code: str, within: Work) -> float | None:
    """How long ago the days were counted, on PostgreSQL's clock; None: never."""
    found = within.exec_driver_sql(
        "select extract(epoch from clock_timestamp() - counted_at)::float8 from point_days_state where program_code = %s", (program_code,)
    )
    seconds: float | None = found.scalar_one_or_none()
    return seconds


def is_older(at: datetime, seconds: int, within: Work) -> bool:
    """Whether more than so many seconds have gone by since `at`, on PostgreSQL's clock."""
    facts = {"at": at, "seconds": seconds}
    return bool(within.exec_driver_sql("select %(at)s < clock_timestamp() - make_interval(secs => %(seconds)s)", facts).scalar_one())


def counted_at(program_code: str, within: Work) -> datetime:
    """When the days were counted last."""
    at: datetime = within.exec_driver_sql("select counted_at from point_days_state where program_code = %s", (program_code,)).scalar_one()
    return at


def days(program_code: str, first_on: date, last_on: date, within: Work) -> Sequence[Row[Any]]:
    """What each day moved; days without a posting are left out."""
    facts = {"program_code": program_code, "first_on": first_on, "last_on": last_on}
    return within.exec_driver_sql(_DAYS, facts).all()


def liability_before(program_code: str, first_on: date, within: Work) -> int:
    """What was owed to members when the day before `first_on` was over."""
    points: int = within.exec_driver_sql(_LIABILITY, {"program_code": program_code, "first_on": first_on}).scalar_one()
    return points


def take_members_turn(program_code: str, first_on: date, last_on: date, within: Work, *, is_waiting: bool) -> bool:
    """Nobody else counts this period's members until the transaction ends; False where somebody does and this caller does not wait."""
    facts = {"period": f"{program_code} {first_on} {last_on}"}
    if is_waiting:
        within.exec_driver_sql(_WAIT_FOR_MEMBERS_TURN, facts)
        return True
    return bool(within.exec_driver_sql(_TAKE_MEMBERS_TURN, facts).scalar_one())


def count_members(program_code: str, period: TwoPeriods, within: Work) -> None:
    """How many members there were at the end of both periods, joined in each, and bought in each, is known as of now."""
    within.exec_driver_sql(f"set local statement_timeout = '{COUNT_SECONDS_MAX}s'")
    within.exec_driver_sql(_COUNT_MEMBERS, {"program_code": program_code} | period._asdict())
    within.exec_driver_sql(_FORGET_MEMBERS)


def members(program_code: str, first_on: date, last_on: date, within: Work) -> Row[Any] | None:
    """How many members a period had, as they were counted last; None: nobody counted them."""
    facts = {"program_code": program_code, "first_on": first_on, "last_on": last_on}
    return within.exec_driver_sql(_MEMBERS, facts).one_or_none()
