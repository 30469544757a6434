"""Reads earning rules, exclusivity groups and caps out of a definition. Not here: applying them (rating)."""

import re
from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from loyalty.definition_file import Section
from loyalty.programs import reading
from loyalty.programs.reading import DAYS_MAX, MINOR_MAX, MONTHS_MAX, POINTS_MAX
from loyalty.programs.rules_model import (
    ALWAYS,
    EVERY_LINE,
    IMMEDIATE,
    NEVER_EXPIRES,
    PURCHASE,
    Cap,
    CapBeyond,
    CapPeriod,
    CapScope,
    EarningRule,
    Effect,
    ExclusivityGroup,
    ExpiryPolicy,
    ExpiryRounding,
    ExtendExpiry,
    Fixed,
    GroupMode,
    Hours,
    LineFilter,
    LotExpiry,
    Multiplier,
    Pending,
    PendingPolicy,
    PerAmount,
    PerLine,
    Timeframe,
)
from loyalty.programs.vocabulary import LINE
from loyalty.rules.shapes import Shape

PERCENT_MAX = 10_000
TIER_BENEFIT = "tier-benefit"
"""The rule code of the points that a tier's multiplier adds; no rule of a program may be called so."""

DAYS_OF_MONTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Weekday(StrEnum):
    """The days of the week, Monday first."""

    MONDAY = "MONDAY"
    TUESDAY = "TUESDAY"
    WEDNESDAY = "WEDNESDAY"
    THURSDAY = "THURSDAY"
    FRIDAY = "FRIDAY"
    SATURDAY = "SATURDAY"
    SUNDAY = "SUNDAY"


class EffectType(StrEnum):
    """The kinds of effects."""

    FIXED = "FIXED"
    PER_AMOUNT = "PER_AMOUNT"
    PER_LINE = "PER_LINE"
    MULTIPLIER = "MULTIPLIER"
    EXTEND_EXPIRY = "EXTEND_EXPIRY"


@dataclass(frozen=True)
class Names:
    """What rules may refer to; `shape` None: nothing is checked against today's facts, because it was when it was saved."""

    wallet_codes: tuple[str, ...]
    default_wallet_code: str
    group_codes: tuple[str, ...]
    shape: Shape | None


def read_group(section: Section) -> ExclusivityGroup:
    """An exclusivity group."""
    group = ExclusivityGroup(code=reading.code(section, "code"), mode=section.choice("mode", GroupMode))
    section.finish()
    return group


def read_rule(section: Section, names: Names) -> EarningRule:
    """An earning rule."""
    effects = reading.parts(section, "effects", lambda one: _effect(one, names), is_required=True)
    awards = any(not isinstance(effect, ExtendExpiry) for effect in effects)
    rule = EarningRule(
        code=reading.code(section, "code"),
        wallet_code=reading.known_code(section, "wallet_code", names.wallet_codes, "wallet") or names.default_wallet_code,
        effects=effects,
        expiry=_expiry(section.section("expiry")) if awards or section.has("expiry") else NEVER_EXPIRES,
        trigger=reading.optional_code(section, "trigger") or PURCHASE,
        condition=reading.condition(section, "condition", names.shape),
        timeframe=_timeframe(section.section("timeframe")) if section.has("timeframe") else ALWAYS,
        group_code=reading.known_code(section, "group_code", names.group_codes, "exclusivity group"),
        pending=_pending(section.section("pending")) if section.has("pending") else IMMEDIATE,
        caps=read_caps(section, "caps"),
        name=section.names("name") if section.has("name") else {},
    )
    if rule.code == TIER_BENEFIT:
        section.refuse("code", "is kept for the points of a tier's multiplier", rule.code)
    if len(effects) > 1 and any(isinstance(effect, Multiplier) for effect in effects):
        section.refuse("effects", "must be the multiplier alone: it multiplies the other rules' points", len(effects))
    section.finish()
    return rule


def read_caps(section: Section, key: str, wallet_codes: tuple[str, ...] = ()) -> tuple[Cap, ...]:
    """The caps under `key`; only a program's own caps name a wallet."""
    caps = reading.parts(section, key, lambda one: _cap(one, wallet_codes))
    reading.unique(section, key, [cap.code for cap in caps])
    return caps


def _cap(section: Section, wallet_codes: tuple[str, ...]) -> Cap:
    cap = Cap(
        code=reading.code(section, "code"),
        points=section.whole_number("points", least=0, most=POINTS_MAX),
        period=section.choice("period", CapPeriod),
        scope=section.choice("scope", CapScope, default=CapScope.MEMBER),
        beyond=section.choice("beyond", CapBeyond, default=CapBeyond.TRUNCATE),
        wallet_code=reading.known_code(section, "wallet_code", wallet_codes, "wallet") if wallet_codes else None,
    )
    section.finish()
    return cap


def _effect(section: Section, names: Names) -> Effect:
    match section.choice("type", EffectType):
        case EffectType.FIXED:
            effect: Effect = Fixed(section.whole_number("points", least=1, most=POINTS_MAX))
        case EffectType.PER_AMOUNT:
            effect = PerAmount(
                points=section.whole_number("points", least=1, most=1_000),
                per_minor=section.whole_number("per_minor", least=1, most=MINOR_MAX),
                lines=_lines(section, names),
            )
        case EffectType.PER_LINE:
            effect = PerLine(
                points=section.whole_number("points", least=1, most=1_000_000),
                is_per_piece=section.truth("is_per_piece", default=False),
                lines=_lines(section, names),
            )
        case EffectType.MULTIPLIER:
            effect = Multiplier(percent=section.whole_number("percent", least=101, most=PERCENT_MAX), lines=_lines(section, names))
        case EffectType.EXTEND_EXPIRY:
            effect = ExtendExpiry(
                months=reading.whole_or(section, "months", 0, least=0, most=MONTHS_MAX),
                days=reading.whole_or(section, "days", 0, least=0, most=DAYS_MAX),
            )
            if not (effect.months or effect.days):
                section.refuse("months", "or days must be at least 1", 0)
    section.finish()
    return effect


def _lines(section: Section, names: Names) -> LineFilter:
    if not section.has("lines"):
        return EVERY_LINE
    lines = section.section("lines")
    found = LineFilter(
        product_ids=frozenset(reading.texts(lines, "product_ids")),
        category_codes=frozenset(reading.texts(lines, "category_codes")),
        condition=reading.condition(lines, "condition", LINE if names.shape is not None else None),
    )
    lines.finish()
    return found


def _expiry(section: Section) -> LotExpiry:
    expiry = LotExpiry(
        policy=section.choice("policy", ExpiryPolicy),
        months=reading.whole_or(section, "months", 0, least=0, most=MONTHS_MAX),
        days=reading.whole_or(section, "days", 0, least=0, most=DAYS_MAX),
        rounding=section.choice("rounding", ExpiryRounding, default=ExpiryRounding.NONE),
        on=_days_of_year(section),
    )
    match expiry.policy:
        case ExpiryPolicy.ROLLING:
            if not (expiry.months or expiry.days):
                section.refuse("months", "or days must be at least 1 where the policy is ROLLING", expiry.months)
        case ExpiryPolicy.INACTIVITY:
            if not expiry.days or expiry.months:
                section.refuse("days", "must be at least 1, and months absent, where the policy is INACTIVITY", expiry.days)
        case ExpiryPolicy.CALENDAR:
            if not expiry.on or expiry.months:
                section.refuse("on", "must name at least one day such as 12-31, and months be absent, where the policy is CALENDAR", None)
        case ExpiryPolicy.NEVER:
            if expiry.months or expiry.days:
                section.refuse("policy", "NEVER goes with no months, days or rounding", str(expiry.policy))
    if expiry.rounding is not ExpiryRounding.NONE and expiry.policy is not ExpiryPolicy.ROLLING:
        section.refuse(
            "rounding", f"goes with ROLLING only; {expiry.policy} goes with no months, days or rounding of its own", str(expiry.rounding)
        )
    if expiry.on and expiry.policy is not ExpiryPolicy.CALENDAR:
        section.refuse("on", "goes with CALENDAR only", None)
    section.finish()
    return expiry


def _days_of_year(section: Section) -> tuple[tuple[int, int], ...]:
    days = []
    for text in reading.texts(section, "on"):
        found = re.fullmatch(r"(\d\d)-(\d\d)", text)
        month, day = (int(found[1]), int(found[2])) if found else (0, 0)
        if not (1 <= month <= 12 and 1 <= day <= DAYS_OF_MONTHS[month - 1]):
            section.refuse("on", "must be days of the year such as 12-31", text)
        days.append((month, day))
    return tuple(sorted(set(days)))


def _pending(section: Section) -> Pending:
    policy = section.choice("policy", PendingPolicy)
    pending = Pending(
        policy=policy,
        days=section.whole_number("days", least=1, most=DAYS_MAX) if policy is PendingPolicy.AFTER_PERIOD else 0,
        on=reading.day(section, "on") if policy is PendingPolicy.ON_DATE else None,
        event=reading.code(section, "event") if policy is PendingPolicy.ON_EVENT else None,
    )
    for key in ("days", "on", "event"):
        # What belongs to another policy may stand there as null or 0: that is how it is written.
        if section.has(key) and not getattr(pending, key) and section.value(key) != 0:
            section.refuse(key, f"does not go with {policy}", section.value(key))
    section.finish()
    return pending


def _timeframe(section: Section) -> Timeframe:
    timeframe = Timeframe(
        valid_from=reading.instant(section, "valid_from"),
        valid_until=reading.instant(section, "valid_until"),
        hours=reading.parts(section, "hours", _hours),
    )
    if timeframe.valid_from and timeframe.valid_until and timeframe.valid_from >= timeframe.valid_until:
        section.refuse("valid_until", "must be later than valid_from", timeframe.valid_until)
    section.finish()
    return timeframe


def _hours(section: Section) -> Hours:
    weekdays = reading.texts(section, "weekdays") or tuple(Weekday)
    for weekday in weekdays:
        if weekday not in set(Weekday):
            section.refuse("weekdays", "must be out of " + ", ".join(Weekday), weekday)
    begins_at, ends_at = _time(section, "begins_at", "00:00"), _time(section, "ends_at", "24:00")
    if ends_at is not None and (begins_at or time.min) >= ends_at:
        section.refuse("ends_at", "must be later than begins_at; hours over midnight are two entries", str(ends_at))
    section.finish()
    order = list(Weekday)
    return Hours(frozenset(order.index(Weekday(weekday)) for weekday in weekdays), begins_at or time.min, ends_at)


def _time(section: Section, key: str, default: str) -> time | None:
    """A local time of day; None for 24:00."""
    value = section.value(key) if section.has(key) else default
    if value == "24:00" and key == "ends_at":
        return None
    if not isinstance(value, str) or not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value):
        section.refuse(key, "must be a time of day such as 17:30", value)
    return time.fromisoformat(value)
