"""Expiry notices as rows. Not here: which days a program gives notice at (`notices`)."""

from collections.abc import Sequence
from datetime import datetime

from loyalty.database import Work
from loyalty.database.arrays import number_array
from loyalty.database.round_trip import round_trip
from loyalty.ledger.model import ExpiryNotice

# By the index on expiry: lots that expire within the widest range. ">= 1" is how lots_due is spelled. A lot is noticed under the
# nearest range it is in; one noticed under a nearer range already has nothing to hear under a wider one.
NOTICE = """
with due as (
    select m.id as member_id, l.account_id, a.wallet_code, l.id as lot_id, l.remaining_points + l.held_points as points, l.expires_at,
           (select min(d.days) from unnest(%(days)s::int[]) as d (days)
            where l.expires_at <= %(now)s + make_interval(days => d.days)) as days
    from lots l
    join accounts a on a.id = l.account_id
    join members m on m.id = a.member_id and m.program_code = %(program_code)s and m.status <> 'CLOSED'
    where l.remaining_points >= 1 and l.expires_at > %(now)s and not l.is_pending
      and l.expires_at <= %(now)s + make_interval(days => (select max(d.days) from unnest(%(days)s::int[]) as d (days)))
), new as (
    select * from due
    where not exists (
        select from expiry_notices n where n.account_id = due.account_id and n.lot_id = due.lot_id and n.days <= due.days
          and n.expires_at = due.expires_at
    )
    order by expires_at, lot_id limit %(limit)s
), noticed as (
    insert into expiry_notices (account_id, lot_id, days, expires_at, points, recorded_at)
    select account_id, lot_id, days, expires_at, points, %(now)s from new
    on conflict (account_id, lot_id, days) do nothing
    returning account_id, lot_id, days
)
select new.member_id, new.account_id, new.wallet_code, new.lot_id, new.points, new.expires_at, new.days
from new join noticed using (account_id, lot_id, days)
order by new.expires_at, new.lot_id
"""


def notice_due(program_code: str, days: Sequence[int], now: datetime, limit: int, within: Work) -> list[ExpiryNotice]:
    """The notices due now that were never given, which are given now; two at once give each once."""
    parameters = {"program_code": program_code, "days": number_array(days), "now": now, "limit": limit}
    (rows,) = round_trip([(NOTICE, parameters)], within)
    return [ExpiryNotice(*row) for row in rows]
