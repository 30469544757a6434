"""What a segment rule may ask beyond the catalogue: days, other segments, consent, random buckets, past events."""

from collections import Counter
from datetime import date

import pytest

from loyalty.features import Catalogue
from loyalty.rules import (
    InvalidRule,
    TermNotProvided,
    Vocabulary,
    bucket_of,
    columns_of,
    compile_filter,
    decide_rule,
    explain_rule,
    measured,
    read_rule,
)
from loyalty.rules.calendar import SHIFT_MAX, shiftable, shifted
from loyalty.rules.terms import Events, InSegment
from tests.support.rules import FACTS, a_feature

EVENT = Catalogue.of("events", a_feature("spend_minor", "integer"), a_feature("category_code", "text"), keys=("customer_id",))
VOCABULARY = Vocabulary(segments=frozenset({"vip", "new-members"}), channels=frozenset({"email", "sms"}), events={"purchase": EVENT})
TODAY = {"today": []}


def events(measure, **options):
    return {"events": [measure, {"type": "purchase", **options}]}


def term_of(document) -> Events:
    (term, *_) = read_rule({"!!": document}, FACTS, VOCABULARY).terms
    assert isinstance(term, Events)
    return term


@pytest.mark.parametrize(
    ("document", "facts", "holds"),
    [
        ({"in_segment": "vip"}, {"in_segment:vip": True}, True),
        ({"!": {"in_segment": ["vip"]}}, {"in_segment:vip": True}, False),
        ({"==": [{"consent": ["email"]}, False]}, {"consent:email": False}, True),
        ({"==": [TODAY, "2017-10-31"]}, {"as_of_on": date(2017, 10, 31)}, True),
        ({"==": [TODAY, "2017-10-31"]}, {"as_of_on": date(2017, 10, 31), "today": date(2017, 11, 1)}, False),
        ({"==": [{"days_since": {"var": "seen_on"}}, 30]}, {"today": date(2017, 10, 31), "seen_on": date(2017, 10, 1)}, True),
        ({"==": [{"days_between": ["2017-11-30", {"var": "seen_on"}]}, -60]}, {"seen_on": date(2017, 10, 1)}, True),
        ({"<": [{"days_since": {"var": "seen_on"}}, 30]}, {"today": date(2017, 10, 31), "seen_on": None}, False),
        ({"==": [{"date_add": ["2017-01-31", 1, "months"]}, "2017-02-28"]}, {}, True),
        ({"==": [{"date_add": ["2016-02-29", -1, "years"]}, "2015-02-28"]}, {}, True),
        ({"==": [{"date_add": [{"var": "seen_on"}, 2, "weeks"]}, "2017-10-15"]}, {"seen_on": date(2017, 10, 1)}, True),
        ({"==": [{"date_add": [{"var": "seen_on"}, 1, "days"]}, None]}, {"seen_on": date.max}, True),
        ({"==": [{"date_part": ["2017-10-31", "weekday"]}, 2]}, {}, True),
        ({"==": [{"date_part": [{"var": "seen_on"}, "month"]}, {"date_part": [TODAY, "month"]}]},
         {"seen_on": date(1980, 10, 2), "today": date(2017, 10, 31)}, True),
    ],
)  # fmt: skip
def test_days_and_terms_are_decided_from_what_the_caller_provides(document, facts, holds):
    assert decide_rule(read_rule(document, FACTS, VOCABULARY))(facts) is holds


REFUSALS = [
    ({"in_segment": "vipp"}, "RULE_FIELD_UNKNOWN", "/in_segment", "Did you mean 'vip'?"),
    ({"in_segment": [{"var": "word"}]}, "RULE_TYPE_MISMATCH", "/in_segment/0", None),
    ({"consent": ["pigeon"]}, "RULE_FIELD_UNKNOWN", "/consent/0", "email, sms"),
    ({">": [events("count", tpe=3), 1]}, "RULE_MALFORMED", "/>/0/events/1/tpe", "'type'"),
    ({">": [{"events": ["count", {"type": "purchse"}]}, 1]}, "RULE_FIELD_UNKNOWN", "/>/0/events/1/type", "'purchase'"),
    ({">": [{"events": ["count", {}]}, 1]}, "RULE_MALFORMED", "/>/0/events/1", "purchase"),
    ({">": [{"events": ["average", {"type": "purchase"}]}, 1]}, "RULE_TYPE_MISMATCH", "/>/0/events/0", "count"),
    ({">": [events("count", of="spend_minor"), 1]}, "RULE_MALFORMED", "/>/0/events/1/of", "Leave it out"),
    ({">": [events("sum"), 1]}, "RULE_MALFORMED", "/>/0/events/1", "spend_minor"),
    ({">": [events("sum", of="category_code"), 1]}, "RULE_TYPE_MISMATCH", "/>/0/events/1/of", "spend_minor"),
    ({">": [events("count", within_days=0), 1]}, "RULE_TYPE_MISMATCH", "/>/0/events/1/within_days", None),
    ({">": [events("count", where={">": [{"var": "spend"}, 1]}), 1]},
     "RULE_FIELD_UNKNOWN", "/>/0/events/1/where/>/0/var", "'spend_minor'"),
    ({">": [events("count", where={"in_segment": "vip"}), 1]}, "RULE_OPERATOR_FORBIDDEN", "/>/0/events/1/where", "customer"),
    ({"<": [{"random_bucket": ["", 10]}, 1]}, "RULE_TYPE_MISMATCH", "/</0/random_bucket/0", "tenth"),
    ({"<": [{"random_bucket": ["a", 1]}, 1]}, "RULE_TYPE_MISMATCH", "/</0/random_bucket/1", "tenth"),
    ({">": [{"date_add": [TODAY, 1, "fortnights"]}, TODAY]}, "RULE_TYPE_MISMATCH", "/>/0/date_add/2", "date_add"),
    ({">": [{"date_add": [TODAY, 101, "years"]}, TODAY]}, "RULE_TYPE_MISMATCH", "/>/0/date_add/1", "date_add"),
    ({">": [{"days_since": {"var": "word"}}, 1]}, "RULE_TYPE_MISMATCH", "/>/0/days_since", None),
    ({">": [{"days_since": "31.10.2017"}, 1]}, "RULE_VALUE_IMPOSSIBLE", "/>/0/days_since", "2017-10-31"),
    ({"==": [{"date_part": [TODAY, "quarter"]}, 1]}, "RULE_TYPE_MISMATCH", "/==/0/date_part/1", "month"),
    ({"==": [TODAY, {"now": []}]}, "RULE_OPERATOR_FORBIDDEN", "/==/1", "today"),
]  # fmt: skip


@pytest.mark.parametrize(("document", "code", "path", "advice"), REFUSALS)
def test_a_wrong_term_is_refused_with_its_path_and_advice(document, code, path, advice):
    with pytest.raises(InvalidRule) as refused:
        read_rule(document, FACTS, VOCABULARY)
    assert (refused.value.code, refused.value.path) == (code, path)
    assert (advice or "") in (refused.value.suggestion or "")


def test_without_a_vocabulary_there_are_only_today_and_buckets():
    assert read_rule({"<": [{"random_bucket": ["a", 10]}, 1]}, FACTS).terms
    for document in ({"in_segment": "vip"}, {"consent": "email"}, events("count")):
        with pytest.raises(InvalidRule):
            read_rule(document, FACTS)


def test_equal_terms_are_one_and_are_listed_in_reading_order():
    count, again = events("count", within_days=30), {"events": ["count", {"within_days": 30, "type": "purchase"}]}
    rule = read_rule({"and": [{">": [count, 3]}, {"in_segment": "vip"}, {"<": [again, 9]}, {"in_segment": ["vip"]}]}, FACTS, VOCABULARY)
    assert [term.operator for term in rule.terms] == ["events", "in_segment"]
    assert InSegment("vip") in rule.terms


def test_a_term_that_nobody_provides_is_an_error_and_never_a_silent_no():
    rule = read_rule({"!": {"in_segment": "vip"}}, FACTS, VOCABULARY)
    with pytest.raises(TermNotProvided, match="in_segment:vip"):
        decide_rule(rule)({})
    with pytest.raises(TermNotProvided, match="in_segment:vip"):
        compile_filter(rule, columns_of(FACTS))


def test_an_explanation_shows_the_value_of_a_term():
    rule = read_rule({"and": [{">": [{"days_since": {"var": "seen_on"}}, 3]}, {"in_segment": "vip"}]}, FACTS, VOCABULARY)
    clauses = explain_rule(rule, {"as_of_on": date(2017, 10, 31), "seen_on": date(2017, 10, 1), "in_segment:vip": False})
    assert [clause.is_true for clause in clauses] == [False, True, False]
    assert clauses[1].values == {"seen_on": date(2017, 10, 1), "today": date(2017, 10, 31)}


def test_buckets_are_fixed_even_and_independent_by_salt():
    counted = Counter(bucket_of(f"customer-{number}", "spring", 10) for number in range(20_000))
    assert set(counted) == set(range(10))
    # Chi-squared with 9 degrees of freedom exceeds 34 once in ten thousand; the customers are fixed, so this cannot flicker.
    assert sum((count - 2_000) ** 2 / 2_000 for count in counted.values()) < 34
    both = sum(bucket_of(number, "spring", 10) == bucket_of(number, "summer", 10) for number in range(20_000))
    assert 1_800 < both < 2_200
    # What has been drawn stays drawn: a change of the algorithm would move every test group.
    assert [bucket_of(one, "spring", 100) for one in ("1", "2", "عميل")] == [51, 71, 38]


EVENTS = [
    {"type": "purchase", "happened_on": date(2017, 10, day), "spend_minor": spend, "category_code": code}
    for day, spend, code in ((1, 100, "wine"), (2, None, "wine"), (30, 300, "bread"), (31, 400, None))
] + [
    {"type": "visit", "happened_on": date(2017, 10, 31)},
    {"type": "purchase", "happened_on": date(2017, 11, 1), "spend_minor": 5_000, "category_code": "wine"},
]


@pytest.mark.parametrize(
    ("document", "value"),
    [
        (events("count"), 4),
        (events("count", within_days=1), 1),
        (events("count", within_days=2), 2),
        (events("count", within_days=30), 3),
        (events("count", within_days=31), 4),
        (events("count", where={"!=": [{"var": "category_code"}, "wine"]}), 2),
        (events("count", where={"<": [{"var": "spend_minor"}, 1_000]}), 3),
        (events("sum", of="spend_minor"), 800.0),
        (events("sum", of="spend_minor", within_days=2), 700.0),
        (events("sum", of="spend_minor", where={"==": [{"var": "category_code"}, "toys"]}), 0.0),
        (events("last"), date(2017, 10, 31)),
        (events("last", where={"==": [{"var": "category_code"}, "wine"]}), date(2017, 10, 2)),
        (events("last", where={"==": [{"var": "category_code"}, "toys"]}), None),
    ],
    ids=str,
)
def test_events_are_measured_up_to_the_asked_day_and_never_after(document, value):
    found = measured(term_of(document), EVENTS, date(2017, 10, 31))
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize("unit", ["days", "months"])
@pytest.mark.parametrize("sign", [-1, 1])
def test_the_shiftable_days_are_exactly_those_that_stay_in_the_calendar(unit, sign):
    for count in (1, 5, 12, 13, 31, SHIFT_MAX[unit]):
        least, greatest = shiftable(sign * count, unit)
        assert shifted(least, sign * count, unit) >= date.min
        assert shifted(greatest, sign * count, unit) <= date.max
        beyond = [
            day for day, step in ((least, -1), (greatest, 1)) if day not in {date.min, date.max} for day in [shifted(day, step, "days")]
        ]
        for day in beyond:
            with pytest.raises((OverflowError, ValueError)):
                shifted(day, sign * count, unit)
