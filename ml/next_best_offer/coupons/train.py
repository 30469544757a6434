"""Fits the coupon model: earlier campaigns teach, later ones judge, and a formula serves where the network beats it not. TensorFlow is
imported when training starts, not before."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pyarrow as pa
from numpy.typing import NDArray

from ml.features import Encoder, fit_encoder
from ml.features.encoder import Matrix
from ml.features.profile import profiles_of
from ml.metrics import calibration_error, roc_auc
from ml.next_best_offer.coupons.evaluate import TIFU, Judged, baseline_scores, choose_alpha, judge, slices_of, tifu_scores
from ml.next_best_offer.coupons.features import CONTRACT, LABEL, MODEL_NAME
from ml.next_best_offer.coupons.formula import Formula, decodings, personal_frequency, tifu
from ml.next_best_offer.coupons.history import CouponHistory
from ml.next_best_offer.coupons.lists import Lists, lists_of
from ml.next_best_offer.coupons.protocol import Asked, ask, split_campaigns
from ml.next_best_offer.coupons.questions import Campaign
from ml.runtime import ScoringModel
from ml.runtime.manifest import Window
from ml.runtime.score import SCORE_DECIMALS
from ml.tabular.columns import Numbers
from ml.training.calibration import fit_platt
from ml.training.errors import LabelsOneSided
from ml.training.split import hold_out_customers
from ml.training.trained import TrainedModel

if TYPE_CHECKING:
    import keras

SEED = 20170208
NETWORKS = 3
HELD_OUT_SHARE = 0.15
EPOCHS_MAX, PATIENCE, LEARNING_RATE = 10, 2, 1e-3
OURS, RIVAL, NETWORK = "ours", "personal_frequency", "network"
SAMPLE_ROWS = 100_000
DECIDED_BY = "ndcg@10"


@dataclass(frozen=True)
class Effort:
    """How much is learnt from: customers, and how many networks are averaged. Others are compared with these customers when scored."""

    customers_max: int
    networks: int


EFFORTS = {"full": Effort(customers_max=5_000, networks=NETWORKS), "quick": Effort(customers_max=2_500, networks=2)}


@dataclass(frozen=True)
class TrainedCoupons:
    """The model, and the whole judgement of it: every question of the campaigns that judged, and what all rivals say to it, also the one
    that serves in the network's place."""

    model: TrainedModel
    asked: Asked
    judged: Judged
    judged_from: date
    taught_by: tuple[Campaign, ...]
    rivals: dict[str, Numbers]


def train_coupons(history: CouponHistory, *, judged_from: date | None = None, networks: int = NETWORKS, seed: int = SEED) -> TrainedCoupons:
    """A calibrated model of buying a coupon product while its campaign runs. The same history and seed give the same model.

    It is the network where that ranks the later campaigns better than every baseline. Otherwise it is the better there of TIFU-KNN and
    personal frequency, which learn nothing of what campaigns sell; `algorithm` says which. Whether it may serve decides the same gate.

    Raises:
        TooLittleHistory: no campaign was over before another began.
        LabelsOneSided: nobody bought any coupon product, or the households held out did not.
    """
    split = split_campaigns(history, judged_from=judged_from)
    taught, asked = ask(history, split.taught_by), ask(history, split.judged_by)
    if not taught.rows[LABEL].any() or not asked.truth.height:
        raise LabelsOneSided("Nobody bought a coupon product of a campaign; there is nothing to learn.", rows=taught.rows.height)
    alpha = choose_alpha(taught)
    encoder = fit_encoder(CONTRACT, taught.rows.to_arrow())
    matrix, test = (encoder.encode(part.rows.to_arrow()).matrix for part in (taught, asked))
    network = _fit(taught, matrix, networks, seed)

    from ml.training.fitting import predict

    rivals = {**baseline_scores(asked.rows), TIFU: tifu_scores(asked.rows, alpha)}
    rankings = {OURS: predict(network, test).round(SCORE_DECIMALS), **rivals}
    algorithm, judged = NETWORK, judge(asked, rankings)
    if any(judged.metrics(OURS)[DECIDED_BY] <= judged.metrics(name)[DECIDED_BY] for name in rivals):
        formula = _best_formula(asked, alpha)
        algorithm, network = formula.name, _calibrated(formula, encoder, matrix, taught)
        rankings = {OURS: predict(network, test).round(SCORE_DECIMALS), NETWORK: rankings[OURS], **rivals}
        judged = judge(asked, rankings)
    model = TrainedModel(
        name=MODEL_NAME,
        label=LABEL,
        contract=CONTRACT,
        encoder=encoder,
        network=network,
        training=_window(taught),
        test=_window(asked),
        metrics=judged.metrics(OURS) | _promise(asked, rankings[OURS]),
        baselines={name: judged.metrics(name) for name in rankings if name not in (OURS, algorithm)},
        sample=test[:SAMPLE_ROWS],
        data_watermark=history.until.isoformat(),
        seed=seed,
        intervals=judged.intervals(OURS),
        algorithm=algorithm,
        slices=slices_of(asked, judged, OURS, RIVAL),
        profiles=profiles_of(CONTRACT.features, taught.rows.to_arrow(), rankings[OURS]),
        judge=lambda other: _measured(other, asked),
    )
    return TrainedCoupons(model, asked, judged, split.judged_from, taught.campaigns, rivals)


def probabilities_of(model: ScoringModel, asked: Asked) -> Numbers:
    """What the exported model answers for every candidate of `asked`."""
    return model.probabilities(model.encoder.encode(asked.rows.to_arrow()).matrix).astype(np.float64)


def _measured(model: ScoringModel, asked: Asked) -> dict[str, float]:
    probabilities = probabilities_of(model, asked).round(SCORE_DECIMALS)
    return judge(asked, {OURS: probabilities}).metrics(OURS) | _promise(asked, probabilities)


def _promise(asked: Asked, probabilities: Numbers) -> dict[str, float]:
    """How well the probabilities of single candidates hold."""
    truth = asked.rows[LABEL].to_numpy()
    return {"auc": roc_auc(truth, probabilities), "calibration_error": calibration_error(truth, probabilities)}


def _best_formula(asked: Asked, alpha: float) -> Formula:
    formulas = {one.name: one for one in (tifu(alpha), personal_frequency())}
    columns = {name: asked.rows[name].to_numpy() for one in formulas.values() for name in one.weights}
    judged = judge(asked, {name: one.scores(columns) for name, one in formulas.items()})
    return max(formulas.values(), key=lambda one: judged.metrics(one.name)[DECIDED_BY])


def _calibrated(formula: Formula, encoder: Encoder, matrix: Matrix, taught: Asked) -> "keras.Model":
    """The formula as a network, calibrated on everybody who teaches: it has learnt from none of them."""
    from ml.next_best_offer.coupons.network import build_formula
    from ml.training.fitting import make_reproducible, predict, with_calibration

    make_reproducible(SEED)
    network = build_formula(decodings(formula, encoder), matrix.shape[1])
    return with_calibration(network, *fit_platt(predict(network, matrix), taught.rows[LABEL].to_numpy()))


def _fit(taught: Asked, matrix: Matrix, networks: int, seed: int) -> "keras.Model":
    """The mean of several networks, calibrated on households that none of them learnt from."""
    from ml.next_best_offer.coupons.network import build_network, over_rows
    from ml.training.fitting import make_reproducible, predict, with_calibration

    truth = taught.rows[LABEL].to_numpy()
    held_out = hold_out_customers(pa.chunked_array([taught.rows["customer_id"].to_arrow()]), share=HELD_OUT_SHARE, seed=seed)
    if not truth[held_out].any():
        raise LabelsOneSided("None of the households held out bought a coupon product; let more campaigns end.", rows=int(held_out.sum()))
    numbers = _questions(taught)
    learn, check = (lists_of(numbers[part], matrix[part], truth[part]) for part in (~held_out, held_out))
    make_reproducible(seed)
    fitted = []
    for number in range(networks):
        network = build_network(matrix.shape[1])
        _fit_one(network, learn, check, np.random.default_rng([seed, number]))
        fitted.append(network)
    mean = over_rows(fitted, matrix.shape[1])
    return with_calibration(mean, *fit_platt(predict(mean, matrix[held_out]), truth[held_out]))


def _fit_one(network: "keras.Model", learn: Lists, check: Lists, random: np.random.Generator) -> None:
    """Fitted until the held-out lists are ranked no better for two epochs; the best weights stay."""
    import keras

    from ml.next_best_offer.coupons.network import loss_of_list

    network.compile(optimizer=keras.optimizers.Adam(LEARNING_RATE), loss=loss_of_list)
    best, weights, worse = np.inf, network.get_weights(), 0
    for _ in range(EPOCHS_MAX):
        for batch in learn.batches(random):
            network.train_on_batch(*batch.packed())
        found = _loss(network, check)
        if found < best - 1e-4:
            best, weights, worse = found, network.get_weights(), 0
        elif (worse := worse + 1) >= PATIENCE:
            break
    network.set_weights(weights)


def _loss(network: "keras.Model", lists: Lists) -> float:
    """The mean loss per list."""
    from ml.next_best_offer.coupons.network import loss_of_list

    total = 0.0
    for batch in lists.batches(np.random.default_rng(0)):
        inputs, truth = batch.packed()
        total += float(np.sum(loss_of_list(truth, network(inputs, training=False))))
    return total / len(lists.length)


def _questions(asked: Asked) -> NDArray[np.int64]:
    """A number per household and campaign; rows of one stand together already."""
    changed = [pl.col(name) != pl.col(name).shift(1, fill_value=-1) for name in ("campaign_id", "customer_id")]
    found: NDArray[np.int64] = asked.rows.select(number=pl.any_horizontal(changed).cast(pl.Int64).cum_sum())["number"].to_numpy()
    return found


def _window(asked: Asked) -> Window:
    days = tuple(sorted({campaign.as_of_on for campaign in asked.campaigns}))
    longest = max(campaign.days_left for campaign in asked.campaigns)
    return Window(as_of_days=days, label_days=longest, row_count=asked.rows.height, positive_count=int(asked.rows[LABEL].sum()))
