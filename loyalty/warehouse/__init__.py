"""The only door to the warehouse: one port, an implementation for each kind, and the tables that we write there ourselves."""

from loyalty.warehouse.errors import (
    PublishedDamaged,
    PublishedNothing,
    WarehouseQueryFailed,
    WarehouseTimedOut,
    WarehouseUnavailable,
    WarehouseUrlWrong,
)
from loyalty.warehouse.guard import Guarded, warehouse_breaker
from loyalty.warehouse.opening import is_server, open_warehouse
from loyalty.warehouse.port import Warehouse
from loyalty.warehouse.published import Published, PublishedTable, publish, read_published
from loyalty.warehouse.reader import PublishedWarehouse, open_reader
from loyalty.warehouse.tables import ensure_quality_tables, ensure_raw_tables, ensure_score_tables

__all__ = [
    "Guarded",
    "Published",
    "PublishedDamaged",
    "PublishedNothing",
    "PublishedTable",
    "PublishedWarehouse",
    "Warehouse",
    "WarehouseQueryFailed",
    "WarehouseTimedOut",
    "WarehouseUnavailable",
    "WarehouseUrlWrong",
    "ensure_quality_tables",
    "ensure_raw_tables",
    "ensure_score_tables",
    "is_server",
    "open_reader",
    "open_warehouse",
    "publish",
    "read_published",
    "warehouse_breaker",
]
