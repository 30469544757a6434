"""`/v1/journeys`: drafts, versions, the steps of a journey's life, counts, and the ways of members. Not here: trials (`examine.py`)."""

from typing import Annotated, Protocol

from fastapi import APIRouter, Body, Path, Query, Request, Response
from pydantic import StringConstraints

from loyalty.access import Caller
from loyalty.clock import Clock
from loyalty.errors import LoyaltyError
from loyalty.idempotency import KeyInFlight, KeyReused
from loyalty.ids import MalformedId, read_id
from loyalty.journeys import (
    ENROLLMENT_ID_PREFIX,
    EnrollmentUnknown,
    JourneyActionUnavailable,
    JourneyDefinitionInvalid,
    JourneyExists,
    JourneyNodesUnmapped,
    JourneyStatus,
    JourneyStatusConflict,
    JourneySummary,
    JourneyTotals,
    JourneyUnknown,
    JourneyVersionConflict,
    Moved,
    VersionKey,
    archive_journey,
    enrollments_of_member,
    find_enrollment,
    find_head,
    journey_of,
    journey_totals,
    list_journeys,
    list_moves,
    list_versions,
    node_counts,
    own_actions,
    pause_journey,
    publish_journey,
    resume_journey,
    save_journey,
    steps_of,
)
from loyalty.members import MemberUnknown
from loyalty.paging import CursorMalformed
from serving.http.auth import GuardedRoute, requires
from serving.http.errors import Malformed, refusals
from serving.http.idempotency import Asked, OptionalKey
from serving.http.inputs import DryRun
from serving.http.paging import LIMIT_DEFAULT, Cursor, Limit, Page, page_of
from serving.http.work import BusinessClock, Work, wiring_of
from serving.journeys.schemas import (
    EXAMPLES,
    EnrollmentOut,
    JourneyCountsOut,
    JourneyIn,
    JourneyMovedOut,
    JourneyMoveOut,
    JourneyMovesOut,
    JourneyOut,
    JourneySavedOut,
    JourneyStepIn,
    JourneyVersionOut,
    JourneyVersionsOut,
    NodeCountsOut,
    PublishIn,
    StepOut,
)
from serving.members.references import CurrentMember

router = APIRouter(prefix="/v1", tags=["Journeys"], route_class=GuardedRoute)

# Everybody inside moves in one statement of PostgreSQL, which takes longer than a request's usual patience.
MOVING_TIME = "set local statement_timeout = '120s'"

JourneyCode = Annotated[
    Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")],
    Path(description="Lower-case words joined by '-'.", examples=["welcome"]),
]
EnrollmentId = Annotated[
    Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_]+$")], Path(description="The id (`enr_…`).")
]
_STEPPING = (Malformed, JourneyUnknown, JourneyStatusConflict, KeyInFlight, KeyReused)


@router.get("/journeys", responses=refusals(CursorMalformed), summary="List the journeys")
def list_all_journeys(
    *,
    _: Annotated[Caller, requires("journeys.read")],
    work: Work,
    status: Annotated[JourneyStatus | None, Query(description="Only those that stand there; left out: all but archived ones.")] = None,
    limit: Limit = LIMIT_DEFAULT,
    cursor: Cursor = None,
) -> Page[JourneyOut]:
    """The journeys with what is live of them and how many are inside, in the order of their codes."""
    wanted = {status} if status else set(JourneyStatus) - {JourneyStatus.ARCHIVED}
    found = list_journeys(wanted, within=work, limit=limit, cursor=cursor)
    totals = journey_totals([one.head.code for one in found.items], within=work)
    return page_of(found, lambda one: JourneyOut.of(one, totals.get(one.head.code, JourneyTotals())))


@router.get("/journeys/{code}", responses=refusals(JourneyUnknown), summary="Read a journey")
def read_journey(_: Annotated[Caller, requires("journeys.read")], code: JourneyCode, work: Work) -> JourneyOut:
    """One journey with what is live of it; of one that never was published, its draft."""
    head = find_head(code, within=work)
    shown = journey_of(VersionKey(code, head.live_version or head.draft_version or 1), work)
    totals = journey_totals([code], within=work).get(code, JourneyTotals())
    return JourneyOut.of(JourneySummary(head, shown.document), totals)


@router.put(
    "/journeys/{code}",
    response_model=JourneySavedOut,
    responses=refusals(
        Malformed, JourneyDefinitionInvalid, JourneyExists, JourneyStatusConflict, JourneyVersionConflict, KeyInFlight, KeyReused
    ),
    summary="Save a journey",
)
def put_journey(
    *,
    caller: Annotated[Caller, requires("journeys.write")],
    request: Request,
    code: JourneyCode,
    body: Annotated[JourneyIn, Body(openapi_examples=EXAMPLES)],
    work: Work,
    clock: BusinessClock,
    key: OptionalKey = None,
    dry_run: DryRun = False,
) -> Response:
    """Save a draft, or make a new journey. The graph is proven: a refusal's `facts.problems` names every node that is unreachable, lacks a
    branch, stands in a loop without a wait, or asks for what is not there. What is live stays live until the draft is published."""

    def act() -> tuple[int, JourneySavedOut] | LoyaltyError:
        saved = save_journey(
            code,
            body.definition,
            catalogue=wiring_of(request).catalogue,
            actions=own_actions(),
            actor=caller.name,
            within=work,
            clock=clock,
            expected_version=body.expected_version,
            dry_run=dry_run,
        )
        return 200, JourneySavedOut.of(saved, is_dry_run=dry_run)

    return Asked(caller, request, work, clock, key, dry_run).answered_once(act, f"PUT /v1/journeys/{code}", body)


@router.get("/journeys/{code}/versions", responses=refusals(JourneyUnknown), summary="List a journey's versions")
def read_versions(_: Annotated[Caller, requires("journeys.read")], code: JourneyCode, work: Work) -> JourneyVersionsOut:
    """What the journey said and says, newest first, at most 200 versions. Versions never change."""
    return JourneyVersionsOut(items=[JourneyVersionOut.of(one) for one in list_versions(code, within=work)])


@router.get("/journeys/{code}/moves", responses=refusals(JourneyUnknown), summary="List the steps of a journey's life")
def read_moves(_: Annotated[Caller, requires("journeys.read")], code: JourneyCode, work: Work) -> JourneyMovesOut:
    """Who published, paused and archived the journey, when and why, and what became of those inside; newest first, at most 200 steps."""
    return JourneyMovesOut(items=[JourneyMoveOut.of(one) for one in list_moves(code, within=work)])


@router.get("/journeys/{code}/counts", responses=refusals(JourneyUnknown), summary="Count who is where in a journey")
def read_counts(_: Annotated[Caller, requires("journeys.read")], code: JourneyCode, work: Work) -> JourneyCountsOut:
    """How many came to each node of each version, left it by each branch and stand there now. As it stands at this instant."""
    find_head(code, within=work)
    return JourneyCountsOut(items=[NodeCountsOut.of(one) for one in node_counts(code, within=work)])


@router.post(
    "/journeys/{code}/publish",
    response_model=JourneyMovedOut,
    responses=refusals(*_STEPPING, JourneyVersionConflict, JourneyDefinitionInvalid, JourneyActionUnavailable, JourneyNodesUnmapped),
    summary="Publish a journey",
)
def publish(
    *,
    caller: Annotated[Caller, requires("journeys.write")],
    request: Request,
    code: JourneyCode,
    body: PublishIn,
    work: Work,
    clock: BusinessClock,
    key: OptionalKey = None,
    dry_run: DryRun = False,
) -> Response:
    """Put the draft in the place of what is live. Those inside older versions finish there, are stopped, or go on in the new one by
    a node map; send `dry_run=true` first to see how many stand where and what becomes of them. Refused where an action cannot be done."""

    def act() -> tuple[int, JourneyMovedOut] | LoyaltyError:
        work.exec_driver_sql(MOVING_TIME)
        moved = publish_journey(
            code,
            actions=own_actions(),
            catalogue=wiring_of(request).catalogue,
            actor=caller.name,
            within=work,
            clock=clock,
            inside=body.inside,
            node_map=body.node_map,
            version=body.version,
            reason=body.reason,
            dry_run=dry_run,
        )
        return 200, JourneyMovedOut.of(moved, is_dry_run=dry_run)

    return Asked(caller, request, work, clock, key, dry_run).answered_once(act, f"POST /v1/journeys/{code}/publish", body)


@router.post("/journeys/{code}/pause", response_model=JourneyMovedOut, responses=refusals(*_STEPPING), summary="Pause a journey")
def pause(
    *,
    caller: Annotated[Caller, requires("journeys.write")],
    request: Request,
    code: JourneyCode,
    body: JourneyStepIn,
    work: Work,
    clock: BusinessClock,
    key: OptionalKey = None,
    dry_run: DryRun = False,
) -> Response:
    """Let nobody in and move nobody on until it is resumed. What happens meanwhile still ends waits and reaches goals."""
    return _stepped(Asked(caller, request, work, clock, key, dry_run), code, "pause", body, pause_journey)


@router.post("/journeys/{code}/resume", response_model=JourneyMovedOut, responses=refusals(*_STEPPING), summary="Resume a journey")
def resume(
    *,
    caller: Annotated[Caller, requires("journeys.write")],
    request: Request,
    code: JourneyCode,
    body: JourneyStepIn,
    work: Work,
    clock: BusinessClock,
    key: OptionalKey = None,
    dry_run: DryRun = False,
) -> Response:
    """Let a paused journey go on. Timers that came due meanwhile fire at once, each once."""
    return _stepped(Asked(caller, request, work, clock, key, dry_run), code, "resume", body, resume_journey)


@router.post("/journeys/{code}/archive", response_model=JourneyMovedOut, responses=refusals(*_STEPPING), summary="Archive a journey")
def archive(
    *,
    caller: Annotated[Caller, requires("journeys.write")],
    request: Request,
    code: JourneyCode,
    body: JourneyStepIn,
    work: Work,
    clock: BusinessClock,
    key: OptionalKey = None,
    dry_run: DryRun = False,
) -> Response:
    """End the journey: everybody inside is stopped, nobody comes in again, and its history stays."""
    return _stepped(Asked(caller, request, work, clock, key, dry_run), code, "archive", body, archive_journey)


@router.get(
    "/journeys/{code}/enrollments/{enrollment_id}", responses=refusals(MalformedId, EnrollmentUnknown), summary="Read a member's way"
)
def read_enrollment(
    _: Annotated[Caller, requires("journeys.read")], code: JourneyCode, enrollment_id: EnrollmentId, work: Work
) -> EnrollmentOut:
    """Where the member stands, until when or for what it waits, or how the way ended."""
    return EnrollmentOut.of(find_enrollment(code, read_id(ENROLLMENT_ID_PREFIX, enrollment_id), within=work))


@router.get(
    "/journeys/{code}/enrollments/{enrollment_id}/steps",
    responses=refusals(MalformedId, EnrollmentUnknown, CursorMalformed),
    summary="List the steps of a member's way",
)
def read_steps(
    *,
    _: Annotated[Caller, requires("journeys.read")],
    code: JourneyCode,
    enrollment_id: EnrollmentId,
    work: Work,
    limit: Limit = LIMIT_DEFAULT,
    cursor: Cursor = None,
) -> Page[StepOut]:
    """Every node that the member has visited, by which branch it left and what was done; first to last. Steps never change."""
    found = find_enrollment(code, read_id(ENROLLMENT_ID_PREFIX, enrollment_id), within=work)
    return page_of(steps_of(found.id, within=work, limit=limit, cursor=cursor), StepOut.of)


@router.get(
    "/members/{member_id}/journeys", responses=refusals(MemberUnknown, CursorMalformed), summary="List a member's ways through journeys"
)
def list_of_member(
    *,
    _: Annotated[Caller, requires("journeys.read")],
    member: CurrentMember,
    work: Work,
    limit: Limit = LIMIT_DEFAULT,
    cursor: Cursor = None,
) -> Page[EnrollmentOut]:
    """The journeys that the member is or was in, newest first."""
    return page_of(enrollments_of_member(member.id, within=work, limit=limit, cursor=cursor), EnrollmentOut.of)


class _Step(Protocol):
    def __call__(self, code: str, *, actor: str, within: Work, clock: Clock, reason: str | None, dry_run: bool) -> Moved: ...


def _stepped(asked: Asked, code: str, name: str, body: JourneyStepIn, step: _Step) -> Response:
    def act() -> tuple[int, JourneyMovedOut] | LoyaltyError:
        asked.work.exec_driver_sql(MOVING_TIME)
        moved = step(code, actor=asked.caller.name, within=asked.work, clock=asked.clock, reason=body.reason, dry_run=asked.is_dry_run)
        return 200, JourneyMovedOut.of(moved, is_dry_run=asked.is_dry_run)

    return asked.answered_once(act, f"POST /v1/journeys/{code}/{name}", body)
