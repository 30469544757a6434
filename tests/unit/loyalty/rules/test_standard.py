"""Rules over free data mean what the standard says: JavaScript's corners, the community's errors, and the suite runner around them."""

import pytest

from loyalty.rules import RuleTooDeep, UnknownOperator
from loyalty.rules.conformance import SuiteMalformed, is_same_json, read_suite, run_suite
from loyalty.rules.logic import LogicThrown, LogicTooCostly, apply_standard

DATA = {
    "cart": {"lines": [{"sku": "a", "price": 3}, {"sku": "b", "price": "4"}], "note": "", "gift": None},
    "tags": ["x", "y"],
    "0": "zero",
    "": "empty key",
    "n": 3,
}
SUM = {"+": [{"var": "accumulator"}, {"var": "current"}]}
WORTHS = [
    # A document that is no rule is worth itself; rules within an array are rules.
    ("text", "text"),
    ({}, {}),
    ({"a": 1, "b": 2}, {"a": 1, "b": 2}),
    ([{"var": "n"}, [{"+": [1, 1]}]], [3, [2]]),
    # Reading facts.
    ({"var": ""}, DATA),
    ({"var": None}, DATA),
    ({"var": []}, DATA),
    ({"var": 0}, "zero"),
    ({"var": "cart.lines.1.sku"}, "b"),
    ({"var": "cart.lines.2.sku"}, None),
    ({"var": "cart.lines.-1.sku"}, None),
    ({"var": ["cart.lines.2.sku", "none"]}, "none"),
    ({"var": ["cart.gift", "stands"]}, None),
    ({"var": ["cart.gift.ribbon", "stands"]}, "stands"),
    ({"var": ["nowhere", {"var": "n"}]}, 3),
    ({"var": {"cat": ["ta", "gs"]}}, ["x", "y"]),
    ({"var": [{"if": [True, "n", "tags"]}]}, 3),
    ({"missing": ["n", "cart.note", "cart.gift", "cart.lines.0.sku", "nowhere.at.all"]}, ["cart.note", "cart.gift", "nowhere.at.all"]),
    ({"missing": {"merge": ["n", ["q"]]}}, ["q"]),
    ({"missing": []}, []),
    ({"missing_some": [1, ["n", "q"]]}, []),
    ({"missing_some": [2, ["n", "q", "r"]]}, ["q", "r"]),
    # Truth.
    ({"!!": [["0"]]}, True),
    ({"!!": "0"}, True),
    ({"!!": [[]]}, False),
    ({"!!": [{}]}, True),
    ({"!": []}, True),
    ({"and": []}, False),
    ({"or": []}, False),
    ({"and": [1, "", {"throw": "never"}]}, ""),
    # Branches.
    ({"if": []}, None),
    ({"if": [0]}, 0),
    ({"if": [[], 1]}, None),
    ({"if": [[], 1, "0", 2]}, 2),
    ({"?:": ["", 1, 2]}, 2),
    # Comparing.
    ({"==": ["1", 1]}, True),
    ({"==": ["1.0", 1]}, True),
    ({"==": ["1.0", "1"]}, False),
    ({"==": [" 7 ", 7]}, True),
    ({"==": ["0x1f", 31]}, True),
    ({"==": [None, False]}, True),
    ({"===": [None, False]}, False),
    ({"===": [1, 1.0]}, True),
    ({"===": [[], []]}, False),
    ({"!==": [True, 1]}, True),
    ({"<": ["10", "9"]}, True),
    ({"<": ["10", 9]}, False),
    ({"<": [None, 1]}, True),
    ({"<": [1, 2, 3, 3]}, False),
    ({">": [3, 2, {"var": "nowhere"}]}, True),
    ({"<=": [1, {"var": "n"}, 3]}, True),
    # Numbers.
    ({"+": "3.14"}, 3.14),
    ({"+": []}, 0),
    ({"*": []}, 1),
    ({"-": "2"}, -2),
    ({"-": [5, "3", 1]}, 1),
    ({"/": [1, 4]}, 0.25),
    ({"/": 4}, 0.25),
    ({"%": [-7, 3]}, -1),
    ({"%": [5.5, 2]}, 1.5),
    ({"max": {"map": [{"var": "cart.lines"}, {"var": "price"}]}}, 4),
    ({"min": ["2", None, 1]}, 0),
    ({"*": [2**53, 2]}, 2**54),
    # Texts.
    ({"cat": [1, 2.0, 2.5, None, True, ["a", ["b", None]], {}]}, "122.5truea,b,[object Object]"),
    ({"cat": "one"}, "one"),
    ({"cat": [1e21, " ", 1e-7, " ", 0.00001, " ", -2.5e-9, " ", -0.0]}, "1e+21 1e-7 0.00001 -2.5e-9 0"),
    ({"cat": [123456789012345678901, " ", 1e20]}, "123456789012345680000 100000000000000000000"),
    ({"cat": [10**400, " ", -(10**400)]}, "Infinity -Infinity"),
    ({"substr": ["abcdef", -3, 2]}, "de"),
    ({"substr": ["abcdef", 1, -2]}, "bcd"),
    ({"substr": [12345, 1, 2]}, "23"),
    ({"in": ["b", "abc"]}, True),
    ({"in": [1, ["1", 1]]}, True),
    ({"in": [1, None]}, False),
    ({"in": ["a"]}, False),
    # Lists.
    ({"merge": [1, [2, [3]], None]}, [1, 2, [3], None]),
    ({"map": [{"var": "nowhere"}, {"var": ""}]}, []),
    ({"filter": [{"var": "tags"}, {"==": [{"var": ""}, "x"]}]}, ["x"]),
    ({"reduce": [{"var": "cart.lines"}, {"+": [{"var": "accumulator"}, {"var": "current.price"}]}, 1]}, 8),
    ({"reduce": [[[1, 2], [3]], {"+": [{"var": "accumulator"}, {"reduce": [{"var": "current"}, SUM, 0]}]}, 0]}, 6),
    ({"reduce": [{"var": "nowhere"}, 1, "start"]}, "start"),
    ({"all": [[], True]}, False),
    ({"none": [[], True]}, True),
    ({"some": [["", 0], {"var": ""}]}, False),
    # What the community added.
    ({"val": ["cart", "lines", 0, "sku"]}, "a"),
    ({"val": ""}, "empty key"),
    ({"map": [{"val": "tags"}, {"cat": [{"val": []}, {"val": [[1], "index"]}, {"val": [[2], "n"]}]}]}, ["x03", "y13"]),
    ({"exists": ["cart", "gift"]}, True),
    ({"exists": ["cart", "bow"]}, False),
    ({"??": [{"var": "cart.gift"}, 0, 1]}, 0),
    ({"try": [{"throw": {"type": "stock", "left": 2}}, {"val": "left"}]}, 2),
    ({"preserve": {"var": "n"}}, {"var": "n"}),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "value"), WORTHS, ids=str)
def test_a_rule_over_free_data_is_worth_what_the_standard_says(rule, value):
    assert is_same_json(apply_standard(rule, DATA), value)


@pytest.mark.parametrize(
    ("rule", "kind"),
    [
        ({"+": ["three", 1]}, "NaN"),
        ({"/": [1, 0]}, "NaN"),
        ({"%": [1, 0]}, "NaN"),
        ({"*": [1e200, 1e200]}, "NaN"),
        ({"<": ["a", 1]}, "NaN"),
        ({"==": [[1], 1]}, "NaN"),
        ({"==": [1]}, "Invalid Arguments"),
        ({"max": []}, "Invalid Arguments"),
        ({"all": [{"var": "nowhere"}, True]}, "Invalid Arguments"),
        ({"map": [[1], None]}, "Invalid Arguments"),
        ({"and": True}, "Invalid Arguments"),
        ({"throw": "mine"}, "mine"),
    ],
    ids=str,
)
def test_a_rule_without_a_value_says_which_error_it_is(rule, kind):
    with pytest.raises(LogicThrown) as thrown:
        apply_standard(rule, {})
    assert thrown.value.error == {"type": kind}


def test_a_rule_over_free_data_is_bounded_all_the_same():
    deep = True
    for _ in range(200):
        deep = {"!": [deep]}
    with pytest.raises(RuleTooDeep):
        apply_standard(deep)
    many = {"map": [{"var": "l"}, {"map": [{"val": [[2], "l"]}, 1]}]}
    with pytest.raises(LogicTooCostly):
        apply_standard(many, {"l": list(range(1_000))})
    with pytest.raises(UnknownOperator, match="Did you mean 'filter'"):
        apply_standard({"filtr": [1]})
    with pytest.raises(UnknownOperator):
        apply_standard({"method": ["x", "upper"]})


def test_a_suite_is_comments_and_cases_old_and_new():
    cases = read_suite(
        [
            "# a comment",
            {"description": "sum", "rule": {"+": [1, 1]}, "data": None, "result": 2},
            {"description": "wrong on purpose", "rule": {"+": [1, 1]}, "result": 3},
            {"description": "true is not 1", "rule": {"!!": [1]}, "result": 1},
            {"rule": {"/": [1, 0]}, "error": {"type": "NaN"}},
            {"rule": {"/": [1, 0]}, "error": {"type": "Other"}},
            {"rule": {"/": [1, 0]}, "result": None},
            [{"var": "a.0"}, {"a": [5]}, 5],
            {"rule": {"nonsense": 1}, "result": None},
        ]
    )
    assert [outcome.has_passed for outcome in run_suite(cases)] == [True, False, False, True, False, False, True, False]
    assert [case.number for case in cases] == [1, 2, 3, 4, 5, 6, 7, 8]


@pytest.mark.parametrize("document", [{"rule": 1}, [3], [{"rule": 1}], [[1, 2]], None])
def test_what_is_no_suite_is_refused(document):
    with pytest.raises(SuiteMalformed):
        read_suite(document)
