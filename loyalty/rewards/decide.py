"""Judges redeem commands one after the other, in the documented order of precedence. Pure: state in, results and changes out."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple
from uuid import UUID

from loyalty.errors import LoyaltyError
from loyalty.ids import new_id
from loyalty.ledger.batch import member_refusal, status_refusal
from loyalty.ledger.burn import Spending, spend
from loyalty.ledger.errors import ReferenceAlreadyPosted
from loyalty.ledger.model import EntryType, Posted, ReferenceKind
from loyalty.ledger.state import Account, Journal, LedgerState
from loyalty.programs.model import TierLadder
from loyalty.programs.tiers import tier_rank
from loyalty.rewards.errors import RewardUnknown, RewardWithdrawn, StockExhausted, TierTooLow
from loyalty.rewards.model import Redeemed, RedeemReward, Redemption, RedemptionStatus, Reward

RewardKey = tuple[str, str]


@dataclass(slots=True)
class Shelf:
    """The rewards a batch asks for, by program and code, and the redemptions known by posting; it moves on with the commands."""

    rewards: dict[RewardKey, Reward]
    redemptions: dict[UUID, Redemption] = field(default_factory=dict)
    opened: list[Redemption] = field(default_factory=list)
    taken: dict[RewardKey, int] = field(default_factory=dict)

    def take_one(self, reward: Reward) -> None:
        """One unit fewer is left."""
        key = (reward.definition.program_code, reward.definition.code)
        self.rewards[key] = replace(reward, redeemed_count=reward.redeemed_count + 1)
        self.taken[key] = self.taken.get(key, 0) + 1


class Batch(NamedTuple):
    """What moves on with the commands."""

    ledger: LedgerState
    shelf: Shelf
    journal: Journal


def decide(commands: Sequence[RedeemReward], refusals: Sequence[LoyaltyError | None], batch: Batch) -> list[Redeemed | LoyaltyError]:
    """What each command does, in the order given; `batch` moves on with the commands.

    `refusals`: for each command, what is wrong with the command itself.
    """
    return [refusal or _judge(command, batch) for command, refusal in zip(commands, refusals, strict=True)]


def _judge(command: RedeemReward, batch: Batch) -> Redeemed | LoyaltyError:
    ledger, shelf = batch.ledger, batch.shelf
    account = ledger.accounts.get(command.member_id)
    if account is None:
        return member_refusal(command.member_id)
    if command.reference is not None:
        known = ledger.known.get((account.id, ReferenceKind.REDEMPTION, command.reference))
        if known is not None:
            return _again(command, account, known.posted, shelf)
    if (refusal := status_refusal(account)) is not None:
        return refusal
    reward = shelf.rewards.get((account.program_code, command.reward_code))
    if reward is None:
        return RewardUnknown(f"The program has no reward '{str(command.reward_code)[:80]}'.", reward_code=str(command.reward_code)[:80])
    ladder = ledger.revisions[account.program_code][-1].program.ladder
    return _reward_refusal(reward, command.tier_code, ladder) or _redeem(command, account, reward, batch)


def _again(command: RedeemReward, account: Account, posted: Posted, shelf: Shelf) -> Redeemed | LoyaltyError:
    assert posted.posting_id is not None  # noqa: S101 (what is known is posted)
    redemption = shelf.redemptions[posted.posting_id]
    if redemption.reward_code == command.reward_code:
        return Redeemed(
            redemption, redemption.reward_code, redemption.points, account.available_points, posted.allocations, is_duplicate=True
        )
    return ReferenceAlreadyPosted(
        f"'{command.reference}' has redeemed another reward. Use another reference for another redemption.",
        reference=command.reference,
        differing=["reward_code"],
    )


def _reward_refusal(reward: Reward, tier_code: str | None, ladder: TierLadder) -> LoyaltyError | None:
    definition = reward.definition
    if not definition.is_offered:
        return RewardWithdrawn("The reward is not offered at present.", reward_code=definition.code)
    least = definition.tier_minimum_code
    stands_on = tier_code or ladder.tiers[0].code
    if least is not None and tier_rank(stands_on, ladder) < tier_rank(least, ladder):
        return TierTooLow(
            f"The reward is for {least} and above.", reward_code=definition.code, tier_code=stands_on, tier_minimum_code=least
        )
    if reward.left_count == 0:
        return StockExhausted(
            "Every unit of the reward has been redeemed.", reward_code=definition.code, stock_count=definition.stock_count
        )
    return None


def _redeem(command: RedeemReward, account: Account, reward: Reward, batch: Batch) -> Redeemed | LoyaltyError:
    ledger, shelf, journal = batch
    redemption_id, definition = new_id(), reward.definition
    reference = command.reference or redemption_id.hex
    spending = Spending(
        points=definition.price_points,
        type=EntryType.SPENT_ON_REWARD,
        reference_kind=ReferenceKind.REDEMPTION,
        reference=reference,
        reason=definition.code,
        source=command.source,
        actor=command.actor,
        idempotency_key=command.idempotency_key,
    )
    posted = spend(spending, account, journal)
    if isinstance(posted, LoyaltyError):
        return posted
    assert posted.posting_id is not None  # noqa: S101 (only a dry run's posting has no id, and that is said later)
    redemption = Redemption(
        id=redemption_id,
        account_id=account.id,
        member_id=account.member_id,
        program_code=account.program_code,
        reward_code=definition.code,
        reference=reference,
        points=definition.price_points,
        status=RedemptionStatus.PENDING,
        posting_id=posted.posting_id,
        requested_at=journal.recorded_at,
        changed_at=journal.recorded_at,
    )
    ledger.know(posted, ReferenceKind.REDEMPTION, None, None)
    shelf.redemptions[posted.posting_id] = redemption
    shelf.opened.append(redemption)
    shelf.take_one(reward)
    return Redeemed(redemption, definition.code, definition.price_points, account.available_points, posted.allocations)
