"""A program as JSON: one form, whatever the file looked like, which reads back as the same program. Not here: reading (definition)."""

from datetime import datetime

from loyalty.programs.model import Program, Tier, TierStructure
from loyalty.programs.reading_rules import EffectType, Weekday
from loyalty.programs.rules_model import (
    Cap,
    EarningRule,
    Effect,
    ExtendExpiry,
    Fixed,
    Hours,
    LineFilter,
    LotExpiry,
    Multiplier,
    Pending,
    PerAmount,
    PerLine,
    Timeframe,
)

Json = dict[str, object]


def program_to_json(program: Program) -> Json:
    """The definition that reads back as `program`."""
    return {
        "code": program.code,
        "name": dict(program.name),
        "timezone": program.timezone,
        "currency_code": program.currency_code,
        "wallets": [{"code": one.code, "kind": str(one.kind), "name": dict(one.name) or None} for one in program.wallets],
        "rules": [_rule(rule) for rule in program.rules],
        "groups": [{"code": group.code, "mode": str(group.mode)} for group in program.groups],
        "caps": [_cap(cap) | {"wallet_code": cap.wallet_code} for cap in program.caps],
        "tiers": _tiers(program.tiers) if program.tiers else None,
        "burning": {
            "points_min": program.burning.points_min,
            "points_max": program.burning.points_max,
            "points_step": program.burning.points_step,
        },
        "transfer": {
            "is_allowed": program.transfer.is_allowed,
            "points_min": program.transfer.points_min,
            "points_max": program.transfer.points_max,
            "points_per_day_max": program.transfer.points_per_day_max,
        },
        "return_policy": str(program.return_policy),
        "expiry_notice_days": list(program.expiry_notice_days),
    }


def _rule(rule: EarningRule) -> Json:
    return {
        "code": rule.code,
        "name": dict(rule.name) or None,
        "wallet_code": rule.wallet_code,
        "trigger": rule.trigger,
        "condition": rule.condition.document if rule.condition else None,
        "effects": [_effect(effect) for effect in rule.effects],
        "timeframe": _timeframe(rule.timeframe),
        "group_code": rule.group_code,
        "pending": _pending(rule.pending),
        "expiry": _expiry(rule.expiry),
        "caps": [_cap(cap) for cap in rule.caps],
    }


def _effect(effect: Effect) -> Json:
    match effect:
        case Fixed():
            return {"type": str(EffectType.FIXED), "points": effect.points}
        case PerAmount():
            return {
                "type": str(EffectType.PER_AMOUNT),
                "points": effect.points,
                "per_minor": effect.per_minor,
                "lines": _lines(effect.lines),
            }
        case PerLine():
            return {
                "type": str(EffectType.PER_LINE),
                "points": effect.points,
                "is_per_piece": effect.is_per_piece,
                "lines": _lines(effect.lines),
            }
        case Multiplier():
            return {"type": str(EffectType.MULTIPLIER), "percent": effect.percent, "lines": _lines(effect.lines)}
        case ExtendExpiry():
            return {"type": str(EffectType.EXTEND_EXPIRY), "months": effect.months, "days": effect.days}


def _lines(lines: LineFilter) -> Json | None:
    if lines == LineFilter():
        return None
    return {
        "product_ids": sorted(lines.product_ids),
        "category_codes": sorted(lines.category_codes),
        "condition": lines.condition.document if lines.condition else None,
    }


def _timeframe(timeframe: Timeframe) -> Json:
    return {
        "valid_from": _instant(timeframe.valid_from),
        "valid_until": _instant(timeframe.valid_until),
        "hours": [_hours(hours) for hours in timeframe.hours],
    }


def _hours(hours: Hours) -> Json:
    return {
        "weekdays": [str(list(Weekday)[weekday]) for weekday in sorted(hours.weekdays)],
        "begins_at": hours.begins_at.strftime("%H:%M"),
        "ends_at": hours.ends_at.strftime("%H:%M") if hours.ends_at else "24:00",
    }


def _instant(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None


def _pending(pending: Pending) -> Json:
    return {
        "policy": str(pending.policy),
        "days": pending.days,
        "on": pending.on.isoformat() if pending.on else None,
        "event": pending.event,
    }


def _expiry(expiry: LotExpiry) -> Json:
    return {
        "policy": str(expiry.policy),
        "months": expiry.months,
        "days": expiry.days,
        "rounding": str(expiry.rounding),
        "on": [f"{month:02}-{day:02}" for month, day in expiry.on],
    }


def _cap(cap: Cap) -> Json:
    return {"code": cap.code, "points": cap.points, "period": str(cap.period), "scope": str(cap.scope), "beyond": str(cap.beyond)}


def _tiers(tiers: TierStructure) -> Json:
    by, period = tiers.qualification, tiers.qualification.period
    return {
        "qualification": {
            "by": str(by.by),
            "wallet_code": by.wallet_code,
            "period": {"kind": str(period.kind), "months": period.months, "days": period.days} if period else None,
        },
        "downgrade": {"policy": str(tiers.downgrade.policy), "grace_days": tiers.downgrade.grace_days},
        "ladder": [_tier(tier) for tier in tiers.tiers],
    }


def _tier(tier: Tier) -> Json:
    return {
        "code": tier.code,
        "name": dict(tier.name),
        "threshold": tier.threshold,
        "segment_code": tier.segment_code,
        "benefits": {
            "multiplier_percent": tier.benefits.multiplier_percent,
            "overdraft_points": tier.benefits.overdraft_points,
            "reward_price_percent": tier.benefits.reward_price_percent,
        },
    }
