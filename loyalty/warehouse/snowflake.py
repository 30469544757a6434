"""How Snowflake is spoken to: its own connector, Arrow out, Parquet through a stage in. Not here: sessions and pooling (`server.py`).

Tested against fakesnow's server through the real connector; say "emulated" of what only that has shown.
"""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pa_parquet
from snowflake import connector
from snowflake.connector import errors
from snowflake.connector.constants import FIELD_ID_TO_NAME
from snowflake.sqlalchemy.snowdialect import SnowflakeDialect
from sqlalchemy import URL, Dialect, Executable

from loyalty.ids import new_id
from loyalty.warehouse.errors import WarehouseQueryFailed, WarehouseTimedOut, WarehouseUnavailable
from loyalty.warehouse.options import AccessOptions
from loyalty.warehouse.ours import arrow_kind, delete_matching, first_line
from loyalty.warehouse.server import ServerWarehouse
from loyalty.warehouse.statements import Compiled, quoted, table_parts

_ROWS_PER_FILE = 1_000_000
_TIMED_OUT = frozenset({604, 630})
"""Snowflake's numbers for a statement that was canceled, and for one that reached its timeout."""
_REFUSED = (errors.ProgrammingError, errors.DataError, errors.IntegrityError, errors.NotSupportedError)
STAGE = "khaywe_incoming"
_SNOWFLAKE_OF_ARROW = {
    "integer": "number(10, 0)",
    "bigint": "number(19, 0)",
    "number": "double",
    "text": "varchar",
    "boolean": "boolean",
    "date": "date",
    "instant": "timestamp_ntz(6)",
    "zoned": "timestamp_tz(6)",
}


def snowflake_warehouse(parsed: URL, options: AccessOptions, *, read_only: bool = False) -> ServerWarehouse:
    """The warehouse `snowflake://user:password@account/database/schema?warehouse=…&role=…`; nothing is contacted yet.

    What else stands in the query part goes to the connector: `authenticator`, `private_key_file`, `host`, ….
    """
    opening = SnowflakeOpening(parsed, options, read_only=read_only)
    return ServerWarehouse(SnowflakeWords(opening.stage), opening, options, read_only=read_only)


class SnowflakeOpening:
    """Opens connections as the URL says."""

    def __init__(self, parsed: URL, options: AccessOptions, *, read_only: bool) -> None:
        database, _, schema = str(parsed.database).partition("/")
        given = {name: value if isinstance(value, str) else value[-1] for name, value in parsed.query.items()}
        if read_only and options.read_role is not None:
            given["role"] = options.read_role
        self._read_only = read_only
        # With its schema: creating a schema makes that one the current.
        self.stage = f"{quoted_if_needed(schema or 'PUBLIC')}.{STAGE}"
        self.arguments: dict[str, Any] = {
            "account": parsed.host,
            "user": parsed.username,
            **({"password": parsed.password} if parsed.password is not None else {}),
            "database": database,
            "schema": schema or "PUBLIC",
            **given,
            "paramstyle": "qmark",
            "autocommit": True,
            "arrow_number_to_decimal": True,
            "application": "Khaywe",
            "login_timeout": options.connect_timeout_seconds,
            "network_timeout": int(options.server_timeout_seconds) + options.connect_timeout_seconds,
            "session_parameters": {
                "QUERY_TAG": options.query_tag,
                "STATEMENT_TIMEOUT_IN_SECONDS": int(options.server_timeout_seconds),
                "TIMEZONE": "UTC",
                "CLIENT_TELEMETRY_ENABLED": False,
            },
        }

    def __call__(self) -> Any:  # noqa: ANN401 -- the connector has no types of its own
        """A connection, and in it the stage through which rows come in.

        Raises:
            WarehouseUnavailable: Snowflake does not answer, or not to us.
        """
        try:
            connection = connector.connect(**self.arguments)
            if not self._read_only:
                # Now, for inside a transaction it would end that; it goes with the session.
                with closing(connection.cursor()) as cursor:
                    cursor.execute(f"create temporary stage if not exists {self.stage}")
        except errors.Error as error:
            raise WarehouseUnavailable(
                "Snowflake does not answer, or does not let us in. Is KHAYWE_WAREHOUSE_URL right?", reason=first_line(error)
            ) from error
        return connection


class SnowflakeWords:
    """See `Words`."""

    dialect: Dialect = SnowflakeDialect(paramstyle="qmark")  # values travel beside the statement and never within it
    commits_alone = True

    def __init__(self, stage: str = STAGE) -> None:
        self._stage = stage

    @contextmanager
    def refusals(self, statement: str) -> Iterator[None]:
        """See `Words.refusals`."""
        try:
            yield
        except errors.Error as error:
            if error.errno in _TIMED_OUT:
                raise WarehouseTimedOut(f"The warehouse ended a statement: {first_line(error)}", statement=statement[:500]) from error
            if isinstance(error, _REFUSED):
                raise WarehouseQueryFailed(
                    f"The warehouse refused a statement: {first_line(error)}", statement=statement[:500], reason=str(error)[:2000]
                ) from error
            raise WarehouseUnavailable(f"The warehouse went away: {first_line(error)}", reason=str(error)[:2000]) from error

    def read(self, connection: Any, compiled: Compiled) -> pa.Table:  # noqa: ANN401
        """See `Words.read`."""
        with closing(connection.cursor()) as cursor:
            cursor.execute(compiled.sql, _bound(compiled))
            try:
                rows = cursor.fetch_arrow_all(force_return_table=True)
            except errors.NotSupportedError as error:
                raise WarehouseQueryFailed("The statement returns no rows; use execute.", statement=compiled.sql[:500]) from error
            return _as_declared(rows, cursor.description)

    def execute(self, connection: Any, compiled: Compiled) -> int:  # noqa: ANN401
        """See `Words.execute`."""
        with closing(connection.cursor()) as cursor:
            cursor.execute(compiled.sql, _bound(compiled))
            return int(cursor.rowcount if cursor.rowcount is not None else -1)

    def create(self, table: str, schema: pa.Schema) -> Sequence[str]:
        """See `Words.create`."""
        columns = ", ".join(f"{field.name} {snowflake_type(field)}" for field in schema)
        return f"create schema if not exists {table_parts(table)[0]}", f"create table if not exists {table} ({columns})"

    def insert(self, connection: Any, table: str, rows: pa.Table) -> None:  # noqa: ANN401
        """See `Words.insert`: Parquet files are put into the session's stage and copied from there, matched by column name."""
        with tempfile.TemporaryDirectory() as folder, closing(connection.cursor()) as cursor:
            _refuse_unknown(cursor, table, rows)
            for start in range(0, rows.num_rows, _ROWS_PER_FILE):
                file = Path(folder) / f"{new_id().hex}.parquet"
                pa_parquet.write_table(rows.slice(start, _ROWS_PER_FILE), file)
                cursor.execute(f"put 'file://{file}' @{self._stage} auto_compress = false")
                cursor.execute(
                    f"copy into {table} from @{self._stage}/{file.name} file_format = (type = parquet use_logical_type = true) "
                    "match_by_column_name = case_insensitive purge = true"
                )
                file.unlink()

    def delete(self, table: str, where: Mapping[str, Sequence[object]]) -> Executable:
        """See `Words.delete`."""
        return delete_matching(table, where)

    def exists(self, table: str) -> tuple[str, Mapping[str, object]]:
        """See `Words.exists`."""
        schema, name = table_parts(table)
        query = "select 1 as found from information_schema.tables where table_schema = :schema and table_name = :name"
        return query, {"schema": schema.upper(), "name": name.upper()}

    def begin(self, connection: Any) -> None:  # noqa: ANN401
        """See `Words.begin`."""
        _run(connection, "begin")

    def end(self, connection: Any, *, keep: bool) -> None:  # noqa: ANN401
        """See `Words.end`."""
        _run(connection, "commit" if keep else "rollback")


def quoted_if_needed(name: str) -> str:
    """A plain name as it is, any other in double quotes."""
    return name if name.replace("_", "").isalnum() else quoted(name)


def snowflake_type(field: "pa.Field[Any]") -> str:
    """The type of a column that holds an Arrow field's values."""
    kind = arrow_kind(field)
    if isinstance(kind, tuple):
        return f"number({kind[0]}, {kind[1]})"
    return _SNOWFLAKE_OF_ARROW[kind]


def _refuse_unknown(cursor: Any, table: str, rows: pa.Table) -> None:  # noqa: ANN401
    """Copying by name passes over a column that the table lacks; we had rather hear of it."""
    cursor.execute(f"select * from {table} where 1 = 0")  # noqa: S608 -- a checked name
    known = {column.name.lower() for column in cursor.description}
    unknown = [name for name in rows.column_names if name.lower() not in known]
    if unknown:
        raise WarehouseQueryFailed(f"The table {table} has no column {', '.join(unknown)}.", statement=f"copy into {table}")


def _run(connection: Any, statement: str) -> None:  # noqa: ANN401
    with closing(connection.cursor()) as cursor:
        cursor.execute(statement)


def _bound(compiled: Compiled) -> list[object]:
    """The values in order; an instant that knows its offset says so, or Snowflake would drop it."""
    values = [compiled.values[name] for name in compiled.order or ()]
    return [("TIMESTAMP_TZ", value) if isinstance(value, datetime) and value.tzinfo is not None else value for value in values]


def _as_declared(rows: pa.Table, columns: Sequence[Any]) -> pa.Table:
    """The rows in the types that Snowflake declares: the connector chooses the width of a number by the values it happens to see."""
    arrays = [_cast(rows.column(place), _declared(column)) for place, column in enumerate(columns)]
    return pa.Table.from_arrays(arrays, names=[column.name for column in columns])


def _declared(column: Any) -> pa.DataType:  # noqa: ANN401
    name = FIELD_ID_TO_NAME[column.type_code]
    if name == "FIXED":
        if column.scale:
            return pa.decimal128(column.precision, column.scale)
        return pa.int32() if column.precision <= 10 else pa.int64()
    known: dict[str, pa.DataType] = {
        "REAL": pa.float64(),
        "DATE": pa.date32(),
        "BOOLEAN": pa.bool_(),
        "TIMESTAMP_NTZ": pa.timestamp("us"),
        "TIMESTAMP_TZ": pa.timestamp("us", tz="UTC"),
        "TIMESTAMP_LTZ": pa.timestamp("us", tz="UTC"),
    }
    return known.get(name, pa.string())


def _cast(values: "pa.ChunkedArray[Any]", kind: pa.DataType) -> "pa.ChunkedArray[Any]":
    if pa.types.is_timestamp(kind):
        return values.cast(kind, safe=False)  # nanoseconds beyond our microseconds go
    try:
        return values.cast(kind)
    except pa.ArrowInvalid:
        return values.cast(pa.decimal128(38, 0))  # a whole number beyond 64 bits
