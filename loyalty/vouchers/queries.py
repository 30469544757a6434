"""What screens and callers read of vouchers. Codes are opened only here. Not here: writing (store)."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from loyalty.database import Work
from loyalty.paging import CursorMalformed, Page, check_limit, read_cursor, write_cursor
from loyalty.vouchers.codes import shown
from loyalty.vouchers.model import PoolFigures, Voucher, VoucherPool, VoucherStatus
from loyalty.vouchers.pools import find_pool, pool_under_key
from loyalty.vouchers.safe import Sealed, VoucherSafe
from loyalty.vouchers.store import OF_POOL, POOL_COLUMNS, VOUCHER_COLUMNS, voucher_of

POOLS = f"select {POOL_COLUMNS} from voucher_pools where program_code = %(program_code)s and code > %(after)s order by code limit %(limit)s"  # noqa: S608

COUNTS = """
select pool_code, status, count(*) as voucher_count, sum(used_count)::bigint as use_count from vouchers
where program_code = %(program_code)s and pool_code = any(%(codes)s) group by pool_code, status
"""

OF_POOL_ROWS = f"""
select {VOUCHER_COLUMNS}, v.digest, v.nonce, v.sealed from vouchers v {OF_POOL}
where v.program_code = %(program_code)s and v.pool_code = %(pool_code)s and v.id > %(after)s
  and (v.status = %(status)s or %(status)s::text is null)
order by v.id limit %(limit)s
"""  # noqa: S608

OF_MEMBERS = f"""
select {VOUCHER_COLUMNS}, v.digest, v.nonce, v.sealed, p.prefix, p.key_id from vouchers v {OF_POOL}
where v.member_id = any(%(member_ids)s) order by v.member_id, v.id desc limit %(limit)s
"""  # noqa: S608

BY_ID = f"""
select {VOUCHER_COLUMNS}, v.digest, v.nonce, v.sealed, p.prefix, p.key_id from vouchers v {OF_POOL} where v.id = any(%(ids)s)
"""  # noqa: S608

_BEFORE_ALL = UUID(int=0)
OF_MEMBER_MAX = 500


def list_pools(program_code: str, *, limit: int, cursor: str | None, within: Work) -> Page[PoolFigures]:
    """The program's pools with their figures, by code.

    Raises:
        CursorMalformed, LimitInvalid
    """
    after = read_cursor(cursor, parts=1)[0] if cursor else ""
    parameters = {"program_code": program_code, "after": after, "limit": check_limit(limit) + 1}
    pools = [VoucherPool(**row._mapping) for row in within.exec_driver_sql(POOLS, parameters)]
    is_more = len(pools) > limit
    found = _with_figures(program_code, pools[:limit], within)
    return Page(found, write_cursor(found[-1].pool.code) if is_more else None)


def pool_figures(program_code: str, pool_code: str, *, within: Work) -> PoolFigures:
    """One pool and how many of its vouchers stand where.

    Raises:
        VoucherPoolUnknown: the program has no such pool.
    """
    return _with_figures(program_code, [find_pool(program_code, pool_code, within)], within)[0]


def list_vouchers(
    program_code: str,
    pool_code: str,
    *,
    safe: VoucherSafe | None,
    within: Work,
    limit: int,
    status: VoucherStatus | None = None,
    cursor: str | None = None,
) -> Page[Voucher]:
    """A pool's vouchers in the order in which they were made, with their codes where a safe is given.

    Raises:
        VoucherPoolUnknown: the program has no such pool.
        VoucherKeyWrong: the safe's key did not seal them.
        CursorMalformed, LimitInvalid
    """
    pool = pool_under_key(program_code, pool_code, safe, within) if safe else find_pool(program_code, pool_code, within)
    parameters = {
        "program_code": program_code,
        "pool_code": pool_code,
        "after": _place(cursor) if cursor else _BEFORE_ALL,
        "status": status,
        "limit": check_limit(limit) + 1,
    }
    rows = within.exec_driver_sql(OF_POOL_ROWS, parameters).all()
    found = [_opened(row, pool.prefix, safe) for row in rows[:limit]]
    return Page(found, write_cursor(found[-1].id.hex) if len(rows) > limit else None)


def vouchers_of_member(member_ids: Sequence[UUID], *, safe: VoucherSafe, within: Work) -> dict[UUID, list[Voucher]]:
    """The newest vouchers of each member, with their codes; the code of one sealed under another key is None."""
    found: dict[UUID, list[Voucher]] = {member_id: [] for member_id in member_ids}
    for row in within.exec_driver_sql(OF_MEMBERS, {"member_ids": list(member_ids), "limit": OF_MEMBER_MAX * len(member_ids)}):
        found[row.member_id].append(_opened(row, row.prefix, safe if row.key_id == safe.key_id else None))
    return found


def voucher_codes(ids: Sequence[UUID], *, safe: VoucherSafe, within: Work) -> dict[UUID, str]:
    """The codes of these vouchers; one that is sealed under another key, or does not exist, is not among them."""
    rows = within.exec_driver_sql(BY_ID, {"ids": list(ids)}).all()
    opened = [_opened(row, row.prefix, safe) for row in rows if row.key_id == safe.key_id]
    return {voucher.id: voucher.code for voucher in opened if voucher.code is not None}


def _with_figures(program_code: str, pools: Sequence[VoucherPool], within: Work) -> list[PoolFigures]:
    counts: dict[str, dict[VoucherStatus, int]] = {pool.code: {} for pool in pools}
    uses = dict.fromkeys(counts, 0)
    for row in within.exec_driver_sql(COUNTS, {"program_code": program_code, "codes": list(counts)}):
        counts[row.pool_code][VoucherStatus(row.status)] = row.voucher_count
        uses[row.pool_code] += row.use_count
    return [PoolFigures(pool, counts[pool.code], uses[pool.code]) for pool in pools]


def _opened(row: Any, prefix: str, safe: VoucherSafe | None) -> Voucher:  # noqa: ANN401 (VOUCHER_COLUMNS and the sealed code)
    voucher = voucher_of(row)
    if safe is None:
        return voucher
    code = safe.open(voucher.program_code, Sealed(bytes(row.digest), bytes(row.nonce), bytes(row.sealed)))
    return replace(voucher, code=shown(code, prefix))


def _place(cursor: str) -> UUID:
    try:
        return UUID(hex=read_cursor(cursor, parts=1)[0])
    except ValueError:
        raise CursorMalformed("The cursor is not one that this listing gave out; start again without it.", cursor=cursor[:80]) from None
