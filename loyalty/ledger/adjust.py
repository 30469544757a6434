"""Adjustments by decision, and the opening balance that a member brings. Pure."""

from datetime import datetime
from uuid import UUID

from loyalty.errors import LoyaltyError
from loyalty.ids import new_id
from loyalty.ledger.burn import insufficient
from loyalty.ledger.commands import AdjustPoints, OpenBalance
from loyalty.ledger.errors import EventInFuture, ExpiryInvalid
from loyalty.ledger.journal import Journal, Move, Posting
from loyalty.ledger.lots import consume, grant
from loyalty.ledger.model import Book, EntryType, Grant, Posted
from loyalty.ledger.postings import open_posting, told
from loyalty.ledger.references import content_hash, reference_of
from loyalty.ledger.state import Account, LedgerState, OpenLot


def adjust(command: AdjustPoints, account: Account, state: LedgerState, journal: Journal) -> Posted | LoyaltyError:
    """The points are given (a new lot) or taken (soonest-expiring first); or `ExpiryInvalid`, `PointsInsufficient`."""
    now = journal.recorded_at
    if command.points > 0:
        if command.expires_at is not None and command.expires_at <= now:
            return ExpiryInvalid("expires_at must lie after now.", expires_at=command.expires_at.isoformat())
        return _give(command, EntryType.ADJUSTED_CREDIT, Book.ADJUSTED, now, account, journal)
    points = -command.points
    if points > account.available_points:
        return insufficient(account.available_points, points)
    posting = open_posting(
        command, account, journal, EntryType.ADJUSTED_DEBIT, reference_of(command), points, content_hash=content_hash(command)
    )

    def move(part: int, lot_id: UUID | None) -> Move:
        return Move(account.id, posting.id, EntryType.ADJUSTED_DEBIT, Book.ACTIVE, Book.ADJUSTED, part, now, lot_id, None, None)

    allocations = consume(points, account, journal, move)
    account.active_points -= points
    return told(posting, account, journal, allocations=allocations)


def open_balance(command: OpenBalance, account: Account, state: LedgerState, journal: Journal) -> Posted | LoyaltyError:
    """The member has the points since `granted_at`; or `EventInFuture`, `ExpiryInvalid`."""
    now = journal.recorded_at
    granted_at = command.granted_at or now
    if granted_at > now:
        return EventInFuture("granted_at lies in the future.", event_time=granted_at.isoformat(), now=now.isoformat())
    if command.expires_at is not None and command.expires_at <= max(granted_at, now):
        return ExpiryInvalid("expires_at must lie after now.", expires_at=command.expires_at.isoformat())
    return _give(command, EntryType.OPENING_BALANCE, Book.ISSUED, granted_at, account, journal)


def _give(
    command: AdjustPoints | OpenBalance, kind: EntryType, source: Book, granted_at: datetime, account: Account, journal: Journal
) -> Posted:
    posting: Posting = open_posting(
        command, account, journal, kind, reference_of(command), command.points, granted_at, content_hash=content_hash(command)
    )
    points = command.points
    lot = OpenLot(account.id, new_id(), posting.id, points, points, granted_at, command.expires_at)
    grant(lot, Move(account.id, posting.id, kind, source, Book.ACTIVE, points, granted_at, lot.id, None, None), account, journal)
    given = Grant(account.wallet_code, lot.id, points, lot.expires_at)
    return told(posting, account, journal, lot_id=lot.id, expires_at=lot.expires_at, grants=(given,))
