"""Everybody inside a journey at once: counted, stopped, taken to another version. Knows SQL; not here: who decides it (`lifecycle.py`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from loyalty.database import Work
from loyalty.database.arrays import text_array

COUNTS = """
select version, node_id, count(*) as count from journey_enrollments
where journey_code = %(code)s and outcome = 'INSIDE' and version <> %(version)s group by version, node_id order by version, node_id
"""
# What is asked of each place: another node in the new version (null: the way ends), and whether a wait there is the same wait.
_PLACES = """
with places as (
    select * from unnest(%(versions)s::integer[], %(nodes)s::text[], %(targets)s::text[], %(keeps)s::boolean[])
        as p (version, node_id, target, keeps)
), moved as (
    update journey_enrollments e
    set version = case when p.target is null then e.version else %(new_version)s end, node_id = coalesce(p.target, e.node_id),
        visit = e.visit + 1, outcome = case when p.target is null then 'STOPPED' else e.outcome end,
        is_waiting = e.is_waiting and p.keeps, awaits = case when p.keeps then e.awaits end,
        due_at = case when p.target is null then null when p.keeps and e.is_waiting then e.due_at else %(now)s end,
        ended_at = case when p.target is null then %(now)s end, moved_at = case when p.keeps then e.moved_at else %(now)s end, attempts = 0,
        once_key = case when p.target is null and e.once_key = 'inside' then null else e.once_key end
    from places p
    where e.journey_code = %(code)s and e.outcome = 'INSIDE' and e.version = p.version and e.node_id = p.node_id
    returning e.id, e.visit - 1 as visit, e.member_id, p.version, p.node_id, p.target
), logged as (
    insert into journey_steps (enrollment_id, visit, journey_code, version, node_id, branch, facts, entered_at, recorded_at)
    select id, visit, %(code)s, version, node_id, case when target is null then 'stopped' else 'migrated' end,
           case when target is null then '{}'::jsonb else jsonb_build_object('to_version', %(new_version)s::integer, 'to_node', target) end,
           %(now)s, %(now)s
    from moved
), told as (
    insert into outbox (member_id, type, occurred_at, recorded_at, data)
    select member_id, 'journey.exited', %(now)s, %(now)s,
           jsonb_build_object('journey_code', %(code)s::text, 'version', version, 'enrollment_id', replace(id::text, '-', ''),
                              'outcome', 'STOPPED', 'node_id', node_id)
    from moved where target is null
)
select version, node_id, target, count(*) as moved_count from moved group by version, node_id, target order by version, node_id
"""


STOPPED = """
select id from journey_enrollments where journey_code = %(code)s and outcome = 'STOPPED' and ended_at = %(now)s
"""


@dataclass(frozen=True, slots=True)
class Place:
    """A node of an older version where members stand, and how many."""

    version: int
    node_id: str
    count: int


@dataclass(frozen=True, slots=True)
class Destination:
    """Where the members of a place go: a node of the new version (None: their way ends). `keeps_waiting`: it is the same wait."""

    target: str | None
    keeps_waiting: bool = False


def places_inside(code: str, *, but_version: int, within: Work) -> list[Place]:
    """Where members stand in every version but one."""
    return [Place(*row) for row in within.exec_driver_sql(COUNTS, {"code": code, "version": but_version})]


def stopped_at(code: str, now: datetime, within: Work) -> list[UUID]:
    """The enrollments whose way was ended at this instant."""
    return list(within.exec_driver_sql(STOPPED, {"code": code, "now": now}).scalars())


def move_inside(
    code: str, destinations: Mapping[tuple[int, str], Destination], new_version: int, now: datetime, within: Work
) -> dict[tuple[str, int, str, str], tuple[int, int]]:
    """The members of each place stand where it says, logged and told; what passed, to be counted."""
    if not destinations:
        return {}
    facts = {
        "code": code,
        "new_version": new_version,
        "now": now,
        "versions": [version for version, _ in destinations],
        "nodes": text_array(node_id for _, node_id in destinations),
        "targets": text_array(one.target for one in destinations.values()),
        "keeps": [one.keeps_waiting for one in destinations.values()],
    }
    passed: dict[tuple[str, int, str, str], tuple[int, int]] = {}
    for row in within.exec_driver_sql(_PLACES, facts):
        passed[code, row.version, row.node_id, "stopped" if row.target is None else "migrated"] = (row.moved_count, 0)
        if row.target is not None:
            came = (code, new_version, row.target, "")
            passed[came] = (passed.get(came, (0, 0))[0] + row.moved_count, 0)
    return passed
