"""Proves invariant 15: stored membership is the rules' answer. Not here: what rows promise among themselves (`checks.py`), repair."""

from collections.abc import Sequence
from datetime import date

import pyarrow as pa

from loyalty.checks.model import CheckResult
from loyalty.database import Work
from loyalty.database.copying import copy_rows
from loyalty.features import Catalogue
from loyalty.segments.errors import ProfileMissing
from loyalty.segments.evaluate import evaluate
from loyalty.segments.model import SegmentVersion
from loyalty.segments.versions import find_version, segments_in_force
from loyalty.warehouse import Warehouse

MEMBERSHIP_CODE = "SEGMENT_MEMBERS_ARE_THE_RULE"
MEMBERSHIP_SENTENCE = "The members of every segment are the customers its rule describes, evaluated again at its newest day (invariant 15)."

DAYS = """
select d.segment_code, d.as_of_on, d.version from segment_days d join segments s on s.code = d.segment_code
where (d.as_of_on = any(%(days)s::date[]) or (%(days)s::date[] is null and (d.segment_code, d.as_of_on) in
    (select segment_code, max(as_of_on) from segment_days group by segment_code)))
  and s.kind = 'RULE' and s.status <> 'ARCHIVED'
order by d.as_of_on, d.segment_code
"""

AGAIN_TABLE = 'create temporary table segment_again (customer_id text collate "C", segment_code text) on commit drop'

# A member who was enrolled after the day's run (ids are in the order of time) was not there to be put in. What an event found out about
# one member at that very instant was decided on newer facts than the day's, which are kept with the move.
DIFFERENCES = """
with described as (
    select a.segment_code, m.id as member_id, m.id < d.run_id as was_there
    from segment_again a
    join members m on m.external_id = a.customer_id
    join segment_days d on d.segment_code = a.segment_code and d.as_of_on = %(as_of_on)s::date
), stored as (
    select s.segment_code, s.member_id
    from segment_days d
    join segment_memberships s on s.segment_code = d.segment_code
      and s.valid_from <= d.evaluated_at and (s.valid_to > d.evaluated_at or s.valid_to is null)
    where d.as_of_on = %(as_of_on)s::date and d.segment_code = any(%(codes)s)
)
select coalesce(described.segment_code, stored.segment_code) as segment_code,
       coalesce(described.member_id, stored.member_id)::text as member_id,
       described.member_id is not null as is_described, stored.member_id is not null as is_stored
from described full join stored using (segment_code, member_id)
join segment_days d on d.segment_code = coalesce(described.segment_code, stored.segment_code) and d.as_of_on = %(as_of_on)s::date
left join segment_member_moves v on v.segment_code = d.segment_code and v.evaluated_at = d.evaluated_at
  and v.member_id = coalesce(described.member_id, stored.member_id)
where (stored.member_id is null and described.was_there or described.member_id is null) and v.member_id is null
order by 1, 2
"""


def check_membership(warehouse: Warehouse, *, catalogue: Catalogue, within: Work, days: Sequence[date] | None = None) -> CheckResult:
    """Invariant 15: what is stored for each segment's newest evaluated day (or for `days`) is what its rule says of that day now.

    The rule is the version that the day was evaluated with. One warehouse pass per day; the comparison is set-based.

    Raises:
        WarehouseUnavailable, WarehouseQueryFailed: as the port says.
    """
    wanted = within.exec_driver_sql(DAYS, {"days": None if days is None else list(days)}).tuples().all()
    violations: list[dict[str, object]] = []
    for day in sorted({as_of_on for _, as_of_on, _ in wanted}):
        versions = [find_version(code, version, catalogue=catalogue, within=within) for code, on, version in wanted if on == day]
        among = segments_in_force(day, catalogue=catalogue, within=within)
        violations += _differences(warehouse, versions, among, day, catalogue=catalogue, within=within)
    return CheckResult(MEMBERSHIP_CODE, MEMBERSHIP_SENTENCE, len(violations), violations[0] if violations else None)


def _differences(
    warehouse: Warehouse,
    versions: Sequence[SegmentVersion],
    among: Sequence[SegmentVersion],
    day: date,
    *,
    catalogue: Catalogue,
    within: Work,
) -> list[dict[str, object]]:
    try:
        again: pa.Table = evaluate(warehouse, versions, day, catalogue=catalogue, among=among)
    except ProfileMissing as error:
        return [{"as_of_on": day.isoformat(), "problem": error.message}]
    within.exec_driver_sql("drop table if exists segment_again")
    within.exec_driver_sql(AGAIN_TABLE)
    copy_rows("segment_again", again.select(["customer_id", "segment_code"]), within=within)
    facts = {"as_of_on": day, "codes": [version.code for version in versions]}
    found = [{"as_of_on": day.isoformat(), **row} for row in within.exec_driver_sql(DIFFERENCES, facts).mappings()]
    within.exec_driver_sql("drop table segment_again")
    return found
