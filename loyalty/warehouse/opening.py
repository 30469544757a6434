"""Turns a URL into a warehouse. The one place that knows which kinds there are."""

from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from loyalty.warehouse.duckdb import DuckDbWarehouse
from loyalty.warehouse.errors import WarehouseUrlWrong
from loyalty.warehouse.port import Warehouse
from loyalty.warehouse.postgres import PostgresWarehouse

_LOOKS_LIKE = "KHAYWE_WAREHOUSE_URL must look like duckdb:///path/to/file.duckdb or postgresql://user:password@host:5432/database"


def open_warehouse(url: str, *, read_only: bool = False, lock_wait_seconds: float = 120.0) -> Warehouse:
    """The warehouse that `url` names; nothing is contacted until the first call.

    `duckdb:///relative.duckdb`, `duckdb:////absolute.duckdb` (its query part holds DuckDB settings, `?memory_limit=4GB`),
    `duckdb:///:memory:`, or `postgresql://…`.

    Raises:
        WarehouseUrlWrong: it names none of these.
    """
    parsed = parse_warehouse_url(url)
    if parsed.get_backend_name() == "postgresql":
        return PostgresWarehouse(parsed.set(drivername="postgresql").render_as_string(hide_password=False), read_only=read_only)
    options = {name: str(value) for name, value in parsed.query.items()}
    return DuckDbWarehouse(duckdb_path(parsed), read_only=read_only, lock_wait_seconds=lock_wait_seconds, options=options)


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
    if kind not in {"duckdb", "postgresql"} or (kind == "duckdb" and not parsed.database):
        raise WarehouseUrlWrong(f"{_LOOKS_LIKE}; '{kind[:40]}' is not among them or names no file.", scheme=kind[:40])
    return parsed.set(drivername=kind)


def duckdb_path(parsed: URL) -> Path | None:
    """The file of a DuckDB URL; None means memory."""
    return None if parsed.database == ":memory:" else Path(str(parsed.database))
