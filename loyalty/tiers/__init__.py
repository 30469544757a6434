"""Tiers: who stands where, why, and what comes next. The door of the room; see README.md."""

from loyalty.tiers.model import MoveType, Preview, PreviewedMove, Requalified, Standing, TierMove
from loyalty.tiers.qualify import preview_tiers, requalify, rise_by_segment, rise_with_segments, upgrade_at_once
from loyalty.tiers.standing import standings, stood, stood_on_days, tier_moves

__all__ = [
    "MoveType",
    "Preview",
    "PreviewedMove",
    "Requalified",
    "Standing",
    "TierMove",
    "preview_tiers",
    "requalify",
    "rise_by_segment",
    "rise_with_segments",
    "standings",
    "stood",
    "stood_on_days",
    "tier_moves",
    "upgrade_at_once",
]
