"""Columns as other programs write them, made plain: ids kept as decimals, floats or bytes, instants kept as text. Not here: what is wrong
with a table (`read.py`)."""

import polars as pl

from ml.next_best_offer.basket.errors import BasketsUnreadable

IDS = ("customer_id", "basket_id", "item_id")
# Beyond it a float holds no whole number for sure, and two ids may have become one.
FLOAT_WHOLE_MAX = 2.0**53
# Whether 01/02 is in January nobody can tell.
ISO_DAY = r"^\d{4}-\d{2}-\d{2}"


def plain_lines(lines: pl.DataFrame, source: str) -> pl.DataFrame:
    """`lines` with ids as whole numbers or text and instants as such, where that can be done without a guess; the rest stays as it is.

    Raises:
        BasketsUnreadable: an id has a fraction, bytes are no text, or a text is no instant; nulls stay nulls.
    """
    plain = [_plain_id(lines[name], source) for name in IDS]
    return lines.with_columns(*plain, _plain_instant(lines["occurred_at"], source))


def _plain_id(column: pl.Series, source: str) -> pl.Series:
    kind = column.dtype
    if kind == pl.Binary:
        try:
            return column.cast(pl.String)
        except pl.exceptions.PolarsError as error:
            raise _unreadable(source, column.name, "holds bytes that are no text") from error
    if not (kind.is_float() or kind.is_decimal()):
        return column
    whole = column.is_null() | (column == column.floor())
    if kind.is_float():
        whole &= column.is_null() | (column.is_finite() & (column.abs() <= FLOAT_WHOLE_MAX))
    if not whole.fill_null(value=False).all():
        raise _unreadable(
            source, column.name, f"must be a whole number or text, and holds {column.filter(~whole.fill_null(value=False))[0]}"
        )
    return column.cast(pl.Int128) if kind.is_decimal() else column.cast(pl.Int64)


def _plain_instant(column: pl.Series, source: str) -> pl.Series:
    if column.dtype != pl.String:
        return column
    strange = column.filter(~column.str.contains(ISO_DAY).fill_null(value=True))
    try:
        if strange.is_empty():
            return column.str.to_datetime(time_unit="us", strict=True)
    except pl.exceptions.PolarsError:
        strange = column
    raise _unreadable(source, column.name, f"holds text that is no instant in ISO form, such as {str(strange[0])[:40]!r}")


def _unreadable(source: str, name: str, what: str) -> BasketsUnreadable:
    return BasketsUnreadable(f"{source}: {name} {what}.", file=source, column=name)
