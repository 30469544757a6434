"""Several wallets, caps, overdrafts, notices and what the database itself keeps, on a real PostgreSQL."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, ProgrammingError

from loyalty.database import Database
from loyalty.ledger import BurnPoints, EarnPoints, HoldPoints, MoveExpiry, TransferPoints, due_notices, examine
from loyalty.ledger.model import ExpiryNotice
from loyalty.programs import change_program_status
from loyalty.programs.model import ProgramStatus
from tests.integration.ledger.test_returns import STARS
from tests.support.ledger import Shop, a_burn, a_purchase, codes, open_club
from tests.support.programs import a_program_of, a_rule
from tests.support.races import at_once

OVERDRAWN = {
    "qualification": {"by": "SPEND", "period": {"kind": "ROLLING", "days": 365}},
    "ladder": [
        {"code": "BASE", "name": {"en": "Base"}, "threshold": 0},
        {"code": "TOP", "name": {"en": "Top"}, "threshold": 10_000, "benefits": {"overdraft_points": 50}},
    ],
}


def notices(shop: Shop, limit: int = 100) -> list[ExpiryNotice]:
    with shop.database.begin() as work:
        return due_notices("club", within=work, clock=shop.clock, limit=limit)


def test_one_purchase_earns_in_every_wallet_under_one_transaction(database):
    shop = open_club(database, a_program_of(a_rule(), a_rule("twice"), STARS))
    member = shop.members[0]
    command = a_purchase(member.id, 5_000)
    earned = shop.do(command)
    assert [(grant.wallet_code, grant.rule_code, grant.points) for grant in earned.grants] == [
        ("points", "purchase", 50), ("points", "twice", 50), ("stars", "stars", 5),
    ]  # fmt: skip
    assert (earned.points, earned.available_points, shop.balance(member, "stars").available_points) == (100, 100, 5)
    with database.begin() as work:
        postings = work.exec_driver_sql("select points, coalesce(transaction_id, id) from postings order by points").all()
    assert [points for points, _ in postings] == [5, 100]
    assert {transaction_id for _, transaction_id in postings} == {earned.transaction_id}
    (again,) = shop.post(command)
    assert {(grant.rule_code, grant.points) for grant in again.grants} == {(grant.rule_code, grant.points) for grant in earned.grants}
    assert shop.count("outbox") == 2
    assert shop.violations() == []


def test_qualifying_points_only_count(database):
    shop = open_club(database, a_program_of(a_rule(), STARS, transfer={"is_allowed": True}), 2)
    first, second = shop.members
    shop.do(a_purchase(first.id, 50_000))
    for command in (
        BurnPoints(first.id, "b", 1, wallet_code="stars"),
        HoldPoints(first.id, "h", 1, wallet_code="stars"),
        TransferPoints(first.id, second.id, "t", 1, wallet_code="stars"),
    ):
        assert shop.refusal(command) == "WALLET_NOT_REDEEMABLE"
    assert shop.refusal(BurnPoints(first.id, "b", 1, wallet_code="gems")) == "WALLET_UNKNOWN"


def test_a_program_that_is_paused_earns_nothing_and_lets_members_spend(database):
    shop = open_club(database, a_program_of(a_rule()))
    member = shop.members[0]
    shop.do(a_purchase(member.id))
    with database.begin() as work:
        change_program_status("club", ProgramStatus.PAUSED, within=work, clock=shop.clock)
    assert shop.refusal(a_purchase(member.id)) == "PROGRAM_NOT_ACTIVE"
    assert shop.do(a_burn(member.id, 10)).available_points == 90


def test_a_burn_keeps_to_the_limits_of_the_program(database):
    shop = open_club(database, a_program_of(a_rule(), burning={"points_min": 20, "points_max": 60, "points_step": 10}))
    member = shop.members[0]
    shop.do(a_purchase(member.id))
    assert [shop.refusal(a_burn(member.id, points)) for points in (10, 25, 70)] == ["BURN_OUTSIDE_LIMITS"] * 3
    assert shop.do(a_burn(member.id, 60)).available_points == 40


def test_a_tier_lets_its_members_owe_points_and_the_next_ones_repay(database):
    shop = open_club(database, a_program_of(a_rule(), tiers=OVERDRAWN), 2)
    top, base = shop.members
    shop.post(a_purchase(top.id, 10_000), a_purchase(base.id, 9_900))
    assert shop.refusal(a_burn(base.id, 100)) == "POINTS_INSUFFICIENT"
    assert shop.refusal(a_burn(top.id, 151)) == "POINTS_INSUFFICIENT"
    assert shop.refusal(HoldPoints(top.id, "h", 101)) == "POINTS_INSUFFICIENT"
    burned = shop.do(a_burn(top.id, 140))
    assert (burned.available_points, burned.owed_points, [points for _, points in burned.allocations]) == (-40, 40, [100, 40])
    assert shop.refusal(a_burn(top.id, 11)) == "POINTS_INSUFFICIENT"
    again = shop.post(a_burn(top.id, 140, reference=burned.reference))[0]
    assert again.allocations == burned.allocations
    repaid = shop.do(a_purchase(top.id, 6_000))
    assert (repaid.available_points, repaid.owed_points) == (20, 0)
    assert shop.violations() == []


def test_a_member_steps_up_by_many_small_purchases(database):
    shop = open_club(database, a_program_of(a_rule(), tiers=OVERDRAWN))
    member = shop.members[0]
    for _ in range(9):
        shop.do(a_purchase(member.id, 1_000))
    assert shop.refusal(a_burn(member.id, 91)) == "POINTS_INSUFFICIENT"
    shop.post(*[a_purchase(member.id, 500) for _ in range(2)])
    assert shop.do(a_burn(member.id, 150)).available_points == -50
    assert shop.violations() == []


def test_caps_over_all_members_are_exact_under_many_writers(database):
    capped = a_rule(caps=[{"code": "all", "points": 1_000, "period": "DAY", "scope": "ALL_MEMBERS", "beyond": "TRUNCATE"}])
    shop = open_club(database, a_program_of(capped), 16)
    results = at_once([partial(shop.post, a_purchase(shop.members[n % 16].id, 3_000)) for n in range(64)])
    assert sum(result.points for (result,) in results) == 1_000
    assert sum(shop.available(member) for member in shop.members) == 1_000
    assert shop.violations() == []


def test_an_examination_says_what_every_rule_says_and_writes_nothing(database):
    rejected = a_rule("once", caps=[{"code": "c", "points": 5, "period": "TOTAL", "beyond": "REJECT"}])
    rich = a_rule("rich", condition={">=": [{"var": "order.spend_minor"}, 100_000]})
    shop = open_club(database, a_program_of(a_rule(), rejected, rich))
    with database.begin() as work:
        (found,) = examine([EarnPoints(shop.members[0].id, "o", 5_000, "USD")], within=work, clock=shop.clock)
    assert found.rating is not None
    assert [(verdict.rule_code, verdict.is_fired, verdict.reason_code, verdict.points) for verdict in found.rating.verdicts] == [
        ("purchase", True, None, 50), ("once", True, "CAP_REJECTED", 0), ("rich", False, "CONDITION_FALSE", 0),
    ]  # fmt: skip
    assert shop.count("postings") == 0


def test_each_lot_is_noticed_once_for_each_number_of_days_nearest_first(database):
    shop = open_club(database, a_program_of(a_rule(expiry={"policy": "ROLLING", "days": 60}), expiry_notice_days=[7, 30]), 3)
    member = shop.members[0]
    earned = shop.do(a_purchase(member.id))
    assert notices(shop) == []
    shop.pass_days(31)
    (notice,) = notices(shop)
    assert (notice.member_id, notice.lot_id, notice.points, notice.days) == (member.id, earned.lot_id, 100, 30)
    assert notices(shop) == []
    shop.pass_days(23)
    assert [found.days for found in notices(shop)] == [7]
    assert notices(shop) == []
    shop.pass_days(7)
    assert notices(shop) == []
    late = shop.do(a_purchase(shop.members[1].id, event_time=shop.clock.now() - timedelta(days=57)))
    assert [(found.lot_id, found.days) for found in notices(shop)] == [(late.lot_id, 7)]
    assert notices(shop) == []


APPEND_ONLY = ("postings", "entries", "lot_expiry_moves", "transfers", "order_corrections", "expiry_notices")


@pytest.fixture
def full(database: Database) -> Shop:
    """A row in every append-only table."""
    program = a_program_of(a_rule(expiry={"policy": "ROLLING", "days": 20}), transfer={"is_allowed": True}, expiry_notice_days=[30])
    shop = open_club(database, program, 2)
    first, second = shop.members
    earned = shop.do(a_purchase(first.id, order_id="o"))
    shop.do(MoveExpiry(first.id, earned.lot_id, "m", shop.clock.now() + timedelta(days=25), "sorry"))
    shop.do(TransferPoints(first.id, second.id, "t", 10))
    with database.begin() as work:
        account_id = work.exec_driver_sql("select account_id from postings limit 1").scalar_one()
        work.exec_driver_sql(
            "insert into order_corrections (account_id, reference_kind, reference, posting_id) values (%(a)s, 'ORDER', 'x', %(a)s)",
            {"a": account_id},
        )
    assert notices(shop)
    return shop


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_what_is_appended_is_never_changed_by_anybody(full, table):
    for statement in (f"delete from {table}", f"update {table} set account_id = account_id", f"truncate {table}"):
        with pytest.raises(IntegrityError), full.database.begin() as work:
            work.execute(text(statement))


@pytest.mark.parametrize("table", [*APPEND_ONLY, "outbox"])
def test_the_service_may_not_change_what_is_appended(full, table):
    with full.database.begin() as work:
        work.execute(text("set local role khaywe_service"))
        with pytest.raises(ProgrammingError), work.begin_nested():
            work.execute(text(f"update {table} set account_id = account_id"))


BROKEN: Sequence[str] = (
    "update lots set held_points = granted_points + 1",
    "update lots set taken_back_points = 1 + granted_points - remaining_points - held_points",
    "update accounts set owed_points = -1",
    "insert into cap_usages values ('c', gen_random_uuid(), '2017-10-15', 6, 5, now())",
    "insert into earned_lines values (gen_random_uuid(), gen_random_uuid(), 'r', '', 5, 6)",
    "insert into order_lines values (gen_random_uuid(), gen_random_uuid(), 'l', 0, 100, 1, 101)",
    "insert into order_burns values (gen_random_uuid(), 'o', gen_random_uuid(), 5, 6)",
    "insert into hold_lots values (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 0, 5, 3, 3)",
    "insert into holds values (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'h', null, 5, 5, 0, 'ISSUED', now(), null, null)",
)


@pytest.mark.parametrize("statement", BROKEN)
def test_the_database_holds_sums_and_limits_by_itself(full, statement):
    with pytest.raises(IntegrityError), full.database.begin() as work:
        work.execute(text(statement))


def test_a_batch_of_every_kind_answers_each_by_itself(database):
    shop = open_club(database, a_program_of(a_rule()), 2)
    first, second = shop.members
    commands = [a_purchase(first.id), a_burn(second.id, 1), HoldPoints(first.id, "h", 40), a_purchase(first.id, -1), a_burn(first.id, 60)]
    expected = ["ok", "POINTS_INSUFFICIENT", "ok", "AMOUNT_INVALID", "ok"]
    assert codes(shop.post(*commands, dry_run=True)) == expected
    assert codes(shop.post(*commands)) == expected
    assert shop.violations() == []
