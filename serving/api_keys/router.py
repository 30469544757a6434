"""`/v1/api-keys`: the keys of machines. Not here: how a key is proven (`loyalty.access`)."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from pydantic import BaseModel, StringConstraints

from loyalty.access import (
    ApiKey,
    Caller,
    KeyNameInvalid,
    KeyNotFound,
    PermissionMissing,
    PermissionUnknown,
    create_key,
    list_keys,
    revoke_key,
)
from loyalty.errors import LoyaltyError
from loyalty.idempotency import KeyInFlight, KeyReused
from serving.api_keys.schemas import KeyIn, KeyOut
from serving.events.router import NoBody
from serving.http.auth import GuardedRoute, requires
from serving.http.errors import Malformed, refusals
from serving.http.idempotency import Asked, OptionalKey, json_response
from serving.http.inputs import PLAIN_TEXT, DryRun
from serving.http.paging import Page
from serving.http.work import BusinessClock, Work

router = APIRouter(prefix="/v1/api-keys", tags=["Access"], route_class=GuardedRoute)

Reader = Annotated[Caller, requires("keys.read")]
Writer = Annotated[Caller, requires("keys.write")]
_Prefix = Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=PLAIN_TEXT)]
KeyReference = Annotated[_Prefix, Path(description="The public part of the key.")]
_KEYED = (KeyInFlight, KeyReused, Malformed)


@router.get("", summary="List the API keys")
def list_all(_: Reader, work: Work) -> Page[KeyOut]:
    """Every key, revoked ones too, the oldest first. All fit on one page; `next_cursor` is always null."""
    return Page(items=[KeyOut.of(key) for key in list_keys(within=work)], next_cursor=None)


@router.post(
    "", status_code=201, response_model=KeyOut, responses=refusals(KeyNameInvalid, PermissionUnknown, *_KEYED), summary="Make an API key"
)
def make_key(
    *, caller: Writer, request: Request, body: KeyIn, work: Work, clock: BusinessClock, key: OptionalKey = None, dry_run: DryRun = False
) -> Response:
    """The answer tells the secret, this once: sent again with the same Idempotency-Key, it comes without. Nobody grants what they do not
    hold."""
    missing = sorted(set(body.permissions) - caller.permissions)
    secrets: list[str] = []

    def act() -> tuple[int, KeyOut]:
        made, secret = create_key(body.name, body.permissions, within=work, clock=clock)
        if missing:
            raise PermissionMissing(f"'{caller.name}' cannot grant what it does not hold.", needed=missing, caller=caller.name)
        secrets.append(secret)
        return 201, KeyOut.of(made, is_dry_run=dry_run)

    answer = _rehearsed(Asked(caller, request, work, clock, key, dry_run), act, "POST /v1/api-keys", body)
    if not secrets or dry_run:
        return answer
    # What is kept for the Idempotency-Key holds no secret; what is sent does.
    told = KeyOut.model_validate_json(bytes(answer.body)).model_copy(update={"secret": secrets[0]})
    return json_response(201, told.model_dump_json().encode())


@router.post("/{prefix}:revoke", response_model=KeyOut, responses=refusals(KeyNotFound, *_KEYED), summary="Revoke an API key")
def revoke(
    *,
    caller: Writer,
    request: Request,
    prefix: KeyReference,
    work: Work,
    clock: BusinessClock,
    key: OptionalKey = None,
    dry_run: DryRun = False,
) -> Response:
    """The key opens nothing any more, in every process within seconds. For ever; a second time changes nothing."""

    def act() -> tuple[int, KeyOut]:
        revoke_key(prefix, within=work, clock=clock)
        return 200, KeyOut.of(_found(prefix, work), is_dry_run=dry_run)

    return _rehearsed(Asked(caller, request, work, clock, key, dry_run), act, f"POST /v1/api-keys/{prefix}:revoke", NoBody())


def _found(prefix: str, work: Work) -> ApiKey:
    return next(key for key in list_keys(within=work) if key.prefix == prefix)


def _rehearsed(asked: Asked, act: Callable[[], tuple[int, KeyOut]], route: str, body: BaseModel) -> Response:
    """The answer of `act`; a dry run takes the same way and is undone."""

    def once() -> tuple[int, BaseModel] | LoyaltyError:
        with asked.work.begin_nested() as point:
            done = act()
            if asked.is_dry_run:
                point.rollback()
        return done

    return asked.answered_once(once, route, body)
