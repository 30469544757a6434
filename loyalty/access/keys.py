"""The acts on API keys: create, verify, revoke, list. Not here: caching a verified key (`serving/http/auth.py`)."""

from collections.abc import Iterable

from loyalty.access import store
from loyalty.access.errors import KeyNameInvalid, KeyNotFound
from loyalty.access.model import ApiKey, StoredKey, mint_secret, prove, split_key
from loyalty.access.permissions import checked_permissions
from loyalty.clock import Clock
from loyalty.database.work import Work
from loyalty.ids import new_id

NAME_LENGTH_MAX = 100


def create_key(name: str, permissions: Iterable[str], *, within: Work, clock: Clock) -> tuple[ApiKey, str]:
    """A new key exists; returns it and the full secret text, which is shown now and never again.

    Raises:
        KeyNameInvalid: the name is empty, longer than 100 characters, or holds a control character.
        PermissionUnknown: a permission is not in the catalogue, or none is given.
    """
    if not name.strip() or len(name) > NAME_LENGTH_MAX or not name.isprintable():
        raise KeyNameInvalid("Name the key with 1 to 100 printable characters.", name=name[:NAME_LENGTH_MAX])
    granted = frozenset(checked_permissions(permissions))
    prefix, text, secret_sha256 = mint_secret()
    key = ApiKey(id=new_id(), prefix=prefix, name=name, permissions=granted, created_at=clock.now())
    store.append_key(StoredKey(key, secret_sha256), within)
    return key, text


def verify(text: str, *, within: Work) -> ApiKey:
    """The key that `text` (`khw_<prefix>_<secret>`) proves.

    Raises:
        KeyUnknown: malformed, unknown, wrong secret or revoked; the answer is the same for all.
    """
    prefix, secret = split_key(text)
    return prove(store.find_key(prefix, within), secret)


def revoke_key(prefix: str, *, within: Work, clock: Clock) -> None:
    """The key opens nothing any more; a second time changes nothing.

    Raises:
        KeyNotFound: no key has this prefix.
    """
    if not store.set_revoked(prefix, clock.now(), within):
        raise KeyNotFound(f"No key has the prefix '{prefix[:40]}'.", prefix=prefix[:40])


def list_keys(*, within: Work) -> list[ApiKey]:
    """Every key, revoked ones too, oldest first."""
    return store.all_keys(within)
