"""The words of rating: an event, a member's facts, caps in use, awards and verdicts. Not here: deciding them (rating)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple
from uuid import UUID

from loyalty.programs.model import OrderLine, ProgramRevision
from loyalty.programs.rules_model import LotExpiry
from loyalty.rules.logic_explain import FailedClause

NOTHING: Mapping[str, object] = MappingProxyType({})


class EarningEvent(NamedTuple):
    """Something a member did. `spend_minor` is the whole order's; `lines` may be empty, then the spend counts as one line."""

    trigger: str
    event_time: datetime
    spend_minor: int = 0
    currency_code: str | None = None
    lines: tuple[OrderLine, ...] = ()
    attributes: Mapping[str, object] = NOTHING


class MemberFacts(NamedTuple):
    """What rules may know of the member, at the instant of rating."""

    tier_code: str | None = None
    joined_at: datetime | None = None
    segments: frozenset[str] = frozenset()
    features: Mapping[str, object] = NOTHING


class CapKey(NamedTuple):
    """Where the use of a cap is counted. `cap_code` names program and rule too, so it is unique everywhere.

    `member_id` None: all members together. `starts_on`: first local day of the period; for TOTAL 1970-01-01.
    """

    cap_code: str
    member_id: UUID | None
    starts_on: date


class CapUsage:
    """The points that each cap has awarded in its period so far. It moves on within a batch."""

    __slots__ = ("_points",)

    def __init__(self, points: Mapping[CapKey, int] | None = None) -> None:
        self._points = dict(points or {})

    def used(self, key: CapKey) -> int:
        """The points used of the cap; 0 where nothing is known."""
        return self._points.get(key, 0)

    def add(self, key: CapKey, points: int) -> None:
        """So many points more are used; fewer, where `points` is below zero, and never below none."""
        self._points[key] = max(self._points.get(key, 0) + points, 0)

    def __iter__(self) -> Iterator[tuple[CapKey, int]]:
        return iter(self._points.items())


class Award(NamedTuple):
    """Points that one rule puts into one wallet. `lines` are (line_id, points), sum to `points`, and are () without order lines.

    `activates_at` None and no `activation_event`: active at once. `expires_at` is None where it is not known yet (ON_EVENT), where
    the points never expire, and with `inactivity_days` (the ledger counts those from the account's last activity).
    """

    wallet_code: str
    rule_code: str
    points: int
    lines: tuple[tuple[str, int], ...]
    activates_at: datetime | None
    activation_event: str | None
    expires_at: datetime | None
    inactivity_days: int | None
    expiry: LotExpiry


@dataclass(frozen=True, slots=True)
class Extension:
    """The open lots of the wallet expire so much later."""

    wallet_code: str
    rule_code: str
    months: int
    days: int


class ReasonCode(StrEnum):
    """Why a rule awards nothing, or less than its effects say."""

    TRIGGER_OTHER = "TRIGGER_OTHER"
    TIMEFRAME_OUTSIDE = "TIMEFRAME_OUTSIDE"
    CONDITION_FALSE = "CONDITION_FALSE"
    CONDITION_TOO_COSTLY = "CONDITION_TOO_COSTLY"
    NOTHING_TO_AWARD = "NOTHING_TO_AWARD"
    GROUP_EXCLUDED = "GROUP_EXCLUDED"
    CAP_TRUNCATED = "CAP_TRUNCATED"
    CAP_REJECTED = "CAP_REJECTED"


class RuleVerdict(NamedTuple):
    """Whether a rule fired (trigger, timeframe and condition met), and why it awards nothing or less: `reason_code`.

    `clause` is the first clause of the condition that failed. `points_before_caps` is what its effects say.
    """

    rule_code: str
    is_fired: bool
    reason_code: ReasonCode | None
    clause: FailedClause | None
    points_before_caps: int
    points: int


class Rating(NamedTuple):
    """What an event earns under one revision. An event without an award is still an event: the ledger posts it."""

    revision: ProgramRevision
    awards: tuple[Award, ...]
    extensions: tuple[Extension, ...]
    verdicts: tuple[RuleVerdict, ...]


class Needs(NamedTuple):
    """Which facts of a member the rules read, so that only these are loaded."""

    segments: bool = False
    features: frozenset[str] = frozenset()
