"""`/v1/figures` and `/v1/attention`: how the program does, and what waits for somebody. Not here: counting (`loyalty.analytics`)."""

from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Query, Request

from loyalty.access import Caller
from loyalty.analytics import (
    PeriodInvalid,
    are_members_old,
    check_period,
    count_members,
    is_old,
    needs_attention,
    read_figures,
    refresh,
)
from loyalty.clock import Clock, business_date
from loyalty.database import Database
from loyalty.programs import ProgramUnknown, current_program
from serving.figures.schemas import AttentionOut, FiguresOut
from serving.http.auth import GuardedRoute, requires
from serving.http.errors import refusals
from serving.http.inputs import BusinessDay
from serving.http.paging import Page
from serving.http.work import BusinessClock, Work, wiring_of
from serving.members.references import MeantProgram

router = APIRouter(prefix="/v1", tags=["Operations"], route_class=GuardedRoute)

Reader = Annotated[Caller, requires("figures.read")]
DAYS_DEFAULT = 28


@router.get("/figures", responses=refusals(ProgramUnknown, PeriodInvalid), summary="Read what a period came to")
def read_period(
    *,
    _: Reader,
    request: Request,
    work: Work,
    clock: BusinessClock,
    code: MeantProgram,
    later: BackgroundTasks,
    first_on: Annotated[BusinessDay | None, Query(description="Left out: 28 days in all.")] = None,
    last_on: Annotated[BusinessDay | None, Query(description="Left out: the business day.")] = None,
) -> FiguresOut:
    """Points issued, spent, expired and owed, purchases and members, day by day and beside the period of the same length before.

    The ledger is counted at most once a minute, beside the requests; `counted_at` says when that was. Members and buyers of a period are
    counted when it is first asked for, and beside the requests from then on.
    """
    program = current_program(code, within=work, at=clock.now()).program
    last = last_on or business_date(clock.now(), program.timezone)
    first = first_on or last - timedelta(days=DAYS_DEFAULT - 1)
    check_period(first, last, program.timezone, clock=clock)
    # Where nobody has ever counted, this one request waits for it.
    is_ledger_old, are_old = is_old(code, within=work), are_members_old(code, first, last, within=work)
    if is_ledger_old is None:
        refresh(code, program.timezone, within=work, clock=clock)
    if are_old is None:
        count_members(code, first, last, program.timezone, within=work, is_waiting=True)
    if is_ledger_old:
        later.add_task(_count, wiring_of(request).database, code, program.timezone, clock)
    if are_old:
        later.add_task(_count_members, wiring_of(request).database, code, first, last, program.timezone)
    return FiguresOut.of(read_figures(code, first, last, program.timezone, within=work, clock=clock), code, program.currency_code)


@router.get("/attention", summary="Read what waits for somebody")
def read_attention(_: Reader, work: Work) -> Page[AttentionOut]:
    """Events set aside, webhooks that fail, jobs that failed, redemptions to be fulfilled, models that were not good enough. All fit on one
    page; `next_cursor` is always null."""
    return Page(items=[AttentionOut.of(found) for found in needs_attention(within=work)], next_cursor=None)


def _count_members(database: Database, program_code: str, first_on: date, last_on: date, timezone: str) -> None:
    with database.begin() as work:
        count_members(program_code, first_on, last_on, timezone, within=work)


def _count(database: Database, program_code: str, timezone: str, clock: Clock) -> None:
    with database.begin() as work:
        refresh(program_code, timezone, within=work, clock=clock)
