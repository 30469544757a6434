"""Expiring: what is free in a lot past its expiry leaves the balance. Pure; not here: finding such lots (store)."""

from loyalty.ledger.journal import Journal, Move
from loyalty.ledger.lots import system_posting
from loyalty.ledger.model import Book, EntryType, ReferenceKind
from loyalty.ledger.state import Account, OpenLot


def expire_lot(lot: OpenLot, account: Account, journal: Journal) -> int:
    """Nothing of the lot is free any more and its points are in the book EXPIRED; how many there were.

    The lot itself is the business reference, so a lot expires once, whoever runs when. It takes effect at the lot's expiry,
    however late it is recorded: no answer about an instant changes because the nightly run came. What a hold keeps stays held.
    """
    points = lot.remaining_points
    assert lot.expires_at is not None, "a lot that never expires cannot be due"  # noqa: S101 (our own bug, never a caller's)
    assert points > 0 and not lot.is_spendable_at(journal.recorded_at), "only what is left in a due lot expires"  # noqa: S101, PT018
    posting = system_posting(account, EntryType.EXPIRED, ReferenceKind.LOT_EXPIRY, lot.id.hex, lot.expires_at)._replace(points=points)
    journal.postings.append(posting)
    journal.move(
        Move(
            account_id=lot.account_id,
            posting_id=posting.id,
            type=posting.type,
            source=Book.ACTIVE,
            target=Book.EXPIRED,
            points=points,
            effective_at=lot.expires_at,
            lot_id=lot.id,
            rule_code=None,
            rule_revision=None,
        )
    )
    journal.take(lot, points)
    account.active_points -= points
    return points
