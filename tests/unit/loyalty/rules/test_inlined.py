"""A rule written as one expression answers as its clauses do one by one, and nothing of the rule stands in what is written."""

import re

import pytest
from hypothesis import given, settings

from loyalty.rules import InvalidRule, decide_rule, inlined, read_rule
from loyalty.rules.closure import truth_of
from loyalty.rules.terms import with_terms
from tests.support.rules import FACTS, INJECTIONS, VOCABULARY, provided_of, rows_of, truths

ROWS = [
    {"row_id": number, **row, **provided} for number, (row, provided) in enumerate(zip(rows_of(60, 7), provided_of(60, 7), strict=True))
]


@settings(max_examples=400, deadline=None)
@given(truths())
def test_one_expression_answers_as_the_clauses_do(document):
    try:
        rule = read_rule(document, FACTS, VOCABULARY)
    except InvalidRule:
        return
    decide, slowly = decide_rule(rule), truth_of(rule.truth)
    for row in ROWS:
        assert decide(row) is slowly(with_terms(rule.terms, row))


@pytest.mark.parametrize("text", [*INJECTIONS, "__import__('os')", "k1", '"""', "\\"])
def test_what_is_written_is_only_ours(text, monkeypatch):
    written = []
    monkeypatch.setattr(inlined, "exec", lambda source, names: (written.append(source), exec(source, names)), raising=False)  # noqa: S102
    rule = read_rule(
        {
            "and": [
                {"==": [{"var": "word"}, text]},
                {"in": [{"var": "select"}, [text, "a"]]},
                {"<": [{"var": "word"}, text]},
                {"in": [text, {"var": "word"}]},
            ]
        },
        FACTS,
    )
    decide = decide_rule(rule)
    assert not decide({"word": "x", "select": "y"})
    (source,) = written
    names = re.sub(r"k\d+", "k", source)
    assert set(re.findall(r"\w+", names)) <= set("def decide facts get return and or not in is None v k True False".split())  # noqa: SIM905
    assert not set(names) - set("abcdefghijklmnopqrstuvwxyzNTF ()=:.<>!\n_")


def test_a_list_of_conditions_that_never_hold_or_always_do():
    assert decide_rule(read_rule({"and": [True, {"!": False}]}, FACTS))({}) is True
    assert decide_rule(read_rule({"or": [False, {"!": True}]}, FACTS))({}) is False
