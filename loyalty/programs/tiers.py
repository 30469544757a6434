"""Tiers by qualifying spend: for one member in Python, for everyone as one SQL expression, proven equal. Not here: the spend."""

from sqlalchemy import ColumnElement, case, literal

from loyalty.programs.model import Tier, TierLadder


def tier_for(spend_minor: int | None, ladder: TierLadder) -> Tier:
    """The highest tier whose least spend is reached; a missing spend, or one below zero, is the lowest tier."""
    reached = [tier for tier in ladder.tiers if spend_minor is not None and spend_minor >= tier.threshold]
    return reached[-1] if reached else ladder.tiers[0]


def tier_case(spend_minor: ColumnElement[int], ladder: TierLadder) -> ColumnElement[str]:
    """The code of `tier_for` as a SQL expression over a column of spend."""
    climbed = [(spend_minor >= tier.threshold, literal(tier.code)) for tier in reversed(ladder.tiers)]
    return case(*climbed, else_=literal(ladder.tiers[0].code))


def tier_rank(tier_code: str, ladder: TierLadder) -> int:
    """The place of a tier on the ladder, 0 for the lowest; -1 for a code that is not on it."""
    return next((rank for rank, tier in enumerate(ladder.tiers) if tier.code == tier_code), -1)
