"""The night: in its order, once, whole after a stop at any step; and when it is asked for."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import dagster as dg
import pytest

from loyalty.clock import TurnedClock
from loyalty.database import Database
from loyalty.ledger import BurnPoints, EarnPoints, HoldPoints, still_due
from loyalty.members import EnrolMember, Member, enrol
from loyalty.programs import Program, store_program
from loyalty.tiers import standings
from orchestration.definitions import build_defs
from orchestration.jobs import NIGHT
from orchestration.ledger.activations import ledger_member__activations
from orchestration.ledger.expiries import ledger_member__expiries
from orchestration.ledger.notices import ledger_member__expiry_notices
from orchestration.ledger.reconciliation import ledger_books__reconciliation
from orchestration.ledger.tiers import ledger_member__tiers, ledger_member__tiers_by_balance
from orchestration.ledger.vouchers import ledger_voucher__expiries
from orchestration.schedules import every_night, programs_at_night
from tests.support.ledger import NOON, Shop
from tests.support.programs import a_program_of, a_rule

STEPS: Sequence[dg.AssetsDefinition] = (
    ledger_member__activations,
    ledger_member__tiers,
    ledger_member__expiries,
    ledger_member__tiers_by_balance,
    ledger_member__expiry_notices,
    ledger_voucher__expiries,
    ledger_books__reconciliation,
)
MEMBERS = 12
# A point a dollar for 100 dollars and up, by a dollar more for each, less the burns of every third.
EXPIRING_POINTS = sum(100 + place for place in range(MEMBERS)) - 30 * (MEMBERS // 3)
# What a night leaves behind, without the ids that it gave.
LEFT_BEHIND = {
    "entries": "select account_id, book, type, amount_points, effective_at, recorded_at, lot_id from entries",
    "lots": "select account_id, id, remaining_points, held_points, is_pending, expires_at from lots",
    "accounts": "select * from accounts",
    "member_tiers": "select member_id, tier_code, since from member_tiers",
    "tier_moves": "select member_id, type, from_tier_code, to_tier_code, effective_at from tier_moves",
    "expiry_notices": "select account_id, lot_id, days, points from expiry_notices",
}


def by_balance() -> Program:
    """Points wait a week, live a month, and the balance decides the tier."""
    slow = {"pending": {"policy": "AFTER_PERIOD", "days": 7}, "expiry": {"policy": "ROLLING", "days": 30}}
    tiers = {
        "qualification": {"by": "BALANCE", "wallet_code": "points"},
        "downgrade": {"policy": "TO_FIT"},
        "ladder": [
            {"code": "BASE", "name": {"en": "Base"}, "threshold": 0},
            {"code": "TOP", "name": {"en": "Top"}, "threshold": 150},
        ],
    }
    rules = [a_rule("purchase", trigger="purchase", expiry={"policy": "ROLLING", "days": 10}), a_rule("slow", **slow)]
    return a_program_of(*rules, tiers=tiers, expiry_notice_days=[30, 7])


def evening(database: Database) -> Shop:
    """Members with active, pending and held points, some of which come due within forty days."""
    clock = TurnedClock(NOON)
    with database.begin() as work:
        store_program(by_balance(), within=work, clock=clock)
        enrolled = enrol([EnrolMember(f"night-{number}", "club") for number in range(MEMBERS)], within=work, clock=clock)
    shop = Shop(database, clock, [member for member in enrolled if isinstance(member, Member)])
    shop.post(*(EarnPoints(member.id, f"o-{place}", 10_000 + place * 100, "USD") for place, member in enumerate(shop.members)))
    shop.post(*(BurnPoints(member.id, "b", 30) for member in shop.members[::3]))
    shop.post(*(HoldPoints(member.id, "h", 20, NOON + timedelta(days=3)) for member in shop.members[::2]))
    return shop


def night(shop: Shop, steps: Sequence[dg.AssetsDefinition] = STEPS) -> dg.ExecuteInProcessResult:
    return dg.materialize(list(steps), resources={"database": shop.database, "clock": shop.clock})


def left_behind(shop: Shop) -> dict[str, list[str]]:
    with shop.database.begin() as work:
        return {table: sorted(repr(tuple(row)) for row in work.exec_driver_sql(query)) for table, query in LEFT_BEHIND.items()}


def parts(shop: Shop) -> list[object]:
    balances = [shop.balance(member) for member in shop.members]
    return [(one.active_points, one.pending_points, one.held_points, one.spent_points, one.expired_points) for one in balances]


def checks(result: dg.ExecuteInProcessResult) -> dict[str, bool]:
    return {f"{one.asset_key.to_user_string()}.{one.check_name}": one.passed for one in result.get_asset_check_evaluations()}


def test_the_steps_are_those_of_the_job_and_follow_each_other_in_the_order_of_the_domain():
    graph = build_defs().resolve_asset_graph()
    assert {step.key for step in STEPS} == set(NIGHT.resolve(list(STEPS)))
    order = [graph.toposorted_asset_keys.index(step.key) for step in STEPS[:4]]
    assert order == sorted(order)
    assert [STEPS[place].key in graph.get(STEPS[place + 1].key).parent_keys for place in range(3)] == [True] * 3
    assert graph.get(ledger_books__reconciliation.key).parent_keys >= {ledger_member__tiers_by_balance.key}


@pytest.mark.parametrize("days", [5, 8, 12, 40])
def test_a_night_posts_what_is_due_and_changes_no_answer_about_any_instant(database, days):
    shop = evening(database)
    shop.pass_days(days)
    before = parts(shop)
    result = night(shop)
    assert result.success
    assert all(checks(result).values()), [name for name, passed in checks(result).items() if not passed]
    assert parts(shop) == before
    with database.begin() as work:
        assert still_due(shop.clock.now(), within=work) == (0, 0, 0)
    assert shop.violations() == []


def test_points_that_become_active_lift_a_tier_and_points_that_expire_lower_it_the_same_night(database):
    shop = evening(database)
    # Day 8: the slow rule's points have come, the others are still there. Day 12: the others are gone.
    for days, tier in ((8, "TOP"), (4, "BASE")):
        shop.pass_days(days)
        night(shop)
        with database.begin() as work:
            found = standings([shop.members[1].id], within=work, clock=shop.clock)
        assert found[shop.members[1].id].tier_code == tier


def test_a_night_that_comes_twice_does_nothing_the_second_time(database):
    shop = evening(database)
    shop.pass_days(12)
    night(shop)
    kept = left_behind(shop)
    assert night(shop).success
    assert left_behind(shop) == kept


@pytest.mark.parametrize("done", range(1, len(STEPS)))
def test_a_night_that_was_stopped_after_any_step_is_completed_by_the_next(database, done):
    shop = evening(database)
    shop.pass_days(12)
    # The steps work in transactions of their own, of which a stop leaves the first ones: here one lot, one hold.
    shop.activate(limit=1)
    night(shop, STEPS[:done])
    if done > 2:
        shop.expire(limit=1)
    night(shop)
    assert shop.violations() == []
    with database.begin() as work:
        assert still_due(shop.clock.now(), within=work) == (0, 0, 0)
    expected = {
        "lots": MEMBERS * 2,
        "entries where type = 'PENDING_ACTIVATED' and amount_points > 0": MEMBERS,
        "holds where status = 'LAPSED'": MEMBERS // 2,
        "accounts where expired_points > 0": MEMBERS,
        "expiry_notices": MEMBERS,
    }
    assert {table: shop.count(table) for table in expected} == expected
    assert sum(shop.balance(member).expired_points for member in shop.members) == EXPIRING_POINTS


def test_a_broken_book_is_a_failed_check_that_names_its_row(database):
    shop = evening(database)
    with database.begin() as work:
        work.exec_driver_sql("update lots set remaining_points = remaining_points - 1 where not is_pending")
    found = checks(night(shop))
    assert not found["ledger_books__reconciliation.lots_sum_to_balance"]


@pytest.mark.parametrize(
    ("at", "asleep"),
    [
        (datetime(2017, 10, 15, 6, 30, tzinfo=UTC), ["America/New_York"]),
        (datetime(2017, 10, 15, 0, 30, tzinfo=UTC), ["Europe/Berlin"]),
        (datetime(2017, 10, 14, 20, 30, tzinfo=UTC), ["Asia/Kolkata"]),
        (datetime(2017, 10, 15, 12, 30, tzinfo=UTC), []),
    ],
)
def test_the_night_begins_at_two_in_each_programs_own_zone(at, asleep):
    assert programs_at_night({"America/New_York", "Europe/Berlin", "Asia/Kolkata"}, at) == asleep


def test_the_schedule_asks_once_for_the_night_of_a_stored_program(database):
    shop = evening(database)
    asked = []
    for hour in range(24):
        context = dg.build_schedule_context(
            scheduled_execution_time=datetime(2017, 10, 16, hour, 30, tzinfo=ZoneInfo("America/New_York")),
            resources={"database": shop.database, "clock": shop.clock},
        )
        asked += [request.run_key for request in every_night.evaluate_tick(context).run_requests]
    assert asked == ["night of 2017-10-16T06:30:00+00:00"]
