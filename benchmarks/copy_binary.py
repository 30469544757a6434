"""Rows of numpy columns in PostgreSQL's binary COPY format, laid out by the million. Not here: what the rows are (`ledger_lives.py`)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import psycopg
from numpy.typing import NDArray
from psycopg import sql

Numbers = NDArray[np.uint64]
HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
TRAILER = b"\xff\xff"
# Timestamps in this format count from the year 2000.
POSTGRES_EPOCH_US = 946_684_800_000_000


@dataclass(frozen=True)
class Ids:
    """A column of UUIDs: the high and the low half of each."""

    high: Numbers
    low: Numbers


@dataclass(frozen=True)
class Instants:
    """A column of timestamptz: microseconds since 1970."""

    micros: NDArray[np.int64]


@dataclass(frozen=True)
class Texts:
    """A column of texts of one length: a matrix with a row of ASCII bytes for each."""

    octets: NDArray[np.uint8]


@dataclass(frozen=True)
class Integer:
    """The same `integer` in every row (a plain int is a `bigint`)."""

    value: int


Column = Ids | Instants | Texts | Integer | NDArray[Any] | int | str | bool | None


def rows_of(columns: Mapping[str, Column], count: int) -> bytes:
    """`count` rows as COPY wants them; an array is a column of bigint, anything else stands in every row alike."""
    parts = [part for name, column in columns.items() for part in _fields(name, column)]
    rows = np.zeros(count, dtype=[("width", ">i2"), *((name, kind) for name, kind, _ in parts)])
    rows["width"] = len(columns)
    for name, _, value in parts:
        rows[name] = value
    return rows.tobytes()


def copy_in(connection: psycopg.Connection[Any], table: str, names: Sequence[str], chunks: Iterable[bytes]) -> None:
    """Every row of the chunks stands in the table."""
    columns = sql.SQL(", ").join(sql.Identifier(name) for name in names)
    statement = sql.SQL("copy {} ({}) from stdin (format binary)").format(sql.Identifier(table), columns)
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(HEADER)
        for chunk in chunks:
            copy.write(chunk)
        copy.write(TRAILER)


def mixed(numbers: Numbers, salt: int) -> Numbers:
    """Each number scattered over 64 bits, always alike for the same salt; different numbers stay different."""
    with np.errstate(over="ignore"):
        found = numbers + np.uint64((salt * 0x9E3779B97F4A7C15 + 0x632BE59BD9B4E019) % 2**64)
        found = (found ^ (found >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        found = (found ^ (found >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return found ^ (found >> np.uint64(31))


def ids_at(micros: NDArray[np.int64], numbers: Numbers, salt: int) -> Ids:
    """UUIDs version 7 of these instants, one for each number and salt."""
    milliseconds = (micros // 1_000).astype(np.uint64)
    scattered = mixed(numbers, salt)
    high = (milliseconds << np.uint64(16)) | np.uint64(0x7000) | (scattered & np.uint64(0xFFF))
    return Ids(high, np.uint64(1 << 63) | (scattered >> np.uint64(2)))


def digits_of(numbers: Numbers, width: int, prefix: str = "") -> Texts:
    """Each number in decimal, filled with zeros, after the prefix."""
    powers = np.uint64(10) ** np.arange(width - 1, -1, -1, dtype=np.uint64)
    digits = (numbers[:, None] // powers % np.uint64(10)).astype(np.uint8) + np.uint8(ord("0"))
    head = np.broadcast_to(np.frombuffer(prefix.encode("ascii"), dtype=np.uint8), (len(numbers), len(prefix)))
    return Texts(np.concatenate([head, digits], axis=1))


def hex_of(ids: Ids) -> Texts:
    """Each UUID as its 32 hexadecimal digits."""
    octets = np.stack([ids.high, ids.low], axis=1).astype(">u8").view(np.uint8)
    digits = np.stack([octets >> 4, octets & 15], axis=2).reshape(len(octets), 32)
    return Texts(np.frombuffer(b"0123456789abcdef", dtype=np.uint8)[digits])


def _fields(name: str, column: Column) -> list[tuple[str, str, Any]]:  # noqa: PLR0911 (one line for each kind of column)
    """The numpy fields of one column: how long it is, then what it holds."""
    if column is None:
        return [(f"{name}#", ">i4", -1)]
    if isinstance(column, Ids):
        return [(f"{name}#", ">i4", 16), (f"{name}/high", ">u8", column.high), (f"{name}/low", ">u8", column.low)]
    if isinstance(column, Instants):
        return [(f"{name}#", ">i4", 8), (name, ">i8", column.micros - POSTGRES_EPOCH_US)]
    if isinstance(column, Texts):
        width = column.octets.shape[1]
        return [(f"{name}#", ">i4", width), (name, f"S{width}", np.ascontiguousarray(column.octets).view(f"S{width}")[:, 0])]
    if isinstance(column, str):
        octets = column.encode()
        return [(f"{name}#", ">i4", len(octets)), (name, f"S{len(octets)}", octets)] if octets else [(f"{name}#", ">i4", 0)]
    if isinstance(column, bool):
        return [(f"{name}#", ">i4", 1), (name, ">i1", int(column))]
    if isinstance(column, Integer):
        return [(f"{name}#", ">i4", 4), (name, ">i4", column.value)]
    return [(f"{name}#", ">i4", 8), (name, ">i8", column)]
