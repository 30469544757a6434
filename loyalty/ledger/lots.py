"""How points come into lots and leave them: grant, consume, repay what is owed, settle what is due. Pure; every act builds on these."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from loyalty.ids import new_id
from loyalty.ledger.journal import Journal, Move, Posting
from loyalty.ledger.model import Allocation, Book, EntryType, ReferenceKind
from loyalty.ledger.state import NEVER, Account, OpenLot
from loyalty.programs.expiry import lot_expires_at
from loyalty.programs.model import ExpiryPolicy, ExpiryRounding, LotExpiry


def grant(lot: OpenLot, move: Move, account: Account, journal: Journal) -> None:
    """The lot is new in the account by this move (into ACTIVE or PENDING); active points repay first what the account owes."""
    journal.grant(lot)
    journal.move(move)
    if move.target is Book.PENDING:
        account.pending_points += lot.granted_points
        account.pending_lots.append(lot)
        if lot.is_due_at(journal.recorded_at) and lot.is_spendable_at(journal.recorded_at):
            account.due_points += lot.granted_points
        return
    account.active_points += lot.granted_points
    free(lot, lot.granted_points, move.posting_id, account, journal, is_new=True)


def free(lot: OpenLot, points: int, posting_id: UUID, account: Account, journal: Journal, *, is_new: bool = False) -> None:
    """So many points that came into the lot (it holds them already) can be spent: debts first, then they lie in the lot."""
    if not lot.is_spendable_at(journal.recorded_at):
        account.overdue_points += points
        return
    if account.owed_points > 0:
        repaid = min(points, account.owed_points)
        journal.move(
            Move(
                account_id=account.id,
                posting_id=posting_id,
                type=EntryType.OVERDRAFT_REPAID,
                source=Book.ACTIVE,
                target=Book.ACTIVE,
                points=repaid,
                effective_at=journal.recorded_at,
                lot_id=lot.id,
                rule_code=None,
                rule_revision=None,
            )
        )
        journal.take(lot, repaid)
        journal.owe(account, -repaid)
    if lot.remaining_points and (is_new or all(lot is not other for other in account.lots)):
        account.lots.append(lot)


MoveOf = Callable[[int, UUID | None], Move]
"""The move that takes so many points out of a lot (None: out of no lot)."""


def consume(points: int, account: Account, journal: Journal, move: MoveOf, lots: list[OpenLot] | None = None) -> tuple[Allocation, ...]:
    """The points have left the spendable lots, soonest-expiring first, and what is beyond them is owed.

    What is due (pending lots whose instant has come, holds past their time) is posted first. `lots`: these alone, in this order,
    and nothing beyond them is owed.
    """
    settle(account, journal)
    wanted = points
    allocations: list[Allocation] = []
    for lot in sorted(account.lots, key=OpenLot.burning_order) if lots is None else lots:
        part = min(wanted, lot.remaining_points)
        if part <= 0:
            continue
        allocations.append(Allocation(lot.id, part))
        journal.move(move(part, lot.id))
        journal.take(lot, part)
        wanted -= part
        if wanted == 0:
            break
    if wanted and lots is None:
        allocations.append(Allocation(None, wanted))
        journal.move(move(wanted, None))
        journal.owe(account, wanted)
    account.lots = [lot for lot in account.lots if lot.remaining_points > 0]
    return tuple(allocations)


def settle(account: Account, journal: Journal) -> None:
    """What is due on the account is posted: pending lots whose instant has come, holds past their time."""
    if account.due_points:
        due = [lot for lot in account.pending_lots if lot.is_due_at(journal.recorded_at)]
        for lot in sorted(due, key=lambda lot: (lot.activates_at or NEVER, lot.id)):
            activate_due(lot, account, journal)
    if account.lapsed_points:
        from loyalty.ledger.holds import lapse

        for hold in account.lapsed_holds:
            lapse(hold, account, journal)


def activate_due(lot: OpenLot, account: Account, journal: Journal) -> None:
    """The pending lot is active since its instant, however late that is recorded. The lot is the reference: it happens once."""
    assert lot.activates_at is not None, "a lot without an instant is not due"  # noqa: S101 (our own bug)
    posting = system_posting(account, EntryType.PENDING_ACTIVATED, ReferenceKind.LOT_ACTIVATION, lot.id.hex, lot.activates_at)
    posting = posting._replace(points=lot.remaining_points)
    journal.postings.append(posting)
    account.due_points -= lot.remaining_points if lot.is_spendable_at(journal.recorded_at) else 0
    activate(lot, lot.activates_at, posting.id, account, journal)


def activate(lot: OpenLot, at: datetime, posting_id: UUID, account: Account, journal: Journal) -> None:
    """The pending lot is active from `at` on, under the posting."""
    points = lot.remaining_points
    journal.move(
        Move(
            account_id=account.id,
            posting_id=posting_id,
            type=EntryType.PENDING_ACTIVATED,
            source=Book.PENDING,
            target=Book.ACTIVE,
            points=points,
            effective_at=at,
            lot_id=lot.id,
            rule_code=None,
            rule_revision=None,
        )
    )
    lot.is_pending = False
    lot.activates_at = at
    journal.touch(lot)
    account.pending_points -= points
    account.active_points += points
    account.pending_lots = [other for other in account.pending_lots if other is not lot]
    free(lot, points, posting_id, account, journal)


def mark_activity(account: Account, at: datetime, journal: Journal) -> None:
    """The account was active at `at`: what expires by inactivity expires so much later, where it has not expired yet.

    What is due is posted first: what a hold past its time let go of, and what has become active, lives on too.
    """
    settle(account, journal)
    for lot in account.lots:
        if lot.inactivity_days is None or lot.expires_at is None or not lot.is_spendable_at(journal.recorded_at):
            continue
        expires_at = at + timedelta(days=lot.inactivity_days)
        if expires_at > lot.expires_at:
            lot.expires_at = expires_at
            journal.touch(lot)


def system_posting(account: Account, kind: EntryType, reference_kind: ReferenceKind, reference: str, event_time: datetime) -> Posting:
    """A posting that nobody asked for: something came due."""
    return Posting(
        account_id=account.id,
        id=new_id(),
        type=kind,
        reference_kind=reference_kind,
        reference=reference,
        points=0,
        spend_minor=None,
        currency_code=None,
        event_time=event_time,
        source=None,
        actor=None,
        reason=None,
        idempotency_key=None,
        member_id=account.member_id,
    )


def write_expiry(expiry: LotExpiry) -> str:
    """The policy as text, for a lot whose life starts with an event that has not happened."""
    return json.dumps(
        {
            "policy": expiry.policy,
            "months": expiry.months,
            "days": expiry.days,
            "rounding": expiry.rounding,
            "on": [list(day) for day in expiry.on],
        }
    )


def expires_after(lot: OpenLot, at: datetime, timezone: str) -> datetime | None:
    """When a lot expires whose points become active at `at`."""
    if lot.inactivity_days is not None:
        return at + timedelta(days=lot.inactivity_days)
    if lot.pending_expiry is None:
        return lot.expires_at
    stored = json.loads(lot.pending_expiry)
    expiry = LotExpiry(
        ExpiryPolicy(stored["policy"]),
        stored["months"],
        stored["days"],
        ExpiryRounding(stored["rounding"]),
        tuple((month, day) for month, day in stored["on"]),
    )
    return lot_expires_at(at, expiry, timezone)
