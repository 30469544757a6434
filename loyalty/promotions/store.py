"""Promotions and their uses as rows that a batch loads and appends. Not here: the catalogue (catalogue) and reads for others (queries)."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from loyalty.database import Work
from loyalty.database.arrays import text_array, uuid_array
from loyalty.database.round_trip import round_trip
from loyalty.ledger.returns import Share
from loyalty.promotions.decide import PromotionKey, Usage, Used, UsedBy
from loyalty.promotions.definition import promotion_from_json
from loyalty.promotions.model import Promotion, PromotionStatus, PromotionUse


class CameBack(NamedTuple):
    """How much of an order has come back; `is_whole`: nothing is left of it, which goods without a price decide too."""

    share: Share
    is_whole: bool


WHOLE = CameBack(Share(1, 1), is_whole=True)

PROMOTION_COLUMNS = "program_code, code, status, revision, definition, used_count, used_points, used_minor"

ACTIVE = f"""
select {PROMOTION_COLUMNS} from promotions where program_code = any(%(program_codes)s::text[]) and status = 'ACTIVE'
order by program_code, code
"""  # noqa: S608 (our own column list)

NAMED = f"""
select {PROMOTION_COLUMNS} from promotions
where (program_code, code) in (select * from unnest(%(program_codes)s::text[], %(codes)s::text[])) order by program_code, code
"""  # noqa: S608

# After the accounts, in code order: the same order in every transaction.
LOCKED = f"""
select {PROMOTION_COLUMNS} from promotions
where (program_code, code) in (select * from unnest(%(program_codes)s::text[], %(codes)s::text[]))
order by program_code, code for update
"""  # noqa: S608

SLOTS = """
select u.member_id, u.program_code, u.promotion_code, u.member_slot, u.id
from unnest(%(member_ids)s::uuid[], %(program_codes)s::text[], %(codes)s::text[]) as asked (member_id, program_code, code)
join promotion_uses u on u.member_id = asked.member_id and u.program_code = asked.program_code and u.promotion_code = asked.code
    and u.returned_at is null
"""

ORDERS = """
select o.member_id, o.order_id, o.content_hash, o.returned_at
from unnest(%(member_ids)s::uuid[], %(order_ids)s::text[]) as w (member_id, order_id)
join promotion_orders o on o.member_id = w.member_id and o.order_id = w.order_id
"""

USE_COLUMNS = """member_id, id, program_code, promotion_code, promotion_revision, order_id, points, discount_minor, account_id, posting_id,
    lot_id, member_slot, member_limit, used_at, actor, returned_at, return_posting_id, returned_points, returned_minor"""

USES = f"""
select {USE_COLUMNS} from promotion_uses
where (member_id, order_id) in (select * from unnest(%(member_ids)s::uuid[], %(order_ids)s::text[])) order by member_id, order_id, id
"""  # noqa: S608

INSERT_ORDERS = """
insert into promotion_orders (member_id, order_id, program_code, content_hash, applied_at)
select member_id, order_id, program_code, content_hash, %(now)s
from unnest(%(member_ids)s::uuid[], %(order_ids)s::text[], %(program_codes)s::text[], %(hashes)s::bytea[])
    as o (member_id, order_id, program_code, content_hash)
"""

INSERT_USES = f"""
insert into promotion_uses ({USE_COLUMNS})
select u.*, null, null, 0, 0 from unnest(
    %(member_ids)s::uuid[], %(ids)s::uuid[], %(program_codes)s::text[], %(codes)s::text[], %(revisions)s::int[], %(order_ids)s::text[],
    %(points)s::bigint[], %(discounts)s::bigint[], %(account_ids)s::uuid[], %(posting_ids)s::uuid[], %(lot_ids)s::uuid[],
    %(slots)s::int[], %(limits)s::int[], %(used_ats)s::timestamptz[], %(actors)s::text[]) as u
"""  # noqa: S608

COUNT_USES = """
update promotions p set used_count = p.used_count + d.used_count, used_points = p.used_points + d.used_points,
    used_minor = p.used_minor + d.used_minor
from unnest(%(program_codes)s::text[], %(codes)s::text[], %(counts)s::bigint[], %(points)s::bigint[], %(minors)s::bigint[])
    as d (program_code, code, used_count, used_points, used_minor)
where p.program_code = d.program_code and p.code = d.code
"""

RETURN_USES = """
update promotion_uses u set returned_at = r.returned_at, return_posting_id = r.return_posting_id, returned_points = r.returned_points,
    returned_minor = r.returned_minor
from unnest(%(member_ids)s::uuid[], %(ids)s::uuid[], %(returned_ats)s::timestamptz[], %(return_posting_ids)s::uuid[],
    %(points)s::bigint[], %(minors)s::bigint[]) as r (member_id, id, returned_at, return_posting_id, returned_points, returned_minor)
where u.member_id = r.member_id and u.id = r.id
"""
RETURN_ORDERS = """
update promotion_orders o set returned_at = %(now)s from unnest(%(member_ids)s::uuid[], %(order_ids)s::text[]) as r (member_id, order_id)
where o.member_id = r.member_id and o.order_id = r.order_id
"""

# In id order, as every act of the ledger locks them.
LOCK_ACCOUNTS = "select from accounts where member_id = any(%(member_ids)s::uuid[]) order by id for update"

STANDINGS = """
select a.member_id, s.reference, s.spend_minor, s.returned_minor, s.is_returned
from unnest(%(member_ids)s::uuid[], %(order_ids)s::text[]) as w (member_id, order_id)
join accounts a on a.member_id = w.member_id
join order_standings s on s.account_id = a.id and s.reference_kind = 'ORDER' and s.reference = w.order_id
where s.is_returned or s.returned_minor > 0
"""

ORDERS_OF_POSTINGS = """
select a.member_id, p.id, p.reference from unnest(%(member_ids)s::uuid[], %(posting_ids)s::uuid[]) as w (member_id, posting_id)
join accounts a on a.member_id = w.member_id
join postings p on p.account_id = a.id and p.id = w.posting_id and p.reference_kind in ('ORDER', 'EVENT')
"""

STORED_IDS = """
with asked as (select * from unnest(%(account_ids)s::uuid[], %(ids)s::uuid[]) as w (account_id, id))
select p.id from asked join postings p on p.account_id = asked.account_id and p.id = asked.id
union all select l.id from asked join lots l on l.account_id = asked.account_id and l.id = asked.id
union all select h.id from asked join holds h on h.account_id = asked.account_id and h.id = asked.id
"""

OrderKey = tuple[UUID, str]


class KnownOrder:
    """An order to which promotions were applied."""

    __slots__ = ("content_hash", "returned_at", "uses")

    def __init__(self, content_hash: bytes, returned_at: datetime | None, uses: list[PromotionUse] | None = None) -> None:
        self.content_hash = content_hash
        self.returned_at = returned_at
        self.uses = uses if uses is not None else []


def load_active(program_codes: Collection[str], within: Work) -> dict[PromotionKey, Promotion]:
    """The active promotions of these programs, as they stand unlocked."""
    return _promotions(within.exec_driver_sql(ACTIVE, {"program_codes": text_array(program_codes)}))


def load_named(keys: Collection[PromotionKey], within: Work) -> dict[PromotionKey, Promotion]:
    """These promotions, active or not, as they stand unlocked; what there is not is left out."""
    if not keys:
        return {}
    program_codes, codes = zip(*sorted(keys), strict=True)
    return _promotions(within.exec_driver_sql(NAMED, {"program_codes": text_array(program_codes), "codes": text_array(codes)}))


def lock_promotions(keys: Collection[PromotionKey], within: Work) -> dict[PromotionKey, Promotion]:
    """These promotions as they stand; nobody else uses or changes them until the transaction ends."""
    if not keys:
        return {}
    program_codes, codes = zip(*sorted(keys), strict=True)
    return _promotions(within.exec_driver_sql(LOCKED, {"program_codes": list(program_codes), "codes": list(codes)}))


def load_usage(promotions: Collection[Promotion], members: Collection[UsedBy], within: Work) -> Usage:
    """What was used of these promotions, and the slots that these members hold."""
    usage = Usage({_key(promotion): Used(promotion.used_count, promotion.used_points, promotion.used_minor) for promotion in promotions})
    if members:
        member_ids, program_codes, codes = zip(*members, strict=True)
        asked = {"member_ids": uuid_array(member_ids), "program_codes": list(program_codes), "codes": list(codes)}
        for row in within.exec_driver_sql(SLOTS, asked):
            held = usage.slots(UsedBy(row.member_id, row.program_code, row.promotion_code))
            # A use from before there was a limit holds no slot and counts all the same: under a number that no slot has.
            held.add(row.member_slot if row.member_slot is not None else -len(held) - 1)
    return usage


def load_orders(keys: Collection[OrderKey], within: Work) -> dict[OrderKey, KnownOrder]:
    """The orders among these to which promotions were applied, with their uses."""
    if not keys:
        return {}
    member_ids, order_ids = zip(*keys, strict=True)
    asked = {"member_ids": uuid_array(member_ids), "order_ids": text_array(order_ids)}
    found = {
        (row.member_id, row.order_id): KnownOrder(bytes(row.content_hash), row.returned_at) for row in within.exec_driver_sql(ORDERS, asked)
    }
    for row in within.exec_driver_sql(USES, asked):
        found[row.member_id, row.order_id].uses.append(use_of(row))
    return found


def lock_accounts(member_ids: Collection[UUID], within: Work) -> None:
    """The members' accounts are ours until the transaction ends."""
    round_trip([(LOCK_ACCOUNTS, {"member_ids": uuid_array(member_ids)})], within)


def load_returns(keys: Collection[OrderKey], within: Work) -> dict[OrderKey, CameBack]:
    """How much of each of these orders has come back, as the ledger has it; an order of which nothing has is left out."""
    if not keys:
        return {}
    member_ids, order_ids = zip(*keys, strict=True)
    (rows,) = round_trip([(STANDINGS, {"member_ids": uuid_array(member_ids), "order_ids": text_array(order_ids)})], within)
    return {
        (member_id, order_id): WHOLE if is_returned else CameBack(Share(returned_minor, spend_minor), is_whole=False)
        for member_id, order_id, spend_minor, returned_minor, is_returned in rows
    }


def orders_of_postings(postings: Collection[tuple[UUID, UUID]], within: Work) -> dict[UUID, OrderKey]:
    """The orders and other events that these postings (with their members) are of."""
    if not postings:
        return {}
    member_ids, posting_ids = zip(*postings, strict=True)
    asked = {"member_ids": uuid_array(member_ids), "posting_ids": uuid_array(posting_ids)}
    (rows,) = round_trip([(ORDERS_OF_POSTINGS, asked)], within)
    return {posting_id: (member_id, reference) for member_id, posting_id, reference in rows}


def stored_ids(ids: Collection[tuple[UUID, UUID]], within: Work) -> set[UUID]:
    """Those of these postings, lots and holds (with their accounts) that exist."""
    if not ids:
        return set()
    account_ids, asked = zip(*ids, strict=True)
    (rows,) = round_trip([(STORED_IDS, {"account_ids": uuid_array(account_ids), "ids": uuid_array(asked)})], within)
    return {found for (found,) in rows}


def append_orders(orders: Sequence[tuple[OrderKey, str, bytes]], now: datetime, within: Work) -> None:
    """Promotions were applied to these orders (with program and content), whether or not any fitted."""
    if not orders:
        return
    within.exec_driver_sql(
        INSERT_ORDERS,
        {
            "member_ids": uuid_array(key[0] for key, _, _ in orders),
            "order_ids": text_array(key[1] for key, _, _ in orders),
            "program_codes": text_array(program_code for _, program_code, _ in orders),
            "hashes": [content_hash for _, _, content_hash in orders],
            "now": now,
        },
    )


def append_uses(uses: Sequence[PromotionUse], within: Work) -> None:
    """The uses are stored."""
    if not uses:
        return
    within.exec_driver_sql(
        INSERT_USES,
        {
            "member_ids": uuid_array(use.member_id for use in uses),
            "ids": uuid_array(use.id for use in uses),
            "program_codes": text_array(use.program_code for use in uses),
            "codes": text_array(use.promotion_code for use in uses),
            "revisions": [use.promotion_revision for use in uses],
            "order_ids": text_array(use.order_id for use in uses),
            "points": [use.points for use in uses],
            "discounts": [use.discount_minor for use in uses],
            "account_ids": uuid_array(use.account_id for use in uses),
            "posting_ids": uuid_array(use.posting_id for use in uses),
            "lot_ids": uuid_array(use.lot_id for use in uses),
            "slots": [use.member_slot for use in uses],
            "limits": [use.member_limit for use in uses],
            "used_ats": [use.used_at for use in uses],
            "actors": text_array(use.actor for use in uses),
        },
    )


def count_uses(usage: Usage, within: Work) -> None:
    """The promotions count what the batch has used and given back."""
    if not usage.added:
        return
    program_codes, codes = zip(*usage.added, strict=True)
    within.exec_driver_sql(
        COUNT_USES,
        {
            "program_codes": list(program_codes),
            "codes": list(codes),
            "counts": [used.count for used in usage.added.values()],
            "points": [used.points for used in usage.added.values()],
            "minors": [used.minor for used in usage.added.values()],
        },
    )


def return_uses(uses: Sequence[PromotionUse], orders: Sequence[OrderKey], now: datetime, within: Work) -> None:
    """So much of the uses is given back as they say, and these orders are back as a whole."""
    within.exec_driver_sql(
        RETURN_USES,
        {
            "member_ids": uuid_array(use.member_id for use in uses),
            "ids": uuid_array(use.id for use in uses),
            "returned_ats": [use.returned_at for use in uses],
            "return_posting_ids": uuid_array(use.return_posting_id for use in uses),
            "points": [use.returned_points for use in uses],
            "minors": [use.returned_minor for use in uses],
        },
    )
    member_ids, order_ids = zip(*orders, strict=True) if orders else ((), ())
    within.exec_driver_sql(RETURN_ORDERS, {"member_ids": uuid_array(member_ids), "order_ids": text_array(order_ids), "now": now})


def promotion_of(row: Any) -> Promotion:  # noqa: ANN401 (a row of PROMOTION_COLUMNS)
    """The promotion in a row."""
    return Promotion(
        definition=promotion_from_json(row.definition),
        status=PromotionStatus(row.status),
        revision=row.revision,
        used_count=row.used_count,
        used_points=row.used_points,
        used_minor=row.used_minor,
    )


def use_of(row: Any) -> PromotionUse:  # noqa: ANN401 (a row of USE_COLUMNS)
    """The use in a row."""
    return PromotionUse(
        id=row.id,
        member_id=row.member_id,
        program_code=row.program_code,
        promotion_code=row.promotion_code,
        promotion_revision=row.promotion_revision,
        order_id=row.order_id,
        points=row.points,
        discount_minor=row.discount_minor,
        used_at=row.used_at,
        account_id=row.account_id,
        posting_id=row.posting_id,
        lot_id=row.lot_id,
        member_slot=row.member_slot,
        member_limit=row.member_limit,
        actor=row.actor,
        returned_at=row.returned_at,
        return_posting_id=row.return_posting_id,
        returned_points=row.returned_points,
        returned_minor=row.returned_minor,
    )


def _promotions(rows: Any) -> dict[PromotionKey, Promotion]:  # noqa: ANN401 (rows of PROMOTION_COLUMNS)
    return {(row.program_code, row.code): promotion_of(row) for row in rows}


def _key(promotion: Promotion) -> PromotionKey:
    return (promotion.definition.program_code, promotion.definition.code)
