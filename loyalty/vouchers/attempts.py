"""How often somebody may send codes that do not work: counted in Valkey, or in the database while that is away.

A code that works costs nothing. Once a scope has missed too often, every code of it is refused alike, the right one too. Not here: judging
codes (redeem).
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

import redis

from loyalty.cache import CacheBreaker, CacheUnavailable
from loyalty.database import Work
from loyalty.vouchers.errors import VoucherAttemptsExceeded

PREFIX = "khaywe:{vouchers}:missed:"

# Takes one attempt from each scope, or from none and answers how many seconds the fullest one is closed.
TAKE = """
local wait = 0
for i, key in ipairs(KEYS) do
  if tonumber(redis.call('GET', key) or '0') >= tonumber(ARGV[i + 1]) then wait = math.max(wait, redis.call('TTL', key), 1) end
end
if wait > 0 then return wait end
for _, key in ipairs(KEYS) do
  if redis.call('INCR', key) == 1 then redis.call('EXPIRE', key, ARGV[1]) end
end
return 0
"""
GIVE_BACK = "for _, key in ipairs(KEYS) do if tonumber(redis.call('GET', key) or '0') > 0 then redis.call('DECR', key) end end"

# Rate limits are about the clock on the wall: the business clock of a demo stands still.
TAKE_IN_DATABASE = """
insert into voucher_attempts as a (scope, missed_count, until_at)
select scope, 1, now() + make_interval(secs => %(seconds)s) from unnest(%(scopes)s::text[]) as s (scope) order by scope
on conflict (scope) do update set
    missed_count = case when a.until_at <= now() then 1 else a.missed_count + 1 end,
    until_at = case when a.until_at <= now() then excluded.until_at else a.until_at end
returning scope, missed_count, ceil(extract(epoch from until_at - now()))::int as wait_seconds
"""
GIVE_BACK_IN_DATABASE = """
update voucher_attempts set missed_count = missed_count - 1 where scope = any(%(scopes)s::text[]) and missed_count > 0
"""


@dataclass(frozen=True, slots=True)
class Scope:
    """Somebody who sends codes, and how many misses are his within the window."""

    name: str
    missed_max: int


class Attempts:
    """Counts misses per scope within `window_seconds`."""

    def __init__(
        self,
        cache: redis.Redis | None,
        breaker: CacheBreaker | None = None,
        *,
        per_key: int = 100,
        per_member: int = 10,
        window_seconds: int = 600,
    ) -> None:
        self._cache = cache
        self._breaker = breaker or CacheBreaker()
        self._per_key = per_key
        self._per_member = per_member
        self._window_seconds = window_seconds

    def scopes(self, key_id: str, member_id: str) -> tuple[Scope, Scope]:
        """The API key and the member behind an attempt."""
        return Scope(f"key:{key_id}", self._per_key), Scope(f"member:{member_id}", self._per_member)

    def take(self, scopes: Sequence[Scope], within: Work) -> None:
        """Each scope has one attempt fewer; give it back where the code worked.

        Raises:
            VoucherAttemptsExceeded: one of them has none left; nothing was taken (in the database: once `within` is rolled back).
        """
        wait_seconds = self._take_cached(scopes)
        if wait_seconds is None:
            wait_seconds = self._take_in_database(scopes, within)
        if wait_seconds:
            raise _exceeded(wait_seconds)

    def give_back(self, scopes: Sequence[Scope], within: Work) -> None:
        """The attempts were no misses."""
        if not self._give_back_cached(scopes):
            within.exec_driver_sql(GIVE_BACK_IN_DATABASE, {"scopes": [scope.name for scope in scopes]})

    def take_apart(self, scopes: Sequence[Scope], begin: Callable[[], AbstractContextManager[Work]]) -> None:
        """As `take`, but counted at once whatever becomes of the caller's transaction; `begin` opens one where it is needed.

        Raises:
            VoucherAttemptsExceeded: one of them has none left; nothing was taken.
        """
        wait_seconds = self._take_cached(scopes)
        if wait_seconds is None:
            with begin() as apart:
                wait_seconds = self._take_in_database(scopes, apart)
                if wait_seconds:
                    raise _exceeded(wait_seconds)
        elif wait_seconds:
            raise _exceeded(wait_seconds)

    def give_back_apart(self, scopes: Sequence[Scope], begin: Callable[[], AbstractContextManager[Work]]) -> None:
        """As `give_back`, at once."""
        if not self._give_back_cached(scopes):
            with begin() as apart:
                self.give_back(scopes, apart)

    def _take_cached(self, scopes: Sequence[Scope]) -> int | None:
        """How long to wait (0: the attempts are taken); None: Valkey is away."""
        cache = self._cache
        if cache is None:
            return None
        keys = [PREFIX + scope.name for scope in scopes]
        limits = [scope.missed_max for scope in scopes]
        try:
            return int(self._breaker.call(lambda: cache.eval(TAKE, len(keys), *keys, self._window_seconds, *limits)))
        except CacheUnavailable:
            return None

    def _give_back_cached(self, scopes: Sequence[Scope]) -> bool:
        """Whether Valkey did it."""
        cache = self._cache
        if cache is None:
            return False
        keys = [PREFIX + scope.name for scope in scopes]
        try:
            self._breaker.call(lambda: cache.eval(GIVE_BACK, len(keys), *keys))
        except CacheUnavailable:
            return False
        return True

    def _take_in_database(self, scopes: Sequence[Scope], within: Work) -> int:
        limits = {scope.name: scope.missed_max for scope in scopes}
        rows = within.exec_driver_sql(TAKE_IN_DATABASE, {"scopes": list(limits), "seconds": self._window_seconds})
        waits = [row.wait_seconds for row in rows if row.missed_count > limits[row.scope]]
        return max([*waits, 1]) if waits else 0


def _exceeded(wait_seconds: int) -> VoucherAttemptsExceeded:
    return VoucherAttemptsExceeded(
        f"Too many codes that cannot be redeemed were sent. Wait {wait_seconds} seconds before the next.",
        retry_after_seconds=wait_seconds,
    )
