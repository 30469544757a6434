"""`/v1/members/{id}/eligibility`, `/v1/eligibility`: who may take part, overrides, and who may take part in the program."""

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import Field, StringConstraints

from loyalty.access import Caller
from loyalty.eligibility import (
    OVERRIDE_ID_PREFIX,
    EligibilityInvalid,
    Override,
    OverrideInvalid,
    OverrideUnknown,
    SetOverride,
    Subject,
    SubjectKind,
    SubjectUnknown,
    Verdict,
    criteria_from_json,
    criteria_to_json,
    list_overrides,
    program_criteria,
    set_overrides,
    set_program_eligibility,
    withdraw_override,
)
from loyalty.errors import LoyaltyError
from loyalty.idempotency import KeyInFlight, KeyReused
from loyalty.ids import MalformedId, read_id, show_id
from loyalty.members import MEMBER_ID_PREFIX, MemberUnknown
from loyalty.paging import CursorMalformed
from loyalty.programs import ProgramUnknown, current_program
from serving.http.auth import GuardedRoute, requires
from serving.http.errors import Malformed, refusals
from serving.http.idempotency import Asked, OptionalKey
from serving.http.inputs import PLAIN_TEXT, DryRun, In, Instant, JsonObject, Label
from serving.http.outputs import Out, ReasonOut
from serving.http.paging import LIMIT_DEFAULT, Cursor, Limit, Page, page_of
from serving.http.work import BusinessClock, Work, wiring_of
from serving.members.references import CurrentMember, MeantProgram, ProgramCode
from serving.transactions.schemas import MemberId

router = APIRouter(prefix="/v1", tags=["Eligibility"], route_class=GuardedRoute)

Kind = Literal["PROGRAM", "REWARD", "PROMOTION"]
Code = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=64, pattern=PLAIN_TEXT)]
OverrideId = Annotated[
    Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=PLAIN_TEXT)], Path(description="The override's id (`elo_…`).")
]


class OverrideIn(In):
    """A decision about one member."""

    member_id: MemberId
    subject_kind: Kind
    subject_code: Code = Field(description="The code of the program, reward or promotion.")
    verdict: Literal["ALLOW", "DENY"]
    reason: Label = Field(description="Why.")
    valid_until: Instant | None = Field(default=None, description="Until when; left out: until it is withdrawn.")


class NothingIn(In):
    """Nothing more to say."""


class ProgramEligibilityIn(In):
    """Who may take part in the program."""

    criteria: JsonObject = Field(
        description="tier_minimum_code, segments_in, segments_out, condition (JSONLogic), starts_at, ends_at; left out: asks nothing.",
        examples=[{"segments_out": ["staff"]}],
    )


class OverrideOut(Out):
    """A decision about one member: who, why, until when."""

    override_id: str
    member_id: str
    subject_kind: str
    subject_code: str
    verdict: str
    reason: str
    actor: str | None
    valid_until: datetime | None
    recorded_at: datetime
    withdrawn_at: datetime | None
    withdrawn_by: str | None
    would_apply: bool = Field(description="True for a dry run only: the call would be accepted, and nothing was stored.")

    @classmethod
    def of(cls, override: Override, *, is_dry_run: bool = False) -> "OverrideOut":
        """The wire shape of an override."""
        return cls(
            override_id=show_id(OVERRIDE_ID_PREFIX, override.id),
            member_id=show_id(MEMBER_ID_PREFIX, override.member_id),
            subject_kind=override.subject.kind,
            subject_code=override.subject.code,
            verdict=override.verdict,
            reason=override.reason,
            actor=override.actor,
            valid_until=override.valid_until,
            recorded_at=override.recorded_at,
            withdrawn_at=override.withdrawn_at,
            withdrawn_by=override.withdrawn_by,
            would_apply=is_dry_run,
        )


class StandingOverrideOut(Out):
    """The override that counts at present."""

    verdict: str
    reason: str
    actor: str | None
    valid_until: datetime | None


class StandingOut(Out):
    """Whether the member may take part in one thing."""

    kind: str
    code: str
    is_eligible: bool
    reasons: list[ReasonOut] = Field(description="Every reason why not, in the documented order.")
    override: StandingOverrideOut | None


class EligibilityOut(Out):
    """What a member may take part in: the program, every reward on offer, every active promotion."""

    member_id: str
    source: str = Field(description="cache or database; the answer is the same.")
    items: list[StandingOut]


class ProgramEligibilityOut(Out):
    """Who may take part in the program."""

    program_code: str
    revision: int = Field(description="0: nobody ever said, and everybody may.")
    criteria: dict[str, Any]
    would_apply: bool = Field(description="True for a dry run only: the call would be accepted, and nothing was stored.")


@router.get("/members/{member_id}/eligibility", responses=refusals(MemberUnknown), summary="Read what a member may take part in")
def read_eligibility(
    _: Annotated[Caller, requires("eligibility.read")], request: Request, member: CurrentMember, work: Work, clock: BusinessClock
) -> EligibilityOut:
    """The program, every reward on offer and every active promotion: whether the member may take part, and every reason why not. Stock,
    limits, points and budgets are asked elsewhere."""
    reader = wiring_of(request).eligibility
    found = reader.of_members([member.id], program_code=member.program_code, within=work, clock=clock)[member.id]
    return EligibilityOut(
        member_id=show_id(MEMBER_ID_PREFIX, member.id),
        source=found.source,
        items=[StandingOut.model_validate(item) for item in found.items],
    )


@router.get("/eligibility/overrides", responses=refusals(CursorMalformed, MemberUnknown), summary="List eligibility overrides")
def list_all(
    *,
    _: Annotated[Caller, requires("eligibility.read")],
    request: Request,
    work: Work,
    member_id: Annotated[MemberId | None, Query()] = None,
    subject_kind: Annotated[Kind | None, Query()] = None,
    subject_code: Annotated[Code | None, Query()] = None,
    limit: Limit = LIMIT_DEFAULT,
    cursor: Cursor = None,
    program_code: ProgramCode = None,
) -> Page[OverrideOut]:
    """Decisions about members, those that ended too, newest first."""
    directory = wiring_of(request).directory
    member = directory.member(member_id, work, program_code).id if member_id is not None else None
    found = list_overrides(
        program_code or directory.program_code,
        within=work,
        limit=limit,
        member_id=member,
        subject_kind=subject_kind,
        subject_code=subject_code,
        cursor=cursor,
    )
    return page_of(found, OverrideOut.of)


@router.post(
    "/eligibility/overrides",
    status_code=201,
    response_model=OverrideOut,
    responses={
        200: {"model": OverrideOut, "description": "A dry run."},
        **refusals(Malformed, OverrideInvalid, MemberUnknown, SubjectUnknown, KeyInFlight, KeyReused),
    },
    summary="Allow or deny a member",
)
def set_one(
    *,
    caller: Annotated[Caller, requires("eligibility.write")],
    request: Request,
    body: OverrideIn,
    work: Work,
    clock: BusinessClock,
    key: OptionalKey = None,
    dry_run: DryRun = False,
    program_code: ProgramCode = None,
) -> Response:
    """Let a member in whatever tier, segments and condition say, or keep the member out. It takes the place of the standing decision about
    the same member and thing, and counts from the next request on."""
    member = wiring_of(request).directory.member(body.member_id, work, program_code)

    def act() -> tuple[int, OverrideOut] | LoyaltyError:
        subject = Subject(SubjectKind(body.subject_kind), body.subject_code)
        command = SetOverride(member.program_code, subject, member.id, Verdict(body.verdict), body.reason, body.valid_until, caller.name)
        outcome = set_overrides([command], within=work, clock=clock, dry_run=dry_run)[0]
        if isinstance(outcome, LoyaltyError):
            return outcome
        return (200 if dry_run else 201), OverrideOut.of(outcome, is_dry_run=dry_run)

    return Asked(caller, request, work, clock, key, dry_run).answered_once(act, "POST /v1/eligibility/overrides", body)


@router.post(
    "/eligibility/overrides/{override_id}/withdraw",
    response_model=OverrideOut,
    responses=refusals(Malformed, OverrideUnknown, KeyInFlight, KeyReused),
    summary="Withdraw an eligibility override",
)
def withdraw_one(
    *,
    caller: Annotated[Caller, requires("eligibility.write")],
    request: Request,
    override_id: OverrideId,
    body: NothingIn,
    work: Work,
    clock: BusinessClock,
    key: OptionalKey = None,
    dry_run: DryRun = False,
) -> Response:
    """The decision counts no longer; the criteria do. Withdrawing it again changes nothing."""

    def act() -> tuple[int, OverrideOut]:
        try:
            wanted = read_id(OVERRIDE_ID_PREFIX, override_id)
        except MalformedId:
            raise OverrideUnknown(f"There is no override '{override_id}'.", override_id=override_id) from None
        found = withdraw_override(wanted, actor=caller.name, within=work, clock=clock, dry_run=dry_run)
        return 200, OverrideOut.of(found, is_dry_run=dry_run)

    return Asked(caller, request, work, clock, key, dry_run).answered_once(
        act, f"POST /v1/eligibility/overrides/{override_id}/withdraw", body
    )


@router.get("/eligibility/program", responses=refusals(ProgramUnknown), summary="Read who may take part in the program")
def read_program_eligibility(
    _: Annotated[Caller, requires("eligibility.read")], work: Work, program: MeantProgram
) -> ProgramEligibilityOut:
    """The criteria that count for everything of the program, beside each reward's and promotion's own."""
    code = current_program(program, within=work).program.code
    found = program_criteria([code], work)[code]
    return ProgramEligibilityOut(program_code=code, revision=found.revision, criteria=criteria_to_json(found.criteria), would_apply=False)


@router.put(
    "/eligibility/program",
    response_model=ProgramEligibilityOut,
    responses=refusals(Malformed, EligibilityInvalid, KeyInFlight, KeyReused),
    summary="Say who may take part in the program",
)
def save_program_eligibility(
    *,
    caller: Annotated[Caller, requires("eligibility.write")],
    request: Request,
    body: ProgramEligibilityIn,
    work: Work,
    clock: BusinessClock,
    key: OptionalKey = None,
    dry_run: DryRun = False,
    code: MeantProgram,
) -> Response:
    """These criteria count from the next request on, as a new revision."""
    criteria = criteria_from_json(body.criteria, is_stored=False)

    def act() -> tuple[int, ProgramEligibilityOut]:
        found = set_program_eligibility(code, criteria, actor=caller.name, within=work, clock=clock, dry_run=dry_run)
        shown = criteria_to_json(found.criteria)
        return 200, ProgramEligibilityOut(program_code=code, revision=found.revision, criteria=shown, would_apply=dry_run)

    return Asked(caller, request, work, clock, key, dry_run).answered_once(act, "PUT /v1/eligibility/program", body)
