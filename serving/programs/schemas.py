"""The wire shapes of the program: its earning rule and its tiers."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from loyalty.clock import business_date
from loyalty.programs import EarningRule, Program, ProgramRevision
from loyalty.programs.rules_model import PURCHASE, PerAmount
from serving.http.outputs import LocalText, Out


class EarningRuleOut(Out):
    """What a purchase earns: `points` for every full `per_minor` spent."""

    code: str
    points: int
    per_minor: int
    expiry_policy: str = Field(description="NEVER, ROLLING, CALENDAR or INACTIVITY.")
    expiry_months: int
    expiry_days: int
    expiry_rounding: str = Field(description="NONE, DAY_END, MONTH_END, QUARTER_END or YEAR_END, in the program's time zone.")


class TierOut(Out):
    """A rung of the ladder."""

    code: str
    name: LocalText
    qualifying_minor_min: int = Field(description="The least spend in the window, in minor units.")


class ProgramOut(Out):
    """The program as it is in force."""

    code: str
    name: LocalText
    timezone: str
    currency_code: str
    wallet_code: str
    business_on: date = Field(
        description="The program's business day, by the business clock: what `today` means to everything the API answers."
    )
    revision: int
    valid_from: datetime
    earning_rule: EarningRuleOut | None = Field(description="The first rule that earns by the amount of a purchase, if there is one.")
    tiers_by: Literal["SPEND", "POINTS_EARNED", "BALANCE", "SEGMENT"] | None = Field(
        description="What tiers are reached by: money in minor units, points, or membership of a segment; null without tiers."
    )
    tier_window_days: int | None = Field(description="How many days count, where tiers look back over a rolling window.")
    tiers: list[TierOut] = Field(description="Lowest first.")

    @classmethod
    def of(cls, revision: ProgramRevision, now: datetime) -> "ProgramOut":
        """The wire shape of a revision."""
        program = revision.program
        period = program.tiers.qualification.period if program.tiers else None
        return cls(
            code=program.code,
            name=LocalText.of(program.name),
            timezone=program.timezone,
            currency_code=program.currency_code,
            wallet_code=program.wallet_code,
            business_on=business_date(now, program.timezone),
            revision=revision.revision,
            valid_from=revision.valid_from,
            earning_rule=_first_by_amount(program),
            tiers_by=program.tiers.qualification.by.value if program.tiers else None,
            tier_window_days=period.days or None if period else None,
            tiers=[
                TierOut(code=tier.code, name=LocalText.of(tier.name), qualifying_minor_min=tier.threshold) for tier in program.ladder.tiers
            ],
        )


def _first_by_amount(program: Program) -> EarningRuleOut | None:
    purchases = (rule for rule in program.rules if rule.trigger == PURCHASE)
    return next((_earning_rule(rule, one) for rule in purchases for one in rule.effects if isinstance(one, PerAmount)), None)


def _earning_rule(rule: EarningRule, effect: PerAmount) -> EarningRuleOut:
    return EarningRuleOut(
        code=rule.code,
        points=effect.points,
        per_minor=effect.per_minor,
        expiry_policy=rule.expiry.policy,
        expiry_months=rule.expiry.months,
        expiry_days=rule.expiry.days,
        expiry_rounding=rule.expiry.rounding,
    )
