"""The act of redeeming: points burned, stock taken and a redemption opened, together or not at all. Not here: SQL (store)."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.errors import LoyaltyError
from loyalty.ledger import store as ledger_store
from loyalty.ledger.model import ReferenceKind
from loyalty.ledger.state import Journal, LedgerState
from loyalty.ledger.validate import label_refusal, reference_refusal
from loyalty.rewards import store
from loyalty.rewards.decide import Batch, RewardKey, Shelf, decide
from loyalty.rewards.errors import RedemptionStatusConflict, RedemptionUnknown
from loyalty.rewards.model import NEXT_STATUSES, Redeemed, RedeemReward, Redemption, RedemptionStatus
from loyalty.text_rules import is_short_text

REWARD_CODE_LENGTH_MAX = 64

# The other moves give points back, which arrives with returns.
MOVES_WITHOUT_POINTS = frozenset({RedemptionStatus.PROCESSING, RedemptionStatus.FULFILLED})


def redeem(commands: Sequence[RedeemReward], *, within: Work, clock: Clock, dry_run: bool = False) -> list[Redeemed | LoyaltyError]:
    """Every command has paid for one unit of its reward, or is refused by itself; results in the order of the commands.

    Commands take effect in the order given. Call it once per transaction: it locks its accounts in id order, then its rewards
    in code order. A dry run judges exactly the same, and stores and locks nothing.

    In the list, in their order of precedence: `ReferenceInvalid`, `LabelInvalid`, `MemberUnknown`, (a known reference: the
    first redemption, or `ReferenceAlreadyPosted`), `MemberInactive`, `RewardUnknown`, `RewardWithdrawn`, `TierTooLow`,
    `StockExhausted`, `PointsInsufficient`.
    """
    journal = Journal(clock.now())
    refusals = [_shape_refusal(command) for command in commands]
    sound = [command for command, refusal in zip(commands, refusals, strict=True) if refusal is None]
    member_ids = {command.member_id for command in sound}
    # Without a reference of its own a command repeats nothing; no posting has the empty reference.
    references = {(command.member_id, ReferenceKind.REDEMPTION, command.reference or "") for command in sound}
    ledger = ledger_store.load(references, member_ids, journal.recorded_at, within, lock=not dry_run)
    known = [known.posted.posting_id for known in ledger.known.values() if known.posted.posting_id is not None]
    shelf = store.load_shelf(_reward_keys(sound, ledger), list(ledger.accounts.values()), known, within, lock=not dry_run)
    results = decide(commands, refusals, Batch(ledger, shelf, journal))
    if dry_run:
        return _rehearsed(results, shelf)
    ledger_store.append(journal, within)
    store.append(shelf, journal.recorded_at, within)
    return results


def move_redemptions(ids: Sequence[UUID], to: RedemptionStatus, *, within: Work, clock: Clock) -> list[Redemption | LoyaltyError]:
    """Each redemption stands at `to` (PROCESSING or FULFILLED), or is refused by itself; results in the order of the ids.

    A redemption that stands there already stays as it is. In the list: `RedemptionUnknown`, `RedemptionStatusConflict`.
    """
    now = clock.now()
    stored = store.redemptions_by_id(ids, within, lock=True)
    results: list[Redemption | LoyaltyError] = []
    for redemption_id in ids:
        redemption = stored.get(redemption_id)
        if redemption is None:
            results.append(RedemptionUnknown(f"There is no redemption {redemption_id}.", redemption_id=str(redemption_id)))
        elif redemption.status is to:
            results.append(redemption)
        elif to not in NEXT_STATUSES[redemption.status] & MOVES_WITHOUT_POINTS:
            results.append(_status_conflict(redemption, to))
        else:
            stored[redemption_id] = replace(redemption, status=to, changed_at=now)
            results.append(stored[redemption_id])
    store.update_statuses(stored.values(), within)
    return results


def _shape_refusal(command: RedeemReward) -> LoyaltyError | None:
    refusal = reference_refusal("reference", command.reference) if command.reference is not None else None
    return refusal or label_refusal(command.source, command.actor, None, command.idempotency_key)


def _reward_keys(commands: Sequence[RedeemReward], ledger: LedgerState) -> set[RewardKey]:
    return {
        (ledger.accounts[command.member_id].program_code, command.reward_code)
        for command in commands
        if command.member_id in ledger.accounts and is_short_text(command.reward_code, REWARD_CODE_LENGTH_MAX)
    }


def _rehearsed(results: list[Redeemed | LoyaltyError], shelf: Shelf) -> list[Redeemed | LoyaltyError]:
    """What would be opened has no redemption yet; what is stored already keeps its own."""
    opened = {redemption.id for redemption in shelf.opened}
    rehearsed: list[Redeemed | LoyaltyError] = []
    for result in results:
        if isinstance(result, Redeemed):
            is_new = result.redemption is not None and result.redemption.id in opened
            rehearsed.append(replace(result, redemption=None if is_new else result.redemption, is_dry_run=True))
        else:
            rehearsed.append(result)
    return rehearsed


def _status_conflict(redemption: Redemption, to: RedemptionStatus) -> RedemptionStatusConflict:
    return RedemptionStatusConflict(
        f"A redemption that is {redemption.status} cannot become {to}.",
        redemption_id=str(redemption.id),
        status=str(redemption.status),
        requested_status=str(to),
    )
