"""`/v1/programs`: programs with their revisions, what differs between them, who would move, and their lifecycle."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import StringConstraints

from loyalty.access import Caller
from loyalty.errors import NotFound
from loyalty.idempotency import KeyInFlight, KeyReused
from loyalty.programs import (
    Program,
    ProgramArchived,
    ProgramDefinitionInvalid,
    ProgramMoveRefused,
    ProgramStatus,
    ProgramUnknown,
    RevisionInPast,
    RevisionScheduled,
    change_program_status,
    current_program,
    difference,
    program_from_json,
    programs,
    revisions,
    store_program,
)
from loyalty.tiers import preview_tiers
from serving.http.auth import GuardedRoute, requires
from serving.http.errors import Malformed, refusals
from serving.http.idempotency import Asked, OptionalKey
from serving.http.inputs import PLAIN_TEXT, DryRun, JsonObject, Number
from serving.http.work import BusinessClock, Work
from serving.programs.definition_schemas import (
    DifferenceOut,
    PreviewIn,
    PreviewOut,
    ProgramIn,
    ProgramsOut,
    ProgramSummaryOut,
    RevisionIn,
    RevisionOut,
    RevisionSavedOut,
    RevisionsOut,
    StatusIn,
    StatusOut,
    StoredRevisionOut,
)

router = APIRouter(prefix="/v1/programs", tags=["Program"], route_class=GuardedRoute)

Code = Annotated[
    Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=PLAIN_TEXT)], Path(description="The program's code.")
]
RevisionNumber = Annotated[Number, Query(ge=1, le=2_147_483_647)]

_SAVING = refusals(
    Malformed, ProgramDefinitionInvalid, ProgramUnknown, ProgramArchived, RevisionInPast, RevisionScheduled, KeyInFlight, KeyReused
)


class RevisionUnknown(NotFound):
    """The program has no such revision."""

    code = "PROGRAM_REVISION_UNKNOWN"


class CodeMismatch(ProgramDefinitionInvalid):
    """The definition is another program's."""


@router.get("", summary="List the programs")
def list_programs(_: Annotated[Caller, requires("programs.read")], work: Work, clock: BusinessClock) -> ProgramsOut:
    """Every program with the revision in force and those that are scheduled."""
    return ProgramsOut(items=[ProgramSummaryOut.of(stored) for stored in programs(within=work, at=clock.now())])


@router.get("/{code}", responses=refusals(ProgramUnknown), summary="Read a program")
def read_one(_: Annotated[Caller, requires("programs.read")], code: Code, work: Work, clock: BusinessClock) -> ProgramSummaryOut:
    """The program with the revision in force and those that are scheduled."""
    for stored in programs(within=work, at=clock.now()):
        if stored.code == code:
            return ProgramSummaryOut.of(stored)
    raise ProgramUnknown(f"There is no program '{code[:80]}'.", program_code=code[:80])


@router.post(
    "",
    status_code=201,
    response_model=RevisionSavedOut,
    responses={200: {"model": RevisionSavedOut, "description": "A dry run, or a definition that is in force already."}, **_SAVING},
    summary="Create a program",
)
def create_program(
    *,
    caller: Annotated[Caller, requires("programs.write")],
    request: Request,
    body: ProgramIn,
    work: Work,
    clock: BusinessClock,
    key: OptionalKey = None,
    dry_run: DryRun = False,
) -> Response:
    """Save a new program. It starts as a DRAFT, which takes no events, unless told otherwise. A code that exists gets a new revision."""
    program = _read(body.definition)

    def act() -> tuple[int, RevisionSavedOut]:
        return _save(program, body, caller.name, work, clock, dry_run=dry_run, status=ProgramStatus(body.status))

    return Asked(caller, request, work, clock, key, dry_run).answered_once(act, "POST /v1/programs", body)


@router.get("/{code}/revisions", responses=refusals(ProgramUnknown), summary="List a program's revisions")
def list_revisions(_: Annotated[Caller, requires("programs.read")], code: Code, work: Work) -> RevisionsOut:
    """Every revision ever saved, oldest first, those included that another took the place of."""
    return RevisionsOut(items=[StoredRevisionOut.of_stored(stored) for stored in revisions(code, within=work)])


@router.post(
    "/{code}/revisions",
    status_code=201,
    response_model=RevisionSavedOut,
    responses={200: {"model": RevisionSavedOut, "description": "A dry run, or a definition that is in force already."}, **_SAVING},
    summary="Save a revision of a program",
)
def save_revision(
    *,
    caller: Annotated[Caller, requires("programs.write")],
    request: Request,
    code: Code,
    body: RevisionIn,
    work: Work,
    clock: BusinessClock,
    key: OptionalKey = None,
    dry_run: DryRun = False,
) -> Response:
    """Change a program, live or not, from now or from a later instant on. What was earned before stays as it was; every entry names the
    revision that made it."""
    program = _read(body.definition, of=code)

    def act() -> tuple[int, RevisionSavedOut]:
        current_program(code, within=work)
        return _save(program, body, caller.name, work, clock, dry_run=dry_run)

    return Asked(caller, request, work, clock, key, dry_run).answered_once(act, f"POST /v1/programs/{code}/revisions", body)


@router.get("/{code}/difference", responses=refusals(ProgramUnknown, RevisionUnknown), summary="Compare two revisions")
def read_difference(
    _: Annotated[Caller, requires("programs.read")], code: Code, work: Work, from_revision: RevisionNumber, to_revision: RevisionNumber
) -> DifferenceOut:
    """Every value that differs between two revisions."""
    found = {stored.revision.revision: stored.revision.program for stored in revisions(code, within=work)}
    for number in (from_revision, to_revision):
        if number not in found:
            raise RevisionUnknown(f"The program has no revision {number}.", program_code=code, revision=number)
    return DifferenceOut.of(from_revision, to_revision, difference(found[from_revision], found[to_revision]))


@router.post(
    "/{code}/preview",
    responses=refusals(Malformed, ProgramUnknown, ProgramDefinitionInvalid),
    summary="Preview a revision",
)
def preview_revision(
    *,
    _: Annotated[Caller, requires("programs.read")],
    code: Code,
    body: PreviewIn,
    work: Work,
    clock: BusinessClock,
    key: OptionalKey = None,  # noqa: ARG001 - every POST takes one; there is nothing to do twice here
    dry_run: DryRun = False,  # noqa: ARG001 - it never does more
) -> PreviewOut:
    """What a definition would change, and how many members would move between tiers if it were in force now. Nothing is stored."""
    program = _read(body.definition, of=code)
    before = current_program(code, within=work, at=clock.now()).program
    preview = preview_tiers(code, program.tiers, within=work, clock=clock) if program.tiers else None
    return PreviewOut.of(difference(before, program), preview)


@router.post(
    "/{code}/status",
    response_model=StatusOut,
    responses=refusals(Malformed, ProgramUnknown, ProgramMoveRefused, KeyInFlight, KeyReused),
    summary="Start, pause or archive a program",
)
def move_program(
    *,
    caller: Annotated[Caller, requires("programs.write")],
    request: Request,
    code: Code,
    body: StatusIn,
    work: Work,
    clock: BusinessClock,
    key: OptionalKey = None,
    dry_run: DryRun = False,
) -> Response:
    """Take the next step of the program's life. The same status again changes nothing."""

    def act() -> tuple[int, StatusOut]:
        step = work.begin_nested()
        status = change_program_status(code, ProgramStatus(body.status), actor=caller.name, within=work, clock=clock)
        (step.rollback if dry_run else step.commit)()
        return 200, StatusOut(program_code=code, status=status, would_apply=dry_run)

    return Asked(caller, request, work, clock, key, dry_run).answered_once(act, f"POST /v1/programs/{code}/status", body)


def _read(definition: JsonObject, of: str | None = None) -> Program:
    program = program_from_json(definition, name="definition")
    if of is not None and program.code != of:
        raise CodeMismatch(f"definition: code must be '{of[:80]}'.", file="definition", path="code", problem="is another program's")
    return program


def _save(
    program: Program,
    body: RevisionIn,
    actor: str,
    work: Work,
    clock: BusinessClock,
    *,
    dry_run: bool,
    status: ProgramStatus = ProgramStatus.ACTIVE,
) -> tuple[int, RevisionSavedOut]:
    before = {stored.code: stored for stored in programs(within=work, at=clock.now())}.get(program.code)
    known = {before.current.revision, *(one.revision for one in before.scheduled)} if before else set()
    step = work.begin_nested()
    saved = store_program(
        program,
        valid_from=body.valid_from,
        replace_scheduled=body.replace_scheduled,
        status=status,
        actor=actor,
        within=work,
        clock=clock,
    )
    (step.rollback if dry_run else step.commit)()
    is_new = saved.revision not in known
    out = RevisionSavedOut(**RevisionOut.of(saved, is_new_dry_run=dry_run and is_new).model_dump(), would_apply=dry_run)
    return (201 if is_new and not dry_run else 200), out
