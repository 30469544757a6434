"""The whole protocol on any baskets: train, choose on validation, rank the held-out baskets through LiteRT, beside the baselines.

Not here: which baskets do what (`plan.py`), the figures that are printed (`report.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ml.next_best_offer.basket.baskets import Baskets, Numbers
from ml.next_best_offer.basket.candidates import Depths
from ml.next_best_offer.basket.errors import BasketsTooFew
from ml.next_best_offer.basket.export import export_ranker
from ml.next_best_offer.basket.features import Lists, lists_of
from ml.next_best_offer.basket.known import Known
from ml.next_best_offer.basket.lists import TrainingLists, training_lists
from ml.next_best_offer.basket.measures import ByCustomer, joined, measures
from ml.next_best_offer.basket.plan import Group, Plan
from ml.next_best_offer.basket.rank import Ranker
from ml.next_best_offer.basket.tifu import TifuSettings
from ml.next_best_offer.basket.train import train_ranker
from ml.next_best_offer.basket.tuning import Blend, blended, choose_blend, choose_settings

OURS = "ours"
BASELINES = ("tifu_knn", "personal_top", "popularity")
# What is chosen on validation is chosen by lists of so many items.
CHOSEN_BY = 10
PARITY_ROWS = 100_000
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Model:
    """What ranks baskets: settings, depths of candidates, LiteRT bytes, and the blend."""

    settings: TifuSettings
    depths: Depths
    content: bytes
    blend: Blend
    parity_difference: float
    training_lists: int


@dataclass(frozen=True)
class Judged:
    """One fold's answer: per method and measure a figure for each customer, `(customers,)`, and the model that gave ours."""

    customers: Numbers
    found: dict[str, ByCustomer]
    model: Model
    candidates_per_list: float
    reachable_share: float


def run_plan(baskets: Baskets, plan: Plan, *, lengths: Sequence[int], seed: int, tell: Tell = lambda _: None) -> Judged:
    """Train and choose by `plan`, then judge its test baskets. The same baskets, plan and seed give the same figures.

    Raises:
        BasketsTooFew: no training basket holds an item that could have been guessed.
        ParityBroken: LiteRT scores otherwise than Keras.
    """
    model = learn(baskets, plan, lengths=lengths, seed=seed, tell=tell)
    tell("judging the held-out baskets")
    return judge(baskets, plan, model, lengths=lengths)


def learn(baskets: Baskets, plan: Plan, *, lengths: Sequence[int], seed: int, tell: Tell = lambda _: None) -> Model:
    """The model of `plan`'s training and validation baskets."""
    longest = max(lengths)
    depths = Depths(
        taste=max(Depths.taste, longest), collaborative=max(Depths.collaborative, longest), popular=max(Depths.popular, longest)
    )
    tell("choosing TIFU-KNN's settings")
    settings = choose_settings(baskets, plan.validation, CHOSEN_BY)
    tell("reading lists to learn from")
    training = training_lists(lists_of_groups(baskets, plan.training, settings, depths), baskets.customers, seed=seed)
    if not len(training.customers):
        raise BasketsTooFew("No basket to learn from holds an item that could have been guessed; there is nothing to learn.")
    validation = list(lists_of_groups(baskets, plan.validation, settings, depths))
    tell(f"training on {len(training.customers):,} lists")
    network = train_ranker(training, training_lists(validation, baskets.customers, seed=seed), seed=seed)
    content, difference = export_ranker(network, _sample(training))
    ranker = Ranker(content)
    scores = [ranker.scores(part.matrix) for part in validation]
    sizes = [baskets.sizes[part.targets] for part in validation]
    blend = choose_blend(validation, scores, sizes, CHOSEN_BY, learned_from=len(training.customers))
    return Model(settings, depths, content, blend, difference, len(training.customers))


def judge(baskets: Baskets, plan: Plan, model: Model, *, lengths: Sequence[int]) -> Judged:
    """How well `model` and the baselines rank `plan`'s test baskets."""
    ranker = Ranker(model.content)
    found: dict[str, list[ByCustomer]] = {name: [] for name in (OURS, *BASELINES)}
    targets, rows, reachable, wanted = list[Numbers](), 0, 0, 0
    for part in lists_of_groups(baskets, plan.test, model.settings, model.depths):
        sizes = baskets.sizes[part.targets]
        ours = blended(part, ranker.scores(part.matrix), model.blend)
        found[OURS].append(measures(part.rows, part.wanted, ours, sizes, lengths))
        for name in BASELINES:
            offered = np.where(part.baselines[name] > 0.0, part.baselines[name], -np.inf)
            found[name].append(measures(part.rows, part.wanted, offered, sizes, lengths))
        targets.append(part.targets)
        rows, reachable, wanted = rows + len(part.items), reachable + int(part.wanted.sum()), wanted + int(sizes.sum())
    judged = np.concatenate(targets)
    return Judged(
        customers=baskets.customers[judged],
        found={name: joined(parts) for name, parts in found.items()},
        model=model,
        candidates_per_list=rows / len(judged),
        reachable_share=reachable / wanted,
    )


def lists_of_groups(baskets: Baskets, groups: Sequence[Group], settings: TifuSettings, depths: Depths) -> Iterator[Lists]:
    """The lists of each group's targets, made of what may be known for it; some at a time."""
    for group in groups:
        yield from lists_of(baskets, Known(baskets, group.beyond), group.targets, settings, depths)


def _sample(training: TrainingLists) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    return training.matrix[:: max(len(training.matrix) // PARITY_ROWS, 1)][:PARITY_ROWS]
