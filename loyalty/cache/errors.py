"""What can go wrong on the way to the cache. Whoever reads through it answers from the database instead."""

from loyalty.errors import Invalid, Unavailable


class CacheUrlWrong(Invalid):
    """The configured URL cannot name a Redis server."""

    code = "CACHE_URL_WRONG"


class CacheUnavailable(Unavailable):
    """Redis does not answer in time, or did not lately and is left alone for a moment."""

    code = "CACHE_UNAVAILABLE"
