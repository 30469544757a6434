"""Answers that are kept and no longer true: taken back, so that members are read anew. Not here: keeping them (`cached.py`)."""

from collections.abc import Sequence
from uuid import UUID

import redis
import structlog

from loyalty.cache import CacheUnavailable
from loyalty.database import Database
from loyalty.offers import cached, store_outcomes

MEMBERS = "select program_code, external_id from members where id = any(%(ids)s::uuid[])"

log = structlog.get_logger(__name__)


class KeptOffers:
    """What Redis keeps of members' offers, for whoever changes what is true. Safe for threads."""

    def __init__(self, database: Database, cache: redis.Redis | None) -> None:
        self._database = database
        self._cache = cache

    def take_back(self, member_ids: Sequence[UUID]) -> None:
        """Call it after the commit: from now on these members are answered from the database.

        Where Redis cannot be told, the shelf becomes another generation, so that it is not believed when it comes back.
        """
        if self._cache is None or not member_ids:
            return
        with self._database.begin() as work:
            members = work.exec_driver_sql(MEMBERS, {"ids": list(member_ids)}).all()
        try:
            cached.take_back(self._cache, [f"x:{code}:{external_id}" for code, external_id in members])
        except CacheUnavailable as error:
            log.warning("offers_not_taken_back", reason=error.facts.get("reason"), members=len(members))
            with self._database.begin() as work:
                store_outcomes.renew_shelf(work)
