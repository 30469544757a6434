"""Where json-logic-qubit answers as JSONLogic's own tests ask, our nested conditions answer alike; where it does not, it is listed."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from json_logic import jsonLogic

from loyalty.rules.logic import read_logic, worth

NUMBERS = st.integers(-20, 20)
TEXTS = st.sampled_from(["a", "b", "ab", "é", "عربي", "A"])
LINES = st.lists(st.fixed_dictionaries({"amount": NUMBERS, "word": TEXTS}), max_size=4)
FACTS = st.fixed_dictionaries(
    {"count": NUMBERS, "word": TEXTS, "flag": st.booleans(), "lines": LINES, "deep": st.fixed_dictionaries({"n": NUMBERS})}
)


def listed(inner: st.SearchStrategy[Any], least: int, most: int) -> st.SearchStrategy[list[Any]]:
    return st.lists(inner, min_size=least, max_size=most)


def conditions(number: st.SearchStrategy[Any], text: st.SearchStrategy[Any], inner_lists: bool) -> st.SearchStrategy[Any]:
    numbers = number | st.one_of(
        listed(number, 1, 3).map(lambda given: {"+": given}),
        listed(number, 1, 2).map(lambda given: {"-": given}),
        listed(number, 2, 3).map(lambda given: {"*": given}),
        listed(number, 1, 3).map(lambda given: {"max": given}),
        listed(number, 1, 3).map(lambda given: {"min": given}),
        st.tuples(st.integers(0, 20), st.integers(1, 7)).map(lambda given: {"%": list(given)}),
    )
    leaf = st.one_of(
        st.tuples(st.sampled_from(["<", "<=", ">", ">=", "==", "!=", "===", "!=="]), listed(numbers, 2, 2)).map(
            lambda given: {given[0]: given[1]}
        ),
        st.tuples(st.sampled_from(["<", "<="]), listed(numbers, 3, 3)).map(lambda given: {given[0]: given[1]}),
        st.tuples(st.sampled_from(["<", ">", "==", "!=="]), listed(text, 2, 2)).map(lambda given: {given[0]: given[1]}),
        listed(text, 2, 2).map(lambda given: {"in": given}),
        st.tuples(text, st.lists(TEXTS, max_size=3)).map(lambda given: {"in": list(given)}),
        listed(text, 1, 3).map(lambda given: {"cat": given}),
        st.tuples(text, st.integers(0, 3)).map(lambda given: {"substr": list(given)}),
        st.lists(number | listed(number, 0, 2), max_size=3).map(lambda given: {"merge": given}),
    )
    if inner_lists:
        item = conditions(NUMBERS | st.just({"var": "amount"}), TEXTS | st.just({"var": "word"}), inner_lists=False)
        leaf = leaf | st.one_of(
            st.tuples(st.sampled_from(["map", "filter", "all", "some", "none"]), item).map(
                lambda given: {given[0]: [{"var": "lines"}, given[1]]}
            ),
            NUMBERS.map(lambda start: {"reduce": [{"var": "lines"}, {"+": [{"var": "accumulator"}, {"var": "current.amount"}]}, start]}),
            st.just({"missing": ["count", "nowhere", "deep.n"]}),
            st.integers(0, 3).map(lambda fewest: {"missing_some": [fewest, ["count", "nowhere", "deep.n"]]}),
        )
    return st.recursive(
        leaf,
        lambda inner: st.one_of(
            st.tuples(st.sampled_from(["and", "or"]), listed(inner, 1, 3)).map(lambda given: {given[0]: given[1]}),
            st.tuples(st.sampled_from(["!", "!!"]), inner).map(lambda given: {given[0]: [given[1]]}),
            listed(inner, 2, 4).map(lambda given: {"if": given}),
        ),
        max_leaves=5,
    )


NUMBER = NUMBERS | st.sampled_from([{"var": "count"}, {"var": "deep.n"}, {"var": ["nowhere", 3]}])
TEXT = TEXTS | st.just({"var": "word"})


@settings(max_examples=400, deadline=None)
@given(document=conditions(NUMBER, TEXT, inner_lists=True), facts=FACTS)
def test_ours_is_worth_what_json_logic_qubit_says(document, facts):
    assert worth(read_logic(document).root, facts) == jsonLogic(document, facts)


QUIRKS = [
    # json-logic-js (and we) coerce; the package compares texts with texts and raises on what int() cannot read.
    ({"==": [1, "1.0"]}, True, False),
    ({"==": [0, ""]}, True, False),
    ({"==": ["", False]}, True, False),
    ({"<": ["abc", 5]}, False, ValueError),
    ({"+": ["x", 1]}, None, ValueError),
    # Division by zero is null to us; the package raises.
    ({"/": [1, 0]}, None, ZeroDivisionError),
    ({"%": [1, 0]}, None, ZeroDivisionError),
    # The remainder has the dividend's sign, as in JavaScript; the package's has the divisor's.
    ({"%": [-7, 3]}, -1, 2),
    # A whole number equals null nowhere; the package finds null not below, and not equal: alike. But true is text "True" to it.
    ({"cat": [True]}, "true", "True"),
    # A list is written with commas in JavaScript.
    ({"cat": [[1, 2]]}, "1,2", "[1, 2]"),
    # All of an empty list: false in json-logic-js and in the package alike; noted because it surprises.
    ({"all": [[], True]}, False, False),
    # An object is truthy in JavaScript even when it is empty; the package follows Python.
    ({"!!": [{"var": "empty"}]}, True, False),
]


@pytest.mark.parametrize(("document", "ours", "theirs"), QUIRKS, ids=str)
def test_where_the_package_differs_it_is_written_down(document, ours, theirs):
    facts = {"empty": {}}
    assert worth(read_logic(document).root, facts) == ours
    if isinstance(theirs, type):
        with pytest.raises(theirs):
            jsonLogic(document, facts)
    else:
        assert jsonLogic(document, facts) == theirs
