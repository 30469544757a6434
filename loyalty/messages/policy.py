"""The contact policy: how often and when members may be written to, across campaigns and journeys. Not here: who may be (`judge.py`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from loyalty.messages.errors import ContactPolicyInvalid
from loyalty.messages.model import CHANNELS
from loyalty.messages.quiet_hours import QuietHours

PERIOD_HOURS_MAX = 24 * 366


class Otherwise(StrEnum):
    """What becomes of a message that may not go now."""

    HOLD = "HOLD"
    """It waits until it may, if it has not expired by then."""
    DROP = "DROP"
    """It is suppressed, with the reason."""


@dataclass(frozen=True, slots=True)
class FrequencyCap:
    """At most `limit` marketing messages per member in any `period` that ends at the sending; over one channel, or (None) over all."""

    limit: int
    period: timedelta
    channel_code: str | None = None

    def covers(self, channel_code: str) -> bool:
        """Whether a message over this channel counts."""
        return self.channel_code is None or self.channel_code == channel_code


@dataclass(frozen=True, slots=True)
class ContactPolicy:
    """What holds for every marketing message. Quiet hours are the member's own."""

    caps: tuple[FrequencyCap, ...] = ()
    on_cap: Otherwise = Otherwise.DROP
    quiet_hours: QuietHours | None = None
    on_quiet: Otherwise = Otherwise.HOLD

    @property
    def longest_period(self) -> timedelta:
        """How far back sendings count at all."""
        return max((cap.period for cap in self.caps), default=timedelta(0))


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Cap(_Strict):
    limit: int = Field(ge=0, le=1_000, strict=True)
    period_hours: int = Field(ge=1, le=PERIOD_HOURS_MAX, strict=True)
    channel: str | None = None

    @model_validator(mode="after")
    def _channel_exists(self) -> "_Cap":
        if self.channel is not None and self.channel not in CHANNELS:
            raise ValueError(f"channel must be one of {', '.join(CHANNELS)}")
        return self


class _Quiet(_Strict):
    starts: time
    ends: time
    otherwise: Otherwise = Otherwise.HOLD

    @model_validator(mode="after")
    def _leaves_room(self) -> "_Quiet":
        if self.starts == self.ends:
            raise ValueError("starts and ends must differ; quiet hours over the whole day would let nothing out")
        return self


class _Policy(_Strict):
    caps: list[_Cap] = Field(default_factory=list, max_length=20)
    on_cap: Otherwise = Otherwise.DROP
    quiet_hours: _Quiet | None = None


def read_policy(content: Mapping[str, object]) -> ContactPolicy:
    """The policy that a JSON object tells: {caps: [{limit, period_hours, channel}], on_cap, quiet_hours: {starts, ends, otherwise}}.

    Raises:
        ContactPolicyInvalid: a part is missing, unknown or wrong.
    """
    try:
        found = _Policy.model_validate(content)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the policy"
        raise ContactPolicyInvalid(f"The contact policy cannot be used: {where}: {first['msg']}.", path=where) from None
    quiet = found.quiet_hours
    return ContactPolicy(
        caps=tuple(FrequencyCap(cap.limit, timedelta(hours=cap.period_hours), cap.channel) for cap in found.caps),
        on_cap=found.on_cap,
        quiet_hours=QuietHours(quiet.starts, quiet.ends) if quiet else None,
        on_quiet=quiet.otherwise if quiet else Otherwise.HOLD,
    )
