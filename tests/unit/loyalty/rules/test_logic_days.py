"""Days and segments in conditions over nested facts: what they say, what they need of the facts, and that they reach into iterations."""

from datetime import date

import pytest

from loyalty.eligibility.definition import person_shape
from loyalty.programs.vocabulary import fact_shape
from loyalty.rules import ForbiddenOperator
from loyalty.rules.logic import decide_logic, read_logic, worth
from loyalty.rules.shapes import Items, Plain, Record

FACTS = {
    "event": {"on": "2017-10-31", "event_time": "2017-10-31T12:30:00+00:00"},
    "member": {"joined_on": "2016-02-29"},
    "segments": frozenset({"vip"}),
    "lines": [{"bought_on": "2017-10-30"}, {"bought_on": None}],
}


@pytest.mark.parametrize(
    ("document", "value"),
    [
        ({"today": []}, "2017-10-31"),
        ({"now": []}, "2017-10-31T12:30:00+00:00"),
        ({"days_since": {"var": "member.joined_on"}}, 610),
        ({"days_since": {"var": "event.event_time"}}, 0),
        ({"days_between": ["2017-10-31", "2017-10-01"]}, -30),
        ({"days_between": ["2017-10-31", "tomorrow"]}, None),
        ({"date_add": [{"var": "member.joined_on"}, 1, "years"]}, "2017-02-28"),
        ({"date_add": ["2017-01-31", 1, "months"]}, "2017-02-28"),
        ({"date_add": [{"today": []}, -2, "weeks"]}, "2017-10-17"),
        ({"date_add": ["9999-12-31", 1, "days"]}, None),
        ({"date_add": ["2017-10-31", 1.5, "days"]}, None),
        ({"date_part": [{"today": []}, "weekday"]}, 2),
        ({"date_part": [{"var": "nowhere"}, "month"]}, None),
        ({"in_segment": "vip"}, True),
        ({"in_segment": "new"}, False),
        # Inside an iteration today and the segments are still those of the whole.
        ({"map": [{"var": "lines"}, {"days_since": {"var": "bought_on"}}]}, [1, None]),
        ({"map": [{"var": "lines"}, {"in_segment": "vip"}]}, [True, True]),
    ],
    ids=str,
)
def test_days_and_segments_mean_in_a_condition_what_they_mean_in_a_segment(document, value):
    assert worth(read_logic(document).root, FACTS) == value


def test_what_an_operator_reads_without_naming_it_is_among_the_paths_that_are_loaded():
    condition = read_logic({"and": [{"in_segment": "vip"}, {">": [{"days_since": {"var": "member.joined_on"}}, 365]}]}, fact_shape())
    assert condition.paths == {"segments", "event.on", "member.joined_on"}
    assert decide_logic(condition, FACTS)
    assert read_logic({"today": []}, person_shape()).paths == {"today"}


def test_today_and_segments_are_refused_where_the_facts_do_not_tell_them():
    shape = Record({"lines": Items(Plain())})
    for document in ({"today": []}, {"days_since": "2017-01-01"}, {"now": []}, {"in_segment": "vip"}):
        with pytest.raises(ForbiddenOperator, match="not known where this condition is asked"):
            read_logic(document, shape)


@pytest.mark.parametrize(
    "document", [{"consent": "email"}, {"random_bucket": ["a", 10]}, {"events": ["count", {"type": "purchase"}]}], ids=str
)
def test_what_only_a_segment_can_answer_says_so(document):
    with pytest.raises(ForbiddenOperator, match="Ask it in a segment"):
        read_logic(document, fact_shape())


def test_a_day_may_be_a_date_of_python_too():
    assert worth(read_logic({"days_between": [{"var": "a"}, {"var": "b"}]}).root, {"a": date(2017, 1, 1), "b": "2017-01-03"}) == 2
