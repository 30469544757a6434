"""Appends what a batch has decided, in one statement for what every batch does. Not here: loading (store), deciding."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

from loyalty.database import Work
from loyalty.database.arrays import code_array, fresh_uuid_array, number_array, text_array, time_array, uuid_array, zeros
from loyalty.database.round_trip import Statement, send
from loyalty.ledger.journal import ExpiryMove, Journal, OverdraftChange, Transferred
from loyalty.ledger.model import Book, EntryType
from loyalty.ledger.state import OpenLot
from loyalty.ledger.store_caps import store_usage
from loyalty.ledger.store_holds import store_changed_holds, store_new_holds
from loyalty.ledger.store_orders import store_orders

APPEND_POSTINGS = """posted as (
    insert into postings (account_id, id, type, reference_kind, reference, points, spend_minor, currency_code, event_time, recorded_at,
                          source, actor, reason, idempotency_key, transaction_id, reverses_posting_id, corrects_posting_id, event_trigger,
                          content_hash, uncollected_points)
    select account_id, id, type, reference_kind, reference, points, spend_minor, currency_code, event_time, %(recorded_at)s::timestamptz,
           source, actor, reason, idempotency_key, transaction_id, reverses_posting_id, corrects_posting_id, event_trigger, content_hash,
           uncollected_points
    from unnest(%(p_account_id)s::uuid[], %(p_id)s::uuid[], %(p_type)s::text[], %(p_reference_kind)s::text[], %(p_reference)s::text[],
                %(p_points)s::bigint[], %(p_spend_minor)s::bigint[], %(p_currency_code)s::text[], %(p_event_time)s::timestamptz[],
                %(p_source)s::text[], %(p_actor)s::text[], %(p_reason)s::text[], %(p_idempotency_key)s::text[],
                %(p_transaction_id)s::uuid[], %(p_reverses_posting_id)s::uuid[], %(p_corrects_posting_id)s::uuid[],
                %(p_event_trigger)s::text[], %(p_content_hash)s::text[], %(p_uncollected_points)s::bigint[])
        as p (account_id, id, type, reference_kind, reference, points, spend_minor, currency_code, event_time,
              source, actor, reason, idempotency_key, transaction_id, reverses_posting_id, corrects_posting_id, event_trigger, content_hash,
              uncollected_points)
)"""

# One event a posting, in the statement that posts: neither is ever without the other.
APPEND_EVENTS = """told as (
    insert into outbox (account_id, member_id, type, posting_id, occurred_at, recorded_at)
    select * , %(recorded_at)s::timestamptz
    from unnest(%(p_account_id)s::uuid[], %(p_member_id)s::uuid[], %(p_event_type)s::text[], %(p_id)s::uuid[],
                %(p_event_time)s::timestamptz[])
)"""

APPEND_ENTRIES = """entered as (
    insert into entries (account_id, recorded_at, id, posting_id, book, type, amount_points, effective_at, lot_id,
                         rule_code, rule_revision)
    select m.account_id, %(recorded_at)s::timestamptz, side.id, m.posting_id, side.book, m.type, side.amount_points, m.effective_at,
           side.lot_id, m.rule_code, m.rule_revision
    from unnest(%(m_account_id)s::uuid[], %(m_posting_id)s::uuid[], %(m_type)s::text[], %(m_target_id)s::uuid[], %(m_target)s::text[],
                %(m_source_id)s::uuid[], %(m_source)s::text[], %(m_points)s::bigint[], %(m_effective_at)s::timestamptz[],
                %(m_lot_id)s::uuid[], %(m_rule_code)s::text[], %(m_rule_revision)s::int[])
        as m (account_id, posting_id, type, target_id, target, source_id, source, points, effective_at, lot_id, rule_code, rule_revision)
    cross join lateral (values
        (m.target_id, m.target, m.points, case when m.type = 'OVERDRAFT_REPAID' then null else m.lot_id end),
        (m.source_id, m.source, -m.points, m.lot_id)) as side (id, book, amount_points, lot_id)
)"""

APPEND_LOTS = """granted as (
    insert into lots (account_id, id, posting_id, granted_points, remaining_points, granted_at, expires_at, held_points, taken_back_points,
                      is_pending, activates_at, activation_event, inactivity_days, pending_expiry)
    select * from unnest(%(l_account_id)s::uuid[], %(l_id)s::uuid[], %(l_posting_id)s::uuid[], %(l_granted_points)s::bigint[],
                         %(l_remaining_points)s::bigint[], %(l_granted_at)s::timestamptz[], %(l_expires_at)s::timestamptz[],
                         %(l_held_points)s::bigint[], %(l_taken_back_points)s::bigint[], %(l_is_pending)s::boolean[],
                         %(l_activates_at)s::timestamptz[], %(l_activation_event)s::text[], %(l_inactivity_days)s::int[],
                         %(l_pending_expiry)s::jsonb[])
)"""

CHANGE_LOTS = """consumed as (
    update lots l set remaining_points = c.remaining_points, held_points = c.held_points, taken_back_points = c.taken_back_points,
        is_pending = c.is_pending, activates_at = c.activates_at, expires_at = c.expires_at
    from unnest(%(c_account_id)s::uuid[], %(c_id)s::uuid[], %(c_remaining_points)s::bigint[], %(c_held_points)s::bigint[],
                %(c_taken_back_points)s::bigint[], %(c_is_pending)s::boolean[], %(c_activates_at)s::timestamptz[],
                %(c_expires_at)s::timestamptz[])
        as c (account_id, id, remaining_points, held_points, taken_back_points, is_pending, activates_at, expires_at)
    where l.account_id = c.account_id and l.id = c.id
)"""

CHANGE_ACCOUNTS = """
update accounts a set
    active_points = a.active_points + d.active + d.held, pending_points = a.pending_points + d.pending,
    held_points = a.held_points + d.held, spent_points = a.spent_points + d.redeemed, expired_points = a.expired_points + d.expired,
    lifetime_points = a.lifetime_points - d.issued - d.pending, adjusted_points = a.adjusted_points - d.adjusted,
    transferred_points = a.transferred_points - d.transferred, counted_total = a.counted_total + d.counted,
    changed_at = %(recorded_at)s::timestamptz
from unnest(%(d_account_id)s::uuid[], %(d_ACTIVE)s::bigint[], %(d_PENDING)s::bigint[], %(d_HELD)s::bigint[], %(d_ISSUED)s::bigint[],
            %(d_REDEEMED)s::bigint[], %(d_EXPIRED)s::bigint[], %(d_ADJUSTED)s::bigint[], %(d_TRANSFERRED)s::bigint[],
            %(d_counted)s::bigint[])
    as d (account_id, active, pending, held, issued, redeemed, expired, adjusted, transferred, counted)
where a.id = d.account_id
"""

# The same where something is owed or repaid.
CHANGE_OWING_ACCOUNTS = """
update accounts a set
    active_points = a.active_points + d.active + d.held, pending_points = a.pending_points + d.pending,
    held_points = a.held_points + d.held, spent_points = a.spent_points + d.redeemed, expired_points = a.expired_points + d.expired,
    lifetime_points = a.lifetime_points - d.issued - d.pending, adjusted_points = a.adjusted_points - d.adjusted,
    transferred_points = a.transferred_points - d.transferred, counted_total = a.counted_total + d.counted,
    changed_at = %(recorded_at)s::timestamptz,
    owed_points = a.owed_points + d.owed, overdraft_points = case when d.owed = 0 then a.overdraft_points else d.overdraft end
from unnest(%(d_account_id)s::uuid[], %(d_ACTIVE)s::bigint[], %(d_PENDING)s::bigint[], %(d_HELD)s::bigint[], %(d_ISSUED)s::bigint[],
            %(d_REDEEMED)s::bigint[], %(d_EXPIRED)s::bigint[], %(d_ADJUSTED)s::bigint[], %(d_TRANSFERRED)s::bigint[],
            %(d_counted)s::bigint[],
            %(d_owed)s::bigint[], %(d_overdraft)s::bigint[])
    as d (account_id, active, pending, held, issued, redeemed, expired, adjusted, transferred, counted, owed, overdraft)
where a.id = d.account_id
"""

APPEND_EXPIRY_MOVES = """
insert into lot_expiry_moves (account_id, id, lot_id, posting_id, from_expires_at, to_expires_at, reason, actor, recorded_at)
select *, %(recorded_at)s::timestamptz
from unnest(%(account_ids)s::uuid[], %(ids)s::uuid[], %(lot_ids)s::uuid[], %(posting_ids)s::uuid[], %(froms)s::timestamptz[],
            %(tos)s::timestamptz[], %(reasons)s::text[], %(actors)s::text[])
"""

APPEND_TRANSFERS = """
insert into transfers (account_id, posting_id, to_account_id, to_posting_id)
select * from unnest(%(account_ids)s::uuid[], %(posting_ids)s::uuid[], %(to_account_ids)s::uuid[], %(to_posting_ids)s::uuid[])
"""

EVENT_TYPES = {
    EntryType.POINTS_EARNED: "points.earned",
    EntryType.PENDING_ACTIVATED: "points.activated",
    EntryType.PENDING_CANCELED: "points.canceled",
    EntryType.SPENT_ON_REWARD: "points.spent",
    EntryType.SPENT_ON_ORDER: "points.spent",
    EntryType.REFUNDED: "points.refunded",
    EntryType.RETURNED: "points.returned",
    EntryType.EXPIRED: "points.expired",
    EntryType.ADJUSTED_CREDIT: "points.adjusted",
    EntryType.ADJUSTED_DEBIT: "points.adjusted",
    EntryType.TRANSFER_OUT: "points.transferred",
    EntryType.TRANSFER_IN: "points.received",
    EntryType.RERATED: "points.rerated",
    EntryType.OPENING_BALANCE: "points.opened",
    EntryType.HELD: "points.held",
    EntryType.HOLD_RELEASED: "points.released",
    EntryType.HOLD_LAPSED: "points.lapsed",
    EntryType.EXPIRY_MOVED: "points.expiry_moved",
}
REVERSED = "points.reversed"


def append(journal: Journal, within: Work) -> None:
    """Everything the journal holds is stored; an empty journal costs nothing."""
    if not journal.postings:
        return
    parts = [APPEND_POSTINGS, APPEND_EVENTS]
    ids: Literals[UUID] = Literals(uuid_array)
    times: Literals[datetime] = Literals(time_array)
    parameters: dict[str, object] = {"recorded_at": journal.recorded_at, **_posting_columns(journal, ids, times)}
    if journal.new_lots:
        parts.append(APPEND_LOTS)
        parameters |= _lot_columns(journal.new_lots.values(), ids, times)
    if journal.changed_lots:
        parts.append(CHANGE_LOTS)
        parameters |= _changed_lot_columns(journal.changed_lots.values())
    if journal.moves:
        parts.append(APPEND_ENTRIES)
        parameters |= _move_columns(journal, ids, times)
    last = " select"
    if journal.moves or journal.counted:
        parameters |= _account_columns(journal, ids)
        last = CHANGE_OWING_ACCOUNTS if journal.overdrafts else CHANGE_ACCOUNTS
    send(("with " + ", ".join(parts) + last, parameters), within)
    for statement in _further(journal):
        send(statement, within)


def _further(journal: Journal) -> list[Statement]:
    """What few batches do."""
    statements: list[Statement] = []
    if journal.new_holds:
        statements += store_new_holds(list(journal.new_holds.values()))
    if journal.holds:
        statements += store_changed_holds(list(journal.holds.values()))
    statements += store_orders(journal)
    if journal.expiry_moves:
        statements.append((APPEND_EXPIRY_MOVES, _expiry_move_columns(journal.expiry_moves, journal)))
    if journal.transfers:
        statements.append((APPEND_TRANSFERS, _transfer_columns(journal.transfers)))
    if journal.cap_changes:
        statements.append(store_usage(journal.cap_changes, journal.recorded_at))
    return statements


def _expiry_move_columns(moves: list[ExpiryMove], journal: Journal) -> dict[str, object]:
    return {
        "recorded_at": journal.recorded_at,
        "account_ids": uuid_array(move.account_id for move in moves),
        "ids": fresh_uuid_array(len(moves)),
        "lot_ids": uuid_array(move.lot_id for move in moves),
        "posting_ids": uuid_array(move.posting_id for move in moves),
        "froms": time_array(move.from_expires_at for move in moves),
        "tos": time_array(move.to_expires_at for move in moves),
        "reasons": text_array(move.reason for move in moves),
        "actors": text_array(move.actor for move in moves),
    }


def _transfer_columns(transfers: list[Transferred]) -> dict[str, object]:
    account_ids, posting_ids, to_account_ids, to_posting_ids = zip(*transfers, strict=True)
    return {
        "account_ids": uuid_array(account_ids),
        "posting_ids": uuid_array(posting_ids),
        "to_account_ids": uuid_array(to_account_ids),
        "to_posting_ids": uuid_array(to_posting_ids),
    }


def _posting_columns(journal: Journal, ids_of: "Literals[UUID]", times_of: "Literals[datetime]") -> dict[str, object]:
    columns = list(zip(*journal.postings, strict=True))
    account_ids, ids, types, kinds, references, points, spends, currencies, times, sources, actors, reasons, keys, members, *links = columns
    transactions, reverses, corrects, triggers, hashes, uncollected = links
    return {
        "p_account_id": ids_of(account_ids),
        "p_id": ids_of(ids),
        "p_type": code_array(types),
        "p_reference_kind": code_array(kinds),
        "p_reference": text_array(references),
        "p_points": number_array(points),
        "p_spend_minor": number_array(spends),
        "p_currency_code": text_array(currencies),
        "p_event_time": times_of(times),
        "p_source": text_array(sources),
        "p_actor": text_array(actors),
        "p_reason": text_array(reasons),
        "p_idempotency_key": text_array(keys),
        "p_member_id": uuid_array(members),
        "p_event_type": code_array(
            EVENT_TYPES[kind] if reversed_id is None else REVERSED for kind, reversed_id in zip(types, reverses, strict=True)
        ),
        "p_transaction_id": ids_of(transactions),
        "p_reverses_posting_id": ids_of(reverses),
        "p_corrects_posting_id": ids_of(corrects),
        "p_event_trigger": text_array(triggers),
        "p_content_hash": text_array(hashes),
        "p_uncollected_points": number_array(uncollected) if any(uncollected) else zeros(len(ids)),
    }


def _move_columns(journal: Journal, ids_of: "Literals[UUID]", times_of: "Literals[datetime]") -> dict[str, object]:
    account_ids, posting_ids, types, sources, targets, points, times, lot_ids, rule_codes, rule_revisions = zip(*journal.moves, strict=True)
    return {
        "m_account_id": ids_of(account_ids),
        "m_posting_id": ids_of(posting_ids),
        "m_type": code_array(types),
        "m_target_id": fresh_uuid_array(len(account_ids)),
        "m_target": code_array(targets),
        "m_source_id": fresh_uuid_array(len(account_ids)),
        "m_source": code_array(sources),
        "m_points": number_array(points),
        "m_effective_at": times_of(times),
        "m_lot_id": ids_of(lot_ids),
        "m_rule_code": text_array(rule_codes),
        "m_rule_revision": number_array(rule_revisions),
    }


def _lot_columns(lots: Iterable[OpenLot], ids_of: "Literals[UUID]", times_of: "Literals[datetime]") -> dict[str, object]:
    rows = list(lots)
    return {
        "l_account_id": ids_of(tuple([lot.account_id for lot in rows])),
        "l_id": ids_of(tuple([lot.id for lot in rows])),
        "l_posting_id": ids_of(tuple([lot.posting_id for lot in rows])),
        "l_granted_points": number_array(lot.granted_points for lot in rows),
        "l_remaining_points": number_array(lot.remaining_points for lot in rows),
        "l_granted_at": times_of(tuple([lot.granted_at for lot in rows])),
        "l_expires_at": time_array(lot.expires_at for lot in rows),
        "l_held_points": number_array(lot.held_points for lot in rows),
        "l_taken_back_points": number_array(lot.taken_back_points for lot in rows),
        "l_is_pending": code_array("true" if lot.is_pending else "false" for lot in rows),
        "l_activates_at": time_array(lot.activates_at for lot in rows),
        "l_activation_event": text_array(lot.activation_event for lot in rows),
        "l_inactivity_days": number_array(lot.inactivity_days for lot in rows),
        "l_pending_expiry": text_array(lot.pending_expiry for lot in rows),
    }


def _changed_lot_columns(lots: Iterable[OpenLot]) -> dict[str, object]:
    rows = list(lots)
    return {
        "c_account_id": uuid_array(lot.account_id for lot in rows),
        "c_id": uuid_array(lot.id for lot in rows),
        "c_remaining_points": number_array(lot.remaining_points for lot in rows),
        "c_held_points": number_array(lot.held_points for lot in rows),
        "c_taken_back_points": number_array(lot.taken_back_points for lot in rows),
        "c_is_pending": code_array("true" if lot.is_pending else "false" for lot in rows),
        "c_activates_at": time_array(lot.activates_at for lot in rows),
        "c_expires_at": time_array(lot.expires_at for lot in rows),
    }


def _account_columns(journal: Journal, ids_of: "Literals[UUID]") -> dict[str, object]:
    sums, counted = journal.sums, journal.counted
    account_ids = tuple(sums) if sums.keys() >= counted.keys() else tuple(sums | dict.fromkeys(counted))
    rows = [sums.get(account_id, NOTHING_MOVED) for account_id in account_ids]
    moved = {book for row in rows for book in row}
    nothing = zeros(len(rows))
    columns: dict[str, object] = {"d_account_id": ids_of(account_ids)}
    for book in Book:
        columns[f"d_{book}"] = number_array([row.get(book, 0) for row in rows]) if book in moved else nothing
    columns["d_counted"] = number_array([counted.get(account_id, 0) for account_id in account_ids]) if counted else nothing
    if journal.overdrafts:
        changes = [journal.overdrafts.get(account_id, NOTHING_OWED) for account_id in account_ids]
        columns["d_owed"] = number_array(change.owed_points for change in changes)
        columns["d_overdraft"] = number_array(change.overdraft_points for change in changes)
    return columns


Value = TypeVar("Value")


class Literals(Generic[Value]):
    """The literals of one statement's columns. The same values in the same order are written once: of a batch of purchases the accounts
    of postings, moves and lots are one column, and comparing what is the same object costs next to nothing."""

    def __init__(self, write: Callable[[Iterable[Value | None]], str]) -> None:
        self._write = write
        self._known: list[tuple[tuple[Value | None, ...], str]] = []

    def __call__(self, values: tuple[Value | None, ...]) -> str:
        """The literal of these values."""
        for known, literal in self._known:
            if known == values:
                return literal
        literal = self._write(values)
        self._known.append((values, literal))
        return literal


NOTHING_MOVED: dict[Book, int] = {}
NOTHING_OWED = OverdraftChange(0, 0)
