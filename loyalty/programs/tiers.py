"""Tiers by qualifying spend: for one member in Python, for everyone as one SQL expression, proven equal. Not here: the spend."""

from sqlalchemy import ColumnElement

from loyalty.programs.model import Tier, TierLadder


def tier_for(spend_minor: int, ladder: TierLadder) -> Tier:
    """The highest tier whose least spend is reached; below zero counts as zero."""
    raise NotImplementedError


def tier_case(spend_minor: ColumnElement[int], ladder: TierLadder) -> ColumnElement[str]:
    """The code of `tier_for` as a SQL expression over a column of spend; a missing spend is the lowest tier."""
    raise NotImplementedError


def tier_rank(tier_code: str, ladder: TierLadder) -> int:
    """The place of a tier on the ladder, 0 for the lowest; -1 for a code that is not on it."""
    raise NotImplementedError
