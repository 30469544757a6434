"""What an event earns under a program's revision: awards with their lines, and why each rule did or did not fire. Pure; posts nothing."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from loyalty.programs.expiry import lot_expires_at
from loyalty.programs.model import OrderLine, Program, ProgramRevision
from loyalty.programs.rules_model import Cap, CapBeyond, CapPeriod, CapScope, EarningRule, ExpiryPolicy, LotExpiry, PerAmount

TOTAL_STARTS_ON = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class EarningEvent:
    """Something a member did. `spend_minor` is the whole order's; `lines` may be empty, then the spend counts as one line."""

    trigger: str
    event_time: datetime
    spend_minor: int = 0
    currency_code: str | None = None
    lines: tuple[OrderLine, ...] = ()
    attributes: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """What rules may know of the member, at the instant of rating."""

    tier_code: str | None = None
    joined_at: datetime | None = None
    segments: frozenset[str] = frozenset()
    features: Mapping[str, object] = field(default_factory=dict)


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


@dataclass(frozen=True, slots=True)
class Award:
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


class Clause(NamedTuple):
    """The part of a condition that decided: its path within the condition and its JSON text."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class RuleVerdict:
    """Whether a rule fired, and if not, why: `reason_code`, and the first clause of the condition that failed."""

    rule_code: str
    is_fired: bool
    reason_code: str | None
    clause: Clause | None
    points_before_caps: int
    points: int


@dataclass(frozen=True, slots=True)
class Rating:
    """What an event earns under one revision. An event without an award is still an event: the ledger posts it."""

    revision: ProgramRevision
    awards: tuple[Award, ...]
    extensions: tuple[Extension, ...]
    verdicts: tuple[RuleVerdict, ...]


class Needs(NamedTuple):
    """Which facts of a member the rules read, so that only these are loaded."""

    segments: frozenset[str] = frozenset()
    features: frozenset[str] = frozenset()


def needs(program: Program) -> Needs:  # noqa: ARG001 (no condition is read yet)
    """The segments and features that the program's rules read."""
    return Needs()


def rate(event: EarningEvent, member_id: UUID, facts: MemberFacts, revision: ProgramRevision, usage: CapUsage) -> Rating:  # noqa: ARG001
    """What the event earns; `usage` has moved on by it."""
    program = revision.program
    awards, verdicts = [], []
    for rule in program.rules:
        if rule.trigger != event.trigger:
            verdicts.append(RuleVerdict(rule.code, False, "TRIGGER_OTHER", None, 0, 0))
            continue
        points = sum(event.spend_minor // effect.per_minor * effect.points for effect in rule.effects if isinstance(effect, PerAmount))
        awarded, reason = _within_caps(points, cap_keys(program, rule.code, member_id, event.event_time), usage)
        verdicts.append(RuleVerdict(rule.code, True, reason, None, points, awarded))
        if awarded:
            awards.append(_award(rule, awarded, event, program))
    return Rating(revision, tuple(awards), (), tuple(verdicts))


def cap_keys(program: Program, rule_code: str, member_id: UUID, event_time: datetime) -> tuple[tuple[CapKey, Cap], ...]:
    """The caps that an award of this rule counts against, each with the key of its period: so that a return gives the room back."""
    rule = program.rule(rule_code)
    if rule is None or not (rule.caps or program.caps):
        return ()
    own = [(f"{program.code}/{rule.code}/{cap.code}", cap) for cap in rule.caps]
    shared = [(f"{program.code}//{cap.code}", cap) for cap in program.caps if cap.wallet_code in {None, rule.wallet_code}]
    on = event_time.astimezone(_zone(program.timezone)).date()
    return tuple(
        (CapKey(code, member_id if cap.scope is CapScope.MEMBER else None, _starts_on(cap.period, on)), cap) for code, cap in own + shared
    )


def spread(points: int, weights: Iterable[int]) -> list[int]:
    """`points` in shares proportional to the weights (≥ 0, one above 0), whole, summing to `points`.

    Largest remainder; between equal remainders the earlier one. The same input always gives the same shares.
    """
    parts = list(weights)
    total = sum(parts)
    shares = [points * part // total for part in parts]
    remainders = sorted(range(len(parts)), key=lambda place: (-(points * parts[place] % total), place))
    for place in remainders[: points - sum(shares)]:
        shares[place] += 1
    return shares


def _within_caps(points: int, caps: tuple[tuple[CapKey, Cap], ...], usage: CapUsage) -> tuple[int, str | None]:
    awarded, reason = points, None
    for key, cap in caps:
        left = max(cap.points - usage.used(key), 0)
        if left < awarded:
            if cap.beyond is CapBeyond.REJECT:
                return 0, "CAP_REJECTED"
            awarded, reason = left, "CAP_TRUNCATED"
    for key, _ in caps:
        usage.add(key, awarded)
    return awarded, reason


def _award(rule: EarningRule, points: int, event: EarningEvent, program: Program) -> Award:
    weights = [max(line.amount_minor, 0) for line in event.lines]
    shares = spread(points, weights) if sum(weights) else []
    return Award(
        wallet_code=rule.wallet_code,
        rule_code=rule.code,
        points=points,
        lines=tuple((line.line_id, share) for line, share in zip(event.lines, shares, strict=False) if share),
        activates_at=None,
        activation_event=None,
        expires_at=lot_expires_at(event.event_time, rule.expiry, program.timezone),
        inactivity_days=rule.expiry.days if rule.expiry.policy is ExpiryPolicy.INACTIVITY else None,
        expiry=rule.expiry,
    )


@lru_cache(maxsize=4096)
def _starts_on(period: CapPeriod, on: date) -> date:
    match period:
        case CapPeriod.DAY:
            return on
        case CapPeriod.WEEK:
            return on - timedelta(days=on.weekday())
        case CapPeriod.MONTH:
            return on.replace(day=1)
        case CapPeriod.TOTAL:
            return TOTAL_STARTS_ON


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
