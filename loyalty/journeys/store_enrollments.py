"""Members on their way, the log of their steps and the counts, as rows. Set-based; knows SQL and decides nothing."""

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from loyalty.database import Work
from loyalty.database.arrays import number_array, text_array, time_array, uuid_array
from loyalty.database.planning import planned_anew
from loyalty.ids import new_id
from loyalty.journeys.decide import Progress, awaits_of
from loyalty.journeys.model import Enrollment, Journey, Outcome, VersionKey

ENROLLMENT_COLUMNS = """
e.id, e.journey_code, e.version, e.member_id, e.node_id, e.visit, e.is_waiting, e.due_at, e.started_at, e.moved_at, e.event,
e.attempts, e.cause_id
"""
# Ordered by the index, so that only as many rows are looked at as are taken; those that another worker holds are its business.
CLAIM = f"""
select {ENROLLMENT_COLUMNS} from journey_enrollments e
where e.journey_code = %(code)s and e.due_at <= %(now)s
order by e.due_at limit %(limit)s for update of e skip locked
"""  # noqa: S608 (our own column list)
CLAIM_ONE = f"select {ENROLLMENT_COLUMNS} from journey_enrollments e where e.id = %(id)s and e.due_at <= %(now)s for update skip locked"  # noqa: S608
# Whom an event may move: who waits for it, and who is in a journey that has it for its goal.
LISTENING = f"""
select {ENROLLMENT_COLUMNS} from journey_enrollments e
where e.member_id = any(%(members)s::uuid[]) and e.outcome = 'INSIDE'
  and (e.awaits = any(%(awaited)s::text[])
       or exists (select from unnest(%(goal_codes)s::text[], %(goal_versions)s::integer[]) g (code, version)
                  where g.code = e.journey_code and g.version = e.version))
order by e.id for update of e
"""  # noqa: S608
DUE = """
select j.code, d.due_at from journeys j
cross join lateral (
    select e.due_at from journey_enrollments e where e.journey_code = j.code and e.due_at is not null order by e.due_at limit 1
) d
where j.status = 'ACTIVE' order by d.due_at
"""
VERSIONS_INSIDE = """
select distinct e.journey_code, e.version from journey_enrollments e
where e.member_id = any(%(members)s::uuid[]) and e.outcome = 'INSIDE'
"""
MOVE = """
update journey_enrollments e
set node_id = m.node_id, visit = m.visit, is_waiting = m.is_waiting, awaits = m.awaits, due_at = m.due_at, outcome = m.outcome,
    attempts = m.attempts, moved_at = %(now)s, ended_at = case when m.outcome <> 'INSIDE' then %(now)s end,
    once_key = case when m.outcome <> 'INSIDE' and e.once_key = 'inside' then null else e.once_key end
from unnest(%(ids)s::uuid[], %(nodes)s::text[], %(visits)s::bigint[], %(waiting)s::boolean[], %(awaits)s::text[], %(dues)s::timestamptz[],
            %(outcomes)s::text[], %(attempts)s::bigint[])
    as m (id, node_id, visit, is_waiting, awaits, due_at, outcome, attempts)
where e.id = m.id
"""
STEPS = """
insert into journey_steps (enrollment_id, visit, journey_code, version, node_id, branch, facts, entered_at, recorded_at)
select s.*, %(now)s
from unnest(%(ids)s::uuid[], %(visits)s::integer[], %(codes)s::text[], %(versions)s::integer[], %(nodes)s::text[], %(branches)s::text[],
            %(facts)s::jsonb[], %(entered)s::timestamptz[]) as s
"""
# In one order always, so that two who count at once wait for each other instead of deadlocking.
PASSED = """
insert into journey_passages as p (journey_code, version, node_id, branch, count, points)
select * from unnest(%(codes)s::text[], %(versions)s::integer[], %(nodes)s::text[], %(branches)s::text[], %(counts)s::bigint[],
                     %(points)s::bigint[]) as t (journey_code, version, node_id, branch, count, points)
order by t.journey_code, t.version, t.node_id, t.branch
on conflict (journey_code, version, node_id, branch) do update set count = p.count + excluded.count, points = p.points + excluded.points
"""
MAY_ENTER = """
not exists (
    select from journey_enrollments e
    where e.journey_code = w.journey_code and e.member_id = w.member_id
      and (w.once_key = 'once' or (w.once_key = 'inside' and e.outcome = 'INSIDE') or e.once_key = w.once_key)
)
"""
ENTER = f"""
insert into journey_enrollments
    (id, journey_code, version, member_id, node_id, visit, is_waiting, due_at, outcome, once_key, cause_id, event, started_at, moved_at)
select w.id, w.journey_code, w.version, w.member_id, w.node_id, 0, false, %(now)s, 'INSIDE', w.once_key, w.cause_id, w.event, w.started_at,
       %(now)s
from unnest(%(ids)s::uuid[], %(codes)s::text[], %(versions)s::integer[], %(members)s::uuid[], %(nodes)s::text[], %(once)s::text[],
            %(causes)s::text[], %(events)s::jsonb[], %(starts)s::timestamptz[])
    as w (id, journey_code, version, member_id, node_id, once_key, cause_id, event, started_at)
join journeys j on j.code = w.journey_code
join members m on m.id = w.member_id and m.status = 'ACTIVE' and m.program_code = j.program_code
where {MAY_ENTER}
order by w.journey_code, w.member_id, w.id
on conflict do nothing
returning id, journey_code, version, member_id
"""  # noqa: S608
# The rows, what is told of them and how many: a million members come in by one statement.
ENTER_ALL = f"""
with w as (
    select m.id as member_id, %(code)s::text as journey_code, %(once)s::text as once_key from members m
    where m.program_code = %(program_code)s and m.status = 'ACTIVE'
      and (%(segment_code)s::text is null or exists (
          select from segment_memberships s
          where s.segment_code = %(segment_code)s and s.member_id = m.id and s.valid_to is null))
), entered as (
    insert into journey_enrollments
        (id, journey_code, version, member_id, node_id, visit, is_waiting, due_at, outcome, once_key, cause_id, event, started_at, moved_at)
    select gen_random_uuid(), w.journey_code, %(version)s, w.member_id, %(node)s, 0, false, %(now)s, 'INSIDE', w.once_key, %(cause)s,
           %(event)s::jsonb, %(now)s, %(now)s
    from w where {MAY_ENTER}
    order by w.member_id
    on conflict do nothing
    returning id, member_id
), told as (
    insert into outbox (member_id, type, occurred_at, recorded_at, data)
    select member_id, 'journey.entered', %(now)s, %(now)s,
           jsonb_build_object('journey_code', %(code)s::text, 'version', %(version)s::integer, 'enrollment_id', replace(id::text, '-', ''))
    from entered
)
select count(*) from entered
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Entry:
    """A member that may come in: which rules of re-entry hold is in `once_key`, what let it in is `cause_id`."""

    key: VersionKey
    member_id: UUID
    node_id: str
    once_key: str | None
    cause_id: str
    event: Mapping[str, object]
    started_at: datetime


@dataclass(frozen=True, slots=True)
class Entered:
    """A member that came in."""

    id: UUID
    key: VersionKey
    member_id: UUID


def claim(code: str, now: datetime, limit: int, within: Work) -> list[Enrollment]:
    """Those of the journey that are due, soonest first, locked until the transaction ends; what others hold is left to them."""
    with planned_anew(within):
        found = within.exec_driver_sql(CLAIM, {"code": code, "now": now, "limit": limit})
    return [_enrollment(row) for row in found]


def claim_one(enrollment_id: UUID, now: datetime, within: Work) -> list[Enrollment]:
    """This one, if it is due and nobody holds it."""
    return [_enrollment(row) for row in within.exec_driver_sql(CLAIM_ONE, {"id": enrollment_id, "now": now})]


def due_journeys(within: Work) -> list[tuple[str, datetime]]:
    """Every ACTIVE journey with somebody who will be due, and when the first of them is, soonest first."""
    with planned_anew(within):
        return [(row.code, row.due_at) for row in within.exec_driver_sql(DUE)]


def versions_inside(member_ids: Collection[UUID], within: Work) -> set[VersionKey]:
    """The versions in which any of these members is on its way."""
    return {
        VersionKey(row.journey_code, row.version) for row in within.exec_driver_sql(VERSIONS_INSIDE, {"members": uuid_array(member_ids)})
    }


def listening(member_ids: Collection[UUID], awaited: Collection[str], goals: Collection[VersionKey], within: Work) -> list[Enrollment]:
    """Those of the members who wait for one of these, or are in a version with a goal that is one of them; locked, in the order of ids."""
    facts = {
        "members": uuid_array(member_ids),
        "awaited": text_array(awaited),
        "goal_codes": text_array(key.journey_code for key in goals),
        "goal_versions": [key.version for key in goals],
    }
    return [_enrollment(row) for row in within.exec_driver_sql(LISTENING, facts)]


def enter(entries: Sequence[Entry], now: datetime, within: Work) -> list[Entered]:
    """Those of the members who may are in: ACTIVE members of the program whom the rule of re-entry lets in, each cause once."""
    if not entries:
        return []
    facts = {
        "now": now,
        "ids": uuid_array(new_id() for _ in entries),
        "codes": text_array(one.key.journey_code for one in entries),
        "versions": [one.key.version for one in entries],
        "members": uuid_array(one.member_id for one in entries),
        "nodes": text_array(one.node_id for one in entries),
        "once": text_array(one.once_key for one in entries),
        "causes": text_array(one.cause_id for one in entries),
        "events": text_array(json.dumps(one.event, default=str) for one in entries),
        "starts": time_array(one.started_at for one in entries),
    }
    rows = within.exec_driver_sql(ENTER, facts)
    return [Entered(row.id, VersionKey(row.journey_code, row.version), row.member_id) for row in rows]


def enter_all(entry: Entry, program_code: str, segment_code: str | None, now: datetime, within: Work) -> int:
    """Every ACTIVE member of the program, or of the segment, who may is in, and told so; how many. `entry.member_id` says nothing here."""
    facts = {
        "now": now,
        "code": entry.key.journey_code,
        "version": entry.key.version,
        "program_code": program_code,
        "segment_code": segment_code,
        "node": entry.node_id,
        "once": entry.once_key,
        "cause": entry.cause_id,
        "event": json.dumps(entry.event, default=str),
    }
    return int(within.exec_driver_sql(ENTER_ALL, facts).scalar_one())


def write(done: Sequence[tuple[Enrollment, Progress]], journeys: Mapping[VersionKey, Journey], now: datetime, within: Work) -> None:
    """Each enrollment stands as its progress says, its steps are logged and counted. Nothing else is written."""
    if not done:
        return
    progresses = [progress for _, progress in done]
    moved = [progress.enrollment for progress in progresses]
    nodes = [journeys[VersionKey(one.journey_code, one.version)].nodes[one.node_id] for one in moved]
    facts = {
        "now": now,
        "ids": uuid_array(one.id for one in moved),
        "nodes": text_array(one.node_id for one in moved),
        "visits": number_array(one.visit for one in moved),
        "waiting": [one.is_waiting for one in moved],
        "awaits": text_array(awaits_of(one, node) for one, node in zip(moved, nodes, strict=True)),
        "dues": time_array(one.due_at for one in moved),
        "outcomes": text_array(str(one.outcome) for one in progresses),
        "attempts": number_array(one.attempts for one in moved),
    }
    within.exec_driver_sql(MOVE, facts)
    _log(done, now, within)
    count_passages(_passed(done), within)


def count_passages(passed: Mapping[tuple[str, int, str, str], tuple[int, int]], within: Work) -> None:
    """So many more left each node of a version by each branch ('' : came to it), with so many points."""
    if not passed:
        return
    keys = list(passed)
    facts = {
        "codes": text_array(key[0] for key in keys),
        "versions": [key[1] for key in keys],
        "nodes": text_array(key[2] for key in keys),
        "branches": text_array(key[3] for key in keys),
        "counts": number_array(passed[key][0] for key in keys),
        "points": number_array(passed[key][1] for key in keys),
    }
    within.exec_driver_sql(PASSED, facts)


def _log(done: Sequence[tuple[Enrollment, Progress]], now: datetime, within: Work) -> None:
    rows = [(before, step, number) for before, progress in done for number, step in enumerate(progress.steps)]
    if not rows:
        return
    facts = {
        "now": now,
        "ids": uuid_array(before.id for before, _, _ in rows),
        "visits": [step.visit for _, step, _ in rows],
        "codes": text_array(before.journey_code for before, _, _ in rows),
        "versions": [before.version for before, _, _ in rows],
        "nodes": text_array(step.node_id for _, step, _ in rows),
        "branches": text_array(str(step.branch) for _, step, _ in rows),
        "facts": text_array(json.dumps(step.facts, default=str) for _, step, _ in rows),
        "entered": time_array(before.moved_at if number == 0 else now for before, _, number in rows),
    }
    within.exec_driver_sql(STEPS, facts)


def _passed(done: Sequence[tuple[Enrollment, Progress]]) -> dict[tuple[str, int, str, str], tuple[int, int]]:
    counts: Counter[tuple[str, int, str, str]] = Counter()
    points: Counter[tuple[str, int, str, str]] = Counter()
    for before, progress in done:
        for node_id, branch, given in passages(progress):
            key = (before.journey_code, before.version, node_id, branch)
            counts[key] += 1
            points[key] += given
    return {key: (counts[key], points[key]) for key in counts}


def passages(progress: Progress) -> Iterator[tuple[str, str, int]]:
    """Each node that was left, by which branch and with how many points; and each that was come to, by the branch ''."""
    for place, step in enumerate(progress.steps):
        given = step.facts.get("points", 0)
        yield step.node_id, str(step.branch), given if isinstance(given, int) else 0
        if place + 1 < len(progress.steps):
            yield progress.steps[place + 1].node_id, "", 0
        elif progress.outcome is Outcome.INSIDE:
            yield progress.enrollment.node_id, "", 0


def _enrollment(row: Any) -> Enrollment:  # noqa: ANN401 (a row of ENROLLMENT_COLUMNS)
    return Enrollment(
        id=row.id,
        journey_code=row.journey_code,
        version=row.version,
        member_id=row.member_id,
        node_id=row.node_id,
        visit=row.visit,
        is_waiting=row.is_waiting,
        due_at=row.due_at,
        started_at=row.started_at,
        moved_at=row.moved_at,
        event=row.event,
        attempts=row.attempts,
        cause_id=row.cause_id,
    )
