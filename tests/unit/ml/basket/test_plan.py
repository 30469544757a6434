"""Which baskets train, choose and judge: never one for two, never anything known that is held out or later."""

import numpy as np
import pytest

from ml.next_best_offer.basket.errors import BasketsTooFew, ProtocolInvalid
from ml.next_best_offer.basket.plan import Plan, Split, judged_customers, plan_by_customers, plan_in_time
from ml.next_best_offer.basket.read import baskets_of
from tests.support.baskets import habitual_baskets, lines

BASKETS = habitual_baskets(customers=90)


def targets(groups: tuple) -> np.ndarray:
    return np.concatenate([group.targets for group in groups])


def is_apart(plan: Plan) -> bool:
    every = np.concatenate([targets(plan.training), targets(plan.validation), targets(plan.test)])
    return len(np.unique(every)) == len(every)


def test_in_time_every_last_basket_judges_once_and_nothing_is_used_twice():
    plan = plan_in_time(BASKETS, seed=1)
    assert sorted(targets(plan.test)) == (BASKETS.basket_start[1:] - 1).tolist()
    assert is_apart(plan)
    assert len(targets(plan.validation)) > 0
    assert len(targets(plan.training)) > 300


def test_in_time_the_last_basket_but_one_of_some_customers_validates():
    chosen = targets(plan_in_time(BASKETS, seed=1).validation)
    assert (BASKETS.basket_start[BASKETS.customers[chosen] + 1] - 2 == chosen).all()
    assert 25 <= len(chosen) <= 50


def test_in_time_nothing_of_others_is_known_that_is_held_out_or_not_before_the_target():
    plan = plan_in_time(BASKETS, seed=1)
    last = BASKETS.basket_start[1:] - 1
    for group in (*plan.training, *plan.validation, *plan.test):
        known = np.concatenate([np.arange(first, beyond) for first, beyond in zip(BASKETS.basket_start, group.beyond, strict=False)])
        assert not np.isin(last, known).any()
        if len(known):
            assert BASKETS.days[known].max() < BASKETS.days[group.targets].min()


def test_by_customers_the_parts_share_no_customer_and_others_are_training_customers():
    split = Split(72, 8, 20, 5)
    plan = plan_by_customers(BASKETS, split, fold=0, seed=1)
    learning, choosing, judging = (set(BASKETS.customers[targets(part)]) for part in (plan.training, plan.validation, plan.test))
    assert len(learning | choosing | judging) == len(learning) + len(choosing) + len(judging)
    assert (len(learning), len(choosing), len(judging)) == (65, 7, 18)
    for group in (*plan.training, *plan.validation, *plan.test):
        known = set(np.flatnonzero(group.beyond > BASKETS.basket_start[:-1]))
        assert known <= learning


def test_by_customers_no_customer_is_among_the_others_of_its_own_lists():
    """Judged customers are unknown among the others; those who train must be, or the network learns from what it will not find."""
    plan = plan_by_customers(BASKETS, Split(72, 8, 20, 5), fold=2, seed=1)
    for group in (*plan.training, *plan.validation, *plan.test):
        customers = BASKETS.customers[group.targets]
        assert (group.beyond[customers] == BASKETS.basket_start[customers]).all()
        assert (group.beyond > BASKETS.basket_start[:-1]).sum() > 40


def test_five_folds_of_a_fifth_judge_every_customer_once():
    judged = [targets(plan_by_customers(BASKETS, Split(72, 8, 20, 5), fold=fold, seed=4).test) for fold in range(5)]
    assert sorted(np.concatenate(judged)) == (BASKETS.basket_start[1:] - 1).tolist()


def test_the_seed_decides_the_split():
    split = Split(72, 8, 20, 5)
    one, again, other = (targets(plan_by_customers(BASKETS, split, fold=0, seed=seed).test).tolist() for seed in (1, 1, 2))
    assert one == again != other


def test_customers_with_one_basket_before_the_last_are_not_judged_but_are_known():
    short = baskets_of(lines(*((c, 10 * c + n, n, i) for c in range(6) for n in range(2 if c == 0 else 6) for i in (n, n + 1, c))))
    assert judged_customers(short).tolist() == [1, 2, 3, 4, 5]
    assert any(group.beyond[0] > 0 for group in plan_in_time(short, seed=1).test)


def test_too_few_baskets_are_refused_with_the_counts():
    with pytest.raises(BasketsTooFew, match="2 of 3 customers"):
        judged_customers(baskets_of(lines(*((c, 10 * c + n, n, n) for c in range(3) for n in range(2 if c == 0 else 3)))))


@pytest.mark.parametrize("text", ["72/8", "72/8/30", "80/20/0", "a/b/c", "", "nan/8/20"])
def test_a_split_that_is_none_is_refused(text: str):
    with pytest.raises(ProtocolInvalid, match="users-split"):
        Split.parsed(text, 5)


@pytest.mark.parametrize("folds", [0, 101])
def test_folds_out_of_range_are_refused(folds: int):
    with pytest.raises(ProtocolInvalid, match="folds"):
        Split.parsed("72/8/20", folds)
