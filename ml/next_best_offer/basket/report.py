"""The figures of a protocol: means over customers and folds, intervals, and whether ours is above the baselines. Not here: ranking."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from ml.metrics import interval, paired_difference, paired_p
from ml.next_best_offer.basket.baskets import Baskets, Figures
from ml.next_best_offer.basket.plan import Split, judged_customers, plan_by_customers, plan_in_time
from ml.next_best_offer.basket.protocol import BASELINES, OURS, Judged, Tell, run_plan

SEED = 20171231


@dataclass(frozen=True)
class Report:
    """What `evaluate_baskets` found.

    Args:
        metrics: per method and measure the mean over folds of the mean over customers.
        intervals: the same, 95 % by a bootstrap of customers.
        comparison: per baseline and measure, by how much ours is above it, with interval and one-sided p.
        protocol: the facts behind the figures.
    """

    metrics: dict[str, dict[str, float]]
    intervals: dict[str, dict[str, tuple[float, float]]]
    comparison: dict[str, dict[str, dict[str, Any]]]
    protocol: dict[str, Any]


def evaluate_baskets(
    baskets: Baskets, *, split: Split | None, lengths: Sequence[int], seed: int = SEED, tell: Tell = lambda _: None
) -> Report:
    """The protocol on `baskets`: without `split` all judged customers, each trained on by its own earlier baskets; with it by folds.

    Raises:
        BasketsTooFew: too few baskets follow each other.
        ParityBroken: LiteRT scores otherwise than Keras.
    """
    folds = []
    for fold in range(split.folds if split else 1):
        name = f"fold {fold + 1} of {split.folds}: " if split else ""
        plan = plan_by_customers(baskets, split, fold=fold, seed=seed) if split else plan_in_time(baskets, seed=seed)
        folds.append(run_plan(baskets, plan, lengths=lengths, seed=seed, tell=_within(name, tell)))
    methods = (OURS, *BASELINES)
    measured = {method: _by_measure(folds, method) for method in methods}
    return Report(
        metrics={
            method: {name: float(np.mean([fold.found[method][name].mean() for fold in folds])) for name in measured[method]}
            for method in methods
        },
        intervals={method: {name: interval(values, seed=seed) for name, values in measured[method].items()} for method in methods},
        comparison={baseline: _compared(measured[OURS], measured[baseline], seed) for baseline in BASELINES},
        protocol=_facts(baskets, folds, split, seed),
    )


def _within(name: str, tell: Tell) -> Tell:
    return lambda what: tell(name + what)


def _by_measure(folds: Sequence[Judged], method: str) -> dict[str, Figures]:
    """One figure per judged customer; one who is judged in several folds counts with the mean, so that the bootstrap draws customers."""
    _, customer = np.unique(np.concatenate([fold.customers for fold in folds]), return_inverse=True)
    times = np.bincount(customer)
    return {
        name: np.bincount(customer, np.concatenate([fold.found[method][name] for fold in folds])) / times for name in folds[0].found[method]
    }


def _compared(ours: dict[str, Figures], theirs: dict[str, Figures], seed: int) -> dict[str, dict[str, Any]]:
    return {
        name: {
            "difference": float(paired_difference(values, theirs[name]).mean()),
            "interval": interval(paired_difference(values, theirs[name]), seed=seed),
            "p": paired_p(values, theirs[name], seed),
        }
        for name, values in ours.items()
    }


def _facts(baskets: Baskets, folds: Sequence[Judged], split: Split | None, seed: int) -> dict[str, Any]:
    return {
        "target": "the last basket of each customer with at least two before it",
        "recall": "share of the basket's items among the first k, mean over customers",
        "ndcg": "the ideal order holds every item of the basket, however many k are",
        "split": asdict(split) if split else None,
        "known_of_others": (
            "histories of training customers, up to the basket that each foretells; what sold lately: before the day of the basket"
            if split
            else "baskets before the target's period, and never a held-out basket"
        ),
        "customers": baskets.customer_count,
        "judged": len(judged_customers(baskets)),
        "judgements": sum(len(fold.customers) for fold in folds),
        "items": baskets.item_count,
        "baskets": len(baskets.days),
        "seed": seed,
        "folds": [
            {
                "training_lists": fold.model.training_lists,
                "tifu_knn": asdict(fold.model.settings),
                "blend": asdict(fold.model.blend),
                "candidates_per_list": round(fold.candidates_per_list, 1),
                "reachable_share": round(fold.reachable_share, 4),
                "litert_difference": fold.model.parity_difference,
            }
            for fold in folds
        ],
    }
