"""Holds: points set aside, then captured in part or whole, released, or lapsed by time. Pure; a hold resolves once."""

from uuid import UUID

from loyalty.errors import LoyaltyError
from loyalty.ledger.burn import insufficient, limits_refusal
from loyalty.ledger.commands import CaptureHold, HoldPoints, ReleaseHold
from loyalty.ledger.errors import CaptureExceedsHold, HoldResolved, HoldTimeInvalid, HoldUnknown
from loyalty.ledger.journal import Journal, Move, Posting
from loyalty.ledger.lots import consume, free, mark_activity, system_posting
from loyalty.ledger.model import Allocation, Book, EntryType, HoldStatus, Posted, ReferenceKind
from loyalty.ledger.postings import open_posting, told
from loyalty.ledger.references import content_hash, reference_of
from loyalty.ledger.state import Account, Hold, HoldLot, LedgerState, OrderBurn


def hold(command: HoldPoints, account: Account, state: LedgerState, journal: Journal) -> Posted | LoyaltyError:
    """The points are held and no longer available; or `HoldTimeInvalid`, `BurnOutsideLimits`, `PointsInsufficient`.

    Only points that are there are held: an overdraft is for spending.
    """
    now = journal.recorded_at
    if command.lapses_at is not None and command.lapses_at <= now:
        return HoldTimeInvalid("lapses_at must lie after now.", lapses_at=command.lapses_at.isoformat(), now=now.isoformat())
    limits = state.program(account).burning
    refusal = limits_refusal(command.points, limits.points_min, limits.points_max, limits.points_step)
    if refusal is not None:
        return refusal
    if command.points > account.available_points:
        return insufficient(account.available_points, command.points)
    posting = open_posting(
        command, account, journal, EntryType.HELD, reference_of(command), command.points, content_hash=content_hash(command)
    )

    def move(points: int, lot_id: UUID | None) -> Move:
        return Move(account.id, posting.id, EntryType.HELD, Book.ACTIVE, Book.HELD, points, now, lot_id, None, None)

    mark_activity(account, now, journal)
    lots = {lot.id: lot for lot in account.lots}
    allocations = consume(command.points, account, journal, move)
    issued = Hold(
        account_id=account.id,
        id=posting.id,
        posting_id=posting.id,
        reference=command.reference,
        order_reference=command.order_id,
        points=command.points,
        captured_points=0,
        released_points=0,
        status=HoldStatus.ISSUED,
        issued_at=now,
        lapses_at=command.lapses_at,
        resolved_at=None,
    )
    for lot_id, points in allocations:
        assert lot_id is not None, "what is available lies in lots"  # noqa: S101 (our own bug)
        lots[lot_id].held_points += points
        issued.lots.append(HoldLot(lots[lot_id], points))
    account.held_points += command.points
    journal.new_holds[issued.id] = issued
    return told(
        posting, account, journal, allocations=allocations, hold_id=issued.id, lapses_at=command.lapses_at, held_points=command.points
    )


def capture(command: CaptureHold, account: Account, state: LedgerState, journal: Journal) -> Posted | LoyaltyError:
    """So many of the held points are spent; or `HoldUnknown`, `HoldResolved`, `CaptureExceedsHold`."""
    held = _open_hold(command.hold_id, account, state, journal)
    if isinstance(held, LoyaltyError):
        return held
    points = held.open_points if command.points is None else command.points
    if points > held.open_points:
        return CaptureExceedsHold(
            f"{points} points are to be captured and {held.open_points} are held.",
            requested_points=points,
            held_points=held.open_points,
        )
    posting = open_posting(
        command, account, journal, EntryType.SPENT_ON_ORDER, reference_of(command), points, content_hash=content_hash(command)
    )
    allocations = _capture(points, held, posting, account, journal)
    if held.order_reference is not None:
        journal.order_burns[account.id, posting.id] = OrderBurn(account.id, held.order_reference, posting.id, points, 0)
    if command.is_final and held.open_points:
        rest = system_posting(account, EntryType.HOLD_RELEASED, ReferenceKind.HOLD_END, held.id.hex, journal.recorded_at)
        rest = rest._replace(points=held.open_points, transaction_id=posting.id, actor=command.actor, source=command.source)
        journal.postings.append(rest)
        _release(held, rest, account, journal)
    _resolve(held, HoldStatus.CAPTURED, journal)
    return told(
        posting,
        account,
        journal,
        allocations=allocations,
        hold_id=held.id,
        lapses_at=held.lapses_at,
        held_points=held.open_points,
    )


def release(command: ReleaseHold, account: Account, state: LedgerState, journal: Journal) -> Posted | LoyaltyError:
    """Whatever is still held is free again; or `HoldUnknown`, `HoldResolved`."""
    held = _open_hold(command.hold_id, account, state, journal)
    if isinstance(held, LoyaltyError):
        return held
    posting = open_posting(command, account, journal, EntryType.HOLD_RELEASED, reference_of(command), held.open_points)
    _release(held, posting, account, journal)
    _resolve(held, HoldStatus.RELEASED, journal)
    return told(posting, account, journal, hold_id=held.id, lapses_at=held.lapses_at)


def lapse(held: Hold, account: Account, journal: Journal) -> int:
    """The hold's time is over: what it still held is free since then, however late that is recorded; how much."""
    assert held.lapses_at is not None, "a hold without a time does not lapse"  # noqa: S101 (our own bug)
    points = held.open_points
    # Not the kind of a release that somebody asked for: asking for one now is refused, whether or not the night has come.
    posting = system_posting(account, EntryType.HOLD_LAPSED, ReferenceKind.HOLD_END, held.id.hex, held.lapses_at)
    posting = posting._replace(points=points)
    journal.postings.append(posting)
    spendable = sum(part.open_points for part in held.lots if part.lot.is_spendable_at(journal.recorded_at))
    account.lapsed_points -= spendable
    account.lapsed_holds = [other for other in account.lapsed_holds if other is not held]
    _release(held, posting, account, journal)
    _resolve(held, HoldStatus.LAPSED, journal)
    return points


def _open_hold(hold_id: UUID, account: Account, state: LedgerState, journal: Journal) -> Hold | LoyaltyError:
    held = state.holds.get(hold_id)
    if held is None or held.account_id != account.id:
        return HoldUnknown(f"The member has no hold {hold_id}.", hold_id=str(hold_id))
    if held.status is not HoldStatus.ISSUED or held.has_lapsed_at(journal.recorded_at):
        status = HoldStatus.LAPSED if held.status is HoldStatus.ISSUED else held.status
        return HoldResolved(f"The hold is {status}; nothing is held any more.", hold_id=str(hold_id), status=str(status))
    return held


def _capture(points: int, held: Hold, posting: Posting, account: Account, journal: Journal) -> tuple[Allocation, ...]:
    allocations = []
    for part in held.lots:
        taken = min(points, part.open_points)
        if not taken:
            continue
        journal.move(
            Move(account.id, posting.id, posting.type, Book.HELD, Book.REDEEMED, taken, journal.recorded_at, part.lot.id, None, None)
        )
        part.captured_points += taken
        part.lot.held_points -= taken
        journal.touch(part.lot)
        allocations.append(Allocation(part.lot.id, taken))
        points -= taken
    captured = sum(taken for _, taken in allocations)
    held.captured_points += captured
    account.held_points -= captured
    account.active_points -= captured
    return tuple(allocations)


def _release(held: Hold, posting: Posting, account: Account, journal: Journal) -> None:
    """Every lot has back what was held of it; what is past its expiry by now expires on the spot."""
    for part in held.lots:
        points = part.open_points
        if not points:
            continue
        journal.move(
            Move(account.id, posting.id, posting.type, Book.HELD, Book.ACTIVE, points, posting.event_time, part.lot.id, None, None)
        )
        part.released_points += points
        part.lot.held_points -= points
        part.lot.remaining_points += points
        journal.touch(part.lot)
        held.released_points += points
        account.held_points -= points
        if part.lot.is_spendable_at(journal.recorded_at):
            free(part.lot, points, posting.id, account, journal)
        else:
            _expire_released(part, points, posting, account, journal)


def _expire_released(part: HoldLot, points: int, released: Posting, account: Account, journal: Journal) -> None:
    """The lot's own expiry is posted once, under its id; what a hold kept over it expires when it comes back, under both ids."""
    lot = part.lot
    assert lot.expires_at is not None, "only what expires can be past its expiry"  # noqa: S101 (our own bug)
    at = max(lot.expires_at, released.event_time)
    posting = system_posting(account, EntryType.EXPIRED, ReferenceKind.LOT_EXPIRY, f"{lot.id.hex}.{released.id.hex}", at)
    posting = posting._replace(points=points, transaction_id=released.transaction_id or released.id)
    journal.postings.append(posting)
    journal.move(Move(account.id, posting.id, EntryType.EXPIRED, Book.ACTIVE, Book.EXPIRED, points, at, lot.id, None, None))
    journal.take(lot, points)
    account.active_points -= points


def _resolve(held: Hold, status: HoldStatus, journal: Journal) -> None:
    """The hold is stored as it stands; with nothing left it has ended, for ever."""
    if held.open_points == 0:
        held.status = status
        held.resolved_at = journal.recorded_at
    journal.holds[held.id] = held
