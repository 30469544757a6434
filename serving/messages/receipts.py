"""What comes back of messages: receipts, signed or with a key, and mails that were returned. Not here: what follows of them."""

import hashlib
import time
from typing import Annotated, Literal

from fastapi import APIRouter, Header, Path, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import Field, StringConstraints, ValidationError
from starlette.concurrency import run_in_threadpool

from loyalty.access import Caller, KeyUnknown
from loyalty.errors import LoyaltyError
from loyalty.idempotency import KeyedRequest, KeyInFlight, KeyReused
from loyalty.ids import read_id, show_id
from loyalty.messages import DELIVERY_ID_PREFIX, DeliveryUnknown, Kind, Receipt, read_returned, take_receipts
from loyalty.messages.channels import receipts_secret
from loyalty.webhooks.signing import SIGNATURE_HEADER, verify
from serving.http.auth import GuardedRoute, requires
from serving.http.errors import Malformed, RequestInvalid, refusals, request_id_of
from serving.http.idempotency import Asked, OptionalKey, answered_once
from serving.http.inputs import PLAIN_TEXT, DryRun, In, Instant
from serving.http.outputs import Out
from serving.http.work import BusinessClock, Work, wiring_of
from serving.messages.schemas import ChannelCode

router = APIRouter(prefix="/v1", tags=["Messages"], route_class=GuardedRoute)

RECEIPTS_MAX = 500
RETURNED_BYTES_MAX = 1024 * 1024


class ReceiptIn(In):
    """What became of one delivery."""

    delivery_id: Annotated[str, StringConstraints(pattern=r"^dlv_[0-9a-f]{32}$")]
    kind: Literal["DELIVERED", "BOUNCED", "DELAYED", "COMPLAINED", "OPTED_OUT"]
    occurred_at: Instant | None = Field(default=None, description="Left out: now.")
    is_address_bad: bool = Field(default=False, description="Of a bounce: the address itself is no good, so nothing is sent there again.")
    address: Annotated[str, StringConstraints(min_length=1, max_length=254, pattern=PLAIN_TEXT)] | None = None
    detail: Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=PLAIN_TEXT)] | None = None

    def receipt(self) -> Receipt:
        """The receipt that the body tells."""
        told = self.model_dump(exclude={"delivery_id", "kind"})
        return Receipt(read_id(DELIVERY_ID_PREFIX, self.delivery_id), Kind(self.kind), **told)


class ReceiptsIn(In):
    """Receipts, at most 500."""

    receipts: list[ReceiptIn] = Field(min_length=1, max_length=RECEIPTS_MAX)


class ReceiptOut(Out):
    """What a receipt did."""

    delivery_id: str
    kind: str
    result: Literal["NEW", "KNOWN", "REFUSED"] = Field(description="KNOWN: it had been told before, and changed nothing.")
    code: str | None = Field(description="Why it was refused.")


class ReceiptsOut(Out):
    """One result for each receipt, in order."""

    items: list[ReceiptOut]
    would_apply: bool = False


@router.post(
    "/message-receipts",
    response_model=ReceiptsOut,
    responses=refusals(Malformed, KeyInFlight, KeyReused),
    summary="Tell what became of messages",
)
def post_receipts(
    *,
    caller: Annotated[Caller, requires("messages.receipts")],
    request: Request,
    body: ReceiptsIn,
    work: Work,
    clock: BusinessClock,
    key: OptionalKey = None,
    dry_run: DryRun = False,
) -> Response:
    """Each receipt has its consequence once, however often it is told: a bounce ends its delivery, a complaint or a leaving withdraws the
    member's consent for the channel. A delivery that is none of ours is refused, the others stand."""

    def act() -> tuple[int, ReceiptsOut]:
        with work.begin_nested() as point:
            told = _take([one.receipt() for one in body.receipts], None, work, clock)
            if dry_run:
                point.rollback()
        return 200, ReceiptsOut(items=told, would_apply=dry_run)

    return Asked(caller, request, work, clock, key, dry_run).answered_once(act, "POST /v1/message-receipts", body)


@router.post(
    "/returned-mails",
    response_model=ReceiptsOut,
    responses=refusals(Malformed, KeyInFlight, KeyReused),
    summary="Hand in a mail that came back",
    openapi_extra={"requestBody": {"required": True, "content": {"message/rfc822": {"schema": {"type": "string", "format": "binary"}}}}},
)
async def post_returned_mail(
    *,
    caller: Annotated[Caller, requires("messages.receipts")],
    request: Request,
    clock: BusinessClock,
    key: OptionalKey = None,
    dry_run: DryRun = False,
) -> Response:
    """A mail as it arrived at the sender's address, at most 1 MiB: a delivery status (RFC 3464) or a complaint (RFC 5965) that quotes one
    of our messages has its consequence. Any other mail says nothing: `items` is empty."""
    mail = await request.body()
    fingerprint = hashlib.sha256(b"POST /v1/returned-mails\n" + mail).digest()

    def take_in() -> Response:
        with wiring_of(request).database.begin() as work:

            def act() -> tuple[int, ReceiptsOut]:
                with work.begin_nested() as point:
                    told = _take(read_returned(mail), None, work, clock)
                    if dry_run:
                        point.rollback()
                return 200, ReceiptsOut(items=told, would_apply=dry_run)

            claimed = KeyedRequest(caller.id.hex, key, fingerprint) if key and not dry_run else None
            return answered_once(claimed, act, within=work, clock=clock, request_id=request_id_of(request))

    async with request.app.state.readers:
        return await run_in_threadpool(take_in)


signed = APIRouter(tags=["Messages"])


@signed.post(
    "/v1/gateways/{channel_code}/receipts",
    responses=refusals(Malformed, RequestInvalid, KeyUnknown),
    summary="Tell what became of messages, as a gateway",
    openapi_extra={
        "requestBody": {"required": True, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/ReceiptsIn"}}}}
    },
)
async def post_gateway_receipts(
    channel_code: Annotated[ChannelCode, Path(description="The channel that the gateway sends for.")],
    request: Request,
    signature: Annotated[
        Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=r"^[\x21-\x7e]+$")],
        Header(alias=SIGNATURE_HEADER, description="`t=<seconds>,v1=<HMAC-SHA256 over `<seconds>.` and the body, in hex>`."),
    ],
) -> ReceiptsOut:
    """As `POST /v1/message-receipts`, for a gateway that has no key: it signs with the secret in its channel's URL, as we sign what we
    send to it, within five minutes. It is heard on deliveries over its own channel only; what it tells twice changes nothing."""
    wiring = wiring_of(request)
    body = await request.body()
    secret = receipts_secret(wiring.channels.get(channel_code, ""))
    if secret is None or not verify(body, signature, secret, now_seconds=time.time()):
        raise KeyUnknown("The signature does not prove that this comes from the channel's gateway.")
    try:
        told = ReceiptsIn.model_validate_json(body)
    except ValidationError as error:
        raise RequestValidationError([{**one, "loc": ("body", *(one["loc"] or (0,)))} for one in error.errors()]) from error

    def take_in() -> ReceiptsOut:
        with wiring.database.begin() as work:
            return ReceiptsOut(items=_take([one.receipt() for one in told.receipts], channel_code, work, wiring.clock))

    async with request.app.state.readers:
        return await run_in_threadpool(take_in)


def _take(receipts: list[Receipt], channel_code: str | None, work: Work, clock: BusinessClock) -> list[ReceiptOut]:
    answers = take_receipts(receipts, channel_code=channel_code, within=work, clock=clock)
    return [_shown(one, answer) for one, answer in zip(receipts, answers, strict=True)]


def _shown(one: Receipt, answer: str | DeliveryUnknown) -> ReceiptOut:
    refusal = answer if isinstance(answer, LoyaltyError) else None
    return ReceiptOut(
        delivery_id=show_id(DELIVERY_ID_PREFIX, one.delivery_id),
        kind=one.kind,
        result="REFUSED" if refusal else answer,
        code=refusal.code if refusal else None,
    )
