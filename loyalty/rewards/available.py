"""What members can redeem now: every reward, available or not, with all reasons and the points that are missing. Reads; locks nothing."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.eligibility import Person, load_people, program_criteria
from loyalty.ledger import balances
from loyalty.ledger.burn import insufficient
from loyalty.programs.model import Program
from loyalty.programs.store import current_program
from loyalty.rewards.catalogue import catalogue
from loyalty.rewards.judge import Question, judge
from loyalty.rewards.model import Reward, RewardStanding
from loyalty.rewards.shelf import Redeemer, Uses
from loyalty.rewards.store import load_uses
from loyalty.vouchers.store import take_available


def rewards_for(
    member_ids: Sequence[UUID],
    *,
    within: Work,
    clock: Clock,
    reward_codes: Collection[str] | None = None,
    wallet_code: str | None = None,
) -> dict[UUID, list[RewardStanding]]:
    """For each member every reward of the program (or those named), cheapest first; an unknown member is not in the answer.

    All reasons are said, in the order in which `redeem` judges them; the points last. The rewards on offer, and those named whether or not
    they are on offer. What this says is available, `redeem` grants at the same instant.
    """
    now = clock.now()
    people = load_people(member_ids, now, within)
    funds = _funds(list(people), within, clock)
    answers: dict[UUID, list[RewardStanding]] = {}
    for program_code in sorted({person.program_code for person in people.values()}):
        program = current_program(program_code, within=within, at=now).program
        criteria = program_criteria([program_code], within)[program_code].criteria
        offered = catalogue(program_code, within=within, with_withdrawn=reward_codes is not None)
        rewards = [reward for reward in offered if reward_codes is None or reward.definition.code in reward_codes]
        here = [person for person in people.values() if person.program_code == program_code]
        uses = _uses(here, rewards, program, now, within)
        has_voucher = _pools_with_vouchers(rewards, now, within)
        for person in here:
            answers[person.member_id] = [
                _standing(
                    Question(
                        reward=reward,
                        person=person,
                        program=program,
                        program_criteria=criteria,
                        uses=uses.get(Redeemer(person.member_id, program_code, reward.definition.code)) or Uses(),
                        wallet_code=wallet_code,
                        has_voucher=reward.definition.voucher_pool_code in has_voucher,
                        now=now,
                    ),
                    funds,
                )
                for reward in rewards
            ]
    return answers


class Funds(NamedTuple):
    """What a member has to spend in a wallet."""

    member_id: UUID
    wallet_code: str


def _standing(question: Question, funds: dict[Funds, int]) -> RewardStanding:
    found, reasons = judge(question)
    program, person = question.program, question.person
    wallet_code = found.wallet_code if found else question.wallet_code or program.wallet_code
    available = funds.get(Funds(person.member_id, wallet_code), 0)
    spendable = available + program.benefits_of(person.tier_code).overdraft_points
    missing_points = max(found.points - spendable, 0) if found else 0
    if found is not None and missing_points:
        reasons.append(insufficient(available, found.points))
    return RewardStanding(question.reward, found, available, missing_points, tuple(reasons))


def _funds(member_ids: Sequence[UUID], within: Work, clock: Clock) -> dict[Funds, int]:
    found = balances(member_ids, within=within, clock=clock)
    return {
        Funds(member_id, balance.wallet_code): balance.available_points for member_id, of_member in found.items() for balance in of_member
    }


def _uses(people: Sequence[Person], rewards: Sequence[Reward], program: Program, now: datetime, within: Work) -> dict[Redeemer, Uses]:
    by_key = {(program.code, reward.definition.code): reward for reward in rewards}
    redeemers = [Redeemer(person.member_id, *key) for person in people for key in by_key]
    return load_uses(redeemers, by_key, {program.code: program.timezone}, now, within)


def _pools_with_vouchers(rewards: Sequence[Reward], now: datetime, within: Work) -> set[str]:
    pools = {(reward.definition.program_code, reward.definition.voucher_pool_code) for reward in rewards}
    return {code for program_code, code in pools if code is not None and take_available(program_code, code, 1, now, within, lock=False)}
