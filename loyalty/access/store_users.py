"""Where users and sessions are kept, in SQL. Not here: any decision about them (`users.py`); API keys (`store.py`)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from loyalty.access.roles import PERMISSIONS_OF, Role
from loyalty.access.user import Session, User
from loyalty.database.work import Work

_COLUMNS = "u.id, u.name, u.role, u.password_hash, u.made_by, u.made_at, u.changed_at, u.disabled_at"
_ADMIN_ROLES = [role.value for role, held in PERMISSIONS_OF.items() if "users.write" in held]


def append_user(user: User, within: Work) -> bool:
    """The user stands in the table; False where the name is taken."""
    done = within.exec_driver_sql(
        "insert into users (id, name, role, password_hash, made_by, made_at, changed_at) "
        "values (%(id)s, %(name)s, %(role)s, %(password_hash)s, %(made_by)s, %(made_at)s, %(changed_at)s) "
        "on conflict (lower(name)) do nothing",
        {**vars(user), "role": user.role.value},
    )
    return done.rowcount == 1


def update_user(user: User, within: Work) -> None:
    """Role, password and whether they may sign in are as `user` says."""
    within.exec_driver_sql(
        "update users set role = %(role)s, password_hash = %(password_hash)s, changed_at = %(changed_at)s, disabled_at = %(disabled_at)s "
        "where id = %(id)s",
        {**vars(user), "role": user.role.value},
    )


def find_user(id_: UUID, within: Work) -> User | None:
    """The user with this id, locked until the transaction ends."""
    row = within.exec_driver_sql(f"select {_COLUMNS} from users u where id = %s for update", (id_,)).one_or_none()  # noqa: S608
    return _user(row) if row is not None else None


def find_by_name(name: str, within: Work) -> User | None:
    """The user of this name, in whatever case."""
    # PostgreSQL knows no NUL; a name that has one is nobody's.
    if "\x00" in name:
        return None
    row = within.exec_driver_sql(f"select {_COLUMNS} from users u where lower(name) = lower(%s)", (name,)).one_or_none()  # noqa: S608
    return _user(row) if row is not None else None


def all_users(within: Work) -> list[User]:
    """Every user, by name."""
    return [_user(row) for row in within.exec_driver_sql(f"select {_COLUMNS} from users u order by lower(name)")]  # noqa: S608


def other_admins(id_: UUID, within: Work) -> bool:
    """Whether somebody else may make users; two who demote each other at once wait for one another here."""
    rows = within.exec_driver_sql(
        "select id from users where role = any(%(roles)s::text[]) and disabled_at is null order by id for update", {"roles": _ADMIN_ROLES}
    )
    return any(row.id != id_ for row in rows)


def append_session(token_sha256: bytes, user_id: UUID, begun_at: datetime, ends_at: datetime, within: Work) -> None:
    """The session has begun."""
    within.exec_driver_sql(
        "insert into user_sessions (token_sha256, user_id, begun_at, seen_at, ends_at) values (%s, %s, %s, %s, %s)",
        (token_sha256, user_id, begun_at, begun_at, ends_at),
    )


def find_session(token_sha256: bytes, within: Work) -> Session | None:
    """The session and its user as they are now."""
    row = within.exec_driver_sql(
        f"select {_COLUMNS}, s.seen_at, s.ends_at from user_sessions s join users u on u.id = s.user_id "  # noqa: S608
        "where s.token_sha256 = %s",
        (token_sha256,),
    ).one_or_none()
    return Session(_user(row), row.seen_at, row.ends_at) if row is not None else None


def set_seen(token_sha256: bytes, at: datetime, within: Work) -> None:
    """Somebody used the session at `at`."""
    within.exec_driver_sql("update user_sessions set seen_at = %s where token_sha256 = %s", (at, token_sha256))


def end_session(token_sha256: bytes, within: Work) -> None:
    """The session is gone."""
    within.exec_driver_sql("delete from user_sessions where token_sha256 = %s", (token_sha256,))


def end_sessions_of(user_id: UUID, within: Work) -> None:
    """The user is signed in nowhere."""
    within.exec_driver_sql("delete from user_sessions where user_id = %s", (user_id,))


def forget_ended_sessions(now: datetime, idle_since: datetime, within: Work) -> None:
    """Sessions that nobody can take up again are gone."""
    within.exec_driver_sql("delete from user_sessions where ends_at <= %s or seen_at <= %s", (now, idle_since))


def _user(row: Row[Any]) -> User:
    return User(row.id, row.name, Role(row.role), row.password_hash, row.made_by, row.made_at, row.changed_at, row.disabled_at)
