"""`/v1/promotions`: define, start, pause and measure them; apply them to orders and give them back."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, StringConstraints

from loyalty.access import Caller
from loyalty.errors import LoyaltyError
from loyalty.idempotency import KeyInFlight, KeyReused
from loyalty.ledger import CurrencyMismatch, EventInFuture
from loyalty.ledger.errors import OrderAlreadyReturned
from loyalty.members import MemberInactive, MemberUnknown
from loyalty.promotions import (
    OrderAlreadyPromoted,
    Promotion,
    PromotionDefinition,
    PromotionDefinitionInvalid,
    PromotionExists,
    PromotionRevisionConflict,
    PromotionStatus,
    PromotionStatusConflict,
    PromotionUnknown,
    PromotionUseUnknown,
    apply_promotions,
    change_promotion,
    create_promotion,
    list_promotions,
    move_promotion,
    promotion_figures,
    promotion_from_json,
    promotion_history,
    return_promotions,
)
from serving.http.auth import GuardedRoute, requires
from serving.http.errors import IdempotencyKeyMalformed, IdempotencyKeyMissing, Malformed, refusals
from serving.http.idempotency import Asked, OptionalKey, RequiredKey
from serving.http.inputs import PLAIN_TEXT, DryRun
from serving.http.work import BusinessClock, Work, wiring_of
from serving.members.references import MeantProgram, ProgramCode
from serving.promotions.outcomes import AppliedOut
from serving.promotions.schemas import (
    ApplyIn,
    PromotionChangeIn,
    PromotionFiguresOut,
    PromotionIn,
    PromotionOut,
    PromotionRevisionOut,
    PromotionRevisionsOut,
    PromotionSavedOut,
    PromotionsOut,
    PromotionStatusIn,
    ReturnIn,
)

router = APIRouter(prefix="/v1", tags=["Promotions"], route_class=GuardedRoute)

PromotionCode = Annotated[
    Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=PLAIN_TEXT)], Path(description="The promotion's code.")
]
_SAVING = refusals(
    Malformed,
    PromotionDefinitionInvalid,
    PromotionUnknown,
    PromotionExists,
    PromotionRevisionConflict,
    PromotionStatusConflict,
    KeyInFlight,
    KeyReused,
)
_APPLYING = (Malformed, MemberUnknown, OrderAlreadyPromoted, OrderAlreadyReturned, MemberInactive, CurrencyMismatch, EventInFuture)


@router.get("/promotions", summary="List the promotions")
def list_all(
    *,
    _: Annotated[Caller, requires("promotions.read")],
    work: Work,
    status: Annotated[PromotionStatus | None, Query(description="Only those that stand there.")] = None,
    program: MeantProgram,
) -> PromotionsOut:
    """The program's promotions with what was used of them, by code."""
    found = list_promotions(program, within=work, status=status)
    return PromotionsOut(items=[PromotionOut.of(promotion) for promotion in found])


@router.post(
    "/promotions",
    status_code=201,
    response_model=PromotionSavedOut,
    responses={200: {"model": PromotionSavedOut, "description": "A dry run."}, **_SAVING},
    summary="Create a promotion",
)
def create(
    *,
    caller: Annotated[Caller, requires("promotions.write")],
    request: Request,
    body: PromotionIn,
    work: Work,
    clock: BusinessClock,
    key: OptionalKey = None,
    dry_run: DryRun = False,
    program: MeantProgram,
) -> Response:
    """Make a promotion. It starts as a DRAFT, which applies to nothing until it is made ACTIVE."""
    definition = _read(body.definition, program, None)
    asked = Asked(caller, request, work, clock, key, dry_run)

    def act() -> Promotion:
        return create_promotion(definition, actor=caller.name, within=work, clock=clock, dry_run=dry_run)

    return _saved(act, "POST /v1/promotions", body, asked, status=200 if dry_run else 201)


@router.get("/promotions/{code}", responses=refusals(PromotionUnknown), summary="Read a promotion's figures")
def read(
    _: Annotated[Caller, requires("promotions.read")],
    code: PromotionCode,
    work: Work,
    program: MeantProgram,
) -> PromotionFiguresOut:
    """The promotion and how it performs: uses, members, points, money, what is left of its budgets."""
    return PromotionFiguresOut.of(promotion_figures(program, code, within=work))


@router.put("/promotions/{code}", response_model=PromotionSavedOut, responses=_SAVING, summary="Change a promotion")
def change(
    *,
    caller: Annotated[Caller, requires("promotions.write")],
    request: Request,
    code: PromotionCode,
    body: PromotionChangeIn,
    work: Work,
    clock: BusinessClock,
    key: OptionalKey = None,
    dry_run: DryRun = False,
    program: MeantProgram,
) -> Response:
    """The promotion is as defined from now on, live or not, as a new revision. What was used of it stays used."""
    definition = _read(body.definition, program, code)

    def act() -> Promotion:
        return change_promotion(definition, actor=caller.name, within=work, clock=clock, revision=body.revision, dry_run=dry_run)

    return _saved(act, f"PUT /v1/promotions/{code}", body, Asked(caller, request, work, clock, key, dry_run))


@router.post(
    "/promotions/{code}/status", response_model=PromotionSavedOut, responses=_SAVING, summary="Start, pause or archive a promotion"
)
def move(
    *,
    caller: Annotated[Caller, requires("promotions.write")],
    request: Request,
    code: PromotionCode,
    body: PromotionStatusIn,
    work: Work,
    clock: BusinessClock,
    key: OptionalKey = None,
    dry_run: DryRun = False,
    program: MeantProgram,
) -> Response:
    """The promotion takes the next step of its life. Standing there already is no refusal."""
    to = PromotionStatus(body.status)

    def act() -> Promotion:
        return move_promotion(program, code, to, actor=caller.name, reason=body.reason, within=work, clock=clock, dry_run=dry_run)

    return _saved(act, f"POST /v1/promotions/{code}/status", body, Asked(caller, request, work, clock, key, dry_run))


@router.get("/promotions/{code}/revisions", responses=refusals(PromotionUnknown), summary="List a promotion's revisions")
def list_revisions(
    _: Annotated[Caller, requires("promotions.read")],
    code: PromotionCode,
    work: Work,
    program: MeantProgram,
) -> PromotionRevisionsOut:
    """Who changed or moved the promotion when and why, newest first, at most 200."""
    found = promotion_history(program, code, within=work)
    return PromotionRevisionsOut(items=[PromotionRevisionOut.of(one) for one in found])


@router.post(
    "/promotion-uses",
    status_code=201,
    response_model=AppliedOut,
    responses={
        200: {"model": AppliedOut, "description": "A dry run, or an order to which promotions were applied before."},
        **refusals(*_APPLYING, IdempotencyKeyMissing, IdempotencyKeyMalformed, KeyInFlight, KeyReused),
    },
    summary="Apply promotions to an order",
)
def apply(
    *,
    caller: Annotated[Caller, requires("promotions.use")],
    request: Request,
    body: ApplyIn,
    work: Work,
    clock: BusinessClock,
    key: RequiredKey,
    dry_run: DryRun = False,
    program_code: ProgramCode = None,
) -> Response:
    """Apply every promotion that fits, within its limits and budgets, and say of every other why not. Bonus points are posted at once;
    money off is a figure for the till. The same order gets the same answer, whatever has changed since. Beside a purchase it is the
    second call, with the same order id; when the order comes back, so does what it was given here."""
    member = wiring_of(request).directory.member(body.member_id, work, program_code)

    def act() -> tuple[int, AppliedOut] | LoyaltyError:
        command = body.command(member.id, actor=caller.name, key=key, clock=clock)
        outcome = apply_promotions([command], within=work, clock=clock, dry_run=dry_run)[0]
        if isinstance(outcome, LoyaltyError):
            return outcome
        return (200 if outcome.is_duplicate or dry_run else 201), AppliedOut.of(outcome)

    return Asked(caller, request, work, clock, key, dry_run).answered_once(act, "POST /v1/promotion-uses", body)


@router.post(
    "/promotion-uses/return",
    response_model=AppliedOut,
    responses=refusals(
        Malformed, IdempotencyKeyMissing, IdempotencyKeyMalformed, MemberUnknown, PromotionUseUnknown, KeyInFlight, KeyReused
    ),
    summary="Give promotions of an order back",
)
def give_back(
    *,
    caller: Annotated[Caller, requires("promotions.use")],
    request: Request,
    body: ReturnIn,
    work: Work,
    clock: BusinessClock,
    key: RequiredKey,
    dry_run: DryRun = False,
    program_code: ProgramCode = None,
) -> Response:
    """The order came back as a whole: its bonus points are taken back under the program's return policy, and limits and budgets have their
    room again, once. Only for orders that the ledger does not know: `POST /v1/returns` and `POST /v1/reversals` do this by themselves."""
    member = wiring_of(request).directory.member(body.member_id, work, program_code)

    def act() -> tuple[int, AppliedOut] | LoyaltyError:
        command = body.command(member.id, actor=caller.name, key=key)
        outcome = return_promotions([command], within=work, clock=clock, dry_run=dry_run)[0]
        return outcome if isinstance(outcome, LoyaltyError) else (200, AppliedOut.of(outcome))

    return Asked(caller, request, work, clock, key, dry_run).answered_once(act, "POST /v1/promotion-uses/return", body)


@router.post("/examine/promotions", responses=refusals(*_APPLYING), summary="Examine promotions for an order")
def examine_promotions(
    *,
    caller: Annotated[Caller, requires("promotions.read")],
    request: Request,
    body: ApplyIn,
    work: Work,
    clock: BusinessClock,
    program_code: ProgramCode = None,
) -> AppliedOut:
    """Which promotions would apply to this order, what they would give, and of every other why not. Nothing is written."""
    member = wiring_of(request).directory.member(body.member_id, work, program_code)
    command = body.command(member.id, actor=caller.name, key=None, clock=clock)
    outcome = apply_promotions([command], within=work, clock=clock, dry_run=True)[0]
    if isinstance(outcome, LoyaltyError):
        raise outcome
    return AppliedOut.of(outcome)


def _read(document: dict[str, Any], program_code: str, code: str | None) -> PromotionDefinition:
    """The definition for the program and code that the address names.

    Raises:
        PromotionDefinitionInvalid: it cannot be used, or names another program or code.
    """
    given = {"program_code": program_code} | ({"code": code} if code is not None else {})
    for name, value in given.items():
        if document.get(name, value) != value:
            raise PromotionDefinitionInvalid(f"{name} must be '{value}', as in the address.", path=name, problem="is another's")
    return promotion_from_json(given | document, name="definition", is_stored=False)


def _saved(act: Callable[[], Promotion], route: str, body: BaseModel, asked: Asked, *, status: int = 200) -> Response:
    def save() -> tuple[int, BaseModel]:
        return status, PromotionSavedOut.of(act(), would_apply=asked.is_dry_run)

    return asked.answered_once(save, route, body)
