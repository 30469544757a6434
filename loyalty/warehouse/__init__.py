"""The only door to the warehouse: one port, two real implementations, and the tables that we write there ourselves."""

from loyalty.warehouse.errors import PublishedDamaged, PublishedNothing, WarehouseQueryFailed, WarehouseUnavailable, WarehouseUrlWrong
from loyalty.warehouse.opening import open_warehouse
from loyalty.warehouse.port import Warehouse
from loyalty.warehouse.published import Published, PublishedTable, publish, read_published
from loyalty.warehouse.tables import ensure_quality_tables, ensure_raw_tables, ensure_score_tables

__all__ = [
    "Published",
    "PublishedDamaged",
    "PublishedNothing",
    "PublishedTable",
    "Warehouse",
    "WarehouseQueryFailed",
    "WarehouseUnavailable",
    "WarehouseUrlWrong",
    "ensure_quality_tables",
    "ensure_raw_tables",
    "ensure_score_tables",
    "open_warehouse",
    "publish",
    "read_published",
]
