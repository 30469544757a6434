"""The rows of incoming loads, with what the promises ask beside their own columns. Not here: the promises."""

from collections.abc import Sequence
from datetime import date

import pyarrow as pa

from loyalty.warehouse import Warehouse
from loyalty.warehouse.raw import RawSource
from orchestration.ingest.promises import COPY_KEYS


def incoming_rows(warehouse: Warehouse, source: RawSource, days: Sequence[date]) -> pa.Table:
    """The rows that the loads of `days` brought, in no particular order, with every column the promises about them name.

    `copy_number` counts the rows with the same key from the first that ever came (1); `is_known_product` says whether the
    product list has the product. Both are there only for the sources that promise something about them.
    """
    return warehouse.read(_query(source), {"first": days[0], "last": days[-1]})


def _query(source: RawSource) -> str:
    """Rows of the days; counting copies looks at earlier rows with the same first key column too, and at nothing else."""
    keys = COPY_KEYS.get(source.name)
    known = source.name == "purchase_lines"
    columns = ", ".join(f"load.{name}" for name in [*source.columns.names, "loaded_on", "load_row"])
    extra = ", products.product_id is not null as is_known_product" if known else ""
    join = " left join (select distinct product_id from raw.products) as products on products.product_id = load.product_id" if known else ""
    if keys is None:
        return f"select {columns}{extra} from {source.table} as load{join} where load.loaded_on between :first and :last"  # noqa: S608
    partition = ", ".join(keys)
    return f"""
        with candidates as (
            select *, row_number() over (partition by {partition} order by loaded_on, load_row) as copy_number
            from {source.table}
            where loaded_on <= :last
              and {keys[0]} in (select {keys[0]} from {source.table} where loaded_on between :first and :last)
        )
        select {columns}, load.copy_number{extra} from candidates as load{join} where load.loaded_on between :first and :last
        union all
        -- Rows without the key are nobody's copy; they are judged for that alone.
        select {columns}, 1 as copy_number{extra} from {source.table} as load{join}
        where load.loaded_on between :first and :last and load.{keys[0]} is null
    """  # noqa: S608 - our own table and column names
