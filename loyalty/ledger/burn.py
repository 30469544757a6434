"""Burning: points leave the lots that expire soonest. Pure; used for orders here and for rewards by `loyalty.rewards`."""

from dataclasses import dataclass
from uuid import UUID

from loyalty.errors import LoyaltyError
from loyalty.ids import new_id
from loyalty.ledger.commands import BurnPoints
from loyalty.ledger.errors import PointsInsufficient
from loyalty.ledger.model import Allocation, Book, EntryType, Posted, ReferenceKind
from loyalty.ledger.state import Account, Journal, Move, Posting


@dataclass(frozen=True, slots=True)
class Spending:
    """So many points for this purpose, with what the posting shall say of it."""

    points: int
    type: EntryType
    reference_kind: ReferenceKind
    reference: str
    reason: str | None
    source: str | None
    actor: str | None
    idempotency_key: str | None


def burn(command: BurnPoints, account: Account, journal: Journal) -> Posted | LoyaltyError:
    """The points are spent on an order; or `PointsInsufficient`."""
    spending = Spending(
        points=command.points,
        type=EntryType.SPENT_ON_ORDER,
        reference_kind=ReferenceKind.BURN,
        reference=command.reference,
        reason=command.reason,
        source=command.source,
        actor=command.actor,
        idempotency_key=command.idempotency_key,
    )
    return spend(spending, account, journal)


def spend(spending: Spending, account: Account, journal: Journal) -> Posted | LoyaltyError:
    """The points have left the account's lots, soonest-expiring first; or `PointsInsufficient`, and nothing has changed.

    A spending takes effect when it is recorded: at no past instant had the member less than was then true.
    """
    if spending.points > account.available_points:
        return insufficient(account.available_points, spending.points)
    now = journal.recorded_at
    posting = Posting(
        account_id=account.id,
        id=new_id(),
        type=spending.type,
        reference_kind=spending.reference_kind,
        reference=spending.reference,
        points=spending.points,
        spend_minor=None,
        currency_code=None,
        event_time=now,
        source=spending.source,
        actor=spending.actor,
        reason=spending.reason,
        idempotency_key=spending.idempotency_key,
    )
    journal.postings.append(posting)
    allocations = _consume(spending, account, posting.id, journal)
    return Posted(
        posting_id=posting.id,
        member_id=account.member_id,
        account_id=account.id,
        type=spending.type,
        reference=spending.reference,
        points=spending.points,
        available_points=account.available_points,
        event_time=now,
        recorded_at=now,
        allocations=allocations,
    )


def insufficient(available_points: int, requested_points: int) -> PointsInsufficient:
    """The refusal with its three facts."""
    missing_points = requested_points - available_points
    return PointsInsufficient(
        f"{requested_points} points are asked for and {available_points} are available; {missing_points} are missing.",
        available_points=available_points,
        requested_points=requested_points,
        missing_points=missing_points,
    )


def _consume(spending: Spending, account: Account, posting_id: UUID, journal: Journal) -> tuple[Allocation, ...]:
    account.lots.sort(key=lambda lot: lot.burning_order())
    allocations: list[Allocation] = []
    owed = spending.points
    for lot in account.lots:
        points = min(owed, lot.remaining_points)
        allocations.append(Allocation(lot.id, points))
        journal.move(
            Move(
                account_id=account.id,
                posting_id=posting_id,
                type=spending.type,
                source=Book.ACTIVE,
                target=Book.REDEEMED,
                points=points,
                effective_at=journal.recorded_at,
                lot_id=lot.id,
                rule_code=None,
                rule_revision=None,
            )
        )
        journal.take(lot, points)
        owed -= points
        if owed == 0:
            break
    assert owed == 0, "the spendable lots hold less than the balance says"  # noqa: S101 (our own bug, never a caller's)
    account.active_points -= spending.points
    account.lots = [lot for lot in account.lots if lot.remaining_points > 0]
    return tuple(allocations)
