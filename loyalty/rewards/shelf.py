"""What a batch of redemptions works on: rewards, people, what each member has redeemed, vouchers to give. In memory; no SQL, no clock."""

from collections import deque
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from loyalty.eligibility.model import Criteria, Person
from loyalty.members.model import MemberStatus
from loyalty.rewards.model import LimitPeriod, Limits, PeriodSlot, Redemption, Reward, Slot

RewardKey = tuple[str, str]
PoolKey = tuple[str, str]


class Redeemer(NamedTuple):
    """Who has redeemed what."""

    member_id: UUID
    program_code: str
    reward_code: str


@dataclass(slots=True)
class Uses:
    """What a member has of one reward: how many redemptions stand, ever and within the present period, and which slots they hold."""

    total_count: int = 0
    period_count: int = 0
    slots: set[int] = field(default_factory=set)
    period_slots: set[int] = field(default_factory=set)

    def take(self, limits: Limits, starts_on: date | None) -> tuple[Slot | None, PeriodSlot | None]:
        """One more; the lowest free slots, where there are limits."""
        self.total_count += 1
        self.period_count += 1
        slot = Slot(_lowest_free(self.slots), limits.total_count) if limits.total_count else None
        period_slot = None
        if limits.period and limits.period_count and starts_on:
            period_slot = PeriodSlot(limits.period, starts_on, _lowest_free(self.period_slots), limits.period_count)
        return slot, period_slot


@dataclass(slots=True)
class Shelf:
    """The rewards a batch asks for, by program and code, and the redemptions known by posting; it moves on with the commands."""

    rewards: dict[RewardKey, Reward]
    redemptions: dict[UUID, Redemption] = field(default_factory=dict)
    opened: list[Redemption] = field(default_factory=list)
    taken: dict[RewardKey, int] = field(default_factory=dict)
    people: dict[UUID, Person] = field(default_factory=dict)
    program_criteria: dict[str, Criteria] = field(default_factory=dict)
    uses: dict[Redeemer, Uses] = field(default_factory=dict)
    vouchers: dict[PoolKey, deque[UUID]] = field(default_factory=dict)
    given: list[tuple[UUID, UUID]] = field(default_factory=list)

    def take_one(self, reward: Reward) -> None:
        """One unit fewer is left."""
        key = (reward.definition.program_code, reward.definition.code)
        self.rewards[key] = replace(reward, redeemed_count=reward.redeemed_count + 1)
        self.taken[key] = self.taken.get(key, 0) + 1

    def uses_of(self, redeemer: Redeemer) -> Uses:
        """What the member has of the reward so far."""
        return self.uses.setdefault(redeemer, Uses())

    def person(self, member_id: UUID, program_code: str) -> Person:
        """What is known of the member; of one who is not loaded, nothing."""
        return self.people.get(member_id) or Person(member_id, program_code, MemberStatus.ACTIVE, datetime(1970, 1, 1, tzinfo=UTC))


def period_starts_on(period: LimitPeriod, now: datetime, timezone: str) -> date:
    """The first local day of the period in which `now` lies."""
    today = now.astimezone(ZoneInfo(timezone)).date()
    if period is LimitPeriod.WEEK:
        return today - timedelta(days=today.weekday())
    return today.replace(day=1) if period is LimitPeriod.MONTH else today


def begins_at(day: date, timezone: str) -> datetime:
    """The instant at which the local day begins."""
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(timezone)).astimezone(UTC)


def _lowest_free(slots: set[int]) -> int:
    number = 1
    while number in slots:
        number += 1
    slots.add(number)
    return number
