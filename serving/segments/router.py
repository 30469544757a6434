"""`/v1/segments`: sizes, history, members, and new versions of rules. Members move at the next evaluation, not here."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Body, Path, Query, Request, Response
from pydantic import StringConstraints

from loyalty.access import ApiKey
from loyalty.clock import business_date
from loyalty.errors import LoyaltyError
from loyalty.idempotency import KeyInFlight, KeyReused
from loyalty.paging import CursorMalformed
from loyalty.rules import InvalidRule
from loyalty.segments import (
    SegmentDefinitionInvalid,
    SegmentUnknown,
    find_segment,
    list_segments,
    save_segment,
    segment_history,
    segment_members,
)
from serving.http.auth import GuardedRoute, requires
from serving.http.errors import Malformed, refusals, request_id_of
from serving.http.idempotency import OptionalKey, answered_once, keyed
from serving.http.inputs import AsOf, DryRun, Number
from serving.http.paging import LIMIT_DEFAULT, Cursor, Limit, Page, page_of
from serving.http.work import BusinessClock, Work, wiring_of
from serving.segments.schemas import EXAMPLES, SegmentDayOut, SegmentHistoryOut, SegmentIn, SegmentMemberOut, SegmentOut, SegmentSavedOut

router = APIRouter(prefix="/v1/segments", tags=["Segments"], route_class=GuardedRoute)

SegmentCode = Annotated[
    Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")],
    Path(description="Lower-case words joined by '-'.", examples=["high-churn-risk"]),
]
Days = Annotated[Number, Query(ge=1, le=730, description="How many business days back, counted from today by the business clock.")]


@router.get("", summary="List the segments")
def list_all_segments(_: Annotated[ApiKey, requires("segments.read")], work: Work) -> Page[SegmentOut]:
    """Every segment with its size and what changed since the day before. All fit on one page; `next_cursor` is always null."""
    return Page(items=[SegmentOut.of(segment) for segment in list_segments(within=work)], next_cursor=None)


@router.get("/{code}", responses=refusals(SegmentUnknown), summary="Read a segment")
def read_segment(_: Annotated[ApiKey, requires("segments.read")], code: SegmentCode, work: Work) -> SegmentOut:
    """One segment with its rule, its size and what changed since the day before."""
    return SegmentOut.of(find_segment(code, within=work))


@router.get("/{code}/history", responses=refusals(SegmentUnknown), summary="Read a segment's days")
def read_history(
    _: Annotated[ApiKey, requires("segments.read")], request: Request, code: SegmentCode, work: Work, clock: BusinessClock, days: Days = 90
) -> SegmentHistoryOut:
    """The size on every evaluated business day, with who came and went, oldest first."""
    since = business_date(clock.now(), wiring_of(request).timezone) - timedelta(days=days)
    return SegmentHistoryOut(items=[SegmentDayOut.of(day) for day in segment_history(code, within=work, since=since)])


@router.get("/{code}/members", responses=refusals(SegmentUnknown, CursorMalformed), summary="List a segment's members")
def list_members(
    *,
    _: Annotated[ApiKey, requires("segments.read")],
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


@router.put(
    "/{code}",
    response_model=SegmentSavedOut,
    responses=refusals(Malformed, SegmentDefinitionInvalid, InvalidRule, KeyInFlight, KeyReused),
    summary="Save a segment",
)
def put_segment(
    *,
    caller: Annotated[ApiKey, requires("segments.write")],
    request: Request,
    code: SegmentCode,
    body: Annotated[SegmentIn, Body(openapi_examples=EXAMPLES)],
    work: Work,
    clock: BusinessClock,
    key: OptionalKey = None,
    dry_run: DryRun = False,
) -> Response:
    """Save a new version, or make a new segment. The rule is checked against the feature catalogue, and a refusal says which part of it is
    wrong (`facts.path`, a JSON Pointer) and what to write instead (`facts.suggestion`). Members move when the warehouse is evaluated next.
    Saving what is already in force writes nothing.
    """

    def act() -> tuple[int, SegmentSavedOut] | LoyaltyError:
        stored = save_segment(
            code, body.document(), catalogue=wiring_of(request).catalogue, created_by=caller.name, within=work, clock=clock, dry_run=dry_run
        )
        return 200, SegmentSavedOut.of(stored, is_dry_run=dry_run)

    claimed = keyed(caller, key, f"PUT /v1/segments/{code}", body) if key and not dry_run else None
    return answered_once(claimed, act, within=work, clock=clock, request_id=request_id_of(request))
