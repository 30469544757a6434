"""The model of the nightly run: learnt from the baskets that the warehouse holds, judged on each customer's last one. Not here: files of
baskets (`protocol.py`), and whether it deserves to serve (`ml/registry`)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ml.features import Encoder, fit_encoder
from ml.features.encoder import Mask, Matrix
from ml.features.profile import profiles_of
from ml.metrics import calibration_error, interval, roc_auc
from ml.next_best_offer.basket.baskets import Baskets
from ml.next_best_offer.basket.candidates import Depths
from ml.next_best_offer.basket.contract import COLUMNS, CONTRACT, LABEL, MODEL_NAME, PRODUCTS_PER_CUSTOMER
from ml.next_best_offer.basket.features import Lists
from ml.next_best_offer.basket.history import Coming, PastBaskets
from ml.next_best_offer.basket.lists import training_lists
from ml.next_best_offer.basket.measures import ByCustomer, joined, measures
from ml.next_best_offer.basket.plan import Group, plan_in_time
from ml.next_best_offer.basket.protocol import BASELINES, lists_of_groups
from ml.next_best_offer.basket.tifu import TifuSettings
from ml.next_best_offer.basket.train import train_ranker
from ml.runtime import ScoringModel
from ml.runtime.manifest import Window
from ml.training.asked import Question
from ml.training.calibration import fit_platt
from ml.training.errors import LabelsOneSided
from ml.training.trained import TrainedModel

if TYPE_CHECKING:  # TensorFlow takes seconds to import; a type needs none of it.
    import keras

SEED = 20171231
# So many customers tell two models apart, and their lists still fit in memory.
JUDGED_MAX = 2_000
PROFILED_ROWS_MAX = 200_000
LATELY_DAYS = 28


@dataclass(frozen=True)
class Effort:
    """How much is learnt from: customers, their baskets together, how often the network sees lists, and how many networks are averaged.

    Everybody is compared with these very customers when scored: how often products sell among them is what the model knows.
    """

    customers_max: int
    lists_wanted: int
    lists_seen: int
    networks: int


FULL = Effort(customers_max=5_000, lists_wanted=24_000, lists_seen=100_000, networks=5)
QUICK = Effort(customers_max=600, lists_wanted=1_800, lists_seen=20_000, networks=1)
EFFORTS = {"full": FULL, "quick": QUICK}


def train_next_basket(past: PastBaskets, *, effort: Effort = FULL, seed: int = SEED) -> TrainedModel:
    """A calibrated model of what a customer's next basket holds, judged on last baskets. The same baskets and seed give the same model.

    The settings of TIFU-KNN among its features are the published defaults: they are part of what the columns mean.

    Raises:
        BasketsTooFew: too few baskets follow each other.
        LabelsOneSided: no basket to learn or to calibrate from holds a product that could have been guessed.
    """
    baskets = past.baskets
    plan = plan_in_time(baskets, seed=seed, lists_wanted=effort.lists_wanted)
    learn = training_lists(_lists(baskets, plan.training), baskets.customers, seed=seed)
    check, judged = list(_lists(baskets, plan.validation)), list(_lists(baskets, _thinned(plan.test)))
    if not len(learn.customers) or not any(part.wanted.any() for part in check):
        raise LabelsOneSided("No basket to learn from holds a product that could have been guessed.", lists=len(learn.customers))
    encoder = fit_encoder(CONTRACT, _table(learn.matrix))
    validation = training_lists(check, baskets.customers, seed=seed)
    encoded = [replace(lists, matrix=encoder.encode(_table(lists.matrix)).matrix) for lists in (learn, validation)]
    fitted = train_ranker(encoded[0], encoded[1], seed=seed, seeds=effort.networks, lists_seen=effort.lists_seen)
    network = _calibrated(fitted, check, encoder)
    test, wanted = rows_of(judged), np.concatenate([part.wanted for part in judged])
    sample = encoder.encode(test).matrix

    from ml.training.fitting import predict

    said = predict(network, sample)
    measured = _measured(judged, baskets, said)
    return TrainedModel(
        name=MODEL_NAME,
        label=LABEL,
        contract=CONTRACT,
        encoder=encoder,
        network=network,
        training=_window(past, plan.training, len(learn.share), int((learn.share > 0).sum())),
        test=_window(past, plan.test, len(wanted), int(wanted.sum())),
        metrics=_means(measured) | _promise(wanted, said),
        baselines={name: _means(_measured(judged, baskets, _baseline(judged, name))) for name in BASELINES},
        sample=sample,
        data_watermark=past.data_watermark,
        seed=seed,
        intervals={name: interval(values, seed=seed) for name, values in measured.items()},
        algorithm=f"{effort.networks} networks over lists" if effort.networks > 1 else "a network over lists",
        profiles=profiles_of(CONTRACT.features, _drawn(test), said),
        judge=lambda other: _of_another(other, judged, baskets, test, wanted),
    )


def last_baskets(past: PastBaskets, *, seed: int = SEED) -> Question:
    """The last baskets of customers as a question that any stored model of next baskets answers; the same for all of them.

    Raises:
        BasketsTooFew: too few baskets follow each other.
    """
    groups = _thinned(plan_in_time(past.baskets, seed=seed).test)
    lists = list(_lists(past.baskets, groups))
    rows, wanted = rows_of(lists), np.concatenate([part.wanted for part in lists])
    window = _window(past, groups, len(wanted), int(wanted.sum()))
    return Question(window.as_of_days, len(wanted), int(wanted.sum()), lambda model: _of_another(model, lists, past.baskets, rows, wanted))


def rows_of(lists: Iterable[Lists]) -> pa.Table:
    """The candidates of `lists` as rows of the contract."""
    parts = [part.matrix for part in lists]
    return _table(np.concatenate(parts) if parts else np.empty((0, len(COLUMNS)), dtype=np.float32))


def rows_of_coming(coming: Coming, *, customers_max: int) -> pa.Table:
    """Candidates as they would be scored now, of at most so many customers who came lately, evenly chosen: the model learnt of such."""
    targets, days = coming.group.targets, coming.baskets.days
    lately = targets[days[targets] - days[targets - 1] <= LATELY_DAYS]
    targets = lately if len(lately) else targets
    chosen = targets[np.linspace(0, len(targets) - 1, min(customers_max, len(targets))).astype(np.int64)]
    return rows_of(_lists(coming.baskets, (replace(coming.group, targets=chosen),)))


def _lists(baskets: Baskets, groups: Sequence[Group]) -> Iterable[Lists]:
    return lists_of_groups(baskets, groups, TifuSettings(), Depths())


def _thinned(groups: Sequence[Group]) -> list[Group]:
    """At most about two thousand targets, evenly of all periods."""
    step = max(-(-sum(len(group.targets) for group in groups) // JUDGED_MAX), 1)
    thinned = [replace(group, targets=group.targets[::step]) for group in groups]
    return [group for group in thinned if len(group.targets)]


def _calibrated(network: keras.Model, check: list[Lists], encoder: Encoder) -> keras.Model:
    """With Platt's two numbers from customers whose lists chose when to stop: a product's chance to be in the basket."""
    from ml.training.fitting import predict, with_calibration

    logits = predict(network, encoder.encode(rows_of(check)).matrix)
    return with_calibration(network, *fit_platt(logits, np.concatenate([part.wanted for part in check])))


def _measured(lists: Sequence[Lists], baskets: Baskets, scores: NDArray[np.float64]) -> ByCustomer:
    """Recall, NDCG and hit of the first ten, per list."""
    parts = np.split(scores, np.cumsum([len(part.items) for part in lists])[:-1])
    return joined(
        [
            measures(part.rows, part.wanted, values, baskets.sizes[part.targets], [PRODUCTS_PER_CUSTOMER])
            for part, values in zip(lists, parts, strict=True)
        ]
    )


def _baseline(lists: Sequence[Lists], name: str) -> NDArray[np.float64]:
    values = np.concatenate([part.baselines[name] for part in lists]).astype(np.float64)
    return np.where(values > 0.0, values, -np.inf)


def _means(measured: ByCustomer) -> dict[str, float]:
    return {name: float(values.mean()) for name, values in measured.items()}


def _promise(wanted: Mask, said: NDArray[np.float64]) -> dict[str, float]:
    return {"auc": roc_auc(wanted, said), "calibration_error": calibration_error(wanted, said)} if wanted.any() else {}


def _of_another(other: ScoringModel, lists: Sequence[Lists], baskets: Baskets, test: pa.Table, wanted: Mask) -> dict[str, float]:
    said = other.probabilities(other.encoder.encode(test).matrix).astype(np.float64)
    return _means(_measured(lists, baskets, said)) | _promise(wanted, said)


def _window(past: PastBaskets, groups: Sequence[Group], rows: int, positives: int) -> Window:
    """From the first to the last day of a basket that was foretold; it was foretold on its own morning, so that no label looks ahead."""
    days = past.baskets.days[np.concatenate([group.targets for group in groups])]
    ends = (past.day(int(days.min())), past.day(int(days.max())))
    return Window(as_of_days=ends, label_days=0, row_count=rows, positive_count=positives)


def _drawn(rows: pa.Table) -> pa.Table:
    step = max(-(-rows.num_rows // PROFILED_ROWS_MAX), 1)
    return rows.take(np.arange(0, rows.num_rows, step))


def _table(matrix: Matrix) -> pa.Table:
    return pa.table(dict(zip(COLUMNS, np.ascontiguousarray(matrix.T), strict=True)))
