"""The program that the plain model plays: its earning rules, wallets and limits. Not here: what they give (`earning.py`)."""

from dataclasses import dataclass

POINTS, STATUS = "points", "status"
TRANSFER_MAX = 150


@dataclass(frozen=True)
class Rule:
    """`per_minor` None: `points` for the event; else for every full so much. `capped`: so many a member and day of the event."""

    code: str
    trigger: str
    wallet: str
    points: int
    per_minor: int | None
    life_days: int | None = None
    inactivity_days: int | None = None
    pending_days: int | None = None
    pending_event: str | None = None
    cap_per_day: int | None = None
    is_cap_rejecting: bool = False


RULES = (
    Rule("base", "purchase", POINTS, 1, 100, life_days=30),
    Rule("status", "purchase", STATUS, 2, 100),
    Rule("bonus", "purchase", POINTS, 1, 500, life_days=20, pending_days=10, cap_per_day=15),
    Rule("review", "review.written", POINTS, 25, None, life_days=15, pending_event="review.approved"),
    Rule("visit", "visit", POINTS, 7, None, inactivity_days=12, cap_per_day=20, is_cap_rejecting=True),
)
