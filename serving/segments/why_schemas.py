"""The wire shape of why a member is in a segment, or is not. Not here: the segments themselves (`schemas.py`)."""

from collections.abc import Mapping
from datetime import date, datetime
from math import isfinite
from typing import Any

from pydantic import Field

from loyalty.segments import Why
from serving.http.outputs import Out


class ClauseOut(Out):
    """One clause of a rule, with its own truth."""

    path: str = Field(description="JSON Pointer into the rule.")
    depth: int
    operator: str | None = Field(description="`and`, `or`, `not`; null for a clause that compares.")
    is_true: bool
    values: dict[str, Any] = Field(description="What the clause read.")


class WhyOut(Out):
    """Why a member is in a segment at an instant, or is not."""

    member_id: str
    segment_code: str
    at: datetime
    is_in: bool
    valid_from: datetime | None
    valid_to: datetime | None
    reason_code: str = Field(
        description="RULE_HOLDS, RULE_FAILS, LISTED, NOT_LISTED, NOT_EVALUATED (not until then), NO_PROFILE (no data of that day), "
        "ENROLLED_LATER, DATA_CHANGED (the data of that day were corrected and not evaluated again yet), ARCHIVED."
    )
    is_described: bool | None = Field(description="What the rule says of the data when asked again; null where no rule was asked.")
    version: int
    rule: dict[str, Any] | None
    evaluated_at: datetime | None
    cause: str | None = Field(description="DAY, ACTIVATED, RESUMED, ARCHIVED; EVENT, FILE or CALL for this member alone.")
    as_of_on: date | None = Field(description="The day of the data.")
    loaded_at: datetime | None = Field(description="When the newest load came that the data knew, where that is known.")
    built_at: datetime | None
    clauses: list[ClauseOut]
    values: dict[str, Any] = Field(description="Every value that the rule read, by name.")

    @classmethod
    def of(cls, why: Why, member_id: str) -> "WhyOut":
        """The wire shape of an explanation."""
        return cls(
            member_id=member_id,
            segment_code=why.segment_code,
            at=why.at,
            is_in=why.is_in,
            valid_from=why.valid_from,
            valid_to=why.valid_to,
            reason_code=why.reason_code,
            is_described=why.is_described,
            version=why.version,
            rule=why.rule,
            evaluated_at=why.evaluated_at,
            cause=why.cause,
            as_of_on=why.as_of_on,
            loaded_at=why.loaded_at,
            built_at=why.built_at,
            clauses=[
                ClauseOut(path=one.path, depth=one.depth, operator=one.operator, is_true=one.is_true, values=shown(one.values))
                for one in why.clauses
            ],
            values=shown(why.values),
        )


def shown(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as JSON has them: a day as text, and no number that is not finite."""
    return {name: _shown(value) for name, value in values.items()}


def _shown(value: Any) -> Any:  # noqa: ANN401 - any value that a rule may read
    if isinstance(value, date):
        return value.isoformat()
    return None if isinstance(value, float) and not isfinite(value) else value
