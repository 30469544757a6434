"""Asks the warehouse who is in which segment, all rules in one pass. Not here: what becomes of the answer (`membership.py`)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import Date, Select, bindparam, case, false, func, literal_column, or_, select, true

from loyalty.features import Catalogue
from loyalty.rules import compile_filter, relation_of
from loyalty.segments.errors import ProfileMissing
from loyalty.segments.model import SegmentVersion
from loyalty.warehouse import Warehouse

ANSWER = pa.schema([("customer_id", pa.string()), ("segment_code", pa.string())])
"""One row per customer and segment that describes the customer."""


def evaluate(warehouse: Warehouse, segments: Sequence[SegmentVersion], as_of_on: date, *, catalogue: Catalogue) -> pa.Table:
    """Who is in which of `segments` at the end of `as_of_on`: one row per customer and segment, shaped like `ANSWER`.

    One scan of the profile, however many segments there are; a customer in none does not travel.

    Raises:
        ProfileMissing: the warehouse has no profile of the day.
        WarehouseUnavailable, WarehouseQueryFailed: as the port says.
    """
    if not segments:
        return ANSWER.empty_table()
    with warehouse.session() as session:
        flags = session.read(membership_query(segments, as_of_on, catalogue))
        if flags.num_rows == 0 and not session.read(_profile_query(as_of_on, catalogue)).column("profile_count")[0].as_py():
            raise ProfileMissing(
                f"{catalogue.relation} has no rows for {as_of_on}: build the features of that day first.",
                relation=catalogue.relation,
                as_of_on=as_of_on.isoformat(),
            )
    return _unpivoted(flags, segments)


def membership_query(segments: Sequence[SegmentVersion], as_of_on: date, catalogue: Catalogue) -> Select[tuple[object, ...]]:
    """The one statement: customer_id, then a boolean per segment in order (`in_0`, `in_1`, …), for customers in at least one."""
    profile = relation_of(catalogue)
    holds = [compile_filter(version.segment.checked, dict(profile.c)) for version in segments]
    flags = [case((one, true()), else_=false()).label(f"in_{number}") for number, one in enumerate(holds)]
    return select(profile.c.customer_id, *flags).where(profile.c.as_of_on == _day(as_of_on), or_(*holds))


def _profile_query(as_of_on: date, catalogue: Catalogue) -> Select[tuple[int]]:
    profile = relation_of(catalogue)
    one = select(literal_column("1").label("one")).select_from(profile).where(profile.c.as_of_on == _day(as_of_on)).limit(1).subquery()
    return select(func.count().label("profile_count")).select_from(one)


def _day(as_of_on: date) -> object:
    return bindparam("as_of_on", as_of_on, type_=Date())


def _unpivoted(flags: pa.Table, segments: Sequence[SegmentVersion]) -> pa.Table:
    customers = flags.column("customer_id").cast(pa.string())
    parts = []
    for number, version in enumerate(segments):
        # Oracle answers with 1 and 0.
        holds: Any = pc.cast(flags.column(f"in_{number}"), pa.bool_())
        members = customers.filter(holds)
        parts.append(pa.table([members, pa.repeat(version.code, len(members))], schema=ANSWER))
    return pa.concat_tables(parts)
