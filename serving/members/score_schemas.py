"""The wire shapes of a member's scores and their age."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from serving.http.outputs import LocalText, Out
from serving.members.schemas import ChurnOut, RfmOut, StandingOut


class ChurnReasonOut(Out):
    """One feature that moved the churn score."""

    code: str = Field(examples=["RAISES_RECENCY_DAYS"])
    in_words: LocalText


class ScoredChurnOut(ChurnOut):
    """How likely no purchase follows within 56 days, and why."""

    reasons: list[ChurnReasonOut] = Field(description="What moved the score most, greatest first; at most three, none where nothing did.")


class LifetimeValueOut(Out):
    """What is expected of the member in the next 84 days, as last published."""

    alive_probability: float | None = Field(description="How likely the member still buys at all.")
    expected_purchases_84d: float | None
    expected_spend_minor_84d: int | None


class ScoresOut(Out):
    """What the models say of a member, by which version, as of which day, and how old that is."""

    member_id: str
    source: Literal["published", "computed", "none"] = Field(
        description="`published`: by the nightly run. `computed`: the churn score was worked out just now. `none`: nothing is known yet."
    )
    as_of_on: date | None = Field(description="The business day whose end the scores speak of.")
    data_until: datetime | None = Field(description="When the newest load arrived that they know.")
    age_seconds: float | None = Field(description="How long ago that was, by the business clock.")
    churn: ScoredChurnOut
    rfm: RfmOut
    tier: StandingOut
    lifetime_value: LifetimeValueOut | None = Field(description="Null where the features hold none.")
