"""Programs as rows: immutable revisions. The only module of the room that knows SQL."""

import hashlib
import json
from collections.abc import Collection
from datetime import datetime
from functools import lru_cache

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.programs.definition import program_from_json, program_to_json
from loyalty.programs.errors import ProgramUnknown
from loyalty.programs.model import Program, ProgramRevision

# Revisions are few (one per change of a program) and read by every posting.
REVISIONS = """
select program_code, revision, valid_from, definition::text
from program_revisions where program_code = any(%(codes)s) order by program_code, revision
"""


def store_program(program: Program, *, within: Work, clock: Clock) -> ProgramRevision:
    """The program is in force from now; the same content as the newest revision makes no new one."""
    now = clock.now()
    definition = json.dumps(program_to_json(program), sort_keys=True, ensure_ascii=False)
    content_hash = hashlib.sha256(definition.encode()).digest()
    _ensure_and_lock(program.code, now, within)
    newest = within.exec_driver_sql(
        "select revision, valid_from, content_hash from program_revisions where program_code = %(code)s order by revision desc limit 1",
        {"code": program.code},
    ).one_or_none()
    if newest is not None and bytes(newest.content_hash) == content_hash:
        return ProgramRevision(program, newest.revision, newest.valid_from)
    # A clock that was set back must not let a newer revision be in force before an older one.
    revision, valid_from = (1, now) if newest is None else (newest.revision + 1, max(now, newest.valid_from))
    within.exec_driver_sql(
        "insert into program_revisions (program_code, revision, valid_from, content_hash, definition, recorded_at) "
        "values (%(code)s, %(revision)s, %(valid_from)s, %(hash)s, %(definition)s::jsonb, %(now)s)",
        {"code": program.code, "revision": revision, "valid_from": valid_from, "hash": content_hash, "definition": definition, "now": now},
    )
    return ProgramRevision(program, revision, valid_from)


def current_program(program_code: str, *, within: Work) -> ProgramRevision:
    """The newest revision of a program.

    Raises:
        ProgramUnknown: no program has this code.
    """
    revisions = revisions_of([program_code], within=within).get(program_code)
    if revisions is None:
        raise ProgramUnknown(f"There is no program '{program_code}'.", program_code=program_code)
    return revisions[-1]


def revisions_of(program_codes: Collection[str], *, within: Work) -> dict[str, list[ProgramRevision]]:
    """Every revision of these programs, oldest first; an unknown code is simply not in the answer."""
    found: dict[str, list[ProgramRevision]] = {}
    for code, revision, valid_from, definition in within.exec_driver_sql(REVISIONS, {"codes": list(program_codes)}):
        found.setdefault(code, []).append(ProgramRevision(_parsed(code, definition), revision, valid_from))
    return found


def revision_at(revisions: list[ProgramRevision], event_time: datetime) -> ProgramRevision:
    """The revision in force at `event_time`; the first one also rates what happened before it."""
    return next((revision for revision in reversed(revisions) if revision.valid_from <= event_time), revisions[0])


def _ensure_and_lock(code: str, now: datetime, within: Work) -> None:
    within.exec_driver_sql(
        "insert into programs (code, recorded_at) values (%(code)s, %(now)s) on conflict do nothing", {"code": code, "now": now}
    )
    within.exec_driver_sql("select from programs where code = %(code)s for update", {"code": code})


@lru_cache(maxsize=256)
def _parsed(code: str, definition: str) -> Program:
    stored: dict[str, object] = json.loads(definition)
    return program_from_json(stored, name=f"program {code}")
