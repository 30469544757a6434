"""Promotions on a real PostgreSQL: applied once to an order, within limits and budgets under races, given back with the order."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy.exc import IntegrityError

from loyalty.eligibility import Criteria, SetOverride, Subject, SubjectKind, Verdict, set_overrides
from loyalty.ids import new_id
from loyalty.members import ChangeStatus, MemberStatus, change_status
from loyalty.programs import store_program
from loyalty.programs.model import PeriodKind, Qualification, QualificationBy, TierPeriod
from loyalty.programs.rating import EarningEvent
from loyalty.promotions import (
    Applied,
    ApplyPromotions,
    Discount,
    Points,
    PromotionDefinitionInvalid,
    PromotionExists,
    PromotionRevisionConflict,
    PromotionStatus,
    PromotionStatusConflict,
    PromotionUnknown,
    ReturnPromotions,
    UsageLimits,
    apply_promotions,
    change_promotion,
    create_promotion,
    list_promotions,
    move_promotion,
    promotion_figures,
    promotion_history,
    return_promotions,
    store_promotions,
)
from loyalty.rewards import RedeemReward
from tests.support.ledger import Shop, a_burn, codes, enter_shop, open_shop
from tests.support.races import at_once
from tests.support.rewards import a_promotion, a_reward, enrich, rich_journey


@pytest.fixture
def shop(database) -> Shop:
    return open_shop(database, 2)


def offer(shop: Shop, *definitions) -> None:
    with shop.database.begin() as work:
        store_promotions(definitions, within=work, clock=shop.clock)


def an_order(shop: Shop, order_id: str, number: int = 0, spend_minor: int = 10_000, **event) -> ApplyPromotions:
    values = {"trigger": "purchase", "event_time": shop.clock.now(), "spend_minor": spend_minor, "currency_code": "USD"} | event
    return ApplyPromotions(shop.members[number].id, order_id, EarningEvent(**values), actor="till")


def apply(shop: Shop, *commands: ApplyPromotions, dry_run: bool = False):
    with shop.database.begin() as work:
        return apply_promotions(commands, within=work, clock=shop.clock, dry_run=dry_run)


def give_back(shop: Shop, order_id: str, number: int = 0, *, dry_run: bool = False):
    with shop.database.begin() as work:
        command = ReturnPromotions(shop.members[number].id, order_id)
        return return_promotions([command], within=work, clock=shop.clock, dry_run=dry_run)[0]


def figures(shop: Shop, code: str = "double"):
    with shop.database.begin() as work:
        return promotion_figures("journey", code, within=work)


def test_bonus_points_are_earned_in_the_ledger_and_name_their_promotion(shop):
    offer(shop, a_promotion(discount=Discount(percent=10), limits=UsageLimits(10, 5, 1_000, 5_000)))
    (result,) = apply(shop, an_order(shop, "o1"))
    assert isinstance(result, Applied)
    assert (result.points, result.discount_minor, result.available_points) == (50, 1_000, 50)
    assert shop.available(shop.members[0]) == 50
    with shop.database.begin() as work:
        rows = work.exec_driver_sql("select type, rule_code, rule_revision, amount_points from entries order by amount_points").all()
    assert rows == [("POINTS_EARNED", "promotion/double", 1, -50), ("POINTS_EARNED", "promotion/double", 1, 50)]
    found = figures(shop)
    assert (found.promotion.used_count, found.member_count, found.promotion.used_points, found.promotion.used_minor) == (1, 1, 50, 1_000)
    assert (found.promotion.left_points, found.promotion.left_minor, found.by_day) == (950, 4_000, [("2017-10-15", 1, 50, 1_000)])
    assert shop.violations() == []


def test_promotions_apply_to_an_order_once(shop):
    offer(shop, a_promotion())
    first, again, other = apply(shop, an_order(shop, "o1"), an_order(shop, "o1"), an_order(shop, "o1", spend_minor=5))
    assert codes([first, again, other]) == ["ok", "again", "ORDER_ALREADY_PROMOTED"]
    (later,) = apply(shop, an_order(shop, "o1"))
    assert later.is_duplicate
    assert [use.id for use in later.uses] == [use.id for use in first.uses]
    offer(shop, a_promotion("late"))
    assert apply(shop, an_order(shop, "o1"))[0].points == 50
    assert shop.available(shop.members[0]) == 50
    assert shop.violations() == []


def test_an_order_to_which_nothing_applied_stays_without(shop):
    assert apply(shop, an_order(shop, "o1"))[0].uses == ()
    offer(shop, a_promotion())
    assert codes(apply(shop, an_order(shop, "o1"))) == ["again"]
    assert shop.available(shop.members[0]) == 0


def test_a_batch_moves_on_with_its_own_uses(shop):
    offer(shop, a_promotion(limits=UsageLimits(total_count=3, per_member_count=2)))
    results = apply(shop, *[an_order(shop, f"o{n}") for n in range(3)], *[an_order(shop, f"p{n}", 1) for n in range(2)])
    assert [[refusal.code for one in result.considered for refusal in one.refusals] for result in results] == [
        [],
        [],
        ["PROMOTION_MEMBER_LIMIT_REACHED"],
        [],
        ["PROMOTION_USAGE_LIMIT_REACHED"],
    ]
    assert shop.violations() == []


def test_refusals_come_in_the_documented_order_and_a_dry_run_says_the_same(shop):
    offer(shop, a_promotion(limits=UsageLimits(budget_points=120)))
    idle = enter_shop(shop.database, 1).members[0]
    shop.members.append(idle)
    with shop.database.begin() as work:
        change_status([ChangeStatus(idle.id, MemberStatus.INACTIVE)], within=work)
    stranger = ApplyPromotions(new_id(), "o", an_order(shop, "o").event)
    batch = [
        an_order(shop, "", spend_minor=-1),
        an_order(shop, "o", spend_minor=-1),
        stranger,
        an_order(shop, "o", 2),
        an_order(shop, "o", currency_code="EUR"),
        an_order(shop, "o", event_time=shop.clock.now() + timedelta(days=1)),
        an_order(shop, "o"),
        an_order(shop, "o", spend_minor=1),
        an_order(shop, "o", 1),
        an_order(shop, "p", 1),
    ]
    expected = ["REFERENCE_INVALID", "AMOUNT_INVALID", "MEMBER_UNKNOWN", "MEMBER_INACTIVE", "CURRENCY_MISMATCH", "EVENT_TIME_IN_FUTURE"]
    expected += ["ok", "ORDER_ALREADY_PROMOTED", "ok", "ok"]
    rehearsed = apply(shop, *batch, dry_run=True)
    assert (shop.count("promotion_uses"), shop.count("promotion_orders"), shop.count("postings")) == (0, 0, 0)
    written = apply(shop, *batch)
    assert codes(rehearsed) == codes(written) == expected
    assert [result.points for result in rehearsed[-2:]] == [result.points for result in written[-2:]] == [50, 0]
    assert shop.violations() == []


def test_a_returned_order_gives_points_limits_and_budget_back_once(shop):
    offer(shop, a_promotion(discount=Discount(100), limits=UsageLimits(1, 1, 50, 100)))
    apply(shop, an_order(shop, "o1"))
    assert apply(shop, an_order(shop, "o2"))[0].uses == ()
    assert give_back(shop, "o1", dry_run=True).points == 50
    assert shop.available(shop.members[0]) == 50
    first, again = give_back(shop, "o1"), give_back(shop, "o1")
    assert (first.is_duplicate, again.is_duplicate, first.available_points) == (False, True, 0)
    assert (figures(shop).promotion.used_count, figures(shop).returned_count, figures(shop).promotion.left_minor) == (0, 1, 100)
    assert codes(apply(shop, an_order(shop, "o1"))) == ["ORDER_ALREADY_PROMOTED"]
    assert apply(shop, an_order(shop, "o3"))[0].points == 50
    assert codes([give_back(shop, "nope"), give_back(shop, "")]) == ["PROMOTION_USE_UNKNOWN", "REFERENCE_INVALID"]
    assert shop.violations() == []


def test_points_that_are_spent_are_taken_back_as_far_as_the_balance_goes(shop):
    offer(shop, a_promotion(points=Points(100)))
    apply(shop, an_order(shop, "o1"))
    shop.post(a_burn(shop.members[0].id, 70))
    give_back(shop, "o1")
    assert shop.available(shop.members[0]) == 0
    assert shop.violations() == []


def test_two_wallets_get_a_posting_each(shop):
    enrich(shop.database, shop.clock)
    offer(shop, a_promotion("a"), a_promotion("b", points=Points(7, wallet_code="stars", expires_after_days=10)))
    (result,) = apply(shop, an_order(shop, "o1"))
    assert len({use.posting_id for use in result.uses}) == 2
    shop.offer(a_reward("tea", price_points=50))
    assert codes(shop.redeem(RedeemReward(shop.members[0].id, "tea"))) == ["ok"]
    give_back(shop, "o1")
    assert shop.violations() == []


def test_bonus_points_lift_a_member_at_once(shop):
    program = rich_journey()
    by_points = Qualification(QualificationBy.POINTS_EARNED, TierPeriod(PeriodKind.ROLLING, days=364), "points")
    ladder = tuple(replace(tier, threshold=threshold) for tier, threshold in zip(program.tiers.tiers, (0, 40, 900, 9_000), strict=True))
    with shop.database.begin() as work:
        tiers = replace(program.tiers, qualification=by_points, tiers=ladder)
        store_program(replace(program, tiers=tiers), within=work, clock=shop.clock)
    offer(shop, a_promotion())
    apply(shop, an_order(shop, "o1"))
    with shop.database.begin() as work:
        standings = work.exec_driver_sql("select member_id, tier_code from member_tiers").all()
    assert (shop.members[0].id, "SILVER") in [tuple(row) for row in standings]
    assert shop.violations() == []


def test_eligibility_and_overrides_are_asked(shop):
    offer(shop, a_promotion(eligibility=Criteria(tier_minimum_code="GOLD")))
    assert apply(shop, an_order(shop, "o1"))[0].points == 0
    with shop.database.begin() as work:
        subject = Subject(SubjectKind.PROMOTION, "double")
        set_overrides([SetOverride("journey", subject, shop.members[0].id, Verdict.ALLOW, "a promise")], within=work, clock=shop.clock)
    assert apply(shop, an_order(shop, "o2"))[0].points == 50


def test_a_promotion_goes_only_where_its_state_lets_it_and_stays_editable(shop):
    def told(act, *given, **changes):
        with shop.database.begin() as work:
            return act(*given, actor="ann", within=work, clock=shop.clock, **changes)

    move = partial(told, move_promotion, "journey", "double")
    assert told(create_promotion, a_promotion(), dry_run=True).revision == 1
    assert [told(create_promotion, a_promotion()).status for _ in range(2)] == [PromotionStatus.DRAFT] * 2
    with pytest.raises(PromotionExists):
        told(create_promotion, a_promotion(priority=1))
    assert apply(shop, an_order(shop, "draft"))[0].considered == ()
    with pytest.raises(PromotionStatusConflict):
        move(PromotionStatus.PAUSED)
    assert move(PromotionStatus.ACTIVE).revision == move(PromotionStatus.ACTIVE).revision == 2
    assert apply(shop, an_order(shop, "active"))[0].points == 50
    assert told(change_promotion, a_promotion(points=Points(60)), revision=2).revision == 3
    with pytest.raises(PromotionRevisionConflict):
        told(change_promotion, a_promotion(), revision=2)
    assert apply(shop, an_order(shop, "changed"))[0].uses[0].promotion_revision == 3
    with pytest.raises(PromotionDefinitionInvalid, match="110 are used already"):
        told(change_promotion, a_promotion(limits=UsageLimits(budget_points=109)))
    move(PromotionStatus.PAUSED)
    assert apply(shop, an_order(shop, "paused"))[0].points == 0
    move(PromotionStatus.ARCHIVED, reason="over")
    for act in (partial(move, PromotionStatus.ACTIVE), partial(told, change_promotion, a_promotion())):
        with pytest.raises(PromotionStatusConflict):
            act()
    with pytest.raises(PromotionUnknown):
        told(change_promotion, a_promotion("nope"))
    with shop.database.begin() as work:
        history = promotion_history("journey", "double", within=work)
        assert [one.definition.code for one in list_promotions("journey", within=work, status=PromotionStatus.ARCHIVED)] == ["double"]
    assert [(one.revision, str(one.status)) for one in history] == [
        (5, "ARCHIVED"),
        (4, "PAUSED"),
        (3, "ACTIVE"),
        (2, "ACTIVE"),
        (1, "DRAFT"),
    ]
    assert (history[0].actor, history[0].reason) == ("ann", "over")
    assert shop.violations() == []


@pytest.mark.parametrize(
    "changes",
    [{"program_code": "nope"}, {"points": Points(1, wallet_code="nope")}, {"eligibility": Criteria(segments_in=("nope",))}],
)
def test_a_promotion_that_does_not_fit_is_refused(shop, changes):
    with pytest.raises(PromotionDefinitionInvalid):
        offer(shop, a_promotion(**changes))


def test_the_database_itself_keeps_a_promotion_within_its_budget(shop):
    offer(shop, a_promotion(limits=UsageLimits(budget_points=10)))
    with pytest.raises(IntegrityError, match="promotions_within_budget_points"), shop.database.begin() as work:
        work.exec_driver_sql("update promotions set used_points = 11")


def test_sixty_four_writers_use_a_budget_exactly(database):
    """Each would take 50 of 1,000 points and 30 of 500 of money: money ends first, after sixteen, whoever comes."""
    shop = open_shop(database, 16)
    offer(shop, a_promotion(discount=Discount(30), limits=UsageLimits(budget_points=1_000, budget_minor=500)))
    racers = [partial(apply, shop, an_order(shop, f"o{n}", n % 16)) for n in range(64)]
    results = [one for (one,) in at_once(racers)]
    assert sum(len(result.uses) for result in results) == 16
    found = figures(shop).promotion
    assert (found.used_count, found.used_points, found.used_minor) == (16, 800, 480)
    assert shop.violations() == []


def test_racers_with_one_order_apply_once_and_return_once_and_nobody_deadlocks(shop):
    offer(shop, a_promotion("a"), a_promotion("b"), a_promotion("c", limits=UsageLimits(per_member_count=3)))
    outcomes = at_once([partial(apply, shop, an_order(shop, "same"), an_order(shop, f"o{n}", 1)) for n in range(12)])
    assert codes([first for first, _ in outcomes]).count("ok") == 1
    returns = at_once([partial(give_back, shop, "same")] * 6 + [partial(apply, shop, an_order(shop, f"p{n}")) for n in range(6)])
    assert codes(returns[:6]).count("ok") == 1
    assert shop.violations() == []
