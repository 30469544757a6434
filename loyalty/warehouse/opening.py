"""Turns a URL into a warehouse. The one place that knows which kinds there are."""

from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from loyalty.warehouse.duckdb import DuckDbWarehouse
from loyalty.warehouse.errors import WarehouseUrlWrong
from loyalty.warehouse.guard import Guarded
from loyalty.warehouse.options import AccessOptions, access_options
from loyalty.warehouse.port import Warehouse
from loyalty.warehouse.postgres import PostgresWarehouse

_LOOKS_LIKE = (
    "KHAYWE_WAREHOUSE_URL must look like duckdb:///path/to/file.duckdb, postgresql://user:password@host:5432/database, "
    "snowflake://user:password@account/database?warehouse=… or oracle://user:password@host:1521/?service_name=…"
)
KINDS = frozenset({"duckdb", "postgresql", "snowflake", "oracle"})


def open_warehouse(url: str, *, read_only: bool = False, lock_wait_seconds: float = 120.0) -> Warehouse:
    """The warehouse that `url` names; nothing is contacted until the first call.

    `duckdb:///relative.duckdb`, `duckdb:////absolute.duckdb` (its query part holds DuckDB settings, `?memory_limit=4GB`),
    `duckdb:///:memory:`, `postgresql://…`, `snowflake://…` (extra `snowflake`) or `oracle://…` (extra `oracle`). The names of
    `AccessOptions` may stand in the query part of each. A call to a server that went away is tried again.

    Raises:
        WarehouseUrlWrong: it names none of these, or the driver of its kind is not installed.
    """
    parsed, options = access_options(parse_warehouse_url(url))
    kind = parsed.get_backend_name()
    if kind == "duckdb":
        return _duckdb(parsed, options, read_only=read_only, lock_wait_seconds=lock_wait_seconds)
    return Guarded(_server(kind, parsed, options, read_only=read_only))


def _duckdb(parsed: URL, options: AccessOptions, *, read_only: bool, lock_wait_seconds: float) -> DuckDbWarehouse:
    return DuckDbWarehouse(
        duckdb_path(parsed),
        read_only=read_only,
        lock_wait_seconds=lock_wait_seconds,
        options={name: str(value) for name, value in parsed.query.items()},
        statement_timeout_seconds=options.statement_timeout_seconds,
    )


def _server(kind: str, parsed: URL, options: AccessOptions, *, read_only: bool) -> Warehouse:
    if kind == "postgresql":
        conninfo = parsed.set(drivername="postgresql").render_as_string(hide_password=False)
        return PostgresWarehouse(conninfo, read_only=read_only, options=options)
    try:
        if kind == "snowflake":
            from loyalty.warehouse.snowflake import snowflake_warehouse as opened
        else:
            from loyalty.warehouse.oracle import oracle_warehouse as opened
    except ImportError as error:
        raise WarehouseUrlWrong(f"The driver for {kind} is not installed: install Khaywe with the extra `{kind}`.", scheme=kind) from error
    return opened(parsed, options, read_only=read_only)


def parse_warehouse_url(url: str) -> URL:
    """The URL in parts.

    Raises:
        WarehouseUrlWrong: it is not a URL, or of a kind we do not know.
    """
    try:
        parsed = make_url(url)
        kind = {"postgres": "postgresql"}.get(parsed.get_backend_name(), parsed.get_backend_name())
    except (ArgumentError, ValueError):
        raise WarehouseUrlWrong(f"{_LOOKS_LIKE}.", scheme=url.split(":", 1)[0][:40]) from None
    if kind not in KINDS or (kind in {"duckdb", "snowflake"} and not parsed.database):
        raise WarehouseUrlWrong(f"{_LOOKS_LIKE}; '{kind[:40]}' is not among them or names no file or database.", scheme=kind[:40])
    return parsed.set(drivername=kind)


def duckdb_path(parsed: URL) -> Path | None:
    """The file of a DuckDB URL; None means memory."""
    return None if parsed.database == ":memory:" else Path(str(parsed.database))


def is_server(url: str) -> bool:
    """Whether the warehouse can be asked at any time; the file of DuckDB belongs to whoever builds."""
    return parse_warehouse_url(url).get_backend_name() != "duckdb"
