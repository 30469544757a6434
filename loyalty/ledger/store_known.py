"""What is posted under a reference already, as the answer that was given then. Not here: judging a repetition (batch)."""

from dataclasses import replace
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from loyalty.ledger.model import Allocation, Book, EntryType, Grant, Posted, ReferenceKind
from loyalty.ledger.state import Known, LedgerState

# A burn's lots come in the order in which it took them: `burning_order`.
KNOWN = """
select a.member_id, a.wallet_code, p.account_id, p.id, p.type, p.reference_kind, p.reference, p.points, p.spend_minor, p.currency_code,
       p.event_time, p.recorded_at, p.transaction_id, p.reverses_posting_id, p.corrects_posting_id, p.content_hash,
       p.uncollected_points,
       e.book, e.amount_points, e.lot_id, e.rule_code, e.rule_revision, e.expires_at, e.is_granted, e.is_pending, e.activates_at,
       e.activation_event
from unnest(%(member_ids)s::uuid[], %(kinds)s::text[], %(references)s::text[]) as wanted (member_id, reference_kind, reference)
join accounts a on a.member_id = wanted.member_id
cross join lateral (
    select * from postings p
    where p.account_id = a.id and p.reference_kind = wanted.reference_kind and p.reference = wanted.reference
    limit 1
) p
left join lateral (
    select e.book, e.amount_points, e.lot_id, e.rule_code, e.rule_revision, l.expires_at, l.granted_at, l.is_pending, l.activates_at,
           l.activation_event, l.posting_id = p.id as is_granted
    from entries e left join lots l on l.account_id = e.account_id and l.id = e.lot_id
    where e.account_id = p.account_id and e.recorded_at = p.recorded_at and e.posting_id = p.id
      and e.book in ('ACTIVE', 'PENDING', 'HELD') and e.type <> 'OVERDRAFT_REPAID'
    offset 0
) e on true
order by p.account_id, p.id, (e.lot_id is null), e.expires_at nulls last, e.granted_at, e.lot_id
"""


class KnownRow(NamedTuple):
    """A row of `KNOWN`."""

    member_id: UUID
    wallet_code: str
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
    transaction_id: UUID | None
    reverses_posting_id: UUID | None
    corrects_posting_id: UUID | None
    content_hash: str | None
    uncollected_points: int
    book: str | None
    amount_points: int | None
    lot_id: UUID | None
    rule_code: str | None
    rule_revision: int | None
    expires_at: datetime | None
    is_granted: bool | None
    is_pending: bool | None
    activates_at: datetime | None
    activation_event: str | None


def learn(row: KnownRow, state: LedgerState) -> None:
    """The state knows the posting; one with several lots comes in several rows."""
    key = (row.account_id, ReferenceKind(row.reference_kind), row.reference)
    before = state.known.get(key)
    posted = before.posted if before else _posted(row)
    if row.book is not None and row.amount_points is not None:
        posted = _with_entry(posted, row)
    state.known[key] = Known(posted, row.spend_minor, row.currency_code, row.content_hash)


def _posted(row: KnownRow) -> Posted:
    kind = EntryType(row.type)
    return Posted(
        posting_id=row.id,
        member_id=row.member_id,
        account_id=row.account_id,
        type=kind,
        reference=row.reference,
        points=row.points,
        available_points=0,
        event_time=row.event_time,
        recorded_at=row.recorded_at,
        wallet_code=row.wallet_code,
        transaction_id=row.transaction_id or row.id,
        reverses_posting_id=row.reverses_posting_id,
        corrects_posting_id=row.corrects_posting_id,
        uncollected_points=row.uncollected_points,
        hold_id=row.id if kind is EntryType.HELD else None,
    )


def _with_entry(posted: Posted, row: KnownRow) -> Posted:
    assert row.amount_points is not None  # noqa: S101 (asked before)
    if row.amount_points < 0:
        return replace(posted, allocations=(*posted.allocations, Allocation(row.lot_id, -row.amount_points)))
    if row.lot_id is None or not (row.is_granted or row.book == Book.ACTIVE):
        return posted
    grant = Grant(
        wallet_code=row.wallet_code,
        lot_id=row.lot_id,
        points=row.amount_points,
        expires_at=row.expires_at,
        rule_code=row.rule_code,
        is_pending=bool(row.is_pending),
        activates_at=row.activates_at,
        activation_event=row.activation_event,
    )
    if posted.grants or not row.is_granted:
        return replace(posted, grants=(*posted.grants, grant))
    return replace(
        posted,
        grants=(grant,),
        lot_id=grant.lot_id,
        expires_at=grant.expires_at,
        rule_code=row.rule_code,
        rule_revision=row.rule_revision,
    )
