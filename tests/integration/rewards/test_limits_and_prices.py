"""Rewards on a real PostgreSQL: prices, eligibility, limits, vouchers, what is available, and giving back; exact under races."""

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError

from loyalty.eligibility import Criteria, SetOverride, Subject, SubjectKind, Verdict, set_overrides, set_program_eligibility
from loyalty.rewards import (
    LimitPeriod,
    Limits,
    Moved,
    MoveRedemption,
    Price,
    PriceReason,
    Redeemed,
    RedeemReward,
    RedemptionStatus,
    RewardDefinitionInvalid,
    RewardExists,
    RewardRevisionConflict,
    RewardUnknown,
    change_reward,
    create_reward,
    find_redemptions,
    find_reward,
    move_redemptions,
    reward_history,
    rewards_for,
)
from loyalty.vouchers import (
    OpenPool,
    RedeemVoucher,
    VoucherSafe,
    VoucherStatus,
    generate_vouchers,
    open_pool,
    pool_figures,
    redeem_vouchers,
    vouchers_of_member,
)
from tests.support.ledger import Shop, a_burn, a_purchase, codes, enter_shop, open_shop
from tests.support.races import at_once
from tests.support.rewards import a_reward, enrich, put_into, stand_on

SAFE = VoucherSafe(bytes(32))
DONE = (RedemptionStatus.PROCESSING, RedemptionStatus.FULFILLED)


@pytest.fixture
def shop(database) -> Shop:
    """Two members with 300 points each."""
    shop = open_shop(database, 2)
    enrich(database, shop.clock)
    shop.post(*[a_purchase(member.id, 30_000) for member in shop.members])
    return shop


def redeem(shop: Shop, reward_code: str, number: int = 0, **changes) -> Redeemed:
    (result,) = shop.redeem(RedeemReward(shop.members[number].id, reward_code, **changes))
    assert isinstance(result, Redeemed), result
    return result


def move(shop: Shop, redeemed: Redeemed, *to: RedemptionStatus, dry_run: bool = False):
    assert redeemed.redemption is not None
    for status in to:
        with shop.database.begin() as work:
            command = MoveRedemption(redeemed.redemption.id, status, reason="a reason", actor="desk")
            (result,) = move_redemptions([command], within=work, clock=shop.clock, dry_run=dry_run)
    return result


def available(shop: Shop, number: int = 0, **asked):
    member_id = shop.members[number].id
    with shop.database.begin() as work:
        found = rewards_for([member_id], within=work, clock=shop.clock, **asked)[member_id]
    return {one.reward.definition.code: ([refusal.code for refusal in one.refusals], one.missing_points) for one in found}


def pool(shop: Shop, count: int) -> None:
    with shop.database.begin() as work:
        open_pool(OpenPool("journey", "cinema", {"en": "Cinema"}, "FILM".replace("I", "Y")), safe=SAFE, within=work, clock=shop.clock)
        if count:
            generate_vouchers("journey", "cinema", count, safe=SAFE, within=work, clock=shop.clock)


def test_the_price_charged_is_the_members_own_and_the_redemption_remembers_why(shop):
    put_into("vip", shop.members[0], database=shop.database, clock=shop.clock)
    stand_on("GOLD", shop.members[1], database=shop.database, clock=shop.clock)
    shop.offer(a_reward("ham", prices=(Price(200), Price(120, segment_code="vip"))))
    quotes = [redeem(shop, "ham", number).quote for number in (0, 1)]
    assert [(quote.points, quote.list_points, quote.reason) for quote in quotes] == [
        (120, 200, PriceReason.SEGMENT),
        (150, 200, PriceReason.TIER_BENEFIT),
    ]
    assert [shop.available(member) for member in shop.members] == [180, 150]
    # The segment was made by hand, without the day on which it was evaluated.
    assert [one for one in shop.violations() if not one.startswith("SEGMENT_")] == []


def test_another_wallet_pays_where_it_is_named_and_has_points(shop):
    shop.offer(a_reward("ham", prices=(Price(200), Price(5, wallet_code="stars"))))
    command = RedeemReward(shop.members[0].id, "ham", wallet_code="stars")
    assert codes(shop.redeem(command, RedeemReward(shop.members[0].id, "ham", wallet_code="stones"))) == [
        "POINTS_INSUFFICIENT",
        "PRICE_NOT_OFFERED",
    ]
    assert available(shop, wallet_code="stars") == {"ham": (["POINTS_INSUFFICIENT"], 5)}


def test_a_limit_per_member_holds_in_one_batch_and_over_time(shop):
    shop.offer(a_reward("bread", price_points=10, limits=Limits(total_count=3)))
    ann, ben = (member.id for member in shop.members)
    results = shop.redeem(*[RedeemReward(ann, "bread")] * 2, RedeemReward(ben, "bread"))
    assert codes(results) == ["ok"] * 3
    assert codes(shop.redeem(*[RedeemReward(ann, "bread")] * 2)) == ["ok", "MEMBER_LIMIT_REACHED"]
    assert available(shop)["bread"][0] == ["MEMBER_LIMIT_REACHED"]
    assert available(shop, 1)["bread"][0] == []
    assert shop.violations() == []


def test_a_limit_per_period_ends_with_the_local_day(shop):
    shop.offer(a_reward("bread", price_points=10, limits=Limits(period=LimitPeriod.DAY, period_count=1)))
    redeem(shop, "bread")
    # Noon in New York is sixteen hours UTC: ten hours later it is another day in UTC, and the same one there.
    for hours, expected in ((10, ["PERIOD_LIMIT_REACHED"]), (2, ["ok"])):
        shop.clock.turn_to(shop.clock.now() + timedelta(hours=hours))
        assert codes(shop.redeem(RedeemReward(shop.members[0].id, "bread"))) == expected
    assert shop.violations() == []


def test_what_was_redeemed_before_there_was_a_limit_counts(shop):
    shop.offer(a_reward("bread", price_points=10))
    first = redeem(shop, "bread")
    shop.offer(a_reward("bread", price_points=10, limits=Limits(total_count=1)))
    assert codes(shop.redeem(RedeemReward(shop.members[0].id, "bread"))) == ["MEMBER_LIMIT_REACHED"]
    move(shop, first, RedemptionStatus.PROCESSING, RedemptionStatus.REJECTED)
    assert codes(shop.redeem(RedeemReward(shop.members[0].id, "bread"))) == ["ok"]


def test_a_refund_gives_points_stock_limit_and_voucher_back_once(shop):
    pool(shop, 1)
    shop.offer(a_reward("film", price_points=200, stock_count=1, limits=Limits(1, LimitPeriod.MONTH, 1), voucher_pool_code="cinema"))
    first = redeem(shop, "film")
    assert first.redemption.status is RedemptionStatus.FULFILLED
    assert codes(shop.redeem(RedeemReward(shop.members[1].id, "film"))) == ["STOCK_EXHAUSTED"]
    assert isinstance(move(shop, first, RedemptionStatus.REFUNDED, dry_run=True), Moved)
    assert shop.available(shop.members[0]) == 100
    moved, again = (move(shop, first, RedemptionStatus.REFUNDED) for _ in range(2))
    assert (moved.returned_points, moved.available_points, moved.is_duplicate, again.is_duplicate) == (200, 300, False, True)
    assert shop.available(shop.members[0]) == 300
    assert redeem(shop, "film").redemption.voucher_id == first.redemption.voucher_id
    assert shop.violations() == []


def test_points_go_back_to_the_lots_they_came_from(shop):
    shop.clock.turn_to(shop.clock.now() + timedelta(days=40))
    shop.post(a_purchase(shop.members[0].id, 10_000))
    shop.offer(a_reward("feast", price_points=350))
    first = redeem(shop, "feast")
    before = lots(shop)
    move(shop, first, RedemptionStatus.PROCESSING, RedemptionStatus.REJECTED)
    assert lots(shop) == [(300, 300), (100, 100)]
    assert before == [(300, 0), (100, 50)]
    assert shop.violations() == []


def test_points_of_a_lot_that_has_expired_come_back_in_a_lot_of_their_own(shop):
    shop.offer(a_reward("feast", price_points=300))
    first = redeem(shop, "feast")
    shop.clock.turn_to(shop.clock.now() + timedelta(days=500))
    move(shop, first, *DONE, RedemptionStatus.REFUNDED)
    assert shop.available(shop.members[0]) == 300
    assert shop.violations() == []


def test_a_voucher_that_was_used_cannot_be_refunded(shop):
    pool(shop, 1)
    shop.offer(a_reward("film", voucher_pool_code="cinema"))
    first = redeem(shop, "film")
    ann = shop.members[0].id
    with shop.database.begin() as work:
        (voucher,) = vouchers_of_member([ann], safe=SAFE, within=work)[ann]
        assert codes(redeem_vouchers([RedeemVoucher(ann, "journey", voucher.code, "r")], safe=SAFE, within=work, clock=shop.clock)) == [
            "ok"
        ]
    assert (
        codes([move(shop, first, RedemptionStatus.REFUNDED, dry_run=True), move(shop, first, RedemptionStatus.REFUNDED)])
        == ["REDEMPTION_VOUCHER_USED"] * 2
    )
    assert codes(shop.redeem(RedeemReward(ann, "film"))) == ["VOUCHER_POOL_EMPTY"]
    with shop.database.begin() as work:
        assert pool_figures("journey", "cinema", within=work).counts == {VoucherStatus.USED: 1}


def test_what_is_said_to_be_available_is_granted_and_every_reason_is_said(shop):
    pool(shop, 0)
    ann = shop.members[0]
    shop.offer(
        a_reward("bread", price_points=10),
        a_reward("gone", price_points=10, stock_count=0, voucher_pool_code="cinema"),
        a_reward("feast", price_points=1_000, tier_minimum_code="GOLD", limits=Limits(total_count=1)),
        a_reward("later", price_points=20, eligibility=Criteria(starts_at=shop.clock.now() + timedelta(days=1))),
        a_reward("old", price_points=10, is_offered=False),
        a_reward("vip", prices=(Price(5, tier_minimum_code="GOLD"),)),
    )
    assert available(shop) == {
        "bread": ([], 0),
        "gone": (["STOCK_EXHAUSTED", "VOUCHER_POOL_EMPTY"], 0),
        "later": (["NOT_YET_OPEN"], 0),
        "feast": (["TIER_TOO_LOW", "POINTS_INSUFFICIENT"], 700),
        "vip": (["PRICE_NOT_OFFERED"], 0),
    }
    assert available(shop, reward_codes=["old", "nope"]) == {"old": (["REWARD_WITHDRAWN"], 0)}
    for code, (reasons, _) in available(shop, reward_codes=["bread", "gone", "feast", "later", "old", "vip"]).items():
        assert codes(shop.redeem(RedeemReward(ann.id, code), dry_run=True)) == (reasons[:1] or ["ok"])


def test_who_may_not_take_part_in_the_program_or_the_reward_cannot_redeem(shop):
    shop.offer(a_reward("bread", price_points=10), a_reward("feast", price_points=10, tier_minimum_code="GOLD"))
    ann, ben = (member.id for member in shop.members)
    with shop.database.begin() as work:
        set_overrides(
            [
                SetOverride("journey", Subject(SubjectKind.PROGRAM, "journey"), ann, Verdict.DENY, "fraud"),
                SetOverride("journey", Subject(SubjectKind.REWARD, "feast"), ben, Verdict.ALLOW, "a promise"),
            ],
            within=work,
            clock=shop.clock,
        )
    assert codes(shop.redeem(RedeemReward(ann, "bread"), RedeemReward(ben, "bread"), RedeemReward(ben, "feast"))) == [
        "ELIGIBILITY_DENIED",
        "ok",
        "ok",
    ]
    with shop.database.begin() as work:
        set_program_eligibility("journey", Criteria(tier_minimum_code="SILVER"), actor=None, within=work, clock=shop.clock)
    assert codes(shop.redeem(RedeemReward(ben, "bread"))) == ["TIER_TOO_LOW"]


def test_every_change_is_a_revision_that_says_who_and_when(shop):
    def told(act, definition, **changes):
        with shop.database.begin() as work:
            return act(definition, actor="ann", within=work, clock=shop.clock, **changes)

    bread = a_reward("bread")
    assert told(create_reward, bread, dry_run=True).revision == 1
    with pytest.raises(RewardUnknown):
        told(change_reward, bread)
    assert [told(create_reward, bread).revision for _ in range(2)] == [1, 1]
    with pytest.raises(RewardExists):
        told(create_reward, a_reward("bread", price_points=5))
    assert told(change_reward, a_reward("bread", price_points=5), revision=1).revision == 2
    with pytest.raises(RewardRevisionConflict):
        told(change_reward, bread, revision=1)
    assert told(change_reward, a_reward("bread", price_points=5, is_offered=False)).revision == 3
    with shop.database.begin() as work:
        history = reward_history("journey", "bread", within=work)
        assert find_reward("journey", "bread", within=work).revision == 3
        with pytest.raises(RewardUnknown):
            find_reward("journey", "nope", within=work)
    assert [(one.revision, one.actor, one.definition.is_offered) for one in history] == [
        (3, "ann", False),
        (2, "ann", True),
        (1, "ann", True),
    ]
    with pytest.raises(DBAPIError, match="stays as it is"), shop.database.begin() as work:
        work.exec_driver_sql("update reward_revisions set actor = 'ben'")


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"prices": (Price(1, wallet_code="stones"),)}, "prices[0].wallet_code"),
        ({"prices": (Price(1), Price(1, tier_minimum_code="WOOD"))}, "prices[1].tier_minimum_code"),
        ({"prices": (Price(1, segment_code="nope"),)}, "prices[0].segment_code"),
        ({"eligibility": Criteria(segments_out=("nope",))}, "eligibility.segments_out"),
        ({"voucher_pool_code": "nope"}, "voucher_pool_code"),
    ],
)
def test_a_reward_that_does_not_fit_says_which_part(shop, changes, path):
    with pytest.raises(RewardDefinitionInvalid) as refused:
        shop.offer(a_reward(**changes))
    assert refused.value.facts["path"] == path


def test_every_state_says_who_and_why(shop):
    shop.offer(a_reward("bread"))
    first = redeem(shop, "bread", actor="app")
    move(shop, first, *DONE, RedemptionStatus.REFUNDED)
    with shop.database.begin() as work:
        rows = work.exec_driver_sql("select status, actor, reason from redemption_moves order by id").all()
        stored = find_redemptions([first.redemption.id], within=work)[first.redemption.id]
    assert rows == [
        ("PENDING", "app", None),
        ("PROCESSING", "desk", "a reason"),
        ("FULFILLED", "desk", "a reason"),
        ("REFUNDED", "desk", "a reason"),
    ]
    assert stored.return_posting_id is not None


def test_the_database_itself_keeps_a_member_within_the_limit(shop):
    shop.offer(a_reward("bread", price_points=10, limits=Limits(total_count=2)))
    redeem(shop, "bread")
    redeem(shop, "bread")
    with pytest.raises(IntegrityError, match="redemptions_member_slot"), shop.database.begin() as work:
        work.exec_driver_sql("update redemptions set member_slot = 1")
    with pytest.raises(IntegrityError, match="redemptions_within_member_limit"), shop.database.begin() as work:
        work.exec_driver_sql("update redemptions set member_slot = 3 where member_slot = 2")


def test_a_hundred_redeemers_of_ten_units_get_exactly_ten(database):
    shop = open_shop(database, 100)
    shop.offer(a_reward("ham", stock_count=10))
    shop.post(*[a_purchase(member.id) for member in shop.members])
    results = [one for (one,) in at_once([partial(shop.redeem, RedeemReward(member.id, "ham")) for member in shop.members])]
    assert sorted(codes(results)) == ["STOCK_EXHAUSTED"] * 90 + ["ok"] * 10
    assert sum(shop.available(member) for member in shop.members) == 90 * 100
    assert shop.violations() == []


def test_racers_of_one_member_stay_within_the_limit(shop):
    shop.offer(a_reward("bread", price_points=1, limits=Limits(total_count=3)), a_reward("ham", price_points=1))
    racers = [partial(shop.redeem, RedeemReward(shop.members[0].id, code)) for code in ("bread", "ham") * 15]
    results = [one for (one,) in at_once(racers)]
    assert sorted(codes(results)) == ["MEMBER_LIMIT_REACHED"] * 12 + ["ok"] * 18
    assert shop.violations() == []


def test_racers_refund_once_while_others_redeem(shop):
    shop.offer(a_reward("bread", price_points=10, stock_count=20))
    first = redeem(shop, "bread")
    move(shop, first, *DONE)
    racers = [partial(move, shop, first, RedemptionStatus.REFUNDED)] * 10
    racers += [partial(shop.redeem, RedeemReward(shop.members[n % 2].id, "bread")) for n in range(10)]
    racers += [partial(shop.post, a_burn(shop.members[n % 2].id, 1)) for n in range(10)]
    at_once(racers)
    with shop.database.begin() as work:
        assert work.exec_driver_sql("select count(*) from postings where reference_kind = 'REDEMPTION_REFUND'").scalar_one() == 1
        assert work.exec_driver_sql("select redeemed_count from rewards").scalar_one() == 10
    assert shop.violations() == []


def test_a_batch_of_moves_judges_each_by_itself(shop):
    shop.offer(a_reward("bread", price_points=10))
    one, other = redeem(shop, "bread"), redeem(shop, "bread", 1)
    stranger = enter_shop(shop.database, 1).members[0].id
    commands = [
        MoveRedemption(one.redemption.id, RedemptionStatus.PROCESSING),
        MoveRedemption(one.redemption.id, RedemptionStatus.REJECTED, reason="\n"),
        MoveRedemption(one.redemption.id, RedemptionStatus.REJECTED),
        MoveRedemption(one.redemption.id, RedemptionStatus.REFUNDED),
        MoveRedemption(other.redemption.id, RedemptionStatus.REFUNDED),
        MoveRedemption(stranger, RedemptionStatus.PROCESSING),
    ]
    expected = ["ok", "LABEL_INVALID", "ok", "REDEMPTION_STATUS_CONFLICT", "REDEMPTION_STATUS_CONFLICT", "REDEMPTION_UNKNOWN"]
    for dry_run in (True, False):
        with shop.database.begin() as work:
            assert codes(move_redemptions(commands, within=work, clock=shop.clock, dry_run=dry_run)) == expected
    assert (shop.available(shop.members[0]), shop.available(shop.members[1])) == (300, 290)


def lots(shop: Shop) -> list[tuple[int, int]]:
    with shop.database.begin() as work:
        query = (
            "select granted_points, remaining_points from lots join accounts a on a.id = account_id where member_id = %s order by lots.id"
        )
        return [tuple(row) for row in work.exec_driver_sql(query, (shop.members[0].id,))]
