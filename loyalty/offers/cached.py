"""The shelf in Redis: one hash per generation and one pointer to the newest. The only module of the room that knows Redis.

A field is a member by id or by external id. The answer itself lies under the external id; the id leads to it (`>` and the
other field), so that an answer is kept once. A hash is only ever filled with answers of its own generation, and the pointer
never goes back, so whoever reads one hash reads one generation.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeGuard

import redis

from loyalty.cache import CacheUnavailable
from loyalty.offers.model import ByMemberId, MemberKey, OfferAnswer, StoredAnswer

# Braces keep both keys in one slot of a Redis Cluster.
POINTER = "khaywe:{offers}:generation"
SHELF_PREFIX = "khaywe:{offers}:shelf:"
# A shelf that nobody replaces is still read; one that nobody reads goes by itself.
SHELF_SECONDS = 8 * 24 * 3600
# Readers that learnt the old generation just before the swap may still ask for it.
OLD_SHELF_SECONDS = 60

ALIAS = b">"
_FROM_DATABASE, _FROM_CACHE = b'"source" : "database"', b'"source" : "cache"'
_DEFAULT = b'"source" : "default"'
# The source stands right after the member's id, before anything a title could say.
SOURCE_WITHIN = 96

# Makes `generation` (ARGV[1]) the newest unless a newer one is; where it is the newest, stores the fields that follow.
FILL = """
local newest = tonumber(redis.call('GET', KEYS[1]) or '-1')
local mine = tonumber(ARGV[1])
if newest > mine then return 0 end
if newest < mine then redis.call('SET', KEYS[1], ARGV[1]) end
if #ARGV > 2 then
  local now = tonumber(redis.call('TIME')[1])
  for place = 3, #ARGV, 2 do
    local there = redis.call('HGET', KEYS[2], ARGV[place])
    if not there or there:sub(1, 1) ~= '~' or now - tonumber(there:sub(2)) > 20 then
      redis.call('HSET', KEYS[2], ARGV[place], ARGV[place + 1])
    end
  end
  redis.call('EXPIRE', KEYS[2], ARGV[2])
end
return 1
"""

# Takes the answers under the fields back: `~` and the second. Who read the database before the act that made them old may still want to
# store what it read; no statement runs longer than the twenty seconds for which `FILL` leaves such a field alone.
TAKE_BACK = """
local newest = redis.call('GET', KEYS[1])
if not newest then return 0 end
local now = redis.call('TIME')[1]
for place = 2, #ARGV do redis.call('HSET', ARGV[1] .. newest, ARGV[place], '~' .. now) end
return 1
"""

# Makes `generation` (ARGV[1]) the newest unless a newer one is, and lets the one before go after ARGV[2] seconds.
POINT = """
local newest = tonumber(redis.call('GET', KEYS[1]) or '-1')
local mine = tonumber(ARGV[1])
if newest >= mine then return 0 end
redis.call('SET', KEYS[1], ARGV[1])
if newest >= 0 then redis.call('EXPIRE', ARGV[3] .. newest, ARGV[2]) end
return 1
"""


def shelf_key(generation: int) -> str:
    """The hash of a generation."""
    return f"{SHELF_PREFIX}{generation}"


def field_of(key: MemberKey) -> str:
    """Where to look for a member."""
    if isinstance(key, ByMemberId):
        return f"m:{key.member_id.hex}"
    return f"x:{key.program_code}:{key.external_id}"


def alias_of(value: bytes | None) -> str | None:
    """The field that `value` leads to, if it is no answer itself."""
    return value[1:].decode() if value is not None and value.startswith(ALIAS) else None


def fields_of(stored: StoredAnswer) -> dict[str, bytes]:
    """What the cache keeps of an answer."""
    field = f"x:{stored.program_code}:{stored.external_id}"
    return {field: stored.answer.body.replace(_FROM_DATABASE, _FROM_CACHE, 1), f"m:{stored.member_id.hex}": ALIAS + field.encode()}


def is_answer(value: bytes | None) -> TypeGuard[bytes]:
    """Whether something is kept that may be told; what was taken back may not."""
    return value is not None and not value.startswith(b"~")


def take_back(cache: redis.Redis, fields: Sequence[str]) -> None:
    """Nobody is told what is kept under these fields; they are read anew.

    Raises:
        CacheUnavailable: Redis does not answer.
    """
    with _redis_may_fail():
        cache.eval(TAKE_BACK, 1, POINTER, SHELF_PREFIX, *fields)


def answer_in(body: bytes) -> OfferAnswer:
    """The answer that the cache kept."""
    return OfferAnswer("default" if _DEFAULT in body[:SOURCE_WITHIN] else "cache", body)


def fill_arguments(generation: int, answers: Iterable[StoredAnswer]) -> tuple[list[str], list[Any]]:
    """Keys and arguments of the script `FILL` that stores these answers."""
    arguments: list[Any] = [generation, SHELF_SECONDS]
    for stored in answers:
        for field, value in fields_of(stored).items():
            arguments += (field, value)
    return [POINTER, shelf_key(generation)], arguments


def point_arguments(generation: int) -> tuple[list[str], list[Any]]:
    """Keys and arguments of the script `POINT`."""
    return [POINTER], [generation, OLD_SHELF_SECONDS, SHELF_PREFIX]


def write(cache: redis.Redis, answers: Sequence[StoredAnswer]) -> None:
    """The answers, all of one generation, lie in its hash; nobody is pointed to it by this.

    Raises:
        CacheUnavailable: Redis does not answer.
    """
    key = shelf_key(answers[0].generation or 0)
    fields: dict[Any, Any] = {field: value for stored in answers for field, value in fields_of(stored).items()}
    with _redis_may_fail(), cache.pipeline(transaction=False) as pipeline:
        pipeline.hset(key, mapping=fields)
        pipeline.expire(key, SHELF_SECONDS)
        pipeline.execute()


def point_to(cache: redis.Redis, generation: int) -> None:
    """Readers are pointed to `generation`, unless a newer one is there; the one before goes soon.

    Raises:
        CacheUnavailable: Redis does not answer.
    """
    keys, arguments = point_arguments(generation)
    with _redis_may_fail():
        cache.eval(POINT, len(keys), *keys, *arguments)


def by_generation(answers: Iterable[StoredAnswer]) -> dict[int, list[StoredAnswer]]:
    """The answers that can be kept, by generation; those from before the first shelf cannot."""
    found: dict[int, list[StoredAnswer]] = {}
    for stored in answers:
        if stored.generation is not None:
            found.setdefault(stored.generation, []).append(stored)
    return found


def read_pointer(value: bytes | None) -> int | None:
    """The generation that the pointer names."""
    return int(value) if value is not None and value.isdigit() else None


def aliases_in(values: Sequence[bytes | None]) -> dict[int, str]:
    """By place, the fields that have to be looked up once more."""
    return {place: field for place, value in enumerate(values) if (field := alias_of(value)) is not None}


@contextmanager
def _redis_may_fail() -> Iterator[None]:
    try:
        yield
    except (redis.RedisError, OSError) as error:
        raise CacheUnavailable(
            "Redis does not answer; the database answers instead.", reason=f"{type(error).__name__}: {error}"[:200]
        ) from error
