"""Transfer: points of one member become another's, with the expiry they have. Pure; both accounts are locked together by the store."""

from uuid import UUID

from loyalty.errors import LoyaltyError
from loyalty.ids import new_id
from loyalty.ledger.burn import insufficient
from loyalty.ledger.commands import TransferPoints
from loyalty.ledger.errors import ReceiverInactive, ReceiverUnknown, TransferNotAllowed, TransferOutsideLimits
from loyalty.ledger.journal import Journal, Move, Posting, Transferred
from loyalty.ledger.lots import consume, grant, mark_activity
from loyalty.ledger.model import Book, EntryType, Posted, ReferenceKind
from loyalty.ledger.postings import open_posting, told
from loyalty.ledger.references import content_hash, reference_of
from loyalty.ledger.state import Account, LedgerState, OpenLot
from loyalty.members.model import MemberStatus


def transfer(command: TransferPoints, account: Account, state: LedgerState, journal: Journal) -> Posted | LoyaltyError:
    """The points are the other member's, lot by lot.

    In order: `TransferNotAllowed`, `ReceiverUnknown`, `ReceiverInactive`, `TransferOutsideLimits`, `PointsInsufficient`. An overdraft
    is for spending: only points that are there are given away.
    """
    receiver = state.account(command.to_member_id, account.wallet_code)
    refusal = _refusal(command, account, receiver, state)
    if refusal is not None:
        return refusal
    assert receiver is not None  # noqa: S101 (refused above)
    posting = open_posting(
        command, account, journal, EntryType.TRANSFER_OUT, reference_of(command), command.points, content_hash=content_hash(command)
    )

    def move(points: int, lot_id: UUID | None) -> Move:
        at = journal.recorded_at
        return Move(account.id, posting.id, EntryType.TRANSFER_OUT, Book.ACTIVE, Book.TRANSFERRED, points, at, lot_id, None, None)

    mark_activity(account, journal.recorded_at, journal)
    lots = {lot.id: lot for lot in account.lots}
    allocations = consume(command.points, account, journal, move)
    account.active_points -= command.points
    state.transferred_today[account.id] = state.transferred_today.get(account.id, 0) + command.points
    arrived = _arrive(posting, receiver, journal)
    for lot_id, points in allocations:
        assert lot_id is not None, "what is available lies in lots"  # noqa: S101 (our own bug)
        _grant(lots[lot_id], points, arrived, receiver, journal)
    journal.transfers.append(Transferred(account.id, posting.id, receiver.id, arrived.id))
    return told(posting, account, journal, allocations=allocations)


def _refusal(command: TransferPoints, account: Account, receiver: Account | None, state: LedgerState) -> LoyaltyError | None:
    limits = state.program(account).transfer
    if not limits.is_allowed:
        return TransferNotAllowed("Members of this program do not give points to each other.", program_code=account.program_code)
    if command.to_member_id == command.member_id:
        return TransferNotAllowed("A member gives points to somebody else.", to_member_id=str(command.to_member_id))
    if receiver is None:
        return ReceiverUnknown(f"There is no member {command.to_member_id}.", to_member_id=str(command.to_member_id))
    if receiver.program_code != account.program_code:
        return TransferNotAllowed("Points stay within their program.", program_code=account.program_code)
    if receiver.status is not MemberStatus.ACTIVE:
        return ReceiverInactive(f"The receiver is {receiver.status}.", to_member_id=str(command.to_member_id), status=str(receiver.status))
    today = state.transferred_today.get(account.id, 0)
    too_much = limits.points_max is not None and command.points > limits.points_max
    too_much_today = limits.points_per_day_max is not None and today + command.points > limits.points_per_day_max
    if command.points < limits.points_min or too_much or too_much_today:
        return TransferOutsideLimits(
            "The program transfers points only within its limits.",
            requested_points=command.points,
            points_min=limits.points_min,
            points_max=limits.points_max,
            points_per_day_max=limits.points_per_day_max,
            today_points=today,
        )
    if command.points > account.available_points:
        return insufficient(account.available_points, command.points)
    return None


def _arrive(posting: Posting, receiver: Account, journal: Journal) -> Posting:
    """The receiver's posting; the sender's posting is its reference, so it is unique however often a sender repeats theirs."""
    arrived = posting._replace(
        account_id=receiver.id,
        member_id=receiver.member_id,
        id=new_id(),
        type=EntryType.TRANSFER_IN,
        reference_kind=ReferenceKind.TRANSFER_IN,
        reference=posting.id.hex,
        transaction_id=posting.id,
        content_hash=None,
    )
    journal.postings.append(arrived)
    return arrived


def _grant(source: OpenLot, points: int, arrived: Posting, receiver: Account, journal: Journal) -> None:
    lot = OpenLot(
        account_id=receiver.id,
        id=new_id(),
        posting_id=arrived.id,
        granted_points=points,
        remaining_points=points,
        granted_at=journal.recorded_at,
        expires_at=source.expires_at,
        inactivity_days=source.inactivity_days,
    )
    at = journal.recorded_at
    move = Move(receiver.id, arrived.id, EntryType.TRANSFER_IN, Book.TRANSFERRED, Book.ACTIVE, points, at, lot.id, None, None)
    grant(lot, move, receiver, journal)
