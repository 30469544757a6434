"""Sending redemptions on: processed, fulfilled, rejected, refunded; the last two give back points, stock, limits and vouchers, once."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.errors import LoyaltyError
from loyalty.ledger.validate import label_refusal
from loyalty.rewards import refund, store
from loyalty.rewards.errors import RedemptionStatusConflict, RedemptionUnknown, VoucherUsedAlready
from loyalty.rewards.model import NEXT_STATUSES, STANDING, Moved, MoveRedemption, Redemption, RedemptionStatus
from loyalty.rewards.shelf import RewardKey
from loyalty.vouchers import store as voucher_store


def move_redemptions(
    commands: Sequence[MoveRedemption], *, within: Work, clock: Clock, dry_run: bool = False
) -> list[Moved | LoyaltyError]:
    """Each redemption stands where it is sent, or is refused by itself; results in the order of the commands.

    A redemption that stands there already stays as it is (`is_duplicate`). REJECTED and REFUNDED give the points back to the lots they came
    from, the unit to the stock, the slots to the member's limits, and an unused voucher to its pool; all of it once, with the status.
    Call it once per transaction: it locks accounts in id order, rewards in code order, then redemptions in id order.

    In the list, in their order of precedence: `LabelInvalid`, `RedemptionUnknown`, `RedemptionStatusConflict`, `VoucherUsedAlready`.
    """
    now = clock.now()
    found = store.redemptions_by_id([command.redemption_id for command in commands], within)
    giving_back = [found[one.redemption_id] for one in commands if one.to not in STANDING and one.redemption_id in found]
    books = refund.load(giving_back, now, within, lock=not dry_run)
    if not dry_run:
        store.lock_rewards({(redemption.program_code, redemption.reward_code) for redemption in giving_back}, within)
        found = store.redemptions_by_id(list(found), within, lock=True)
    used = voucher_store.used_vouchers([one.voucher_id for one in giving_back if one.voucher_id], within, lock=not dry_run)
    results: list[Moved | LoyaltyError] = []
    changed: dict[UUID, tuple[Redemption, MoveRedemption]] = {}
    for command in commands:
        result = _judge(command, found, used)
        if isinstance(result, Redemption):
            moved = Moved(result)
            if command.to not in STANDING:
                moved = refund.give_back(result, command, books)
            found[result.id] = moved.redemption
            changed[result.id] = (moved.redemption, command)
            results.append(moved)
        else:
            results.append(result)
    if dry_run:
        return [replace(result, is_dry_run=True) if isinstance(result, Moved) else result for result in results]
    _append(changed, results, books, within)
    return results


def find_redemptions(ids: Sequence[UUID], *, within: Work) -> dict[UUID, Redemption]:
    """The redemptions with these ids; an unknown id is simply not in the answer."""
    return store.redemptions_by_id(ids, within)


def _judge(command: MoveRedemption, found: dict[UUID, Redemption], used: set[UUID]) -> Redemption | Moved | LoyaltyError:
    """The redemption at its new status, or as it stands already, or why not."""
    refusal = label_refusal(None, command.actor, command.reason, None)
    if refusal is not None:
        return refusal
    redemption = found.get(command.redemption_id)
    if redemption is None:
        return RedemptionUnknown(f"There is no redemption {command.redemption_id}.", redemption_id=str(command.redemption_id))
    if redemption.status is command.to:
        return Moved(redemption, is_duplicate=True)
    if command.to not in NEXT_STATUSES[redemption.status]:
        return _conflict(redemption, command.to)
    if command.to not in STANDING and redemption.voucher_id in used:
        return VoucherUsedAlready(
            "The voucher that fulfilled the redemption was used; it cannot be given back.", redemption_id=str(redemption.id)
        )
    return replace(redemption, status=command.to)


def _append(
    changed: dict[UUID, tuple[Redemption, MoveRedemption]],
    results: Sequence[Moved | LoyaltyError],
    books: refund.Books,
    within: Work,
) -> None:
    moves = [
        (result.redemption, result.redemption.status, *_said(changed[result.redemption.id][1]))
        for result in results
        if isinstance(result, Moved) and not result.is_duplicate
    ]
    if not moves:
        return
    now = books.journal.recorded_at
    given_back = [redemption for redemption, _ in changed.values() if redemption.status not in STANDING]
    refund.append(books, within)
    store.update_statuses([redemption for redemption, _ in changed.values()], now, within)
    store.append_moves(moves, now, within)
    freed: dict[RewardKey, int] = {}
    for redemption in given_back:
        key = (redemption.program_code, redemption.reward_code)
        freed[key] = freed.get(key, 0) - 1
    store.change_stock(freed, now, within)
    voucher_store.unassign([redemption.voucher_id for redemption in given_back if redemption.voucher_id], now, within)


def _said(command: MoveRedemption) -> tuple[str | None, str | None]:
    return command.actor, command.reason


def _conflict(redemption: Redemption, to: RedemptionStatus) -> RedemptionStatusConflict:
    return RedemptionStatusConflict(
        f"A redemption that is {redemption.status} cannot become {to}.",
        redemption_id=str(redemption.id),
        status=str(redemption.status),
        requested_status=str(to),
    )
