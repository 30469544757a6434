"""How well customers are ranked by the effect on them, with intervals, beside what ranking by chance or by response gives."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ml.metrics import roc_auc
from ml.tabular.columns import Numbers
from ml.tabular.outcome import Encoded
from ml.uplift.curve import gain_curve, qini, qini_at_best, uplift_at
from ml.uplift.experiment import Experiment
from ml.uplift.learner import Effects, cross_fit, rank_within_folds

SHARE = 0.30
SEED = 20171231
REPLICATES_MAX, REPLICATES_MIN = 1_000, 200
# Rows × replicates that are worth waiting for, and how many of them are held at a time.
WORK_MAX, BLOCK = 200_000_000, 8_000_000
RANDOM_ORDERS = 100


@dataclass(frozen=True)
class Decile:
    """A tenth of the customers, by foretold effect from the greatest down: what was foretold and what was found."""

    number: int
    row_count: int
    foretold: float
    found: float


@dataclass(frozen=True)
class UpliftReport:
    """The measures of the cross-fitted ranking, of a random and of a response ranking, and what to know of the experiment."""

    row_count: int
    customer_count: int
    treated_count: int
    control_count: int
    metrics: dict[str, float]
    intervals: dict[str, tuple[float, float]]
    baselines: dict[str, dict[str, float]]
    deciles: tuple[Decile, ...]
    treated_foretold_auc: float
    replicates: int
    effects: Effects

    @property
    def is_better_than_random(self) -> bool:
        """Whether the interval of Qini lies above 0."""
        return self.intervals["qini"][0] > 0.0

    @property
    def looks_randomised(self) -> bool:
        """Whether features foretell who was treated no better than chance would, by three standard errors."""
        spread = np.sqrt((self.row_count + 1) / (12.0 * self.treated_count * self.control_count))
        return bool(self.treated_foretold_auc - 0.5 <= 3.0 * spread)


def evaluate_uplift(experiment: Experiment, *, seed: int = SEED) -> UpliftReport:
    """The T-learner judged on customers it has not seen: Qini, its share of the best order, uplift of the best 30 %, average effect.

    Intervals are 95 % by the bootstrap over customers, arms and models held as they are. Random orders score 0 but for chance.
    """
    effects = cross_fit(experiment, seed=seed)
    ranks = rank_within_folds(effects.uplift, effects.fold)
    drawn = _bootstrap(experiment, ranks, seed=seed)
    return UpliftReport(
        row_count=len(ranks),
        customer_count=int(experiment.customer.max()) + 1,
        treated_count=int(experiment.treated.sum()),
        control_count=int((~experiment.treated).sum()),
        metrics=measure(experiment, ranks),
        intervals={name: (float(low), float(high)) for name, (low, high) in _bounds(drawn).items()},
        baselines={
            "random": _random(experiment, seed=seed),
            "response": measure(experiment, rank_within_folds(effects.with_treatment, effects.fold)),
        },
        deciles=_deciles(experiment, effects, ranks),
        treated_foretold_auc=_treated_foretold(experiment, effects.fold),
        replicates=len(drawn["qini"]),
        effects=effects,
    )


def measure(experiment: Experiment, scores: Numbers) -> dict[str, float]:
    """The measures of one ranking, greatest score first."""
    found = {name: float(value[0]) for name, value in _measures(experiment, scores, None).items()}
    best = qini_at_best(experiment.treated, experiment.outcome)
    return found | {"qini_coefficient": found["qini"] / best if best > 0 else 0.0}


def _measures(experiment: Experiment, scores: Numbers, weights: Numbers | None) -> dict[str, Numbers]:
    curve = gain_curve(scores, experiment.treated, experiment.outcome, weights)
    return {"qini": qini(curve), f"uplift@{SHARE:.0%}".removesuffix("%"): uplift_at(curve, SHARE), "average_effect": uplift_at(curve, 1.0)}


def _bootstrap(experiment: Experiment, ranks: Numbers, *, seed: int) -> dict[str, Numbers]:
    parts = [_measures(experiment, ranks, weights) for weights in _resampled(experiment.customer, seed=seed)]
    drawn = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    # The best order changes little from one resample to the next: its area is taken once.
    best = qini_at_best(experiment.treated, experiment.outcome)
    return drawn | {"qini_coefficient": drawn["qini"] / best if best > 0 else np.zeros_like(drawn["qini"])}


def _resampled(customer: NDArray[np.int64], *, seed: int) -> Iterator[Numbers]:
    """How often each row is drawn when customers are drawn with replacement, (replicates, rows) at a time."""
    rows, count = len(customer), int(customer.max()) + 1
    replicates = int(np.clip(WORK_MAX // rows, REPLICATES_MIN, REPLICATES_MAX))
    generator = np.random.default_rng(seed)
    at_once = max(BLOCK // rows, 1)
    for first in range(0, replicates, at_once):
        many = min(at_once, replicates - first)
        drawn = (np.bincount(generator.integers(0, count, count), minlength=count) for _ in range(many))
        yield np.stack([times[customer] for times in drawn]).astype(np.float64)


def _bounds(drawn: dict[str, Numbers]) -> dict[str, Numbers]:
    return {name: np.quantile(values, [0.025, 0.975]) for name, values in drawn.items()}


def _random(experiment: Experiment, *, seed: int) -> dict[str, float]:
    generator = np.random.default_rng(seed + 1)
    orders = max(min(RANDOM_ORDERS, WORK_MAX // (4 * len(experiment.outcome))), 5)
    found = [measure(experiment, generator.random(len(experiment.outcome))) for _ in range(orders)]
    return {name: float(np.mean([one[name] for one in found])) for name in found[0]}


def _deciles(experiment: Experiment, effects: Effects, ranks: Numbers) -> tuple[Decile, ...]:
    found = []
    for number, rows in enumerate(np.array_split(np.argsort(-ranks, kind="stable"), 10), start=1):
        arm, outcome = experiment.treated[rows], experiment.outcome[rows]
        effect = outcome[arm].mean() - outcome[~arm].mean() if arm.any() and not arm.all() else np.nan
        found.append(Decile(number, len(rows), float(effects.uplift[rows].mean()), float(effect)))
    return tuple(found)


def _treated_foretold(experiment: Experiment, fold: NDArray[np.int64]) -> float:
    """How well features tell treated from control rows, on folds not fitted on: .5 where chance decided who was treated."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    encoded = Encoded.of(experiment.features)
    chance = np.empty(len(fold))
    for number in range(2):
        held_out = fold % 2 == number
        trees = HistGradientBoostingClassifier(
            max_iter=50, max_leaf_nodes=8, min_samples_leaf=50, categorical_features=encoded.is_code, random_state=0
        ).fit(encoded.for_trees[~held_out], experiment.treated[~held_out])
        chance[held_out] = trees.predict_proba(encoded.for_trees[held_out])[:, 1]
    return float(np.mean([roc_auc(experiment.treated[fold % 2 == number], chance[fold % 2 == number]) for number in range(2)]))
