"""Identifiers: time-ordered UUIDs inside, prefixed text (`mbr_…`) outside. Not here: external ids, which belong to the caller."""

from uuid import UUID

from uuid_utils.compat import uuid7

from loyalty.errors import Invalid


class MalformedId(Invalid):
    """The text is not an id of the expected kind."""

    code = "ID_MALFORMED"


def new_id() -> UUID:
    """A new UUID version 7: unique, and later ids sort after earlier ones of the same process."""
    return uuid7()


def show_id(prefix: str, value: UUID) -> str:
    """The outside form of an id: `mbr_` and 32 hexadecimal digits."""
    return f"{prefix}_{value.hex}"


def read_id(prefix: str, text: str) -> UUID:
    """The UUID inside a prefixed id.

    Raises:
        MalformedId: the prefix or the digits are not as `show_id` writes them.
    """
    head, _, digits = text.partition("_")
    if head != prefix or len(digits) != 32:
        raise MalformedId(f"'{text[:80]}' is not an id of the form {prefix}_<32 hexadecimal digits>.", given=text[:80])
    try:
        return UUID(hex=digits)
    except ValueError:
        raise MalformedId(f"'{text[:80]}' is not an id of the form {prefix}_<32 hexadecimal digits>.", given=text[:80]) from None
