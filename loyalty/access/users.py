"""The acts on users: make, change, list; sign in and out. Not here: API keys (`keys.py`), cookies (serving), SQL (`store_users.py`)."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from loyalty.access import store_users as store
from loyalty.access.errors import LastAdmin, SessionUnknown, SignInRefused, UserNameInvalid, UserNameTaken, UserNotFound
from loyalty.access.passwords import hash_password, is_password
from loyalty.access.roles import PERMISSIONS_OF, Role
from loyalty.access.sessions import IDLE, LASTS, SEEN_EVERY, SignedIn, hash_token, mint_token
from loyalty.access.user import User
from loyalty.clock import Clock
from loyalty.database.work import Work
from loyalty.ids import new_id

NAME_LENGTH_MAX = 100


@dataclass(frozen=True)
class UserChange:
    """What is to be otherwise of a user; None stays."""

    role: Role | None = None
    is_disabled: bool | None = None
    password: str | None = None


def add_user(name: str, password: str, role: Role, *, made_by: str, within: Work, clock: Clock) -> User:
    """Somebody more may sign in.

    Raises:
        UserNameInvalid: the name is empty, too long, or has blanks at its ends or control characters.
        UserNameTaken: somebody is called that, in upper or lower case.
        PasswordTooWeak: it is.
    """
    if not name or name != name.strip() or len(name) > NAME_LENGTH_MAX or not name.isprintable():
        raise UserNameInvalid("Name the user with 1 to 100 printable characters.", name=name[:NAME_LENGTH_MAX])
    now = clock.now()
    user = User(new_id(), name, role, hash_password(password, name), made_by, now, now, None)
    if not store.append_user(user, within):
        raise UserNameTaken(f"Somebody is called '{name}' already.", name=name)
    return user


def change_user(id_: UUID, change: UserChange, *, within: Work, clock: Clock) -> User:
    """The user is as `change` says. Whose role, password or right to sign in has changed is signed out everywhere.

    Raises:
        UserNotFound: nobody has this id.
        LastAdmin: nobody would be left who may make users.
        PasswordTooWeak: it is.
    """
    before = find_user(id_, within=within)
    now = clock.now()
    disabled_at = before.disabled_at
    if change.is_disabled is not None:
        disabled_at = (before.disabled_at or now) if change.is_disabled else None
    after = replace(
        before,
        role=change.role or before.role,
        disabled_at=disabled_at,
        password_hash=hash_password(change.password, before.name) if change.password is not None else before.password_hash,
        changed_at=now,
    )
    if _may_make_users(before) and not _may_make_users(after) and not store.other_admins(id_, within):
        raise LastAdmin("Make somebody else an administrator first.", user=before.name)
    store.update_user(after, within)
    store.end_sessions_of(id_, within)
    return after


def change_own_password(token: str, password: str, new_password: str, *, within: Work, clock: Clock) -> tuple[str, SignedIn]:
    """The session's user has the new password, is signed out everywhere, and has a new session here.

    Raises:
        SessionUnknown: the session has ended.
        SignInRefused: `password` is not the user's.
        PasswordTooWeak: the new one is.
    """
    caller = resume(token, within=within, clock=clock)
    user = find_user(caller.id, within=within)
    if not is_password(user.password_hash, password):
        raise SignInRefused("The password is not right.")
    changed = change_user(user.id, UserChange(password=new_password), within=within, clock=clock)
    return _begin(changed, within=within, clock=clock)


def sign_in(name: str, password: str, *, within: Work, clock: Clock) -> tuple[str, SignedIn]:
    """A session has begun; returns its secret, which is never stored, and who it is. What a browser held before is not taken over.

    Raises:
        SignInRefused: the name is nobody's, the password is not theirs, or they may not sign in any more.
    """
    user = store.find_by_name(name[: NAME_LENGTH_MAX + 1].strip(), within)
    is_right = is_password(user.password_hash if user else None, password)
    if user is None or not is_right or user.disabled_at is not None:
        raise SignInRefused("Name and password do not go together.")
    store.forget_ended_sessions(clock.now(), clock.now() - IDLE, within)
    return _begin(user, within=within, clock=clock)


def resume(token: str, *, within: Work, clock: Clock) -> SignedIn:
    """The person whose session `token` is, with what the role may do now.

    Raises:
        SessionUnknown: there is no such session, it has ended, or its user may not sign in any more.
    """
    now = clock.now()
    found = store.find_session(hash_token(token), within)
    if found is None or now >= found.ends_at or now - found.seen_at >= IDLE or found.user.disabled_at is not None:
        raise SessionUnknown("The session has ended; sign in again.")
    if now - found.seen_at >= SEEN_EVERY:
        store.set_seen(hash_token(token), now, within)
    return _signed_in(found.user, found.ends_at)


def sign_out(token: str, *, within: Work) -> None:
    """The session is over; a second time changes nothing."""
    store.end_session(hash_token(token), within)


def find_user(id_: UUID, *, within: Work) -> User:
    """The user with this id.

    Raises:
        UserNotFound: there is none.
    """
    user = store.find_user(id_, within)
    if user is None:
        raise UserNotFound("No user has this id.", user_id=str(id_))
    return user


def find_user_named(name: str, *, within: Work) -> User:
    """The user of this name, in whatever case.

    Raises:
        UserNotFound: there is none.
    """
    user = store.find_by_name(name.strip(), within)
    if user is None:
        raise UserNotFound(f"Nobody is called '{name[:NAME_LENGTH_MAX]}'.", name=name[:NAME_LENGTH_MAX])
    return user


def list_users(*, within: Work) -> list[User]:
    """Every user by name, those who may not sign in any more too."""
    return store.all_users(within)


def _begin(user: User, *, within: Work, clock: Clock) -> tuple[str, SignedIn]:
    token, now = mint_token(), clock.now()
    store.append_session(hash_token(token), user.id, now, now + LASTS, within)
    return token, _signed_in(user, now + LASTS)


def _signed_in(user: User, ends_at: datetime) -> SignedIn:
    return SignedIn(id=user.id, name=user.name, permissions=PERMISSIONS_OF[user.role], role=user.role, ends_at=ends_at)


def _may_make_users(user: User) -> bool:
    return user.disabled_at is None and "users.write" in PERMISSIONS_OF[user.role]
