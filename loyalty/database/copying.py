"""Arrow rows into and out of PostgreSQL through COPY, the fastest way. Not here: what the rows are and what becomes of them."""

import io
from collections.abc import Mapping

import psycopg
import pyarrow as pa
import pyarrow.csv as pa_csv
from psycopg import sql

from loyalty.database.work import Work

_CHUNK_ROWS = 200_000


def copy_rows(table: str, rows: pa.Table, *, within: Work) -> int:
    """Every row of `rows` stands in `table`, columns matched by name; the number of rows.

    Texts, numbers, booleans and dates only. A null text and an empty one are not told apart: both arrive as null.
    """
    connection = within.connection.driver_connection
    assert isinstance(connection, psycopg.Connection), "the loyalty database is reached with psycopg"  # noqa: S101 (our own bug)
    columns = sql.SQL(", ").join(sql.Identifier(name) for name in rows.column_names)
    statement = sql.SQL("copy {} ({}) from stdin (format csv, force_null ({}))").format(sql.Identifier(table), columns, columns)
    options = pa_csv.WriteOptions(include_header=False)
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for start in range(0, rows.num_rows, _CHUNK_ROWS):
            written = io.BytesIO()
            pa_csv.write_csv(rows.slice(start, _CHUNK_ROWS), written, options)
            copy.write(written.getvalue())
    return int(rows.num_rows)


def read_rows(query: str, facts: Mapping[str, object], schema: pa.Schema, *, within: Work) -> pa.Table:
    """The rows of `query`, columns matched by name; a million take a second instead of ten. Here null and the empty text are two things.

    Texts, numbers, booleans, dates and instants only; the query has no percent sign but those of its parameters.
    """
    connection = within.connection.driver_connection
    assert isinstance(connection, psycopg.Connection), "the loyalty database is reached with psycopg"  # noqa: S101 (our own bug)
    written = io.BytesIO()
    with connection.cursor() as cursor, cursor.copy(f"copy ({query}) to stdout (format csv, header)", dict(facts)) as copy:
        for piece in copy:
            written.write(piece)
    written.seek(0)
    converted = pa_csv.ConvertOptions(
        column_types=schema, strings_can_be_null=True, quoted_strings_can_be_null=False, true_values=["t"], false_values=["f"]
    )
    parsed = pa_csv.ParseOptions(newlines_in_values=True)
    return pa_csv.read_csv(written, parse_options=parsed, convert_options=converted).select(schema.names)
