"""A statement of each wallet over a period: opening, movements by type, closing. Not here: its lines (queries_history)."""

from collections import defaultdict
from datetime import datetime, timedelta
from uuid import UUID

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.ledger.errors import PeriodInvalid
from loyalty.ledger.model import AsOf, Balance, EntryType, Movement, Statement
from loyalty.ledger.queries_balances import COLUMN_OF, Due, balances_with_due, check_instant

# PostgreSQL's instants are microseconds apart, so this one before an instant is the last that does not include it.
JUST = timedelta(microseconds=1)

MOVEMENTS = """
select e.account_id, e.type,
       coalesce(sum(e.amount_points) filter (where e.book in ('ACTIVE', 'HELD')), 0)::bigint,
       coalesce(sum(e.amount_points) filter (where e.book = 'PENDING'), 0)::bigint,
       coalesce(sum(e.amount_points) filter (where e.book = 'HELD'), 0)::bigint
from accounts a join entries e on e.account_id = a.id
where a.member_id = %(member_id)s and e.book in ('ACTIVE', 'PENDING', 'HELD') and e.{time} > %(after)s and e.{time} <= %(until)s
group by e.account_id, e.type
"""


def statements(
    member_id: UUID, *, starts_at: datetime, ends_at: datetime, within: Work, clock: Clock, by: AsOf = AsOf.EFFECTIVE
) -> list[Statement]:
    """A statement for each of the member's wallets, ordered by wallet; for each part of a balance its sums are proven.

    Raises:
        PeriodInvalid: it ends before it begins, or where it begins.
        AsOfInFuture, EventTimeInvalid: as `balances`; a period ends at the clock's instant at the latest.
    """
    now = clock.now()
    for name, instant in (("starts_at", starts_at), ("ends_at", ends_at)):
        check_instant(instant, name, now)
    if starts_at >= ends_at:
        raise PeriodInvalid("A period ends after it begins.", starts_at=starts_at.isoformat(), ends_at=ends_at.isoformat())
    opening_at, closing_at = starts_at - JUST, ends_at - JUST
    parameters = {"member_id": member_id, "after": opening_at, "until": closing_at}
    rows = within.exec_driver_sql(MOVEMENTS.format(time=COLUMN_OF[by]), parameters).tuples().all()
    openings = balances_with_due([member_id], opening_at, by, within)
    closings = balances_with_due([member_id], closing_at, by, within)
    found = []
    for (opening, due_before), (closing, due_after) in zip(openings, closings, strict=True):
        moved: dict[EntryType, list[int]] = defaultdict(lambda: [0, 0, 0])
        for account_id, type_, *points in rows:
            if account_id == opening.account_id:
                moved[EntryType(type_)] = points
        _add_due(moved, due_before, -1)
        _add_due(moved, due_after, +1)
        movements = tuple(Movement(type_, *moved[type_]) for type_ in EntryType if any(moved.get(type_, ())))
        _prove(opening, movements, closing)
        found.append(Statement(opening, closing, movements, starts_at, ends_at))
    return found


def _add_due(moved: dict[EntryType, list[int]], due: Due, sign: int) -> None:
    """What is due and not posted counts as moved in the period in which it fell due."""
    for type_, part, points in (
        (EntryType.PENDING_ACTIVATED, 0, due.activated_points),
        (EntryType.PENDING_ACTIVATED, 1, -due.activated_points),
        (EntryType.HOLD_LAPSED, 2, -due.lapsed_points),
        (EntryType.EXPIRED, 0, -due.expired_points),
    ):
        if points:
            moved[type_][part] += sign * points


def _prove(opening: Balance, movements: tuple[Movement, ...], closing: Balance) -> None:
    for name in ("active_points", "pending_points", "held_points"):
        total = getattr(opening, name) + sum(getattr(movement, name) for movement in movements)
        assert total == getattr(closing, name), f"a statement that does not add up: {name} {total}"  # noqa: S101 (our own bug)
