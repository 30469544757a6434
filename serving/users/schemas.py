"""The wire shapes of users and roles."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from loyalty.access import PERMISSIONS, PERMISSIONS_OF, Role, User, UserChange
from loyalty.ids import show_id
from serving.http.inputs import In
from serving.http.outputs import Out
from serving.session.schemas import Password, UserName

USER_ID_PREFIX = "usr"
RoleName = Literal["ADMIN", "MARKETER", "VIEWER"]


class UserIn(In):
    """Somebody who is to sign in to the console."""

    name: UserName = Field(description="What they type to sign in, such as an address of theirs; upper and lower case are one.")
    role: RoleName
    password: Password = Field(description="12 to 200 characters; they change it themselves afterwards.")


class UserChangeIn(In):
    """What is to be otherwise; what is left out or null stays. Whoever is changed is signed out everywhere."""

    role: RoleName | None = None
    is_disabled: bool | None = Field(default=None, description="Disabled users cannot sign in.")
    password: Password | None = None

    def change(self) -> UserChange:
        """The change that is asked for."""
        password = self.password.get_secret_value() if self.password is not None else None
        return UserChange(Role(self.role) if self.role else None, self.is_disabled, password)


class UserOut(Out):
    """A person who may sign in, unless disabled."""

    id: str
    name: str
    role: RoleName
    is_disabled: bool
    made_by: str
    made_at: datetime
    changed_at: datetime
    would_apply: bool = False

    @classmethod
    def of(cls, user: User, *, is_dry_run: bool = False) -> "UserOut":
        """The wire shape of a user; nothing of the password."""
        return cls(
            id=show_id(USER_ID_PREFIX, user.id),
            name=user.name,
            role=user.role.value,
            is_disabled=user.disabled_at is not None,
            made_by=user.made_by,
            made_at=user.made_at,
            changed_at=user.changed_at,
            would_apply=is_dry_run,
        )


class GrantOut(Out):
    """One right."""

    permission: str
    sentence: str = Field(description="What it lets one do, in English.")


class RoleOut(Out):
    """A role and what it may do."""

    code: RoleName
    grants: list[GrantOut]

    @classmethod
    def of(cls, role: Role) -> "RoleOut":
        """The wire shape of a role."""
        return cls(code=role.value, grants=[GrantOut(permission=name, sentence=PERMISSIONS[name]) for name in sorted(PERMISSIONS_OF[role])])
