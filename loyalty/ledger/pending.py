"""Pending points: activated by their event, cancelled, and a lot's expiry moved. Pure; what comes due by time is in `lots`."""

from datetime import datetime
from uuid import UUID

from loyalty.errors import LoyaltyError
from loyalty.ledger.commands import ActivatePending, CancelPending, MoveExpiry
from loyalty.ledger.errors import ExpiryInvalid, LotExpired, LotNotPending, LotUnknown
from loyalty.ledger.journal import ExpiryMove, Journal, Move, Posting
from loyalty.ledger.lots import activate, expires_after
from loyalty.ledger.model import Allocation, Book, EntryType, Grant, Posted
from loyalty.ledger.orders import give_room_back, lot_taken_back
from loyalty.ledger.postings import open_posting, told
from loyalty.ledger.references import content_hash, reference_of
from loyalty.ledger.state import Account, LedgerState, OpenLot


def activate_on_event(command: ActivatePending, account: Account, state: LedgerState, journal: Journal) -> Posted | LoyaltyError:
    """Whatever of the account waits for the event is active from now on; or `LotUnknown`, `LotNotPending` for a lot that is named.

    An event that nothing waits for is posted all the same, with 0 points: it has happened.
    """
    if command.lot_id is not None:
        lot = find_lot(command.lot_id, account, journal.recorded_at)
        if lot is None:
            return unknown_lot(command.lot_id)
        if not lot.is_pending or lot.activation_event != command.event:
            return _not_pending(lot)
    posting: Posting | None = None
    grants: list[Grant] = []
    accounts = [account] if command.lot_id is not None else [account, *state.accounts_of(command.member_id)]
    for waiting in dict.fromkeys(other.id for other in accounts):
        posting = _activate_waiting(command, state.account_by_id(waiting), posting, grants, state, journal) or posting
    assert posting is not None  # noqa: S101 (the first account always has one)
    return told(posting, account, journal, grants=tuple(grants))


def _activate_waiting(
    command: ActivatePending, account: Account, first: Posting | None, grants: list[Grant], state: LedgerState, journal: Journal
) -> Posting | None:
    """What waits on the account is active, under a posting of its own; the first account has one in any case."""
    waiting = [
        lot
        for lot in account.pending_lots
        if lot.activation_event == command.event and (command.lot_id is None or lot.id == command.lot_id)
    ]
    if first is not None and not waiting:
        return None
    points = sum(lot.remaining_points for lot in waiting)
    posting = open_posting(
        command,
        account,
        journal,
        EntryType.PENDING_ACTIVATED,
        reference_of(command),
        points,
        transaction_id=first.id if first else None,
        content_hash=content_hash(command),
    )
    timezone = state.program(account).timezone
    for lot in sorted(waiting, key=lambda lot: lot.id):
        lot.expires_at = expires_after(lot, journal.recorded_at, timezone)
        grants.append(Grant(account.wallet_code, lot.id, lot.remaining_points, lot.expires_at))
        activate(lot, journal.recorded_at, posting.id, account, journal)
    return None if first is not None else posting


def cancel(command: CancelPending, account: Account, state: LedgerState, journal: Journal) -> Posted | LoyaltyError:
    """The lot's pending points are gone, and stand no more among what its rule gave for the order; or `LotUnknown`, `LotNotPending`."""
    lot = find_lot(command.lot_id, account, journal.recorded_at)
    if lot is None:
        return unknown_lot(command.lot_id)
    if not lot.is_pending or lot.is_due_at(journal.recorded_at):
        return _not_pending(lot)
    points = lot.remaining_points
    posting = open_posting(command, account, journal, EntryType.PENDING_CANCELED, reference_of(command), points)
    withdraw_pending(lot, points, posting.id, account, journal)
    order = state.order_of_lot(lot.id)
    if order is not None:
        lot_taken_back(order, lot, points, journal)
        give_room_back(order, order.rule_of_lot[lot.id], points, account, state)
    return told(posting, account, journal, allocations=(Allocation(lot.id, points),))


def withdraw_pending(lot: OpenLot, points: int, posting_id: UUID, account: Account, journal: Journal) -> None:
    """So many of the lot's pending points go back where they came from."""
    move = Move(
        account.id, posting_id, EntryType.PENDING_CANCELED, Book.PENDING, Book.ISSUED, points, journal.recorded_at, lot.id, None, None
    )
    journal.move(move)
    was_due = lot.is_due_at(journal.recorded_at) and lot.is_spendable_at(journal.recorded_at)
    lot.taken_back_points += points
    journal.take(lot, points)
    account.pending_points -= points
    account.due_points -= points if was_due else 0
    if not lot.remaining_points:
        account.pending_lots = [other for other in account.pending_lots if other is not lot]


def move_expiry(command: MoveExpiry, account: Account, state: LedgerState, journal: Journal) -> Posted | LoyaltyError:
    """The lot expires then; or `LotExpired`, `LotUnknown`, `ExpiryInvalid`. It moves only while it lies in the future."""
    now = journal.recorded_at
    named = state.lots.get(command.lot_id)
    if named is not None and named.account_id == account.id and not named.is_spendable_at(now):
        return LotExpired("The lot is past its expiry.", lot_id=str(named.id), expires_at=_shown(named.expires_at))
    lot = find_lot(command.lot_id, account, now)
    if lot is None:
        return unknown_lot(command.lot_id)
    if lot.is_pending and lot.activates_at is None:
        return ExpiryInvalid("The lot waits for an event; its expiry is counted from that.", activation_event=lot.activation_event)
    earliest = max(now, lot.granted_at, lot.activates_at or now)
    if command.expires_at is not None and command.expires_at <= earliest:
        return ExpiryInvalid(
            "expires_at must lie after now, after the grant and after the activation.", expires_at=_shown(command.expires_at)
        )
    posting = open_posting(command, account, journal, EntryType.EXPIRY_MOVED, reference_of(command), 0, content_hash=content_hash(command))
    journal.expiry_moves.append(
        ExpiryMove(account.id, lot.id, posting.id, lot.expires_at, command.expires_at, command.reason, command.actor)
    )
    lot.expires_at = command.expires_at
    journal.touch(lot)
    return told(posting, account, journal, lot_id=lot.id, expires_at=lot.expires_at)


def find_lot(lot_id: object, account: Account, now: datetime) -> OpenLot | None:
    """The account's lot with points in it, spendable or waiting; one that came due and is past its expiry has none, posted or not."""
    waiting = (lot for lot in account.pending_lots if not lot.is_due_at(now) or lot.is_spendable_at(now))
    return next((lot for lot in (*account.lots, *waiting) if lot.id == lot_id), None)


def unknown_lot(lot_id: object) -> LotUnknown:
    """The refusal."""
    return LotUnknown(f"The member has no lot {lot_id} with points in it.", lot_id=str(lot_id))


def _not_pending(lot: OpenLot) -> LotNotPending:
    return LotNotPending(
        "The lot does not wait for this.", lot_id=str(lot.id), is_pending=lot.is_pending, activation_event=lot.activation_event
    )


def _shown(at: datetime | None) -> str | None:
    return at.isoformat() if at is not None else None
