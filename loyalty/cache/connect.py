"""Redis clients from a URL, for threads and for an event loop. Not here: what happens when Redis is down (`breaker.py`)."""

from urllib.parse import urlsplit

import redis
import redis.asyncio
from redis.asyncio.retry import Retry as AsyncRetry
from redis.backoff import NoBackoff
from redis.retry import Retry

from loyalty.cache.errors import CacheUrlWrong

SCHEMES = ("redis", "rediss", "unix")
# A dead server refuses at once; this is for one that hangs. Shorter, and a busy machine would take itself for a dead cache.
TIMEOUT_SECONDS = 1.0


def connect_cache(url: str, *, timeout_seconds: float = TIMEOUT_SECONDS) -> redis.Redis:
    """A client whose answers are bytes; nothing is contacted yet. One retry, at once, for a connection that the server closed.

    Raises:
        CacheUrlWrong: not a redis://, rediss:// or unix:// URL.
    """
    _check(url)
    return redis.Redis.from_url(
        url, socket_timeout=timeout_seconds, socket_connect_timeout=timeout_seconds, retry=Retry(NoBackoff(), 1), protocol=2
    )


def connect_cache_async(url: str, *, timeout_seconds: float = TIMEOUT_SECONDS) -> redis.asyncio.Redis:
    """As `connect_cache`, for the event loop that first uses it.

    Raises:
        CacheUrlWrong: not a redis://, rediss:// or unix:// URL.
    """
    _check(url)
    return redis.asyncio.Redis.from_url(
        url, socket_timeout=timeout_seconds, socket_connect_timeout=timeout_seconds, retry=AsyncRetry(NoBackoff(), 1), protocol=2
    )


def _check(url: str) -> None:
    try:
        parts = urlsplit(url)
        valid = parts.scheme in SCHEMES and bool(parts.hostname or (parts.scheme == "unix" and parts.path)) and parts.port != 0
    except ValueError:
        valid = False
    if not valid:
        raise CacheUrlWrong(
            "KHAYWE_REDIS_URL must look like redis://host:6379/0 or unix:///path/to/redis.sock.", scheme=url.split(":", 1)[0][:40]
        )
