"""Quiet hours on every clock of the world: never in them, never later than needed, whatever daylight saving does."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loyalty.messages.quiet_hours import QuietHours, next_loud

ZONES = (
    "America/New_York",
    "Europe/Berlin",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "America/St_Johns",
    "Africa/Cairo",
    "UTC",
)
WALL = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 59]))
INSTANTS = st.datetimes(datetime(2011, 12, 25), datetime(2018, 12, 31)).map(lambda at: at.replace(microsecond=0, tzinfo=UTC))  # noqa: DTZ001
QUIET = st.builds(QuietHours, WALL, WALL).filter(lambda quiet: quiet.starts != quiet.ends)


@settings(max_examples=400, deadline=None)
@given(at=INSTANTS, quiet=QUIET, zone=st.sampled_from(ZONES).map(ZoneInfo))
def test_the_answer_is_the_first_loud_instant(at: datetime, quiet: QuietHours, zone: ZoneInfo) -> None:
    found = next_loud(at, zone, quiet)
    assert found >= at
    assert not quiet.hold_at(found.astimezone(zone).time())
    between = range(0, int((found - at).total_seconds()), 60)
    assert all(quiet.hold_at((at + timedelta(seconds=seconds)).astimezone(zone).time()) for seconds in between)
    if found > at:
        assert quiet.hold_at((found - timedelta(seconds=1)).astimezone(zone).time())


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2017-11-02T01:30:00+00:00", "2017-11-02T12:00:00+00:00"),  # 21:30 in New York, until 8
        ("2017-11-02T12:00:00+00:00", "2017-11-02T12:00:00+00:00"),  # 8:00 sharp is loud
        ("2017-11-05T03:00:00+00:00", "2017-11-05T13:00:00+00:00"),  # the night that has an hour more
        ("2017-03-12T03:00:00+00:00", "2017-03-12T12:00:00+00:00"),  # the night that has one less
    ],
)
def test_a_night_in_new_york(at: str, expected: str) -> None:
    night = QuietHours(time(21), time(8))
    assert next_loud(datetime.fromisoformat(at), ZoneInfo("America/New_York"), night) == datetime.fromisoformat(expected)


def test_quiet_hours_that_end_in_the_skipped_hour_end_at_the_skip() -> None:
    quiet = QuietHours(time(21), time(2, 30))
    found = next_loud(datetime(2017, 3, 12, 6, 0, tzinfo=UTC), ZoneInfo("America/New_York"), quiet)  # 1:00, before 2:00 becomes 3:00
    assert found == datetime(2017, 3, 12, 7, 0, tzinfo=UTC)


def test_they_begin_at_their_first_moment_and_are_over_at_their_last() -> None:
    through_the_night, by_day = QuietHours(time(21), time(8)), QuietHours(time(13), time(15))
    evening, morning = (time(20, 59, 59), time(21)), (time(7, 59, 59), time(8))
    assert [through_the_night.hold_at(wall) for wall in (*evening, *morning)] == [False, True, True, False]
    noon, afternoon = (time(12, 59, 59), time(13)), (time(14, 59, 59), time(15))
    assert [by_day.hold_at(wall) for wall in (*noon, *afternoon)] == [False, True, True, False]


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2017-11-05T05:15:00+00:00", "2017-11-05T05:30:00+00:00"),  # 1:15 in summer time: over at the first 1:30
        ("2017-11-05T05:45:00+00:00", "2017-11-05T05:45:00+00:00"),  # loud between the two passes
        ("2017-11-05T06:15:00+00:00", "2017-11-05T06:30:00+00:00"),  # 1:15 again, in winter time: over at the second 1:30
    ],
)
def test_quiet_hours_that_end_in_the_repeated_hour_end_in_both_passes(at: str, expected: str) -> None:
    quiet = QuietHours(time(22), time(1, 30))
    assert next_loud(datetime.fromisoformat(at), ZoneInfo("America/New_York"), quiet) == datetime.fromisoformat(expected)
