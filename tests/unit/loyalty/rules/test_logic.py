"""Conditions over nested facts: what every operator says, what is refused at the door, and which clause failed."""

import pytest

from loyalty.rules import (
    ForbiddenOperator,
    InvalidRule,
    MalformedRule,
    RuleTooDeep,
    RuleTooLarge,
    TypeMismatch,
    UnknownField,
    UnknownOperator,
)
from loyalty.rules.logic import LogicTooCostly, decide_logic, read_logic, worth
from loyalty.rules.logic_explain import failed_clause
from loyalty.rules.shapes import ANYTHING, Items, Plain, Record

LINE = Record({"line_id": Plain(), "amount_minor": Plain(), "category_code": Plain(), "attributes": ANYTHING})
SHAPE = Record(
    {
        "order": Record({"spend_minor": Plain(), "currency_code": Plain()}),
        "lines": Items(LINE),
        "tier": Record({"code": Plain()}),
        "segments": Items(Plain()),
        "event": Record({"attributes": ANYTHING}),
    }
)
FACTS = {
    "order": {"spend_minor": 1200, "currency_code": "USD"},
    "lines": [
        {"line_id": "1", "amount_minor": 900, "category_code": "wine", "attributes": {"colour": "red"}},
        {"line_id": "2", "amount_minor": 300, "category_code": "bread", "attributes": {}},
    ],
    "tier": {"code": "GOLD"},
    "segments": frozenset({"vip", "new"}),
    "event": {"attributes": {"stars": 5, "tags": ["a", "b"], "empty": "", "nothing": None}},
}


def var(name: str, *default: object) -> dict[str, object]:
    return {"var": [name, *default] if default else name}


SPEND, TAGS = var("order.spend_minor"), var("event.attributes.tags")
WORTHS = [
    (var("order.spend_minor"), 1200),
    (var("lines.1.category_code"), "bread"),
    (var("lines.7.category_code", "none"), "none"),
    (var("event.attributes.nothing", 3), 3),
    (var("event.attributes.unheard.of"), None),
    (
        {"missing": ["event.attributes.stars", "event.attributes.empty", "event.attributes.nothing"]},
        ["event.attributes.empty", "event.attributes.nothing"],
    ),
    ({"missing_some": [1, ["event.attributes.stars", "event.attributes.empty"]]}, []),
    ({"missing_some": [2, ["event.attributes.stars", "event.attributes.empty"]]}, ["event.attributes.empty"]),
    ({"if": [{">": [SPEND, 2000]}, "much", {">": [SPEND, 1000]}, "some", "little"]}, "some"),
    ({"if": [False, 1]}, None),
    ({"?:": [0, 1, 2]}, 2),
    ({"and": [1, "", 3]}, ""),
    ({"or": [0, [], "x"]}, "x"),
    ({"!": [[]]}, True),
    ({"!!": ["0"]}, True),
    ({"==": [1, "1"]}, True),
    ({"==": [0, ""]}, True),
    ({"==": [None, 0]}, False),
    ({"==": [None, var("event.attributes.nothing")]}, True),
    ({"==": [True, 1]}, True),
    ({"!=": ["1", 1]}, False),
    ({"===": [1, "1"]}, False),
    ({"===": [1, 1.0]}, True),
    ({"!==": [True, 1]}, True),
    ({"<": [1, SPEND, 2000]}, True),
    ({"<": [1, 1200, SPEND]}, False),
    ({"<=": [1200, SPEND, 1200]}, True),
    ({">": ["b", "a"]}, True),
    ({">=": ["10", 9]}, True),
    ({"<": [None, 5]}, False),
    ({">": [5, None]}, False),
    ({"<": ["abc", 5]}, False),
    ({"in": ["vip", var("segments")]}, True),
    ({"in": ["a", TAGS]}, True),
    ({"in": ["SD", var("order.currency_code")]}, True),
    ({"in": [1, ["1"]]}, False),
    ({"in": [5, None]}, False),
    ({"+": [1, "2", 3.5]}, 6.5),
    ({"+": [1, None]}, None),
    ({"-": [5]}, -5),
    ({"-": [5, 7]}, -2),
    ({"*": [2, 3, 4]}, 24),
    ({"*": [1e200, 1e200]}, None),
    ({"/": [7, 2]}, 3.5),
    ({"/": [6, 2]}, 3),
    ({"/": [1, 0]}, None),
    ({"%": [-7, 3]}, -1),
    ({"%": [7, 0]}, None),
    ({"min": [3, "2", 5]}, 2),
    ({"max": [3, None]}, None),
    ({"cat": ["a", 1, 2.0, None, True, [1, 2]]}, "a12true1,2"),
    ({"substr": ["jsonlogic", 4]}, "logic"),
    ({"substr": ["jsonlogic", -5]}, "logic"),
    ({"substr": ["jsonlogic", 1, 3]}, "son"),
    ({"substr": ["jsonlogic", 4, -2]}, "log"),
    ({"merge": [[1], 2, [3, 4]]}, [1, 2, 3, 4]),
    ({"map": [var("lines"), var("amount_minor")]}, [900, 300]),
    ({"map": [{"filter": [var("lines"), {"==": [var("category_code"), "wine"]}]}, var("line_id")]}, ["1"]),
    ({"reduce": [var("lines"), {"+": [var("accumulator"), var("current.amount_minor")]}, 0]}, 1200),
    ({"all": [var("lines"), {">": [var("amount_minor"), 100]}]}, True),
    ({"all": [[], {">": [var(""), 1]}]}, False),
    ({"some": [var("lines"), {"==": [var("attributes.colour"), "red"]}]}, True),
    ({"none": [var("lines"), {"==": [var("category_code"), "toys"]}]}, True),
    ({"filter": [[1, 2, 3], {"%": [var(""), 2]}]}, [1, 3]),
    ({"map": [var("event.attributes.unheard"), var("")]}, []),
]


@pytest.mark.parametrize(("document", "value"), WORTHS, ids=str)
def test_an_operator_is_worth_what_jsonlogic_says(document, value):
    found = worth(read_logic(document, SHAPE).root, FACTS)
    assert found == value
    assert type(found) is type(value)


REFUSALS = [
    ({"=": [1, 1]}, UnknownOperator, "", "Did you mean '=='?"),
    ({"filtre": [[1], 1]}, UnknownOperator, "", "Did you mean 'filter'?"),
    ({"and": [{"==": [1]}]}, MalformedRule, "/and/0/==", None),
    ({"and": [1], "or": [1]}, MalformedRule, "", "Join several"),
    ({">": [var("order.spend_minr"), 5]}, UnknownField, "/>/0", "Did you mean 'order.spend_minor'?"),
    ({">": [var("basket"), 5]}, UnknownField, "/>/0", "There are 'order', 'lines'"),
    ({"some": [var("lines"), {"==": [var("category"), "x"]}]}, UnknownField, "/some/1/==/0", "Did you mean 'category_code'?"),
    ({"some": [var("lines"), {"==": [var("order.spend_minor"), 1]}]}, UnknownField, "/some/1/==/0", None),
    ({"missing": ["tier.cod"]}, UnknownField, "/missing/0", "Did you mean 'tier.code'?"),
    ({"map": [var("order.spend_minor"), 1]}, TypeMismatch, "/map/0", "lines"),
    ({"var": [{"cat": ["a", "b"]}]}, TypeMismatch, "", "Write"),
    ({"missing": [{"merge": [["a"], ["b"]]}]}, TypeMismatch, "/missing/0", None),
    ({"log": ["x"]}, ForbiddenOperator, "", "prints"),
    ({"method": ["x", "upper"]}, ForbiddenOperator, "", "code"),
    ({"some": [TAGS, {"some": [TAGS, {"some": [TAGS, 1]}]}]}, InvalidRule, "/some/1/some/1", None),
    ({"in": ["a", ["x"] * 1_001]}, RuleTooLarge, "/in/1", None),
    ({"and": [{"==": [1, 1]}] * 400}, RuleTooLarge, None, None),
]


@pytest.mark.parametrize(("document", "error", "path", "advice"), REFUSALS, ids=lambda one: str(one)[:40])
def test_what_is_wrong_is_refused_with_its_path_and_advice(document, error, path, advice):
    shape = Record({**SHAPE.fields, "tags": Items(ANYTHING)})
    if error is InvalidRule:
        shape, error = ANYTHING, RuleTooDeep
    with pytest.raises(error) as caught:
        read_logic(document, shape)
    if path is not None:
        assert caught.value.path == path
    if advice:
        assert advice in (caught.value.suggestion or "")


def test_a_rule_too_deep_is_refused():
    document: object = True
    for _ in range(21):
        document = {"!": [document]}
    with pytest.raises(RuleTooDeep):
        read_logic(document)


def test_a_decision_that_would_visit_too_many_items_is_stopped():
    many = {"items": list(range(1_000))}
    logic = read_logic({"all": [var("items"), {"all": [[0] * 500, {"==": [var(""), 0]}]}]})
    with pytest.raises(LogicTooCostly):
        decide_logic(logic, many)


def test_what_would_grow_without_bound_becomes_null():
    doubling = read_logic({"reduce": [var("items"), {"cat": [var("accumulator"), var("accumulator")]}, "ab"]})
    merging = read_logic({"reduce": [var("items"), {"merge": [var("accumulator"), var("accumulator")]}, [1, 2]]})
    for logic in (doubling, merging):
        assert decide_logic(logic, {"items": list(range(60))}) in {True, False}
        assert len(str(worth(logic.root, {"items": list(range(60))}))) < 100_000


def test_the_paths_that_a_condition_reads_are_known():
    logic = read_logic({"and": [{">": [SPEND, 1]}, {"in": ["vip", var("segments")]}, {"some": [var("lines"), var("amount_minor")]}]}, SHAPE)
    assert logic.paths == {"order.spend_minor", "segments", "lines"}


FAILED = [
    (
        {"and": [{">": [SPEND, 5]}, {">": [SPEND, 5000]}, False]},
        "/and/1",
        '{">": [{"var": "order.spend_minor"}, 5000]}',
        {"order.spend_minor": 1200},
    ),
    ({"or": [{"<": [SPEND, 5]}, {"==": [var("tier.code"), "X"]}]}, "", None, {"order.spend_minor": 1200, "tier.code": "GOLD"}),
    ({"or": [{"and": [True, {"<": [SPEND, 5]}]}]}, "/or/0/and/1", None, {"order.spend_minor": 1200}),
    ({"!": [{"in": ["vip", var("segments")]}]}, "", None, {"segments": frozenset({"vip", "new"})}),
    ({"if": [{">": [SPEND, 5]}, {"and": [{"<": [SPEND, 7]}]}, True]}, "/if/1/and/0", None, {"order.spend_minor": 1200}),
    ({"all": [var("lines"), {"<": [var("amount_minor"), 500]}]}, "", None, {"lines": FACTS["lines"]}),
]


@pytest.mark.parametrize(("document", "path", "text", "values"), FAILED, ids=[str(row[0]) for row in FAILED])
def test_the_first_clause_that_failed_is_named_with_what_it_saw(document, path, text, values):
    clause = failed_clause(read_logic(document, SHAPE), FACTS)
    assert clause is not None
    assert clause.path == path
    assert text is None or clause.text == text
    assert clause.values == values


def test_a_condition_that_holds_has_no_failed_clause():
    assert failed_clause(read_logic({"and": [{">": [SPEND, 5]}, True]}, SHAPE), FACTS) is None
