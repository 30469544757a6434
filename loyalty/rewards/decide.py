"""Judges redeem commands one after the other, in the documented order of precedence. Pure: state in, results and changes out."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple
from uuid import UUID

from loyalty.eligibility.model import Criteria
from loyalty.errors import LoyaltyError
from loyalty.ids import new_id
from loyalty.ledger.batch import member_refusal, status_refusal
from loyalty.ledger.burn import Spending, spend
from loyalty.ledger.errors import ReferenceAlreadyPosted
from loyalty.ledger.model import EntryType, Posted, ReferenceKind
from loyalty.ledger.state import Account, Journal, LedgerState
from loyalty.programs.model import revision_at
from loyalty.rewards.errors import RewardUnknown
from loyalty.rewards.judge import Question, judge
from loyalty.rewards.model import Quote, Redeemed, RedeemReward, Redemption, RedemptionStatus, Reward
from loyalty.rewards.shelf import Redeemer, RewardKey, Shelf, period_starts_on

__all__ = ["Batch", "RewardKey", "Shelf", "decide"]


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
    ledger, shelf, _ = batch
    account = ledger.accounts.get(command.member_id)
    if account is None:
        return member_refusal(command.member_id)
    if command.reference is not None:
        known = _known(command.member_id, command.reference, ledger)
        if known is not None:
            return _again(command, *known, shelf)
    if (refusal := status_refusal(account)) is not None:
        return refusal
    reward = shelf.rewards.get((account.program_code, command.reward_code))
    if reward is None:
        return RewardUnknown(f"The program has no reward '{str(command.reward_code)[:80]}'.", reward_code=str(command.reward_code)[:80])
    quote, reasons = judge(_question(command, reward, account, batch))
    if reasons:
        return reasons[0]
    assert quote is not None  # noqa: S101 (judge says so)
    return _redeem(command, quote, reward, batch)


def _question(command: RedeemReward, reward: Reward, account: Account, batch: Batch) -> Question:
    ledger, shelf, journal = batch
    definition = reward.definition
    pool = (account.program_code, definition.voucher_pool_code or "")
    return Question(
        reward=reward,
        person=shelf.person(command.member_id, account.program_code),
        program=revision_at(ledger.revisions[account.program_code], journal.recorded_at).program,
        program_criteria=shelf.program_criteria.get(account.program_code, Criteria()),
        uses=shelf.uses_of(Redeemer(command.member_id, account.program_code, definition.code)),
        wallet_code=command.wallet_code,
        has_voucher=bool(shelf.vouchers.get(pool)),
        now=journal.recorded_at,
    )


def _known(member_id: UUID, reference: str, ledger: LedgerState) -> tuple[Account, Posted] | None:
    """The redemption under this reference, whichever wallet paid it."""
    accounts = [ledger.accounts[member_id], *(account for (owner, _), account in ledger.wallets.items() if owner == member_id)]
    for account in accounts:
        known = ledger.known.get((account.id, ReferenceKind.REDEMPTION, reference))
        if known is not None:
            return account, known.posted
    return None


def _again(command: RedeemReward, account: Account, posted: Posted, shelf: Shelf) -> Redeemed | LoyaltyError:
    assert posted.posting_id is not None  # noqa: S101 (what is known is posted)
    redemption = shelf.redemptions[posted.posting_id]
    differing = [] if redemption.reward_code == command.reward_code else ["reward_code"]
    if command.wallet_code is not None and redemption.wallet_code not in {None, command.wallet_code}:
        differing.append("wallet_code")
    if not differing:
        return Redeemed(
            redemption, redemption.reward_code, redemption.points, account.available_points, posted.allocations, is_duplicate=True
        )
    return ReferenceAlreadyPosted(
        f"'{command.reference}' was redeemed already with other content ({', '.join(differing)}). Use another reference.",
        reference=command.reference,
        differing=differing,
    )


def _redeem(command: RedeemReward, quote: Quote, reward: Reward, batch: Batch) -> Redeemed | LoyaltyError:
    ledger, shelf, journal = batch
    redemption_id, definition = new_id(), reward.definition
    program = revision_at(ledger.revisions[definition.program_code], journal.recorded_at).program
    account = ledger.account(command.member_id, None if quote.wallet_code == program.wallet_code else quote.wallet_code)
    assert account is not None  # noqa: S101 (every member has an account in every wallet)
    spending = Spending(
        points=quote.points,
        type=EntryType.SPENT_ON_REWARD,
        reference_kind=ReferenceKind.REDEMPTION,
        reference=command.reference or redemption_id.hex,
        reason=definition.code,
        source=command.source,
        actor=command.actor,
        idempotency_key=command.idempotency_key,
    )
    posted = spend(spending, account, journal)
    if isinstance(posted, LoyaltyError):
        return posted
    redemption = _opened(redemption_id, posted, quote, reward, batch)
    ledger.know(posted, ReferenceKind.REDEMPTION, None, None)
    shelf.redemptions[redemption.posting_id] = redemption
    shelf.opened.append(redemption)
    shelf.take_one(reward)
    return Redeemed(redemption, definition.code, quote.points, account.available_points, posted.allocations, quote=quote)


def _opened(redemption_id: UUID, posted: Posted, quote: Quote, reward: Reward, batch: Batch) -> Redemption:
    """The redemption, with the slots it takes of the member's limits, and fulfilled where a voucher is what it buys."""
    ledger, shelf, journal = batch
    definition, now = reward.definition, journal.recorded_at
    program = revision_at(ledger.revisions[definition.program_code], journal.recorded_at).program
    starts_on = period_starts_on(definition.limits.period, now, program.timezone) if definition.limits.period else None
    uses = shelf.uses_of(Redeemer(posted.member_id, definition.program_code, definition.code))
    slot, period_slot = uses.take(definition.limits, starts_on)
    assert posted.posting_id is not None  # noqa: S101 (only a dry run's posting has no id, and that is said later)
    assert posted.account_id is not None  # noqa: S101 (it was spent from one)
    redemption = Redemption(
        id=redemption_id,
        account_id=posted.account_id,
        member_id=posted.member_id,
        program_code=definition.program_code,
        reward_code=definition.code,
        reference=posted.reference,
        points=quote.points,
        status=RedemptionStatus.PENDING,
        posting_id=posted.posting_id,
        requested_at=now,
        changed_at=now,
        reward_revision=reward.revision,
        wallet_code=quote.wallet_code,
        list_points=quote.list_points,
        price_reason=quote.reason,
        member_slot=slot,
        period_slot=period_slot,
    )
    if definition.voucher_pool_code is None:
        return redemption
    voucher_id = shelf.vouchers[definition.program_code, definition.voucher_pool_code].popleft()
    shelf.given.append((voucher_id, posted.member_id))
    return replace(redemption, status=RedemptionStatus.FULFILLED, voucher_id=voucher_id)
