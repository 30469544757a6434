"""`/v1/transactions`: earn and burn. Requests that arrive together are posted together (`posting.py`)."""

from typing import Annotated

from fastapi import APIRouter, Body, Request, Response
from starlette.concurrency import run_in_threadpool

from loyalty.access import Caller
from loyalty.idempotency import KeyInFlight, KeyReused
from loyalty.ledger import CurrencyMismatch, EventInFuture, PointsInsufficient, ReferenceAlreadyPosted
from loyalty.ledger import errors as refused
from loyalty.members import MemberInactive, MemberUnknown
from loyalty.promotions import Act, OrderAlreadyPromoted, PromotionsNotApplied
from loyalty.vouchers import VoucherAttemptsExceeded, VoucherKeyWrong
from serving.http.auth import must_hold, requires_by_type
from serving.http.direct import DirectRoute
from serving.http.errors import Busy, IdempotencyKeyMalformed, IdempotencyKeyMissing, Malformed, refusals, request_id_of
from serving.http.idempotency import RequiredKey, json_response, keyed
from serving.http.inputs import DryRun
from serving.http.work import wiring_of
from serving.members.references import ProgramCode
from serving.posting import Ask
from serving.transactions.schemas import EXAMPLES, EarnIn, TransactionIn, TransactionOut, command_of

router = APIRouter(prefix="/v1/transactions", tags=["Transactions"], route_class=DirectRoute)

PROMOTED = (OrderAlreadyPromoted, refused.OrderAlreadyReturned, VoucherAttemptsExceeded, VoucherKeyWrong, PromotionsNotApplied)
"""What a purchase with promotions and vouchers may be refused with beyond."""

_REFUSALS = refusals(
    Malformed,
    IdempotencyKeyMissing,
    IdempotencyKeyMalformed,
    MemberUnknown,
    KeyInFlight,
    KeyReused,
    ReferenceAlreadyPosted,
    MemberInactive,
    CurrencyMismatch,
    EventInFuture,
    refused.ProgramNotActive,
    refused.WalletUnknown,
    refused.WalletNotRedeemable,
    refused.LinesInvalid,
    refused.AttributesInvalid,
    refused.BurnOutsideLimits,
    PointsInsufficient,
    *PROMOTED,
    Busy,
)


@router.post(
    "",
    status_code=201,
    response_model=TransactionOut,
    responses={200: {"model": TransactionOut, "description": "A dry run, or an order that was posted before."}, **_REFUSALS},
    summary="Earn or burn points",
)
async def post_transaction(
    *,
    caller: Annotated[Caller, requires_by_type("ledger.earn", "ledger.burn")],
    request: Request,
    body: Annotated[TransactionIn, Body(openapi_examples=EXAMPLES)],
    key: RequiredKey,
    program_code: ProgramCode = None,
    dry_run: DryRun = False,
) -> Response:
    """Post a purchase that earns points (`EARN`, permission `ledger.earn`) or spend points on an order (`BURN`, permission `ledger.burn`).

    A purchase may bring its `promotions` and vouchers along (permissions `promotions.use`, `vouchers.use`): they are settled with it in
    one transaction, and the answer says what each gave or why it does not apply.

    The answer comes after the posting is committed. It is safe to repeat: the same `Idempotency-Key` gives the same answer, and
    the same order never earns twice even under a new key. Requests of one member take effect in the order of their arrival.
    """
    for permission in body.permissions if isinstance(body, EarnIn) else ("ledger.burn",):
        must_hold(caller, permission)
    wiring = wiring_of(request)
    ask: Ask[Act] = Ask(
        keyed=keyed(caller, key, "POST /v1/transactions", body),
        member=body.member_id,
        command=lambda member_id: command_of(body, caller, key, member_id),
        request_id=request_id_of(request),
        program_code=program_code,
        # Purchases with promotions wait for each other over them.
        shares=("promotions", program_code) if isinstance(body, EarnIn) and body.promotions is not None else None,
    )
    if dry_run:
        answer = await run_in_threadpool(wiring.transactions.try_out, ask)
    else:
        answer = await wiring.gatherer.submit(ask, wiring.transactions)
    return json_response(answer.status, answer.body, is_hit=answer.is_hit)
