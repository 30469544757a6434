"""Who may call, and what each caller may do. Not here: reading the header and answering 401 or 403 (`serving/http/auth.py`)."""

from loyalty.access.errors import KeyNameInvalid, KeyNotFound, KeyUnknown, PermissionMissing, PermissionUnknown
from loyalty.access.keys import create_key, list_keys, revoke_key, verify
from loyalty.access.model import ApiKey
from loyalty.access.permissions import GRANTABLE, OWN_KEY_READ, PERMISSIONS

__all__ = [
    "GRANTABLE",
    "OWN_KEY_READ",
    "PERMISSIONS",
    "ApiKey",
    "KeyNameInvalid",
    "KeyNotFound",
    "KeyUnknown",
    "PermissionMissing",
    "PermissionUnknown",
    "create_key",
    "list_keys",
    "revoke_key",
    "verify",
]
