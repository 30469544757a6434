"""The warehouse as PostgreSQL schemas: psycopg, with COPY both ways. Not here: the loyalty database.

Arrow never passes through Python rows: both ways travel as CSV, which PostgreSQL and Arrow read and write in C; quoting tells the
empty string from null.
"""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
import pyarrow as pa
import pyarrow.csv as pa_csv
from psycopg import Column, sql
from sqlalchemy import Dialect, Executable
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

from loyalty.warehouse.calls import SessionPerCall
from loyalty.warehouse.errors import WarehouseQueryFailed, WarehouseTimedOut, WarehouseUnavailable, WarehouseUrlWrong
from loyalty.warehouse.options import AccessOptions
from loyalty.warehouse.pooling import Connections
from loyalty.warehouse.statements import compile_statement, table_parts

_DIALECT: Dialect = PGDialect_psycopg()  # type: ignore[no-untyped-call]
_ROWS_PER_CHUNK = 65_536
_ARROW_OF_OID: Mapping[int, pa.DataType] = {
    16: pa.bool_(),
    20: pa.int64(),
    21: pa.int16(),
    23: pa.int32(),
    700: pa.float32(),
    701: pa.float64(),
    1082: pa.date32(),
    1114: pa.timestamp("us"),
    1184: pa.timestamp("us", tz="UTC"),
}
_NUMERIC_OID = 1700


class PostgresWarehouse(SessionPerCall):
    """Schemas of a PostgreSQL database; a pooled connection for each call, or for as long as a session keeps it.

    A numeric without precision (the sum of bigints) is read as double: cast it where that matters.
    """

    def __init__(self, conninfo: str, *, read_only: bool = False, options: AccessOptions | None = None) -> None:
        self._conninfo = conninfo
        self._read_only = read_only
        self._options = options or AccessOptions()
        self._connections = Connections(_Opening(conninfo, self._options, read_only=read_only), size=self._options.pool_size)

    @property
    def dialect(self) -> Dialect:
        """PostgreSQL's, as psycopg names parameters."""
        return _DIALECT

    @contextmanager
    def session(self) -> Iterator["PostgresSession"]:
        """One connection until the block ends."""
        with self._connections.lent() as connection:
            yield PostgresSession(connection)

    def close(self) -> None:
        """The connections that wait are closed; a later call opens new ones."""
        self._connections.close()


class _Opening:
    """Opens a connection; apart from the warehouse, so that the pool does not keep the warehouse alive."""

    def __init__(self, conninfo: str, options: AccessOptions, *, read_only: bool) -> None:
        self._conninfo = conninfo
        self._options = options
        self._read_only = read_only

    def __call__(self) -> psycopg.Connection[tuple[object, ...]]:
        timeout_ms = int(self._options.server_timeout_seconds * 1000)
        try:
            connection = psycopg.connect(
                self._conninfo,
                autocommit=True,
                connect_timeout=self._options.connect_timeout_seconds,
                options=f"-c timezone=UTC -c datestyle=ISO -c statement_timeout={timeout_ms}",
                application_name=f"{self._options.query_tag}-warehouse",
            )
        except psycopg.OperationalError as error:
            raise WarehouseUnavailable(
                "The warehouse does not answer. Is it running, and is KHAYWE_WAREHOUSE_URL right?", reason=_first_line(error)
            ) from error
        if self._read_only:
            self._only_reads(connection)
        return connection

    def _only_reads(self, connection: psycopg.Connection[tuple[object, ...]]) -> None:
        connection.read_only = True
        connection.execute("set default_transaction_read_only = on")
        role = self._options.read_role
        if role is None:
            return
        try:
            connection.execute(sql.SQL("set role {}").format(sql.Identifier(role)))
        except psycopg.Error as error:
            connection.close()
            raise WarehouseUrlWrong(f"The warehouse lets us have no role '{role}': {_first_line(error)}", read_role=role) from error


class PostgresSession:
    """One open connection, each call its own transaction unless `transaction` says otherwise."""

    def __init__(self, connection: psycopg.Connection[tuple[object, ...]]) -> None:
        self._connection = connection

    @property
    def dialect(self) -> Dialect:
        """PostgreSQL's, as psycopg names parameters."""
        return _DIALECT

    def read(self, query: Executable | str, parameters: Mapping[str, object] | None = None) -> pa.Table:
        """See `Warehouse.read`."""
        compiled = compile_statement(query, parameters, _DIALECT)
        body = sql.SQL(compiled.sql)
        buffer = pa.BufferOutputStream()
        with _refusals(compiled.sql), self._connection.cursor() as cursor:
            cursor.execute(sql.SQL("select * from ({}\n) as described limit 0").format(body), dict(compiled.values))
            columns = list(cursor.description or ())
            with cursor.copy(sql.SQL("copy ({}\n) to stdout (format csv, force_quote *)").format(body), dict(compiled.values)) as copying:
                for chunk in copying:
                    buffer.write(chunk)
        return _arrow_of_csv(buffer.getvalue(), columns)

    def execute(self, statement: Executable | str, parameters: Mapping[str, object] | None = None) -> int:
        """See `Warehouse.execute`."""
        compiled = compile_statement(statement, parameters, _DIALECT)
        with _refusals(compiled.sql), self._connection.transaction(), self._connection.cursor() as cursor:
            cursor.execute(compiled.sql, dict(compiled.values))
            return cursor.rowcount

    def replace_rows(self, table: str, rows: pa.Table, *, where: Mapping[str, Sequence[object]]) -> int:
        """See `Warehouse.replace_rows`."""
        if not where:
            raise ValueError(f"replace_rows on {table} must say which rows are replaced")
        target = sql.Identifier(*table_parts(table))
        with _refusals(f"replace rows of {table}"), self._connection.transaction(), self._connection.cursor() as cursor:
            if not self.table_exists(table):
                cursor.execute(sql.SQL("create schema if not exists {}").format(sql.Identifier(table_parts(table)[0])))
                cursor.execute(sql.SQL("create table if not exists {} ({})").format(target, _columns_of(rows.schema)))
            condition = sql.SQL(" and ").join(sql.SQL("{} = any({})").format(sql.Identifier(column), sql.Placeholder()) for column in where)
            cursor.execute(sql.SQL("delete from {} where {}").format(target, condition), [list(values) for values in where.values()])
            names = sql.SQL(", ").join(sql.Identifier(name) for name in rows.schema.names)
            with cursor.copy(sql.SQL("copy {} ({}) from stdin (format csv)").format(target, names)) as copying:
                for chunk in _csv_of(rows):
                    copying.write(chunk)
        return int(rows.num_rows)

    def table_exists(self, table: str) -> bool:
        """See `Warehouse.table_exists`."""
        schema, name = table_parts(table)
        with _refusals(f"look for {table}"):
            found = self._connection.execute(
                "select 1 from information_schema.tables where table_schema = %s and table_name = %s", (schema, name)
            ).fetchone()
        return found is not None

    @contextmanager
    def session(self) -> Iterator["PostgresSession"]:
        """This session again: it is already open."""
        yield self

    @contextmanager
    def transaction(self) -> Iterator["PostgresSession"]:
        """See `Warehouse.transaction`."""
        with self._connection.transaction():
            yield self


def _arrow_of_csv(csv: pa.Buffer, columns: Sequence[Column]) -> pa.Table:
    """The rows of a COPY as Arrow, each column in the type that PostgreSQL described."""
    positions = [str(position) for position in range(len(columns))]
    types = [_arrow_type(column) for column in columns]
    if csv.size == 0:
        return pa.Table.from_arrays([pa.array([], kind) for kind in types], names=[column.name for column in columns])
    table = pa_csv.read_csv(
        pa.BufferReader(csv),  # type: ignore[arg-type]  # the stubs know files only
        read_options=pa_csv.ReadOptions(column_names=positions),
        parse_options=pa_csv.ParseOptions(newlines_in_values=True, ignore_empty_lines=False),
        convert_options=pa_csv.ConvertOptions(
            column_types=dict(zip(positions, types, strict=True)),
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
            true_values=["t"],
            false_values=["f"],
        ),
    )
    return table.rename_columns([column.name for column in columns])


def _arrow_type(column: Column) -> pa.DataType:
    if column.type_code == _NUMERIC_OID:
        precision, scale = column.precision, column.scale
        return pa.decimal128(precision, scale) if precision is not None and scale is not None and precision <= 38 else pa.float64()
    return _ARROW_OF_OID.get(column.type_code, pa.string())


def _csv_of(rows: pa.Table) -> Iterator[bytes]:
    """`rows` as CSV without a header, a bounded number of rows at a time."""
    for batch in rows.to_batches(max_chunksize=_ROWS_PER_CHUNK):
        sink = io.BytesIO()
        pa_csv.write_csv(batch, sink, pa_csv.WriteOptions(include_header=False))
        yield sink.getvalue()


_POSTGRES_OF_ARROW: tuple[tuple[str, str], ...] = (
    (r"u?int(8|16)|int32", "integer"),
    (r"uint32|int64", "bigint"),
    (r"halffloat|float", "real"),
    (r"double", "double precision"),
    (r"(large_)?string(_view)?|null", "text"),
    (r"bool", "boolean"),
    (r"date32\[day\]|date64\[ms\]", "date"),
    (r"timestamp\[\w+\]", "timestamp"),
    (r"timestamp\[\w+, tz=.+\]", "timestamptz"),
)


def _columns_of(schema: pa.Schema) -> sql.Composable:
    return sql.SQL(", ").join(sql.SQL("{} {}").format(sql.Identifier(field.name), sql.SQL(_postgres_type(field))) for field in schema)


def _postgres_type(field: "pa.Field[Any]") -> str:
    kind = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
    if pa.types.is_decimal(kind):
        return f"numeric({kind.precision}, {kind.scale})"
    for pattern, name in _POSTGRES_OF_ARROW:
        if re.fullmatch(pattern, str(kind)):
            return name
    raise ValueError(f"The column '{field.name}' of Arrow type {kind} has no PostgreSQL type here")


@contextmanager
def _refusals(statement: str) -> Iterator[None]:
    try:
        yield
    except psycopg.errors.QueryCanceled as error:
        raise WarehouseTimedOut(f"The warehouse ended a statement: {_first_line(error)}", statement=statement[:500]) from error
    except psycopg.OperationalError as error:
        raise WarehouseUnavailable(f"The warehouse went away: {_first_line(error)}", reason=str(error)[:2000]) from error
    except psycopg.Error as error:
        raise WarehouseQueryFailed(
            f"The warehouse refused a statement: {_first_line(error)}", statement=statement[:500], reason=str(error)[:2000]
        ) from error


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
