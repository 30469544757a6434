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
from loyalty.rewards.decide import Batch, decide
from loyalty.rewards.model import Redeemed, RedeemReward
from loyalty.rewards.shelf import Redeemer, RewardKey, Shelf
from loyalty.text_rules import is_short_text

REWARD_CODE_LENGTH_MAX = 64


def redeem(commands: Sequence[RedeemReward], *, within: Work, clock: Clock, dry_run: bool = False) -> list[Redeemed | LoyaltyError]:
    """Every command has paid for one unit of its reward, or is refused by itself; results in the order of the commands.

    Commands take effect in the order given. Call it once per transaction: it locks its accounts in id order, then its rewards
    in code order. A dry run judges exactly the same, and stores and locks nothing.

    In the list, in their order of precedence: `ReferenceInvalid`, `LabelInvalid`, `MemberUnknown`, (a known reference: the
    first redemption, or `ReferenceAlreadyPosted`), `MemberInactive`, `RewardUnknown`, then the reasons of `judge` in its order, then
    `PointsInsufficient`.
    """
    journal = Journal(clock.now())
    refusals = [_shape_refusal(command) for command in commands]
    sound = [command for command, refusal in zip(commands, refusals, strict=True) if refusal is None]
    member_ids = {command.member_id for command in sound}
    # Without a reference of its own a command repeats nothing; no posting has the empty reference.
    references = {(command.member_id, ReferenceKind.REDEMPTION, command.reference or "") for command in sound}
    ledger = ledger_store.load(references, member_ids, journal.recorded_at, within, lock=not dry_run)
    shelf = store.load_shelf(_reward_keys(sound, ledger), ledger, journal.recorded_at, within, lock=not dry_run)
    store.load_limited(_redeemers(sound, ledger, shelf), ledger, shelf, journal.recorded_at, within, lock=not dry_run)
    results = decide(commands, refusals, Batch(ledger, shelf, journal))
    if dry_run:
        return _rehearsed(results, shelf)
    ledger_store.append(journal, within)
    store.append(shelf, _actors(commands, results), journal.recorded_at, within)
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


def _redeemers(commands: Sequence[RedeemReward], ledger: LedgerState, shelf: Shelf) -> list[Redeemer]:
    """Who asks for what, once for each command, where both exist."""
    asked = [
        Redeemer(command.member_id, ledger.accounts[command.member_id].program_code, command.reward_code)
        for command in commands
        if command.member_id in ledger.accounts
    ]
    return [redeemer for redeemer in asked if (redeemer.program_code, redeemer.reward_code) in shelf.rewards]


def _actors(commands: Sequence[RedeemReward], results: Sequence[Redeemed | LoyaltyError]) -> dict[UUID, str | None]:
    """Who asked for what was opened."""
    pairs = zip(commands, results, strict=True)
    return {result.redemption.id: command.actor for command, result in pairs if isinstance(result, Redeemed) and result.redemption}


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
