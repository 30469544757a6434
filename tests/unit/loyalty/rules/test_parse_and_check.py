"""What a rule may be: each refusal with its code, its path and its advice."""

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loyalty.errors import Invalid
from loyalty.features import Catalogue
from loyalty.rules import CheckedRule, InvalidRule, check_rule, parse_rule, parse_text, read_rule
from loyalty.rules.model import Call, Constant, ListOf
from loyalty.rules.operators import OPERATORS
from tests.support.rules import FACTS, INJECTIONS, a_feature, truths

PROFILE = Catalogue.of(
    "marts.customer_profile",
    a_feature("recency_days", "integer", is_nullable=False),
    a_feature("overdue_ratio", "number"),
    a_feature("churn_band_code", "text", codes=("LOW", "MEDIUM", "HIGH")),
    a_feature("city", "text"),
    a_feature("is_vip", "boolean"),
    a_feature("last_purchase_on", "date"),
)


def refusal(document: object) -> InvalidRule:
    with pytest.raises(InvalidRule) as caught:
        read_rule(document, PROFILE)
    assert isinstance(caught.value, Invalid)
    return caught.value


def var(name: str) -> dict[str, str]:
    return {"var": name}


REFUSALS: list[tuple[object, str, str, str | None]] = [
    # (rule, code, path, a part of the suggestion)
    ({"and": [{">": [var("recency"), 1]}]}, "RULE_FIELD_UNKNOWN", "/and/0/>/0/var", "recency_days"),
    ({">": [var("Recency_Days"), 1]}, "RULE_FIELD_UNKNOWN", "/>/0/var", "recency_days"),
    ({">": [var("zzz"), 1]}, "RULE_FIELD_UNKNOWN", "/>/0/var", "marts.customer_profile"),
    ({"missing": ["city", "citty"]}, "RULE_FIELD_UNKNOWN", "/missing/1", "city"),
    ({">": [var("recency_days"), "28"]}, "RULE_TYPE_MISMATCH", "/>/1", "Write 28 without quotes"),
    ({"==": [var("city"), 7]}, "RULE_TYPE_MISMATCH", "/==/1", 'Write "7" in quotes'),
    ({"==": [var("is_vip"), 1]}, "RULE_TYPE_MISMATCH", "/==/1", "true or false"),
    ({"==": [var("is_vip"), "true"]}, "RULE_TYPE_MISMATCH", "/==/1", "Write true without quotes"),
    ({">": [var("is_vip"), False]}, "RULE_TYPE_MISMATCH", "/>/0", None),
    ({">": [var("last_purchase_on"), 20171031]}, "RULE_TYPE_MISMATCH", "/>/1", "2017-10-31"),
    ({"==": [var("city"), var("recency_days")]}, "RULE_TYPE_MISMATCH", "/==/1", None),
    ({"+": [var("city"), 1]}, "RULE_TYPE_MISMATCH", "/+/0", None),
    ({"max": [var("recency_days"), var("last_purchase_on")]}, "RULE_TYPE_MISMATCH", "/max/1", None),
    ({"if": [var("is_vip"), 1, "one"]}, "RULE_TYPE_MISMATCH", "/if/2", None),
    ({"%": [var("overdue_ratio"), 2]}, "RULE_TYPE_MISMATCH", "/%/0", None),
    ({"%": [var("recency_days"), 0]}, "RULE_TYPE_MISMATCH", "/%/1", None),
    ({"in": [var("recency_days"), var("city")]}, "RULE_TYPE_MISMATCH", "/in/0", None),
    ({"in": [var("recency_days"), [1, var("recency_days")]]}, "RULE_TYPE_MISMATCH", "/in/1/1", "or"),
    ({"in": [var("recency_days"), ["1"]]}, "RULE_TYPE_MISMATCH", "/in/1/0", "without quotes"),
    ({"and": [[1, 2]]}, "RULE_TYPE_MISMATCH", "/and/0", "in"),
    ({"var": ["city", {"var": "city"}]}, "RULE_TYPE_MISMATCH", "/var/1", None),
    ({"==": [{"var": ["recency_days", 0.5]}, 1]}, "RULE_TYPE_MISMATCH", "/==/0/var/1", "Round"),
    ({"==": [var("churn_band_code"), "HIHG"]}, "RULE_VALUE_IMPOSSIBLE", "/==/1", "HIGH"),
    ({"in": [var("churn_band_code"), ["LOW", "medium"]]}, "RULE_VALUE_IMPOSSIBLE", "/in/1/1", "MEDIUM"),
    ({">": [var("last_purchase_on"), "2017-02-29"]}, "RULE_VALUE_IMPOSSIBLE", "/>/1", "2017-10-31"),
    ({">": [var("last_purchase_on"), "20170228"]}, "RULE_VALUE_IMPOSSIBLE", "/>/1", "2017-10-31"),
    ({"==": [var("city"), "a\x00b"]}, "RULE_VALUE_IMPOSSIBLE", "/==/1", "u0000"),
    ({"==": [var("city"), "\ud800"]}, "RULE_VALUE_IMPOSSIBLE", "/==/1", None),
    ({">": [var("overdue_ratio"), float("nan")]}, "RULE_VALUE_IMPOSSIBLE", "/>/1", None),
    ({">": [var("overdue_ratio"), 10**400]}, "RULE_VALUE_IMPOSSIBLE", "/>/1", None),
    ({"=": [1, 2]}, "RULE_OPERATOR_UNKNOWN", "", "'=='"),
    ({"and": [{"AND": [True]}]}, "RULE_OPERATOR_UNKNOWN", "/and/0", "'and'"),
    ({"between": [1, 2, 3]}, "RULE_OPERATOR_UNKNOWN", "", "'<='"),
    ({"frobnicate": []}, "RULE_OPERATOR_UNKNOWN", "", None),
    ({"and": [{"map": [[1], 2]}]}, "RULE_OPERATOR_FORBIDDEN", "/and/0", "feature"),
    ({"==": [{"cat": ["a", "b"]}, "ab"]}, "RULE_OPERATOR_FORBIDDEN", "/==/0", None),
    ({"!": [True, False]}, "RULE_MALFORMED", "/!", None),
    ({"and": []}, "RULE_MALFORMED", "/and", None),
    ({"<": [1, 2, 3, 4]}, "RULE_MALFORMED", "/<", None),
    ({"==": [1, 1], "!=": [1, 2]}, "RULE_MALFORMED", "", "and"),
    ({"and": [{}]}, "RULE_MALFORMED", "/and/0", None),
    ({"var": 1}, "RULE_MALFORMED", "/var", None),
    ({"var": {"var": "city"}}, "RULE_MALFORMED", "/var", None),
    ({"missing": [[]]}, "RULE_MALFORMED", "", None),
    ({"missing_some": ["2", ["city"]]}, "RULE_MALFORMED", "", None),
    ({"==": [var("city"), b"bytes"]}, "RULE_MALFORMED", "/==/1", None),
    ({">": [{"*": [var("overdue_ratio")] * 12}, 0]}, "RULE_ARITHMETIC_OUT_OF_RANGE", "/>/0", None),
    ({">": [{"*": [var("overdue_ratio"), 1e200]}, 0]}, "RULE_ARITHMETIC_OUT_OF_RANGE", "/>/0/*/1", None),
]


@pytest.mark.parametrize(("document", "code", "path", "advice"), REFUSALS)
def test_refusal_tells_code_path_and_advice(document: object, code: str, path: str, advice: str | None) -> None:
    error = refusal(document)
    assert (error.code, error.path) == (code, path)
    assert (advice or "") in (error.suggestion or "")
    assert error.message
    assert not path or path in error.message


@pytest.mark.parametrize("name", [name for name, operator in OPERATORS.items() if not operator.is_allowed])
def test_each_forbidden_operator_says_what_to_do_instead(name: str) -> None:
    arguments = [1] * min(max(OPERATORS[name].fewest, 1), 3 if OPERATORS[name].most is None else OPERATORS[name].most)
    error = refusal({name: arguments})
    assert error.code == "RULE_OPERATOR_FORBIDDEN"
    assert error.suggestion


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"and": [', "RULE_MALFORMED"),
        ("", "RULE_MALFORMED"),
        ('{"==": [1, 1], "==": [1, 2]}', "RULE_MALFORMED"),
        ('{">": [1, NaN]}', "RULE_VALUE_IMPOSSIBLE"),
        ('{">": [1, -Infinity]}', "RULE_VALUE_IMPOSSIBLE"),
        ('{">": [1, 1e999]}', "RULE_VALUE_IMPOSSIBLE"),
        ('{">": [1, ' + "9" * 5_000 + "]}", "RULE_VALUE_IMPOSSIBLE"),
        ("[" * 100_000, "RULE_TOO_DEEP"),
        ('{"!":' * 30 + "1" + "}" * 30, "RULE_TOO_DEEP"),
    ],
)
def test_text_that_is_no_rule_is_refused(text: str, code: str) -> None:
    with pytest.raises(InvalidRule) as caught:
        parse_text(text)
    assert caught.value.code == code


def test_malformed_json_tells_line_and_column() -> None:
    with pytest.raises(InvalidRule, match="line 2, column 3"):
        parse_text("{\n  oops")


def nested(depth: int) -> Any:
    document: Any = {"var": "is_vip"}
    for _ in range(depth - 1):
        document = {"!": [document]}
    return document


def test_twenty_deep_is_the_limit() -> None:
    assert read_rule(nested(20), PROFILE).rule.depth == 20
    assert refusal(nested(21)).code == "RULE_TOO_DEEP"


def test_five_hundred_nodes_are_the_limit() -> None:
    # `and` is one node, each `{"var": …}` one.
    assert read_rule({"and": [var("is_vip")] * 499}, PROFILE).rule.node_count == 500
    assert refusal({"and": [var("is_vip")] * 500}).code == "RULE_TOO_LARGE"


def test_ten_thousand_list_items_are_the_limit() -> None:
    assert read_rule({"in": [var("recency_days"), list(range(10_000))]}, PROFILE)
    error = refusal({"in": [var("recency_days"), list(range(10_001))]})
    assert (error.code, error.path) == ("RULE_TOO_LARGE", "/in/1")


def test_sql_that_would_explode_is_refused() -> None:
    document: Any = {"var": "overdue_ratio"}
    for number in range(18):
        document = {"max" if number % 2 else "min": [document, {"var": "overdue_ratio"}]}
    assert refusal({">": [document, 1]}).code == "RULE_TOO_LARGE"


def test_every_node_knows_its_place() -> None:
    rule = parse_rule({"and": [{"/": [1, {"var": "a"}]}, {"in": ["x", ["y", 2.0]]}]})
    assert isinstance(rule.root, Call)
    division, membership = rule.root.arguments
    assert isinstance(division, Call)
    assert isinstance(membership, Call)
    assert division.arguments[1].path == "/and/0/~1/1", "a slash in a JSON Pointer is written ~1"
    listed = membership.arguments[1]
    assert listed == ListOf("/and/1/in/1", (Constant("/and/1/in/1/0", "y"), Constant("/and/1/in/1/1", 2)))


def test_single_argument_may_stand_without_a_list() -> None:
    assert parse_rule({"!": {"var": "is_vip"}}).root == Call("", "!", (Call("/!", "var", (Constant("/!/var", "is_vip"),)),))


def test_rule_names_the_features_it_reads_in_the_order_of_the_catalogue() -> None:
    rule = read_rule({"or": [{"missing": ["city"]}, {">": [var("recency_days"), 1]}, {"==": [var("city"), "x"]}]}, PROFILE)
    assert [feature.name for feature in rule.fields] == ["recency_days", "city"]
    assert rule.relation == "marts.customer_profile"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from([*FACTS.features, *INJECTIONS]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from([*OPERATORS, "="]), inner, min_size=1, max_size=1),
    max_leaves=30,
)


@settings(max_examples=500, deadline=None)
@given(JSON)
def test_any_json_is_a_rule_or_one_clear_refusal(document: object) -> None:
    with contextlib.suppress(InvalidRule):
        assert isinstance(read_rule(document, FACTS), CheckedRule)


@settings(max_examples=100, deadline=None)
@given(truths())
def test_rule_survives_text(document: object) -> None:
    try:
        read = read_rule(document, FACTS)
    except InvalidRule:
        return
    assert check_rule(parse_text(json.dumps(document)), FACTS) == read
