"""`/v1/members`: enrol and find members, their balances and history. Scores, offers and segments of a member: `scores.py`."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import StringConstraints

from loyalty.access import ApiKey
from loyalty.errors import LoyaltyError
from loyalty.idempotency import KeyInFlight, KeyReused
from loyalty.ids import show_id
from loyalty.ledger import AsOfInFuture, balances, history, open_lots
from loyalty.members import MEMBER_ID_PREFIX, AttributesInvalid, MemberUnknown, enrol, search_members
from loyalty.paging import CursorMalformed
from loyalty.programs import ProgramUnknown
from serving.http.auth import GuardedRoute, requires
from serving.http.errors import Malformed, refusals, request_id_of
from serving.http.idempotency import OptionalKey, answered_once, keyed
from serving.http.inputs import AsOf, DryRun
from serving.http.paging import LIMIT_DEFAULT, Cursor, Limit, Page, page_of
from serving.http.work import BusinessClock, Work, wiring_of
from serving.members.references import CurrentMember
from serving.members.schemas import AccountOut, AccountsOut, EnrolIn, EnrolledOut, EntryOut, LotOut, LotsOut, MemberOut

router = APIRouter(prefix="/v1/members", tags=["Members"], route_class=GuardedRoute)

Prefix = Annotated[
    Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")],
    Query(description="How the external id begins; left out: all members."),
]


@router.post(
    "",
    status_code=201,
    response_model=EnrolledOut,
    responses={
        200: {"model": EnrolledOut, "description": "A dry run, or a customer who is a member already."},
        **refusals(Malformed, AttributesInvalid, ProgramUnknown, KeyInFlight, KeyReused),
    },
    summary="Enrol a member",
)
def enrol_member(
    *,
    caller: Annotated[ApiKey, requires("members.write")],
    request: Request,
    body: EnrolIn,
    work: Work,
    clock: BusinessClock,
    key: OptionalKey = None,
    dry_run: DryRun = False,
) -> Response:
    """Make a customer a member. Safe to repeat: a customer who is a member already is answered as stored."""
    command = body.command(wiring_of(request).directory.program_code)

    def act() -> tuple[int, EnrolledOut] | LoyaltyError:
        outcome = enrol([command], within=work, clock=clock, dry_run=dry_run)[0]
        if isinstance(outcome, LoyaltyError):
            return outcome
        is_new = not (outcome.is_duplicate or dry_run)
        return (201 if is_new else 200), EnrolledOut.of_enrolled(outcome, is_dry_run=dry_run)

    claimed = keyed(caller, key, "POST /v1/members", body) if key and not dry_run else None
    return answered_once(claimed, act, within=work, clock=clock, request_id=request_id_of(request))


@router.get("", responses=refusals(CursorMalformed), summary="Find members by external id")
def list_members(
    _: Annotated[ApiKey, requires("members.read")],
    request: Request,
    work: Work,
    external_id: Prefix = "",
    limit: Limit = LIMIT_DEFAULT,
    cursor: Cursor = None,
) -> Page[MemberOut]:
    """The members whose external id begins with the given text, in the order of external ids."""
    program_code = wiring_of(request).directory.program_code
    found = search_members(external_id, program_code=program_code, limit=limit, cursor=cursor, within=work)
    return page_of(found, MemberOut.of)


@router.get("/{member_id}", responses=refusals(MemberUnknown), summary="Read a member")
def read_member(_: Annotated[ApiKey, requires("members.read")], member: CurrentMember) -> MemberOut:
    """The member as stored now."""
    return MemberOut.of(member)


@router.get("/{member_id}/accounts", responses=refusals(MemberUnknown, AsOfInFuture), summary="Read a member's balances")
def read_accounts(
    _: Annotated[ApiKey, requires("ledger.read")], member: CurrentMember, work: Work, clock: BusinessClock, as_of: AsOf = None
) -> AccountsOut:
    """The balance in every wallet, with the points that expire soonest. Points past their expiry do not count, whether or not the
    nightly run has posted that yet."""
    found = balances([member.id], within=work, clock=clock, as_of=as_of).get(member.id, [])
    return AccountsOut(
        member_id=show_id(MEMBER_ID_PREFIX, member.id),
        as_of=found[0].as_of if found else (as_of or clock.now()),
        accounts=[AccountOut.of(balance) for balance in found],
    )


@router.get("/{member_id}/lots", responses=refusals(MemberUnknown), summary="Read a member's open lots")
def read_lots(_: Annotated[ApiKey, requires("ledger.read")], member: CurrentMember, work: Work, clock: BusinessClock) -> LotsOut:
    """The spendable lots in the order in which they will burn."""
    lots = open_lots([member.id], within=work, clock=clock).get(member.id, [])
    return LotsOut(member_id=show_id(MEMBER_ID_PREFIX, member.id), items=[LotOut.of(lot) for lot in lots])


@router.get("/{member_id}/entries", responses=refusals(MemberUnknown, CursorMalformed), summary="Read a member's history")
def list_entries(
    _: Annotated[ApiKey, requires("ledger.read")], member: CurrentMember, work: Work, limit: Limit = LIMIT_DEFAULT, cursor: Cursor = None
) -> Page[EntryOut]:
    """The entries of the member's own books, newest first; their sum is the balance."""
    return page_of(history(member.id, within=work, limit=limit, cursor=cursor), EntryOut.of)
