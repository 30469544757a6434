"""What access refuses. Not here: how HTTP says it."""

from loyalty.errors import Invalid, NotFound, Refused


class KeyUnknown(Refused):
    """The key is missing, malformed, unknown or revoked; which of them is not told."""

    code = "API_KEY_UNKNOWN"


class PermissionMissing(Refused):
    """The key is good and does not hold the permission that is needed."""

    code = "PERMISSION_MISSING"


class PermissionUnknown(Invalid):
    """A permission that is not in the catalogue cannot be granted."""

    code = "PERMISSION_UNKNOWN"


class KeyNameInvalid(Invalid):
    """A key must be named, so that an audit can tell who called."""

    code = "API_KEY_NAME_INVALID"


class KeyNotFound(NotFound):
    """No key has this prefix."""

    code = "API_KEY_NOT_FOUND"
