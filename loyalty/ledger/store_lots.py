"""How a row of `lots` is read, and that the same lot is the same object whoever loads it. Not here: which lots are wanted."""

from collections.abc import Sequence
from typing import Any

from loyalty.ledger.state import LedgerState, OpenLot

LOT_COLUMNS = """l.account_id, l.id, l.posting_id, l.granted_points, l.remaining_points, l.granted_at, l.expires_at, l.held_points,
       l.taken_back_points, l.is_pending, l.activates_at, l.activation_event, l.inactivity_days, l.pending_expiry::text"""
LOT_COLUMN_COUNT = 14


def lot_of(row: Sequence[Any], state: LedgerState) -> OpenLot:
    """The lot in a row of `LOT_COLUMNS`, as the batch already sees it if it does."""
    known = state.lots.get(row[1])
    if known is None:
        known = state.lots[row[1]] = OpenLot(*row)
    return known
