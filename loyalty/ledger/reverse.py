"""Reversal: the exact negation of a posting and of everything posted with it, once. Pure."""

from uuid import UUID

from loyalty.errors import LoyaltyError
from loyalty.ids import new_id
from loyalty.ledger.commands import ReversePosting
from loyalty.ledger.errors import PostingNotReversible, PostingUnknown, ReversalPointsGone
from loyalty.ledger.journal import Journal, Move, Posting
from loyalty.ledger.lots import settle
from loyalty.ledger.model import Book, EntryType, Posted, ReferenceKind
from loyalty.ledger.orders import give_room_back
from loyalty.ledger.postings import told
from loyalty.ledger.state import Account, LedgerState, OrderBurn, Undo, UndoneEntry

REVERSIBLE = frozenset(
    {
        ReferenceKind.ORDER,
        ReferenceKind.EVENT,
        ReferenceKind.BURN,
        ReferenceKind.ADJUSTMENT,
        ReferenceKind.OPENING_BALANCE,
        ReferenceKind.TRANSFER_OUT,
        ReferenceKind.TRANSFER_IN,
    }
)
MEMBER_BOOKS = frozenset({Book.ACTIVE, Book.PENDING, Book.HELD})


def reverse(command: ReversePosting, account: Account, state: LedgerState, journal: Journal) -> Posted | LoyaltyError:
    """The posting never was, as far as balances go; or `PostingUnknown`, `PostingNotReversible`, `ReversalPointsGone`.

    Points that the posting granted must still lie in their lots; lots that it took points from must still be open.
    """
    undos = state.undos.get(command.posting_id)
    if not undos:
        return PostingUnknown(f"The member has no posting {command.posting_id}.", posting_id=str(command.posting_id))
    refusal = _kind_refusal(command, undos)
    if refusal is not None:
        return refusal
    for undo in undos:
        settle(state.account_by_id(undo.account_id), journal)
    if any(_is_gone(undo, state.account_by_id(undo.account_id), journal) for undo in undos):
        return ReversalPointsGone(
            "The points are spent, held, transferred or expired by now; answer the mistake with an adjustment.",
            posting_id=str(command.posting_id),
        )
    first: Posting | None = None
    for undo in sorted(undos, key=lambda undo: undo.posting.id != command.posting_id):
        posting = _posting(command, undo, first, journal)
        first = first or posting
        _undo(undo, posting, state, journal)
    assert first is not None  # noqa: S101 (there is at least one)
    _forget_order(state, undos, journal)
    return told(first, account, journal)


def _kind_refusal(command: ReversePosting, undos: list[Undo]) -> LoyaltyError | None:
    for undo in undos:
        if undo.posting.reference_kind not in REVERSIBLE or undo.posting.reverses_posting_id is not None:
            return PostingNotReversible(
                "Only earnings, burns, adjustments, opening balances and transfers are reversed.",
                posting_id=str(command.posting_id),
                reference_kind=str(undo.posting.reference_kind),
            )
        if undo.has_followers:
            return PostingNotReversible(
                "The order was returned or corrected, or part of the burn given back, since.",
                posting_id=str(command.posting_id),
                reference_kind=str(undo.posting.reference_kind),
            )
    return None


def _is_gone(undo: Undo, account: Account, journal: Journal) -> bool:
    """Whether a lot has not what is to be taken, or can no longer take what is to come back."""
    wanted: dict[object, int] = {}
    for entry in undo.entries:
        if entry.book not in MEMBER_BOOKS:
            continue
        wanted[entry.lot_id] = wanted.get(entry.lot_id, 0) - entry.amount_points
        if entry.lot_id is not None and (entry.book == Book.PENDING) != undo.lots[entry.lot_id].is_pending:
            return True
    for lot_id, points in wanted.items():
        if lot_id is None:
            if account.owed_points < points:
                return True
            continue
        lot = undo.lots[lot_id]  # type: ignore[index]
        if points and not (lot.is_spendable_at(journal.recorded_at) and lot.remaining_points + points >= 0):
            return True
        if lot.remaining_points + points + lot.held_points + lot.taken_back_points > lot.granted_points:
            return True
    return False


def _posting(command: ReversePosting, undo: Undo, first: Posting | None, journal: Journal) -> Posting:
    original = undo.posting
    posting = original._replace(
        id=new_id(),
        reference_kind=ReferenceKind.REVERSAL,
        reference=original.id.hex,
        event_time=journal.recorded_at,
        source=command.source,
        actor=command.actor,
        reason=command.reason,
        idempotency_key=command.idempotency_key,
        transaction_id=first.id if first else None,
        reverses_posting_id=original.id,
        corrects_posting_id=None,
        content_hash=None,
    )
    journal.postings.append(posting)
    return posting


def _undo(undo: Undo, posting: Posting, state: LedgerState, journal: Journal) -> None:
    account = state.account_by_id(undo.account_id)
    repaid = [entry for entry in undo.entries if entry.type == EntryType.OVERDRAFT_REPAID and entry.lot_id is not None]
    for entry in repaid:
        journal.move(_move(undo, posting, entry, Book.ACTIVE, Book.ACTIVE, entry.amount_points, journal))
        _to_lot(undo, entry, -entry.amount_points, account, journal)
        journal.owe(account, -entry.amount_points)
    for entry in undo.entries:
        if entry.type == EntryType.OVERDRAFT_REPAID or entry.book in MEMBER_BOOKS:
            continue
        book = _member_book(undo, entry)
        points = entry.amount_points
        if points > 0:
            journal.move(_move(undo, posting, entry, Book(entry.book), book, points, journal))
        else:
            journal.move(_move(undo, posting, entry, book, Book(entry.book), -points, journal))
        _to_account(points, book, account)
        if entry.lot_id is None:
            journal.owe(account, -points)
        else:
            _to_lot(undo, entry, points, account, journal)


def _member_book(undo: Undo, entry: UndoneEntry) -> Book:
    """The member's book on the other side of the entry."""
    return next(
        Book(other.book)
        for other in undo.entries
        if other.book in MEMBER_BOOKS
        and (other.lot_id, other.type, other.amount_points) == (entry.lot_id, entry.type, -entry.amount_points)
    )


def _move(undo: Undo, posting: Posting, entry: UndoneEntry, source: Book, target: Book, points: int, journal: Journal) -> Move:
    return Move(
        undo.account_id,
        posting.id,
        EntryType(entry.type),
        source,
        target,
        points,
        journal.recorded_at,
        entry.lot_id,
        entry.rule_code,
        entry.rule_revision,
    )


def _to_account(points: int, book: Book, account: Account) -> None:
    if book is Book.PENDING:
        account.pending_points += points
    else:
        account.active_points += points


def _to_lot(undo: Undo, entry: UndoneEntry, points: int, account: Account, journal: Journal) -> None:
    assert entry.lot_id is not None  # noqa: S101 (our own bug)
    lot = undo.lots[entry.lot_id]
    journal.take(lot, -points)
    lots = account.pending_lots if lot.is_pending else account.lots
    if lot.remaining_points and all(other is not lot for other in lots):
        lots.append(lot)
    account.lots = [other for other in account.lots if other.remaining_points > 0]
    account.pending_lots = [other for other in account.pending_lots if other.remaining_points > 0]


def _forget_order(state: LedgerState, undos: list[Undo], journal: Journal) -> None:
    """Nothing stands any more of a reversed order, its caps have their room again, and a reversed burn paid for nothing."""
    first = undos[0].posting
    order = state.orders.get((first.member_id, first.reference_kind, first.reference))
    if order is not None:
        by_rule: dict[tuple[UUID, str], int] = {}
        for line in order.earned:
            key = (line.account_id, line.rule_code)
            by_rule[key] = by_rule.get(key, 0) + line.standing_points
            line.taken_back_points = line.points
            journal.remember(line)
        for (account_id, rule_code), points in by_rule.items():
            give_room_back(order, rule_code, points, state.account_by_id(account_id), state)
        order.is_returned = True
        order.returned_minor = order.spend_minor
        for ordered_line in order.lines:
            ordered_line.is_returned = True
            ordered_line.returned_minor, ordered_line.returned_quantity = ordered_line.amount_minor, ordered_line.quantity
        journal.changed_orders[order.account_id, order.kind, order.reference] = order
    for undo in undos:
        if undo.paid_for is not None:
            burn = (undo.account_id, undo.posting.id)
            journal.order_burns[burn] = OrderBurn(undo.account_id, undo.paid_for, undo.posting.id, undo.posting.points, undo.posting.points)
