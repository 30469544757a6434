"""Programs as rows: immutable revisions. The only module of the room that knows SQL."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.programs.definition import program_from_json
from loyalty.programs.errors import (
    ProgramArchived,
    ProgramDefinitionInvalid,
    ProgramMoveRefused,
    ProgramUnknown,
    RevisionInPast,
    RevisionScheduled,
)
from loyalty.programs.model import STEPS, Program, ProgramRevision, ProgramStatus, StoredProgram, StoredRevision, revision_at
from loyalty.programs.writing import program_to_json

# Few rows (one per change of a program), read by every posting; the definitions themselves are read once per process. A scheduled
# revision that another took the place of was never in force, so it rates nothing.
REVISIONS = """
select r.program_code, r.revision, r.valid_from, p.status, r.content_hash
from program_revisions r join programs p on p.code = r.program_code
where not exists (
    select from program_revisions n
    where n.program_code = r.program_code and n.revision > r.revision and n.replaces_from <= r.revision
)
order by r.program_code, r.revision
"""

DEFINITIONS = """
select distinct on (content_hash) content_hash, program_code, definition::text
from program_revisions where content_hash = any(%(hashes)s)
"""

HISTORY = """
select r.program_code, r.revision, r.valid_from, p.status, r.content_hash, r.recorded_at, r.actor,
       (select min(n.revision) from program_revisions n
        where n.program_code = r.program_code and n.revision > r.revision and n.replaces_from <= r.revision) as replaced_by
from program_revisions r join programs p on p.code = r.program_code
where r.program_code = %(code)s order by r.revision
"""

INSERT = """
insert into program_revisions (program_code, revision, valid_from, content_hash, definition, recorded_at, replaces_from, actor)
values (%(code)s, %(revision)s, %(valid_from)s, %(hash)s, %(definition)s::jsonb, %(now)s, %(replaces_from)s, %(actor)s)
"""

# A wallet that a revision adds has an account for every member from the moment the revision is stored.
OPEN_ACCOUNTS = """
insert into accounts (id, member_id, wallet_code, opened_at, changed_at)
select gen_random_uuid(), m.id, w.code, %(now)s, %(now)s
from members m cross join unnest(%(wallet_codes)s::text[]) as w (code)
where m.program_code = %(code)s order by m.id, w.code
on conflict (member_id, wallet_code) do nothing
"""

# A definition never changes under its hash, so whatever database it was read from, it is read once.
_PARSED: dict[bytes, Program] = {}


def store_program(
    program: Program,
    *,
    valid_from: datetime | None = None,
    replace_scheduled: bool = False,
    status: ProgramStatus = ProgramStatus.ACTIVE,
    actor: str | None = None,
    within: Work,
    clock: Clock,
) -> ProgramRevision:
    """The program is in force from `valid_from` (None: now); the same content as what is in force then makes no new revision.

    A revision that is scheduled and not yet in force stays as it is unless `replace_scheduled`, which takes its place. `status` is
    what a new program starts with. Members get an empty account in every wallet that is new.

    Raises:
        ProgramDefinitionInvalid: a wallet, the currency or the time zone differs from the newest revision's.
        RevisionInPast: `valid_from` is earlier than now.
        RevisionScheduled: another revision is scheduled for then or later.
        ProgramArchived: the program is ARCHIVED.
    """
    now = clock.now()
    starts_at = valid_from or now
    if starts_at < now:
        raise RevisionInPast("A revision cannot begin in the past: what was earned stays as it was.", valid_from=starts_at.isoformat())
    stored = _ensure_and_lock(program.code, status, actor, now, within)
    kept = read_revisions(within.exec_driver_sql(REVISIONS).tuples().all(), within=within).get(program.code, [])
    if not kept:
        return _insert(ProgramRevision(program, 1, starts_at, stored), None, actor, now, within)
    in_force = revision_at(kept, starts_at)
    if in_force.program == program and not (replace_scheduled and kept[-1].valid_from > starts_at):
        return in_force
    if stored is ProgramStatus.ARCHIVED:
        raise ProgramArchived(f"The program '{program.code}' is archived.", program_code=program.code)
    _refuse_other_points(program, kept[-1].program)
    replaced = [one for one in kept if one.valid_from > now and (replace_scheduled or one.valid_from >= starts_at)]
    if replaced and not replace_scheduled:
        raise RevisionScheduled(
            f"Revision {replaced[0].revision} is scheduled for {replaced[0].valid_from.isoformat()}. Replace it, or begin after it.",
            program_code=program.code,
            revision=replaced[0].revision,
            valid_from=replaced[0].valid_from.isoformat(),
        )
    last = _last_revision(program.code, within)
    revision = ProgramRevision(program, last + 1, starts_at, stored)
    return _insert(revision, replaced[0].revision if replaced else None, actor, now, within)


def seed_program(program: Program, *, within: Work, clock: Clock) -> ProgramRevision:
    """What a definition file says is in force from now, if it is news: content that was stored before stays history.

    So a file that nobody touched never undoes what was changed over HTTP since, and an archived program stays as it is.

    Raises:
        ProgramDefinitionInvalid, RevisionScheduled: as `store_program`.
    """
    rows = within.exec_driver_sql(HISTORY, {"code": program.code}).tuples().all()
    known = read_revisions([row[:5] for row in rows], within=within).get(program.code, [])
    if known and (known[0].status is ProgramStatus.ARCHIVED or any(one.program == program for one in known)):
        return current_program(program.code, within=within, at=clock.now())
    return store_program(program, within=within, clock=clock)


def current_program(program_code: str, *, within: Work, at: datetime | None = None) -> ProgramRevision:
    """The revision of a program that is in force at `at`; None: the newest one, scheduled or not.

    Raises:
        ProgramUnknown: no program has this code.
    """
    kept = read_revisions(within.exec_driver_sql(REVISIONS).tuples().all(), within=within).get(program_code)
    if not kept:
        raise ProgramUnknown(f"There is no program '{program_code}'.", program_code=program_code)
    return kept[-1] if at is None else revision_at(kept, at)


def first_program_code(*, within: Work) -> str:
    """The code of the program that was stored first: the one that is meant where none is named.

    Raises:
        ProgramUnknown: there is no program yet.
    """
    code: str | None = within.exec_driver_sql("select code from programs order by recorded_at, code limit 1").scalar_one_or_none()
    if code is None:
        raise ProgramUnknown("There is no program yet; store one first.", program_code=None)
    return code


def programs(*, within: Work, at: datetime) -> list[StoredProgram]:
    """Every program, by code: its status, the revision in force at `at` and those that are scheduled after it."""
    found = read_revisions(within.exec_driver_sql(REVISIONS).tuples().all(), within=within)
    return [
        StoredProgram(code, kept[0].status, revision_at(kept, at), tuple(one for one in kept if one.valid_from > at))
        for code, kept in found.items()
    ]


def revisions(program_code: str, *, within: Work) -> list[StoredRevision]:
    """Every revision ever stored of a program, oldest first, those included that another took the place of.

    Raises:
        ProgramUnknown: no program has this code.
    """
    rows = within.exec_driver_sql(HISTORY, {"code": program_code}).tuples().all()
    if not rows:
        raise ProgramUnknown(f"There is no program '{program_code}'.", program_code=program_code)
    found = read_revisions([row[:5] for row in rows], within=within)[program_code]
    return [
        StoredRevision(one, recorded_at, actor, replaced_by) for one, (*_, recorded_at, actor, replaced_by) in zip(found, rows, strict=True)
    ]


def change_program_status(
    program_code: str, status: ProgramStatus, *, actor: str | None = None, within: Work, clock: Clock
) -> ProgramStatus:
    """The program has the status, and the move is on record; the same status again changes nothing.

    Raises:
        ProgramUnknown: no program has this code.
        ProgramMoveRefused: the lifecycle has no such step (DRAFT → ACTIVE ⇄ PAUSED, any of them → ARCHIVED).
    """
    row = within.exec_driver_sql("select status from programs where code = %(code)s for update", {"code": program_code}).one_or_none()
    if row is None:
        raise ProgramUnknown(f"There is no program '{program_code}'.", program_code=program_code)
    before = ProgramStatus(row.status)
    if before is status:
        return status
    if status not in STEPS[before]:
        raise ProgramMoveRefused(
            f"A program that is {before} cannot become {status}.", program_code=program_code, status=str(before), wanted=str(status)
        )
    within.exec_driver_sql("update programs set status = %(status)s where code = %(code)s", {"status": str(status), "code": program_code})
    _record_move(program_code, (before, status), actor, clock.now(), within)
    return status


def read_revisions(rows: Sequence[Sequence[Any]], *, within: Work) -> dict[str, list[ProgramRevision]]:
    """The revisions in rows of `REVISIONS`, by program, oldest first."""
    missing = {bytes(content_hash) for *_, content_hash in rows} - _PARSED.keys()
    if missing:
        for content_hash, code, definition in within.exec_driver_sql(DEFINITIONS, {"hashes": list(missing)}):
            _PARSED[bytes(content_hash)] = _parsed(code, definition)
    found: dict[str, list[ProgramRevision]] = {}
    for code, revision, valid_from, status, content_hash in rows:
        found.setdefault(code, []).append(ProgramRevision(_PARSED[bytes(content_hash)], revision, valid_from, ProgramStatus(status)))
    return found


def _insert(revision: ProgramRevision, replaces_from: int | None, actor: str | None, now: datetime, within: Work) -> ProgramRevision:
    program = revision.program
    definition = json.dumps(program_to_json(program), sort_keys=True, ensure_ascii=False)
    within.exec_driver_sql(
        INSERT,
        {
            "code": program.code,
            "revision": revision.revision,
            "valid_from": revision.valid_from,
            "hash": hashlib.sha256(definition.encode()).digest(),
            "definition": definition,
            "now": now,
            "replaces_from": replaces_from,
            "actor": actor,
        },
    )
    wallet_codes = [wallet.code for wallet in program.wallets]
    within.exec_driver_sql(OPEN_ACCOUNTS, {"code": program.code, "wallet_codes": wallet_codes, "now": now})
    return revision


def _refuse_other_points(program: Program, before: Program) -> None:
    """Points earned under one revision are spent under the next: what they are counted in cannot change under them."""
    kinds = {wallet.code: wallet.kind for wallet in program.wallets}
    pairs: list[tuple[str, object, object]] = [
        ("currency_code", before.currency_code, program.currency_code),
        ("timezone", before.timezone, program.timezone),
        *(("wallets", f"{one.code} ({one.kind})", f"{one.code} ({kinds.get(one.code, 'none')})") for one in before.wallets),
    ]
    for key, old, new in pairs:
        if old != new:
            raise ProgramDefinitionInvalid(
                f"program {program.code}: {key} cannot change from '{old}' to '{new}'; make a new program.",
                path=key,
                problem="cannot change",
            )


def _ensure_and_lock(code: str, status: ProgramStatus, actor: str | None, now: datetime, within: Work) -> ProgramStatus:
    """The program's row exists and is locked; its status."""
    inserted = within.exec_driver_sql(
        "insert into programs (code, recorded_at, status) values (%(code)s, %(now)s, %(status)s) on conflict do nothing returning code",
        {"code": code, "now": now, "status": str(status)},
    ).one_or_none()
    if inserted is not None:
        _record_move(code, (None, status), actor, now, within)
    row = within.exec_driver_sql("select status from programs where code = %(code)s for update", {"code": code}).one()
    return ProgramStatus(row.status)


def _record_move(code: str, move: tuple[ProgramStatus | None, ProgramStatus], actor: str | None, now: datetime, within: Work) -> None:
    before, after = move
    within.exec_driver_sql(
        "insert into program_status_moves (program_code, from_status, to_status, actor, recorded_at) "
        "values (%(code)s, %(before)s, %(after)s, %(actor)s, %(now)s)",
        {"code": code, "before": before and str(before), "after": str(after), "actor": actor, "now": now},
    )


def _last_revision(code: str, within: Work) -> int:
    query = "select max(revision) from program_revisions where program_code = %(code)s"
    return int(within.exec_driver_sql(query, {"code": code}).scalar_one())


def _parsed(code: str, definition: str) -> Program:
    stored: dict[str, object] = json.loads(definition)
    return program_from_json(stored, name=f"program {code}", is_stored=True)
