"""Features in Redis: one key per generation and member, one pointer to the newest generation. The only module here that knows Redis.

Whoever misses a member may refill it alone: the script that reads leaves a lease with the first who asks, and only the holder's value
is kept. Taking a member back removes value and lease, so a refill that began before cannot bring the old value back.
"""

import random
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import redis

from loyalty.features.online import Stored, read_back, written

# Braces keep every key in one slot of a Redis Cluster, as the scripts need it. The version is that of `written`.
POINTER = "khaywe:{features}:generation"
PREFIX = "khaywe:{features}:v2:"
LEASE_PREFIX = "khaywe:{features}:lease:"

TTL_SECONDS = 3600
TTL_JITTER = 0.1
"""Keys filled in one moment do not lapse in one moment: an hour, give or take a tenth."""
UNKNOWN_TTL_SECONDS = 60
"""Of whom nothing is known yet, something may be known soon."""
HELD = "held"
HOLD_MS = 10_000
"""Whoever holds members back while it changes them gives them free afterwards; one that died holds no longer than this."""
LEASE_MS = 2_000
"""A reader that died while refilling holds the others up no longer than this."""
MEMBERS_PER_CALL = 1_000

READ = """
local generation = redis.call('GET', KEYS[1]) or '0'
local keys = {}
for place = 5, #ARGV do keys[place - 4] = ARGV[1] .. generation .. ':' .. ARGV[place] end
local values = redis.call('MGET', unpack(keys))
local answer = {generation}
for place, value in ipairs(values) do
  if value then answer[place + 1] = value
  elseif redis.call('SET', ARGV[2] .. ARGV[place + 4], ARGV[3], 'NX', 'PX', ARGV[4]) then answer[place + 1] = '+'
  else answer[place + 1] = '-' end
end
return answer
"""

# Keeps the values whose lease the caller still holds, unless a newer generation stands; ARGV: generation, lease token, prefixes, then
# member, milliseconds, value.
FILL = """
local newest = tonumber(redis.call('GET', KEYS[1]) or '-1')
local mine = tonumber(ARGV[1])
if newest < mine then redis.call('SET', KEYS[1], ARGV[1]) end
local kept = 0
for place = 5, #ARGV, 3 do
  local lease = ARGV[4] .. ARGV[place]
  if redis.call('GET', lease) == ARGV[2] then
    if newest <= mine and ARGV[place + 1] ~= '0' then
      redis.call('SET', ARGV[3] .. ARGV[1] .. ':' .. ARGV[place], ARGV[place + 2], 'PX', ARGV[place + 1])
      kept = kept + 1
    end
    redis.call('DEL', lease)
  end
end
return kept
"""

FORGET = """
local generation = redis.call('GET', KEYS[1]) or '0'
for place = 3, #ARGV do redis.call('DEL', ARGV[1] .. generation .. ':' .. ARGV[place], ARGV[2] .. ARGV[place]) end
return 1
"""

# Whoever is about to change what is known of members keeps others from keeping the old meanwhile: a lease that nobody can fill under.
HOLD = """
local generation = redis.call('GET', KEYS[1]) or '0'
for place = 5, #ARGV do
  redis.call('DEL', ARGV[1] .. generation .. ':' .. ARGV[place])
  redis.call('SET', ARGV[2] .. ARGV[place], ARGV[3], 'PX', ARGV[4])
end
return 1
"""

POINT = """
local newest = tonumber(redis.call('GET', KEYS[1]) or '-1')
if newest < tonumber(ARGV[1]) then redis.call('SET', KEYS[1], ARGV[1]) end
return 1
"""


class FeatureCache:
    """Redis for whoever publishes: it only says which generation stands. Without a client nothing is said."""

    def __init__(self, cache: redis.Redis | None) -> None:
        self._cache = cache

    def point_to(self, generation: int) -> str | None:
        """Readers are answered from `generation` on; None, or the reason why Redis did not hear it (readers find out by themselves)."""
        if self._cache is None:
            return "no cache is configured"
        try:
            point_to(self._cache, generation)
        except (redis.RedisError, OSError) as error:
            return f"{type(error).__name__}: {error}"[:200]
        return None


@dataclass(frozen=True, slots=True)
class Looked:
    """What one look found: values, members that the asker is to refill under `token`, and members that somebody else is refilling."""

    found: Mapping[UUID, Stored]
    ours: Sequence[UUID]
    theirs: Sequence[UUID]
    token: str


def look(cache: redis.Redis, member_ids: Sequence[UUID]) -> Looked:
    """All of them in one round trip (of at most a thousand each)."""
    token = secrets.token_hex(8)
    found: dict[UUID, Stored] = {}
    ours, theirs = list[UUID](), list[UUID]()
    for part in _parts(member_ids):
        answer: Any = cache.eval(READ, 1, POINTER, PREFIX, LEASE_PREFIX, token, str(LEASE_MS), *(one.hex for one in part))
        for member_id, value in zip(part, answer[1:], strict=True):
            if value == b"+":
                ours.append(member_id)
            elif value == b"-":
                theirs.append(member_id)
            else:
                found[member_id] = read_back(value)
    return Looked(found, ours, theirs, token)


def keep(cache: redis.Redis, token: str, refilled: Mapping[UUID, Stored | None]) -> bool:
    """The values stand for an hour where our lease still does; None: only the lease is given back. Each generation under its own keys."""
    by_generation: dict[int, list[Any]] = {}
    given_back: list[Any] = []
    for member_id, stored in refilled.items():
        if stored is None:
            given_back += [member_id.hex, 0, b""]
        else:
            by_generation.setdefault(stored.head.generation, []).extend([member_id.hex, lasting_ms(stored), written(stored)])
    by_generation.setdefault(next(iter(by_generation), 0), []).extend(given_back)
    for generation, arguments in by_generation.items():
        for start in range(0, len(arguments), 3 * MEMBERS_PER_CALL):
            part = arguments[start : start + 3 * MEMBERS_PER_CALL]
            cache.eval(FILL, 1, POINTER, str(generation), token, PREFIX, LEASE_PREFIX, *part)
    return True


def lasting_ms(stored: Stored) -> int:
    """How long a value is believed without asking again."""
    seconds = UNKNOWN_TTL_SECONDS if stored.values is None else TTL_SECONDS
    return int(seconds * 1000 * random.uniform(1 - TTL_JITTER, 1 + TTL_JITTER))  # noqa: S311 -- no secret


def forget(cache: redis.Redis, member_ids: Sequence[UUID]) -> bool:
    """These members are read anew, also by whoever was about to refill them."""
    for part in _parts(member_ids):
        cache.eval(FORGET, 1, POINTER, PREFIX, LEASE_PREFIX, *(one.hex for one in part))
    return True


def hold(cache: redis.Redis, member_ids: Sequence[UUID]) -> bool:
    """Nothing is kept of these members until they are forgotten, for at most ten seconds."""
    for part in _parts(member_ids):
        cache.eval(HOLD, 1, POINTER, PREFIX, LEASE_PREFIX, HELD, str(HOLD_MS), *(one.hex for one in part))
    return True


def point_to(cache: redis.Redis, generation: int) -> bool:
    """Everybody's older values are out of sight at once; the pointer never goes back."""
    cache.eval(POINT, 1, POINTER, str(generation))
    return True


def _parts(member_ids: Sequence[UUID]) -> list[Sequence[UUID]]:
    return [member_ids[start : start + MEMBERS_PER_CALL] for start in range(0, len(member_ids), MEMBERS_PER_CALL)]
