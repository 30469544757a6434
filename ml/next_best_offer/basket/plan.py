"""Which baskets train, validate and judge, and what may be known of others for each. Not here: what is made of them (`protocol.py`)."""

from dataclasses import dataclass

import numpy as np

from ml.next_best_offer.basket.baskets import Baskets, Numbers
from ml.next_best_offer.basket.errors import BasketsTooFew, ProtocolInvalid

BASKETS_BEFORE_MIN = 2
# How many targets a customer gives to training: three are enough for many customers; few customers give more.
TARGETS_MIN, TARGETS_MAX, LISTS_WANTED = 3, 8, 24_000
LISTS_MAX = 40_000
LISTS_FEW = 500
# What is known of others is looked at anew so often; more often costs time and adds hardly any freshness.
PERIODS = 24
# Training customers are foretold from the others of them, as judged ones are: none knows itself among the others.
PARTS = 4
VALIDATION_SHARE, VALIDATION_MIN, VALIDATION_MAX = 0.1, 50, 1_000


@dataclass(frozen=True)
class Group:
    """Baskets to foretell from the same knowledge of others: `targets` `(targets,)`, and `beyond` `(customers,)` up to where each
    customer is known."""

    targets: Numbers
    beyond: Numbers


@dataclass(frozen=True)
class Plan:
    """Baskets that train, that choose between settings, and that judge. No basket is in two of them, and no judge is looked at before."""

    training: tuple[Group, ...]
    validation: tuple[Group, ...]
    test: tuple[Group, ...]


@dataclass(frozen=True)
class Split:
    """Shares of the judged customers that train, validate and test, in per cent, and how often they change places."""

    training: float
    validation: float
    test: float
    folds: int

    @classmethod
    def parsed(cls, text: str, folds: int) -> "Split":
        """The split of a text such as 72/8/20.

        Raises:
            ProtocolInvalid: not three shares that make 100, one of them not above 0, or folds outside 1 to 100.
        """
        try:
            training, validation, test = (float(part) for part in text.split("/"))
        except ValueError as error:
            raise ProtocolInvalid(f"--users-split takes three shares such as 72/8/20, and not {text}.", users_split=text) from error
        if not (min(training, validation, test) > 0.0 and abs(training + validation + test - 100.0) < 1e-6):
            raise ProtocolInvalid(f"--users-split takes three shares above 0 that make 100, and not {text}.", users_split=text)
        if not 1 <= folds <= 100:
            raise ProtocolInvalid(f"--folds takes 1 to 100, and not {folds}.", folds=folds)
        return cls(training, validation, test, folds)


def judged_customers(baskets: Baskets) -> Numbers:
    """The customers with at least two baskets before their last.

    Raises:
        BasketsTooFew: fewer than three of them: none would be left to train, to validate or to judge.
    """
    counts = np.diff(baskets.basket_start)
    customers = np.flatnonzero(counts > BASKETS_BEFORE_MIN)
    if len(customers) < 3:
        raise BasketsTooFew(
            f"{len(customers)} of {len(counts)} customers have the three baskets that it takes: two before the one to foretell.",
            customers=len(counts),
            judged=len(customers),
        )
    return customers


def plan_in_time(baskets: Baskets, *, seed: int, lists_wanted: int = LISTS_WANTED) -> Plan:
    """Every judged customer's last basket judges, and its earlier ones train; of others only what lies before the target's period.

    The last basket but one of a tenth of the customers validates and trains nothing; their earlier ones train, as all customers' do.
    """
    judged = judged_customers(baskets)
    last = baskets.basket_start[judged + 1] - 1
    shuffled = np.random.default_rng(seed).permutation(len(judged))
    count = int(min(max(VALIDATION_SHARE * len(judged), min(VALIDATION_MIN, len(judged) // 3)), VALIDATION_MAX))
    choosing = np.sort(shuffled[:count])
    depth = int(np.clip(lists_wanted // len(judged), TARGETS_MIN, TARGETS_MAX))
    # Where customers have few baskets, one before a target must do.
    before = BASKETS_BEFORE_MIN if len(_earlier(baskets, judged, depth, BASKETS_BEFORE_MIN)) >= LISTS_FEW else 1
    validation = _counted_back(baskets, judged[choosing], 1, before)
    training = np.setdiff1d(_earlier(baskets, judged, depth, before), validation)
    if not len(training):
        raise BasketsTooFew("No customer has a basket to learn from before the one to foretell.", judged=len(judged))
    hidden = np.full(baskets.customer_count, np.iinfo(np.int64).max)
    hidden[judged] = last
    return Plan(
        training=_periods(baskets, _drawn(training, seed), hidden),
        validation=_periods(baskets, validation, hidden),
        test=_periods(baskets, last, hidden),
    )


def plan_by_customers(baskets: Baskets, split: Split, *, fold: int, seed: int) -> Plan:
    """The last basket of the customers of one part judges; what others do is learned from the customers of another part alone.

    The customers change places from fold to fold, so that with 20 % in five folds each judges once. As in the published protocols, the
    histories of training customers are known whole, up to the basket that each of them foretells.
    """
    judged = judged_customers(baskets)
    order = np.random.default_rng(seed).permutation(judged)
    count = len(order)
    test_count = max(round(count * split.test / 100.0), 1)
    validation_count = max(round(count * split.validation / 100.0), 1)
    turned = np.roll(order, -fold * test_count)
    test, validation = np.sort(turned[:test_count]), np.sort(turned[test_count : test_count + validation_count])
    training = np.sort(turned[test_count + validation_count :])
    if not len(training):
        raise BasketsTooFew(f"{count} customers with three baskets are too few to split.", judged=count)
    last = baskets.basket_start[1:] - 1
    known = _histories(baskets, training, 0)
    groups = [
        Group(_counted_back(baskets, training[number::PARTS], back), _histories(baskets, np.delete(training, np.s_[number::PARTS]), back))
        for back in range(TARGETS_MIN)
        for number in range(PARTS)
    ]
    return Plan(
        training=tuple(group for group in groups if len(group.targets)),
        validation=(Group(last[validation], known),),
        test=(Group(last[test], known),),
    )


def _histories(baskets: Baskets, customers: Numbers, back: int) -> Numbers:
    """`customers` known up to the basket so many steps before their last; the others unknown."""
    beyond = baskets.basket_start[:-1].copy()
    beyond[customers] = np.maximum(baskets.basket_start[customers + 1] - 1 - back, beyond[customers])
    return beyond


def _earlier(baskets: Baskets, customers: Numbers, depth: int, before: int) -> Numbers:
    """Up to `depth` baskets of each customer, counted back from the last but one."""
    return np.concatenate([_counted_back(baskets, customers, steps, before) for steps in range(1, depth + 1)])


def _counted_back(baskets: Baskets, customers: Numbers, steps: int, before: int = BASKETS_BEFORE_MIN) -> Numbers:
    """The basket so many steps before the last of each customer, of those who have `before` baskets before it."""
    targets = baskets.basket_start[customers + 1] - 1 - steps
    return targets[targets - baskets.basket_start[customers] >= before]


def _drawn(targets: Numbers, seed: int) -> Numbers:
    return targets if len(targets) <= LISTS_MAX else np.random.default_rng(seed).choice(targets, LISTS_MAX, replace=False)


def _periods(baskets: Baskets, targets: Numbers, hidden: Numbers) -> tuple[Group, ...]:
    """The targets by periods of about equally many; of others is known what lies before the period, and never a hidden basket."""
    if not len(targets):
        return ()
    targets = targets[np.lexsort((targets, baskets.days[targets]))]
    starts = np.unique(np.quantile(baskets.days[targets], np.linspace(0.0, 1.0, PERIODS + 1)[:-1], method="lower"))
    period = np.searchsorted(starts, baskets.days[targets], side="right") - 1
    groups = []
    for number, day in enumerate(starts):
        earlier = np.bincount(baskets.customers, baskets.days < day, minlength=baskets.customer_count).astype(np.int64)
        beyond = np.minimum(baskets.basket_start[:-1] + earlier, hidden)
        groups.append(Group(targets[period == number], beyond))
    return tuple(groups)
