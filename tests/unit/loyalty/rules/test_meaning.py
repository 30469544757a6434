"""What rules say of one customer: null, truth, defaults, numbers at their edges, dates. The closure stands for all executors."""

import math
from datetime import date
from typing import Any

import pytest

from loyalty.rules import decide_rule, explain_rule, read_rule
from tests.support.rules import FACTS

FILLED: dict[str, Any] = {"count": 0, "share": 0.0, "select": "", "is_known": False, "born_on": date(2000, 1, 1)}


def says(document: object, **facts: Any) -> bool:
    answer = decide_rule(read_rule(document, FACTS))({**FILLED, **facts})
    assert isinstance(answer, bool)
    return answer


def v(name: str, *default: Any) -> dict[str, Any]:
    return {"var": [name, *default]} if default else {"var": name}


@pytest.mark.parametrize("operator", ["<", "<=", ">", ">="])
@pytest.mark.parametrize("missing", [None, math.nan, math.inf, -math.inf])
def test_ordering_with_something_missing_is_false_and_its_negation_true(operator: str, missing: float | None) -> None:
    for document in ({operator: [v("ratio"), 0.5]}, {operator: [0.5, v("ratio")]}, {operator: [v("ratio"), v("share")]}):
        assert not says(document, ratio=missing)
        assert says({"!": document}, ratio=missing)


def test_equality_is_null_safe() -> None:
    assert says({"==": [v("word"), None]}, word=None)
    assert says({"==": [v("whole"), {"%": [v("whole"), 7]}]}, whole=None)
    assert says({"!=": [v("word"), "a"]}, word=None)
    assert not says({"==": [v("word"), "a"]}, word=None)
    assert not says({"!=": [v("word"), None]}, word=None)


def test_what_is_not_finite_is_missing() -> None:
    for value in (math.nan, math.inf, -math.inf):
        assert says({"==": [v("ratio"), None]}, ratio=value)
        assert says({"missing": ["ratio"]}, ratio=value)
        assert not says(v("ratio"), ratio=value)
        assert says({"==": [v("ratio", 7), 7]}, ratio=value)


@pytest.mark.parametrize(
    ("name", "falsy", "truthy"),
    [
        ("whole", [0, None], [1, -1]),
        ("ratio", [0.0, -0.0, None], [0.1]),
        ("word", ["", None], ["0", " ", "false"]),
        ("flag", [False, None], [True]),
        ("seen_on", [None], [date(1, 1, 1)]),
    ],
)
def test_truth_of_values(name: str, falsy: list[Any], truthy: list[Any]) -> None:
    for value in falsy:
        assert not says(v(name), **{name: value})
        assert says({"!": v(name)}, **{name: value})
    for value in truthy:
        assert says(v(name), **{name: value})
        assert says({"!!": [v(name)]}, **{name: value})


def test_literal_rules_hold_of_everybody_or_nobody() -> None:
    assert says(True)
    assert not says(False)
    assert not says({"!": 1})


def test_between_takes_three() -> None:
    rule = {"<=": [7, v("whole"), 28]}
    assert [says(rule, whole=value) for value in (6, 7, 28, 29, None)] == [False, True, True, False, False]
    assert says({">": [3, v("whole"), 1]}, whole=2)


def test_arithmetic_with_null_is_null_and_division_by_zero_too() -> None:
    for document in ({"+": [v("whole"), 1]}, {"-": [v("whole")]}, {"*": [v("whole"), 2]}, {"/": [v("whole"), 2]}, {"max": [v("whole"), 1]}):
        assert says({"==": [document, None]}, whole=None)
    assert says({"==": [{"/": [1, v("count")]}, None]}, count=0)
    assert not says({">": [{"/": [1, v("count")]}, 0]}, count=0)


def test_arithmetic_is_in_doubles() -> None:
    assert says({"!=": [{"+": [0.1, 0.2]}, 0.3]})
    assert says({"==": [{"/": [v("whole"), 2]}, 3.5]}, whole=7)
    assert says({"==": [{"+": [v("whole"), 1]}, {"var": "whole"}]}, whole=2**53)


def test_arithmetic_leaves_out_what_it_cannot_work_on() -> None:
    assert says({"==": [{"+": [v("ratio"), 1]}, None]}, ratio=1e31)
    assert says({"==": [{"+": [v("ratio"), 1]}, 1]}, ratio=1e-31)


def test_remainder_has_the_sign_of_the_dividend() -> None:
    rule = {"==": [{"%": [v("whole"), 7]}, -1]}
    assert says(rule, whole=-8)
    assert not says(rule, whole=6)


def test_default_stands_in_for_null_only() -> None:
    assert says({"==": [v("word", "x"), "x"]}, word=None)
    assert not says({"==": [v("word", "x"), "x"]}, word="")


def test_list_with_null_holds_of_null() -> None:
    assert says({"in": [v("word"), ["a", None]]}, word=None)
    assert not says({"in": [v("word"), ["a"]]}, word=None)
    assert says({"!": {"in": [v("word"), ["a"]]}}, word=None)
    assert not says({"in": [v("word"), []]}, word=None)


def test_text_in_text_is_letter_by_letter() -> None:
    assert says({"in": ["ring", v("word")]}, word="Spring")
    assert not says({"in": ["RING", v("word")]}, word="Spring")
    assert says({"in": ["", v("word")]}, word="")
    assert not says({"in": ["", v("word")]}, word=None)
    assert not says({"==": [v("word"), "é"]}, word="e\u0301"), "two normal forms are two texts"


def test_texts_are_ordered_by_code_point() -> None:
    assert says({"<": [v("word"), "a"]}, word="Z")
    assert says({">": [v("word"), "z"]}, word="é")


def test_dates_are_compared_as_dates() -> None:
    rule = {"<=": ["2017-10-01", v("seen_on"), "2017-10-31"]}
    assert [says(rule, seen_on=value) for value in (date(2017, 10, 31), date(2017, 11, 1), None)] == [True, False, False]
    assert says({"in": [v("seen_on"), ["2017-01-01"]]}, seen_on=date(2017, 1, 1))


def test_choice_takes_the_first_case_that_holds() -> None:
    rule = {"==": [{"if": [{"<": [v("whole"), 1]}, "low", {"<": [v("whole"), 5]}, "middle", "high"]}, v("word")]}
    assert [says(rule, whole=value, word=word) for value, word in ((0, "low"), (3, "middle"), (9, "high"), (None, "high"))] == [True] * 4
    assert says({"==": [{"if": [v("flag"), 1]}, None]}, flag=False)


def test_missing_counts_nulls_and_empty_texts() -> None:
    assert says({"missing": ["word", "whole"]}, word="", whole=1)
    assert not says({"missing": ["word", "whole"]}, word="x", whole=0)
    assert says({"missing_some": [2, ["word", "whole", "flag"]]}, word="x")
    assert not says({"missing_some": [1, ["word", "whole", "flag"]]}, word="x")


def test_fact_that_is_not_there_is_null() -> None:
    assert decide_rule(read_rule({"==": [v("word"), None]}, FACTS))({})


def test_explanation_tells_each_clause_with_its_value() -> None:
    rule = read_rule({"and": [{">": [v("whole"), 5]}, {"!": {"==": [v("word"), "x"]}}, {"or": [v("flag"), {"<": [v("share"), 1]}]}]}, FACTS)
    told = [
        (one.path, one.depth, one.operator, one.is_true, one.values) for one in explain_rule(rule, {"whole": 3, "word": "x", "share": 0.5})
    ]
    assert told == [
        ("", 0, "and", False, {}),
        ("/and/0", 1, None, False, {"whole": 3}),
        ("/and/1", 1, "not", False, {}),
        ("/and/1/!", 2, None, True, {"word": "x"}),
        ("/and/2", 1, "or", True, {}),
        ("/and/2/or/0", 2, None, False, {"flag": None}),
        ("/and/2/or/1", 2, None, True, {"share": 0.5}),
    ]
