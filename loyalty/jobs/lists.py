"""Rows of list members: put on a list segment, or taken off it, a whole chunk at once. Not here: what a list is (`loyalty.segments`)."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.errors import LoyaltyError
from loyalty.jobs.cells import Row, text, text_or_none
from loyalty.jobs.errors import RowInvalid
from loyalty.segments import ListMember, SegmentKindConflict, SegmentStatusConflict, SegmentUnknown, change_lists
from loyalty.tiers import rise_with_segments

ACTIONS = {"ADD": True, "REMOVE": False}
CAUSE = "FILE"


class Listed(NamedTuple):
    """The member is on the list, or off it, now; a duplicate was there already."""

    segment_code: str
    is_duplicate: bool


def list_member(row: Row, member_id: UUID) -> ListMember:
    """What a row of list members asks for; without an action the member is put on the list.

    Raises:
        RowInvalid: a value is missing or of another kind than its column.
    """
    action = text_or_none(row, "action") or "ADD"
    if action not in ACTIONS:
        raise RowInvalid(f"action must be ADD or REMOVE, not '{action[:40]}'.", field="action", given=action[:40])
    return ListMember(text(row, "segment_code"), member_id, ACTIONS[action])


def change(rows: Sequence[ListMember], *, within: Work, clock: Clock) -> list[Listed | LoyaltyError]:
    """The members are on their lists, or off them; results in the order of the rows.

    In the list: `SegmentUnknown`, `SegmentKindConflict` (a rule, which no file fills), `SegmentStatusConflict` (not ACTIVE).
    """
    results: dict[int, Listed | LoyaltyError] = {}
    for code in dict.fromkeys(row.segment_code for row in rows):
        places = [place for place, row in enumerate(rows) if row.segment_code == code]
        try:
            told = change_lists([rows[place] for place in places], cause=CAUSE, within=within, clock=clock)
        except (SegmentUnknown, SegmentKindConflict, SegmentStatusConflict) as refusal:
            results |= dict.fromkeys(places, refusal)
            continue
        rise_with_segments(within=within, clock=clock, member_ids={rows[place].member_id for place in places})
        results |= {place: Listed(code, not changed) for place, changed in zip(places, told, strict=True)}
    return [results[place] for place in range(len(rows))]
