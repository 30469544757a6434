"""Contacts, the contact policy, and the queue: where members are reached, what limits hold, what was sent. Not here: templates."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response
from pydantic import StringConstraints

from loyalty.access import Caller
from loyalty.errors import LoyaltyError
from loyalty.idempotency import KeyInFlight, KeyReused
from loyalty.ids import read_id, show_id
from loyalty.members import MemberUnknown
from loyalty.messages import (
    DELIVERY_ID_PREFIX,
    Contact,
    ContactInvalid,
    ContactPolicyChanged,
    ContactPolicyInvalid,
    DeliveryNotResendable,
    DeliveryUnknown,
    deliveries_of,
    read_contacts,
    resend,
    save_policy,
    set_contacts,
    stored_policy,
)
from loyalty.paging import CursorMalformed
from serving.http.auth import GuardedRoute, requires
from serving.http.errors import Malformed, refusals
from serving.http.idempotency import Asked, OptionalKey
from serving.http.inputs import DryRun, In
from serving.http.paging import LIMIT_DEFAULT, Cursor, Limit, Page, page_of
from serving.http.work import BusinessClock, Work
from serving.members.references import CurrentMember
from serving.messages.schemas import ContactIn, ContactOut, DeliveryOut, PolicyIn, PolicyOut, ResentOut

router = APIRouter(prefix="/v1", tags=["Messages"], route_class=GuardedRoute)

DeliveryId = Annotated[
    Annotated[str, StringConstraints(pattern=r"^dlv_[0-9a-f]{32}$")], Path(description="As the listing of a member's messages shows it.")
]


class NothingIn(In):
    """No fields."""


@router.get("/members/{member_id}/contact", responses=refusals(MemberUnknown), summary="Read where a member is reached")
def read_contact(_: Annotated[Caller, requires("contacts.read")], member: CurrentMember, work: Work) -> ContactOut:
    """Addresses, language and time zone; all null for a member who gave none."""
    return ContactOut.of(read_contacts([member.id], within=work).get(member.id, Contact(member.id)))


@router.put(
    "/members/{member_id}/contact",
    response_model=ContactOut,
    responses=refusals(Malformed, MemberUnknown, ContactInvalid, KeyInFlight, KeyReused),
    summary="Say where a member is reached",
)
def put_contact(
    *,
    caller: Annotated[Caller, requires("contacts.write")],
    request: Request,
    member: CurrentMember,
    body: ContactIn,
    work: Work,
    clock: BusinessClock,
    key: OptionalKey = None,
    dry_run: DryRun = False,
) -> Response:
    """Replace the member's contact. An address that changed is no longer known as bounced; a time zone that is none is refused."""

    def act() -> tuple[int, ContactOut] | LoyaltyError:
        with work.begin_nested() as point:
            (told,) = set_contacts([body.contact(member.id)], within=work, clock=clock)
            if dry_run:
                point.rollback()
        return told if isinstance(told, LoyaltyError) else (200, ContactOut.of(told, is_dry_run=dry_run))

    return Asked(caller, request, work, clock, key, dry_run).answered_once(act, f"PUT /v1/members/{member.id}/contact", body)


@router.get("/members/{member_id}/messages", responses=refusals(MemberUnknown, CursorMalformed), summary="Read a member's messages")
def read_messages(
    _: Annotated[Caller, requires("messages.read")], member: CurrentMember, work: Work, limit: Limit = LIMIT_DEFAULT, cursor: Cursor = None
) -> Page[DeliveryOut]:
    """What the member was sent, is about to be, and was not, with the reason; newest first."""
    return page_of(deliveries_of(member.id, limit=limit, cursor=cursor, within=work), DeliveryOut.of)


@router.get("/contact-policy", summary="Read the contact policy")
def read_policy(_: Annotated[Caller, requires("messages.read")], work: Work) -> PolicyOut:
    """How often and when members may be written to; empty before the first one."""
    return PolicyOut.of(stored_policy(within=work))


@router.put(
    "/contact-policy",
    response_model=PolicyOut,
    responses=refusals(Malformed, ContactPolicyInvalid, ContactPolicyChanged, KeyInFlight, KeyReused),
    summary="Set the contact policy",
)
def put_policy(
    *,
    caller: Annotated[Caller, requires("messages.write")],
    request: Request,
    body: PolicyIn,
    work: Work,
    clock: BusinessClock,
    key: OptionalKey = None,
    dry_run: DryRun = False,
) -> Response:
    """From now on these limits hold for every marketing message, queued ones included.

    Give the version that you have read, so that nobody overwrites another."""

    def act() -> tuple[int, PolicyOut] | LoyaltyError:
        with work.begin_nested() as point:
            try:
                save_policy(body.policy, actor=caller.name, within=work, clock=clock, expected_version=body.expected_version)
                told = stored_policy(within=work)
            except LoyaltyError as refusal:
                point.rollback()
                return refusal
            if dry_run:
                point.rollback()
        return 200, PolicyOut.of(told, is_dry_run=dry_run)

    return Asked(caller, request, work, clock, key, dry_run).answered_once(act, "PUT /v1/contact-policy", body)


@router.post(
    "/deliveries/{delivery_id}:resend",
    response_model=ResentOut,
    responses=refusals(Malformed, DeliveryUnknown, DeliveryNotResendable, KeyInFlight, KeyReused),
    summary="Send a failed or doubtful message again",
)
def post_resend(
    *,
    caller: Annotated[Caller, requires("messages.write")],
    request: Request,
    delivery_id: DeliveryId,
    body: NothingIn,
    work: Work,
    clock: BusinessClock,
    key: OptionalKey = None,
    dry_run: DryRun = False,
) -> Response:
    """Somebody has looked and decided. Only deliveries that FAILED or are IN_DOUBT; the member's limits are asked anew."""
    found: UUID = read_id(DELIVERY_ID_PREFIX, delivery_id)

    def act() -> tuple[int, ResentOut] | LoyaltyError:
        with work.begin_nested() as point:
            try:
                resend(found, within=work, clock=clock)
            except LoyaltyError as refusal:
                point.rollback()
                return refusal
            if dry_run:
                point.rollback()
        return 200, ResentOut(id=show_id(DELIVERY_ID_PREFIX, found), would_apply=dry_run)

    return Asked(caller, request, work, clock, key, dry_run).answered_once(act, f"POST /v1/deliveries/{delivery_id}:resend", body)
