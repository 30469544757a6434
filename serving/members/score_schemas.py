"""The wire shapes of a member's scores and their age."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from serving.http.outputs import Out
from serving.members.schemas import ChurnOut, RfmOut, StandingOut


class LifetimeValueOut(Out):
    """What is expected of the member, as last published."""

    values: dict[str, int | float | None] = Field(description="By the feature's name; `GET /v1/features` says what each means.")


class ScoresOut(Out):
    """What the models say of a member, by which version, as of which day, and how old that is."""

    member_id: str
    source: Literal["published", "computed", "none"] = Field(
        description="`published`: by the nightly run. `computed`: the churn score was worked out just now. `none`: nothing is known yet."
    )
    as_of_on: date | None = Field(description="The business day whose end the scores speak of.")
    data_until: datetime | None = Field(description="When the newest load arrived that they know.")
    age_seconds: float | None = Field(description="How long ago that was, by the business clock.")
    churn: ChurnOut
    rfm: RfmOut
    tier: StandingOut
    lifetime_value: LifetimeValueOut | None = Field(description="Null where the features hold none.")
