"""Arrow rows into PostgreSQL through COPY, the fastest way in. Not here: what the rows are and what becomes of them."""

import io

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
