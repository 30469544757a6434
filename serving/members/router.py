"""`/v1/members`: enrol and find members. What is known of one: `points.py`, `scores.py`, `serving/tiers`, `serving/offers`."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import StringConstraints

from loyalty.access import Caller
from loyalty.errors import LoyaltyError
from loyalty.idempotency import KeyInFlight, KeyReused
from loyalty.members import AttributesInvalid, MemberUnknown, enrol, search_members
from loyalty.paging import CursorMalformed
from loyalty.programs import ProgramUnknown
from serving.http.auth import GuardedRoute, requires
from serving.http.errors import Malformed, refusals, request_id_of
from serving.http.idempotency import OptionalKey, answered_once, keyed
from serving.http.inputs import DryRun
from serving.http.paging import LIMIT_DEFAULT, Cursor, Limit, Page, page_of
from serving.http.work import BusinessClock, Work
from serving.members.references import CurrentMember, MeantProgram
from serving.members.schemas import EnrolIn, EnrolledOut, MemberOut

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
    caller: Annotated[Caller, requires("members.write")],
    request: Request,
    body: EnrolIn,
    work: Work,
    clock: BusinessClock,
    code: MeantProgram,
    key: OptionalKey = None,
    dry_run: DryRun = False,
) -> Response:
    """Make a customer a member of a program. Safe to repeat: a customer who is a member already is answered as stored."""
    command = body.command(code)

    def act() -> tuple[int, EnrolledOut] | LoyaltyError:
        outcome = enrol([command], within=work, clock=clock, dry_run=dry_run)[0]
        if isinstance(outcome, LoyaltyError):
            return outcome
        is_new = not (outcome.is_duplicate or dry_run)
        return (201 if is_new else 200), EnrolledOut.of_enrolled(outcome, is_dry_run=dry_run)

    claimed = keyed(caller, key, f"POST /v1/members {code}", body) if key and not dry_run else None
    return answered_once(claimed, act, within=work, clock=clock, request_id=request_id_of(request))


@router.get("", responses=refusals(CursorMalformed), summary="Find members by external id")
def list_members(
    *,
    _: Annotated[Caller, requires("members.read")],
    work: Work,
    external_id: Prefix = "",
    code: MeantProgram,
    limit: Limit = LIMIT_DEFAULT,
    cursor: Cursor = None,
) -> Page[MemberOut]:
    """The members whose external id begins with the given text, in the order of external ids."""
    found = search_members(external_id, program_code=code, limit=limit, cursor=cursor, within=work)
    return page_of(found, MemberOut.of)


@router.get("/{member_id}", responses=refusals(MemberUnknown), summary="Read a member")
def read_member(_: Annotated[Caller, requires("members.read")], member: CurrentMember) -> MemberOut:
    """The member as stored now."""
    return MemberOut.of(member)
