"""The routes of the ledger's acts beyond earning and burning. Every one is read, gathered, posted and answered in the same way."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from loyalty.access import Caller
from loyalty.errors import LoyaltyError
from loyalty.idempotency import KeyInFlight, KeyReused
from loyalty.ledger import Command
from loyalty.ledger import errors as refused
from loyalty.members import MemberInactive, MemberUnknown
from loyalty.promotions import Act
from serving.http.auth import requires
from serving.http.direct import DirectRoute
from serving.http.errors import Busy, IdempotencyKeyMalformed, IdempotencyKeyMissing, Malformed, refusals, request_id_of
from serving.http.idempotency import RequiredKey, json_response, keyed
from serving.http.inputs import DryRun
from serving.http.work import wiring_of
from serving.members.references import ProgramCode
from serving.posting import Ask
from serving.transactions.acts import (
    ActIn,
    ActivationIn,
    AdjustmentIn,
    CancellationIn,
    CaptureIn,
    CorrectionIn,
    ExpiryMoveIn,
    HoldIn,
    OpeningBalanceIn,
    ReleaseIn,
    ReturnIn,
    ReversalIn,
    TransferIn,
)
from serving.transactions.schemas import TransactionOut

COMMON: tuple[type[LoyaltyError], ...] = (
    Malformed,
    IdempotencyKeyMissing,
    IdempotencyKeyMalformed,
    MemberUnknown,
    KeyInFlight,
    KeyReused,
    refused.ReferenceAlreadyPosted,
    MemberInactive,
    refused.ProgramNotActive,
    Busy,
)


@dataclass(frozen=True, slots=True)
class Move:
    """One route: what it takes, who may, how it is told, and what it refuses beyond `COMMON`."""

    kind: str
    path: str
    body: type[ActIn]
    permission: str
    summary: str
    told: str
    refuses: Sequence[type[LoyaltyError]] = ()


_SPENDING = (refused.WalletUnknown, refused.WalletNotRedeemable, refused.PointsInsufficient)

MOVES: tuple[Move, ...] = (
    Move(
        "HOLD", "/v1/holds", HoldIn, "ledger.hold", "Hold points",
        "Set points aside for a purchase that is not settled yet. They are no longer available, at once.",
        (*_SPENDING, refused.HoldTimeInvalid, refused.BurnOutsideLimits),
    ),
    Move(
        "CAPTURE", "/v1/holds:capture", CaptureIn, "ledger.hold", "Capture held points",
        "Spend what a hold holds, in part or whole. The rest stays held, unless the capture is final.",
        (refused.HoldUnknown, refused.HoldResolved, refused.CaptureExceedsHold),
    ),
    Move(
        "RELEASE", "/v1/holds:release", ReleaseIn, "ledger.hold", "Release a hold",
        "Let go of whatever a hold still holds; the points are available again in the lots they came from.",
        (refused.HoldUnknown, refused.HoldResolved),
    ),
    Move(
        "RETURN", "/v1/returns", ReturnIn, "ledger.return", "Return an order",
        "Take back exactly what the returned goods earned, under the program's policy, and give back the points they were paid with. "
        "As much of the order's promotions goes back with them: bonus points, budgets, and with the whole order their use.",
        (refused.OrderUnknown, refused.OrderLineUnknown, refused.ReturnExceedsOrder, refused.LinesInvalid),
    ),
    Move(
        "CORRECTION", "/v1/corrections", CorrectionIn, "ledger.return", "Correct an order",
        "Say how an order was that had been told wrongly. It is rated anew under the rules of its time; only the difference is posted.",
        (
            refused.OrderUnknown, refused.OrderAlreadyReturned, refused.CurrencyMismatch, refused.EventInFuture, refused.LinesInvalid,
            refused.AttributesInvalid, refused.PointsInsufficient,
        ),
    ),
    Move(
        "REVERSAL", "/v1/reversals", ReversalIn, "ledger.adjust", "Reverse a posting",
        "Post the exact negation of a posting that was a mistake, with all that belongs to the same transaction. "
        "A purchase gives back its promotions.",
        (refused.PostingUnknown, refused.PostingNotReversible, refused.ReversalPointsGone),
    ),
    Move(
        "TRANSFER", "/v1/transfers", TransferIn, "ledger.transfer", "Transfer points",
        "Move points from one member to another, within the program's limits. Both sides are posted together or not at all.",
        (*_SPENDING, refused.ReceiverUnknown, refused.ReceiverInactive, refused.TransferNotAllowed, refused.TransferOutsideLimits),
    ),
    Move(
        "ADJUSTMENT", "/v1/adjustments", AdjustmentIn, "ledger.adjust", "Adjust points",
        "Give or take points by decision. The reason stands in the member's history.",
        (refused.WalletUnknown, refused.ExpiryInvalid, refused.PointsInsufficient),
    ),
    Move(
        "OPENING_BALANCE", "/v1/opening-balances", OpeningBalanceIn, "ledger.open", "Open a balance",
        "Post the points that a member brings from another system, with the expiry they had there.",
        (refused.WalletUnknown, refused.ExpiryInvalid, refused.EventInFuture),
    ),
    Move(
        "ACTIVATION", "/v1/pending:activate", ActivationIn, "ledger.adjust", "Activate pending points",
        "Say that the event has happened that pending points wait for. They are spendable from now on.",
        (refused.LotUnknown, refused.LotNotPending),
    ),
    Move(
        "CANCELLATION", "/v1/pending:cancel", CancellationIn, "ledger.adjust", "Cancel pending points",
        "Say that the pending points of a lot will not come.",
        (refused.LotUnknown, refused.LotNotPending),
    ),
    Move(
        "EXPIRY_MOVE", "/v1/expiry-moves", ExpiryMoveIn, "ledger.adjust", "Move an expiry",
        "Let a lot expire at another instant. Only an expiry that lies ahead moves, and only to an instant that does.",
        (refused.LotUnknown, refused.LotExpired, refused.ExpiryInvalid),
    ),
)  # fmt: skip

router = APIRouter(tags=["Transactions"], route_class=DirectRoute)


def _add(move: Move) -> None:
    async def post(
        *,
        caller: Annotated[Caller, requires(move.permission)],
        request: Request,
        body: move.body,  # type: ignore[name-defined]  # the shape is the route's
        key: RequiredKey,
        program_code: ProgramCode = None,
        dry_run: DryRun = False,
    ) -> Response:
        def command(*members: UUID) -> Command:
            made: Command = body.command(*members, actor=caller.name, key=key)
            return made

        ask: Ask[Act] = Ask(
            keyed=keyed(caller, key, f"POST {move.path}", body),
            member=body.member_id,
            command=command,
            request_id=request_id_of(request),
            receiver=getattr(body, "to_member_id", None),
            program_code=program_code,
        )
        wiring = wiring_of(request)
        answer = await (
            run_in_threadpool(wiring.transactions.try_out, ask) if dry_run else wiring.gatherer.submit(ask, wiring.transactions)
        )
        return json_response(answer.status, answer.body, is_hit=answer.is_hit)

    post.__name__ = f"post_{move.kind.lower()}"
    router.post(
        move.path,
        status_code=201,
        response_model=TransactionOut,
        responses={
            200: {"model": TransactionOut, "description": "A dry run, or a reference that was posted before."},
            **refusals(*COMMON, *move.refuses),
        },
        summary=move.summary,
        description=f"{move.told}\n\nThe answer comes after the commit; the same `Idempotency-Key` gives it again.",
    )(post)


for each in MOVES:
    _add(each)
