"""What stands of an order: what each rule gave for each line, and taking part of it back. Pure; shared by returns and corrections."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from loyalty.ledger.journal import Journal, Move, Posting
from loyalty.ledger.lots import settle
from loyalty.ledger.model import Allocation, Book, EntryType
from loyalty.ledger.state import Account, LedgerState, OpenLot, Order
from loyalty.programs.model import ReturnPolicy
from loyalty.programs.rating import cap_keys


class Wanted(NamedTuple):
    """So many points of a rule are to be taken back from an account."""

    account: Account
    rule_code: str
    points: int


class Taken(NamedTuple):
    """What was taken back, and from which lots."""

    points: int
    allocations: tuple[Allocation, ...]


def lot_taken_back(order: Order, lot: OpenLot, points: int, journal: Journal) -> None:
    """So many points of the lot stand no more among what its rule gave for the order; after corrections its other lots may.

    No line owns a lot, so they are taken from the lines one after the other, by their ids.
    """
    rule_code = order.rule_of_lot.get(lot.id)
    own = [line for line in order.earned if line.account_id == lot.account_id and line.rule_code == rule_code]
    for line in sorted(own, key=lambda line: line.line_id):
        part = min(points, line.standing_points)
        if part:
            line.taken_back_points += part
            points -= part
            journal.remember(line)


def give_room_back(order: Order, rule_code: str, points: int, account: Account, state: LedgerState) -> None:
    """The caps that the rule's points used have so much room again, in the period of the event."""
    revisions = state.revisions[account.program_code]
    number = order.revision_of_rule.get(rule_code)
    revision = next((revision for revision in revisions if revision.revision == number), None)
    if revision is None or not points:
        return
    for key, _ in cap_keys(revision.program, rule_code, account.member_id, order.event_time, wallet_code=account.wallet_code):
        state.usage.add(key, -points)


def take_back(wanted: Wanted, order: Order, posting: Posting, policy: ReturnPolicy, state: LedgerState, journal: Journal) -> Taken:
    """The points have left the account as far as the policy goes: what is pending of them, their very lots, other lots, then owed.

    Cap room comes back for what was taken.
    """
    account, rule_code, left = wanted
    settle(account, journal)
    own = [lot for lot in order.lots if lot.account_id == account.id and order.rule_of_lot.get(lot.id) == rule_code]
    allocations: list[Allocation] = []
    for lot in own:
        # A lot whose instant has come waits no more: spendable ones were settled, and what is past its expiry is gone, posted or not.
        if lot.is_pending and not lot.is_due_at(journal.recorded_at) and left and lot.remaining_points:
            part = min(left, lot.remaining_points)
            _cancel(lot, part, posting, account, journal)
            allocations.append(Allocation(lot.id, part))
            left -= part
    if policy is not ReturnPolicy.ONLY_PENDING and left:
        now = journal.recorded_at
        very = [lot for lot in own if not lot.is_pending and lot.is_spendable_at(now) and lot.remaining_points]
        others = sorted((lot for lot in account.lots if all(lot is not one for one in very)), key=OpenLot.burning_order)
        for lot in (*very, *others):
            part = min(left, lot.remaining_points)
            if part:
                _refund(lot, part, posting, account, journal)
                allocations.append(Allocation(lot.id, part))
                left -= part
    if policy is ReturnPolicy.UNLIMITED and left:
        _refund(None, left, posting, account, journal)
        journal.owe(account, left)
        allocations.append(Allocation(None, left))
        left = 0
    account.lots = [lot for lot in account.lots if lot.remaining_points > 0]
    give_room_back(order, rule_code, wanted.points - left, account, state)
    return Taken(wanted.points - left, tuple(allocations))


def total(parts: Iterable[Taken]) -> int:
    """The points of all of them."""
    return sum(part.points for part in parts)


def _cancel(lot: OpenLot, points: int, posting: Posting, account: Account, journal: Journal) -> None:
    was_due = lot.is_due_at(journal.recorded_at) and lot.is_spendable_at(journal.recorded_at)
    journal.move(_move(EntryType.PENDING_CANCELED, Book.PENDING, points, lot.id, posting, journal))
    lot.taken_back_points += points
    journal.take(lot, points)
    account.pending_points -= points
    account.due_points -= points if was_due else 0
    if not lot.remaining_points:
        account.pending_lots = [other for other in account.pending_lots if other is not lot]


def _refund(lot: OpenLot | None, points: int, posting: Posting, account: Account, journal: Journal) -> None:
    kind = EntryType.RERATED if posting.type is EntryType.RERATED else EntryType.REFUNDED
    journal.move(_move(kind, Book.ACTIVE, points, lot.id if lot else None, posting, journal))
    if lot is not None:
        lot.taken_back_points += points
        journal.take(lot, points)
    account.active_points -= points


def _move(kind: EntryType, source: Book, points: int, lot_id: UUID | None, posting: Posting, journal: Journal) -> Move:
    return Move(posting.account_id, posting.id, kind, source, Book.ISSUED, points, journal.recorded_at, lot_id, None, None)
