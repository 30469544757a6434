"""Every check of rewards, vouchers and promotions finds the violation it is there for. Rows are broken behind the guards' backs."""

import pytest

from loyalty.database import Database
from loyalty.programs.rating import EarningEvent
from loyalty.promotions import ApplyPromotions, UsageLimits, apply_promotions, store_promotions
from loyalty.promotions.checks import CHECKS as PROMOTIONS
from loyalty.rewards import LimitPeriod, Limits, MoveRedemption, Redeemed, RedeemReward, RedemptionStatus, move_redemptions
from loyalty.rewards.checks import CHECKS as REWARDS
from loyalty.vouchers import OpenPool, RedeemVoucher, VoucherSafe, generate_vouchers, list_vouchers, open_pool, redeem_vouchers
from loyalty.vouchers.checks import CHECKS as VOUCHERS
from tests.integration.checks.test_checks import violated
from tests.support.ledger import Shop, a_purchase, codes, open_shop
from tests.support.rewards import a_promotion, a_reward

SAFE = VoucherSafe(bytes(32))

SABOTAGE = {
    "STOCK_NEVER_BELOW_ZERO": "update rewards set redeemed_count = stock_count + 1",
    "REDEEMED_COUNT_EQUALS_REDEMPTIONS": "update rewards set redeemed_count = redeemed_count + 1",
    "REDEEMED_WITHIN_MEMBER_LIMIT": "update redemptions set period_slot = 1, member_slot = 1 where status = 'PENDING'",
    "REDEMPTION_IS_PAID": "update redemptions set points = points - 1",
    "REDEMPTION_IS_GIVEN_BACK_ONCE": "update redemptions set return_posting_id = null where status = 'REJECTED'",
    "REDEMPTION_STANDS_WHERE_ITS_MOVES_LED": "delete from redemption_moves where status = 'REJECTED'",
    "VOUCHER_USED_WITHIN_LIMIT": "update vouchers set used_count = 0",
    "VOUCHER_USED_BY_ITS_MEMBER": "update vouchers set member_id = gen_random_uuid()",
    "VOUCHER_HAS_POOL": "delete from voucher_pools",
    "PROMOTION_WITHIN_LIMITS": "update promotions set used_points = budget_points + 1",
    "PROMOTION_COUNTS_EQUAL_USES": "update promotions set used_count = used_count + 1",
    "PROMOTION_USED_WITHIN_MEMBER_LIMIT": "update promotion_uses set member_slot = 70",
    "PROMOTION_RETURNED_WITH_ORDER": "update promotion_uses set returned_at = used_at, returned_points = 0",
    "PROMOTION_POINTS_ARE_POSTED": "update promotion_uses set points = points + 1",
}

DROP_GUARDS = """
alter table rewards drop constraint rewards_stock_never_below_zero;
alter table promotions drop constraint promotions_within_budget_points;
alter table promotion_uses drop constraint promotion_uses_within_member_limit;
alter table vouchers drop constraint vouchers_used_when_used_up;
drop index redemptions_member_slot, redemptions_period_slot;
set local session_replication_role = replica;
"""


@pytest.fixture
def shop(database: Database) -> Shop:
    """A shop in which everything of these rooms has happened at least once."""
    shop = open_shop(database, 1)
    (member,) = shop.members
    shop.offer(a_reward(stock_count=5, price_points=10, limits=Limits(3, LimitPeriod.DAY, 3)))
    shop.post(a_purchase(member.id))
    *_, last = shop.redeem(*[RedeemReward(member.id, "bread")] * 3)
    assert isinstance(last, Redeemed)
    with database.begin() as work:
        parts = {"within": work, "clock": shop.clock}
        for status in (RedemptionStatus.PROCESSING, RedemptionStatus.REJECTED):
            assert codes(move_redemptions([MoveRedemption(last.redemption.id, status)], **parts)) == ["ok"]
        open_pool(OpenPool("journey", "summer", {"en": "Summer"}, "SUMMER"), safe=SAFE, **parts)
        generate_vouchers("journey", "summer", 1, safe=SAFE, **parts)
        (voucher,) = list_vouchers("journey", "summer", safe=SAFE, within=work, limit=1).items
        assert codes(redeem_vouchers([RedeemVoucher(member.id, "journey", voucher.code, "r")], safe=SAFE, **parts)) == ["ok"]
        store_promotions([a_promotion(limits=UsageLimits(9, 9, 500, 500))], **parts)
        event = EarningEvent("purchase", shop.clock.now(), 100, "USD")
        assert codes(apply_promotions([ApplyPromotions(member.id, "o1", event)], **parts)) == ["ok"]
    assert shop.violations() == []
    return shop


@pytest.mark.parametrize("code", SABOTAGE)
def test_a_planted_violation_is_found_and_its_first_row_named(shop, code):
    with shop.database.begin() as work:
        work.exec_driver_sql(DROP_GUARDS)
        work.exec_driver_sql(SABOTAGE[code])
    found = violated(shop)
    assert code in found, found
    assert found[code]


def test_every_check_of_these_rooms_has_a_violation_that_it_finds():
    assert {check.code for check in (*REWARDS, *VOUCHERS, *PROMOTIONS)} == set(SABOTAGE)
