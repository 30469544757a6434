"""The wire shapes of figures."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from loyalty.analytics import Attention, Day, Figures, Period
from serving.http.outputs import Out

AttentionCode = Literal["DEAD_LETTERS", "WEBHOOKS_FAILING", "JOBS_FAILED", "REDEMPTIONS_WAITING", "MODELS_REFUSED"]


class DayOut(Out):
    """One business day."""

    on_date: date
    issued_points: int
    spent_points: int
    expired_points: int
    purchase_count: int
    spend_minor: int
    liability_points: int = Field(description="What was owed to members when the day was over: spendable, held and pending points.")


class PeriodOut(Out):
    """What a period came to."""

    first_on: date
    last_on: date
    issued_points: int
    spent_points: int
    expired_points: int
    liability_points: int = Field(description="When its last day was over.")
    purchase_count: int
    spend_minor: int
    member_count: int = Field(description="Enrolled when its last day was over.")
    joined_count: int
    active_count: int = Field(description="Members who bought in it.")

    @classmethod
    def of(cls, period: Period) -> "PeriodOut":
        """The wire shape of a period."""
        return cls(**vars(period))


class FiguresOut(Out):
    """A period beside the one of the same length before it."""

    program_code: str
    currency_code: str
    period: PeriodOut
    before: PeriodOut
    days: list[DayOut]
    counted_at: datetime = Field(description="When the ledger was counted; wall clock. Read again a minute later to have it newer.")

    @classmethod
    def of(cls, figures: Figures, program_code: str, currency_code: str) -> "FiguresOut":
        """The wire shape of figures."""
        return cls(
            program_code=program_code,
            currency_code=currency_code,
            period=PeriodOut.of(figures.period),
            before=PeriodOut.of(figures.before),
            days=[_day(day) for day in figures.days],
            counted_at=figures.counted_at,
        )


def _day(day: Day) -> DayOut:
    return DayOut(**vars(day))


class AttentionOut(Out):
    """Something of one kind waits for somebody."""

    code: AttentionCode
    count: int = Field(description="At most 1,000 are counted.")
    since: datetime | None

    @classmethod
    def of(cls, found: Attention) -> "AttentionOut":
        """The wire shape of what waits."""
        return cls.model_validate(vars(found))
