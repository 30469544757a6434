"""The wire shapes of API keys."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from loyalty.access import ApiKey
from serving.http.inputs import PLAIN_TEXT, In
from serving.http.outputs import Out

KeyName = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=100, pattern=PLAIN_TEXT)]
Permission = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=64, pattern=r"^[a-z_.]+$")]


class KeyIn(In):
    """A machine that is to call."""

    name: KeyName = Field(description="Who will use it, such as `till-17`.")
    permissions: list[Permission] = Field(min_length=1, max_length=200)


class KeyOut(Out):
    """A key. Its secret is in the answer to its making, once."""

    prefix: str
    name: str
    permissions: list[str]
    created_at: datetime
    revoked_at: datetime | None
    secret: str | None = Field(default=None, description="`khw_…`, when the key has just been made; never again.")
    would_apply: bool = False

    @classmethod
    def of(cls, key: ApiKey, *, is_dry_run: bool = False) -> "KeyOut":
        """The wire shape of a key, without its secret."""
        return cls(
            prefix=key.prefix,
            name=key.name,
            permissions=sorted(key.permissions),
            created_at=key.created_at,
            revoked_at=key.revoked_at,
            would_apply=is_dry_run,
        )
