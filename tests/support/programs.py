"""Builders for tests of programs: a rich definition as JSON, and programs made of a few rules."""

from typing import Any

from loyalty.programs import Program, program_from_json


def a_definition(**changes: object) -> dict[str, Any]:
    """A definition that uses every part of the format, unless told otherwise."""
    definition: dict[str, Any] = {
        "code": "club",
        "name": {"en": "The Club", "ar": "النادي"},
        "timezone": "America/New_York",
        "currency_code": "USD",
        "wallets": [
            {"code": "points", "kind": "REDEEMABLE", "name": {"en": "Points"}},
            {"code": "stars", "kind": "QUALIFYING"},
        ],
        "groups": [{"code": "bonus", "mode": "HIGHEST"}],
        "rules": [
            {
                "code": "purchase",
                "effects": [{"type": "PER_AMOUNT", "points": 1, "per_minor": 100, "lines": {"category_codes": ["wine", "bread"]}}],
                "expiry": {"policy": "ROLLING", "months": 12, "rounding": "MONTH_END"},
                "caps": [{"code": "daily", "points": 500, "period": "DAY", "scope": "MEMBER", "beyond": "TRUNCATE"}],
            },
            {
                "code": "stars",
                "wallet_code": "stars",
                "effects": [{"type": "PER_LINE", "points": 2, "is_per_piece": True}],
                "expiry": {"policy": "CALENDAR", "days": 30, "on": ["12-31", "06-30"]},
                "pending": {"policy": "AFTER_PERIOD", "days": 14},
            },
            {
                "code": "happy-hour",
                "group_code": "bonus",
                "condition": {"and": [{">=": [{"var": "order.spend_minor"}, 2000]}, {"in": ["vip", {"var": "segments"}]}]},
                "timeframe": {
                    "valid_from": "2017-01-01T00:00:00-05:00",
                    "valid_until": "2018-01-01T00:00:00-05:00",
                    "hours": [{"weekdays": ["FRIDAY"], "begins_at": "17:00", "ends_at": "19:30"}, {"weekdays": ["SATURDAY"]}],
                },
                "effects": [{"type": "MULTIPLIER", "percent": 150, "lines": {"condition": {">": [{"var": "amount_minor"}, 100]}}}],
                "expiry": {"policy": "INACTIVITY", "days": 90},
                "pending": {"policy": "ON_EVENT", "event": "order.delivered"},
            },
            {
                "code": "review",
                "name": {"en": "Write a review"},
                "group_code": "bonus",
                "trigger": "review.written",
                "effects": [{"type": "FIXED", "points": 50}, {"type": "EXTEND_EXPIRY", "months": 1}],
                "expiry": {"policy": "NEVER"},
                "pending": {"policy": "ON_DATE", "on": "2018-01-01"},
                "caps": [{"code": "once", "points": 50, "period": "TOTAL", "beyond": "REJECT"}],
            },
        ],
        "caps": [{"code": "budget", "points": 1_000_000, "period": "MONTH", "scope": "ALL_MEMBERS", "wallet_code": "points"}],
        "tiers": {
            "qualification": {"by": "POINTS_EARNED", "wallet_code": "stars", "period": {"kind": "CALENDAR", "months": 12}},
            "downgrade": {"policy": "ONE_LEVEL", "grace_days": 30},
            "ladder": [
                {"code": "BASE", "name": {"en": "Base"}, "threshold": 0},
                {
                    "code": "TOP",
                    "name": {"en": "Top"},
                    "threshold": 100,
                    "benefits": {"multiplier_percent": 120, "overdraft_points": 500, "reward_price_percent": 90},
                },
            ],
        },
        "burning": {"points_min": 100, "points_max": 10_000, "points_step": 50},
        "transfer": {"is_allowed": True, "points_max": 5_000, "points_per_day_max": 10_000},
        "return_policy": "UNLIMITED",
        "expiry_notice_days": [7, 30],
    }
    return definition | changes


def a_program(**changes: object) -> Program:
    """The program of `a_definition`."""
    return program_from_json(a_definition(**changes), name="club.json")


def a_rule(code: str = "purchase", *effects: dict[str, Any], **changes: object) -> dict[str, Any]:
    """A rule of a point a dollar that never expires, unless told otherwise."""
    wanted = list(effects) or [{"type": "PER_AMOUNT", "points": 1, "per_minor": 100}]
    return {"code": code, "effects": wanted, "expiry": {"policy": "NEVER"}} | changes


def a_program_of(*rules: dict[str, Any], **changes: object) -> Program:
    """A program of these rules, two wallets and nothing else, unless told otherwise."""
    bare = {"caps": [], "groups": [], "tiers": None, "burning": None, "transfer": None}
    return a_program(**(bare | {"rules": list(rules)} | changes))
