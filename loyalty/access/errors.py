"""What access refuses. Not here: how HTTP says it."""

from loyalty.errors import Conflict, Invalid, NotFound, Refused


class CallerUnknown(Refused):
    """Nobody knows who is calling."""

    code = "CALLER_UNKNOWN"


class KeyUnknown(CallerUnknown):
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


class SignInRefused(CallerUnknown):
    """Name and password do not go together, or the user may not sign in any more; which of them is not told."""

    code = "SIGN_IN_REFUSED"


class SessionUnknown(CallerUnknown):
    """The session has ended, or there never was one."""

    code = "SESSION_UNKNOWN"


class CsrfTokenWrong(Refused):
    """A write by cookie came without the session's own token, so it may not come from the console."""

    code = "CSRF_TOKEN_WRONG"


class SignInAttemptsExceeded(Refused):
    """Too many sign-ins failed from there or for that name; later ones are refused unread for a while."""

    code = "SIGN_IN_ATTEMPTS_EXCEEDED"


class UserNameInvalid(Invalid):
    """A user is called by 1 to 100 printable characters without blanks at the ends."""

    code = "USER_NAME_INVALID"


class UserNameTaken(Conflict):
    """Somebody is called that already; upper and lower case are one."""

    code = "USER_NAME_TAKEN"


class PasswordTooWeak(Invalid):
    """A password is 12 to 200 characters that are neither the user's name nor one sign again and again."""

    code = "PASSWORD_TOO_WEAK"


class UserNotFound(NotFound):
    """No user has this id."""

    code = "USER_NOT_FOUND"


class LastAdmin(Conflict):
    """Somebody must stay who may make users."""

    code = "LAST_ADMIN"


class KeyNotFound(NotFound):
    """No key has this prefix."""

    code = "API_KEY_NOT_FOUND"
