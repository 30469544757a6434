"""`/v1/redemptions`: pay for a reward with points, and read how that stands. Posted together with what arrives at the same time."""

from typing import Annotated

from fastapi import APIRouter, Body, Path, Request, Response
from pydantic import StringConstraints
from starlette.concurrency import run_in_threadpool

from loyalty.access import ApiKey
from loyalty.idempotency import KeyInFlight, KeyReused
from loyalty.ids import MalformedId, read_id
from loyalty.ledger import PointsInsufficient, ReferenceAlreadyPosted
from loyalty.members import MemberInactive, MemberUnknown
from loyalty.rewards import (
    REDEMPTION_ID_PREFIX,
    RedemptionUnknown,
    RewardUnknown,
    RewardWithdrawn,
    StockExhausted,
    TierTooLow,
    find_redemptions,
)
from serving.http.auth import GuardedRoute, requires
from serving.http.errors import Busy, IdempotencyKeyMalformed, IdempotencyKeyMissing, Malformed, refusals, request_id_of
from serving.http.idempotency import RequiredKey, json_response, keyed
from serving.http.inputs import PLAIN_TEXT, DryRun
from serving.http.work import Work, wiring_of
from serving.posting import Ask
from serving.redemptions.schemas import EXAMPLES, RedeemedOut, RedeemIn, RedemptionOut

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
    PointsInsufficient,
    Busy,
)


@router.post(
    "",
    status_code=201,
    response_model=RedeemedOut,
    responses={200: {"model": RedeemedOut, "description": "A dry run, or a reference that was redeemed before."}, **_REFUSALS},
    summary="Redeem a reward",
)
async def create_redemption(
    caller: Annotated[ApiKey, requires("redemptions.write")],
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
    )
    if dry_run:
        answer = await run_in_threadpool(wiring.redemptions.try_out, ask)
    else:
        answer = await wiring.gatherer.submit(ask, wiring.redemptions)
    return json_response(answer.status, answer.body, is_hit=answer.is_hit)


@router.get("/{redemption_id}", responses=refusals(RedemptionUnknown), summary="Read a redemption")
def read_redemption(_: Annotated[ApiKey, requires("redemptions.read")], redemption_id: RedemptionId, work: Work) -> RedemptionOut:
    """How a redemption stands now."""
    try:
        wanted = read_id(REDEMPTION_ID_PREFIX, redemption_id)
    except MalformedId:
        wanted = None
    found = find_redemptions([wanted], within=work) if wanted else {}
    if wanted is None or wanted not in found:
        raise RedemptionUnknown(f"No redemption has the id '{redemption_id}'.", redemption_id=redemption_id)
    return RedemptionOut.of(found[wanted])
