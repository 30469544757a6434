"""One call of a till: a purchase posted with its promotions and vouchers, all of it or nothing, once, under races and rehearsed alike."""

from functools import partial

import pytest

from loyalty.ledger import Posted, ReturnOrder
from loyalty.programs.rating import EarningEvent
from loyalty.promotions import (
    ApplyPromotions,
    Discount,
    EarnWithPromotions,
    Points,
    PromotionStatus,
    Purchased,
    UsageLimits,
    VoucherCounter,
    apply_promotions,
    move_promotion,
    post_with_promotions,
    promotion_figures,
    store_promotions,
)
from loyalty.vouchers import Attempts, OpenPool, VoucherSafe, generate_vouchers, list_vouchers, open_pool
from tests.support.ledger import Shop, a_burn, a_purchase, codes, open_shop
from tests.support.races import at_once
from tests.support.rewards import a_promotion

SAFE = VoucherSafe(b"k" * 32)
BONUS = a_promotion(discount=Discount(percent=10), limits=UsageLimits(10, 5, 1_000, 50_000))


@pytest.fixture
def shop(database) -> Shop:
    opened = open_shop(database, 2)
    with opened.database.begin() as work:
        store_promotions([BONUS, a_promotion("odd", points=Points(7))], within=work, clock=opened.clock)
    return opened


def a_deal(shop: Shop, order_id: str, number: int = 0, spend_minor: int = 10_000, **asked) -> EarnWithPromotions:
    return EarnWithPromotions(a_purchase(shop.members[number].id, spend_minor, order_id=order_id), caller_id="till", **asked)


def post(shop: Shop, *commands, dry_run: bool = False, per_member: int = 10):
    counter = VoucherCounter(lambda: SAFE, Attempts(None, per_member=per_member), shop.database.begin)
    with shop.database.begin() as work:
        return post_with_promotions(commands, within=work, clock=shop.clock, dry_run=dry_run, vouchers=counter)


def used(shop: Shop, code: str = "double") -> tuple[int, int, int]:
    with shop.database.begin() as work:
        promotion = promotion_figures("journey", code, within=work).promotion
    return promotion.used_count, promotion.used_points, promotion.used_minor


def some_codes(shop: Shop, count: int = 1, **pool) -> list[str]:
    with shop.database.begin() as work:
        open_pool(
            OpenPool("journey", "five-off", {"en": "Five off"}, "FAB", value_minor=500, **pool), safe=SAFE, within=work, clock=shop.clock
        )
        generate_vouchers("journey", "five-off", count, safe=SAFE, within=work, clock=shop.clock)
        found = list_vouchers("journey", "five-off", safe=SAFE, within=work, limit=200)
    return [voucher.code for voucher in found.items]


def stored(shop: Shop) -> list[int]:
    return [shop.count(table) for table in ("postings", "entries", "lots", "promotion_uses", "promotion_orders", "voucher_uses", "outbox")]


def test_a_purchase_is_posted_with_every_promotion_that_fits(shop):
    (rehearsed,) = post(shop, a_deal(shop, "o1"), dry_run=True)
    assert stored(shop) == [0] * 7
    (result,) = post(shop, a_deal(shop, "o1"))
    assert isinstance(result, Purchased)
    for told in (rehearsed, result):
        assert (told.posted.points, told.posted.available_points) == (100, 157)
        assert (told.applied.points, told.applied.discount_minor, told.applied.available_points) == (57, 1_000, 157)
    assert (rehearsed.posted.posting_id, rehearsed.posted.is_dry_run, rehearsed.applied.is_dry_run) == (None, True, True)
    assert (shop.available(shop.members[0]), used(shop), used(shop, "odd")) == (157, (1, 50, 1_000), (1, 7, 0))
    assert shop.violations() == []


def test_the_same_purchase_again_gives_nothing_twice_and_the_second_call_knows_it(shop):
    first, again = post(shop, a_deal(shop, "o1"))[0], post(shop, a_deal(shop, "o1"))[0]
    assert (first.is_duplicate, again.is_duplicate, again.posted.is_duplicate, again.applied.is_duplicate) == (False, True, True, True)
    assert [use.id for use in again.applied.uses] == [use.id for use in first.applied.uses]
    event = EarningEvent("purchase", shop.clock.now(), 10_000, "USD")
    with shop.database.begin() as work:
        (apart,) = apply_promotions([ApplyPromotions(shop.members[0].id, "o1", event)], within=work, clock=shop.clock)
    assert apart.is_duplicate
    assert shop.available(shop.members[0]) == 157
    assert shop.violations() == []


def test_promotions_may_come_to_a_purchase_that_was_posted_without(shop):
    shop.do(a_purchase(shop.members[0].id, 10_000, order_id="o1"))
    (result,) = post(shop, a_deal(shop, "o1"))
    assert (result.posted.is_duplicate, result.applied.is_duplicate, result.is_duplicate) == (True, False, False)
    assert shop.available(shop.members[0]) == 157
    assert shop.violations() == []


def test_only_the_named_promotions_are_asked_and_each_says_why_not(shop):
    with shop.database.begin() as work:
        store_promotions([a_promotion("asleep")], within=work, clock=shop.clock)
        move_promotion("journey", "asleep", PromotionStatus.PAUSED, actor="a test", within=work, clock=shop.clock)
    (result,) = post(shop, a_deal(shop, "o1", codes=("odd", "asleep", "nope", "odd")))
    told = {one.promotion_code: [reason.code for reason in one.refusals] for one in result.applied.considered}
    assert told == {"odd": [], "asleep": ["PROMOTION_NOT_ACTIVE"], "nope": ["PROMOTION_UNKNOWN"]}
    assert (result.applied.points, used(shop), used(shop, "odd")) == (7, (0, 0, 0), (1, 7, 0))
    other = post(shop, a_deal(shop, "o1", codes=("double",)))
    assert codes(other) == ["ORDER_ALREADY_PROMOTED"]
    assert shop.violations() == []


def test_a_purchase_that_must_have_its_promotions_is_refused_without_them(shop):
    wanted = a_deal(shop, "o1", codes=("odd", "nope"), must_apply=True)
    (rehearsed,), (refused,) = post(shop, wanted, dry_run=True), post(shop, wanted)
    for one in (rehearsed, refused):
        assert (one.code, one.facts["promotions"]) == (
            "PROMOTIONS_NOT_APPLIED",
            [{"promotion_code": "nope", "reasons": ["PROMOTION_UNKNOWN"]}],
        )
    assert stored(shop) == [0] * 7
    assert codes(post(shop, a_deal(shop, "o1", codes=("odd",), must_apply=True))) == ["ok"]
    assert codes(post(shop, a_deal(shop, "o1", codes=("odd",), must_apply=True))) == ["again"]
    assert shop.violations() == []


def test_a_refusal_takes_nothing_from_its_neighbours(shop):
    batch = [
        a_deal(shop, "o1"),
        a_deal(shop, "p1", 1, codes=("nope",), must_apply=True),
        a_deal(shop, "p2", 1),
        a_burn(shop.members[0].id, 157),
        a_deal(shop, "p2", 1, spend_minor=3),
        ReturnOrder(shop.members[1].id, "p2", "back"),
        a_deal(shop, "p2", 1),
    ]
    rehearsed, written = post(shop, *batch, dry_run=True), post(shop, *batch)
    expected = ["ok", "PROMOTIONS_NOT_APPLIED", "ok", "ok", "REFERENCE_ALREADY_POSTED", "ok", "ORDER_ALREADY_PROMOTED"]
    assert codes(rehearsed) == codes(written) == expected
    assert (used(shop), shop.available(shop.members[0]), shop.available(shop.members[1])) == ((1, 50, 1_000), 0, 0)
    assert shop.violations() == []


def test_promotions_that_are_refused_take_the_new_posting_back(shop):
    """The order's promotions were told first, with another amount: the purchase must not stand beside them."""
    event = EarningEvent("purchase", shop.clock.now(), 5_000, "USD")
    with shop.database.begin() as work:
        apply_promotions([ApplyPromotions(shop.members[0].id, "o1", event)], within=work, clock=shop.clock)
    before = stored(shop)
    outcome = post(shop, a_deal(shop, "o1"), a_deal(shop, "p1", 1))
    assert codes(outcome) == ["ORDER_ALREADY_PROMOTED", "ok"]
    assert shop.available(shop.members[0]) == 57
    assert stored(shop)[0] == before[0] + 2
    assert shop.violations() == []


def test_a_purchase_that_is_refused_uses_no_promotion(shop):
    outcome = post(
        shop, EarnWithPromotions(a_purchase(shop.members[0].id, 10_000, order_id="o1", currency_code="EUR")), a_deal(shop, "", 1)
    )
    assert codes(outcome) == ["CURRENCY_MISMATCH", "REFERENCE_INVALID"]
    assert (stored(shop), used(shop)) == ([0] * 7, (0, 0, 0))


def test_vouchers_are_used_with_the_purchase(shop):
    good, other = some_codes(shop, 2)
    asked = partial(a_deal, shop, codes=(), voucher_codes=(good, "FAB-NONE", other))
    (rehearsed,) = post(shop, asked("o1"), dry_run=True)
    assert shop.count("voucher_uses") == 0
    (result,), (again,) = post(shop, asked("o1")), post(shop, asked("o1"))
    for told in (rehearsed, result, again):
        assert told.applied is None
        assert codes(told.vouchers)[1] == "VOUCHER_NOT_REDEEMABLE"
    assert [used.reference for used in (result.vouchers[0], result.vouchers[2])] == ["o1", "o1#3"]
    assert (result.vouchers[0].voucher.value_minor, again.is_duplicate, shop.count("voucher_uses")) == (500, True, 2)
    assert codes(post(shop, asked("o2"))[0].vouchers) == ["VOUCHER_NOT_REDEEMABLE"] * 3
    assert shop.violations() == []


def test_a_purchase_that_must_have_its_voucher_is_refused_without(shop):
    (good,) = some_codes(shop)
    (refused,) = post(shop, a_deal(shop, "o1", voucher_codes=(good, "FAB-NONE"), must_apply=True))
    assert (refused.code, refused.facts["vouchers"]) == ("PROMOTIONS_NOT_APPLIED", [{"index": 1, "code": "VOUCHER_NOT_REDEEMABLE"}])
    assert (stored(shop), used(shop)) == ([0] * 7, (0, 0, 0))
    (told,) = post(shop, a_deal(shop, "o1", voucher_codes=(good,), must_apply=True))
    assert (codes(told.vouchers), used(shop)[0]) == (["ok"], 1)
    assert shop.violations() == []


def test_guesses_count_even_where_the_purchase_is_taken_back(shop):
    guess = partial(a_deal, shop, voucher_codes=("FAB-NONE",), must_apply=True)
    outcomes = [codes(post(shop, guess(f"o{number}"), dry_run=number % 2 == 0, per_member=3))[0] for number in range(5)]
    assert outcomes == ["PROMOTIONS_NOT_APPLIED"] * 3 + ["VOUCHER_ATTEMPTS_EXCEEDED"] * 2
    (told,) = post(shop, a_deal(shop, "o9", voucher_codes=tuple(some_codes(shop))), per_member=3)
    assert codes(told.vouchers) == ["VOUCHER_ATTEMPTS_EXCEEDED"]
    assert told.posted.points == 100


def test_a_budget_is_exact_whoever_pays_at_the_same_time(shop):
    """Twenty members at the till, and a budget for five."""
    crowd = open_shop(shop.database, 20)
    with shop.database.begin() as work:
        store_promotions([a_promotion("few", limits=UsageLimits(budget_points=250))], within=work, clock=shop.clock)
    outcomes = at_once([partial(post, crowd, a_deal(crowd, "x", number)) for number in range(20)])
    told = [one for (one,) in outcomes]
    assert codes(told) == ["ok"] * 20
    assert sorted(one.applied.points for one in told)[-5:] == [107] * 5
    assert (used(shop, "few"), used(shop)) == ((5, 250, 0), (10, 500, 10_000))
    assert shop.violations() == []


def test_one_purchase_sent_by_many_tills_at_once_is_posted_once(shop):
    (good,) = some_codes(shop)
    outcomes = at_once([partial(post, shop, a_deal(shop, "o1", voucher_codes=(good,))) for _ in range(30)])
    assert sorted(codes([one for (one,) in outcomes])) == ["again"] * 29 + ["ok"]
    assert (shop.available(shop.members[0]), used(shop), shop.count("voucher_uses")) == (157, (1, 50, 1_000), 1)
    assert shop.violations() == []


def test_purchases_and_their_returns_race_to_nothing(shop):
    (good,) = some_codes(shop, usage_limit=50)
    for number in range(8):
        post(shop, a_deal(shop, f"o{number}", number % 2))
    racers = [partial(post, shop, ReturnOrder(shop.members[n % 2].id, f"o{n}", f"r{n}")) for n in range(8)]
    racers += [partial(post, shop, a_deal(shop, f"p{n}", n % 2, codes=("odd",), voucher_codes=(good,), must_apply=True)) for n in range(8)]
    outcomes = [one for (one,) in at_once(racers)]
    assert codes(outcomes) == ["ok"] * 16
    assert (used(shop), used(shop, "odd"), shop.count("voucher_uses")) == ((0, 0, 0), (8, 56, 0), 8)
    assert sum(shop.available(member) for member in shop.members) == 8 * 107
    assert shop.violations() == []


def test_a_return_gives_back_what_the_purchase_brought(shop):
    (result,) = post(shop, a_deal(shop, "o1"))
    assert isinstance(result, Purchased)
    (back,) = post(shop, ReturnOrder(shop.members[0].id, "o1", "back"))
    assert isinstance(back, Posted)
    assert (back.available_points, used(shop), used(shop, "odd")) == (0, (0, 0, 0), (0, 0, 0))
    assert codes(post(shop, a_deal(shop, "o1"))) == ["ORDER_ALREADY_PROMOTED"]
    assert shop.violations() == []
