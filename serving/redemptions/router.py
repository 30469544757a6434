"""`/v1/redemptions`: pay for a reward with points, and read how that stands. Posted together with what arrives at the same time."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Path, Query, Request, Response
from pydantic import StringConstraints
from starlette.concurrency import run_in_threadpool

from loyalty.access import Caller
from loyalty.eligibility import ConditionNotMet, EligibilityDenied, NoLongerOpen, NotYetOpen, SegmentExcluded, SegmentMissing
from loyalty.errors import LoyaltyError
from loyalty.idempotency import KeyInFlight, KeyReused
from loyalty.ids import MalformedId, read_id
from loyalty.ledger import PointsInsufficient, ReferenceAlreadyPosted
from loyalty.members import MemberInactive, MemberUnknown
from loyalty.paging import CursorMalformed
from loyalty.rewards import (
    REDEMPTION_ID_PREFIX,
    MemberLimitReached,
    MoveRedemption,
    PeriodLimitReached,
    PriceNotOffered,
    RedemptionStatus,
    RedemptionStatusConflict,
    RedemptionUnknown,
    RewardUnknown,
    RewardWithdrawn,
    StockExhausted,
    TierTooLow,
    VoucherUsedAlready,
    count_redemptions,
    find_redemptions,
    list_redemptions,
    move_redemptions,
)
from loyalty.vouchers import VoucherPoolEmpty
from serving.http.auth import GuardedRoute, requires
from serving.http.direct import DirectRoute
from serving.http.errors import Busy, IdempotencyKeyMalformed, IdempotencyKeyMissing, Malformed, refusals, request_id_of
from serving.http.idempotency import Asked, RequiredKey, json_response, keyed
from serving.http.inputs import PLAIN_TEXT, DryRun
from serving.http.paging import LIMIT_DEFAULT, Cursor, Limit, Page, page_of
from serving.http.work import BusinessClock, Work, wiring_of
from serving.members.references import MeantProgram
from serving.posting import Ask
from serving.redemptions.schemas import (
    EXAMPLES,
    MovedOut,
    MoveIn,
    QueuedRedemptionOut,
    RedeemedOut,
    RedeemIn,
    RedemptionCountsOut,
    RedemptionOut,
)

router = APIRouter(prefix="/v1/redemptions", tags=["Rewards"], route_class=GuardedRoute)

RedemptionId = Annotated[
    Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=PLAIN_TEXT)],
    Path(description="The redemption's id (`rdm_…`).", examples=["rdm_01936b2e7c7a7c1e8f2a4b6d8e0f1a2b"]),
]

_REFUSALS = refusals(
    Malformed,
    IdempotencyKeyMissing,
    IdempotencyKeyMalformed,
    MemberUnknown,
    RewardUnknown,
    KeyInFlight,
    KeyReused,
    ReferenceAlreadyPosted,
    MemberInactive,
    RewardWithdrawn,
    TierTooLow,
    StockExhausted,
    EligibilityDenied,
    NotYetOpen,
    NoLongerOpen,
    SegmentMissing,
    SegmentExcluded,
    ConditionNotMet,
    PriceNotOffered,
    MemberLimitReached,
    PeriodLimitReached,
    VoucherPoolEmpty,
    PointsInsufficient,
    Busy,
)
_MOVING = refusals(
    Malformed,
    IdempotencyKeyMissing,
    IdempotencyKeyMalformed,
    RedemptionUnknown,
    KeyInFlight,
    KeyReused,
    RedemptionStatusConflict,
    VoucherUsedAlready,
)


async def create_redemption(
    caller: Annotated[Caller, requires("redemptions.write")],
    request: Request,
    body: Annotated[RedeemIn, Body(openapi_examples=EXAMPLES)],
    key: RequiredKey,
    dry_run: DryRun = False,
) -> Response:
    """Spend a member's points on one unit of a reward: points, stock and redemption move together or not at all.

    The answer comes after the commit. It is safe to repeat: the same `Idempotency-Key` gives the same answer.
    """
    wiring = wiring_of(request)
    ask = Ask(
        keyed=keyed(caller, key, "POST /v1/redemptions", body),
        member=body.member_id,
        command=lambda member_id: body.command(member_id, actor=caller.name, key=key),
        request_id=request_id_of(request),
        shares=("reward", body.reward_code),
    )
    if dry_run:
        answer = await run_in_threadpool(wiring.redemptions.try_out, ask)
    else:
        answer = await wiring.gatherer.submit(ask, wiring.redemptions)
    return json_response(answer.status, answer.body, is_hit=answer.is_hit)


router.add_api_route(
    "",
    create_redemption,
    methods=["POST"],
    route_class_override=DirectRoute,
    status_code=201,
    response_model=RedeemedOut,
    responses={200: {"model": RedeemedOut, "description": "A dry run, or a reference that was redeemed before."}, **_REFUSALS},
    summary="Redeem a reward",
)


@router.get("", responses=refusals(CursorMalformed), summary="List the redemptions")
def list_all(
    *,
    _: Annotated[Caller, requires("redemptions.read")],
    work: Work,
    status: Annotated[RedemptionStatus | None, Query(description="Only those that stand there.")] = None,
    reward_code: Annotated[
        Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=PLAIN_TEXT)] | None, Query(description="Only of this reward.")
    ] = None,
    limit: Limit = LIMIT_DEFAULT,
    cursor: Cursor = None,
    program: MeantProgram,
) -> Page[QueuedRedemptionOut]:
    """The redemptions of all members: what waits (PENDING, PROCESSING) oldest first, everything else newest first."""
    found = list_redemptions(program, within=work, limit=limit, status=status, reward_code=reward_code, cursor=cursor)
    return page_of(found, QueuedRedemptionOut.of_queued)


@router.get("/counts", summary="Count the redemptions")
def read_counts(*, _: Annotated[Caller, requires("redemptions.read")], work: Work, program: MeantProgram) -> RedemptionCountsOut:
    """How many redemptions wait, and how many were given back."""
    return RedemptionCountsOut.of(count_redemptions(program, within=work))


@router.get("/{redemption_id}", responses=refusals(RedemptionUnknown), summary="Read a redemption")
def read_redemption(_: Annotated[Caller, requires("redemptions.read")], redemption_id: RedemptionId, work: Work) -> RedemptionOut:
    """How a redemption stands now."""
    wanted = _id(redemption_id)
    found = find_redemptions([wanted], within=work)
    if wanted not in found:
        raise _unknown(redemption_id)
    return RedemptionOut.of(found[wanted])


@router.post("/{redemption_id}/process", response_model=MovedOut, responses=_MOVING, summary="Begin to process a redemption")
def process_redemption(
    *,
    caller: Annotated[Caller, requires("redemptions.fulfil")],
    request: Request,
    redemption_id: RedemptionId,
    body: MoveIn,
    work: Work,
    clock: BusinessClock,
    key: RequiredKey,
    dry_run: DryRun = False,
) -> Response:
    """Somebody has taken the redemption in hand: PENDING → PROCESSING."""
    return _move(RedemptionStatus.PROCESSING, redemption_id, body, Asked(caller, request, work, clock, key, dry_run))


@router.post("/{redemption_id}/fulfil", response_model=MovedOut, responses=_MOVING, summary="Fulfil a redemption")
def fulfil_redemption(
    *,
    caller: Annotated[Caller, requires("redemptions.fulfil")],
    request: Request,
    redemption_id: RedemptionId,
    body: MoveIn,
    work: Work,
    clock: BusinessClock,
    key: RequiredKey,
    dry_run: DryRun = False,
) -> Response:
    """The member has what was redeemed: PROCESSING → FULFILLED."""
    return _move(RedemptionStatus.FULFILLED, redemption_id, body, Asked(caller, request, work, clock, key, dry_run))


@router.post("/{redemption_id}/reject", response_model=MovedOut, responses=_MOVING, summary="Reject a redemption")
def reject_redemption(
    *,
    caller: Annotated[Caller, requires("redemptions.fulfil")],
    request: Request,
    redemption_id: RedemptionId,
    body: MoveIn,
    work: Work,
    clock: BusinessClock,
    key: RequiredKey,
    dry_run: DryRun = False,
) -> Response:
    """It cannot be delivered: PROCESSING → REJECTED. The points go back to their lots; stock and limits have their room again."""
    return _move(RedemptionStatus.REJECTED, redemption_id, body, Asked(caller, request, work, clock, key, dry_run))


@router.post("/{redemption_id}/refund", response_model=MovedOut, responses=_MOVING, summary="Refund a redemption")
def refund_redemption(
    *,
    caller: Annotated[Caller, requires("redemptions.refund")],
    request: Request,
    redemption_id: RedemptionId,
    body: MoveIn,
    work: Work,
    clock: BusinessClock,
    key: RequiredKey,
    dry_run: DryRun = False,
) -> Response:
    """What was delivered came back: FULFILLED → REFUNDED, as for a rejection. A voucher that was used stays used."""
    return _move(RedemptionStatus.REFUNDED, redemption_id, body, Asked(caller, request, work, clock, key, dry_run))


def _move(to: RedemptionStatus, redemption_id: str, body: MoveIn, asked: Asked) -> Response:
    command = MoveRedemption(_id(redemption_id), to, body.reason, asked.caller.name)

    def act() -> tuple[int, MovedOut] | LoyaltyError:
        outcome = move_redemptions([command], within=asked.work, clock=asked.clock, dry_run=asked.is_dry_run)[0]
        return outcome if isinstance(outcome, LoyaltyError) else (200, MovedOut.of(outcome))

    return asked.answered_once(act, f"POST /v1/redemptions/{redemption_id}/{to}", body)


def _id(redemption_id: str) -> UUID:
    try:
        return read_id(REDEMPTION_ID_PREFIX, redemption_id)
    except MalformedId:
        raise _unknown(redemption_id) from None


def _unknown(redemption_id: str) -> RedemptionUnknown:
    return RedemptionUnknown(f"No redemption has the id '{redemption_id}'.", redemption_id=redemption_id)
