"""Balances now and at any past instant. Not here: the entries themselves (queries_history), lots (queries_lots).

Two queries make a balance: its parts (stored, or summed from the entries that count) and what of its lots is open. What is due at
the instant (an activation, an expiry, the end of a hold) is then applied in the order of the nightly run, so that it counts
whether or not that run has posted it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.database.arrays import uuid_array
from loyalty.ledger.errors import AsOfInFuture, EventTimeInvalid
from loyalty.ledger.model import Activation, AsOf, Balance, Expiry

SOONEST_MAX = 5
LAST_INSTANT = datetime.max.replace(tzinfo=UTC)
COLUMN_OF = {AsOf.EFFECTIVE: "effective_at", AsOf.RECORDED: "recorded_at"}

STORED_PARTS = """
select a.member_id, a.id, a.wallet_code, a.active_points, a.pending_points, a.held_points, a.spent_points, a.expired_points,
       a.lifetime_points, a.owed_points
from accounts a where a.member_id = any(%(member_ids)s::uuid[]) order by a.member_id, a.wallet_code
"""

# What is open of each account's lots: FREE to spend, PENDING, or LAPSED (held by a hold whose time is over).
STORED_OPEN = """
select account_id, kind, expires_at, activates_at, sum(points)::bigint from (
    select l.account_id, case when l.is_pending then 'PENDING' else 'FREE' end as kind, l.expires_at,
           case when l.is_pending then l.activates_at end as activates_at, l.remaining_points as points
    from accounts a join lots l on l.account_id = a.id and l.remaining_points > 0
    where a.member_id = any(%(member_ids)s::uuid[])
    union all
    select l.account_id, 'LAPSED', l.expires_at, null, hl.points - hl.captured_points - hl.released_points
    from accounts a join holds h on h.account_id = a.id and h.status = 'ISSUED' and h.lapses_at <= %(as_of)s
    join hold_lots hl on hl.account_id = h.account_id and hl.hold_id = h.id
    join lots l on l.account_id = hl.account_id and l.id = hl.lot_id
    where a.member_id = any(%(member_ids)s::uuid[])
) open group by account_id, kind, expires_at, activates_at having sum(points) > 0
order by account_id, kind, expires_at, activates_at
"""

# The same parts, replayed from the entries that counted (or were known) at the instant.
REPLAYED_PARTS = """
select a.member_id, a.id, a.wallet_code,
       coalesce(sum(e.amount_points) filter (where e.book in ('ACTIVE', 'HELD')), 0)::bigint,
       coalesce(sum(e.amount_points) filter (where e.book = 'PENDING'), 0)::bigint,
       coalesce(sum(e.amount_points) filter (where e.book = 'HELD'), 0)::bigint,
       coalesce(sum(e.amount_points) filter (where e.book = 'REDEEMED'), 0)::bigint,
       coalesce(sum(e.amount_points) filter (where e.book = 'EXPIRED'), 0)::bigint,
       coalesce(-sum(e.amount_points) filter (where e.book in ('ISSUED', 'PENDING')), 0)::bigint,
       coalesce(-sum(e.amount_points) filter (where e.book = 'ACTIVE' and e.lot_id is null), 0)::bigint
from accounts a left join entries e on e.account_id = a.id and e.{time} <= %(as_of)s
where a.member_id = any(%(member_ids)s::uuid[])
group by a.member_id, a.id, a.wallet_code order by a.member_id, a.wallet_code
"""

# A lot's expiry was then what the first later move moved it from. Holds that lapsed by the instant: those still open, and what a
# lapse gave back that counted then and was recorded later.
REPLAYED_OPEN = """
with mine as (
    select id from accounts where member_id = any(%(member_ids)s::uuid[])
), moved as (
    select e.account_id, e.lot_id, e.book, sum(e.amount_points) as points
    from mine join entries e on e.account_id = mine.id and e.{time} <= %(as_of)s and e.book in ('ACTIVE', 'PENDING')
    where e.lot_id is not null
    group by e.account_id, e.lot_id, e.book
), lapsed as (
    select hl.account_id, hl.lot_id, hl.points - hl.captured_points - hl.released_points as points
    from mine join holds h on h.account_id = mine.id and h.status = 'ISSUED' and h.lapses_at <= %(as_of)s
    join hold_lots hl on hl.account_id = h.account_id and hl.hold_id = h.id
    union all
    select e.account_id, e.lot_id, -e.amount_points
    from mine join entries e on e.account_id = mine.id and e.type = 'HOLD_LAPSED' and e.book = 'HELD'
                            and e.effective_at <= %(as_of)s and e.{time} > %(as_of)s
), open as (
    select account_id, lot_id, case book when 'ACTIVE' then 'FREE' else 'PENDING' end as kind, points from moved
    union all
    select account_id, lot_id, 'LAPSED', points from lapsed
)
select o.account_id, o.kind, x.expires_at, case when o.kind = 'PENDING' then l.activates_at end as activates_at, sum(o.points)::bigint
from open o
join lots l on l.account_id = o.account_id and l.id = o.lot_id
cross join lateral (
    select case when count(*) = 0 then l.expires_at else (array_agg(m.from_expires_at order by m.recorded_at, m.id))[1] end as expires_at
    from lot_expiry_moves m where m.account_id = l.account_id and m.lot_id = l.id and m.recorded_at > %(as_of)s
) x
where o.points > 0
group by o.account_id, o.kind, x.expires_at, 4
order by o.account_id, o.kind, x.expires_at, 4
"""


class OpenPart(NamedTuple):
    """Points of one account's lots that share kind and instants."""

    kind: str
    expires_at: datetime | None
    activates_at: datetime | None
    points: int


class Parts(NamedTuple):
    """A row of `STORED_PARTS`: the sums of an account's books."""

    member_id: UUID
    account_id: UUID
    wallet_code: str
    active_points: int
    pending_points: int
    held_points: int
    spent_points: int
    expired_points: int
    lifetime_points: int
    owed_points: int


@dataclass(slots=True)
class Due:
    """What is due at an instant and not among the entries that count: activated, lapsed and expired points, and owed ones repaid."""

    activated_points: int = 0
    lapsed_points: int = 0
    expired_points: int = 0
    repaid_points: int = 0
    expiries: dict[datetime, int] = field(default_factory=dict)
    activations: dict[datetime, int] = field(default_factory=dict)


def balances(
    member_ids: Sequence[UUID], *, within: Work, clock: Clock, as_of: datetime | None = None, by: AsOf = AsOf.EFFECTIVE
) -> dict[UUID, list[Balance]]:
    """Each known member's balance in each wallet (a member with no posting: zeros); unknown ids are not in the answer.

    Without `as_of` the stored balances answer; with it they are replayed from the entries that counted then (`by` EFFECTIVE)
    or that we knew then (RECORDED). What is due at that instant counts in either case.

    Raises:
        AsOfInFuture: `as_of` lies after the clock.
        EventTimeInvalid: `as_of` has no offset from UTC.
    """
    now = clock.now()
    if as_of is not None:
        check_instant(as_of, "as_of", now)
    found: dict[UUID, list[Balance]] = {}
    for balance, _ in balances_with_due(member_ids, as_of or now, by if as_of is not None else None, within):
        found.setdefault(balance.member_id, []).append(balance)
    return found


def balances_with_due(member_ids: Sequence[UUID], at: datetime, by: AsOf | None, within: Work) -> list[tuple[Balance, Due]]:
    """Each balance at the instant, ordered by member and wallet, with what of it is due but not posted; `by` None: as stored."""
    parts, open_parts = STORED_PARTS, STORED_OPEN
    if by is not None:
        parts, open_parts = (query.format(time=COLUMN_OF[by]) for query in (REPLAYED_PARTS, REPLAYED_OPEN))
    parameters = {"member_ids": uuid_array(member_ids), "as_of": at}
    by_account = _by_account(within.exec_driver_sql(open_parts, parameters).tuples().all())
    rows = [Parts(*row) for row in within.exec_driver_sql(parts, parameters).tuples()]
    return [_balance(row, due_at(at, by_account.get(row.account_id, []), row.owed_points), at) for row in rows]


def check_instant(instant: datetime, name: str, now: datetime) -> None:
    """The instant knows its offset from UTC and has come.

    Raises:
        AsOfInFuture, EventTimeInvalid: where not.
    """
    if instant.tzinfo is None:
        raise EventTimeInvalid(f"{name} must be an instant with its offset from UTC.", field=name, given=instant.isoformat())
    if instant > now:
        raise AsOfInFuture(f"{name} lies in the future.", as_of=instant.isoformat(), now=now.isoformat())


def due_at(at: datetime, open_parts: Iterable[OpenPart], owed_points: int) -> Due:
    """What is due at the instant, in the order in which it fell due: activations (which repay what is owed first), lapses, expiries."""
    due = Due()
    for part in sorted(open_parts, key=lambda part: part.activates_at or LAST_INSTANT):
        free = part.points
        if part.kind == "PENDING":
            if part.activates_at is None or part.activates_at > at:
                if part.activates_at is not None:
                    due.activations[part.activates_at] = due.activations.get(part.activates_at, 0) + part.points
                continue
            due.activated_points += part.points
            # What activated and expired since the last night repays nothing: when it could have been spent is over.
            is_over = part.expires_at is not None and part.expires_at <= at
            repaid = 0 if is_over else min(free, owed_points - due.repaid_points)
            due.repaid_points += repaid
            free -= repaid
        elif part.kind == "LAPSED":
            due.lapsed_points += part.points
        if part.expires_at is not None and part.expires_at <= at:
            due.expired_points += free
        elif part.expires_at is not None and free:
            due.expiries[part.expires_at] = due.expiries.get(part.expires_at, 0) + free
    return due


def _by_account(rows: Iterable[Sequence[Any]]) -> dict[UUID, list[OpenPart]]:
    by_account: dict[UUID, list[OpenPart]] = {}
    for account_id, *part in rows:
        by_account.setdefault(account_id, []).append(OpenPart(*part))
    return by_account


def _balance(parts: Parts, due: Due, at: datetime) -> tuple[Balance, Due]:
    return Balance(
        member_id=parts.member_id,
        account_id=parts.account_id,
        wallet_code=parts.wallet_code,
        as_of=at,
        active_points=parts.active_points + due.activated_points - due.expired_points,
        pending_points=parts.pending_points - due.activated_points,
        held_points=parts.held_points - due.lapsed_points,
        spent_points=parts.spent_points,
        expired_points=parts.expired_points + due.expired_points,
        lifetime_points=parts.lifetime_points + due.activated_points,
        soonest_expiries=tuple(Expiry(*expiry) for expiry in sorted(due.expiries.items())[:SOONEST_MAX]),
        owed_points=parts.owed_points - due.repaid_points,
        next_activations=tuple(Activation(*activation) for activation in sorted(due.activations.items())[:SOONEST_MAX]),
    ), due
