"""Rules and rows in which json-logic-qubit means what we mean: its quirks are listed in the tests that use it. Not here: any test."""

import random
from typing import Any

from hypothesis import strategies as st

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


def a_row_in_common(chance: random.Random) -> dict[str, Any]:
    """One such row, drawn without Hypothesis, for a table that many rules are asked of."""
    words, numbers = ["a", "b", "ab", "é", "عربي", "A"], [*range(-20, 21), 0.5, -0.5, 2.25]
    return {
        "whole": chance.randint(-20, 20),
        "count": chance.randint(0, 20),
        "ratio": float(chance.choice(numbers)),
        "share": float(chance.choice(numbers)),
        "word": chance.choice(words),
        "select": chance.choice(words),
        "flag": chance.random() < 0.5,
        "is_known": chance.random() < 0.5,
    }


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
