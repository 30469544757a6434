"""What a period came to, beside the period of the same length before it. Not here: SQL (`store.py`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from loyalty.analytics import store
from loyalty.analytics.errors import PeriodInvalid
from loyalty.clock import Clock, business_date
from loyalty.database import Work

DAYS_MAX = 731
OLD_SECONDS = 60


@dataclass(frozen=True)
class Day:
    """One business day."""

    on_date: date
    issued_points: int
    spent_points: int
    expired_points: int
    purchase_count: int
    spend_minor: int
    # What was owed to members when the day was over: points they can spend, and those that still wait.
    liability_points: int


@dataclass(frozen=True)
class Period:
    """What the days from `first_on` through `last_on` came to."""

    first_on: date
    last_on: date
    issued_points: int
    spent_points: int
    expired_points: int
    liability_points: int
    purchase_count: int
    spend_minor: int
    member_count: int
    joined_count: int
    active_count: int


@dataclass(frozen=True)
class Figures:
    """A period, the one before it, and its days; counted at `counted_at` (wall clock)."""

    period: Period
    before: Period
    days: tuple[Day, ...]
    counted_at: datetime


def refresh(program_code: str, timezone: str, *, within: Work, clock: Clock) -> None:
    """The points of each day are as the ledger has them now. Does nothing where somebody else is at it."""
    if store.take_turn(program_code, within):
        is_over = store.count_again(program_code, timezone, within)
        store.settle(program_code, clock.now().date() - timedelta(days=1), is_over=is_over, within=within)


def count_members(program_code: str, first_on: date, last_on: date, timezone: str, *, within: Work, is_waiting: bool = False) -> None:
    """Members and buyers of the period, and of the one before it, are counted within the last minute. Where somebody else is at it, nothing
    is done, unless `is_waiting`."""
    if not store.take_members_turn(program_code, first_on, last_on, within, is_waiting=is_waiting):
        return
    if are_members_old(program_code, first_on, last_on, within=within) is not False:
        store.count_members(program_code, _two_periods(first_on, last_on, timezone), within)


def are_members_old(program_code: str, first_on: date, last_on: date, *, within: Work) -> bool | None:
    """Whether the members of the period, or of the one before, were counted more than a minute ago; None: they never were."""
    before_first_on = first_on - timedelta(days=(last_on - first_on).days + 1)
    found = [
        store.members(program_code, first_on, last_on, within),
        store.members(program_code, before_first_on, first_on - timedelta(days=1), within),
    ]
    known = [row.counted_at for row in found if row is not None]
    return None if len(known) < len(found) else store.is_older(min(known), OLD_SECONDS, within)


def is_old(program_code: str, *, within: Work) -> bool | None:
    """Whether the figures were counted more than a minute ago; None: they never were."""
    seconds = store.seconds_since_counted(program_code, within)
    return None if seconds is None else seconds > OLD_SECONDS


def read_figures(program_code: str, first_on: date, last_on: date, timezone: str, *, within: Work, clock: Clock) -> Figures:
    """What the period came to, as `refresh` and `count_members` counted last; both have counted it once.

    Raises:
        PeriodInvalid: it ends before it begins, has more than 731 days, or ends after the business day.
    """
    length = check_period(first_on, last_on, timezone, clock=clock)
    before_first_on = first_on - timedelta(days=length)
    days = _days(program_code, before_first_on, last_on, within)
    before, asked = days[:length], days[length:]
    return Figures(
        period=_period(program_code, asked, within),
        before=_period(program_code, before, within),
        days=tuple(asked),
        counted_at=store.counted_at(program_code, within),
    )


def check_period(first_on: date, last_on: date, timezone: str, *, clock: Clock) -> int:
    """How many days the period has.

    Raises:
        PeriodInvalid: as `read_figures`.
    """
    length = (last_on - first_on).days + 1
    if not 1 <= length <= DAYS_MAX or last_on > business_date(clock.now(), timezone):
        raise PeriodInvalid(
            f"Ask for 1 to {DAYS_MAX} days, the last of them no later than the business day.", first_on=first_on, last_on=last_on
        )
    return length


def _days(program_code: str, first_on: date, last_on: date, within: Work) -> list[Day]:
    """Every day of the period, those without a posting too."""
    found = {row.on_date: row for row in store.days(program_code, first_on, last_on, within)}
    liability = store.liability_before(program_code, first_on, within)
    days: list[Day] = []
    for number in range((last_on - first_on).days + 1):
        on_date = first_on + timedelta(days=number)
        row = found.get(on_date, store.NOTHING)
        liability += row.liability_points
        days.append(Day(on_date, row.issued_points, row.spent_points, row.expired_points, row.purchase_count, row.spend_minor, liability))
    return days


def _period(program_code: str, days: Sequence[Day], within: Work) -> Period:
    first_on, last_on = days[0].on_date, days[-1].on_date
    members = store.members(program_code, first_on, last_on, within)
    assert members is not None  # noqa: S101 - whoever reads figures has had them counted
    return Period(
        first_on=first_on,
        last_on=last_on,
        issued_points=sum(day.issued_points for day in days),
        spent_points=sum(day.spent_points for day in days),
        expired_points=sum(day.expired_points for day in days),
        liability_points=days[-1].liability_points,
        purchase_count=sum(day.purchase_count for day in days),
        spend_minor=sum(day.spend_minor for day in days),
        member_count=members.member_count,
        joined_count=members.joined_count,
        active_count=members.active_count,
    )


def _two_periods(first_on: date, last_on: date, timezone: str) -> store.TwoPeriods:
    before_first_on = first_on - timedelta(days=(last_on - first_on).days + 1)
    begin, middle, end = (_begin(on, timezone) for on in (before_first_on, first_on, last_on + timedelta(days=1)))
    return store.TwoPeriods(before_first_on, first_on, last_on, begin, middle, end)


def _begin(on_date: date, timezone: str) -> datetime:
    return datetime.combine(on_date, time(), ZoneInfo(timezone))
