"""`/v1/events`, `/v1/events:batch`, `/v1/dead-letters`: telling events from outside, and looking at them. Not here: the relay."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import orjson
from fastapi import APIRouter, Body, Path, Query, Request, Response
from pydantic import StringConstraints

from loyalty.access import Caller
from loyalty.database import Work as Transaction
from loyalty.errors import LoyaltyError
from loyalty.events import (
    DEAD_LETTER_ID_PREFIX,
    EVENT_ID_PREFIX,
    DeadLetterUnknown,
    Event,
    EventInvalid,
    EventTypeReserved,
    EventUnknown,
    Told,
    Wanted,
    list_dead_letters,
    mark_dead_letters,
    read_dead_letter,
    read_event,
    read_newest,
    receive,
)
from loyalty.idempotency import KeyInFlight, KeyReused
from loyalty.ids import MalformedId, read_id
from loyalty.members import MemberUnknown
from loyalty.paging import CursorMalformed, read_cursor, write_cursor
from loyalty.paging import Page as Listed
from serving.events.schemas import EXAMPLES, DeadLetterOut, EventIn, EventOut, EventsIn, ToldBatchOut, ToldItemOut, ToldOut
from serving.http.auth import GuardedRoute, requires
from serving.http.errors import Malformed, Problem, problem_of, refusals, request_id_of
from serving.http.idempotency import Asked, OptionalKey
from serving.http.inputs import PLAIN_TEXT, DryRun, In, Instant
from serving.http.paging import LIMIT_DEFAULT, Cursor, Limit, Page, page_of
from serving.http.work import BusinessClock, Work, wiring_of
from serving.members.references import ProgramCode
from serving.transactions.batch import BatchRefused

router = APIRouter(prefix="/v1/events", tags=["Events"], route_class=GuardedRoute)
batches = APIRouter(prefix="/v1/events:batch", tags=["Events"], route_class=GuardedRoute)
dead_letters = APIRouter(prefix="/v1/dead-letters", tags=["Events"], route_class=GuardedRoute)

_Id = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=PLAIN_TEXT)]
EventReference = Annotated[_Id, Path(description="The event's id (`evt_…`).")]
LetterReference = Annotated[_Id, Path(description="The dead letter's id (`dlt_…`).")]
TypeAsked = Annotated[
    Annotated[str, StringConstraints(max_length=160, pattern=r"^[a-z][a-z0-9_]*(\.([a-z][a-z0-9_]*|\*))+$")] | None,
    Query(description="A type, or `points.*` for all that begin so."),
]
ConsumerAsked = Annotated[
    Annotated[str, StringConstraints(max_length=64, pattern=r"^[a-z0-9][a-z0-9_.-]*$")] | None, Query(description="Whose letters.")
]
MemberAsked = Annotated[
    Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=PLAIN_TEXT)] | None,
    Query(description="The member's id (`mbr_…`) or external id."),
]
From = Annotated[Instant | None, Query(alias="from", description="Events that happened then or later.")]
Until = Annotated[Instant | None, Query(alias="to", description="Events that happened earlier.")]


class NoBody(In):
    """Nothing is asked beyond the address."""


@router.post(
    "",
    status_code=202,
    response_model=ToldOut,
    responses=refusals(Malformed, EventInvalid, EventTypeReserved, MemberUnknown, KeyInFlight, KeyReused),
    summary="Tell an event",
)
def tell_event(
    *,
    caller: Annotated[Caller, requires("events.write")],
    request: Request,
    body: Annotated[EventIn, Body(openapi_examples=EXAMPLES)],
    work: Work,
    clock: BusinessClock,
    key: OptionalKey = None,
    dry_run: DryRun = False,
    program_code: ProgramCode = None,
) -> Response:
    """Tell something that happened to a member. It is kept with this answer and reaches its consumers within moments."""

    def act() -> tuple[int, ToldOut] | LoyaltyError:
        told = receive([body.command(caller.name, program_code)], within=work, clock=clock, dry_run=dry_run)[0]
        return told if isinstance(told, LoyaltyError) else (202, ToldOut.of(told, is_dry_run=dry_run))

    route = f"POST /v1/events?program_code={program_code or ''}"
    return Asked(caller, request, work, clock, key, dry_run).answered_once(act, route, body)


@batches.post(
    "",
    response_model=ToldBatchOut,
    responses=refusals(Malformed, BatchRefused, KeyInFlight, KeyReused),
    summary="Tell many events",
)
def tell_events(
    *,
    caller: Annotated[Caller, requires("events.write")],
    request: Request,
    body: EventsIn,
    work: Work,
    clock: BusinessClock,
    key: OptionalKey = None,
    dry_run: DryRun = False,
    program_code: ProgramCode = None,
) -> Response:
    """Tell up to 1,000 events, each answered as it would be alone."""
    commands = [one.command(caller.name, program_code) for one in body.items]

    def act() -> tuple[int, ToldBatchOut] | LoyaltyError:
        with work.begin_nested() as point:
            told = receive(commands, within=work, clock=clock, dry_run=dry_run)
            refused = {index: one for index, one in enumerate(told) if isinstance(one, LoyaltyError)}
            if refused and body.mode == "atomic":
                point.rollback()
                items = [{"index": index, **_problem(error, request)} for index, error in refused.items()]
                return BatchRefused(f"{len(refused)} of {len(told)} items are refused; nothing was done.", items=items)
        return 200, _shown(told, body.mode, request, is_dry_run=dry_run)

    route = f"POST /v1/events:batch?program_code={program_code or ''}"
    return Asked(caller, request, work, clock, key, dry_run).answered_once(act, route, body)


def _problem(error: LoyaltyError, request: Request) -> dict[str, object]:
    found: dict[str, object] = orjson.loads(problem_of(error, request_id_of(request))[1])
    return found


def _shown(told: Sequence[Told | LoyaltyError], mode: str, request: Request, *, is_dry_run: bool) -> ToldBatchOut:
    items = []
    for index, one in enumerate(told):
        if isinstance(one, LoyaltyError):
            status, text = problem_of(one, request_id_of(request))
            items.append(ToldItemOut(index=index, status=status, result=None, problem=Problem.model_validate_json(text)))
        else:
            items.append(ToldItemOut(index=index, status=202, result=ToldOut.of(one, is_dry_run=is_dry_run), problem=None))
    refused = sum(item.problem is not None for item in items)
    return ToldBatchOut(mode=mode, applied_count=len(items) - refused, refused_count=refused, items=items)


@router.get("", responses=refusals(MemberUnknown, CursorMalformed), summary="List events")
def list_events(
    *,
    _: Annotated[Caller, requires("events.read")],
    request: Request,
    work: Work,
    type: TypeAsked = None,  # noqa: A002 - the contract's word
    member_id: MemberAsked = None,
    program_code: ProgramCode = None,
    from_at: From = None,
    to_at: Until = None,
    limit: Limit = LIMIT_DEFAULT,
    cursor: Cursor = None,
) -> Page[EventOut]:
    """What happened, the newest first. An event that was told a moment ago may not be here yet."""
    member = wiring_of(request).directory.member(member_id, work, program_code).id if member_id is not None else None
    wanted = Wanted((type,) if type else None, member, from_at, to_at)
    found = read_newest(wanted, before=_place(cursor), limit=limit + 1, within=work)
    more = write_cursor(str(found[limit - 1].position)) if len(found) > limit else None
    return page_of(Listed(found[:limit], more), EventOut.of)


def _place(cursor: str | None) -> int | None:
    if cursor is None:
        return None
    (text,) = read_cursor(cursor, parts=1)
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise CursorMalformed("The cursor is not one that this listing gave out; start again without it.", cursor=cursor[:80])
    return int(text)


@router.get("/{event_id}", responses=refusals(EventUnknown), summary="Read an event")
def read_one(_: Annotated[Caller, requires("events.read")], event_id: EventReference, work: Work) -> EventOut:
    """One event of the store."""
    return EventOut.of(_found(event_id, work))


def _found(event_id: str, work: Transaction) -> Event:
    try:
        found = read_event(read_id(EVENT_ID_PREFIX, event_id), work)
    except MalformedId:
        found = None
    if found is None:
        raise EventUnknown(f"No event has the id '{event_id}'.", event_id=event_id)
    return found


@dead_letters.get("", responses=refusals(CursorMalformed), summary="List events that were set aside")
def list_letters(
    *,
    _: Annotated[Caller, requires("events.read")],
    work: Work,
    consumer: ConsumerAsked = None,
    status: Annotated[Literal["WAITING", "REDRIVEN", "DISCARDED"], Query(description="How they stand.")] = "WAITING",
    limit: Limit = LIMIT_DEFAULT,
    cursor: Cursor = None,
) -> Page[DeadLetterOut]:
    """Events that a consumer could not take in, with the reason, the oldest first."""
    found = list_dead_letters(consumer=consumer, status=status, after=_letter_place(cursor), limit=limit + 1, within=work)
    last = found[limit - 1] if len(found) > limit else None
    more = write_cursor(last.set_aside_at.isoformat(), last.id.hex) if last else None
    return page_of(Listed(found[:limit], more), DeadLetterOut.of)


def _letter_place(cursor: str | None) -> tuple[datetime, UUID] | None:
    if cursor is None:
        return None
    at, id_ = read_cursor(cursor, parts=2)
    try:
        return datetime.fromisoformat(at), UUID(hex=id_)
    except ValueError:
        raise CursorMalformed("The cursor is not one that this listing gave out; start again without it.", cursor=cursor[:80]) from None


@dead_letters.post(
    "/{dead_letter_id}:discard",
    response_model=DeadLetterOut,
    responses=refusals(Malformed, DeadLetterUnknown, KeyInFlight, KeyReused),
    summary="Give up an event that was set aside",
)
def discard_letter(
    *,
    caller: Annotated[Caller, requires("events.write")],
    request: Request,
    dead_letter_id: LetterReference,
    work: Work,
    clock: BusinessClock,
    key: OptionalKey = None,
    dry_run: DryRun = False,
) -> Response:
    """The letter waits no longer. What it would have done is not done."""

    def act() -> tuple[int, DeadLetterOut] | LoyaltyError:
        try:
            letter_id = read_id(DEAD_LETTER_ID_PREFIX, dead_letter_id)
        except MalformedId:
            return DeadLetterUnknown(f"No dead letter has the id '{dead_letter_id}'.", dead_letter_id=dead_letter_id)
        read_dead_letter(letter_id, within=work)
        if not dry_run:
            mark_dead_letters([letter_id], "DISCARDED", within=work)
        return 200, DeadLetterOut.of(read_dead_letter(letter_id, within=work))

    route = f"POST /v1/dead-letters/{dead_letter_id}:discard"
    return Asked(caller, request, work, clock, key, dry_run).answered_once(act, route, NoBody())
