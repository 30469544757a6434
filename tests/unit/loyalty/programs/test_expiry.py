"""When a lot stops being spendable, on the program's calendar."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.programs.expiry import lot_expires_at
from loyalty.programs.model import ExpiryPolicy, ExpiryRounding, LotExpiry

NEW_YORK = "America/New_York"


def rolling(months: int = 0, days: int = 0, rounding: ExpiryRounding = ExpiryRounding.NONE) -> LotExpiry:
    return LotExpiry(ExpiryPolicy.ROLLING, months, days, rounding)


def calendar(*on: tuple[int, int], days: int = 0) -> LotExpiry:
    return LotExpiry(ExpiryPolicy.CALENDAR, days=days, on=on)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("event_time", "expiry", "expires_at"),
    [
        # To the month's end there: the first instant of the next month, in winter and in summer time.
        (utc(2017, 3, 15, 12), rolling(months=12, rounding=ExpiryRounding.MONTH_END), utc(2018, 4, 1, 4)),
        (utc(2017, 1, 31, 12), rolling(months=12, rounding=ExpiryRounding.MONTH_END), utc(2018, 2, 1, 5)),
        # 03:00 UTC on the first is still the month before.
        (utc(2017, 4, 1, 3), rolling(months=12, rounding=ExpiryRounding.MONTH_END), utc(2018, 4, 1, 4)),
        # The 31st becomes the last day of a shorter month, also in a leap year.
        (utc(2019, 12, 31, 12), rolling(months=2, rounding=ExpiryRounding.DAY_END), utc(2020, 3, 1, 5)),
        (utc(2017, 1, 31, 12), rolling(months=1, rounding=ExpiryRounding.DAY_END), utc(2017, 3, 1, 5)),
        # Over the change of the clocks a day keeps its local time.
        (utc(2017, 3, 11, 17), rolling(days=1), utc(2017, 3, 12, 16)),
        (utc(2017, 12, 15, 12), rolling(months=1, days=10, rounding=ExpiryRounding.MONTH_END), utc(2018, 2, 1, 5)),
        (utc(2017, 12, 15, 12), LotExpiry(ExpiryPolicy.NEVER), None),
        (utc(2017, 5, 15, 12), rolling(months=1, rounding=ExpiryRounding.QUARTER_END), utc(2017, 7, 1, 4)),
        (utc(2017, 5, 15, 12), rolling(months=2, rounding=ExpiryRounding.QUARTER_END), utc(2017, 10, 1, 4)),
        (utc(2017, 5, 15, 12), rolling(months=12, rounding=ExpiryRounding.YEAR_END), utc(2019, 1, 1, 5)),
        # At the end of the next of the fixed days, that day included; with a least life, of the one after.
        (utc(2017, 5, 15, 12), calendar((6, 30), (12, 31)), utc(2017, 7, 1, 4)),
        (utc(2017, 6, 30, 12), calendar((6, 30), (12, 31)), utc(2017, 7, 1, 4)),
        (utc(2017, 7, 1, 3), calendar((6, 30), (12, 31)), utc(2017, 7, 1, 4)),
        (utc(2017, 7, 1, 4), calendar((6, 30), (12, 31)), utc(2018, 1, 1, 5)),
        (utc(2017, 6, 15, 12), calendar((6, 30), (12, 31), days=30), utc(2018, 1, 1, 5)),
        (utc(2017, 3, 15, 12), calendar((2, 29)), utc(2018, 3, 1, 5)),
        (utc(2019, 3, 15, 12), calendar((2, 29)), utc(2020, 3, 1, 5)),
    ],
)
def test_a_lot_lasts_as_long_as_its_policy_says(event_time, expiry, expires_at):
    assert lot_expires_at(event_time, expiry, NEW_YORK) == expires_at


@given(
    event_time=st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 (the strategy adds it)
    months=st.integers(0, 36),
    days=st.integers(1, 400),
    rounding=st.sampled_from(ExpiryRounding),
)
def test_rounding_only_ever_lengthens_and_by_less_than_its_period(event_time, months, days, rounding):
    plain = lot_expires_at(event_time, rolling(months, days), NEW_YORK)
    rounded = lot_expires_at(event_time, rolling(months, days, rounding), NEW_YORK)
    assert plain is not None
    assert rounded is not None
    assert event_time < plain <= rounded <= plain + timedelta(days=367)
