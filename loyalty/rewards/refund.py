"""Giving points back for redemptions that are rejected or refunded: to the lots they came from, by a posting that can exist once.

A lot past its expiry takes nothing back; its part becomes a lot of its own, as the ledger does for a return. Not here: when that may
happen (move).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from loyalty.database import Work
from loyalty.database.arrays import time_array, uuid_array
from loyalty.ledger import store as ledger_store
from loyalty.ledger.journal import Journal
from loyalty.ledger.model import EntryType, ReferenceKind
from loyalty.ledger.postings import open_posting
from loyalty.ledger.returns import give_back as give_points_back
from loyalty.ledger.state import Account, LedgerState, OpenLot, OrderBurn
from loyalty.ledger.upgrade import record
from loyalty.rewards.model import Moved, MoveRedemption, Redemption

# What each redemption took from which lot, in the order in which it took it: `burning_order`. A redemption is recorded with its posting.
TAKEN = """
select e.account_id, e.posting_id, -e.amount_points as points, l.*
from unnest(%(account_ids)s::uuid[], %(posting_ids)s::uuid[], %(recorded_ats)s::timestamptz[]) as w (account_id, posting_id, recorded_at)
join entries e on e.account_id = w.account_id and e.recorded_at = w.recorded_at and e.posting_id = w.posting_id
    and e.book = 'ACTIVE' and e.type = 'SPENT_ON_REWARD'
left join lateral (
    select l.id as lot_id, l.posting_id as lot_posting_id, l.granted_points, l.remaining_points, l.granted_at, l.expires_at, l.held_points,
           l.taken_back_points, l.is_pending, l.activates_at, l.activation_event, l.inactivity_days
    from lots l where l.account_id = e.account_id and l.id = e.lot_id
) l on true
order by e.account_id, e.posting_id, l.expires_at nulls last, l.granted_at, l.lot_id
"""


@dataclass(frozen=True, slots=True)
class Said:
    """What the posting says of who asked."""

    source: str | None
    actor: str | None
    idempotency_key: str | None
    reason: str | None


class Books(NamedTuple):
    """The accounts of the redemptions, what each redemption took, and what is to be posted."""

    state: LedgerState
    journal: Journal
    burns: dict[UUID, OrderBurn]


def load(redemptions: Sequence[Redemption], now: datetime, within: Work, *, lock: bool) -> Books:
    """The accounts that these redemptions were paid from, locked in id order where asked, and the lots that they came from."""
    if not redemptions:
        return Books(LedgerState({}, {}), Journal(now), {})
    members = {redemption.member_id for redemption in redemptions}
    references = {(redemption.member_id, ReferenceKind.REDEMPTION_REFUND, redemption.id.hex) for redemption in redemptions}
    state = ledger_store.load(references, members, now, within, lock=lock)
    lots = {lot.id: lot for account in state.by_id.values() for lot in (*account.lots, *account.pending_lots)}
    burns = {
        redemption.posting_id: OrderBurn(redemption.account_id, redemption.reference, redemption.posting_id, redemption.points, 0)
        for redemption in redemptions
    }
    parameters = {
        "account_ids": uuid_array(redemption.account_id for redemption in redemptions),
        "posting_ids": uuid_array(redemption.posting_id for redemption in redemptions),
        "recorded_ats": time_array(redemption.requested_at for redemption in redemptions),
    }
    for row in within.exec_driver_sql(TAKEN, parameters):
        lot = None
        if row.lot_id is not None:
            lot = lots.setdefault(row.lot_id, _lot(row))
        burns[row.posting_id].allocations.append((lot, row.points))
    return Books(state, Journal(now), burns)


def give_back(redemption: Redemption, command: MoveRedemption, books: Books) -> Moved:
    """The points of the redemption are the member's again. The redemption is the reference, so it happens once."""
    state, journal, burns = books
    account: Account = state.account_by_id(redemption.account_id)
    posting = open_posting(
        Said(None, command.actor, None, command.reason),
        account,
        journal,
        EntryType.RETURNED,
        (ReferenceKind.REDEMPTION_REFUND, redemption.id.hex),
        redemption.points,
    )
    burn = burns[redemption.posting_id]
    give_points_back(burn, redemption.points, posting, account, state.program(account), journal)
    # The points paid for no order, so no order remembers what came back of them.
    journal.order_burns.pop((burn.account_id, burn.posting_id), None)
    returned = replace(redemption, return_posting_id=posting.id, changed_at=journal.recorded_at)
    return Moved(returned, returned_points=redemption.points, available_points=account.available_points)


def append(books: Books, within: Work) -> None:
    """What was given back is posted, and lifts whoever reaches a tier by it."""
    record(books.state, books.journal, within)


def _lot(row: Any) -> OpenLot:  # noqa: ANN401 (a row of TAKEN)
    return OpenLot(
        account_id=row.account_id,
        id=row.lot_id,
        posting_id=row.lot_posting_id,
        granted_points=row.granted_points,
        remaining_points=row.remaining_points,
        granted_at=row.granted_at,
        expires_at=row.expires_at,
        held_points=row.held_points,
        taken_back_points=row.taken_back_points,
        is_pending=row.is_pending,
        activates_at=row.activates_at,
        activation_event=row.activation_event,
        inactivity_days=row.inactivity_days,
    )
