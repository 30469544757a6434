"""Where keys are kept. The only module of this room that knows SQL."""

from datetime import datetime

from sqlalchemy import Row, func, insert, select, update

from loyalty.access.model import ApiKey, StoredKey
from loyalty.access.tables import api_keys
from loyalty.database.work import Work


def append_key(stored: StoredKey, within: Work) -> None:
    """The key stands in the table."""
    key = stored.key
    within.execute(
        insert(api_keys).values(
            id=key.id,
            prefix=key.prefix,
            secret_sha256=stored.secret_sha256,
            name=key.name,
            permissions=sorted(key.permissions),
            created_at=key.created_at,
            revoked_at=key.revoked_at,
        )
    )


def find_key(prefix: str, within: Work) -> StoredKey | None:
    """The key with this prefix, revoked or not."""
    row = within.execute(select(api_keys).where(api_keys.c.prefix == prefix)).one_or_none()
    return _stored(row) if row is not None else None


def all_keys(within: Work) -> list[ApiKey]:
    """Every key, oldest first."""
    return [_stored(row).key for row in within.execute(select(api_keys).order_by(api_keys.c.id))]


def set_revoked(prefix: str, at: datetime, within: Work) -> bool:
    """The key is revoked from `at` (an earlier revocation stays); False where there is none."""
    changed = within.execute(
        update(api_keys)
        .where(api_keys.c.prefix == prefix)
        # A demo's clock may be set back before the key was made; the table insists on the order of the two.
        .values(revoked_at=func.coalesce(api_keys.c.revoked_at, func.greatest(api_keys.c.created_at, at)))
    )
    return changed.rowcount > 0


def _stored(row: Row[tuple[object, ...]]) -> StoredKey:
    found = row._mapping
    key = ApiKey(
        id=found["id"],
        prefix=found["prefix"],
        name=found["name"],
        permissions=frozenset(found["permissions"]),
        created_at=found["created_at"],
        revoked_at=found["revoked_at"],
    )
    return StoredKey(key, bytes(found["secret_sha256"]))
