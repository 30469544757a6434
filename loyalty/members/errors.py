"""What the members room refuses, each with its stable code."""

from loyalty.errors import Invalid, NotFound, Refused


class MemberUnknown(NotFound):
    """No member has this id."""

    code = "MEMBER_UNKNOWN"


class MemberInactive(Refused):
    """The member exists and may not earn, burn or redeem."""

    code = "MEMBER_INACTIVE"


class MemberClosed(Refused):
    """A closed membership is not opened again."""

    code = "MEMBER_CLOSED"


class ExternalIdInvalid(Invalid):
    """An external id has 1 to 200 characters, none of them a control character."""

    code = "EXTERNAL_ID_INVALID"


class AttributesInvalid(Invalid):
    """Attributes are a JSON object of at most 16 KiB."""

    code = "ATTRIBUTES_INVALID"


class JoinedAtInvalid(Invalid):
    """A member joined at an instant with its offset from UTC, not after now."""

    code = "JOINED_AT_INVALID"
