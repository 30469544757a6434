"""No text of a rule becomes SQL: in every position, for every dialect, the words are those of a harmless text, and the text is bound."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from loyalty.features import Catalogue, CatalogueMalformed
from loyalty.rules import InvalidRule, Vocabulary, columns_of, compile_filter, compile_rule, measure_sql, read_rule
from loyalty.rules.show import DIALECTS
from loyalty.rules.terms import Events
from tests.support.rules import EVENT, FACTS, INJECTIONS, a_feature

WORD, SELECT = {"var": "word"}, {"var": "select"}
HARMLESS = "harmless"
POSITIONS: dict[str, Callable[[str], Any]] = {
    "equal": lambda text: {"==": [WORD, text]},
    "equal, on the left": lambda text: {"===": [text, WORD]},
    "not equal": lambda text: {"!=": [SELECT, text]},
    "ordered": lambda text: {"<": [WORD, text]},
    "chain": lambda text: {"<=": [text, WORD, text]},
    "denied": lambda text: {"!": {">=": [WORD, text]}},
    "short list": lambda text: {"in": [WORD, [text, "a", None]]},
    "long list": lambda text: {"in": [WORD, [text, *(f"item {number}" for number in range(30))]]},
    "part of a text": lambda text: {"in": [text, WORD]},
    "text of a part": lambda text: {"in": [WORD, text]},
    "default": lambda text: {"==": [{"var": ["word", text]}, "a"]},
    "branch": lambda text: {"==": [{"if": [{"var": "flag"}, text, WORD]}, "a"]},
    "last branch": lambda text: {"==": [{"if": [{"var": "flag"}, WORD, text]}, "a"]},
    "salt of a bucket": lambda text: {"<": [{"random_bucket": [text, 10]}, 3]},
}


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("position", POSITIONS)
def test_a_text_is_bound_in_every_position(position: str, dialect: str) -> None:
    _, plain = compiled(read(POSITIONS[position](HARMLESS)), dialect)
    for text in INJECTIONS:
        if position == "salt of a bucket" and len(text) > 64:
            continue
        found, statements = compiled(read(POSITIONS[position](text)), dialect)
        assert statements == plain
        assert any(text in value for value in found if isinstance(value, str | list)), (text, found)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_type_of_an_event_and_what_its_where_compares_are_bound(dialect: str) -> None:
    def statement(text: str) -> tuple[str, list[Any]]:
        words = Vocabulary(events={text: EVENT})
        document = {"events": ["count", {"type": text, "where": {"==": [{"var": "category_code"}, text]}}]}
        (term,) = read_rule({"!!": document}, FACTS, words).terms
        assert isinstance(term, Events)
        columns = {"type": sa.column("type", sa.Text()), "happened_on": sa.column("happened_on", sa.Date()), **columns_of(EVENT)}
        made = measure_sql(term, columns, sa.column("today", sa.Date())).compile(dialect=DIALECTS[dialect]())
        return str(made), list(made.params.values())

    for text in INJECTIONS:
        sql, values = statement(text)
        assert sql == statement(HARMLESS)[0]
        assert values.count(text) == 2


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("name", [*INJECTIONS, 'x"; drop table facts; --', "select", "ü'", "a b:c"])
def test_a_hostile_name_of_the_catalogue_is_one_quoted_identifier(name: str, dialect: str) -> None:
    catalogue = Catalogue.of("facts", a_feature(name, "integer"), a_feature("harmless_name", "integer"), keys=("row_id",))
    made = DIALECTS[dialect]()
    if name == "%(param_1)s":
        with pytest.raises(CatalogueMalformed):
            columns_of(catalogue)
        return
    sql = str(compile_filter(read_rule({">": [{"var": name}, 1]}, catalogue), columns_of(catalogue)).compile(dialect=made))
    plain = str(compile_filter(read_rule({">": [{"var": "harmless_name"}, 1]}, catalogue), columns_of(catalogue)).compile(dialect=made))
    quoted = made.identifier_preparer.quote(name)
    assert sql.replace(quoted, "harmless_name", 1) == plain
    assert quoted.startswith('"')
    # Within the quotes every quote is doubled, so that nothing ends the name early.
    assert quoted[1:-1].replace('""', "").count('"') == 0


@pytest.mark.parametrize("text", INJECTIONS)
def test_a_name_that_is_not_in_the_catalogue_or_the_vocabulary_is_refused(text: str) -> None:
    for document in (
        {"==": [{"var": text}, 1]},
        {"missing": [text]},
        {"missing_some": [1, [text]]},
        {"in_segment": text},
        {"consent": [text]},
        {">": [{"events": ["count", {"type": text}]}, 1]},
        {">": [{"events": ["sum", {"type": "purchase", "of": text}]}, 1]},
        {">": [{"events": ["count", {"type": "purchase", "where": {"==": [{"var": text}, 1]}}]}, 1]},
        {">": [{"events": ["count", {"type": "purchase", text: 1}]}, 1]},
        {"==": [{"date_part": [{"today": []}, text]}, 1]},
        {"==": [{"date_add": [{"today": []}, 1, text]}, None]},
        {text: [1, 2]},
    ):
        with pytest.raises(InvalidRule):
            read_rule(document, FACTS, Vocabulary(events={"purchase": EVENT}))


def read(document: object) -> Any:
    return read_rule(document, FACTS)


def compiled(rule: Any, dialect: str) -> tuple[list[Any], list[str]]:
    columns = {**columns_of(FACTS), "row_id": sa.column("row_id", sa.Text())}
    made = [
        sql.compile(dialect=DIALECTS[dialect](), compile_kwargs={"render_postcompile": True})
        for sql in (compile_filter(rule, columns), compile_rule(rule, columns))
    ]
    return [value for one in made for value in one.params.values()], [str(one) for one in made]
