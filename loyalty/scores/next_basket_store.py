"""Published next baskets as rows, one per member. Only SQL; what a row means stands in `next_basket.py`."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import pyarrow as pa
from sqlalchemy import Row

from loyalty.database import Work
from loyalty.database.copying import copy_rows

# Any constant will do, so long as nothing else in the database uses it.
SHELF_LOCK = 7_236_023

STAGED = {
    "customer_id": 'text collate "C" not null',
    "products": "jsonb not null",
    "product_count": "integer not null",
    "model_version": "text not null",
    "scored_at": "timestamp not null",
}
STAGE = f"create temporary table staged_next_baskets ({', '.join(f'{name} {kind}' for name, kind in STAGED.items())}) on commit drop"
UNKNOWN = """
select coalesce(sum(s.product_count), 0) from staged_next_baskets s
where not exists (select from members m where m.external_id = s.customer_id)
"""
# An instant from the warehouse is UTC without a zone.
INSERT = """
insert into member_next_baskets (member_id, as_of_on, products, model_version, scored_at)
select m.id, %(as_of_on)s, s.products, s.model_version, s.scored_at at time zone 'UTC'
from staged_next_baskets s join members m on m.external_id = s.customer_id
order by m.id
"""
SHELF = """
insert into next_basket_shelf (only_row, as_of_on, member_count) values (true, %(as_of_on)s, %(member_count)s)
on conflict (only_row) do update set as_of_on = excluded.as_of_on, member_count = excluded.member_count
"""
READ = """
select member_id, as_of_on, products, model_version, scored_at from member_next_baskets where member_id = any(%(ids)s::uuid[])
"""


def lock_shelf(within: Work) -> date | None:
    """One publication at a time until the transaction ends; the day that is published, or None."""
    within.exec_driver_sql("select pg_advisory_xact_lock(%(lock)s)", {"lock": SHELF_LOCK})
    found: date | None = within.exec_driver_sql("select as_of_on from next_basket_shelf").scalar_one_or_none()
    return found


def stage(rows: pa.Table, within: Work) -> int:
    """The rows lie beside the published ones; how many products of them belong to no member."""
    within.exec_driver_sql("drop table if exists staged_next_baskets")
    within.exec_driver_sql(STAGE)
    copy_rows("staged_next_baskets", rows.select(list(STAGED)), within=within)
    return int(within.exec_driver_sql(UNKNOWN).scalar_one())


def replace_all(as_of_on: date, within: Work) -> int:
    """The staged rows stand in place of the published ones; how many members have products now."""
    within.exec_driver_sql("delete from member_next_baskets")
    member_count = within.exec_driver_sql(INSERT, {"as_of_on": as_of_on}).rowcount
    within.exec_driver_sql(SHELF, {"as_of_on": as_of_on, "member_count": member_count})
    return member_count


def read(member_ids: Sequence[UUID], within: Work) -> list[Row[Any]]:
    """The rows of these members."""
    return list(within.exec_driver_sql(READ, {"ids": list(member_ids)}))
