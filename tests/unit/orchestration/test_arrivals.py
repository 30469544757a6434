"""Which days a batch of new loads asks for: pure planning."""

from datetime import UTC, date, datetime, timedelta

import pytest

from orchestration.arrivals import Plan, Seen, later, plan_run
from orchestration.ingest.loads import LoadedDay

OPENING = date(2017, 10, 31)


def at(*parts: int) -> datetime:
    """An instant as the load log keeps it: UTC, without saying so."""
    return datetime(*parts, tzinfo=UTC).replace(tzinfo=None)


def loads(first: date, count: int = 1) -> list[LoadedDay]:
    days = [first + timedelta(days=number) for number in range(count)]
    return [LoadedDay(on, at(on.year, on.month, on.day, 23, 59, 59), at(on.year, on.month, on.day, 22)) for on in days]


def test_one_new_day_is_one_scored_day():
    assert plan_run(loads(date(2017, 11, 1)), published_on=OPENING) == Plan(date(2017, 11, 1), date(2017, 11, 1), date(2017, 11, 1))


def test_a_week_that_arrives_at_once_is_one_range_of_scored_days():
    assert plan_run(loads(date(2017, 11, 1), 7), published_on=OPENING) == Plan(date(2017, 11, 1), date(2017, 11, 7), date(2017, 11, 1))


def test_of_a_long_past_only_the_newest_days_are_scored_and_the_run_reaches_back_to_the_first():
    plan = plan_run(loads(date(2017, 1, 1), 304), published_on=None, scored_days_max=14)
    assert plan == Plan(date(2017, 10, 18), OPENING, reaches_back_to=date(2017, 1, 1))


def test_as_many_days_as_are_scored_reach_no_further_back():
    plan = plan_run(loads(date(2017, 1, 1), 14), published_on=None, scored_days_max=14)
    assert plan.reaches_back_to == plan.first == date(2017, 1, 1)


def test_a_day_that_arrives_late_is_brought_in_and_the_newest_day_is_scored_anew():
    late = loads(date(2017, 10, 20))
    assert plan_run(late, published_on=OPENING) == Plan(OPENING, OPENING, reaches_back_to=date(2017, 10, 20))


def test_a_late_day_and_a_new_day_are_one_run():
    both = [*loads(date(2017, 11, 1)), *loads(date(2017, 10, 20))]
    plan = plan_run(both, published_on=OPENING)
    assert plan == Plan(date(2017, 11, 1), date(2017, 11, 1), reaches_back_to=date(2017, 10, 20))


def test_the_newest_day_delivered_again_is_scored_again():
    assert plan_run(loads(OPENING), published_on=OPENING) == Plan(OPENING, OPENING, OPENING)


def test_a_plan_is_told_in_words_that_differ_where_the_plans_do():
    opening = Plan(date(2017, 10, 18), OPENING, date(2017, 1, 1))
    assert str(opening) == "2017-10-18…2017-10-31 back to 2017-01-01"
    assert str(Plan(OPENING, OPENING, OPENING)) == "2017-10-31"


@pytest.mark.parametrize("seen", [Seen(), Seen(at(2017, 11, 1, 3, 59, 59), "a key")])
def test_the_cursor_is_read_as_it_was_written(seen):
    assert Seen.read(seen.written()) == seen


def test_without_a_cursor_nothing_has_been_seen():
    assert Seen.read(None) == Seen()


def test_the_later_of_two_instants_is_known_when_one_is():
    assert later(at(2017, 11, 1), at(2017, 11, 2)) == at(2017, 11, 2)
    assert later(None, at(2017, 11, 2)) == later(at(2017, 11, 2), None) == at(2017, 11, 2)
    assert later(None, None) is None
