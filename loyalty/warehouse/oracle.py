"""How Oracle is spoken to: python-oracledb in its thin mode, Arrow out, array binds in. Not here: sessions and pooling (`server.py`).

There is no Oracle where the tests run: statements are compiled and held against golden files, and what is done with them against a
driver that records. Say "compiled, not executed".
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from typing import Any

import oracledb
import pyarrow as pa
from sqlalchemy import URL, Dialect, Executable
from sqlalchemy.dialects.oracle.oracledb import OracleDialect_oracledb

from loyalty.warehouse.errors import WarehouseQueryFailed, WarehouseTimedOut, WarehouseUnavailable, WarehouseUrlWrong
from loyalty.warehouse.options import AccessOptions
from loyalty.warehouse.ours import arrow_kind, delete_matching, first_line
from loyalty.warehouse.server import ServerWarehouse
from loyalty.warehouse.statements import Compiled, table_parts

_ROWS_PER_BATCH = 50_000
_TIMED_OUT = frozenset({"DPY-4024", "ORA-01013", "ORA-12609"})
"""The driver's own call timeout, a call that was canceled, a receive that took too long."""
_ORACLE_OF_ARROW = {
    "integer": "number(10)",
    "bigint": "number(19)",
    "number": "binary_double",
    "text": "varchar2(4000 byte)",
    "boolean": "number(1)",
    "date": "date",
    "instant": "timestamp(6)",
    "zoned": "timestamp(6) with time zone",
}


def oracle_warehouse(parsed: URL, options: AccessOptions, *, read_only: bool = False) -> ServerWarehouse:
    """The warehouse `oracle://user:password@host:1521/?service_name=…`; nothing is contacted yet."""
    return ServerWarehouse(OracleWords(), OracleOpening(parsed, options, read_only=read_only), options, read_only=read_only)


class OracleOpening:
    """Opens connections as the URL says; who only reads gives up every role but `read_role`."""

    def __init__(self, parsed: URL, options: AccessOptions, *, read_only: bool) -> None:
        service = parsed.query.get("service_name") or parsed.database
        if not service:
            raise WarehouseUrlWrong("An Oracle URL names its service: oracle://user:password@host:1521/?service_name=…", scheme="oracle")
        self._options = options
        self._read_only = read_only
        self.arguments: dict[str, Any] = {
            "user": parsed.username,
            "password": parsed.password,
            "host": parsed.host,
            "port": parsed.port or 1521,
            "service_name": service if isinstance(service, str) else service[-1],
            "tcp_connect_timeout": float(options.connect_timeout_seconds),
            "program": "khaywe",
        }

    def __call__(self) -> Any:  # noqa: ANN401 -- a connection of the driver
        """A connection, prepared.

        Raises:
            WarehouseUnavailable: Oracle does not answer, or not to us.
        """
        try:
            connection = oracledb.connect(**self.arguments)
            self.prepare(connection)
        except oracledb.Error as error:
            raise WarehouseUnavailable(
                "Oracle does not answer, or does not let us in. Is KHAYWE_WAREHOUSE_URL right?", reason=first_line(error)
            ) from error
        return connection

    def prepare(self, connection: Any) -> None:  # noqa: ANN401
        """The session speaks UTC, ends long statements, says in the database's own lists who it is, and holds the role to read with."""
        connection.call_timeout = int(self._options.server_timeout_seconds * 1000)
        connection.module = self._options.query_tag
        with closing(connection.cursor()) as cursor:
            cursor.execute("alter session set time_zone = 'UTC'")
            if self._read_only and self._options.read_role is not None:
                if not self._options.read_role.replace("_", "").isalnum():
                    raise WarehouseUrlWrong("'read_role' in KHAYWE_WAREHOUSE_URL is not a plain name.", option="read_role")
                cursor.execute(f"set role {self._options.read_role}")


class OracleWords:
    """See `Words`."""

    dialect: Dialect = OracleDialect_oracledb()  # type: ignore[no-untyped-call]
    commits_alone = False

    @contextmanager
    def refusals(self, statement: str) -> Iterator[None]:
        """See `Words.refusals`."""
        try:
            yield
        except oracledb.Error as error:
            said = error.args[0] if error.args else None
            if getattr(said, "full_code", "") in _TIMED_OUT:
                raise WarehouseTimedOut(f"The warehouse ended a statement: {first_line(error)}", statement=statement[:500]) from error
            if getattr(said, "isrecoverable", False) or isinstance(error, oracledb.OperationalError | oracledb.InterfaceError):
                raise WarehouseUnavailable(f"The warehouse went away: {first_line(error)}", reason=str(error)[:2000]) from error
            raise WarehouseQueryFailed(
                f"The warehouse refused a statement: {first_line(error)}", statement=statement[:500], reason=str(error)[:2000]
            ) from error

    def read(self, connection: Any, compiled: Compiled) -> pa.Table:  # noqa: ANN401
        """See `Words.read`: the driver fetches straight into Arrow. A date has a time of day in Oracle and arrives as an instant."""
        frame = connection.fetch_df_all(statement=compiled.sql, parameters=dict(compiled.values), arraysize=_ROWS_PER_BATCH)
        return pa.table(frame)

    def execute(self, connection: Any, compiled: Compiled) -> int:  # noqa: ANN401
        """See `Words.execute`."""
        with closing(connection.cursor()) as cursor:
            cursor.execute(compiled.sql, dict(compiled.values))
            return int(cursor.rowcount)

    def create(self, table: str, schema: pa.Schema) -> Sequence[str]:
        """See `Words.create`. A schema is a user in Oracle: it is there, or an administrator makes it."""
        columns = ", ".join(f"{field.name} {oracle_type(field)}" for field in schema)
        return (f"create table {table} ({columns})",)

    def insert(self, connection: Any, table: str, rows: pa.Table) -> None:  # noqa: ANN401
        """See `Words.insert`: batches bound as arrays, which the driver takes from Arrow itself."""
        names = ", ".join(rows.column_names)
        places = ", ".join(f":{number}" for number in range(1, rows.num_columns + 1))
        with closing(connection.cursor()) as cursor:
            for start in range(0, rows.num_rows, _ROWS_PER_BATCH):
                cursor.executemany(f"insert into {table} ({names}) values ({places})", rows.slice(start, _ROWS_PER_BATCH))  # noqa: S608

    def delete(self, table: str, where: Mapping[str, Sequence[object]]) -> Executable:
        """See `Words.delete`."""
        return delete_matching(table, where)

    def exists(self, table: str) -> tuple[str, Mapping[str, object]]:
        """See `Words.exists`."""
        schema, name = table_parts(table)
        query = "select 1 as found from all_tables where owner = :owner and table_name = :name"
        return query, {"owner": schema.upper(), "name": name.upper()}

    def begin(self, connection: Any) -> None:  # noqa: ANN401
        """See `Words.begin`: Oracle begins by itself."""

    def end(self, connection: Any, *, keep: bool) -> None:  # noqa: ANN401
        """See `Words.end`."""
        if keep:
            connection.commit()
        else:
            connection.rollback()


def oracle_type(field: "pa.Field[Any]") -> str:
    """The type of a column that holds an Arrow field's values; truth is 1 and 0, for Oracle knows no other before 23ai."""
    kind = arrow_kind(field)
    if isinstance(kind, tuple):
        return f"number({kind[0]}, {kind[1]})"
    return _ORACLE_OF_ARROW[kind]
