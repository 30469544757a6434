"""The wire shape of who is calling."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from loyalty.access import ApiKey, Caller, SignedIn, csrf_token_of
from serving.http.outputs import Out


class CallerOut(Out):
    """Who is calling and what it may do."""

    kind: Literal["KEY", "USER"] = Field(description="KEY: a machine; USER: a person who signed in.")
    name: str
    prefix: str | None = Field(description="The public part of the key, `khw_<prefix>_…`; null for a person.")
    role: Literal["ADMIN", "MARKETER", "VIEWER"] | None = Field(description="What the person is; null for a machine.")
    permissions: list[str] = Field(description="Sorted.")
    csrf_token: str | None = Field(description="What a person's writes carry as `X-CSRF-Token`; null for a machine, which needs none.")
    ends_at: datetime | None = Field(description="When the session ends at the latest; wall clock. Null for a machine.")

    @classmethod
    def of(cls, caller: Caller, token: str | None = None) -> "CallerOut":
        """The wire shape of a caller, whose session `token` is; never a secret."""
        signed_in = caller if isinstance(caller, SignedIn) else None
        return cls(
            kind="USER" if signed_in else "KEY",
            name=caller.name,
            prefix=caller.prefix if isinstance(caller, ApiKey) else None,
            role=signed_in.role.value if signed_in else None,
            permissions=sorted(caller.permissions),
            csrf_token=csrf_token_of(token) if signed_in and token else None,
            ends_at=signed_in.ends_at if signed_in else None,
        )
