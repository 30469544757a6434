"""Waiting on a member's own clock: calendar days, skipped and repeated hours, cron expressions."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.journeys.cron import CronMalformed, read_cron
from loyalty.journeys.model import Span
from loyalty.journeys.timing import after, next_local_time, on_date, read_day, zone_of

NEW_YORK, DUBAI, LORD_HOWE = ZoneInfo("America/New_York"), ZoneInfo("Asia/Dubai"), ZoneInfo("Australia/Lord_Howe")
INSTANTS = st.datetimes(datetime(2015, 1, 1), datetime(2035, 1, 1)).map(lambda naive: naive.replace(tzinfo=UTC))  # noqa: DTZ001
ZONES = st.sampled_from(["UTC", "America/New_York", "Asia/Dubai", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca"]).map(ZoneInfo)
TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0, fold=0))


@given(INSTANTS, ZONES, TIMES, st.sets(st.integers(1, 7)))
def test_the_next_local_time_is_ahead_and_at_most_eight_days(now, zone, at, weekdays) -> None:
    found = next_local_time(now, at, weekdays, zone)
    assert now < found <= now + timedelta(days=9)
    local = found.astimezone(zone)
    # A time that is skipped is shown after the change, and a day that is skipped (Apia, 2011) does not lie in the range.
    assert local.time().replace(fold=0) == at or found != local.replace(hour=at.hour, minute=at.minute).astimezone(UTC)
    assert not weekdays or local.isoweekday() in weekdays or local.time().replace(fold=0) != at


@given(INSTANTS, ZONES, TIMES)
def test_no_earlier_instant_shows_the_time(now, zone, at) -> None:
    found = next_local_time(now, at, (), zone)
    probe = now.replace(second=0, microsecond=0) + timedelta(minutes=15)
    while probe < found:
        shown = probe.astimezone(zone)
        assert shown.time().replace(fold=0) != at or shown.fold == 1
        probe += timedelta(minutes=15)


@given(INSTANTS, ZONES, st.integers(1, 400))
def test_days_keep_the_time_of_day_unless_it_is_skipped(now, zone, days) -> None:
    wall = now.astimezone(zone).replace(tzinfo=None) + timedelta(days=days)
    shown = after(now, Span(days=days), zone).astimezone(zone).replace(tzinfo=None)
    assert shown == wall or wall < shown <= wall + timedelta(hours=1)


@given(INSTANTS, ZONES, st.integers(0, 700), st.integers(1, 1000))
def test_hours_and_minutes_are_time_that_passes(now, zone, hours, minutes) -> None:
    assert after(now, Span(hours=hours, minutes=minutes), zone) - now == timedelta(hours=hours, minutes=minutes)


def test_the_hour_that_is_skipped_and_the_hour_that_comes_twice() -> None:
    before_spring = datetime(2018, 3, 10, 12, 0, tzinfo=UTC)
    assert on_date(date(2018, 3, 11), 0, time(2, 30), NEW_YORK) == datetime(2018, 3, 11, 7, 30, tzinfo=UTC), "03:30, after the change"
    assert next_local_time(before_spring, time(2, 30), (), NEW_YORK) == datetime(2018, 3, 11, 7, 30, tzinfo=UTC)
    assert on_date(date(2017, 11, 5), 0, time(1, 30), NEW_YORK) == datetime(2017, 11, 5, 5, 30, tzinfo=UTC), "the first of the two"


@pytest.mark.parametrize(
    ("value", "day"),
    [("1990-02-03", date(1990, 2, 3)), ("1990-02-03T10:00:00Z", date(1990, 2, 3)), ("soon", None), (7, None), (None, None)],
)
def test_a_day_is_read_or_is_missing(value, day) -> None:
    assert read_day(value) == day


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../etc/passwd", "\x00", 7, "Europe"])
def test_what_is_no_time_zone_is_told(name) -> None:
    zone, problem = zone_of(name, DUBAI)
    assert zone is DUBAI
    assert problem is not None


def test_a_date_beyond_the_calendar_is_missing_not_an_error() -> None:
    assert on_date(date.max, 5, time(9), DUBAI) is None


@pytest.mark.parametrize(
    ("text", "start", "expected"),
    [
        ("0 9 * * *", datetime(2017, 11, 1, 13, 0, tzinfo=UTC), datetime(2017, 11, 2, 13, 0, tzinfo=UTC)),
        ("*/15 * * * *", datetime(2017, 11, 1, 13, 1, tzinfo=UTC), datetime(2017, 11, 1, 13, 15, tzinfo=UTC)),
        ("0 9 * * MON-FRI", datetime(2017, 11, 3, 14, 0, tzinfo=UTC), datetime(2017, 11, 6, 14, 0, tzinfo=UTC)),
        ("30 2 * * *", datetime(2018, 3, 11, 5, 0, tzinfo=UTC), datetime(2018, 3, 11, 7, 30, tzinfo=UTC)),
        ("30 1 * * *", datetime(2017, 11, 5, 5, 30, tzinfo=UTC), datetime(2017, 11, 6, 6, 30, tzinfo=UTC)),
        ("0 0 29 2 *", datetime(2017, 1, 1, tzinfo=UTC), datetime(2020, 2, 29, 5, 0, tzinfo=UTC)),
        ("0 0 13 * 5", datetime(2017, 11, 1, 12, tzinfo=UTC), datetime(2017, 11, 3, 4, 0, tzinfo=UTC)),
        ("0 0 1 1,7 7", datetime(2017, 11, 1, 12, tzinfo=UTC), datetime(2018, 1, 1, 5, 0, tzinfo=UTC)),
    ],
)
def test_cron_ticks_on_the_clocks_of_the_zone(text, start, expected) -> None:
    assert read_cron(text).next_after(start, NEW_YORK) == expected


def test_a_day_that_never_comes_never_ticks() -> None:
    assert read_cron("0 0 31 2 *").next_after(datetime(2017, 1, 1, tzinfo=UTC), NEW_YORK) is None


@pytest.mark.parametrize(
    "text", ["", "* * * *", "60 * * * *", "* * 0 * *", "* * * 13 *", "5-1 * * * *", "*/0 * * * *", "a * * * *", "1/ * * * *", "² * * * *"]
)
def test_what_is_no_cron_expression_is_refused(text) -> None:
    with pytest.raises(CronMalformed):
        read_cron(text)
