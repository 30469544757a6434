"""Orders as rows: what stands of them, what they earned, what paid for them. Not here: returning and correcting them."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from loyalty.database import Work
from loyalty.database.arrays import code_array, number_array, text_array, uuid_array
from loyalty.database.round_trip import Statement, round_trip
from loyalty.ledger.journal import Journal
from loyalty.ledger.model import ReferenceKind
from loyalty.ledger.state import EarnedLine, LedgerState, Order, OrderBurn, OrderedLine
from loyalty.ledger.store_lots import LOT_COLUMNS, lot_of

OrderKey = tuple[UUID, ReferenceKind, str]
"""A member, ORDER or EVENT, and its reference."""

ORDERS = """
select a.member_id, p.account_id, p.reference_kind, p.reference, p.id, coalesce(s.posting_id, p.id), coalesce(s.spend_minor, p.spend_minor),
       p.currency_code, coalesce(t.event_time, p.event_time), p.event_trigger, coalesce(s.returned_minor, 0), coalesce(s.is_returned, false)
from unnest(%(member_ids)s::uuid[], %(kinds)s::text[], %(references)s::text[]) as wanted (member_id, reference_kind, reference)
join accounts a on a.member_id = wanted.member_id
cross join lateral (
    select * from postings p
    where p.account_id = a.id and p.reference_kind = wanted.reference_kind and p.reference = wanted.reference
      and p.transaction_id is null
    limit 1
) p
left join order_standings s on s.account_id = p.account_id and s.reference_kind = p.reference_kind and s.reference = p.reference
-- A correction may have moved it to another day, and its caps with it.
left join postings t on t.account_id = s.account_id and t.id = s.posting_id
"""

# The postings of an order: those under its reference, one in each wallet, and the corrections of each.
GRANTS = f"""
select wanted.member_id, wanted.reference_kind, wanted.reference, e.rule_code, e.rule_revision, e.amount_points, e.posting_id, {LOT_COLUMNS}
from unnest(%(member_ids)s::uuid[], %(kinds)s::text[], %(references)s::text[]) as wanted (member_id, reference_kind, reference)
join accounts a on a.member_id = wanted.member_id
cross join lateral (
    select p.id, p.recorded_at from postings p
    where p.account_id = a.id and p.reference_kind = wanted.reference_kind and p.reference = wanted.reference
    union all
    select p.id, p.recorded_at from order_corrections c join postings p on p.account_id = c.account_id and p.id = c.posting_id
    where c.account_id = a.id and c.reference_kind = wanted.reference_kind and c.reference = wanted.reference
    offset 0
) p
cross join lateral (
    select * from entries e
    where e.account_id = a.id and e.recorded_at = p.recorded_at and e.posting_id = p.id and e.book in ('ACTIVE', 'PENDING')
      and e.amount_points > 0 and e.lot_id is not null
    offset 0
) e
join lots l on l.account_id = e.account_id and l.id = e.lot_id and l.posting_id = e.posting_id
order by l.id
"""  # noqa: S608 (our own column list)

LINES = """
select l.account_id, l.posting_id, l.line_id, l.amount_minor, l.quantity, l.returned_minor, l.returned_quantity, l.is_returned, l.position
from unnest(%(account_ids)s::uuid[], %(posting_ids)s::uuid[]) as wanted (account_id, posting_id)
join order_lines l using (account_id, posting_id)
order by l.position
"""

EARNED = """
select e.account_id, e.posting_id, e.rule_code, e.line_id, e.points, e.taken_back_points
from unnest(%(member_ids)s::uuid[], %(posting_ids)s::uuid[]) as wanted (member_id, posting_id)
join accounts a on a.member_id = wanted.member_id
join earned_lines e on e.account_id = a.id and e.posting_id = wanted.posting_id
"""

BURNS = f"""
select wanted.member_id, wanted.reference, b.account_id, b.order_reference, b.posting_id, b.points, b.given_back_points,
       -e.amount_points, e.lot_id, {LOT_COLUMNS}
from unnest(%(member_ids)s::uuid[], %(kinds)s::text[], %(references)s::text[]) as wanted (member_id, reference_kind, reference)
join accounts a on a.member_id = wanted.member_id and wanted.reference_kind = 'ORDER'
join order_burns b on b.account_id = a.id and b.order_reference = wanted.reference
join postings p on p.account_id = b.account_id and p.id = b.posting_id
cross join lateral (
    select * from entries e
    where e.account_id = p.account_id and e.recorded_at = p.recorded_at and e.posting_id = p.id and e.book in ('ACTIVE', 'HELD')
      and e.amount_points < 0 and e.type <> 'OVERDRAFT_REPAID'
    offset 0
) e
left join lots l on l.account_id = e.account_id and l.id = e.lot_id
order by b.posting_id, (e.lot_id is null), l.expires_at nulls last, l.granted_at, l.id
"""  # noqa: S608

# Which order a lot or a posting belongs to.
ORDER_OF = """
select a.member_id, coalesce(c.reference_kind, p.reference_kind), coalesce(c.reference, p.reference)
from accounts a
join postings p on p.account_id = a.id and p.id in (
    select unnest(%(posting_ids)s::uuid[])
    union all select l.posting_id from lots l where l.account_id = a.id and l.id = any(%(lot_ids)s::uuid[])
)
left join order_corrections c on c.account_id = p.account_id and c.posting_id = p.id
where a.member_id = any(%(member_ids)s::uuid[])
"""

STORE_STANDINGS = """
insert into order_standings (account_id, reference_kind, reference, posting_id, spend_minor, returned_minor, is_returned, changed_at)
select account_id, reference_kind, reference, posting_id, spend_minor, returned_minor, is_returned, %(now)s
from unnest(%(account_ids)s::uuid[], %(kinds)s::text[], %(references)s::text[], %(posting_ids)s::uuid[], %(spends)s::bigint[],
            %(returneds)s::bigint[], %(is_returned)s::boolean[])
    as o (account_id, reference_kind, reference, posting_id, spend_minor, returned_minor, is_returned)
on conflict (account_id, reference_kind, reference) do update set
    posting_id = excluded.posting_id, spend_minor = excluded.spend_minor, returned_minor = excluded.returned_minor,
    is_returned = excluded.is_returned, changed_at = excluded.changed_at
"""

STORE_LINES = """
insert into order_lines (account_id, posting_id, line_id, position, amount_minor, quantity, returned_minor, returned_quantity, is_returned)
select * from unnest(%(account_ids)s::uuid[], %(posting_ids)s::uuid[], %(line_ids)s::text[], %(positions)s::int[], %(amounts)s::bigint[],
                     %(quantities)s::bigint[], %(returneds)s::bigint[], %(returned_quantities)s::bigint[], %(is_returned)s::boolean[])
on conflict (account_id, posting_id, line_id) do update set
    returned_minor = excluded.returned_minor, returned_quantity = excluded.returned_quantity, is_returned = excluded.is_returned
"""

STORE_EARNED = """
insert into earned_lines (account_id, posting_id, rule_code, line_id, points, taken_back_points)
select * from unnest(%(account_ids)s::uuid[], %(posting_ids)s::uuid[], %(rule_codes)s::text[], %(line_ids)s::text[], %(points)s::bigint[],
                     %(taken)s::bigint[])
on conflict (account_id, posting_id, rule_code, line_id) do update set taken_back_points = excluded.taken_back_points
"""

STORE_BURNS = """
insert into order_burns (account_id, order_reference, posting_id, points, given_back_points)
select * from unnest(%(account_ids)s::uuid[], %(references)s::text[], %(posting_ids)s::uuid[], %(points)s::bigint[], %(given)s::bigint[])
on conflict (account_id, order_reference, posting_id) do update set given_back_points = excluded.given_back_points
"""

STORE_CORRECTIONS = """
insert into order_corrections (account_id, reference_kind, reference, posting_id)
select * from unnest(%(account_ids)s::uuid[], %(kinds)s::text[], %(references)s::text[], %(posting_ids)s::uuid[])
"""


def find_orders(posting_ids: Collection[UUID], lot_ids: Collection[UUID], member_ids: Collection[UUID], within: Work) -> set[OrderKey]:
    """The orders or events that these postings and lots of the members belong to."""
    parameters = {
        "posting_ids": uuid_array(posting_ids),
        "lot_ids": uuid_array(lot_ids),
        "member_ids": uuid_array(member_ids),
    }
    (rows,) = round_trip([(ORDER_OF, parameters)], within)
    kinds = {ReferenceKind.ORDER, ReferenceKind.EVENT}
    return {(member_id, ReferenceKind(kind), reference) for member_id, kind, reference in rows if kind in kinds}


def load_orders(keys: Collection[OrderKey], state: LedgerState, within: Work) -> None:
    """The state knows these orders as they stand."""
    if not keys:
        return
    members, kinds, references = zip(*keys, strict=True)
    wanted = {"member_ids": uuid_array(members), "kinds": code_array(kinds), "references": text_array(references)}
    order_rows, grant_rows, burn_rows = round_trip([(ORDERS, wanted), (GRANTS, wanted), (BURNS, wanted)], within)
    for member_id, account_id, kind, *rest in order_rows:
        order = Order(account_id, ReferenceKind(kind), *rest)
        state.orders[member_id, order.kind, order.reference] = order
    derived = _read_grants(grant_rows, state)
    _read_burns(burn_rows, state)
    _load_lines(derived, state, within)


def store_orders(journal: Journal) -> list[Statement]:
    """Whatever the journal remembers of orders is stored."""
    statements: list[Statement] = []
    orders = list(journal.changed_orders.values())
    lines = list(journal.order_lines)
    if orders:
        statements.append((STORE_STANDINGS, _standing_columns(orders, journal.recorded_at)))
        told = {(order.account_id, order.posting_id) for order in orders}
        lines = [line for line in lines if (line[0], line[1]) not in told]
        by_posting = {(posting_id, line.line_id): (account_id, posting_id, line) for account_id, posting_id, line in journal.order_lines}
        for order in orders:
            for line in order.lines:
                by_posting.setdefault((order.posting_id, line.line_id), (order.account_id, order.posting_id, line))
        lines += [row for row in by_posting.values() if (row[0], row[1]) in told]
    if lines:
        statements.append((STORE_LINES, _line_columns(lines)))
    if journal.earned_lines:
        statements.append((STORE_EARNED, _earned_columns(list(journal.earned_lines.values()))))
    if journal.order_burns:
        statements.append((STORE_BURNS, _burn_columns(list(journal.order_burns.values()))))
    if journal.corrections:
        account_ids, kinds, references, posting_ids = zip(*journal.corrections, strict=True)
        columns = {
            "account_ids": uuid_array(account_ids),
            "kinds": code_array(kinds),
            "references": text_array(references),
            "posting_ids": uuid_array(posting_ids),
        }
        statements.append((STORE_CORRECTIONS, columns))
    return statements


def _read_grants(rows: list[tuple[Any, ...]], state: LedgerState) -> dict[OrderKey, list[EarnedLine]]:
    """The orders know their lots; what each rule gave in all, by its first telling, for orders that remember no lines."""
    derived: dict[OrderKey, dict[tuple[UUID, str], EarnedLine]] = {}
    for member_id, kind, reference, rule_code, rule_revision, points, _, *lot_row in rows:
        key = (member_id, ReferenceKind(kind), reference)
        order = state.orders.get(key)
        if order is None or rule_code is None:
            continue
        lot = lot_of(lot_row, state)
        order.lots.append(lot)
        order.rule_of_lot[lot.id] = rule_code
        order.revision_of_rule[rule_code] = rule_revision
        lines = derived.setdefault(key, {})
        line = lines.setdefault((lot.account_id, rule_code), EarnedLine(lot.account_id, order.first_posting_id, rule_code, "", 0))
        line.points += points
    return {key: list(lines.values()) for key, lines in derived.items()}


def _read_burns(rows: list[tuple[Any, ...]], state: LedgerState) -> None:
    burns: dict[UUID, OrderBurn] = {}
    for member_id, reference, account_id, order_reference, posting_id, points, given_back, spent, lot_id, *lot_row in rows:
        order = state.orders.get((member_id, ReferenceKind.ORDER, reference))
        if order is None:
            continue
        burn = burns.get(posting_id)
        if burn is None:
            burn = burns[posting_id] = OrderBurn(account_id, order_reference, posting_id, points, given_back)
            order.burns.append(burn)
        burn.allocations.append((lot_of(lot_row, state) if lot_id is not None else None, spent))


def _load_lines(derived: dict[OrderKey, list[EarnedLine]], state: LedgerState, within: Work) -> None:
    orders = state.orders
    main = {
        "account_ids": uuid_array(order.account_id for order in orders.values()),
        "posting_ids": uuid_array(order.posting_id for order in orders.values()),
    }
    whose = {
        "member_ids": uuid_array(member_id for member_id, _, _ in orders),
        "posting_ids": uuid_array(order.posting_id for order in orders.values()),
    }
    line_rows, earned_rows = round_trip([(LINES, main), (EARNED, whose)], within)
    by_posting = {order.posting_id: order for order in orders.values()}
    for _, posting_id, *row in line_rows:
        by_posting[posting_id].lines.append(OrderedLine(*row))
    for earned in earned_rows:
        by_posting[earned[1]].earned.append(EarnedLine(*earned))
    for key, lines in derived.items():
        order = orders[key]
        # Told once and without lines, an order has rows only for what was taken back of it.
        if order.posting_id == order.first_posting_id and not order.lines:
            known = {(line.account_id, line.rule_code) for line in order.earned}
            order.earned.extend(line for line in lines if (line.account_id, line.rule_code) not in known)


def _standing_columns(orders: list[Order], now: object) -> dict[str, object]:
    return {
        "now": now,
        "account_ids": uuid_array(order.account_id for order in orders),
        "kinds": code_array(order.kind for order in orders),
        "references": text_array(order.reference for order in orders),
        "posting_ids": uuid_array(order.posting_id for order in orders),
        "spends": number_array(order.spend_minor for order in orders),
        "returneds": number_array(order.returned_minor for order in orders),
        "is_returned": code_array(str(order.is_returned).lower() for order in orders),
    }


def _line_columns(lines: list[tuple[UUID, UUID, OrderedLine]]) -> dict[str, object]:
    return {
        "account_ids": uuid_array(account_id for account_id, _, _ in lines),
        "posting_ids": uuid_array(posting_id for _, posting_id, _ in lines),
        "line_ids": text_array(line.line_id for _, _, line in lines),
        "positions": number_array(line.position for _, _, line in lines),
        "amounts": number_array(line.amount_minor for _, _, line in lines),
        "quantities": number_array(line.quantity for _, _, line in lines),
        "returneds": number_array(line.returned_minor for _, _, line in lines),
        "returned_quantities": number_array(line.returned_quantity for _, _, line in lines),
        "is_returned": code_array(str(line.is_returned).lower() for _, _, line in lines),
    }


def _earned_columns(lines: list[EarnedLine]) -> dict[str, object]:
    return {
        "account_ids": uuid_array(line.account_id for line in lines),
        "posting_ids": uuid_array(line.posting_id for line in lines),
        "rule_codes": text_array(line.rule_code for line in lines),
        "line_ids": text_array(line.line_id for line in lines),
        "points": number_array(line.points for line in lines),
        "taken": number_array(line.taken_back_points for line in lines),
    }


def _burn_columns(burns: list[OrderBurn]) -> dict[str, object]:
    return {
        "account_ids": uuid_array(burn.account_id for burn in burns),
        "references": text_array(burn.order_reference for burn in burns),
        "posting_ids": uuid_array(burn.posting_id for burn in burns),
        "points": number_array(burn.points for burn in burns),
        "given": number_array(burn.given_back_points for burn in burns),
    }
