"""Where json-logic-qubit and we mean the same, we answer the same; where we do not, the difference is written down here."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from json_logic import jsonLogic

from loyalty.rules import decide_rule, read_rule
from tests.support.rules import FACTS

# Small whole numbers, so that its exact integers and our doubles are the same; no nulls, no dates, which it does not know.
NUMBERS = st.integers(-20, 20) | st.sampled_from([0.5, -0.5, 2.25])
TEXTS = st.sampled_from(["a", "b", "ab", "é", "عربي", "A"])
ROWS = st.fixed_dictionaries(
    {
        "whole": st.integers(-20, 20),
        "count": st.integers(0, 20),
        "ratio": NUMBERS.map(float),
        "share": NUMBERS.map(float),
        "word": TEXTS,
        "select": TEXTS,
        "flag": st.booleans(),
        "is_known": st.booleans(),
    }
)


def var(*names: str) -> st.SearchStrategy[Any]:
    return st.sampled_from(names).map(lambda name: {"var": name})


def arguments(inner: st.SearchStrategy[Any], least: int, most: int) -> st.SearchStrategy[list[Any]]:
    return st.lists(inner, min_size=least, max_size=most)


_LEAF_NUMBER = NUMBERS | var("whole", "count", "ratio", "share")
_NUMBER = _LEAF_NUMBER | st.one_of(
    arguments(_LEAF_NUMBER, 1, 3).map(lambda given: {"+": given}),
    arguments(_LEAF_NUMBER, 1, 2).map(lambda given: {"-": given}),
    arguments(_LEAF_NUMBER, 2, 3).map(lambda given: {"*": given}),
    arguments(_LEAF_NUMBER, 1, 3).map(lambda given: {"max": given}),
    arguments(_LEAF_NUMBER, 1, 3).map(lambda given: {"min": given}),
    st.tuples(_LEAF_NUMBER, st.sampled_from([2, 4, -8])).map(lambda given: {"/": list(given)}),
    st.integers(1, 7).map(lambda divisor: {"%": [{"var": "count"}, divisor]}),
)
_TEXT = TEXTS | var("word", "select")
_LEAF = st.one_of(
    st.tuples(st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), arguments(_NUMBER, 2, 2)).map(lambda given: {given[0]: given[1]}),
    st.tuples(st.sampled_from(["<", "<="]), arguments(_NUMBER, 3, 3)).map(lambda given: {given[0]: given[1]}),
    st.tuples(st.sampled_from(["<", ">", "==", "!=", "===", "!=="]), arguments(_TEXT, 2, 2)).map(lambda given: {given[0]: given[1]}),
    st.tuples(_TEXT, st.lists(TEXTS, max_size=3)).map(lambda given: {"in": list(given)}),
    arguments(_TEXT, 2, 2).map(lambda given: {"in": given}),
    st.tuples(var("flag", "is_known"), st.booleans()).map(lambda given: {"==": list(given)}),
    var("flag", "word", "count", "ratio"),
    arguments(st.sampled_from(["word", "flag", "nothing"]).filter(lambda name: name in FACTS), 1, 2).map(lambda given: {"missing": given}),
)
RULES = st.recursive(
    _LEAF,
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(["and", "or"]), arguments(inner, 1, 3)).map(lambda given: {given[0]: given[1]}),
        st.tuples(st.sampled_from(["!", "!!"]), inner).map(lambda given: {given[0]: [given[1]]}),
        arguments(inner, 3, 3).map(lambda given: {"!!": [{"if": given}]}),
    ),
    max_leaves=8,
)


def booleans_only(document: Any) -> Any:
    """Our branches of `if` must be of one kind: make each of them true or false."""
    if isinstance(document, dict):
        ((operator, given),) = document.items()
        if operator == "if":
            condition, *branches = given
            return {"if": [booleans_only(condition), *({"!!": [booleans_only(branch)]} for branch in branches)]}
        return {operator: booleans_only(given)}
    return [booleans_only(item) for item in document] if isinstance(document, list) else document


@settings(max_examples=1_500, deadline=None)
@given(RULES, ROWS)
def test_the_same_rule_gives_the_same_answer(document: Any, row: dict[str, Any]) -> None:
    rule = booleans_only(document)
    assert decide_rule(read_rule(rule, FACTS))(row) is bool(jsonLogic(rule, row)), (rule, row)


@pytest.mark.parametrize(
    ("document", "row", "ours", "theirs"),
    [
        # `==` turns both sides into texts there, so null equals the text "None"; here null equals null only.
        ({"==": [{"var": "word"}, "None"]}, {"word": None}, False, True),
        # It falls back from <= to that same ==, so null <= null holds there; here an ordering with null is false.
        ({"<=": [{"var": "whole"}, {"var": "whole"}]}, {"whole": None}, False, True),
        # The remainder has the divisor's sign there (Python's) and the dividend's here (SQL's, JavaScript's).
        ({"==": [{"%": [{"var": "whole"}, 7]}, 6]}, {"whole": -8}, False, True),
        # NaN is an ordinary value there; here it is missing.
        ({"!=": [{"var": "ratio"}, None]}, {"ratio": float("nan")}, False, True),
    ],
)
def test_known_differences(document: Any, row: dict[str, Any], ours: bool, theirs: bool) -> None:
    assert decide_rule(read_rule(document, FACTS))(row) is ours
    assert bool(jsonLogic(document, row)) is theirs


def test_chain_of_greater_is_no_chain_there() -> None:
    document = {">": [3, {"var": "whole"}, 1]}
    with pytest.raises(TypeError):
        jsonLogic(document, {"whole": 2})
    assert decide_rule(read_rule(document, FACTS))({"whole": 2}) is True


def test_arithmetic_with_null_raises_there_and_is_null_here() -> None:
    document = {">": [{"+": [{"var": "whole"}, 1]}, 0]}
    with pytest.raises(TypeError):
        jsonLogic(document, {"whole": None})
    assert decide_rule(read_rule(document, FACTS))({"whole": None}) is False
