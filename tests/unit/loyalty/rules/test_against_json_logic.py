"""Where json-logic-qubit and we mean the same, we answer the same; where we do not, the difference is written down here."""

from typing import Any

import pytest
from hypothesis import given, settings
from json_logic import jsonLogic

from loyalty.rules import decide_rule, read_rule
from tests.support.rules import FACTS
from tests.support.rules_in_common import ROWS, RULES, booleans_only


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
