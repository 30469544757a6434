"""Where each part of a JSON text stands, by JSON Pointer: line and column, for who wrote it. Not here: reading JSON (`parse.py`)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from json.decoder import scanstring  # type: ignore[attr-defined]

_SPACE = re.compile(r"[ \t\n\r]*")
_ATOM = re.compile(r"[^ \t\n\r,\]}]+")


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a text, both counted from 1."""

    line: int
    column: int


def positions_of(text: str) -> Mapping[str, Position]:
    """The place of every value in a text that is known to be JSON, by its JSON Pointer."""
    starts = [0, *(found.end() for found in re.finditer("\n", text))]
    places: dict[str, int] = {}
    _scan(text, 0, "", places)
    return dict(_placed(sorted(places.items(), key=lambda one: one[1]), starts))


def _placed(places: list[tuple[str, int]], starts: list[int]) -> Iterator[tuple[str, Position]]:
    line = 0
    for pointer, index in places:
        while line + 1 < len(starts) and starts[line + 1] <= index:
            line += 1
        yield pointer, Position(line + 1, index - starts[line] + 1)


def _scan(text: str, index: int, pointer: str, places: dict[str, int]) -> int:
    """Notes the value that begins at `index` and everything in it; where it ends."""
    index = _skipped(text, index)
    places[pointer] = index
    if text[index] == "{":
        return _object(text, index + 1, pointer, places)
    if text[index] == "[":
        return _array(text, index + 1, pointer, places)
    if text[index] == '"':
        return int(scanstring(text, index + 1)[1])
    found = _ATOM.match(text, index)
    return found.end() if found else index + 1


def _object(text: str, index: int, pointer: str, places: dict[str, int]) -> int:
    index = _skipped(text, index)
    while text[index] != "}":
        key, index = scanstring(text, _skipped(text, index) + 1)
        index = _scan(text, _skipped(text, index) + 1, f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}", places)
        index = _next(text, index)
    return index + 1


def _array(text: str, index: int, pointer: str, places: dict[str, int]) -> int:
    index, number = _skipped(text, index), 0
    while text[index] != "]":
        index = _next(text, _scan(text, index, f"{pointer}/{number}", places))
        number += 1
    return index + 1


def _next(text: str, index: int) -> int:
    index = _skipped(text, index)
    return _skipped(text, index + 1) if text[index] == "," else index


def _skipped(text: str, index: int) -> int:
    found = _SPACE.match(text, index)
    return found.end() if found else index
