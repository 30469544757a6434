"""`POST /v1/transactions:batch`: up to 1,000 acts of any kind in one request, each answered as it would be alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Generic, Literal, Union, cast

import orjson
from fastapi import APIRouter, Body, Request, Response
from pydantic import Field, create_model
from starlette.concurrency import run_in_threadpool

from loyalty.access import Caller
from loyalty.errors import LoyaltyError, Refused
from loyalty.idempotency import KeyedRequest, KeyInFlight, KeyReused
from loyalty.members import MemberUnknown
from serving.http.auth import must_hold, requires_by_type
from serving.http.direct import DirectRoute
from serving.http.errors import (
    Busy,
    IdempotencyKeyMalformed,
    IdempotencyKeyMissing,
    Malformed,
    Problem,
    problem_of,
    refusals,
    request_id_of,
)
from serving.http.idempotency import RequiredKey, is_kept, json_response, keyed
from serving.http.inputs import DryRun, In
from serving.http.outputs import Out
from serving.http.work import wiring_of
from serving.members.references import ProgramCode
from serving.posting import Answer, Command, Item, Result, Show, said
from serving.transactions.moves import COMMON, MOVES
from serving.transactions.router import PROMOTED
from serving.transactions.schemas import BurnIn, EarnIn, TransactionOut, command_of

ITEMS_MAX = 1_000
BATCH_BYTES_MAX = 4 * 1024 * 1024

PERMISSION_OF = {"EARN": "ledger.earn", "BURN": "ledger.burn", **{move.kind: move.permission for move in MOVES}}


class BatchRefused(Refused):
    """Items of an atomic batch were refused, so none of it was done; `facts.items` says which and why."""

    code = "BATCH_REFUSED"


# The shape of each route with its type in front: `HoldIn` becomes `HoldItemIn`.
_ITEMS: tuple[Any, ...] = (
    EarnIn,
    BurnIn,
    *(
        create_model(
            f"{move.body.__name__.removesuffix('In')}ItemIn",
            __base__=move.body,
            __doc__=move.body.__doc__,
            type=(cast(Any, Literal[move.kind]), ...),
        )
        for move in MOVES
    ),
)
BatchItemIn: Any = Annotated[Union[_ITEMS], Field(discriminator="type")]  # noqa: UP007 - of a tuple


class BatchIn(In):
    """Acts of any kind, in the order in which they are to take effect."""

    mode: Literal["atomic", "independent"] = Field(
        description="`independent`: each item takes effect or is refused by itself. `atomic`: all of them take effect, or none does."
    )
    items: list[BatchItemIn] = Field(min_length=1, max_length=ITEMS_MAX)


class BatchItemOut(Out):
    """What became of one item: exactly what it would have been answered alone."""

    index: int = Field(description="The item's place in the request, from 0.")
    status: int = Field(description="The HTTP status that the item alone would have had.")
    result: TransactionOut | None = Field(description="Null where it was refused.")
    problem: Problem | None = Field(description="Null where it was not.")


class BatchOut(Out):
    """What became of a batch."""

    mode: str
    applied_count: int
    refused_count: int
    items: list[BatchItemOut]


@dataclass(frozen=True, slots=True)
class BatchAsk(Generic[Command]):
    """A batch among the asks that are posted together; see `posting.Asking`."""

    keyed: KeyedRequest
    items: Sequence[Item[Command]]
    is_atomic: bool
    program_code: str | None
    request_id: str
    shares: None = None

    def answer(self, outcomes: Sequence[Result | LoyaltyError], show: Show[Result]) -> tuple[Answer, bool]:
        """Every item's outcome, or one refusal for an atomic batch. Kept unless an atomic one may be put right and sent again."""
        told = [said(outcome, show, self.request_id) for outcome in outcomes]
        refused = {index: outcome for index, outcome in enumerate(outcomes) if isinstance(outcome, LoyaltyError)}
        if self.is_atomic and refused:
            return self._refusal(refused, len(told)), all(is_kept(outcome) for outcome in refused.values())
        items = b",".join(_item(index, answer) for index, answer in enumerate(told))
        mode = "atomic" if self.is_atomic else "independent"
        head = f'{{"mode":"{mode}","applied_count":{len(told) - len(refused)},"refused_count":{len(refused)},"items":['
        return Answer(200, head.encode() + items + b"]}"), True

    def _refusal(self, refused: dict[int, LoyaltyError], item_count: int) -> Answer:
        items = [{"index": index, **orjson.loads(problem_of(error, self.request_id)[1])} for index, error in refused.items()]
        error = BatchRefused(f"{len(refused)} of {item_count} items are refused; nothing was done.", items=items)
        return Answer(*problem_of(error, self.request_id))


def _item(index: int, answer: Answer) -> bytes:
    result, problem = (answer.body, b"null") if answer.status < 400 else (b"null", answer.body)
    return b'{"index":%d,"status":%d,"result":%b,"problem":%b}' % (index, answer.status, result, problem)


router = APIRouter(prefix="/v1/transactions:batch", tags=["Transactions"], route_class=DirectRoute)

EXAMPLES: dict[str, Any] = {
    "independent": {
        "summary": "Two purchases of a till that was offline",
        "value": {
            "mode": "independent",
            "items": [
                {"type": "EARN", "member_id": "1042", "order_id": "till-17-43", "spend_minor": 4599, "currency_code": "USD"},
                {"type": "EARN", "member_id": "1043", "order_id": "till-17-44", "spend_minor": 1250, "currency_code": "USD"},
            ],
        },
    }
}


@router.post(
    "",
    response_model=BatchOut,
    responses=refusals(
        Malformed,
        IdempotencyKeyMissing,
        IdempotencyKeyMalformed,
        MemberUnknown,
        KeyInFlight,
        KeyReused,
        BatchRefused,
        Busy,
        *COMMON[6:-1],
        *PROMOTED,
    ),
    summary="Post a batch",
)
async def post_batch(
    *,
    caller: Annotated[Caller, requires_by_type("ledger.earn", *sorted(set(PERMISSION_OF.values()) - {"ledger.earn"}))],
    request: Request,
    body: Annotated[BatchIn, Body(openapi_examples=EXAMPLES)],
    key: RequiredKey,
    program_code: ProgramCode = None,
    dry_run: DryRun = False,
) -> Response:
    """Post up to 1,000 acts at once, in the order given. The key must hold the permission of every type in it.

    Each item says what it would have been answered alone, with the same codes. The `Idempotency-Key` is the whole batch's: the same
    key with the same batch gives the same answer again. An independent batch is answered with 200 whatever became of its items.
    """
    for permission in sorted({permission for item in body.items for permission in _permissions(item)}):
        must_hold(caller, permission)
    ask: BatchAsk[Any] = BatchAsk(
        keyed=keyed(caller, key, "POST /v1/transactions:batch", body),
        items=[_item_of(item, caller, key) for item in body.items],
        is_atomic=body.mode == "atomic",
        program_code=program_code,
        request_id=request_id_of(request),
    )
    wiring = wiring_of(request)
    answer = await (run_in_threadpool(wiring.transactions.try_out, ask) if dry_run else wiring.gatherer.submit(ask, wiring.transactions))
    return json_response(answer.status, answer.body, is_hit=answer.is_hit)


def _permissions(item: Any) -> tuple[str, ...]:  # noqa: ANN401 - one of the shapes above
    return item.permissions if isinstance(item, EarnIn) else (PERMISSION_OF[item.type],)


def _item_of(item: Any, caller: Caller, key: str) -> Item[Any]:  # noqa: ANN401 - one of the shapes above
    if isinstance(item, EarnIn | BurnIn):
        return Item(item.member_id, lambda member_id: command_of(item, caller, key, member_id))
    return Item(item.member_id, lambda *members: item.command(*members, actor=caller.name, key=key), getattr(item, "to_member_id", None))
