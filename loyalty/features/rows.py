"""The published features as rows: in the warehouse, and in the loyalty database. The only module of the room that knows SQL."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import polars as pl
import pyarrow as pa
from sqlalchemy import ColumnClause, Date, String, TableClause, column, func, select, table

from loyalty.database import Work
from loyalty.database.copying import copy_rows
from loyalty.features.model import Catalogue
from loyalty.features.online import ShelfHead, Since, Stored, as_json, from_json
from loyalty.warehouse.port import Warehouse
from loyalty.warehouse.statements import table_parts

# Any constant will do, so long as nothing else in the database uses it.
SHELF_LOCK = 7_236_011
ROWS_PER_COPY = 50_000

STAGE = 'create temporary table staged_features (customer_id text collate "C" not null, features json not null) on commit drop'
INSERT = """
insert into member_features (member_id, features)
select m.id, s.features from staged_features s join members m on m.external_id = s.customer_id
"""
HEAD = """
insert into feature_shelf (only_row, generation, as_of_on, loaded_at, published_at, member_count)
select true, coalesce(max(h.generation), 0) + 1, %(as_of_on)s, %(loaded_at)s, %(published_at)s, %(member_count)s from feature_shelf h
on conflict (only_row) do update set generation = excluded.generation, as_of_on = excluded.as_of_on, loaded_at = excluded.loaded_at,
    published_at = excluded.published_at, member_count = excluded.member_count
returning generation
"""
# One statement, so one snapshot: a row and the head it lies under are always of one generation.
READ = """
select member_id as id, external_id, features::text as features, published_features is not null as is_published,
       generation, as_of_on, loaded_at, published_at, updated_at, updated_on
from member_features_now where member_id = any(%(ids)s::uuid[])
"""


@dataclass(frozen=True, slots=True)
class Row:
    """What the database has of one member: who that is in the warehouse, the head (None: never published), the values (None: no row).

    `later` are values that came after a publish that did not know the member; they go on top of what the warehouse says.
    """

    customer_id: str
    head: ShelfHead | None
    values: bytes | None
    since: Since | None = None
    later: bytes | None = None


def features_of_day(warehouse: Warehouse, catalogue: Catalogue, *, as_of_on: date, customer_ids: Sequence[str] | None = None) -> pa.Table:
    """Each customer of the day with the features of the catalogue, or only these customers.

    Raises:
        WarehouseUnavailable, WarehouseQueryFailed: as the port says.
    """
    relation = _relation(catalogue)
    query = select(relation).where(relation.c.as_of_on == as_of_on)
    if customer_ids is not None:
        query = query.where(relation.c.customer_id.in_(list(customer_ids)))
    return warehouse.read(query)


def newest_day(warehouse: Warehouse, catalogue: Catalogue) -> date | None:
    """The newest day with features, or None."""
    found = warehouse.read(select(func.max(_relation(catalogue).c.as_of_on).label("as_of_on"))).column("as_of_on")[0].as_py()
    return found.date() if isinstance(found, datetime) else found


def loads_known(warehouse: Warehouse, *, as_of_on: date) -> datetime | None:
    """When the newest load arrived that features of the day know; None where there is no load log (a published build has none)."""
    if not warehouse.table_exists("raw.load_log"):
        return None
    query = "select max(loaded_at) as loaded_at from raw.load_log where business_on <= :as_of_on"
    found: datetime | None = warehouse.read(query, {"as_of_on": as_of_on}).column("loaded_at")[0].as_py()
    return None if found is None else found.replace(tzinfo=UTC)


def lock_shelf(within: Work) -> date | None:
    """One publication at a time until the transaction ends; the day that is published, or None."""
    within.exec_driver_sql("select pg_advisory_xact_lock(%(lock)s)", {"lock": SHELF_LOCK})
    head = read_head(within)
    return head.as_of_on if head else None


def read_head(within: Work) -> ShelfHead | None:
    """What is published, or None before the first time."""
    row = within.exec_driver_sql("select generation, as_of_on, loaded_at, published_at from feature_shelf").one_or_none()
    return None if row is None else ShelfHead(*row)


def stage(rows: pa.Table, catalogue: Catalogue, within: Work) -> int:
    """The rows lie beside the published ones; how many of them belong to no member."""
    within.exec_driver_sql("drop table if exists staged_features")
    within.exec_driver_sql(STAGE)
    for start in range(0, rows.num_rows, ROWS_PER_COPY):
        part = rows.slice(start, ROWS_PER_COPY)
        customers = pl.Series("customer_id", part.column("customer_id")).cast(pl.String)
        copy_rows("staged_features", pl.DataFrame([customers, as_json(part, catalogue)]).to_arrow(), within=within)
    query = "select count(*) from staged_features s where not exists (select from members m where m.external_id = s.customer_id)"
    return int(within.exec_driver_sql(query).scalar_one())


def replace_all(as_of_on: date, loaded_at: datetime | None, published_at: datetime, within: Work) -> tuple[int, int]:
    """The staged rows stand in place of the published ones; the generation, and how many members have features now."""
    within.exec_driver_sql("delete from member_features")
    member_count = within.exec_driver_sql(INSERT).rowcount
    told = {"as_of_on": as_of_on, "loaded_at": loaded_at, "published_at": published_at, "member_count": member_count}
    return int(within.exec_driver_sql(HEAD, told).scalar_one()), member_count


def read_rows(member_ids: Sequence[UUID], within: Work) -> dict[UUID, Row]:
    """What is published of these members; whoever is no member is simply not in the answer."""
    return {row.id: _row(row) for row in within.exec_driver_sql(READ, {"ids": list(member_ids)})}


def _row(row: Any) -> Row:  # noqa: ANN401 - a row of READ
    head = None if row.generation is None else ShelfHead(row.generation, row.as_of_on, row.loaded_at, row.published_at)
    since = None if row.updated_at is None else Since(row.updated_at, row.updated_on)
    values = row.features.encode() if row.features is not None else None
    return Row(row.external_id, head, values, since) if row.is_published else Row(row.external_id, head, None, since, values)


def from_warehouse(warehouse: Warehouse, catalogue: Catalogue, wanted: dict[UUID, Row], *, now: datetime) -> dict[UUID, Stored]:
    """What the warehouse says of these customers on the published day, or on its newest where nothing is published."""
    with warehouse.session() as session:
        published = next((row.head for row in wanted.values() if row.head is not None), None)
        as_of_on = published.as_of_on if published else newest_day(session, catalogue)
        if as_of_on is None:
            return {}
        rows = features_of_day(session, catalogue, as_of_on=as_of_on, customer_ids=[row.customer_id for row in wanted.values()])
        head = published or ShelfHead(0, as_of_on, loads_known(session, as_of_on=as_of_on), now)
    customers = [str(one) for one in rows.column("customer_id").to_pylist()]
    found = dict(zip(customers, as_json(rows, catalogue).to_list(), strict=True))
    told = {name: values.encode() for name, values in found.items()}
    return {
        member_id: Stored(head, _with(told.get(row.customer_id), row.later), "warehouse", row.since) for member_id, row in wanted.items()
    }


def _with(values: bytes | None, later: bytes | None) -> bytes | None:
    """What came later on top of what the warehouse says."""
    if later is None:
        return values
    return json.dumps(from_json(values or b"{}") | from_json(later)).encode()


def _relation(catalogue: Catalogue) -> TableClause:
    schema, name = table_parts(catalogue.relation)
    features: list[ColumnClause[Any]] = [column(one) for one in catalogue.features]
    return table(name, column("customer_id", String), column("as_of_on", Date), *features, schema=schema)
