"""People, overrides and the criteria of programs as rows. The only module of the room that knows SQL. Not here: judging, the cache."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from loyalty.database import Work
from loyalty.database.arrays import code_array, text_array, uuid_array
from loyalty.database.round_trip import Statement, round_trip
from loyalty.eligibility.definition import criteria_from_json, criteria_to_json
from loyalty.eligibility.model import EVERYBODY, Criteria, Override, Person, SetOverride, Subject, SubjectKind, Verdict
from loyalty.ids import new_id
from loyalty.members.model import MemberStatus

Rows = Sequence[tuple[Any, ...]]

# The tier is the standing; who has none yet (a program whose tiers were not judged) has that of the last published scores.
PEOPLE = """
select m.id, m.program_code, m.status, m.joined_at, coalesce(t.tier_code, s.tier_code) as tier_code,
       to_jsonb(s) - '{member_id,as_of_on,tier_code,model_version,scored_at,updated_at}'::text[] as features
from members m
left join member_tiers t on t.member_id = m.id
left join member_scores_now s on s.member_id = m.id
where m.id = any(%(member_ids)s::uuid[])
"""
SEGMENTS = """
select member_id, segment_code from segment_memberships
where member_id = any(%(member_ids)s::uuid[]) and valid_from <= %(now)s and (valid_to > %(now)s or valid_to is null)
"""
OVERRIDE_COLUMNS = """id, program_code, subject_kind, subject_code, member_id, verdict, reason, actor, valid_until, recorded_at,
    withdrawn_at, withdrawn_by"""
STANDING_OVERRIDES = f"""
select {OVERRIDE_COLUMNS} from eligibility_overrides
where member_id = any(%(member_ids)s::uuid[]) and withdrawn_at is null and (valid_until > %(now)s or valid_until is null)
"""  # noqa: S608 (our own column list)

PROGRAM_CRITERIA = """
select distinct on (program_code) program_code, revision, definition from eligibility_revisions
where program_code = any(%(program_codes)s::text[]) order by program_code, revision desc
"""

# A member without a standing override has no row of it to lock.
LOCK_MEMBERS = "select from members where id = any(%(member_ids)s::uuid[]) order by id for no key update"
CLOSE_OVERRIDES = """
update eligibility_overrides set withdrawn_at = %(now)s, withdrawn_by = %(actor)s where id = any(%(ids)s::uuid[]) and withdrawn_at is null
"""
OVERRIDES_OF = f"""
select {OVERRIDE_COLUMNS} from eligibility_overrides
where withdrawn_at is null and (member_id, program_code, subject_kind, subject_code) in (
    select * from unnest(%(member_ids)s::uuid[], %(program_codes)s::text[], %(kinds)s::text[], %(codes)s::text[]))
order by id
"""  # noqa: S608
INSERT_OVERRIDES = """
insert into eligibility_overrides (id, program_code, subject_kind, subject_code, member_id, verdict, reason, actor, valid_until,
                                   recorded_at)
select id, program_code, kind, code, member_id, verdict, reason, actor, valid_until, %(now)s
from unnest(%(ids)s::uuid[], %(program_codes)s::text[], %(kinds)s::text[], %(codes)s::text[], %(member_ids)s::uuid[], %(verdicts)s::text[],
            %(reasons)s::text[], %(actors)s::text[], %(untils)s::timestamptz[])
    as o (id, program_code, kind, code, member_id, verdict, reason, actor, valid_until)
"""
LISTED = f"""
select {OVERRIDE_COLUMNS} from eligibility_overrides
where program_code = %(program_code)s and id < %(before)s
  and (member_id = %(member_id)s or %(member_id)s::uuid is null)
  and (subject_kind = %(kind)s or %(kind)s::text is null) and (subject_code = %(code)s or %(code)s::text is null)
order by id desc limit %(limit)s
"""  # noqa: S608

KNOWN_SUBJECTS = """
select w.kind, w.program_code, w.code
from unnest(%(kinds)s::text[], %(program_codes)s::text[], %(codes)s::text[]) as w (kind, program_code, code)
where (w.kind = 'PROGRAM' and w.code = w.program_code and exists (select from programs p where p.code = w.program_code))
   or (w.kind = 'REWARD' and exists (select from rewards r where r.program_code = w.program_code and r.code = w.code))
   or (w.kind = 'PROMOTION' and exists (select from promotions p where p.program_code = w.program_code and p.code = w.code))
"""

# Everything of a program that somebody can take part in at present, with its criteria.
SUBJECTS = """
select 'REWARD' as kind, code, definition -> 'eligibility' as criteria from rewards where program_code = %(program_code)s and is_offered
union all
select 'PROMOTION', code, definition -> 'eligibility' from promotions where program_code = %(program_code)s and status = 'ACTIVE'
order by 1 desc, 2
"""

# Names everything that an answer is made of, so that an answer kept under it is right for as long as its times say.
STAMPS = """
select m.id, md5(jsonb_build_array(
    m.status, t.tier_code, t.since, s.tier_code, s.as_of_on, s.updated_at,
    (select jsonb_agg(jsonb_build_array(g.segment_code, g.valid_from) order by g.segment_code) from segment_memberships g
     where g.member_id = m.id and g.valid_from <= %(now)s and (g.valid_to > %(now)s or g.valid_to is null)),
    (select jsonb_agg(jsonb_build_array(o.id, o.withdrawn_at) order by o.id) from eligibility_overrides o where o.member_id = m.id)
)::text) as stamp
from members m left join member_tiers t on t.member_id = m.id left join member_scores_now s on s.member_id = m.id
where m.id = any(%(member_ids)s::uuid[]) and m.program_code = %(program_code)s
"""
PROGRAM_STAMP = """
select md5(jsonb_build_array(
    (select max(revision) from program_revisions where program_code = %(program_code)s and valid_from <= %(now)s),
    (select max(revision) from eligibility_revisions where program_code = %(program_code)s),
    (select jsonb_agg(jsonb_build_array(code, revision) order by code) from rewards where program_code = %(program_code)s and is_offered),
    (select jsonb_agg(jsonb_build_array(code, revision) order by code) from promotions
     where program_code = %(program_code)s and status = 'ACTIVE')
)::text)
"""


class ProgramCriteria(NamedTuple):
    """Who may take part in a program, and which revision says so (0: nobody ever said, everybody may)."""

    criteria: Criteria
    revision: int


def load_people(member_ids: Collection[UUID], now: datetime, within: Work) -> dict[UUID, Person]:
    """What is known of these members at the instant; an unknown id is simply not in the answer."""
    return read_people(*round_trip(ask_people(member_ids, now), within))


def ask_people(member_ids: Collection[UUID], now: datetime) -> tuple[Statement, Statement, Statement]:
    """What finds these members, for a round trip that asks for more; `read_people` reads it."""
    parameters = {"member_ids": uuid_array(member_ids), "now": now}
    return (PEOPLE, parameters), (SEGMENTS, parameters), (STANDING_OVERRIDES, parameters)


def read_people(people: Rows, memberships: Rows, overrides: Rows) -> dict[UUID, Person]:
    """The members in the rows of `ask_people`."""
    segments: dict[UUID, set[str]] = {}
    for member_id, segment_code in memberships:
        segments.setdefault(member_id, set()).add(segment_code)
    decided: dict[UUID, dict[Subject, Override]] = {}
    for row in overrides:
        found = _override(row)
        decided.setdefault(found.member_id, {})[found.subject] = found
    return {
        id_: Person(
            member_id=id_,
            program_code=program_code,
            status=MemberStatus(status),
            joined_at=joined_at,
            tier_code=tier_code,
            segments=frozenset(segments.get(id_, ())),
            features=features or {},
            overrides=decided.get(id_, {}),
        )
        for id_, program_code, status, joined_at, tier_code, features in people
    }


def program_criteria(program_codes: Collection[str], within: Work) -> dict[str, ProgramCriteria]:
    """Who may take part in each of these programs."""
    return read_program_criteria(program_codes, round_trip([ask_program_criteria(program_codes)], within)[0])


def ask_program_criteria(program_codes: Collection[str]) -> Statement:
    """What finds them, for a round trip that asks for more; `read_program_criteria` reads it."""
    return PROGRAM_CRITERIA, {"program_codes": text_array(sorted(program_codes))}


def read_program_criteria(program_codes: Collection[str], rows: Rows) -> dict[str, ProgramCriteria]:
    """The criteria in the rows of `ask_program_criteria`; where nobody ever said any, everybody may."""
    found = {code: ProgramCriteria(criteria_from_json(definition, is_stored=True), revision) for code, revision, definition in rows}
    return {code: found.get(code, ProgramCriteria(EVERYBODY, 0)) for code in program_codes}


def append_program_criteria(program_code: str, found: ProgramCriteria, actor: str | None, now: datetime, within: Work) -> None:
    """The revision is stored."""
    within.exec_driver_sql(
        "insert into eligibility_revisions (program_code, revision, definition, actor, recorded_at) "
        "values (%(program_code)s, %(revision)s, %(definition)s::jsonb, %(actor)s, %(now)s)",
        {
            "program_code": program_code,
            "revision": found.revision,
            "definition": json.dumps(criteria_to_json(found.criteria), ensure_ascii=False),
            "actor": actor,
            "now": now,
        },
    )


def lock_program(program_code: str, within: Work) -> bool:
    """Nobody else changes the program's eligibility until the transaction ends; False where there is no such program."""
    return within.exec_driver_sql("select from programs where code = %(code)s for update", {"code": program_code}).rowcount == 1


def segment_codes(within: Work) -> frozenset[str]:
    """The codes of all segments."""
    return frozenset(row[0] for row in within.exec_driver_sql("select code from segments"))


def known_subjects(wanted: Collection[tuple[str, Subject]], within: Work) -> set[tuple[str, Subject]]:
    """Those of the subjects (with their program) that exist."""
    parameters = {
        "program_codes": text_array(program_code for program_code, _ in wanted),
        "kinds": code_array(subject.kind for _, subject in wanted),
        "codes": text_array(subject.code for _, subject in wanted),
    }
    return {(row.program_code, Subject(SubjectKind(row.kind), row.code)) for row in within.exec_driver_sql(KNOWN_SUBJECTS, parameters)}


def lock_overrides(commands: Sequence[SetOverride], within: Work) -> list[Override]:
    """The standing overrides of the same members and subjects; nobody else changes these members' until the transaction ends."""
    within.exec_driver_sql(LOCK_MEMBERS, {"member_ids": uuid_array({command.member_id for command in commands})})
    parameters = {
        "member_ids": uuid_array(command.member_id for command in commands),
        "program_codes": text_array(command.program_code for command in commands),
        "kinds": code_array(command.subject.kind for command in commands),
        "codes": text_array(command.subject.code for command in commands),
    }
    return [_override(row) for row in within.exec_driver_sql(OVERRIDES_OF, parameters)]


def close_overrides(ids: Collection[UUID], actor: str | None, now: datetime, within: Work) -> int:
    """The overrides count no longer; how many did until now."""
    return within.exec_driver_sql(CLOSE_OVERRIDES, {"ids": uuid_array(ids), "actor": actor, "now": now}).rowcount


def append_overrides(overrides: Sequence[Override], now: datetime, within: Work) -> None:
    """The overrides count from now."""
    within.exec_driver_sql(
        INSERT_OVERRIDES,
        {
            "ids": uuid_array(override.id for override in overrides),
            "program_codes": text_array(override.program_code for override in overrides),
            "kinds": code_array(override.subject.kind for override in overrides),
            "codes": text_array(override.subject.code for override in overrides),
            "member_ids": uuid_array(override.member_id for override in overrides),
            "verdicts": code_array(override.verdict for override in overrides),
            "reasons": text_array(override.reason for override in overrides),
            "actors": text_array(override.actor for override in overrides),
            "untils": [override.valid_until for override in overrides],
            "now": now,
        },
    )


def find_override(id_: UUID, within: Work) -> Override | None:
    """The override, whether or not it still counts."""
    row = within.exec_driver_sql(
        f"select {OVERRIDE_COLUMNS} from eligibility_overrides where id = %(id)s for update",  # noqa: S608
        {"id": id_},
    ).one_or_none()
    return None if row is None else _override(row)


def listed_overrides(  # noqa: PLR0917 (the columns of one question)
    program_code: str, member_id: UUID | None, subject: tuple[str | None, str | None], before: UUID, limit: int, within: Work
) -> list[Override]:
    """The newest overrides before an id, ended ones too."""
    kind, code = subject
    parameters = {"program_code": program_code, "member_id": member_id, "kind": kind, "code": code, "before": before, "limit": limit}
    return [_override(row) for row in within.exec_driver_sql(LISTED, parameters)]


def subjects(program_code: str, within: Work) -> dict[Subject, Criteria]:
    """Every reward on offer and every active promotion of the program, with its criteria."""
    rows = within.exec_driver_sql(SUBJECTS, {"program_code": program_code})
    return {
        Subject(SubjectKind(row.kind), row.code): criteria_from_json(row.criteria, is_stored=True) if row.criteria else EVERYBODY
        for row in rows
    }


def stamps(member_ids: Collection[UUID], program_code: str, now: datetime, within: Work) -> Mapping[UUID, str]:
    """For each member of the program a name of everything that eligibility depends on, but the time."""
    parameters = {"member_ids": uuid_array(member_ids), "program_code": program_code, "now": now}
    of_members, ((of_program,),) = round_trip([(STAMPS, parameters), (PROGRAM_STAMP, parameters)], within)
    return {member_id: f"{of_program}:{stamp}" for member_id, stamp in of_members}


def _override(row: Sequence[Any]) -> Override:
    id_, program_code, kind, code, member_id, verdict, *rest = row
    reason, actor, valid_until, recorded_at, withdrawn_at, withdrawn_by = rest
    return Override(
        id=id_,
        program_code=program_code,
        subject=Subject(SubjectKind(kind), code),
        member_id=member_id,
        verdict=Verdict(verdict),
        reason=reason,
        actor=actor,
        valid_until=valid_until,
        recorded_at=recorded_at,
        withdrawn_at=withdrawn_at,
        withdrawn_by=withdrawn_by,
    )


def override_of(command: SetOverride, now: datetime) -> Override:
    """The override that the command makes."""
    return Override(
        id=new_id(),
        program_code=command.program_code,
        subject=command.subject,
        member_id=command.member_id,
        verdict=command.verdict,
        reason=command.reason,
        actor=command.actor,
        valid_until=command.valid_until,
        recorded_at=now,
    )
