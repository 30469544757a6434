"""Programs as rows: immutable revisions. The only module of the room that knows SQL."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.programs.definition import program_from_json, program_to_json
from loyalty.programs.errors import ProgramDefinitionInvalid, ProgramUnknown
from loyalty.programs.model import Program, ProgramRevision

# Few rows (one per change of a program), read by every posting; the definitions themselves are read once per process.
REVISIONS = "select program_code, revision, valid_from, content_hash from program_revisions order by program_code, revision"

DEFINITIONS = """
select distinct on (content_hash) content_hash, program_code, definition::text
from program_revisions where content_hash = any(%(hashes)s)
"""

NEWEST = """
select revision, valid_from, content_hash, definition::text as definition
from program_revisions where program_code = %(code)s order by revision desc limit 1
"""

# A definition never changes under its hash, so whatever database it was read from, it is read once.
_PARSED: dict[bytes, Program] = {}


def store_program(program: Program, *, within: Work, clock: Clock) -> ProgramRevision:
    """The program is in force from now; the same content as the newest revision makes no new one.

    Raises:
        ProgramDefinitionInvalid: the wallet, the currency or the time zone differs from the newest revision's.
    """
    now = clock.now()
    definition = json.dumps(program_to_json(program), sort_keys=True, ensure_ascii=False)
    content_hash = hashlib.sha256(definition.encode()).digest()
    _ensure_and_lock(program.code, now, within)
    newest = within.exec_driver_sql(NEWEST, {"code": program.code}).one_or_none()
    if newest is not None and bytes(newest.content_hash) == content_hash:
        return ProgramRevision(program, newest.revision, newest.valid_from)
    if newest is not None:
        _refuse_other_points(program, _parsed(program.code, newest.definition))
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
    rows = within.exec_driver_sql(REVISIONS).tuples().all()
    revisions = read_revisions([row for row in rows if row[0] == program_code], within=within)
    if program_code not in revisions:
        raise ProgramUnknown(f"There is no program '{program_code}'.", program_code=program_code)
    return revisions[program_code][-1]


def read_revisions(rows: Sequence[Sequence[Any]], *, within: Work) -> dict[str, list[ProgramRevision]]:
    """The revisions in rows of `REVISIONS`, by program, oldest first."""
    missing = {bytes(content_hash) for *_, content_hash in rows} - _PARSED.keys()
    if missing:
        for content_hash, code, definition in within.exec_driver_sql(DEFINITIONS, {"hashes": list(missing)}):
            _PARSED[bytes(content_hash)] = _parsed(code, definition)
    found: dict[str, list[ProgramRevision]] = {}
    for code, revision, valid_from, content_hash in rows:
        found.setdefault(code, []).append(ProgramRevision(_PARSED[bytes(content_hash)], revision, valid_from))
    return found


def _refuse_other_points(program: Program, before: Program) -> None:
    """Points earned under one revision are spent under the next: what they are counted in cannot change under them."""
    for key in ("wallet_code", "currency_code", "timezone"):
        old, new = getattr(before, key), getattr(program, key)
        if old != new:
            raise ProgramDefinitionInvalid(
                f"program {program.code}: {key} cannot change from '{old}' to '{new}'; make a new program.",
                path=key,
                problem="cannot change",
            )


def _ensure_and_lock(code: str, now: datetime, within: Work) -> None:
    within.exec_driver_sql(
        "insert into programs (code, recorded_at) values (%(code)s, %(now)s) on conflict do nothing", {"code": code, "now": now}
    )
    within.exec_driver_sql("select from programs where code = %(code)s for update", {"code": code})


def _parsed(code: str, definition: str) -> Program:
    stored: dict[str, object] = json.loads(definition)
    return program_from_json(stored, name=f"program {code}")
