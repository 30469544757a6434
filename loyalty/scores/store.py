"""Published scores as rows. The only module of the room that knows SQL."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from uuid import UUID

import pyarrow as pa

from loyalty.database import Work
from loyalty.database.copying import copy_rows
from loyalty.scores.model import MemberScores

# Any constant will do, so long as nothing else in the database uses it.
SHELF_LOCK = 7_236_003

STAGED = {
    "customer_id": 'text collate "C" not null',
    "tier_code": "text",
    "qualifying_minor": "bigint",
    "rfm_code": "text",
    "rfm_segment_code": "text",
    "recency_quintile": "smallint",
    "frequency_quintile": "smallint",
    "monetary_quintile": "smallint",
    "churn_probability": "double precision",
    "churn_band_code": "text",
    "last_purchase_on": "date",
    "recency_days": "bigint",
    "purchase_count_364d": "bigint",
    "spend_minor_364d": "bigint",
    "model_version": "text",
    "scored_at": "timestamp",
}
STAGED_COLUMNS = (*STAGED, "as_of_on")
_COPIED = [name for name in STAGED if name != "customer_id"]
_AS_PUBLISHED = ", ".join(f"s.{name}" if name != "scored_at" else "s.scored_at at time zone 'UTC' as scored_at" for name in _COPIED)

STAGE = f"create temporary table staged_scores ({', '.join(f'{name} {kind}' for name, kind in STAGED.items())}) on commit drop"

# Every row changes every day, so a delete and an insert write no more than an update would. Readers keep what they saw until
# this transaction commits. An instant from the warehouse is UTC without a zone.
INSERT = f"""
insert into member_scores (member_id, as_of_on, {", ".join(_COPIED)})
select m.id, %(as_of_on)s, {_AS_PUBLISHED}
from staged_scores s join members m on m.external_id = s.customer_id
order by m.id
"""  # noqa: S608 (our own column list)

SHELF = """
insert into score_shelf (only_row, as_of_on, member_count) values (true, %(as_of_on)s, %(member_count)s)
on conflict (only_row) do update set as_of_on = excluded.as_of_on, member_count = excluded.member_count
"""

DIFFERENCES = f"""
with said as (
    select m.id as member_id, {_AS_PUBLISHED}
    from staged_scores s join members m on m.external_id = s.customer_id
), stored as (
    select member_id, {", ".join(_COPIED)} from member_scores where as_of_on = %(as_of_on)s
)
select coalesce(said.member_id, stored.member_id)::text as member_id, to_jsonb(said) as said, to_jsonb(stored) as stored
from said full join stored using (member_id)
where stored is distinct from said and stored.member_id is not null
order by 1
"""  # noqa: S608 (our own column list)

READ = f"select {', '.join(field.name for field in fields(MemberScores))} from member_scores where member_id = any(%(ids)s::uuid[])"  # noqa: S608


def lock_shelf(within: Work) -> date | None:
    """One publication at a time until the transaction ends; the day that is published, or None."""
    within.exec_driver_sql("select pg_advisory_xact_lock(%(lock)s)", {"lock": SHELF_LOCK})
    found: date | None = within.exec_driver_sql("select as_of_on from score_shelf").scalar_one_or_none()
    return found


def published_day(within: Work) -> date | None:
    """The day that is published, or None."""
    found: date | None = within.exec_driver_sql("select as_of_on from score_shelf").scalar_one_or_none()
    return found


def differences(rows: pa.Table, as_of_on: date, within: Work) -> list[dict[str, object]]:
    """Where the published rows of the day and `rows` disagree, by member; members enrolled since then have no row yet."""
    stage(rows, within)
    found = [dict(row) for row in within.exec_driver_sql(DIFFERENCES, {"as_of_on": as_of_on}).mappings()]
    within.exec_driver_sql("drop table staged_scores")
    return found


def stage(rows: pa.Table, within: Work) -> int:
    """The rows lie beside the published ones; how many of them belong to no member."""
    within.exec_driver_sql("drop table if exists staged_scores")
    within.exec_driver_sql(STAGE)
    copy_rows("staged_scores", rows.select(list(STAGED)), within=within)
    query = "select count(*) from staged_scores s where not exists (select from members m where m.external_id = s.customer_id)"
    return int(within.exec_driver_sql(query).scalar_one())


def replace_all(as_of_on: date, within: Work) -> int:
    """The staged rows stand in place of the published ones; how many members have scores now."""
    within.exec_driver_sql("delete from member_scores")
    member_count = within.exec_driver_sql(INSERT, {"as_of_on": as_of_on}).rowcount
    within.exec_driver_sql(SHELF, {"as_of_on": as_of_on, "member_count": member_count})
    return member_count


def read_scores(member_ids: Sequence[UUID], *, within: Work) -> dict[UUID, MemberScores]:
    """The published scores of these members; a member without any is simply not in the answer."""
    rows = within.exec_driver_sql(READ, {"ids": list(member_ids)})
    return {row.member_id: MemberScores(*row) for row in rows}
