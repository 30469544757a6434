"""Every invariant check finds the violation it is there for, and names it. Rows are broken behind the guards' backs."""

from datetime import timedelta

import pytest

from loyalty.checks.registry import ALL_CHECKS
from loyalty.checks.run import run_checks
from loyalty.database import Database
from loyalty.ledger.checks import CHECKS as LEDGER
from loyalty.members.checks import CHECKS as MEMBERS
from loyalty.programs.checks import CHECKS as PROGRAMS
from loyalty.rewards import RedeemReward
from tests.support.ledger import NOON, Shop, a_burn, a_purchase, a_reward, open_shop

# Each statement breaks exactly what its check watches; constraints that would stop it are dropped first.
SABOTAGE = {
    "PROGRAM_HAS_REVISION": "insert into programs values ('empty', now())",
    "PROGRAM_REVISIONS_IN_ORDER": (
        "insert into program_revisions select program_code, 2, valid_from - interval '1 day', content_hash, definition, recorded_at"
        " from program_revisions"
    ),
    "PROGRAM_STATUS_IS_ITS_LAST_MOVE": (
        "insert into program_status_moves (program_code, to_status, recorded_at) values ('journey', 'PAUSED', now())"
    ),
    "WALLET_HAS_ACCOUNT": "update accounts set wallet_code = 'another'",
    "MEMBER_HAS_ACCOUNT": (
        "insert into members (id, program_code, external_id, joined_at, recorded_at)"
        " values (gen_random_uuid(), 'journey', 'lost', now(), now())"
    ),
    "POSTING_SUMS_TO_ZERO": "update entries set amount_points = amount_points + 1 where book = 'ISSUED'",
    "BOOKS_SUM_TO_ZERO": "delete from entries where book = 'ISSUED'",
    "BALANCE_EQUALS_ENTRIES": "update accounts set active_points = active_points + 5, lifetime_points = lifetime_points + 5",
    "BALANCE_NOT_NEGATIVE": "update accounts set active_points = -1",
    "LOTS_SUM_TO_BALANCE": "update lots set remaining_points = remaining_points - 1 where remaining_points > 0",
    "LOT_WITHIN_GRANT": "update lots set remaining_points = granted_points + 1",
    "LOT_ADDS_UP": "update lots set remaining_points = remaining_points + 1 where remaining_points < granted_points",
    "LOT_WAS_GRANTED": "update lots set granted_points = granted_points + 3",
    "REFERENCE_POSTED_ONCE": (
        "insert into postings (account_id, id, type, reference_kind, reference, points, event_time, recorded_at)"
        " select account_id, gen_random_uuid(), type, reference_kind, reference, 0, event_time, recorded_at from postings limit 1"
    ),
    "ENTRIES_NEVER_CHANGE": "alter table entries_default disable trigger entries_never_change",
    "ENTRY_HAS_POSTING": "delete from postings where type = 'SPENT_ON_ORDER'",
    "ENTRY_HAS_RULE_REVISION": "update entries set rule_revision = 9 where type = 'POINTS_EARNED'",
    "POSTING_HAS_EVENT": (
        "insert into outbox (account_id, member_id, type, posting_id, occurred_at, recorded_at)"
        " select account_id, account_id, 'points.earned', gen_random_uuid(), recorded_at, recorded_at from postings limit 1"
    ),
    "CAP_NOT_EXCEEDED": "insert into cap_usages values ('cap', gen_random_uuid(), '2017-10-15', 11, 10, now())",
    "CAP_USE_IS_WHAT_WAS_AWARDED": "insert into cap_usages values ('cap', gen_random_uuid(), '2017-10-15', 3, 10, now())",
    "HOLD_RESOLVES_ONCE": (
        "insert into holds (account_id, id, posting_id, reference, points, status, issued_at)"
        " select account_id, id, posting_id, 'till', 5, 'ISSUED', granted_at from lots limit 1"
    ),
    "LOT_HELD_BY_HOLDS": "update lots set held_points = 1 where remaining_points > 0",
    "REVERSAL_NEGATES_ONCE": (
        "insert into postings (account_id, id, type, reference_kind, reference, points, event_time, recorded_at, reverses_posting_id)"
        " select account_id, gen_random_uuid(), type, 'REVERSAL', id::text, 0, event_time, recorded_at, id from postings"
    ),
    "TRANSFER_ARRIVES": "update entries set book = 'TRANSFERRED' where book = 'REDEEMED'",
    "EXPIRY_MOVES_LEAD_TO_THE_LOT": (
        "insert into lot_expiry_moves (account_id, id, lot_id, posting_id, from_expires_at, to_expires_at, recorded_at)"
        " select account_id, id, id, posting_id, expires_at, null, now() from lots limit 1"
    ),
}

DROP_CONSTRAINTS = """
alter table accounts drop constraint accounts_not_overdrawn, drop constraint accounts_add_up;
alter table lots drop constraint lots_remaining_within_granted, drop constraint lots_parts_within_granted;
alter table cap_usages drop constraint cap_usages_within_limit;
alter table postings drop constraint postings_account_id_reference_kind_reference_key;
"""


@pytest.fixture
def shop(database: Database) -> Shop:
    """A shop in which everything has happened at least once."""
    shop = open_shop(database, 3)
    shop.offer(a_reward(stock_count=5))
    first, second, _ = shop.members
    shop.post(a_purchase(first.id), a_purchase(second.id, 50_000, event_time=NOON - timedelta(days=380)), a_burn(second.id, 40))
    shop.post(a_purchase(second.id, 30_000), a_burn(second.id, 40), a_purchase(first.id, 20))
    shop.redeem(RedeemReward(second.id, "bread"))
    shop.clock.turn_to(NOON + timedelta(days=60))
    assert shop.expire().lot_count == 1
    return shop


def violated(shop: Shop) -> dict[str, object]:
    with shop.database.begin() as work:
        return {result.code: result.first_violation for result in run_checks(work) if not result.is_kept}


def sabotage(shop: Shop, statement: str) -> None:
    """As a superuser who has silenced every trigger."""
    with shop.database.begin() as work:
        work.exec_driver_sql(DROP_CONSTRAINTS)
        work.exec_driver_sql("set local session_replication_role = replica")
        work.exec_driver_sql(statement)


def test_a_shop_in_which_everything_happened_keeps_every_invariant(shop):
    with shop.database.begin() as work:
        results = run_checks(work)
    assert [result.code for result in results if not result.is_kept] == []
    assert len({result.code for result in results}) == len(ALL_CHECKS) == len(results)


@pytest.mark.parametrize("code", SABOTAGE)
def test_a_planted_violation_is_found_and_its_first_row_named(shop, code):
    sabotage(shop, SABOTAGE[code])
    found = violated(shop)
    assert code in found, found
    assert found[code]


def test_every_check_of_these_rooms_has_a_violation_that_it_finds():
    assert {check.code for check in (*PROGRAMS, *MEMBERS, *LEDGER)} == set(SABOTAGE)


def test_a_count_says_how_many_rows_break_the_invariant(shop):
    sabotage(shop, "update accounts set active_points = -1")
    with shop.database.begin() as work:
        (result,) = run_checks(work, [check for check in ALL_CHECKS if check.code == "BALANCE_NOT_NEGATIVE"])
    assert result.violation_count == 3
    assert result.first_violation is not None
    assert result.first_violation["active_points"] == -1
