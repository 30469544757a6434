"""How often signing in may fail: counted in the database before a password is looked at. Not here: looking at it (`users.py`).

Counted per address and name, per address, and per name, each with more room than the one before, so that a stranger who guesses one
name's password locks out himself long before its owner. The clock is PostgreSQL's own: the business clock of a demo stands still.
"""

import hashlib

from loyalty.access.errors import SignInAttemptsExceeded
from loyalty.database.work import Work

WINDOW_SECONDS = 900
MISSED_OF_BOTH_MAX = 5
MISSED_OF_ADDRESS_MAX = 50
MISSED_OF_NAME_MAX = 100

_TAKE = """
insert into sign_in_attempts as a (scope, missed_count, until_at)
select scope, 1, now() + make_interval(secs => %(seconds)s) from unnest(%(scopes)s::text[]) as s (scope) order by scope
on conflict (scope) do update set
    missed_count = case when a.until_at <= now() then 1 else a.missed_count + 1 end,
    until_at = case when a.until_at <= now() then excluded.until_at else a.until_at end
returning scope, missed_count, ceil(extract(epoch from until_at - now()))::int as wait_seconds
"""
_GIVE_BACK = "update sign_in_attempts set missed_count = missed_count - 1 where scope = any(%(scopes)s::text[]) and missed_count > 0"
_FORGET = "delete from sign_in_attempts where until_at <= now()"


def take_attempt(name: str, address: str, *, within: Work) -> None:
    """One attempt fewer is left; commit it before the password is looked at, and give it back where it was right.

    Raises:
        SignInAttemptsExceeded: none was left; roll back then, for nothing is to be counted.
    """
    limits = _limits(name, address)
    within.exec_driver_sql(_FORGET)
    rows = within.exec_driver_sql(_TAKE, {"scopes": list(limits), "seconds": WINDOW_SECONDS})
    waits = [row.wait_seconds for row in rows if row.missed_count > limits[row.scope]]
    if waits:
        wait = max([*waits, 1])
        raise SignInAttemptsExceeded(f"Too many sign-ins failed. Wait {wait} seconds before the next.", retry_after_seconds=wait)


def give_back_attempt(name: str, address: str, *, within: Work) -> None:
    """The attempt was no miss."""
    within.exec_driver_sql(_GIVE_BACK, {"scopes": list(_limits(name, address))})


def _limits(name: str, address: str) -> dict[str, int]:
    # A hash, since what is typed into the field of the name may be a password by mistake.
    who = hashlib.sha256(name.strip().lower().encode("utf-8", "replace")).hexdigest()
    return {f"both:{who}:{address}": MISSED_OF_BOTH_MAX, f"address:{address}": MISSED_OF_ADDRESS_MAX, f"name:{who}": MISSED_OF_NAME_MAX}
