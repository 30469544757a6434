"""Orders that come back give back their promotions in the same act: wholly, in parts, reversed, in batches, and under races."""

from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loyalty.ledger import OrderAlreadyReturned, Posted, ReturnedLine, ReturnOrder, ReversePosting
from loyalty.programs.model import OrderLine
from loyalty.programs.rating import EarningEvent
from loyalty.promotions import (
    ApplyPromotions,
    Discount,
    Points,
    UsageLimits,
    apply_promotions,
    post_with_promotions,
    promotion_figures,
    return_promotions,
    store_promotions,
)
from loyalty.promotions.model import ReturnPromotions
from tests.support.ledger import Shop, a_burn, a_purchase, codes, open_shop
from tests.support.races import at_once
from tests.support.rewards import a_promotion

BONUS = a_promotion(discount=Discount(percent=10), limits=UsageLimits(10, 5, 1_000, 50_000))
numbers = iter(range(1_000_000))


@pytest.fixture
def shop(database) -> Shop:
    opened = open_shop(database, 2)
    with opened.database.begin() as work:
        store_promotions([BONUS, a_promotion("odd", points=Points(7))], within=work, clock=opened.clock)
    return opened


def buy(shop: Shop, order_id: str, number: int = 0, spend_minor: int = 10_000, lines: tuple[OrderLine, ...] = ()) -> Posted:
    """The order is posted and its promotions are applied."""
    member_id = shop.members[number].id
    posted = shop.do(a_purchase(member_id, spend_minor, order_id=order_id, lines=lines))
    promote(shop, order_id, number, spend_minor)
    return posted


def promote(shop: Shop, order_id: str, number: int = 0, spend_minor: int = 10_000):
    event = EarningEvent("purchase", shop.clock.now(), spend_minor, "USD")
    with shop.database.begin() as work:
        return apply_promotions([ApplyPromotions(shop.members[number].id, order_id, event)], within=work, clock=shop.clock)[0]


def post(shop: Shop, *commands, dry_run: bool = False):
    with shop.database.begin() as work:
        return post_with_promotions(commands, within=work, clock=shop.clock, dry_run=dry_run)


def a_return(shop: Shop, order_id: str, number: int = 0, reference: str | None = None, **what) -> ReturnOrder:
    return ReturnOrder(shop.members[number].id, order_id, reference or f"return-{next(numbers)}", **what)


def used(shop: Shop, code: str = "double") -> tuple[int, int, int]:
    with shop.database.begin() as work:
        promotion = promotion_figures("journey", code, within=work).promotion
    return promotion.used_count, promotion.used_points, promotion.used_minor


def test_a_returned_order_gives_everything_back_at_once(shop):
    buy(shop, "o1")
    assert (shop.available(shop.members[0]), used(shop)) == (157, (1, 50, 1_000))
    (rehearsed,) = post(shop, a_return(shop, "o1"), dry_run=True)
    assert (rehearsed.available_points, rehearsed.is_dry_run, rehearsed.posting_id) == (0, True, None)
    assert (shop.available(shop.members[0]), used(shop)) == (157, (1, 50, 1_000))
    first, again = (post(shop, a_return(shop, "o1", reference="r"))[0] for _ in range(2))
    assert (first.points, first.available_points, again.is_duplicate) == (100, 0, True)
    assert (used(shop), used(shop, "odd"), shop.available(shop.members[0])) == ((0, 0, 0), (0, 0, 0), 0)
    with shop.database.begin() as work:
        rows = work.exec_driver_sql("select points, transaction_id from postings where reference_kind = 'PROMOTION_RETURN'").all()
    assert rows == [(57, first.transaction_id)]
    assert shop.violations() == []


def test_a_partial_return_gives_back_its_share_and_keeps_the_use(shop):
    buy(shop, "o1")
    (result,) = post(shop, a_return(shop, "o1", amount_minor=3_333))
    assert (used(shop), used(shop, "odd")) == ((1, 34, 667), (1, 5, 0))
    assert result.available_points == shop.available(shop.members[0]) == 67 + 34 + 5
    assert shop.violations() == []


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.integers(1, 20_000),
    st.lists(st.integers(1, 7_000), max_size=6),
    st.lists(st.tuples(st.integers(0, 9_000), st.integers(1, 4)), max_size=4),
    st.booleans(),
)
def test_whatever_the_steps_a_whole_return_leaves_everything_as_it_was(shop, spend_minor, amounts, lines, is_by_quantity):
    number = next(numbers)
    order_id = f"order-{number}"
    bought = tuple(OrderLine(f"line-{place}", amount, quantity) for place, (amount, quantity) in enumerate(lines))
    spend_minor = sum(line.amount_minor for line in bought) if bought else spend_minor
    before = (shop.available(shop.members[0]), used(shop), used(shop, "odd"))
    buy(shop, order_id, spend_minor=spend_minor, lines=bought)
    seen = used(shop)
    steps = [a_return(shop, order_id, amount_minor=amount) for amount in amounts]
    if is_by_quantity:
        steps = [a_return(shop, order_id, lines=(ReturnedLine(line.line_id, quantity=1),)) for line in bought] + steps
    for step in [*steps, a_return(shop, order_id)]:
        post(shop, step)
        now = used(shop)
        assert all(after <= earlier for after, earlier in zip(now, seen, strict=True))
        seen = now
    assert (shop.available(shop.members[0]), used(shop), used(shop, "odd")) == before
    assert shop.violations() == []


def test_a_reversed_order_gives_everything_back(shop):
    posted = buy(shop, "o1")
    (reversal,) = post(shop, ReversePosting(shop.members[0].id, posted.posting_id, "a mistake"))
    assert (reversal.available_points, used(shop), shop.available(shop.members[0])) == (0, (0, 0, 0), 0)
    assert shop.violations() == []


def test_a_refused_return_gives_nothing_back(shop):
    posted = buy(shop, "o1")
    shop.post(a_burn(shop.members[0].id, 120))
    results = post(
        shop,
        a_return(shop, "o1", amount_minor=10_001),
        a_return(shop, "nope"),
        a_return(shop, "\x00"),
        ReversePosting(shop.members[0].id, posted.posting_id, "a mistake"),
    )
    assert codes(results) == ["RETURN_EXCEEDS_ORDER", "ORDER_UNKNOWN", "REFERENCE_INVALID", "REVERSAL_POINTS_GONE"]
    assert (used(shop), shop.available(shop.members[0])) == ((1, 50, 1_000), 37)
    assert shop.violations() == []


def test_later_commands_of_a_batch_find_the_promotions_given_back(shop):
    buy(shop, "o1")
    buy(shop, "o1", 1)
    member, other = shop.members
    batch = [
        a_return(shop, "o1", amount_minor=5_000),
        a_burn(member.id, 100),
        a_burn(other.id, 100),
        a_return(shop, "o1"),
        a_burn(other.id, 1),
    ]
    rehearsed, written = post(shop, *batch, dry_run=True), post(shop, *batch)
    assert codes(rehearsed) == codes(written) == ["ok", "POINTS_INSUFFICIENT", "ok", "ok", "ok"]
    assert [one.available_points for one in rehearsed if isinstance(one, Posted)] == [79, 57, 0, 56]
    assert [one.available_points for one in written if isinstance(one, Posted)] == [79, 57, 0, 56]
    assert shop.violations() == []


def test_nothing_is_given_for_an_order_that_is_back(shop):
    buy(shop, "o1")
    shop.do(a_purchase(shop.members[0].id, order_id="o2"))
    post(shop, a_return(shop, "o2"))
    assert isinstance(promote(shop, "o2"), OrderAlreadyReturned)
    post(shop, a_return(shop, "o1", amount_minor=2_500))
    with shop.database.begin() as work:
        (rest,) = return_promotions([ReturnPromotions(shop.members[0].id, "o1")], within=work, clock=shop.clock)
    assert (rest.available_points, used(shop)) == (75, (0, 0, 0))
    assert codes(post(shop, a_return(shop, "o1"))) == ["ok"]
    assert shop.violations() == []


def test_twenty_returns_of_one_order_give_back_once(shop):
    buy(shop, "o1")
    outcomes = [one for (one,) in at_once([partial(post, shop, a_return(shop, "o1")) for _ in range(20)])]
    assert sorted(codes(outcomes)) == ["RETURN_EXCEEDS_ORDER"] * 19 + ["ok"]
    assert (used(shop), shop.available(shop.members[0])) == ((0, 0, 0), 0)
    assert shop.violations() == []


def test_racing_partial_returns_add_up_while_others_use_the_same_promotions(shop):
    buy(shop, "o1")
    parts = [partial(post, shop, a_return(shop, "o1", amount_minor=500)) for _ in range(20)]
    others = [partial(lambda n: [promote(shop, f"p{n}", 1)], n) for n in range(4)]
    outcomes = at_once([*parts, *others])
    assert codes([one for (one,) in outcomes]) == ["ok"] * 24
    assert used(shop) == (4, 200, 4_000)
    assert shop.available(shop.members[0]) == 0
    assert shop.violations() == []


def test_a_return_and_its_promotions_race_to_the_same_end(shop):
    for number in range(6):
        shop.do(a_purchase(shop.members[0].id, order_id=f"race-{number}"))
    racers = [partial(lambda n: [promote(shop, f"race-{n}")], n) for n in range(6)]
    racers += [partial(post, shop, a_return(shop, f"race-{n}")) for n in range(6)]
    at_once(racers)
    assert (used(shop), shop.available(shop.members[0])) == ((0, 0, 0), 0)
    assert shop.violations() == []
