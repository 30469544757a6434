"""`/v1/webhooks`: who is told of events, and what came of it. Not here: calling them (`loyalty.webhooks.deliver`)."""

from collections.abc import Callable
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Body, Path, Query, Request, Response
from pydantic import BaseModel, StringConstraints

from loyalty.access import Caller
from loyalty.errors import LoyaltyError
from loyalty.idempotency import KeyInFlight, KeyReused
from loyalty.ids import MalformedId, read_id, show_id
from loyalty.paging import CursorMalformed
from loyalty.vouchers.errors import VoucherKeyWrong
from loyalty.webhooks import (
    DELIVERY_ID_PREFIX,
    ENDPOINT_ID_PREFIX,
    DeliveryUnknown,
    WebhookAddressRefused,
    WebhookArchived,
    WebhookTypesInvalid,
    WebhookUnknown,
    change_endpoint,
    delivery_page,
    list_endpoints,
    make_endpoint,
    open_secret,
    read_attempts,
    read_delivery,
    read_endpoint,
    rotate_secret,
    send_again,
    try_endpoint,
)
from serving.events.router import NoBody
from serving.http.auth import GuardedRoute, requires
from serving.http.errors import Malformed, refusals
from serving.http.idempotency import Asked, OptionalKey
from serving.http.inputs import PLAIN_TEXT, DryRun
from serving.http.paging import LIMIT_DEFAULT, Cursor, Limit, Page, page_of
from serving.http.work import BusinessClock, Work, wiring_of
from serving.webhooks.schemas import (
    EXAMPLES,
    AttemptOut,
    DeliveryDetailOut,
    DeliveryOut,
    SecretOut,
    WebhookChangeIn,
    WebhookIn,
    WebhookOut,
)

router = APIRouter(prefix="/v1/webhooks", tags=["Webhooks"], route_class=GuardedRoute)

_Id = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=PLAIN_TEXT)]
WebhookReference = Annotated[_Id, Path(description="The webhook's id (`whk_…`).")]
DeliveryReference = Annotated[_Id, Path(description="The delivery's id (`whd_…`).")]
Writer = Annotated[Caller, requires("webhooks.write")]
Reader = Annotated[Caller, requires("webhooks.read")]
_KEYED = (Malformed, KeyInFlight, KeyReused)


def _endpoint_id(text: str) -> UUID:
    try:
        return read_id(ENDPOINT_ID_PREFIX, text)
    except MalformedId:
        raise WebhookUnknown("No webhook has this id.", webhook_id=text) from None


def _delivery_id(text: str) -> UUID:
    try:
        return read_id(DELIVERY_ID_PREFIX, text)
    except MalformedId:
        raise DeliveryUnknown("The webhook has no delivery of this id.", delivery_id=text) from None


def _rehearsed(asked: Asked, act: Callable[[], tuple[int, BaseModel]], route: str, body: BaseModel) -> Response:
    """The answer of `act`; a dry run takes the same way and is undone."""

    def once() -> tuple[int, BaseModel] | LoyaltyError:
        with asked.work.begin_nested() as point:
            done = act()
            if asked.is_dry_run:
                point.rollback()
        return done

    return asked.answered_once(once, route, body)


@router.post(
    "",
    status_code=201,
    response_model=WebhookOut,
    responses=refusals(WebhookAddressRefused, WebhookTypesInvalid, *_KEYED),
    summary="Make a webhook",
)
def make_webhook(
    *,
    caller: Writer,
    request: Request,
    body: Annotated[WebhookIn, Body(openapi_examples=EXAMPLES)],
    work: Work,
    clock: BusinessClock,
    key: OptionalKey = None,
    dry_run: DryRun = False,
) -> Response:
    """Be told of what happens from now on. The address must be a public one; it is looked at again before each call, and the call goes
    to the address that was looked at and follows no redirect."""
    wiring = wiring_of(request)

    def act() -> tuple[int, WebhookOut]:
        made = make_endpoint(
            body.url, body.types, description=body.description, made_by=caller.name,
            allowed=wiring.webhook_networks, safe=wiring.safe, within=work, clock=clock,
        )  # fmt: skip
        return 201, WebhookOut.of(made, is_dry_run=dry_run)

    return _rehearsed(Asked(caller, request, work, clock, key, dry_run), act, "POST /v1/webhooks", body)


@router.get("", summary="List the webhooks")
def list_webhooks(_: Reader, work: Work) -> Page[WebhookOut]:
    """Every webhook, the oldest first. All fit on one page; `next_cursor` is always null."""
    return Page(items=[WebhookOut.of(one) for one in list_endpoints(within=work)], next_cursor=None)


@router.get("/{webhook_id}", responses=refusals(WebhookUnknown), summary="Read a webhook")
def read_webhook(_: Reader, webhook_id: WebhookReference, work: Work) -> WebhookOut:
    """The webhook as it is now."""
    return WebhookOut.of(read_endpoint(_endpoint_id(webhook_id), within=work))


@router.patch(
    "/{webhook_id}",
    response_model=WebhookOut,
    responses=refusals(WebhookUnknown, WebhookArchived, WebhookAddressRefused, WebhookTypesInvalid, *_KEYED),
    summary="Change, pause or archive a webhook",
)
def change_webhook(
    *,
    caller: Writer,
    request: Request,
    webhook_id: WebhookReference,
    body: WebhookChangeIn,
    work: Work,
    clock: BusinessClock,
    key: OptionalKey = None,
    dry_run: DryRun = False,
) -> Response:
    """Paused, its deliveries wait; archived, it is told nothing more. Made active or moved, it is tried at once."""
    id_, networks = _endpoint_id(webhook_id), wiring_of(request).webhook_networks

    def act() -> tuple[int, WebhookOut]:
        changed = change_endpoint(id_, body.change(), allowed=networks, within=work, clock=clock)
        return 200, WebhookOut.of(changed, is_dry_run=dry_run)

    return _rehearsed(Asked(caller, request, work, clock, key, dry_run), act, f"PATCH /v1/webhooks/{id_}", body)


@router.get("/{webhook_id}/secret", responses=refusals(WebhookUnknown, VoucherKeyWrong), summary="Read a webhook's secret")
def read_secret(_: Writer, request: Request, webhook_id: WebhookReference, work: Work) -> SecretOut:
    """What its deliveries are signed with."""
    endpoint = read_endpoint(_endpoint_id(webhook_id), within=work)
    safe = wiring_of(request).safe
    secret = open_secret(endpoint.secret, safe)
    if secret is None:
        raise VoucherKeyWrong("The secret was sealed with another key than KHAYWE_VOUCHER_KEY holds now.", key_id=safe.key_id)
    former = open_secret(endpoint.former_secret, safe) if endpoint.former_secret else None
    return SecretOut(webhook_id=webhook_id, secret=secret, former_secret=former, former_until=endpoint.former_until)


@router.post(
    "/{webhook_id}/secret:rotate",
    response_model=WebhookOut,
    responses=refusals(WebhookUnknown, WebhookArchived, *_KEYED),
    summary="Exchange a webhook's secret",
)
def rotate(
    *,
    caller: Writer,
    request: Request,
    webhook_id: WebhookReference,
    work: Work,
    clock: BusinessClock,
    key: OptionalKey = None,
    dry_run: DryRun = False,
) -> Response:
    """A new secret signs from now on; the one before signs beside it for a day."""
    id_, safe = _endpoint_id(webhook_id), wiring_of(request).safe

    def act() -> tuple[int, WebhookOut]:
        return 200, WebhookOut.of(rotate_secret(id_, safe=safe, within=work, clock=clock), is_dry_run=dry_run)

    return _rehearsed(Asked(caller, request, work, clock, key, dry_run), act, f"POST /v1/webhooks/{id_}/secret:rotate", NoBody())


@router.post(
    "/{webhook_id}:test",
    status_code=202,
    response_model=DeliveryOut,
    responses=refusals(WebhookUnknown, WebhookArchived, *_KEYED),
    summary="Try a webhook",
)
def try_webhook(
    *,
    caller: Writer,
    request: Request,
    webhook_id: WebhookReference,
    work: Work,
    clock: BusinessClock,
    key: OptionalKey = None,
    dry_run: DryRun = False,
) -> Response:
    """An event `webhook.tested` is on its way to this endpoint alone, once. What came of it stands in the delivery's log."""
    id_ = _endpoint_id(webhook_id)

    def act() -> tuple[int, DeliveryOut]:
        return 202, DeliveryOut.of(try_endpoint(id_, within=work, clock=clock))

    return _rehearsed(Asked(caller, request, work, clock, key, dry_run), act, f"POST /v1/webhooks/{id_}:test", NoBody())


@router.get("/{webhook_id}/deliveries", responses=refusals(WebhookUnknown, CursorMalformed), summary="List a webhook's deliveries")
def list_deliveries(
    *,
    _: Reader,
    webhook_id: WebhookReference,
    work: Work,
    status: Annotated[Literal["PENDING", "DELIVERED", "FAILED"] | None, Query(description="How they stand; left out: all.")] = None,
    limit: Limit = LIMIT_DEFAULT,
    cursor: Cursor = None,
) -> Page[DeliveryOut]:
    """What it was told, or is to be, the newest first."""
    found = delivery_page(_endpoint_id(webhook_id), status=status, limit=limit, cursor=cursor, within=work)
    return page_of(found, DeliveryOut.of)


@router.get(
    "/{webhook_id}/deliveries/{delivery_id}", responses=refusals(WebhookUnknown, DeliveryUnknown), summary="Read a delivery and its log"
)
def read_one_delivery(_: Reader, webhook_id: WebhookReference, delivery_id: DeliveryReference, work: Work) -> DeliveryDetailOut:
    """Every call that was made for it, and what came of each."""
    delivery = read_delivery(_endpoint_id(webhook_id), _delivery_id(delivery_id), within=work)
    log = [AttemptOut.of(one) for one in read_attempts(delivery.id, within=work)]
    return DeliveryDetailOut(**DeliveryOut.of(delivery).model_dump(), attempts=log)


@router.post(
    "/{webhook_id}/deliveries/{delivery_id}:resend",
    status_code=202,
    response_model=DeliveryOut,
    responses=refusals(WebhookUnknown, WebhookArchived, DeliveryUnknown, *_KEYED),
    summary="Send a delivery again",
)
def resend(
    *,
    caller: Writer,
    request: Request,
    webhook_id: WebhookReference,
    delivery_id: DeliveryReference,
    work: Work,
    clock: BusinessClock,
    key: OptionalKey = None,
    dry_run: DryRun = False,
) -> Response:
    """It is on its way again with the same id, event and body, whatever came of it before."""
    id_, wanted = _endpoint_id(webhook_id), _delivery_id(delivery_id)

    def act() -> tuple[int, DeliveryOut]:
        return 202, DeliveryOut.of(send_again(id_, wanted, within=work))

    route = f"POST /v1/webhooks/{show_id(ENDPOINT_ID_PREFIX, id_)}/deliveries/{wanted}:resend"
    return _rehearsed(Asked(caller, request, work, clock, key, dry_run), act, route, NoBody())
