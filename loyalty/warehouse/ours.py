"""What warehouses behind a driver share: the kinds of our columns, and how room is made for new rows. Not here: any SQL text."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import pyarrow as pa
from sqlalchemy import Executable, and_, column, delete, or_, table

from loyalty.warehouse.statements import table_parts

Kind = Literal["integer", "bigint", "number", "text", "boolean", "date", "instant", "zoned"]

VALUES_PER_LIST = 1_000
"""Oracle takes no longer list."""

_KIND_OF_ARROW: tuple[tuple[str, Kind], ...] = (
    (r"u?int(8|16)|int32", "integer"),
    (r"uint32|int64", "bigint"),
    (r"halffloat|float|double", "number"),
    (r"(large_)?string(_view)?|null", "text"),
    (r"bool", "boolean"),
    (r"date32\[day\]|date64\[ms\]", "date"),
    (r"timestamp\[\w+\]", "instant"),
    (r"timestamp\[\w+, tz=.+\]", "zoned"),
)


def arrow_kind(field: "pa.Field[Any]") -> Kind | tuple[int, int]:
    """The kind of a column, or precision and scale of a decimal one; anything else is a mistake of the caller."""
    kind = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
    if pa.types.is_decimal(kind):
        return kind.precision, kind.scale
    for pattern, name in _KIND_OF_ARROW:
        if re.fullmatch(pattern, str(kind)):
            return name
    raise ValueError(f"The column '{field.name}' of Arrow type {kind} has no type in a warehouse here")


def delete_matching(name: str, where: Mapping[str, Sequence[object]]) -> Executable:
    """Deletes the rows of `schema.name` that match every column; values are bound."""
    schema, table_name = table_parts(name)
    target = table(table_name, *map(column, where), schema=schema)
    return delete(target).where(and_(*(or_(*(target.c[one].in_(part) for part in _parts(values))) for one, values in where.items())))


def first_line(error: BaseException) -> str:
    """What a driver says, in one line."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


def _parts(values: Sequence[object]) -> list[Sequence[object]]:
    return [values[start : start + VALUES_PER_LIST] for start in range(0, len(values), VALUES_PER_LIST)]
