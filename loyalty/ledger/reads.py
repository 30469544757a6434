"""What readers ask of the ledger: balances at an instant, lots, history. Nothing here writes."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.ledger.model import AsOf, Balance, Book, HistoryEntry, Lot
from loyalty.paging import Page


def balances(
    member_ids: Sequence[UUID], *, within: Work, clock: Clock, as_of: datetime | None = None, by: AsOf = AsOf.EFFECTIVE
) -> dict[UUID, list[Balance]]:
    """Each known member's balance in each wallet (a member with no posting: zeros); unknown ids are not in the answer.

    Raises:
        AsOfInFuture: `as_of` lies after the clock.
    """
    raise NotImplementedError


def open_lots(member_ids: Sequence[UUID], *, within: Work, clock: Clock) -> dict[UUID, list[Lot]]:
    """Each member's spendable lots in the order in which they will burn; ids without any are not in the answer."""
    raise NotImplementedError


def history(
    member_id: UUID, *, within: Work, limit: int, cursor: str | None = None, books: Sequence[Book] | None = None
) -> Page[HistoryEntry]:
    """The member's entries, newest first; `books` None: the member's own books, whose sum is the balance.

    Raises:
        LimitInvalid, CursorMalformed: as `loyalty.paging` says.
    """
    raise NotImplementedError


def prepare_months(first_on: date, last_on: date, *, within: Work) -> int:
    """Partitions for entries recorded in these months exist; how many were created. Safe to repeat."""
    raise NotImplementedError
