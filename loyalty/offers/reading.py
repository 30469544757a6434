"""Answers from the database, for lookups that the cache could not answer. Not here: the cache, and SQL (`store.py`)."""

from collections.abc import Sequence

from sqlalchemy.exc import InterfaceError, OperationalError

from loyalty.database import Database
from loyalty.database.engine import DatabaseUnavailable
from loyalty.members.errors import MemberUnknown
from loyalty.offers import store
from loyalty.offers.defaults import DefaultOffers
from loyalty.offers.model import ByMemberId, MemberKey, StoredAnswer
from loyalty.offers.online import OfferComputer


class OfferReader:
    """Reads many members' answers with one statement in a transaction of its own."""

    def __init__(self, database: Database, defaults: DefaultOffers, computer: OfferComputer | None = None) -> None:
        self._database = database
        self._defaults = defaults
        self._computer = computer

    def read(self, keys: Sequence[MemberKey]) -> dict[MemberKey, StoredAnswer]:
        """The answers of these members; an unknown one is simply not among them. Whoever was not ranked is ranked now, where that can be.

        Raises:
            DatabaseUnavailable: PostgreSQL does not answer.
        """
        try:
            found = self._read(keys)
            unranked = {
                stored.member_id for stored in found.values() if stored.generation is not None and stored.answer.source == "default"
            }
            if self._computer is not None and unranked:
                computed = self._computer.compute(sorted(unranked), self._defaults)
                found |= {key: computed[stored.member_id] for key, stored in found.items() if stored.member_id in computed}
        except (OperationalError, InterfaceError) as error:
            raise _unavailable(error) from error
        return found

    def _read(self, keys: Sequence[MemberKey]) -> dict[MemberKey, StoredAnswer]:
        with self._database.begin_lean() as work:
            return store.last_answers(keys, self._defaults, work)

    def generation(self) -> int | None:
        """The number of the shelf that stands, or None.

        Raises:
            DatabaseUnavailable: PostgreSQL does not answer.
        """
        try:
            with self._database.begin() as work:
                return store.generation(work)
        except (OperationalError, InterfaceError) as error:
            raise _unavailable(error) from error


def unknown_member(key: MemberKey) -> MemberUnknown:
    """The refusal for a member that the database does not know."""
    given = str(key.member_id) if isinstance(key, ByMemberId) else key.external_id[:200]
    return MemberUnknown(f"No member has the id '{given}'.", given=given)


def _unavailable(error: OperationalError | InterfaceError) -> DatabaseUnavailable:
    return DatabaseUnavailable("The loyalty database went away while it was asked for offers.", reason=str(error.orig)[:200])
