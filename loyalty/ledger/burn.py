"""Burning: points leave the lots that expire soonest. Pure; used for orders here and for rewards by `loyalty.rewards`."""

from dataclasses import dataclass
from uuid import UUID

from loyalty.errors import LoyaltyError
from loyalty.ledger.commands import BurnPoints
from loyalty.ledger.errors import BurnOutsideLimits, PointsInsufficient
from loyalty.ledger.journal import Journal, Move
from loyalty.ledger.lots import consume, mark_activity
from loyalty.ledger.model import Book, EntryType, Posted, ReferenceKind
from loyalty.ledger.postings import open_posting, told
from loyalty.ledger.references import content_hash
from loyalty.ledger.state import Account, LedgerState, OrderBurn


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
    content_hash: str | None = None
    order_reference: str | None = None


def burn(command: BurnPoints, account: Account, state: LedgerState, journal: Journal) -> Posted | LoyaltyError:
    """The points are spent on an order; or `BurnOutsideLimits`, `PointsInsufficient`."""
    limits = state.program(account).burning
    refusal = limits_refusal(command.points, limits.points_min, limits.points_max, limits.points_step)
    if refusal is not None:
        return refusal
    spending = Spending(
        points=command.points,
        type=EntryType.SPENT_ON_ORDER,
        reference_kind=ReferenceKind.BURN,
        reference=command.reference,
        reason=command.reason,
        source=command.source,
        actor=command.actor,
        idempotency_key=command.idempotency_key,
        content_hash=content_hash(command),
        order_reference=command.order_id,
    )
    return spend(spending, account, journal)


def spend(spending: Spending, account: Account, journal: Journal) -> Posted | LoyaltyError:
    """The points have left the account's lots, soonest-expiring first; or `PointsInsufficient`, and nothing has changed.

    What the lots do not hold is owed, as far as the member's tier allows. A spending takes effect when it is recorded: at no past
    instant had the member less than was then true.
    """
    if spending.points > account.spendable_points:
        return insufficient(account.available_points, spending.points, account.overdraft_limit_points)
    now = journal.recorded_at
    posting = open_posting(
        spending,
        account,
        journal,
        spending.type,
        (spending.reference_kind, spending.reference),
        spending.points,
        content_hash=spending.content_hash,
    )

    def move(points: int, lot_id: UUID | None) -> Move:
        return Move(account.id, posting.id, spending.type, Book.ACTIVE, Book.REDEEMED, points, now, lot_id, None, None)

    mark_activity(account, now, journal)
    allocations = consume(spending.points, account, journal, move)
    account.active_points -= spending.points
    if spending.order_reference is not None:
        journal.order_burns[account.id, posting.id] = OrderBurn(account.id, spending.order_reference, posting.id, spending.points, 0)
    return told(posting, account, journal, allocations=allocations)


def limits_refusal(points: int, points_min: int, points_max: int | None, points_step: int = 1) -> LoyaltyError | None:
    """`BurnOutsideLimits` unless so many points may be spent at once."""
    if points >= points_min and (points_max is None or points <= points_max) and points % points_step == 0:
        return None
    return BurnOutsideLimits(
        "The program spends points only within its limits.",
        requested_points=points,
        points_min=points_min,
        points_max=points_max,
        points_step=points_step,
    )


def insufficient(available_points: int, requested_points: int, overdraft_points: int = 0) -> PointsInsufficient:
    """The refusal with its facts."""
    missing_points = requested_points - available_points - overdraft_points
    return PointsInsufficient(
        f"{requested_points} points are asked for and {available_points} are available; {missing_points} are missing.",
        available_points=available_points,
        requested_points=requested_points,
        missing_points=missing_points,
        **({"overdraft_points": overdraft_points} if overdraft_points else {}),
    )
