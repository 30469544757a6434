"""The way to Redis (or Valkey), and the breaker before it. What is kept there, and under which keys, is each room's own business."""

from loyalty.cache.breaker import CacheBreaker
from loyalty.cache.connect import connect_cache, connect_cache_async
from loyalty.cache.errors import CacheUnavailable, CacheUrlWrong

__all__ = ["CacheBreaker", "CacheUnavailable", "CacheUrlWrong", "connect_cache", "connect_cache_async"]
