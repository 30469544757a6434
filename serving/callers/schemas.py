"""The wire shape of the calling key."""

from pydantic import Field

from loyalty.access import ApiKey
from serving.http.outputs import Out


class CallerOut(Out):
    """Who is calling and what it may do."""

    name: str
    prefix: str = Field(description="The public part of the key, `khw_<prefix>_…`.")
    permissions: list[str] = Field(description="Sorted.")

    @classmethod
    def of(cls, key: ApiKey) -> "CallerOut":
        """The wire shape of a key; never its secret."""
        return cls(name=key.name, prefix=key.prefix, permissions=sorted(key.permissions))
