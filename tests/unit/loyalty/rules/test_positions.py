"""Every part of a rule knows its place in the text; a refusal tells line and column beside the path."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.features import load_catalogue
from loyalty.rules import InvalidRule, parse_text, read_rule_text
from loyalty.rules.positions import Position, positions_of

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=20,
)


def at(document: Any, pointer: str) -> Any:
    for step in pointer.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        document = document[int(name)] if isinstance(document, list) else document[name]
    return document


def pointers(document: Any, pointer: str = "") -> list[str]:
    inner = enumerate(document) if isinstance(document, list) else document.items() if isinstance(document, dict) else ()
    return [
        pointer,
        *(one for key, value in inner for one in pointers(value, f"{pointer}/{str(key).replace('~', '~0').replace('/', '~1')}")),
    ]


@given(JSON, st.sampled_from([None, 1, 3, "\t"]), st.booleans())
def test_a_value_stands_where_its_position_says(document, indent, is_ascii):
    text = json.dumps(document, indent=indent, ensure_ascii=is_ascii)
    places = positions_of(text)
    assert set(places) == set(pointers(document))
    lines = text.split("\n")
    for pointer, place in places.items():
        rest = "\n".join(lines[place.line - 1 :])[place.column - 1 :]
        assert json.JSONDecoder().raw_decode(rest)[0] == at(document, pointer)


@pytest.mark.parametrize(
    ("text", "path", "line", "column"),
    [
        ('{"and": [\n  {">=": [{"var": "purchase_cont_364d"}, 12]}\n]}', "/and/0/>=/0/var", 2, 19),
        ('{"and": [\n  true,\n\t{"=": [1, 1]}]}', "/and/1", 3, 2),
        ('{"in": [{"var": "churn_band_code"},\n ["LOW",\n  "HIHG"]]}', "/in/1/1", 3, 3),
        ('{"and": [', "", 1, 10),
    ],
)
def test_a_refusal_tells_path_line_and_column(text, path, line, column):
    with pytest.raises(InvalidRule) as refused:
        read_rule_text(text, load_catalogue())
    assert refused.value.path == path
    assert (refused.value.facts["line"], refused.value.facts["column"]) == (line, column)
    assert f"line {line}, column {column}" in str(refused.value)


def test_a_refusal_of_the_parser_is_placed_too():
    with pytest.raises(InvalidRule, match=r"line 2, column 1\)"):
        parse_text('{"!":\n{"nonsense": 1}}')


def test_the_whole_rule_is_at_the_beginning_whatever_stands_before_it():
    assert positions_of("\n\n  true")[""] == Position(3, 3)
