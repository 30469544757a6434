"""What readers are told: balances, history, lots and statements, now and at any past instant."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from loyalty.database import Database
from loyalty.ledger import (
    AsOf,
    AsOfInFuture,
    Balance,
    EarnPoints,
    EntryType,
    EventTimeInvalid,
    HistoryEntry,
    LotStatement,
    LotStatus,
    PeriodInvalid,
    ReturnOrder,
    Statement,
    balances,
    history,
    lot_statements,
    open_lots,
    statements,
)
from loyalty.paging import CursorMalformed
from tests.support.ledger import NOON, Shop, a_burn, a_purchase, open_club, open_shop
from tests.support.programs import a_program_of, a_rule

DAY = timedelta(days=1)


@pytest.fixture
def shop(database: Database) -> Shop:
    """A member who earned 300 days ago and today, burned a part, and lost the rest of the first lot since."""
    shop = open_shop(database, 2)
    member = shop.members[0].id
    shop.post(a_purchase(member, 10_000, event_time=NOON - 300 * DAY), a_purchase(member, 2_000))
    shop.clock.turn_to(NOON + 10 * DAY)
    shop.post(a_burn(member, 30))
    shop.clock.turn_to(NOON + 100 * DAY)
    return shop


def balance(shop: Shop, member_id: UUID, as_of: datetime | None = None, by: AsOf = AsOf.EFFECTIVE) -> Balance:
    with shop.database.begin() as work:
        (found,) = balances([member_id], within=work, clock=shop.clock, as_of=as_of, by=by)[member_id]
    return found


def all_lots(shop: Shop, member_id: UUID, limit: int = 2, **asked: object) -> list[LotStatement]:
    found: list[LotStatement] = []
    cursor = None
    with shop.database.begin() as work:
        while True:
            page = lot_statements(member_id, within=work, clock=shop.clock, limit=limit, cursor=cursor, **asked)  # type: ignore[arg-type]
            found += page.items
            cursor = page.next_cursor
            if cursor is None:
                return found


def all_history(shop: Shop, member_id: UUID, **asked: object) -> list[HistoryEntry]:
    found: list[HistoryEntry] = []
    cursor = None
    with shop.database.begin() as work:
        while True:
            page = history(member_id, within=work, limit=2, cursor=cursor, **asked)  # type: ignore[arg-type]
            found += page.items
            cursor = page.next_cursor
            if cursor is None:
                return found


def statement(shop: Shop, starts_at: datetime, ends_at: datetime, by: AsOf = AsOf.EFFECTIVE) -> Statement:
    with shop.database.begin() as work:
        (found,) = statements(shop.members[0].id, starts_at=starts_at, ends_at=ends_at, within=work, clock=shop.clock, by=by)
    return found


def test_a_lot_says_what_became_of_every_point(shop):
    late, early = all_lots(shop, shop.members[0].id)
    assert (early.lot.granted_points, early.lot.remaining_points, early.expired_points, early.status) == (100, 0, 70, LotStatus.EXPIRED)
    assert [(use.type, use.points) for use in early.uses] == [(EntryType.SPENT_ON_ORDER, 30)]
    assert (late.lot.remaining_points, late.status, late.uses) == (20, LotStatus.OPEN, ())


def test_posting_the_expiry_changes_only_that_a_use_tells_of_it(shop):
    before = all_lots(shop, shop.members[0].id)
    shop.expire()
    after = all_lots(shop, shop.members[0].id)
    assert [(lot.lot, lot.status, lot.expired_points) for lot in before] == [(lot.lot, lot.status, lot.expired_points) for lot in after]
    assert [(use.type, use.points) for use in after[1].uses] == [(EntryType.SPENT_ON_ORDER, 30), (EntryType.EXPIRED, 70)]


@pytest.mark.parametrize("by", AsOf)
def test_the_lots_at_an_instant_sum_to_the_balance_at_that_instant(shop, by):
    for days in (-301, -300, -1, 0, 5, 10, 60, 100):
        at = NOON + days * DAY
        lots = all_lots(shop, shop.members[0].id, as_of=at, by=by)
        assert sum(lot.lot.remaining_points for lot in lots) == balance(shop, shop.members[0].id, at, by).active_points, days


def test_history_as_of_an_instant_has_what_was_known_or_what_counted_then(shop):
    member = shop.members[0].id
    known = all_history(shop, member, as_of=NOON - DAY, by=AsOf.RECORDED)
    counted = all_history(shop, member, as_of=NOON - DAY, by=AsOf.EFFECTIVE)
    assert ([entry.amount_points for entry in known], [entry.amount_points for entry in counted]) == ([], [100])
    for by in AsOf:
        for days in (-300, 0, 10):
            entries = all_history(shop, member, as_of=NOON + days * DAY, by=by)
            assert sum(entry.amount_points for entry in entries) == balance(shop, member, NOON + days * DAY, by).active_points


def test_history_of_a_period_begins_with_its_first_instant_and_ends_before_its_last(shop):
    member = shop.members[0].id
    shop.expire()
    of_period = all_history(shop, member, starts_at=NOON, ends_at=NOON + 10 * DAY)
    assert [(entry.type, entry.amount_points) for entry in of_period] == [(EntryType.POINTS_EARNED, 20), (EntryType.POINTS_EARNED, 100)]
    assert [entry.type for entry in all_history(shop, member, starts_at=NOON + 10 * DAY)] == [EntryType.EXPIRED, EntryType.SPENT_ON_ORDER]
    assert all_history(shop, member, wallet_code="another") == []


@pytest.mark.parametrize("by", AsOf)
def test_a_statement_adds_up_whether_or_not_the_nightly_run_has_come(shop, by):
    periods = [(-400, -300), (-400, 50), (-300, 0), (0, 10), (10, 11), (0, 60), (59, 100), (-400, 100)]
    before = [statement(shop, NOON + first * DAY, NOON + last * DAY, by) for first, last in periods]
    shop.expire()
    after = [statement(shop, NOON + first * DAY, NOON + last * DAY, by) for first, last in periods]
    assert before == after
    for found in before:
        assert found.opening.active_points + sum(movement.active_points for movement in found.movements) == found.closing.active_points


def test_a_statement_names_what_moved(shop):
    found = statement(shop, NOON, NOON + 100 * DAY)
    assert (found.opening.active_points, found.closing.active_points) == (100, 20)
    assert [(movement.type, movement.active_points) for movement in found.movements] == [
        (EntryType.POINTS_EARNED, 20),
        (EntryType.SPENT_ON_ORDER, -30),
        (EntryType.EXPIRED, -70),
    ]


def test_an_instant_must_have_come_and_know_its_offset(shop):
    member, future, naive = shop.members[0].id, NOON + 101 * DAY, (NOON + DAY).replace(tzinfo=None)
    with shop.database.begin() as work:
        for error, instant in ((AsOfInFuture, future), (EventTimeInvalid, naive)):
            with pytest.raises(error):
                balances([member], within=work, clock=shop.clock, as_of=instant)
            with pytest.raises(error):
                lot_statements(member, within=work, clock=shop.clock, limit=1, as_of=instant)
            with pytest.raises(error):
                statements(member, starts_at=NOON, ends_at=instant, within=work, clock=shop.clock)
        with pytest.raises(EventTimeInvalid):
            history(member, within=work, limit=1, as_of=naive)
        with pytest.raises(PeriodInvalid):
            statements(member, starts_at=NOON, ends_at=NOON, within=work, clock=shop.clock)
        with pytest.raises(CursorMalformed):
            lot_statements(member, within=work, clock=shop.clock, limit=1, cursor="nonsense")


@pytest.mark.parametrize("by", AsOf)
def test_what_becomes_active_repays_what_is_owed_in_every_reading_before_the_night_posts_it(database, by):
    later = a_rule("visit", {"type": "FIXED", "points": 30}, trigger="visit", pending={"policy": "AFTER_PERIOD", "days": 10})
    shop = open_club(database, a_program_of(a_rule(), later, return_policy="UNLIMITED"))
    member = shop.members[0]
    shop.do(a_purchase(member.id, 10_000, order_id="o"))
    shop.do(a_burn(member.id, 80))
    for minute in range(3):
        at = NOON + timedelta(minutes=minute)
        shop.clock.turn_to(at)
        shop.do(EarnPoints(member.id, f"visit-{minute}", 0, "USD", at, trigger="visit"))
    assert shop.do(ReturnOrder(member.id, "o", "r")).owed_points == 80
    shop.pass_days(15)

    def readings() -> tuple[object, ...]:
        at = shop.clock.now()
        with shop.database.begin() as work:
            spendable = open_lots([member.id], within=work, clock=shop.clock).get(member.id, [])
        left = [each.lot.remaining_points for each in all_lots(shop, member.id, as_of=at, by=by)]
        found = shop.balance(member)
        return left, [lot.remaining_points for lot in spendable], found.available_points, found.owed_points

    expected = ([10, 0, 0, 0], [10], 10, 0)
    assert readings() == expected
    assert [each.repaying_points for each in all_lots(shop, member.id, by=by)] == [20, 30, 30, 0]
    assert shop.activate().lot_count == 3
    assert readings() == expected
    assert [each.repaying_points for each in all_lots(shop, member.id, by=by)] == [0, 0, 0, 0]
    assert shop.violations() == []


def test_a_member_with_nothing_has_zeros_and_empty_pages(shop):
    other = shop.members[1].id
    assert balance(shop, other).active_points == balance(shop, other, NOON).lifetime_points == 0
    assert (all_lots(shop, other), all_history(shop, other)) == ([], [])
    with shop.database.begin() as work:
        assert open_lots([other], within=work, clock=shop.clock) == {}
