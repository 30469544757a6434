"""The words of tiers: standings, moves, previews. Not here: what a ladder says (programs) and SQL (store)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID


class MoveType(StrEnum):
    """What happened to a member's tier."""

    JOINED = "JOINED"
    UPGRADED = "UPGRADED"
    PROLONGED = "PROLONGED"
    DOWNGRADED = "DOWNGRADED"
    LEFT = "LEFT"


class TierMove(NamedTuple):
    """One move. `progress` is what was measured (minor units or points; None for tiers by segment)."""

    member_id: UUID
    type: MoveType
    from_tier_code: str | None
    to_tier_code: str | None
    progress: int | None
    revision: int
    reason: str
    effective_at: datetime
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Requalified:
    """What one call judged: how many moves by type, and whether there are more members after `last_member_id`."""

    judged_count: int
    moves: dict[MoveType, int]
    last_member_id: UUID | None
    has_more: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a member stands, what was counted, and what comes next.

    `progress` is in minor units or points by the ladder's kind. `next_tier_code` needs `missing` more. `projected_tier_code` is the
    tier that what is counted today fits; where it is lower, `falls_at` is when the member would go there without anything more
    (None: in the next nightly run). `keeps_until`: without anything more, the tier is kept until then.
    """

    member_id: UUID
    program_code: str
    tier_code: str | None
    since: datetime | None
    progress: int | None
    next_tier_code: str | None
    missing: int | None
    projected_tier_code: str | None
    will_be_downgraded: bool
    falls_at: datetime | None
    keeps_until: datetime | None


class PreviewedMove(NamedTuple):
    """So many members would go from one tier to another. `from_tier_code` None: not placed yet."""

    from_tier_code: str | None
    to_tier_code: str
    type: MoveType
    member_count: int


@dataclass(frozen=True, slots=True)
class Preview:
    """Who would move if this ladder were in force now; `staying_count` would not. `falling_count`: would begin their grace."""

    moves: tuple[PreviewedMove, ...]
    staying_count: int
    falling_count: int
