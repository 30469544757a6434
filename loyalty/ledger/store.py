"""The ledger as rows: loads what a batch touches, set-based. Not here: appending and each subject's rows (store_…), deciding."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from loyalty.database import Work
from loyalty.database.arrays import code_array, text_array, uuid_array
from loyalty.database.round_trip import Statement, round_trip
from loyalty.ledger.model import Allocation, Book, EntryType, Grant, Posted, ReferenceKind
from loyalty.ledger.state import Account, Hold, Known, LedgerState, OpenLot, day_begins
from loyalty.ledger.store_append import append
from loyalty.ledger.store_caps import load_usage, lock_programs
from loyalty.ledger.store_holds import DUE_ACCOUNTS as LAPSING_ACCOUNTS
from loyalty.ledger.store_holds import LAPSED, ask_holds, ask_lapsed, read_holds
from loyalty.ledger.store_lots import LOT_COLUMNS, lot_of
from loyalty.ledger.store_orders import OrderKey, find_orders, load_orders
from loyalty.ledger.store_undo import load_undos
from loyalty.members.model import MemberStatus
from loyalty.programs.facts import load_facts
from loyalty.programs.model import Cap, Program, revision_at
from loyalty.programs.rating import CapKey, Needs, cap_keys, needs
from loyalty.programs.rules_model import PURCHASE, ExpiryPolicy, ExtendExpiry
from loyalty.programs.store import REVISIONS, read_revisions

__all__ = ["Reference", "Wanted", "append", "load", "load_due", "load_pending", "lock_members"]

# Accounts are locked in id order by every act, so that two batches wait for each other and never in a circle.
ACCOUNTS = """
select a.id, m.id, m.program_code, m.status, m.joined_at, a.wallet_code, a.active_points, a.pending_points, a.held_points, a.owed_points,
       a.overdraft_points, a.counted_total
from members m join accounts a on a.member_id = m.id
where m.id = any(%(member_ids)s::uuid[])
order by a.id
"""

# Each `lateral … offset 0` (or aggregate, or limit) makes the planner look up account by account. Left to itself it has joined the
# whole of `postings` or `lots` as soon as its statistics were a little old: 40 ms for a batch of 1,000 instead of 3.
# What the nightly run has not posted yet: lots past their expiry, pending lots whose instant has come, holds past their time.
DUE = """
select a.id, due.overdue_points, due.due_points, due.lapsed_points, t.tier_code, t.judged_again_at, t.judged_revision
from accounts a
left join lateral (
    select t.tier_code, t.judged_again_at, t.judged_revision from member_tiers t where t.member_id = a.member_id offset 0
) t on true
cross join lateral (
    select
        (select sum(l.remaining_points)::bigint from lots l
         where l.account_id = a.id and l.remaining_points > 0 and l.expires_at <= %(now)s and not l.is_pending) as overdue_points,
        case when a.pending_points > 0 then
            (select sum(l.remaining_points)::bigint from lots l
             where l.account_id = a.id and l.remaining_points > 0 and l.is_pending and l.activates_at <= %(now)s
               and (l.expires_at > %(now)s or l.expires_at is null)) end as due_points,
        case when a.held_points > 0 then
            (select sum(p.points - p.captured_points - p.released_points)::bigint
             from holds h
             join hold_lots p on p.account_id = h.account_id and p.hold_id = h.id
             join lots l on l.account_id = p.account_id and l.id = p.lot_id
             where h.account_id = a.id and h.status = 'ISSUED' and h.lapses_at <= %(now)s
               and (l.expires_at > %(now)s or l.expires_at is null)) end as lapsed_points
    offset 0
) due
where a.member_id = any(%(member_ids)s::uuid[])
  and (due.overdue_points is not null or due.due_points is not null or due.lapsed_points is not null or t.tier_code is not null)
"""

OPEN_LOTS = f"""
select l.*
from accounts a
cross join lateral (
    select {LOT_COLUMNS} from lots l
    where l.account_id = a.id and l.remaining_points > 0 and (l.expires_at > %(now)s or l.expires_at is null)
    offset 0
) l
where a.member_id = any(%(member_ids)s::uuid[])
"""  # noqa: S608 (our own column list)

# A burn's lots come in the order in which it took them: `burning_order`.
KNOWN = """
select a.member_id, a.wallet_code, p.account_id, p.id, p.type, p.reference_kind, p.reference, p.points, p.spend_minor, p.currency_code,
       p.event_time, p.recorded_at, p.transaction_id, p.reverses_posting_id, p.corrects_posting_id, p.content_hash,
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

TRANSFERRED_SINCE = """
select p.account_id, sum(p.points)::bigint
from accounts a
join postings p on p.account_id = a.id and p.reference_kind = 'TRANSFER_OUT' and p.recorded_at >= %(since)s
where a.member_id = any(%(member_ids)s::uuid[])
group by p.account_id
"""

# ">= 1" is how lots_due is spelled, see the migration.
DUE_ACCOUNTS = "select account_id from lots where remaining_points >= 1 and expires_at <= %(now)s order by expires_at limit %(limit)s"
PENDING_ACCOUNTS = """
select account_id from lots where is_pending and remaining_points > 0 and activates_at <= %(now)s order by activates_at limit %(limit)s
"""
LOCK_ACCOUNTS = "select id from accounts where id = any(%(account_ids)s::uuid[]) order by id for update"
MEMBERS_OF = "select distinct member_id from accounts where id = any(%(account_ids)s::uuid[])"
LOCK_MEMBERS = """
select a.id, m.program_code from accounts a join members m on m.id = a.member_id
where a.member_id = any(%(member_ids)s::uuid[]) order by a.id for update of a
"""

NAMED_LOTS = f"""
select {LOT_COLUMNS} from accounts a join lots l on l.account_id = a.id and l.id = any(%(lot_ids)s::uuid[])
where a.member_id = any(%(member_ids)s::uuid[])
"""  # noqa: S608

DUE_LOTS = f"""
select {LOT_COLUMNS} from lots l
where l.account_id = any(%(account_ids)s::uuid[]) and l.remaining_points > 0 and l.expires_at <= %(now)s
order by l.expires_at, l.account_id, l.id limit %(limit)s
"""  # noqa: S608

# A look-up costs a third of calling the enumeration.
STATUSES = {str(status): status for status in MemberStatus}

Reference = tuple[UUID, ReferenceKind, str]
"""A member and the business reference of a command."""


@dataclass
class Wanted:
    """What a batch needs beyond its references."""

    spender_ids: set[UUID] = field(default_factory=set)
    other_member_ids: set[UUID] = field(default_factory=set)
    events: list[tuple[UUID, str, datetime]] = field(default_factory=list)
    hold_ids: set[UUID] = field(default_factory=set)
    orders: set[OrderKey] = field(default_factory=set)
    order_lot_ids: set[UUID] = field(default_factory=set)
    lot_ids: set[UUID] = field(default_factory=set)
    posting_ids: set[UUID] = field(default_factory=set)
    transferrer_ids: set[UUID] = field(default_factory=set)
    more_references: set[Reference] = field(default_factory=set)


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


def load(
    references: Collection[Reference],
    burner_ids: Collection[UUID],
    now: datetime,
    within: Work,
    *,
    lock: bool,
    wanted: Wanted | None = None,
) -> LedgerState:
    """The accounts that these references belong to, locked where asked; what is posted under the references; the programs.

    Accounts of `burner_ids` come with their open lots. All of it is read after the locks are held, so it stays true until
    the transaction ends. One round trip, but for programs whose rules ask for more and for acts that name holds, orders or postings.
    """
    members, kinds, texts = zip(*references, strict=True) if references else ((), (), ())
    wanted = wanted or Wanted()
    spenders = set(burner_ids) | wanted.spender_ids
    member_ids = uuid_array({*members, *wanted.other_member_ids})
    of_members = {"member_ids": member_ids, "now": now}
    statements: list[Statement] = [
        (ACCOUNTS + ("for update of a" if lock else ""), of_members),
        (REVISIONS, {}),
        (DUE, of_members),
        (KNOWN, {"member_ids": uuid_array(members), "kinds": code_array(kinds), "references": text_array(texts)}),
    ]
    if spenders:
        statements.append((OPEN_LOTS, {"member_ids": uuid_array(spenders), "now": now}))
        statements.append(ask_lapsed(spenders, now))
    account_rows, revision_rows, due_rows, known_rows, *lots_and_holds = round_trip(statements, within)
    state = LedgerState({}, read_revisions(revision_rows, within=within), now=now)
    _read_accounts(account_rows, due_rows, state)
    for row in known_rows:
        _learn(KnownRow(*row), state)
    if spenders:
        _read_lots(lots_and_holds[0], state)
        _read_lapsed(lots_and_holds[1], state)
    _load_more(wanted, spenders, state, now, within, lock=lock)
    return state


def lock_members(member_ids: Collection[UUID], within: Work) -> None:
    """The members' accounts are ours until the transaction ends, and so are the caps over all members of their programs."""
    (rows,) = round_trip([(LOCK_MEMBERS, {"member_ids": uuid_array(member_ids)})], within)
    codes = {program_code for _, program_code in rows}
    if codes:
        round_trip([lock_programs(codes)], within)


def load_due(now: datetime, limit: int, within: Work) -> tuple[list[OpenLot], LedgerState, bool]:
    """At most `limit` lots past their expiry, their accounts locked in id order; and whether more may be due."""
    (due,) = round_trip([(DUE_ACCOUNTS, {"now": now, "limit": limit})], within)
    account_ids = uuid_array({account_id for (account_id,) in due})
    _, account_rows, lot_rows = round_trip(
        [
            (LOCK_ACCOUNTS, {"account_ids": account_ids}),
            (ACCOUNTS_BY_ID, {"account_ids": account_ids}),
            (DUE_LOTS, {"account_ids": account_ids, "now": now, "limit": limit}),
        ],
        within,
    )
    state = LedgerState({}, {}, now=now)
    _read_accounts(account_rows, [], state)
    return [lot_of(row, state) for row in lot_rows], state, len(due) == limit


def load_pending(now: datetime, limit: int, within: Work) -> tuple[LedgerState, bool]:
    """The accounts with what is due on them (pending lots, holds past their time), locked in id order; and whether more may be due."""
    at_most = {"now": now, "limit": limit}
    pending, lapsing = round_trip([(PENDING_ACCOUNTS, at_most), (LAPSING_ACCOUNTS, at_most)], within)
    account_ids = uuid_array({account_id for (account_id,) in (*pending, *lapsing)})
    _, account_rows, lot_rows, lapsed_rows = round_trip(
        [
            (LOCK_ACCOUNTS, {"account_ids": account_ids}),
            (ACCOUNTS_BY_ID, {"account_ids": account_ids}),
            (PENDING_LOTS, {"account_ids": account_ids, "now": now}),
            (LAPSED_HOLDS, {"account_ids": account_ids, "now": now}),
        ],
        within,
    )
    state = LedgerState({}, {}, now=now)
    _read_accounts(account_rows, [], state)
    _read_lots(lot_rows, state)
    _read_lapsed(lapsed_rows, state)
    return state, len(pending) == limit or len(lapsing) == limit


ACCOUNTS_BY_ID = """
select a.id, m.id, m.program_code, m.status, m.joined_at, a.wallet_code, a.active_points, a.pending_points, a.held_points, a.owed_points,
       a.overdraft_points, a.counted_total
from accounts a join members m on m.id = a.member_id
where a.id = any(%(account_ids)s::uuid[])
"""

PENDING_LOTS = f"""
select {LOT_COLUMNS} from lots l
where l.account_id = any(%(account_ids)s::uuid[]) and l.is_pending and l.remaining_points > 0 and l.activates_at <= %(now)s
"""  # noqa: S608

LAPSED_HOLDS = LAPSED.replace("a.member_id = any(%(member_ids)s::uuid[])", "a.id = any(%(account_ids)s::uuid[])")


class Demands(NamedTuple):
    """What a program's rules ask of a load: lots of those who earn (to move their expiry), use of caps."""

    lots: bool
    caps: bool
    all_member_caps: bool


@lru_cache(maxsize=256)
def demands_of(kept: "_Kept") -> Demands:
    """Worked out once for each definition."""
    rules = kept.program.rules
    caps = [*kept.program.caps, *(cap for rule in rules for cap in rule.caps)]
    return Demands(
        lots=any(
            rule.expiry.policy is ExpiryPolicy.INACTIVITY or any(isinstance(effect, ExtendExpiry) for effect in rule.effects)
            for rule in rules
        ),
        caps=bool(caps),
        all_member_caps=any(cap.scope != "MEMBER" for cap in caps),
    )


class _Kept:
    """A program by identity: definitions are read once per process."""

    __slots__ = ("program",)

    def __init__(self, program: Program) -> None:
        self.program = program

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Kept) and other.program is self.program

    def __hash__(self) -> int:
        return id(self.program)


def _demands(code: str, state: LedgerState) -> Demands:
    each = [demands_of(_Kept(revision.program)) for revision in state.revisions.get(code, [])]
    return Demands(any(demand.lots for demand in each), any(demand.caps for demand in each), any(demand.all_member_caps for demand in each))


def _load_more(wanted: Wanted, spenders: set[UUID], state: LedgerState, now: datetime, within: Work, *, lock: bool) -> None:
    """Further round trips, for programs and acts that need them."""
    codes = {account.program_code for account in state.accounts.values()}
    demands = {code: _demands(code, state) for code in codes}
    if wanted.events and any(demand.lots for demand in demands.values()):
        earners = {member_id for member_id, _, _ in wanted.events} - spenders
        earners = {member_id for member_id in earners if (main := state.accounts.get(member_id)) and demands[main.program_code].lots}
        _load_lots(earners, state, now, within)
    if wanted.lot_ids:
        (rows,) = round_trip([(NAMED_LOTS, {"member_ids": uuid_array(state.accounts), "lot_ids": uuid_array(wanted.lot_ids)})], within)
        for row in rows:
            lot_of(row, state)
    if wanted.hold_ids:
        (rows,) = round_trip([ask_holds(wanted.hold_ids, state.accounts)], within)
        read_holds(rows, state)
    orders = set(wanted.orders)
    if wanted.posting_ids:
        load_undos(wanted.posting_ids, state.accounts, state, within)
    if wanted.posting_ids or wanted.order_lot_ids:
        orders |= find_orders(wanted.posting_ids, wanted.order_lot_ids, state.accounts, within)
    load_orders(orders, state, within)
    _load_facts(wanted, state, now, within)
    if wanted.transferrer_ids:
        _load_transferred(wanted.transferrer_ids, state, now, within)
    if any(demand.caps for demand in demands.values()):
        locked = [code for code, demand in demands.items() if demand.all_member_caps]
        wanted.events += [
            (member_id, order.event_trigger or PURCHASE, order.event_time) for (member_id, _, _), order in state.orders.items()
        ]
        keys = _keys_of_events(wanted, state) | _keys_of_orders(state)
        state.usage, state.cap_limits = load_usage(keys, locked, within, lock=lock)
        state.usage_before = dict(state.usage)


def _load_facts(wanted: Wanted, state: LedgerState, now: datetime, within: Work) -> None:
    """Segments and features of those whose program's rules ask for them."""
    asked = {code: _needs(code, state) for code in {account.program_code for account in state.accounts.values()}}
    by_code: dict[str, list[UUID]] = {code: [] for code, one in asked.items() if one.segments or one.features}
    if not by_code:
        return
    for member_id in {member_id for member_id, _, _ in (*wanted.events, *state.orders)}:
        account = state.accounts.get(member_id)
        if account is not None and account.program_code in by_code:
            by_code[account.program_code].append(member_id)
    for code, member_ids in by_code.items():
        if member_ids:
            state.facts |= load_facts(member_ids, asked[code], at=now, within=within)


def _needs(code: str, state: LedgerState) -> Needs:
    each = [needs(revision.program) for revision in state.revisions.get(code, [])]
    return Needs(any(one.segments for one in each), frozenset().union(*(one.features for one in each)))


def _keys_of_events(wanted: Wanted, state: LedgerState) -> set[tuple[CapKey, Cap]]:
    keys: set[tuple[CapKey, Cap]] = set()
    for member_id, trigger, event_time in wanted.events:
        account = state.accounts.get(member_id)
        if account is None:
            continue
        program = revision_at(state.revisions[account.program_code], event_time).program
        for rule in program.rules:
            if rule.trigger == trigger:
                keys.update(cap_keys(program, rule.code, member_id, event_time))
    return keys


def _keys_of_orders(state: LedgerState) -> set[tuple[CapKey, Cap]]:
    keys: set[tuple[CapKey, Cap]] = set()
    for (member_id, _, _), order in state.orders.items():
        for revision in state.revisions[state.account_by_id(order.account_id).program_code]:
            for rule_code, number in order.revision_of_rule.items():
                if number == revision.revision:
                    keys.update(cap_keys(revision.program, rule_code, member_id, order.event_time))
    return keys


def _load_lots(member_ids: Collection[UUID], state: LedgerState, now: datetime, within: Work) -> None:
    if member_ids:
        lots, lapsed = round_trip([(OPEN_LOTS, {"member_ids": uuid_array(member_ids), "now": now}), ask_lapsed(member_ids, now)], within)
        _read_lots(lots, state)
        _read_lapsed(lapsed, state)


def _load_transferred(member_ids: Collection[UUID], state: LedgerState, now: datetime, within: Work) -> None:
    """What each has given away in their program's local day so far."""
    by_zone: dict[str, list[UUID]] = {}
    for member_id in member_ids:
        account = state.accounts.get(member_id)
        if account is not None and state.program(account).transfer.points_per_day_max is not None:
            by_zone.setdefault(state.program(account).timezone, []).append(member_id)
    for timezone, ids in by_zone.items():
        (rows,) = round_trip([(TRANSFERRED_SINCE, {"member_ids": uuid_array(ids), "since": day_begins(now, timezone)})], within)
        state.transferred_today |= dict(rows)


def _read_accounts(account_rows: Iterable[Any], due_rows: Iterable[Any], state: LedgerState) -> None:
    by_id = {}
    for row in account_rows:
        account_id, member_id, program_code, status, joined_at, wallet_code, active, pending, held, owed, overdraft, counted = row
        account = Account(
            id=account_id,
            member_id=member_id,
            program_code=program_code,
            status=STATUSES[status],
            active_points=active,
            held_points=held,
            overdraft_points=overdraft,
            wallet_code=wallet_code,
            pending_points=pending,
            owed_points=owed,
            joined_at=joined_at,
            counted_total=counted,
        )
        by_id[account_id] = state.wallets[member_id, wallet_code] = account
    for account_id, overdue, due, lapsed, tier_code, judged_again_at, judged_revision in due_rows:
        account = by_id[account_id]
        account.overdue_points, account.due_points, account.lapsed_points = overdue or 0, due or 0, lapsed or 0
        account.tier_code, account.judged_again_at, account.judged_revision = tier_code, judged_again_at, judged_revision
    state.by_id = by_id
    mains: dict[str, str] = {}
    # By program and tier.
    overdrafts: dict[tuple[str, str | None], int] = {}
    for account in by_id.values():
        code = account.program_code
        if code not in state.revisions:
            state.accounts.setdefault(account.member_id, account)
            continue
        if code not in mains:
            mains[code] = state.program(account).wallet_code
        if account.wallet_code == mains[code]:
            state.accounts[account.member_id] = account
            place = code, account.tier_code
            if place not in overdrafts:
                overdrafts[place] = state.program(account).benefits_of(account.tier_code).overdraft_points
            account.overdraft_limit_points = overdrafts[place]


def _read_lots(rows: Iterable[Any], state: LedgerState) -> None:
    for row in rows:
        lot = lot_of(row, state)
        account = state.by_id[lot.account_id]
        (account.pending_lots if lot.is_pending else account.lots).append(lot)


def _read_lapsed(rows: Iterable[Any], state: LedgerState) -> None:
    holds: list[Hold] = read_holds(rows, state)
    for hold in holds:
        state.by_id[hold.account_id].lapsed_holds.append(hold)


def _learn(row: KnownRow, state: LedgerState) -> None:
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
