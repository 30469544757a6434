"""How much of each cap is used, as rows. Not here: what counts against which cap (`loyalty.programs.rating`)."""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from loyalty.database import Work
from loyalty.database.arrays import code_array, number_array, text_array, uuid_array
from loyalty.database.round_trip import Statement, round_trip
from loyalty.ledger.journal import CapChange
from loyalty.programs.model import Cap
from loyalty.programs.rating import CapKey, CapUsage

ALL_MEMBERS = UUID(int=0)

# Member rows are safe under the account's lock. A cap over all members is safe under its program's, which is taken after the
# accounts' and in code order; the weaker kind of lock, so that enrolling goes on.
LOCK_PROGRAMS = "select from programs where code = any(%(codes)s::text[]) order by code for no key update"

USAGE = """
select u.cap_code, u.member_id, u.starts_on, u.used_points
from unnest(%(codes)s::text[], %(member_ids)s::uuid[], %(days)s::date[]) as wanted (cap_code, member_id, starts_on)
join cap_usages u using (cap_code, member_id, starts_on)
"""

# The limit written is at least what is used, also where it was lowered since; a use beyond it is refused by the constraint only
# when it grew beyond it, which rating never lets it.
STORE = """
insert into cap_usages as u (cap_code, member_id, starts_on, used_points, limit_points, changed_at)
select cap_code, member_id, starts_on, used_points, greatest(limit_points, used_points), %(now)s
from unnest(%(codes)s::text[], %(member_ids)s::uuid[], %(days)s::date[], %(used)s::bigint[], %(limits)s::bigint[])
    as c (cap_code, member_id, starts_on, used_points, limit_points)
on conflict (cap_code, member_id, starts_on) do update set
    used_points = excluded.used_points, changed_at = excluded.changed_at,
    limit_points = greatest(excluded.limit_points, least(u.used_points, excluded.used_points))
"""


def load_usage(
    keys: Collection[tuple[CapKey, Cap]], program_codes: Collection[str], within: Work, *, lock: bool
) -> tuple[CapUsage, dict[CapKey, int]]:
    """What is used of these caps, nothing changing until the transaction ends; and each cap's limit."""
    limits = {key: cap.points for key, cap in keys}
    if not limits:
        return CapUsage(), limits
    statements: list[Statement] = [(USAGE, _key_columns(limits))]
    if lock and program_codes:
        statements.insert(0, lock_programs(program_codes))
    rows = round_trip(statements, within)[-1]
    used = {CapKey(code, None if member_id == ALL_MEMBERS else member_id, on): points for code, member_id, on, points in rows}
    return CapUsage(used), limits


def lock_programs(codes: Collection[str]) -> Statement:
    """The caps over all members of these programs are ours until the transaction ends."""
    return LOCK_PROGRAMS, {"codes": code_array(sorted(codes))}


def store_usage(changes: Iterable[CapChange], now: object) -> Statement:
    """Every cap has its new use."""
    rows = list(changes)
    keys = [change.key for change in rows]
    return STORE, {
        **_key_columns(keys),
        "now": now,
        "used": number_array(change.used_points for change in rows),
        "limits": number_array(change.limit_points for change in rows),
    }


def _key_columns(keys: Iterable[CapKey]) -> dict[str, object]:
    rows = list(keys)
    return {
        "codes": text_array(key.cap_code for key in rows),
        "member_ids": uuid_array(key.member_id or ALL_MEMBERS for key in rows),
        "days": code_array(date.isoformat(key.starts_on) for key in rows),
    }
