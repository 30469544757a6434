"""`/v1/members/{id}/segments:reevaluate` and `/consents`: one member between two loads. Not here: the whole segment (`router.py`)."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import Field

from loyalty.access import Caller
from loyalty.errors import LoyaltyError
from loyalty.idempotency import KeyInFlight, KeyReused
from loyalty.ids import show_id
from loyalty.members import MEMBER_ID_PREFIX, MemberUnknown
from loyalty.segments import Event, GiveConsent, NothingPublished, SegmentDataMissing, consents_of, give_consents, reevaluate_members
from loyalty.tiers import rise_with_segments
from serving.http.auth import GuardedRoute, requires
from serving.http.errors import Malformed, refusals
from serving.http.idempotency import Asked, OptionalKey
from serving.http.inputs import AsOf, BusinessDay, DryRun, In, Instant, Label
from serving.http.outputs import Out
from serving.http.work import BusinessClock, Work, wiring_of
from serving.members.references import CurrentMember

router = APIRouter(prefix="/v1/members", tags=["Segments"], route_class=GuardedRoute)

Whole = Annotated[int, Field(strict=True, ge=0, le=10**12)]


class PurchaseFieldsIn(In):
    """What a purchase says of itself."""

    spend_minor: Whole = 0
    retail_discount_minor: Whole = 0
    coupon_discount_minor: Whole = 0
    line_count: Whole = 1
    store_id: Label | None = None


class MemberEventIn(In):
    """Something that the member did and that the warehouse has not heard of yet."""

    type: Literal["purchase"] = "purchase"
    happened_on: BusinessDay
    fields: PurchaseFieldsIn = PurchaseFieldsIn()


class ReevaluateIn(In):
    """What happened; without anything: points, tier, consents or lists have changed."""

    events: list[MemberEventIn] = Field(default_factory=list, max_length=100)


class ReevaluatedOut(Out):
    """The rules that describe the member now."""

    member_id: str
    segment_codes: list[str] = Field(description="By rule; lists are not among them.")
    changed_count: int = Field(description="Memberships that began or ended.")
    is_known: bool = Field(description="False: the published data have no profile of this member yet, and nothing was decided.")
    would_apply: bool


class ConsentIn(In):
    """What the member says of one channel."""

    channel_code: Literal["email", "mail", "phone", "push", "sms", "whatsapp"]
    is_given: Annotated[bool, Field(strict=True)]
    given_at: Instant | None = Field(default=None, description="Left out: now, by the business clock.")
    source: Label | None = Field(default=None, examples=["web form"])


class ConsentsIn(In):
    """What the member says of channels."""

    consents: list[ConsentIn] = Field(min_length=1, max_length=20)


class ConsentOut(Out):
    """What a member said of a channel last."""

    channel_code: str
    is_given: bool
    given_at: datetime
    source: str | None


class ConsentsOut(Out):
    """What a member had said of each channel at an instant; a channel never spoken of is not consented to, and is not here."""

    member_id: str
    as_of: datetime
    items: list[ConsentOut]
    would_apply: bool = False


@router.post(
    "/{member_id}/segments:reevaluate",
    response_model=ReevaluatedOut,
    responses=refusals(Malformed, MemberUnknown, NothingPublished, SegmentDataMissing, KeyInFlight, KeyReused),
    summary="Re-evaluate one member's segments",
)
def reevaluate(
    *,
    caller: Annotated[Caller, requires("segments.write")],
    request: Request,
    member: CurrentMember,
    body: ReevaluateIn,
    work: Work,
    clock: BusinessClock,
    key: OptionalKey = None,
    dry_run: DryRun = False,
) -> Response:
    """Decide this member's segments anew because something happened: the same rules, in process, over the published profile, with points,
    tier, consents and lists as they are now and these events on top. Where tiers go by segment, the member rises with it. The next load
    decides for everybody again."""
    wiring = wiring_of(request)
    events = [Event(one.type, one.happened_on, one.fields.model_dump()) for one in body.events]

    def act() -> tuple[int, ReevaluatedOut] | LoyaltyError:
        told = reevaluate_members(
            [member],
            source=wiring.profiles.source(),
            catalogue=wiring.catalogue,
            timezone=wiring.timezone,
            within=work,
            clock=clock,
            events={member.external_id: events},
            dry_run=dry_run,
        )
        if told.changed_count:
            rise_with_segments(within=work, clock=clock, member_ids=[member.id])
        return 200, ReevaluatedOut(
            member_id=show_id(MEMBER_ID_PREFIX, member.id),
            segment_codes=list(told.segment_codes.get(member.external_id, ())),
            changed_count=told.changed_count,
            is_known=member.external_id in told.segment_codes,
            would_apply=dry_run,
        )

    route = f"POST /v1/members/{member.id}/segments:reevaluate"
    return Asked(caller, request, work, clock, key, dry_run).answered_once(act, route, body)


@router.get("/{member_id}/consents", responses=refusals(MemberUnknown), summary="Read a member's consents")
def read_consents(
    _: Annotated[Caller, requires("members.read")], member: CurrentMember, work: Work, clock: BusinessClock, as_of: AsOf = None
) -> ConsentsOut:
    """Through which channels the member had agreed to be reached at an instant."""
    at = as_of or clock.now()
    return _consents(member.id, at, work, is_dry_run=False)


@router.put(
    "/{member_id}/consents",
    response_model=ConsentsOut,
    responses=refusals(Malformed, MemberUnknown, KeyInFlight, KeyReused),
    summary="Give or withdraw a member's consents",
)
def put_consents(
    *,
    caller: Annotated[Caller, requires("members.write")],
    request: Request,
    member: CurrentMember,
    body: ConsentsIn,
    work: Work,
    clock: BusinessClock,
    key: OptionalKey = None,
    dry_run: DryRun = False,
) -> Response:
    """Write down what the member says of channels; those not named stay as they are, and what was said before stays known."""

    def act() -> tuple[int, ConsentsOut] | LoyaltyError:
        said = [GiveConsent(member.id, one.channel_code, one.is_given, one.given_at, one.source) for one in body.consents]
        with work.begin_nested() as point:
            give_consents(said, actor=caller.name, within=work, clock=clock)
            told = _consents(member.id, clock.now(), work, is_dry_run=dry_run)
            if dry_run:
                point.rollback()
        return 200, told

    return Asked(caller, request, work, clock, key, dry_run).answered_once(act, f"PUT /v1/members/{member.id}/consents", body)


def _consents(member_id: UUID, at: datetime, work: Work, *, is_dry_run: bool) -> ConsentsOut:
    found = consents_of(member_id, as_of=at, within=work)
    items = [ConsentOut(channel_code=one.channel_code, is_given=one.is_given, given_at=one.given_at, source=one.source) for one in found]
    return ConsentsOut(member_id=show_id(MEMBER_ID_PREFIX, member_id), as_of=at, items=items, would_apply=is_dry_run)
