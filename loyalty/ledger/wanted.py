"""What a batch needs loaded. Not here: which command needs what (segments), loading it (store)."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from loyalty.ledger.model import ReferenceKind

Reference = tuple[UUID, ReferenceKind, str]
"""A member and the business reference of a command."""


@dataclass
class Wanted:
    """What a batch needs beyond its references."""

    spender_ids: set[UUID] = field(default_factory=set)
    other_member_ids: set[UUID] = field(default_factory=set)
    events: list[tuple[UUID, str, datetime]] = field(default_factory=list)
    hold_ids: set[UUID] = field(default_factory=set)
    orders: set[Reference] = field(default_factory=set)
    order_lot_ids: set[UUID] = field(default_factory=set)
    lot_ids: set[UUID] = field(default_factory=set)
    posting_ids: set[UUID] = field(default_factory=set)
    transferrer_ids: set[UUID] = field(default_factory=set)
    more_references: set[Reference] = field(default_factory=set)
