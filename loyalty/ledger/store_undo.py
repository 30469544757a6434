"""What a reversal must know, as rows: a posting with everything posted by the same transaction. Not here: whether it may be reversed."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from loyalty.database import Work
from loyalty.database.arrays import uuid_array
from loyalty.database.round_trip import round_trip
from loyalty.ledger.journal import Posting
from loyalty.ledger.model import EntryType, ReferenceKind
from loyalty.ledger.state import LedgerState, Undo, UndoneEntry
from loyalty.ledger.store_lots import LOT_COLUMN_COUNT, LOT_COLUMNS, lot_of

# The other side of a transfer, whichever side is named: its member must be locked as well, so it is asked for before any lock.
OTHER_SIDES = """
select t.posting_id, o.member_id
from accounts n
join transfers t on (t.account_id = n.id and t.posting_id = any(%(posting_ids)s::uuid[]))
join accounts o on o.id = t.to_account_id
where n.member_id = any(%(member_ids)s::uuid[])
union all
select t.to_posting_id, o.member_id
from accounts n
join transfers t on (t.to_account_id = n.id and t.to_posting_id = any(%(posting_ids)s::uuid[]))
join accounts o on o.id = t.account_id
where n.member_id = any(%(member_ids)s::uuid[])
"""

TOGETHER = """
with named as (
    select a.member_id, p.account_id, p.id, p.reference_kind, p.reference, coalesce(p.transaction_id, p.id) as transaction_id
    from accounts a join postings p on p.account_id = a.id and p.id = any(%(posting_ids)s::uuid[])
    where a.member_id = any(%(member_ids)s::uuid[])
), together as (
    select n.id as named_id, p.account_id, p.id
    from named n join accounts a on a.member_id = n.member_id
    join postings p on p.account_id = a.id and p.reference_kind = n.reference_kind and p.reference = n.reference
                   and coalesce(p.transaction_id, p.id) = n.transaction_id
    union all
    select n.id, t.to_account_id, t.to_posting_id from named n join transfers t on t.account_id = n.account_id and t.posting_id = n.id
    union all
    select n.id, t.account_id, t.posting_id from named n join transfers t on t.to_account_id = n.account_id and t.to_posting_id = n.id
)
"""

POSTINGS = (
    TOGETHER  # noqa: S608 (our own text)
    + """
select t.named_id, p.account_id, p.id, p.type, p.reference_kind, p.reference, p.points, p.spend_minor, p.currency_code, p.event_time,
       p.source, p.actor, p.reason, p.idempotency_key, a.member_id, p.transaction_id, p.reverses_posting_id, p.corrects_posting_id,
       p.event_trigger, p.content_hash, b.order_reference,
       coalesce(b.given_back_points > 0, false) or coalesce(s.is_returned or s.returned_minor > 0 or s.posting_id <> p.id, false)
       or exists (select from earned_lines e where e.account_id = p.account_id and e.posting_id = p.id and e.taken_back_points > 0)
       or exists (select from order_lines l where l.account_id = p.account_id and l.posting_id = p.id and l.returned_quantity > 0)
from together t
join postings p on p.account_id = t.account_id and p.id = t.id
join accounts a on a.id = p.account_id
left join order_burns b on b.account_id = p.account_id and b.posting_id = p.id
left join order_standings s on s.account_id = p.account_id and s.reference_kind = p.reference_kind and s.reference = p.reference
order by t.named_id, p.id
"""
)

ENTRIES = f"""
{TOGETHER}
select t.named_id, t.account_id, t.id, e.book, e.type, e.amount_points, e.lot_id, e.rule_code, e.rule_revision, {LOT_COLUMNS}
from together t
join postings p on p.account_id = t.account_id and p.id = t.id
cross join lateral (
    select * from entries e where e.account_id = p.account_id and e.recorded_at = p.recorded_at and e.posting_id = p.id offset 0
) e
left join lots l on l.account_id = e.account_id and l.id = e.lot_id
order by t.named_id, t.id, e.id
"""  # noqa: S608 (our own column list)


def other_sides(posting_ids: Collection[UUID], member_ids: Collection[UUID], within: Work) -> dict[UUID, UUID]:
    """The member on the other side of each of these postings that is half of a transfer."""
    (rows,) = round_trip([(OTHER_SIDES, _asked(posting_ids, member_ids))], within)
    return dict(rows)


def load_undos(posting_ids: Collection[UUID], member_ids: Collection[UUID], state: LedgerState, within: Work) -> None:
    """The state knows these postings, with all that was posted together with each."""
    asked = _asked(posting_ids, member_ids)
    posting_rows, entry_rows = round_trip([(POSTINGS, asked), (ENTRIES, asked)], within)
    undos: dict[tuple[UUID, UUID], Undo] = {}
    for named_id, *columns, paid_for, has_followers in posting_rows:
        posting = _posting(columns)
        undo = Undo(posting.account_id, posting, [], {}, has_followers=has_followers, paid_for=paid_for)
        undos[named_id, posting.id] = undo
        state.undos.setdefault(named_id, []).append(undo)
    for named_id, _, posting_id, *entry in entry_rows:
        undo = undos[named_id, posting_id]
        fields, lot_row = entry[:-LOT_COLUMN_COUNT], entry[-LOT_COLUMN_COUNT:]
        undo.entries.append(UndoneEntry(*fields))
        if lot_row[1] is not None:
            undo.lots[lot_row[1]] = lot_of(lot_row, state)


def _asked(posting_ids: Collection[UUID], member_ids: Collection[UUID]) -> dict[str, object]:
    return {"posting_ids": uuid_array(posting_ids), "member_ids": uuid_array(member_ids)}


def _posting(columns: list[Any]) -> Posting:
    posting = Posting(*columns)
    return posting._replace(type=EntryType(posting.type), reference_kind=ReferenceKind(posting.reference_kind))
