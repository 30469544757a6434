"""What the loyalty database knows of members at an instant, and who was on which list, for rules to ask. Set-based; decides nothing.

The graph writes it into the warehouse beside the profile, one row per customer and day, so that a day can be asked again and answers
the same. Not here: what rules make of it (`evaluate.py`).
"""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import pyarrow as pa

from loyalty.database import Work
from loyalty.database.copying import read_rows
from loyalty.warehouse import Warehouse

STANDING_TABLE, LISTED_TABLE = "segments.member_standing", "segments.listed_members"

_TEXT: pa.DataType = pa.string()
_DAY: pa.DataType = pa.date32()
_POINTS: pa.DataType = pa.int64()

STANDING_ROWS = pa.schema(
    {
        "customer_id": _TEXT,
        "as_of_on": _DAY,
        "points_available": _POINTS,
        "points_pending": _POINTS,
        "points_lifetime": _POINTS,
        "points_spent": _POINTS,
        "points_expired": _POINTS,
        "member_tier_code": _TEXT,
        "member_status_code": _TEXT,
        "member_since_on": _DAY,
        "consent_codes": _TEXT,
    }
)
"""`consent_codes` are the channels consented to, each between commas: `,email,sms,`."""

LISTED_ROWS = pa.schema({"customer_id": _TEXT, "as_of_on": _DAY, "segment_code": _TEXT})
"""Who was, at the day's end, in a segment that other rules refer to and that is no rule in force: a list, or paused."""

# What counted at the instant: the stored parts without what counts only later. A customer of several programs is told by the oldest
# membership, and of a program's wallets by the first that can be spent from.
STANDING = """
with asked as (
    select distinct on (m.external_id) m.id, m.external_id, m.status, m.joined_at, m.program_code from members m
    where (m.id = any(%(member_ids)s::uuid[]) or %(member_ids)s::uuid[] is null) and m.joined_at <= %(as_of)s
    order by m.external_id, m.id
), wallets as (
    select r.program_code, coalesce(w.code, r.definition ->> 'wallet_code') as wallet_code from (
        select distinct on (program_code) program_code, definition from program_revisions order by program_code, revision desc
    ) r
    left join lateral (
        select e.value ->> 'code' as code
        from jsonb_array_elements(r.definition -> 'wallets') with ordinality as e (value, position)
        where e.value ->> 'kind' = 'REDEEMABLE' order by e.position limit 1
    ) w on true
), later as (
    select e.account_id,
           coalesce(sum(e.amount_points) filter (where e.book in ('ACTIVE')), 0)::bigint as available_points,
           coalesce(sum(e.amount_points) filter (where e.book = 'PENDING'), 0)::bigint as pending_points,
           coalesce(sum(e.amount_points) filter (where e.book = 'REDEEMED'), 0)::bigint as spent_points,
           coalesce(sum(e.amount_points) filter (where e.book = 'EXPIRED'), 0)::bigint as expired_points,
           coalesce(-sum(e.amount_points) filter (where e.book in ('ISSUED', 'PENDING')), 0)::bigint as lifetime_points
    from entries e where e.effective_at > %(as_of)s group by e.account_id
), tiers as (
    select distinct on (t.member_id) t.member_id, t.to_tier_code from tier_moves t
    where t.effective_at <= %(as_of)s and (t.member_id = any(%(member_ids)s::uuid[]) or %(member_ids)s::uuid[] is null)
    order by t.member_id, t.effective_at desc, t.id desc
), consents as (
    select member_id, ',' || string_agg(channel_code, ',' order by channel_code) || ',' as codes from (
        select distinct on (c.member_id, c.channel_code) c.member_id, c.channel_code, c.is_given from member_consents c
        where c.given_at <= %(as_of)s and (c.member_id = any(%(member_ids)s::uuid[]) or %(member_ids)s::uuid[] is null)
        order by c.member_id, c.channel_code, c.given_at desc, c.id desc
    ) newest where is_given group by member_id
)
select m.external_id as customer_id, %(as_of_on)s::date as as_of_on,
       coalesce(a.active_points - a.held_points, 0) - coalesce(l.available_points, 0) as points_available,
       coalesce(a.pending_points, 0) - coalesce(l.pending_points, 0) as points_pending,
       coalesce(a.lifetime_points, 0) - coalesce(l.lifetime_points, 0) as points_lifetime,
       coalesce(a.spent_points, 0) - coalesce(l.spent_points, 0) as points_spent,
       coalesce(a.expired_points, 0) - coalesce(l.expired_points, 0) as points_expired,
       t.to_tier_code as member_tier_code, m.status as member_status_code,
       (m.joined_at at time zone %(timezone)s)::date as member_since_on, c.codes as consent_codes
from asked m
left join wallets w on w.program_code = m.program_code
left join accounts a on a.member_id = m.id and a.wallet_code = w.wallet_code
left join later l on l.account_id = a.id
left join tiers t on t.member_id = m.id
left join consents c on c.member_id = m.id
"""

LISTED = """
select m.external_id as customer_id, %(as_of_on)s::date as as_of_on, s.segment_code
from segment_memberships s join members m on m.id = s.member_id
where s.segment_code = any(%(codes)s) and s.valid_from <= %(as_of)s and (s.valid_to > %(as_of)s or s.valid_to is null)
  and (m.id = any(%(member_ids)s::uuid[]) or %(member_ids)s::uuid[] is null)
"""

# Lists and paused segments: whoever refers to them asks for their members.
LISTED_CODES = """
select distinct s.code from segments s where (s.kind = 'STATIC' or s.status = 'PAUSED') and s.status <> 'ARCHIVED'
"""


def standing_at(as_of: datetime, as_of_on: date, *, timezone: str, within: Work, member_ids: Sequence[UUID] | None = None) -> pa.Table:
    """What is known at `as_of` of every member, or of these, shaped like `STANDING_ROWS`."""
    facts = {"as_of": as_of, "as_of_on": as_of_on, "timezone": timezone, "member_ids": _ids(member_ids)}
    return read_rows(STANDING, facts, STANDING_ROWS, within=within)


def listed_at(
    as_of: datetime, as_of_on: date, codes: Sequence[str] | None = None, *, within: Work, member_ids: Sequence[UUID] | None = None
) -> pa.Table:
    """Who is at `as_of` in these segments, or in every list and paused segment, shaped like `LISTED_ROWS`."""
    wanted = list(within.exec_driver_sql(LISTED_CODES).scalars()) if codes is None else list(codes)
    facts = {"as_of": as_of, "as_of_on": as_of_on, "codes": wanted, "member_ids": _ids(member_ids)}
    return read_rows(LISTED, facts, LISTED_ROWS, within=within) if wanted else LISTED_ROWS.empty_table()


def record_standing(warehouse: Warehouse, standing: pa.Table, listed: pa.Table, as_of_on: date) -> None:
    """The warehouse holds what rules may ask of the loyalty database at the end of the day; running it twice leaves the same rows.

    Raises:
        WarehouseUnavailable, WarehouseQueryFailed: as the port says.
    """
    with warehouse.transaction() as session:
        session.replace_rows(STANDING_TABLE, standing, where={"as_of_on": [as_of_on]})
        session.replace_rows(LISTED_TABLE, listed, where={"as_of_on": [as_of_on]})


def _ids(member_ids: Sequence[UUID] | None) -> list[UUID] | None:
    return None if member_ids is None else list(member_ids)
