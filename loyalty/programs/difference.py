"""What changed between two revisions of a program, as data. Pure; not here: storing revisions (store)."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from loyalty.programs.model import Program
from loyalty.programs.writing import program_to_json


class Change(NamedTuple):
    """One value that differs. `path` names list items by their code: `rules[purchase].effects[0].points`; None: not there."""

    path: str
    before: object
    after: object


def difference(before: Program, after: Program) -> tuple[Change, ...]:
    """Every value that differs, in the definition's order; () for programs that mean the same."""
    return tuple(_changes("", program_to_json(before), program_to_json(after)))


def _changes(path: str, before: object, after: object) -> Iterator[Change]:
    if before == after:
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping) and not path.endswith("condition"):
        for key in dict.fromkeys([*before, *after]):
            yield from _changes(f"{path}.{key}" if path else key, before.get(key), after.get(key))
    elif _is_coded(before) and _is_coded(after):
        yield from _coded_changes(path, before, after)  # type: ignore[arg-type]
    elif (
        isinstance(before, list)
        and isinstance(after, list)
        and len(before) == len(after)
        and all(isinstance(one, Mapping) for one in after)
    ):
        for place, (old, new) in enumerate(zip(before, after, strict=True)):
            yield from _changes(f"{path}[{place}]", old, new)
    else:
        yield Change(path, before, after)


def _coded_changes(path: str, before: list[Mapping[str, object]], after: list[Mapping[str, object]]) -> Iterator[Change]:
    old, new = ({str(one["code"]): one for one in side} for side in (before, after))
    for code in dict.fromkeys([*old, *new]):
        yield from _changes(f"{path}[{code}]", old.get(code), new.get(code))
    orders = [code for code in old if code in new], [code for code in new if code in old]
    if orders[0] != orders[1]:
        yield Change(f"{path} (order)", *orders)


def _is_coded(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, Mapping) and "code" in one for one in value)
