"""The ledger as rows: loads what a batch touches, set-based. Not here: appending and each subject's rows (store_…), deciding."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from loyalty.database import Work
from loyalty.database.arrays import code_array, text_array, uuid_array
from loyalty.database.round_trip import Statement, round_trip
from loyalty.ledger.state import Account, Hold, LedgerState, OpenLot, day_begins
from loyalty.ledger.store_append import append
from loyalty.ledger.store_caps import load_usage, lock_programs
from loyalty.ledger.store_demands import demands_on, keys_of_events, keys_of_orders, load_wanted_facts
from loyalty.ledger.store_holds import DUE_ACCOUNTS as LAPSING_ACCOUNTS
from loyalty.ledger.store_holds import LAPSED, ask_holds, ask_lapsed, read_holds
from loyalty.ledger.store_known import KNOWN, KnownRow, learn
from loyalty.ledger.store_lots import LOT_COLUMNS, lot_of
from loyalty.ledger.store_orders import find_orders, load_orders
from loyalty.ledger.store_undo import load_undos
from loyalty.ledger.wanted import Reference, Wanted
from loyalty.members.model import MemberStatus
from loyalty.programs.rules_model import PURCHASE
from loyalty.programs.store import REVISIONS, read_revisions

__all__ = ["append", "load", "load_due", "load_pending", "lock_members"]

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
        learn(KnownRow(*row), state)
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


def _load_more(wanted: Wanted, spenders: set[UUID], state: LedgerState, now: datetime, within: Work, *, lock: bool) -> None:
    """Further round trips, for programs and acts that need them."""
    codes = {account.program_code for account in state.accounts.values()}
    demands = {code: demands_on(code, state) for code in codes}
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
    load_wanted_facts(wanted, state, now, within)
    if wanted.transferrer_ids:
        _load_transferred(wanted.transferrer_ids, state, now, within)
    if any(demand.caps for demand in demands.values()):
        locked = [code for code, demand in demands.items() if demand.all_member_caps]
        wanted.events += [
            (member_id, order.event_trigger or PURCHASE, order.event_time) for (member_id, _, _), order in state.orders.items()
        ]
        keys = keys_of_events(wanted, state) | keys_of_orders(state)
        state.usage, state.cap_limits = load_usage(keys, locked, within, lock=lock)
        state.usage_before = dict(state.usage)


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
