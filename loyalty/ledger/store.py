"""The ledger as rows: loads what a batch touches and appends what it decided, set-based. Not here: deciding, and reads for others."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from loyalty.database import Work
from loyalty.database.arrays import code_array, fresh_uuid_array, number_array, text_array, time_array, uuid_array
from loyalty.database.round_trip import round_trip
from loyalty.ledger.model import Allocation, Book, EntryType, Posted, ReferenceKind
from loyalty.ledger.state import Account, Journal, Known, LedgerState, OpenLot
from loyalty.members.model import MemberStatus
from loyalty.programs.store import REVISIONS, read_revisions

# Accounts are locked in id order by every act, so that two batches wait for each other and never in a circle.
ACCOUNTS = """
select a.id, m.id, m.program_code, m.status, a.active_points, a.held_points, a.overdraft_points
from members m join accounts a on a.member_id = m.id
where m.id = any(%(member_ids)s::uuid[])
order by a.id
"""

# Each `lateral … offset 0` (or aggregate, or limit) makes the planner look up account by account. Left to itself it has joined the
# whole of `postings` or `lots` as soon as its statistics were a little old: 40 ms for a batch of 1,000 instead of 3.
OVERDUE = """
select a.member_id, due.points
from accounts a
cross join lateral (
    select sum(l.remaining_points)::bigint as points from lots l
    where l.account_id = a.id and l.remaining_points > 0 and l.expires_at <= %(now)s
) due
where a.member_id = any(%(member_ids)s::uuid[]) and due.points is not null
"""

SPENDABLE_LOTS = """
select a.member_id, l.*
from accounts a
cross join lateral (
    select l.account_id, l.id, l.posting_id, l.granted_points, l.remaining_points, l.granted_at, l.expires_at from lots l
    where l.account_id = a.id and l.remaining_points > 0 and (l.expires_at > %(now)s or l.expires_at is null)
    offset 0
) l
where a.member_id = any(%(member_ids)s::uuid[])
"""

# A burn's lots come in the order in which it took them: `burning_order`.
KNOWN = """
select a.member_id, p.account_id, p.id, p.type, p.reference_kind, p.reference, p.points, p.spend_minor, p.currency_code, p.event_time,
       p.recorded_at, e.amount_points, e.lot_id, e.rule_code, e.rule_revision, e.expires_at
from unnest(%(member_ids)s::uuid[], %(kinds)s::text[], %(references)s::text[]) as wanted (member_id, reference_kind, reference)
join accounts a on a.member_id = wanted.member_id
cross join lateral (
    select * from postings p
    where p.account_id = a.id and p.reference_kind = wanted.reference_kind and p.reference = wanted.reference
    limit 1
) p
left join lateral (
    select e.amount_points, e.lot_id, e.rule_code, e.rule_revision, l.expires_at, l.granted_at
    from entries e left join lots l on l.account_id = e.account_id and l.id = e.lot_id
    where e.account_id = p.account_id and e.recorded_at = p.recorded_at and e.posting_id = p.id and e.book = 'ACTIVE'
    offset 0
) e on true
order by p.account_id, p.id, e.expires_at nulls last, e.granted_at, e.lot_id
"""

# ">= 1" is how lots_due is spelled, see the migration.
DUE_ACCOUNTS = "select account_id from lots where remaining_points >= 1 and expires_at <= %(now)s order by expires_at limit %(limit)s"

LOCK_ACCOUNTS = "select id from accounts where id = any(%(account_ids)s::uuid[]) order by id for update"

DUE_LOTS = """
select account_id, id, posting_id, granted_points, remaining_points, granted_at, expires_at from lots
where account_id = any(%(account_ids)s::uuid[]) and remaining_points > 0 and expires_at <= %(now)s
order by expires_at, account_id, id limit %(limit)s
"""

APPEND_POSTINGS = """posted as (
    insert into postings (account_id, id, type, reference_kind, reference, points, spend_minor, currency_code, event_time, recorded_at,
                          source, actor, reason, idempotency_key)
    select account_id, id, type, reference_kind, reference, points, spend_minor, currency_code, event_time, %(recorded_at)s::timestamptz,
           source, actor, reason, idempotency_key
    from unnest(%(p_account_id)s::uuid[], %(p_id)s::uuid[], %(p_type)s::text[], %(p_reference_kind)s::text[], %(p_reference)s::text[],
                %(p_points)s::bigint[], %(p_spend_minor)s::bigint[], %(p_currency_code)s::text[], %(p_event_time)s::timestamptz[],
                %(p_source)s::text[], %(p_actor)s::text[], %(p_reason)s::text[], %(p_idempotency_key)s::text[])
        as p (account_id, id, type, reference_kind, reference, points, spend_minor, currency_code, event_time,
              source, actor, reason, idempotency_key)
)"""

APPEND_ENTRIES = """entered as (
    insert into entries (account_id, recorded_at, id, posting_id, book, type, amount_points, effective_at, lot_id,
                         rule_code, rule_revision)
    select m.account_id, %(recorded_at)s::timestamptz, side.id, m.posting_id, side.book, m.type, side.amount_points, m.effective_at,
           m.lot_id, m.rule_code, m.rule_revision
    from unnest(%(m_account_id)s::uuid[], %(m_posting_id)s::uuid[], %(m_type)s::text[], %(m_target_id)s::uuid[], %(m_target)s::text[],
                %(m_source_id)s::uuid[], %(m_source)s::text[], %(m_points)s::bigint[], %(m_effective_at)s::timestamptz[],
                %(m_lot_id)s::uuid[], %(m_rule_code)s::text[], %(m_rule_revision)s::int[])
        as m (account_id, posting_id, type, target_id, target, source_id, source, points, effective_at, lot_id, rule_code, rule_revision)
    cross join lateral (values (m.target_id, m.target, m.points), (m.source_id, m.source, -m.points)) as side (id, book, amount_points)
)"""

APPEND_LOTS = """granted as (
    insert into lots (account_id, id, posting_id, granted_points, remaining_points, granted_at, expires_at)
    select * from unnest(%(l_account_id)s::uuid[], %(l_id)s::uuid[], %(l_posting_id)s::uuid[], %(l_granted_points)s::bigint[],
                         %(l_remaining_points)s::bigint[], %(l_granted_at)s::timestamptz[], %(l_expires_at)s::timestamptz[])
)"""

CHANGE_LOTS = """consumed as (
    update lots l set remaining_points = c.remaining_points
    from unnest(%(c_account_id)s::uuid[], %(c_id)s::uuid[], %(c_remaining_points)s::bigint[]) as c (account_id, id, remaining_points)
    where l.account_id = c.account_id and l.id = c.id
)"""

CHANGE_ACCOUNTS = """
update accounts a set
    active_points = a.active_points + d.active + d.held, pending_points = a.pending_points + d.pending,
    held_points = a.held_points + d.held, spent_points = a.spent_points + d.redeemed, expired_points = a.expired_points + d.expired,
    lifetime_points = a.lifetime_points - d.issued - d.pending, adjusted_points = a.adjusted_points - d.adjusted,
    transferred_points = a.transferred_points - d.transferred, changed_at = %(recorded_at)s::timestamptz
from unnest(%(d_account_id)s::uuid[], %(d_ACTIVE)s::bigint[], %(d_PENDING)s::bigint[], %(d_HELD)s::bigint[], %(d_ISSUED)s::bigint[],
            %(d_REDEEMED)s::bigint[], %(d_EXPIRED)s::bigint[], %(d_ADJUSTED)s::bigint[], %(d_TRANSFERRED)s::bigint[])
    as d (account_id, active, pending, held, issued, redeemed, expired, adjusted, transferred)
where a.id = d.account_id
"""


Reference = tuple[UUID, ReferenceKind, str]
"""A member and the business reference of a command."""


class KnownRow(NamedTuple):
    """A row of `KNOWN`."""

    member_id: UUID
    account_id: UUID
    id: UUID
    type: str
    reference_kind: str
    reference: str
    points: int
    spend_minor: int | None
    currency_code: str | None
    event_time: datetime
    recorded_at: datetime
    amount_points: int | None
    lot_id: UUID | None
    rule_code: str | None
    rule_revision: int | None
    expires_at: datetime | None


def load(references: Collection[Reference], burner_ids: Collection[UUID], now: datetime, within: Work, *, lock: bool) -> LedgerState:
    """The accounts that these references belong to, locked where asked; what is posted under the references; the programs.

    Accounts of `burner_ids` come with their spendable lots. All of it is read after the locks are held, so it stays true until
    the transaction ends.
    """
    members, kinds, texts = zip(*references, strict=True) if references else ((), (), ())
    member_ids = uuid_array(set(members))
    wanted = {"member_ids": uuid_array(members), "kinds": code_array(kinds), "references": text_array(texts)}
    account_rows, revision_rows, overdue_rows, known_rows, lot_rows = round_trip(
        [
            (ACCOUNTS + ("for update of a" if lock else ""), {"member_ids": member_ids}),
            (REVISIONS, {}),
            (OVERDUE, {"member_ids": member_ids, "now": now}),
            (KNOWN, wanted),
            (SPENDABLE_LOTS, {"member_ids": uuid_array(burner_ids), "now": now}),
        ],
        within,
    )
    accounts = {row[1]: Account(row[0], row[1], row[2], MemberStatus(row[3]), *row[4:]) for row in account_rows}
    for member_id, points in overdue_rows:
        accounts[member_id].overdue_points = points
    for member_id, *lot in lot_rows:
        accounts[member_id].lots.append(OpenLot(*lot))
    state = LedgerState(accounts, read_revisions(revision_rows, within=within))
    for row in known_rows:
        _learn(KnownRow(*row), state)
    return state


def load_due(now: datetime, limit: int, within: Work) -> tuple[list[OpenLot], bool]:
    """At most `limit` lots past their expiry, their accounts locked in id order; and whether more may be due."""
    (due,) = round_trip([(DUE_ACCOUNTS, {"now": now, "limit": limit})], within)
    account_ids = uuid_array({account_id for (account_id,) in due})
    _, lot_rows = round_trip(
        [(LOCK_ACCOUNTS, {"account_ids": account_ids}), (DUE_LOTS, {"account_ids": account_ids, "now": now, "limit": limit})], within
    )
    return [OpenLot(*row) for row in lot_rows], len(due) == limit


def append(journal: Journal, within: Work) -> None:
    """Everything the journal holds is stored, in one statement; an empty journal costs nothing."""
    if not journal.postings:
        return
    parts = [APPEND_POSTINGS]
    parameters: dict[str, object] = {"recorded_at": journal.recorded_at, **_posting_columns(journal)}
    if journal.new_lots:
        parts.append(APPEND_LOTS)
        parameters |= _lot_columns(journal.new_lots.values())
    if journal.changed_lots:
        parts.append(CHANGE_LOTS)
        parameters |= _changed_lot_columns(journal.changed_lots.values())
    if not journal.moves:
        round_trip([("with " + ", ".join(parts) + " select", parameters)], within)
        return
    parts.append(APPEND_ENTRIES)
    parameters |= _move_columns(journal) | _account_columns(journal)
    round_trip([("with " + ", ".join(parts) + CHANGE_ACCOUNTS, parameters)], within)


def _learn(row: KnownRow, state: LedgerState) -> None:
    """The state knows the posting; one with several lots comes in several rows."""
    key = (row.account_id, ReferenceKind(row.reference_kind), row.reference)
    allocations = state.known[key].posted.allocations if key in state.known else ()
    is_grant = row.amount_points is not None and row.amount_points > 0
    if row.lot_id is not None and row.amount_points is not None and not is_grant:
        allocations = (*allocations, Allocation(row.lot_id, -row.amount_points))
    posted = Posted(
        posting_id=row.id,
        member_id=row.member_id,
        account_id=row.account_id,
        type=EntryType(row.type),
        reference=row.reference,
        points=row.points,
        available_points=0,
        event_time=row.event_time,
        recorded_at=row.recorded_at,
        lot_id=row.lot_id if is_grant else None,
        expires_at=row.expires_at if is_grant else None,
        rule_code=row.rule_code,
        rule_revision=row.rule_revision,
        allocations=allocations,
    )
    state.known[key] = Known(posted, row.spend_minor, row.currency_code)


def _posting_columns(journal: Journal) -> dict[str, object]:
    columns = list(zip(*journal.postings, strict=True))
    account_ids, ids, types, kinds, references, points, spends, currencies, times, sources, actors, reasons, keys = columns
    return {
        "p_account_id": uuid_array(account_ids),
        "p_id": uuid_array(ids),
        "p_type": code_array(types),
        "p_reference_kind": code_array(kinds),
        "p_reference": text_array(references),
        "p_points": number_array(points),
        "p_spend_minor": number_array(spends),
        "p_currency_code": text_array(currencies),
        "p_event_time": time_array(times),
        "p_source": text_array(sources),
        "p_actor": text_array(actors),
        "p_reason": text_array(reasons),
        "p_idempotency_key": text_array(keys),
    }


def _move_columns(journal: Journal) -> dict[str, object]:
    account_ids, posting_ids, types, sources, targets, points, times, lot_ids, rule_codes, rule_revisions = zip(*journal.moves, strict=True)
    return {
        "m_account_id": uuid_array(account_ids),
        "m_posting_id": uuid_array(posting_ids),
        "m_type": code_array(types),
        "m_target_id": fresh_uuid_array(len(account_ids)),
        "m_target": code_array(targets),
        "m_source_id": fresh_uuid_array(len(account_ids)),
        "m_source": code_array(sources),
        "m_points": number_array(points),
        "m_effective_at": time_array(times),
        "m_lot_id": uuid_array(lot_ids),
        "m_rule_code": text_array(rule_codes),
        "m_rule_revision": number_array(rule_revisions),
    }


def _lot_columns(lots: Iterable[OpenLot]) -> dict[str, object]:
    rows = list(lots)
    return {
        "l_account_id": uuid_array(lot.account_id for lot in rows),
        "l_id": uuid_array(lot.id for lot in rows),
        "l_posting_id": uuid_array(lot.posting_id for lot in rows),
        "l_granted_points": number_array(lot.granted_points for lot in rows),
        "l_remaining_points": number_array(lot.remaining_points for lot in rows),
        "l_granted_at": time_array(lot.granted_at for lot in rows),
        "l_expires_at": time_array(lot.expires_at for lot in rows),
    }


def _changed_lot_columns(lots: Iterable[OpenLot]) -> dict[str, object]:
    rows = list(lots)
    return {
        "c_account_id": uuid_array(lot.account_id for lot in rows),
        "c_id": uuid_array(lot.id for lot in rows),
        "c_remaining_points": number_array(lot.remaining_points for lot in rows),
    }


def _account_columns(journal: Journal) -> dict[str, object]:
    sums = journal.sums
    ids: dict[str, object] = {"d_account_id": uuid_array(sums)}
    return ids | {f"d_{book}": number_array(of_account.get(book, 0) for of_account in sums.values()) for book in Book}
