"""What speaks against a member redeeming a reward: every reason, in the documented order. Pure; redeeming and asking both go by it."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from loyalty.eligibility.decide import standing
from loyalty.eligibility.model import Criteria, Person, Subject, SubjectKind
from loyalty.errors import LoyaltyError
from loyalty.programs.model import Program
from loyalty.rewards.errors import MemberLimitReached, PeriodLimitReached, PriceNotOffered, RewardWithdrawn, StockExhausted
from loyalty.rewards.model import Quote, Reward
from loyalty.rewards.pricing import quote
from loyalty.rewards.shelf import Uses
from loyalty.vouchers.errors import VoucherPoolEmpty


class Question(NamedTuple):
    """May this person redeem this reward, paying from this wallet? `has_voucher`: whether its pool, if it has one, has one left."""

    reward: Reward
    person: Person
    program: Program
    program_criteria: Criteria
    uses: Uses
    wallet_code: str | None
    has_voucher: bool
    now: datetime


def judge(question: Question) -> tuple[Quote | None, list[LoyaltyError]]:
    """What it would cost, and every reason against it but the points.

    In order: `RewardWithdrawn`; of the program and then of the reward `MemberInactive`, `EligibilityDenied`, `NotYetOpen`, `NoLongerOpen`,
    `TierTooLow`, `SegmentMissing`, `SegmentExcluded`, `ConditionNotMet`; `PriceNotOffered`, `StockExhausted`, `MemberLimitReached`,
    `PeriodLimitReached`, `VoucherPoolEmpty`.
    """
    found = quote(question.reward.definition, question.person, question.program, question.wallet_code)
    return found, list(_reasons(question, found))


def _reasons(question: Question, found: Quote | None) -> Iterator[LoyaltyError]:
    reward, person, program, criteria, uses, wallet_code, has_voucher, now = question
    definition, limits = reward.definition, reward.definition.limits
    said: dict[str, object] = {"reward_code": definition.code}
    if not definition.is_offered:
        yield RewardWithdrawn("The reward is not offered at present.", **said)
    subject = Subject(SubjectKind.REWARD, definition.code)
    yield from standing(person, subject, definition.eligibility, program, now, criteria).refusals
    if found is None:
        yield PriceNotOffered("The reward has no price for this member in this wallet.", **said, wallet_code=wallet_code)
    if reward.left_count == 0:
        yield StockExhausted("Every unit of the reward has been redeemed.", **said, stock_count=definition.stock_count)
    if limits.total_count is not None and uses.total_count >= limits.total_count:
        yield MemberLimitReached(
            "The member has redeemed it as often as one member may.", **said, limit_count=limits.total_count, used_count=uses.total_count
        )
    if limits.period_count is not None and uses.period_count >= limits.period_count:
        yield PeriodLimitReached(
            "The member has redeemed it as often as one member may within the period.",
            **said,
            period=str(limits.period),
            limit_count=limits.period_count,
            used_count=uses.period_count,
        )
    if definition.voucher_pool_code is not None and not has_voucher:
        yield VoucherPoolEmpty("Every voucher of the pool is given away.", **said, pool_code=definition.voucher_pool_code)
