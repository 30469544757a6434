"""Voucher pools, vouchers and uses as rows that change. Not here: reads for others (queries), deciding, codes."""

import io
import json
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg

from loyalty.database import Work
from loyalty.database.arrays import text_array, uuid_array
from loyalty.ids import new_id
from loyalty.vouchers.model import OpenPool, Voucher, VoucherPool, VoucherStatus, VoucherUsed
from loyalty.vouchers.safe import Sealed

POOL_COLUMNS = "program_code, code, name, prefix, usage_limit, valid_days, expires_at, value_minor, key_id, created_at, created_by"
VOUCHER_COLUMNS = """v.id, v.program_code, v.pool_code, v.status, v.usage_limit, v.used_count, v.member_id, v.assigned_at, v.expires_at,
    p.value_minor"""
OF_POOL = "join voucher_pools p on p.program_code = v.program_code and p.code = v.pool_code"

INSERT_POOL = f"""
insert into voucher_pools ({POOL_COLUMNS})
values (%(program_code)s, %(code)s, %(name)s::jsonb, %(prefix)s, %(usage_limit)s, %(valid_days)s, %(expires_at)s, %(value_minor)s,
        %(key_id)s, %(created_at)s, %(created_by)s)
on conflict do nothing
"""  # noqa: S608 (our own column list)

COPY_VOUCHERS = """
copy vouchers (id, digest, nonce, sealed, program_code, pool_code, source, status, usage_limit, expires_at, recorded_at, changed_at)
from stdin
"""

# Every transaction locks vouchers in id order, after accounts, rewards and promotions.
BY_DIGEST = f"""
select {VOUCHER_COLUMNS}, v.digest from vouchers v {OF_POOL}
where v.program_code = %(program_code)s and v.digest = any(%(digests)s::bytea[])
order by v.id
"""  # noqa: S608

# `skip locked`: two who assign at once take different vouchers instead of waiting for each other. The order is that of being made.
TAKE_AVAILABLE = """
select v.id from vouchers v
where v.program_code = %(program_code)s and v.pool_code = %(pool_code)s and v.status = 'AVAILABLE' and v.used_count = 0
  and (v.expires_at > %(now)s or v.expires_at is null)
order by v.id limit %(count)s
"""

ASSIGN = f"""
update vouchers v set status = 'ASSIGNED', member_id = given.member_id, assigned_at = %(now)s, changed_at = %(now)s,
    expires_at = least(v.expires_at, %(now)s + make_interval(days => p.valid_days))
from voucher_pools p, unnest(%(ids)s::uuid[], %(member_ids)s::uuid[]) as given (id, member_id)
where v.id = given.id and p.program_code = v.program_code and p.code = v.pool_code
returning {VOUCHER_COLUMNS}
"""  # noqa: S608

# A voucher that comes back from its member unused is anybody's again, with the pool's own expiry.
UNASSIGN = """
update vouchers v set status = 'AVAILABLE', member_id = null, assigned_at = null, expires_at = p.expires_at, changed_at = %(now)s
from voucher_pools p
where v.id = any(%(ids)s::uuid[]) and v.status = 'ASSIGNED' and v.used_count = 0
  and p.program_code = v.program_code and p.code = v.pool_code
"""

# In the order of their hashes, and before any voucher is locked.
LOCK_REFERENCES = """
select pg_advisory_xact_lock(place) from (
    select distinct hashtextextended(name, 7236008) as place from unnest(%(names)s::text[]) as n (name) order by 1
) as places
"""

KNOWN_USES = f"""
select u.member_id, u.reference, u.nth, u.used_at, v.digest, {VOUCHER_COLUMNS}
from unnest(%(member_ids)s::uuid[], %(references)s::text[]) as wanted (member_id, reference)
join voucher_uses u on u.program_code = %(program_code)s and u.member_id = wanted.member_id and u.reference = wanted.reference
join vouchers v on v.id = u.voucher_id {OF_POOL}
"""  # noqa: S608

USE = """
update vouchers v set used_count = used.used_count, status = used.status, changed_at = %(now)s
from unnest(%(ids)s::uuid[], %(counts)s::int[], %(statuses)s::text[]) as used (id, used_count, status)
where v.id = used.id
"""

INSERT_USES = """
insert into voucher_uses (voucher_id, nth, program_code, member_id, reference, actor, used_at)
select voucher_id, nth, program_code, member_id, reference, actor, %(now)s
from unnest(%(voucher_ids)s::uuid[], %(nths)s::int[], %(program_codes)s::text[], %(member_ids)s::uuid[], %(references)s::text[],
            %(actors)s::text[]) as u (voucher_id, nth, program_code, member_id, reference, actor)
"""

EXPIRE = """
with due as (
    select id from vouchers where status in ('AVAILABLE', 'ASSIGNED') and expires_at <= %(now)s order by id limit %(limit)s
    for update skip locked
)
update vouchers v set status = 'EXPIRED', changed_at = %(now)s from due where v.id = due.id
"""

WITHDRAW = """
update vouchers set status = 'WITHDRAWN', changed_at = %(now)s
where program_code = %(program_code)s and pool_code = %(pool_code)s and status in ('AVAILABLE', 'ASSIGNED')
  and (id = any(%(ids)s::uuid[]) or %(ids)s::uuid[] is null)
"""


def insert_pool(pool: OpenPool, key_id: str, now: datetime, within: Work) -> bool:
    """The pool is stored; False where the program has one with this code."""
    row = {
        "program_code": pool.program_code,
        "code": pool.code,
        "name": json.dumps(pool.name, ensure_ascii=False),
        "prefix": pool.prefix,
        "usage_limit": pool.usage_limit,
        "valid_days": pool.valid_days,
        "expires_at": pool.expires_at,
        "value_minor": pool.value_minor,
        "key_id": key_id,
        "created_at": now,
        "created_by": pool.actor,
    }
    return within.exec_driver_sql(INSERT_POOL, row).rowcount == 1


def find_pools(program_code: str, codes: Collection[str], within: Work) -> dict[str, VoucherPool]:
    """The program's pools with these codes."""
    query = f"select {POOL_COLUMNS} from voucher_pools where program_code = %(program_code)s and code = any(%(codes)s::text[])"  # noqa: S608
    rows = within.exec_driver_sql(query, {"program_code": program_code, "codes": text_array(codes)})
    return {row.code: VoucherPool(**row._mapping) for row in rows}


def copy_vouchers(pool: VoucherPool, sealed: Iterable[Sealed], source: str, now: datetime, within: Work) -> None:
    """Each sealed code is an available voucher of the pool."""
    expires = pool.expires_at.isoformat() if pool.expires_at else r"\N"
    at = now.isoformat()
    rest = "\t".join((_escaped(pool.program_code), _escaped(pool.code), source, "AVAILABLE", str(pool.usage_limit), expires, at, at))
    written = io.StringIO()
    for digest, nonce, text in sealed:
        written.write(f"{new_id().hex}\t\\\\x{digest.hex()}\t\\\\x{nonce.hex()}\t\\\\x{text.hex()}\t{rest}\n")
    connection = within.connection.driver_connection
    assert isinstance(connection, psycopg.Connection), "the loyalty database is reached with psycopg"  # noqa: S101 (our own bug)
    with connection.cursor() as cursor, cursor.copy(COPY_VOUCHERS) as copy:
        copy.write(written.getvalue())


def known_digests(program_code: str, digests: Collection[bytes], within: Work) -> set[bytes]:
    """Which of these the program has already, after nobody else can add to the program's vouchers until the transaction ends."""
    within.exec_driver_sql("select pg_advisory_xact_lock(hashtextextended(%(code)s, 7236007))", {"code": program_code})
    query = "select digest from vouchers where program_code = %(program_code)s and digest = any(%(digests)s::bytea[])"
    return {bytes(row[0]) for row in within.exec_driver_sql(query, {"program_code": program_code, "digests": list(digests)})}


def find_by_digest(program_code: str, digests: Collection[bytes], within: Work, *, lock: bool) -> dict[bytes, Voucher]:
    """The vouchers at these digests, locked in id order where asked."""
    query = BY_DIGEST + ("for update of v" if lock else "")
    rows = within.exec_driver_sql(query, {"program_code": program_code, "digests": list(digests)})
    return {bytes(row.digest): voucher_of(row) for row in rows}


def take_available(program_code: str, pool_code: str, count: int, now: datetime, within: Work, *, lock: bool) -> list[UUID]:
    """The ids of at most `count` vouchers that nobody has, locked where asked."""
    query = TAKE_AVAILABLE + (" for update of v skip locked" if lock else "")
    parameters = {"program_code": program_code, "pool_code": pool_code, "now": now, "count": count}
    return [row[0] for row in within.exec_driver_sql(query, parameters)]


def assign(pairs: Sequence[tuple[UUID, UUID]], now: datetime, within: Work) -> dict[UUID, Voucher]:
    """Each voucher (first of a pair) is its member's (second)."""
    if not pairs:
        return {}
    ids, member_ids = zip(*pairs, strict=True)
    rows = within.exec_driver_sql(ASSIGN, {"ids": uuid_array(ids), "member_ids": uuid_array(member_ids), "now": now})
    return {row.id: voucher_of(row) for row in rows}


def unassign(ids: Collection[UUID], now: datetime, within: Work) -> int:
    """Those of the vouchers that are assigned and unused are nobody's again; how many."""
    return within.exec_driver_sql(UNASSIGN, {"ids": uuid_array(ids), "now": now}).rowcount if ids else 0


def lock_references(program_code: str, wanted: Collection[tuple[UUID, str]], within: Work) -> None:
    """Nobody else uses a voucher under one of these references until the transaction ends."""
    names = text_array(f"{program_code}\x1f{member_id.hex}\x1f{reference}" for member_id, reference in wanted)
    within.exec_driver_sql(LOCK_REFERENCES, {"names": names})


def used_vouchers(ids: Collection[UUID], within: Work, *, lock: bool) -> set[UUID]:
    """Those of the vouchers that were used at least once; all of them locked in id order where asked."""
    if not ids:
        return set()
    query = "select id, used_count from vouchers where id = any(%(ids)s::uuid[]) order by id"
    query += " for update" if lock else ""
    return {row.id for row in within.exec_driver_sql(query, {"ids": uuid_array(ids)}) if row.used_count}


def known_uses(program_code: str, wanted: Collection[tuple[UUID, str]], within: Work) -> dict[tuple[UUID, str], tuple[bytes, VoucherUsed]]:
    """The uses under these members and references, each with its voucher's digest."""
    member_ids, references = zip(*wanted, strict=True) if wanted else ((), ())
    parameters = {"program_code": program_code, "member_ids": uuid_array(member_ids), "references": text_array(references)}
    return {
        (row[0], row.reference): (bytes(row.digest), VoucherUsed(voucher_of(row, of_voucher=5), row.reference, row.nth, row.used_at))
        for row in within.exec_driver_sql(KNOWN_USES, parameters)
    }


def append_uses(uses: Sequence[tuple[VoucherUsed, UUID, str | None]], now: datetime, within: Work) -> None:
    """Each use (with its member and actor) is stored, and its voucher counts it."""
    if not uses:
        return
    newest = {used.voucher.id: used.voucher for used, _, _ in uses}
    within.exec_driver_sql(
        USE,
        {
            "ids": uuid_array(newest),
            "counts": [voucher.used_count for voucher in newest.values()],
            "statuses": [str(voucher.status) for voucher in newest.values()],
            "now": now,
        },
    )
    within.exec_driver_sql(
        INSERT_USES,
        {
            "voucher_ids": uuid_array(used.voucher.id for used, _, _ in uses),
            "nths": [used.nth for used, _, _ in uses],
            "program_codes": text_array(used.voucher.program_code for used, _, _ in uses),
            "member_ids": uuid_array(member_id for _, member_id, _ in uses),
            "references": text_array(used.reference for used, _, _ in uses),
            "actors": text_array(actor for _, _, actor in uses),
            "now": now,
        },
    )


def expire(now: datetime, limit: int, within: Work) -> int:
    """At most `limit` vouchers past their expiry are EXPIRED; how many."""
    return within.exec_driver_sql(EXPIRE, {"now": now, "limit": limit}).rowcount


def withdraw(program_code: str, pool_code: str, ids: Collection[UUID] | None, now: datetime, within: Work) -> int:
    """Those of the pool's vouchers that could still be used (all, or these) are WITHDRAWN; how many."""
    listed = None if ids is None else uuid_array(ids)
    parameters = {"program_code": program_code, "pool_code": pool_code, "ids": listed, "now": now}
    return within.exec_driver_sql(WITHDRAW, parameters).rowcount


def voucher_of(row: Any, *, of_voucher: int = 0) -> Voucher:  # noqa: ANN401 (a row of VOUCHER_COLUMNS, from this column on)
    """The voucher in a row."""
    id_, program_code, pool_code, status, usage_limit, used_count, member_id, assigned_at, expires_at, value_minor = row[
        of_voucher : of_voucher + 10
    ]
    return Voucher(
        id_, program_code, pool_code, VoucherStatus(status), usage_limit, used_count, member_id, assigned_at, expires_at, value_minor
    )


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
