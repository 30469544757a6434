"""Judges which promotions apply to an event, in the documented order. Pure: promotions and people in, verdicts out; `Usage` moves on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from loyalty.eligibility.decide import condition_refusal, standing
from loyalty.eligibility.model import Criteria, Person, Subject, SubjectKind
from loyalty.errors import LoyaltyError
from loyalty.programs.event_facts import facts_of
from loyalty.programs.model import Program
from loyalty.programs.rating import EarningEvent, MemberFacts
from loyalty.promotions.effects import discount_for, points_for
from loyalty.promotions.errors import (
    BudgetMinorExhausted,
    BudgetPointsExhausted,
    EffectNothing,
    MemberUsageLimitReached,
    PromotionExcluded,
    PromotionNotActive,
    TriggerOther,
    UsageLimitReached,
)
from loyalty.promotions.model import Considered, Promotion, PromotionDefinition, PromotionStatus

PromotionKey = tuple[str, str]


class UsedBy(NamedTuple):
    """A member's use of a promotion."""

    member_id: UUID
    program_code: str
    promotion_code: str


@dataclass(slots=True)
class Used:
    """What was used of a promotion."""

    count: int = 0
    points: int = 0
    minor: int = 0


@dataclass(slots=True)
class Usage:
    """What was used so far, of each promotion and by each member (the slots they hold). It moves on within a batch."""

    of_promotion: dict[PromotionKey, Used] = field(default_factory=dict)
    of_member: dict[UsedBy, set[int]] = field(default_factory=dict)
    added: dict[PromotionKey, Used] = field(default_factory=dict)

    def used(self, key: PromotionKey) -> Used:
        """What was used of the promotion."""
        return self.of_promotion.setdefault(key, Used())

    def slots(self, by: UsedBy) -> set[int]:
        """The slots that the member holds of the promotion."""
        return self.of_member.setdefault(by, set())

    def add(self, key: PromotionKey, points: int, minor: int) -> None:
        """One use more, of so many points and so much money."""
        self._move(key, points, minor, 1)

    def give_back(self, key: PromotionKey, points: int, minor: int, *, is_whole: bool) -> None:
        """So much less was used; a use less where all of it came back."""
        self._move(key, -points, -minor, -1 if is_whole else 0)

    def _move(self, key: PromotionKey, points: int, minor: int, count: int) -> None:
        for used in (self.used(key), self.added.setdefault(key, Used())):
            used.count += count
            used.points += points
            used.minor += minor

    def take_slot(self, by: UsedBy) -> int:
        """The lowest slot that the member does not hold is taken."""
        held = self.slots(by)
        number = 1
        while number in held:
            number += 1
        held.add(number)
        return number


class Occasion(NamedTuple):
    """Something that a person did, under the program in force."""

    event: EarningEvent
    person: Person
    program: Program
    program_criteria: Criteria


def consider(occasion: Occasion, promotions: Sequence[Promotion], usage: Usage) -> list[Considered]:
    """Every promotion, highest priority first (then by code), with what it gives or every reason why not. `usage` is only read.

    The reasons, in order: `PromotionNotActive`, `TriggerOther`, those of eligibility, `ConditionNotMet`, `EffectNothing`,
    `PromotionExcluded`, `UsageLimitReached`, `MemberUsageLimitReached`, `BudgetPointsExhausted`, `BudgetMinorExhausted`. One that is
    refused excludes nothing: the next of its group has its turn.
    """
    facts = _facts(occasion)
    applied: list[PromotionDefinition] = []
    left_minor = occasion.event.spend_minor
    considered: list[Considered] = []
    for promotion in in_order(promotions):
        definition = promotion.definition
        spend_minor = occasion.event.spend_minor
        found = Considered(
            definition.code, promotion.revision, points_for(definition, spend_minor), discount_for(definition, spend_minor, left_minor)
        )
        refusals = (
            *fit_refusals(promotion, occasion, facts),
            *_stacking_refusals(found, definition, applied),
            *_limit_refusals(promotion, found, occasion, usage),
        )
        if refusals:
            found = Considered(definition.code, promotion.revision, refusals=refusals)
        else:
            applied.append(definition)
            left_minor -= found.discount_minor
        considered.append(found)
    return considered


def fits(promotion: Promotion, occasion: Occasion) -> bool:
    """Whether the promotion may apply, as far as that can be told without knowing what was used of it."""
    return next(fit_refusals(promotion, occasion, _facts(occasion)), None) is None


def in_order(promotions: Sequence[Promotion]) -> list[Promotion]:
    """Highest priority first, then by code."""
    return sorted(promotions, key=lambda promotion: (-promotion.definition.priority, promotion.definition.code))


def fit_refusals(promotion: Promotion, occasion: Occasion, facts: Mapping[str, object]) -> Iterator[LoyaltyError]:
    """What speaks against the promotion for this person and event."""
    definition, (event, person, program, program_criteria) = promotion.definition, occasion
    if promotion.status is not PromotionStatus.ACTIVE:
        yield PromotionNotActive(f"The promotion is {promotion.status}.", promotion_code=definition.code, status=str(promotion.status))
    if event.trigger != definition.trigger:
        yield TriggerOther("The promotion is for another kind of event.", promotion_code=definition.code, trigger=definition.trigger)
    subject = Subject(SubjectKind.PROMOTION, definition.code)
    yield from standing(person, subject, definition.eligibility, program, event.event_time, program_criteria).refusals
    refusal = condition_refusal(Criteria(condition=definition.condition), facts, subject)
    if refusal is not None:
        yield refusal


def _facts(occasion: Occasion) -> dict[str, object]:
    person, program = occasion.person, occasion.program
    tier_code = person.tier_code or next((tier.code for tier in program.ladder.tiers), None)
    known = MemberFacts(tier_code, person.joined_at, person.segments, person.features)
    return facts_of(occasion.event, known, program)


def _stacking_refusals(
    found: Considered, definition: PromotionDefinition, applied: Sequence[PromotionDefinition]
) -> Iterator[LoyaltyError]:
    if not found.points and not found.discount_minor:
        yield EffectNothing("The promotion would give nothing for this event.", promotion_code=definition.code)
    alone = next((other for other in applied if other.is_exclusive or definition.is_exclusive), None)
    group = definition.exclusivity_group
    of_group = next((other for other in applied if group is not None and other.exclusivity_group == group), None)
    before = alone or of_group
    if before is not None:
        yield PromotionExcluded("Another promotion goes before it.", promotion_code=definition.code, excluded_by=before.code)


def _limit_refusals(promotion: Promotion, found: Considered, occasion: Occasion, usage: Usage) -> Iterator[LoyaltyError]:
    definition, limits = promotion.definition, promotion.definition.limits
    key = (definition.program_code, definition.code)
    used, said = usage.used(key), {"promotion_code": definition.code}
    if limits.total_count is not None and used.count >= limits.total_count:
        yield UsageLimitReached("The promotion was used as often as it may be.", **said, limit_count=limits.total_count)
    held = usage.slots(UsedBy(occasion.person.member_id, *key))
    if limits.per_member_count is not None and len(held) >= limits.per_member_count:
        yield MemberUsageLimitReached("The member used it as often as one member may.", **said, limit_count=limits.per_member_count)
    if limits.budget_points is not None and used.points + found.points > limits.budget_points:
        yield BudgetPointsExhausted(
            "Fewer points are left in its budget than it would give.", **said, left_points=limits.budget_points - used.points
        )
    if limits.budget_minor is not None and used.minor + found.discount_minor > limits.budget_minor:
        yield BudgetMinorExhausted(
            "Less money is left in its budget than it would give.", **said, left_minor=limits.budget_minor - used.minor
        )
