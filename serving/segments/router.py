"""`/v1/segments`: sizes, history, members, drafts, the steps of a segment's life, and why somebody is in."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Body, Path, Query, Request, Response
from pydantic import StringConstraints

from loyalty.access import Caller
from loyalty.clock import business_date
from loyalty.errors import LoyaltyError
from loyalty.features import Catalogue
from loyalty.idempotency import KeyInFlight, KeyReused
from loyalty.ids import show_id
from loyalty.members import MEMBER_ID_PREFIX, MemberUnknown
from loyalty.paging import CursorMalformed
from loyalty.rules import InvalidRule
from loyalty.segments import (
    ProfileMissing,
    SegmentCycle,
    SegmentDataMissing,
    SegmentDefinitionInvalid,
    SegmentInUse,
    SegmentKindConflict,
    SegmentStatus,
    SegmentStatusConflict,
    SegmentSummary,
    SegmentUnknown,
    SegmentVersionConflict,
    activate_segment,
    archive_segment,
    explain_membership,
    find_segment,
    list_moves,
    list_segments,
    list_versions,
    moved_members,
    pause_segment,
    save_segment,
    segment_history,
    segment_members,
)
from loyalty.segments.language import rule_in_words
from loyalty.tiers import rise_with_segments
from loyalty.warehouse import WarehouseUnavailable
from serving.http.auth import GuardedRoute, requires
from serving.http.errors import Malformed, refusals
from serving.http.idempotency import Asked, OptionalKey
from serving.http.inputs import AsOf, BusinessDay, DryRun, Number
from serving.http.paging import LIMIT_DEFAULT, Cursor, Limit, Page, page_of
from serving.http.work import BusinessClock, Work, wiring_of
from serving.members.references import CurrentMember
from serving.segments.schemas import (
    EXAMPLES,
    SegmentDayOut,
    SegmentHistoryOut,
    SegmentIn,
    SegmentMemberOut,
    SegmentMovedOut,
    SegmentMoveOut,
    SegmentMovesOut,
    SegmentOut,
    SegmentSavedOut,
    SegmentStepIn,
    SegmentVersionOut,
    SegmentVersionsOut,
)
from serving.segments.why_schemas import WhyOut

router = APIRouter(prefix="/v1/segments", tags=["Segments"], route_class=GuardedRoute)

# A whole segment moves in one statement of PostgreSQL, which takes longer than a request's usual patience.
ACTIVATION_TIME = "set local statement_timeout = '60s'"

SegmentCode = Annotated[
    Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")],
    Path(description="Lower-case words joined by '-'.", examples=["high-churn-risk"]),
]
Move = Annotated[Literal["ENTERED", "LEFT"], Query(description="Which way.")]
MovedOn = Annotated[BusinessDay | None, Query(description="The business day; left out: today, by the business clock.")]
Days = Annotated[Number, Query(ge=1, le=730, description="How many business days back, counted from today by the business clock.")]


@router.get("", summary="List the segments")
def list_all_segments(
    _: Annotated[Caller, requires("segments.read")],
    request: Request,
    work: Work,
    status: Annotated[SegmentStatus | None, Query(description="Only those that stand there; left out: all but archived ones.")] = None,
) -> Page[SegmentOut]:
    """Every segment with its size and what changed since the day before. All fit on one page; `next_cursor` is always null."""
    wanted = {status} if status else set(SegmentStatus) - {SegmentStatus.ARCHIVED}
    segments = list_segments(within=work)
    tell = _teller(segments, wiring_of(request).catalogue)
    return Page(items=[SegmentOut.of(one, tell(one)) for one in segments if one.status in wanted], next_cursor=None)


@router.get("/{code}", responses=refusals(SegmentUnknown), summary="Read a segment")
def read_segment(_: Annotated[Caller, requires("segments.read")], request: Request, code: SegmentCode, work: Work) -> SegmentOut:
    """One segment with its rule, its size and what changed since the day before."""
    segment = find_segment(code, within=work)
    others = list_segments(within=work) if "in_segment" in str(segment.rule) else [segment]
    return SegmentOut.of(segment, _teller(others, wiring_of(request).catalogue)(segment))


def _teller(segments: Sequence[SegmentSummary], catalogue: Catalogue) -> Callable[[SegmentSummary], dict[str, str] | None]:
    """Tells a segment's rule in words; `segments` give the names of those that it refers to."""
    names = {one.code: one.name for one in segments}
    return lambda segment: None if segment.rule is None else rule_in_words(segment.rule, catalogue, names)


@router.get("/{code}/history", responses=refusals(SegmentUnknown), summary="Read a segment's days")
def read_history(
    _: Annotated[Caller, requires("segments.read")], request: Request, code: SegmentCode, work: Work, clock: BusinessClock, days: Days = 90
) -> SegmentHistoryOut:
    """The size on every evaluated business day, with who came and went, oldest first."""
    since = business_date(clock.now(), wiring_of(request).timezone) - timedelta(days=days)
    return SegmentHistoryOut(items=[SegmentDayOut.of(day) for day in segment_history(code, within=work, since=since)])


@router.get("/{code}/members", responses=refusals(SegmentUnknown, CursorMalformed), summary="List a segment's members")
def list_members(
    *,
    _: Annotated[Caller, requires("segments.read")],
    code: SegmentCode,
    work: Work,
    clock: BusinessClock,
    as_of: AsOf = None,
    limit: Limit = LIMIT_DEFAULT,
    cursor: Cursor = None,
) -> Page[SegmentMemberOut]:
    """Who was in the segment at an instant: the same list for the same instant, however often it is asked."""
    found = segment_members(code, as_of=as_of or clock.now(), within=work, limit=limit, cursor=cursor)
    return page_of(found, SegmentMemberOut.of)


@router.get(
    "/{code}/moved-members", responses=refusals(SegmentUnknown, CursorMalformed), summary="List who entered or left a segment on a day"
)
def list_moved_members(
    *,
    _: Annotated[Caller, requires("segments.read")],
    request: Request,
    code: SegmentCode,
    work: Work,
    clock: BusinessClock,
    move: Move = "ENTERED",
    on: MovedOn = None,
    limit: Limit = LIMIT_DEFAULT,
    cursor: Cursor = None,
) -> Page[SegmentMemberOut]:
    """Who entered or left the segment on a business day, by its night or in between; whoever did both is in both lists."""
    timezone = wiring_of(request).timezone
    day = on or business_date(clock.now(), timezone)
    found = moved_members(code, move, day, timezone, within=work, limit=limit, cursor=cursor)
    return page_of(found, SegmentMemberOut.of)


@router.put(
    "/{code}",
    response_model=SegmentSavedOut,
    responses=refusals(
        Malformed,
        SegmentDefinitionInvalid,
        InvalidRule,
        SegmentKindConflict,
        SegmentStatusConflict,
        SegmentVersionConflict,
        SegmentCycle,
        KeyInFlight,
        KeyReused,
    ),
    summary="Save a segment",
)
def put_segment(
    *,
    caller: Annotated[Caller, requires("segments.write")],
    request: Request,
    code: SegmentCode,
    body: Annotated[SegmentIn, Body(openapi_examples=EXAMPLES)],
    work: Work,
    clock: BusinessClock,
    key: OptionalKey = None,
    dry_run: DryRun = False,
) -> Response:
    """Save a draft, or make a new segment. The rule is checked against the feature catalogue, and a refusal says which part of it is wrong
    (`facts.path`, a JSON Pointer) and what to write instead (`facts.suggestion`). What is in force stays in force until the draft is
    activated: see who would enter and leave with `/v1/examine/segment`, then activate. Saving what is the newest version already writes
    nothing.
    """

    def act() -> tuple[int, SegmentSavedOut] | LoyaltyError:
        stored = save_segment(
            code,
            body.document(),
            catalogue=wiring_of(request).catalogue,
            created_by=caller.name,
            within=work,
            clock=clock,
            dry_run=dry_run,
            expected_version=body.expected_version,
        )
        return 200, SegmentSavedOut.of(stored, is_dry_run=dry_run)

    return Asked(caller, request, work, clock, key, dry_run).answered_once(act, f"PUT /v1/segments/{code}", body)


@router.get("/{code}/versions", responses=refusals(SegmentUnknown), summary="List a segment's versions")
def read_versions(_: Annotated[Caller, requires("segments.read")], code: SegmentCode, work: Work) -> SegmentVersionsOut:
    """What the segment said and says, newest first, at most 200 versions. Versions never change."""
    return SegmentVersionsOut(items=[SegmentVersionOut.of(one) for one in list_versions(code, within=work)])


@router.get("/{code}/moves", responses=refusals(SegmentUnknown), summary="List the steps of a segment's life")
def read_moves(_: Annotated[Caller, requires("segments.read")], code: SegmentCode, work: Work) -> SegmentMovesOut:
    """Who made, activated, paused and archived the segment, when and why, newest first, at most 200 steps."""
    return SegmentMovesOut(items=[SegmentMoveOut.of(one) for one in list_moves(code, within=work)])


_STEPPING = (Malformed, SegmentUnknown, SegmentStatusConflict, KeyInFlight, KeyReused)


@router.post(
    "/{code}/activate",
    response_model=SegmentMovedOut,
    responses=refusals(*_STEPPING, SegmentVersionConflict, ProfileMissing),
    summary="Activate a segment",
)
def activate(
    *,
    caller: Annotated[Caller, requires("segments.write")],
    request: Request,
    code: SegmentCode,
    body: SegmentStepIn,
    work: Work,
    clock: BusinessClock,
    key: OptionalKey = None,
    dry_run: DryRun = False,
) -> Response:
    """Put the draft in force, or let a paused segment go on. Its members move at once, on the newest published data, and so do those of
    segments that refer to it; `segment.entered` and `segment.left` are written with them. Where tiers go by segment, members rise with it;
    nobody falls before the night. Standing there already is no refusal."""
    wiring = wiring_of(request)

    def act() -> tuple[int, SegmentMovedOut] | LoyaltyError:
        work.exec_driver_sql(ACTIVATION_TIME)
        moved = activate_segment(
            code,
            source=wiring.profiles.standing_source(),
            catalogue=wiring.catalogue,
            actor=caller.name,
            within=work,
            clock=clock,
            version=body.version,
            reason=body.reason,
            dry_run=dry_run,
        )
        if not dry_run and moved.applied is not None:
            rise_with_segments(within=work, clock=clock)
        return 200, SegmentMovedOut.of(moved, is_dry_run=dry_run)

    return Asked(caller, request, work, clock, key, dry_run).answered_once(act, f"POST /v1/segments/{code}/activate", body)


@router.post("/{code}/pause", response_model=SegmentMovedOut, responses=refusals(*_STEPPING), summary="Pause a segment")
def pause(
    *,
    caller: Annotated[Caller, requires("segments.write")],
    request: Request,
    code: SegmentCode,
    body: SegmentStepIn,
    work: Work,
    clock: BusinessClock,
    key: OptionalKey = None,
    dry_run: DryRun = False,
) -> Response:
    """Evaluate the segment no more until it is activated again. Its members stay as they are."""

    def act() -> tuple[int, SegmentMovedOut] | LoyaltyError:
        moved = pause_segment(code, actor=caller.name, within=work, clock=clock, reason=body.reason, dry_run=dry_run)
        return 200, SegmentMovedOut.of(moved, is_dry_run=dry_run)

    return Asked(caller, request, work, clock, key, dry_run).answered_once(act, f"POST /v1/segments/{code}/pause", body)


@router.post("/{code}/archive", response_model=SegmentMovedOut, responses=refusals(*_STEPPING, SegmentInUse), summary="Archive a segment")
def archive(
    *,
    caller: Annotated[Caller, requires("segments.write")],
    request: Request,
    code: SegmentCode,
    body: SegmentStepIn,
    work: Work,
    clock: BusinessClock,
    key: OptionalKey = None,
    dry_run: DryRun = False,
) -> Response:
    """End the segment: nobody is in it from now on, and its history stays. Refused while segments or campaigns refer to it."""
    catalogue = wiring_of(request).catalogue

    def act() -> tuple[int, SegmentMovedOut] | LoyaltyError:
        work.exec_driver_sql(ACTIVATION_TIME)
        moved = archive_segment(code, catalogue=catalogue, actor=caller.name, within=work, clock=clock, reason=body.reason, dry_run=dry_run)
        return 200, SegmentMovedOut.of(moved, is_dry_run=dry_run)

    return Asked(caller, request, work, clock, key, dry_run).answered_once(act, f"POST /v1/segments/{code}/archive", body)


@router.get(
    "/{code}/why/{member_id}",
    responses=refusals(SegmentUnknown, MemberUnknown, SegmentDataMissing, WarehouseUnavailable),
    summary="Explain why a member is in a segment, or is not",
)
def read_why(
    *,
    _: Annotated[Caller, requires("segments.read")],
    request: Request,
    code: SegmentCode,
    member: CurrentMember,
    work: Work,
    clock: BusinessClock,
    as_of: AsOf = None,
) -> WhyOut:
    """The rule that stood at the instant, clause by clause, with the values that it read and when those were loaded. A past day's values
    are read from the warehouse."""
    wiring = wiring_of(request)
    why = explain_membership(
        code, member, at=as_of or clock.now(), source_of=wiring.profile_source, catalogue=wiring.catalogue, within=work
    )
    return WhyOut.of(why, show_id(MEMBER_ID_PREFIX, member.id))
