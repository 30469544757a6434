"""`/v1/members/{id}/…`: balances, lots, holds, history and statements of a member, now or as of any past instant. Nothing here writes."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import StringConstraints

from loyalty.access import Caller
from loyalty.ids import show_id
from loyalty.ledger import AsOf as Sense
from loyalty.ledger import AsOfInFuture, PeriodInvalid, balances, history, lot_statements, open_lots, statements
from loyalty.ledger.model import HoldStatus
from loyalty.ledger.queries_holds import holds_of_member
from loyalty.members import MEMBER_ID_PREFIX, MemberUnknown
from loyalty.paging import CursorMalformed
from serving.holds.router import HoldOut
from serving.http.auth import GuardedRoute, requires
from serving.http.errors import refusals
from serving.http.inputs import PLAIN_TEXT, AsOf, Instant
from serving.http.paging import LIMIT_DEFAULT, Cursor, Limit, Page, page_of
from serving.http.work import BusinessClock, Work
from serving.members.point_schemas import AccountOut, AccountsOut, EntryOut, LotOut, LotsOut, LotStatementOut, StatementOut, StatementsOut
from serving.members.references import CurrentMember

router = APIRouter(prefix="/v1/members", tags=["Members"], route_class=GuardedRoute)

By = Annotated[Sense, Query(description="EFFECTIVE: what counted at the instant, as we know it today. RECORDED: what we knew then.")]
WalletFilter = Annotated[
    Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=PLAIN_TEXT)] | None,
    Query(description="Only this wallet; left out: all of them."),
]
StartsAt = Annotated[Instant, Query(description="The first instant of the period.")]
EndsAt = Annotated[Instant, Query(description="The instant before which the period ends.")]


@router.get("/{member_id}/accounts", responses=refusals(MemberUnknown, AsOfInFuture), summary="Read a member's balances")
def read_accounts(
    *,
    _: Annotated[Caller, requires("ledger.read")],
    member: CurrentMember,
    work: Work,
    clock: BusinessClock,
    as_of: AsOf = None,
    by: By = Sense.EFFECTIVE,
) -> AccountsOut:
    """The balance in every wallet, with the points that expire soonest. What is due by the instant counts, whether or not the
    nightly run has posted it: pending points past their activation, lots past their expiry, holds past their time."""
    found = balances([member.id], within=work, clock=clock, as_of=as_of, by=by).get(member.id, [])
    return AccountsOut(
        member_id=show_id(MEMBER_ID_PREFIX, member.id),
        as_of=found[0].as_of if found else (as_of or clock.now()),
        accounts=[AccountOut.of(balance) for balance in found],
    )


@router.get("/{member_id}/lots", responses=refusals(MemberUnknown), summary="Read a member's open lots")
def read_lots(_: Annotated[Caller, requires("ledger.read")], member: CurrentMember, work: Work, clock: BusinessClock) -> LotsOut:
    """The spendable lots in the order in which they will burn, wallet by wallet."""
    lots = open_lots([member.id], within=work, clock=clock).get(member.id, [])
    return LotsOut(member_id=show_id(MEMBER_ID_PREFIX, member.id), items=[LotOut.of(lot) for lot in lots])


@router.get(
    "/{member_id}/lots/history",
    responses=refusals(MemberUnknown, AsOfInFuture, CursorMalformed),
    summary="Read all lots of a member and their uses",
)
def list_lot_statements(
    *,
    _: Annotated[Caller, requires("ledger.read")],
    member: CurrentMember,
    work: Work,
    clock: BusinessClock,
    wallet_code: WalletFilter = None,
    as_of: AsOf = None,
    by: By = Sense.EFFECTIVE,
    limit: Limit = LIMIT_DEFAULT,
    cursor: Cursor = None,
) -> Page[LotStatementOut]:
    """Every lot the member was ever granted, latest first, as it stood at the instant, with everything that was done to it."""
    found = lot_statements(member.id, within=work, clock=clock, limit=limit, cursor=cursor, wallet_code=wallet_code, as_of=as_of, by=by)
    return page_of(found, LotStatementOut.of_statement)


@router.get("/{member_id}/entries", responses=refusals(MemberUnknown, AsOfInFuture, CursorMalformed), summary="Read a member's history")
def list_entries(
    *,
    _: Annotated[Caller, requires("ledger.read")],
    member: CurrentMember,
    work: Work,
    clock: BusinessClock,
    wallet_code: WalletFilter = None,
    as_of: AsOf = None,
    by: By = Sense.RECORDED,
    starts_at: Annotated[Instant | None, Query(description="Only what happened from this instant on, in the sense of `by`.")] = None,
    ends_at: Annotated[Instant | None, Query(description="Only what happened before this instant, in the sense of `by`.")] = None,
    limit: Limit = LIMIT_DEFAULT,
    cursor: Cursor = None,
) -> Page[EntryOut]:
    """The entries of the member's own books, latest recorded first; their sum is the balance."""
    at = _checked(as_of, clock.now())
    found = history(
        member.id,
        within=work,
        limit=limit,
        cursor=cursor,
        wallet_code=wallet_code,
        as_of=at,
        by=by,
        starts_at=starts_at,
        ends_at=ends_at,
    )
    return page_of(found, EntryOut.of)


@router.get("/{member_id}/holds", responses=refusals(MemberUnknown, CursorMalformed), summary="List a member's holds")
def list_holds(
    *,
    _: Annotated[Caller, requires("ledger.read")],
    member: CurrentMember,
    work: Work,
    clock: BusinessClock,
    status: Annotated[HoldStatus | None, Query(description="Only those that stand there now.")] = None,
    limit: Limit = LIMIT_DEFAULT,
    cursor: Cursor = None,
) -> Page[HoldOut]:
    """What was ever set aside in any wallet, newest first, as each hold stands now. One past its time has lapsed, whether or not the
    nightly run has posted it."""
    found = holds_of_member(member.id, within=work, clock=clock, limit=limit, cursor=cursor, status=status)
    return page_of(found, HoldOut.of)


@router.get(
    "/{member_id}/statements",
    responses=refusals(MemberUnknown, AsOfInFuture, PeriodInvalid),
    summary="Read a member's statement of a period",
)
def read_statements(
    *,
    _: Annotated[Caller, requires("ledger.read")],
    member: CurrentMember,
    work: Work,
    clock: BusinessClock,
    starts_at: StartsAt,
    ends_at: EndsAt,
    by: By = Sense.EFFECTIVE,
) -> StatementsOut:
    """For each wallet: the balance at the beginning, what moved by kind, and the balance at the end. They add up."""
    found = statements(member.id, starts_at=starts_at, ends_at=ends_at, within=work, clock=clock, by=by)
    return StatementsOut(
        member_id=show_id(MEMBER_ID_PREFIX, member.id),
        starts_at=starts_at,
        ends_at=ends_at,
        items=[StatementOut.of(statement) for statement in found],
    )


def _checked(as_of: datetime | None, now: datetime) -> datetime | None:
    if as_of is not None and as_of > now:
        raise AsOfInFuture("as_of lies in the future.", as_of=as_of.isoformat(), now=now.isoformat())
    return as_of
