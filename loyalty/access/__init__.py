"""Who may call, and what each caller may do: machines by key, people by session. Not here: headers and cookies (`serving/http/`)."""

from loyalty.access.errors import (
    CallerUnknown,
    CsrfTokenWrong,
    KeyNameInvalid,
    KeyNotFound,
    KeyUnknown,
    LastAdmin,
    PasswordTooWeak,
    PermissionMissing,
    PermissionUnknown,
    SessionUnknown,
    SignInAttemptsExceeded,
    SignInRefused,
    UserNameInvalid,
    UserNameTaken,
    UserNotFound,
)
from loyalty.access.keys import create_key, list_keys, revoke_key, verify
from loyalty.access.model import ApiKey, Caller
from loyalty.access.permissions import GRANTABLE, OWN_KEY_READ, PERMISSIONS
from loyalty.access.roles import PERMISSIONS_OF, Role
from loyalty.access.sessions import SignedIn, check_csrf, csrf_token_of
from loyalty.access.throttle import give_back_attempt, take_attempt
from loyalty.access.user import User
from loyalty.access.users import (
    UserChange,
    add_user,
    change_own_password,
    change_user,
    find_user,
    find_user_named,
    list_users,
    resume,
    sign_in,
    sign_out,
)

__all__ = [
    "GRANTABLE",
    "OWN_KEY_READ",
    "PERMISSIONS",
    "PERMISSIONS_OF",
    "ApiKey",
    "Caller",
    "CallerUnknown",
    "CsrfTokenWrong",
    "KeyNameInvalid",
    "KeyNotFound",
    "KeyUnknown",
    "LastAdmin",
    "PasswordTooWeak",
    "PermissionMissing",
    "PermissionUnknown",
    "Role",
    "SessionUnknown",
    "SignInAttemptsExceeded",
    "SignInRefused",
    "SignedIn",
    "User",
    "UserChange",
    "UserNameInvalid",
    "UserNameTaken",
    "UserNotFound",
    "add_user",
    "change_own_password",
    "change_user",
    "check_csrf",
    "create_key",
    "csrf_token_of",
    "find_user",
    "find_user_named",
    "give_back_attempt",
    "list_keys",
    "list_users",
    "resume",
    "revoke_key",
    "sign_in",
    "sign_out",
    "take_attempt",
    "verify",
]
