"""`/v1/users` and `/v1/roles`: who may sign in, as what. Not here: signing in (`serving/session`)."""

from collections.abc import Callable
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response
from pydantic import BaseModel, StringConstraints

from loyalty.access import (
    PERMISSIONS_OF,
    Caller,
    LastAdmin,
    PasswordTooWeak,
    PermissionMissing,
    Role,
    UserNameInvalid,
    UserNameTaken,
    UserNotFound,
    add_user,
    change_user,
    find_user,
    list_users,
)
from loyalty.errors import LoyaltyError
from loyalty.idempotency import KeyInFlight, KeyReused
from loyalty.ids import MalformedId, read_id
from serving.http.auth import GuardedRoute, requires
from serving.http.errors import Malformed, refusals
from serving.http.idempotency import Asked, OptionalKey
from serving.http.inputs import PLAIN_TEXT, DryRun
from serving.http.paging import Page
from serving.http.work import BusinessClock, Work, wiring_of
from serving.users.schemas import USER_ID_PREFIX, RoleOut, UserChangeIn, UserIn, UserOut

router = APIRouter(prefix="/v1", tags=["Access"], route_class=GuardedRoute)

Reader = Annotated[Caller, requires("users.read")]
Writer = Annotated[Caller, requires("users.write")]
_Id = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=PLAIN_TEXT)]
UserReference = Annotated[_Id, Path(description="The user's id (`usr_…`).")]
_KEYED = (KeyInFlight, KeyReused, Malformed)


@router.get("/users", summary="List the users")
def list_all(_: Reader, work: Work) -> Page[UserOut]:
    """Everybody who may sign in, and who might once, by name. All fit on one page; `next_cursor` is always null."""
    return Page(items=[UserOut.of(user) for user in list_users(within=work)], next_cursor=None)


@router.get("/roles", summary="List the roles")
async def list_roles(_: Reader) -> Page[RoleOut]:
    """What administrators, marketers and viewers may do. All fit on one page; `next_cursor` is always null."""
    return Page(items=[RoleOut.of(role) for role in Role], next_cursor=None)


@router.post(
    "/users",
    status_code=201,
    response_model=UserOut,
    responses=refusals(UserNameInvalid, UserNameTaken, PasswordTooWeak, *_KEYED),
    summary="Make a user",
)
def make_user(
    *, caller: Writer, request: Request, body: UserIn, work: Work, clock: BusinessClock, key: OptionalKey = None, dry_run: DryRun = False
) -> Response:
    """Somebody more may sign in. Nobody gives a role that may do more than oneself."""
    role = Role(body.role)
    _must_hold_all(caller, role)

    def act() -> tuple[int, UserOut]:
        password = body.password.get_secret_value()
        made = add_user(body.name, password, role, made_by=caller.name, within=work, clock=wiring_of(request).wall_clock)
        return 201, UserOut.of(made, is_dry_run=dry_run)

    return _rehearsed(Asked(caller, request, work, clock, key, dry_run), act, "POST /v1/users", body)


@router.patch(
    "/users/{user_id}",
    response_model=UserOut,
    responses=refusals(UserNotFound, LastAdmin, PasswordTooWeak, *_KEYED),
    summary="Change a user",
)
def change_one(
    *,
    caller: Writer,
    request: Request,
    user_id: UserReference,
    body: UserChangeIn,
    work: Work,
    clock: BusinessClock,
    key: OptionalKey = None,
    dry_run: DryRun = False,
) -> Response:
    """Another role, another password, or no way in any more; the user is signed out everywhere. Nobody changes whoever may do more."""
    id_ = _user_id(user_id)
    _must_hold_all(caller, find_user(id_, within=work).role)
    if body.role is not None:
        _must_hold_all(caller, Role(body.role))

    def act() -> tuple[int, UserOut]:
        return 200, UserOut.of(change_user(id_, body.change(), within=work, clock=wiring_of(request).wall_clock), is_dry_run=dry_run)

    return _rehearsed(Asked(caller, request, work, clock, key, dry_run), act, f"PATCH /v1/users/{id_}", body)


def _rehearsed(asked: Asked, act: Callable[[], tuple[int, UserOut]], route: str, body: BaseModel) -> Response:
    """The answer, kept for its key. `body` tells requests apart without its password: pydantic writes a secret as asterisks."""

    def once() -> tuple[int, UserOut] | LoyaltyError:
        with asked.work.begin_nested() as point:
            done = act()
            if asked.is_dry_run:
                point.rollback()
        return done

    return asked.answered_once(once, route, body)


def _must_hold_all(caller: Caller, role: Role) -> None:
    """The caller may do all that the role may.

    Raises:
        PermissionMissing: it may not.
    """
    missing = sorted(PERMISSIONS_OF[role] - caller.permissions)
    if missing:
        raise PermissionMissing(f"'{caller.name}' may do less than the role {role.value}.", needed=missing, caller=caller.name)


def _user_id(text: str) -> UUID:
    try:
        return read_id(USER_ID_PREFIX, text)
    except MalformedId:
        raise UserNotFound("No user has this id.", user_id=text) from None
