"""A formula reads its columns back from the encoder's inputs and ranks as its baseline does. Not here: Keras, LiteRT, serving."""

import numpy as np
import polars as pl
import pytest

from ml.features import fit_encoder
from ml.next_best_offer.coupons.candidates import candidates_of
from ml.next_best_offer.coupons.evaluate import baseline_scores, tifu_scores
from ml.next_best_offer.coupons.features import CONTRACT
from ml.next_best_offer.coupons.formula import Formula, decodings, personal_frequency, tifu
from ml.next_best_offer.coupons.history import history_of
from ml.next_best_offer.coupons.questions import at_their_start
from tests.support.coupons import coupon_tables


@pytest.fixture(scope="module")
def rows() -> pl.DataFrame:
    history = history_of(coupon_tables(households=40, products=30, campaigns=4))
    return candidates_of(history, next(iter(at_their_start(history, history.campaigns.tail(1)))))


def columns_of(formula: Formula, rows: pl.DataFrame) -> dict[str, np.ndarray]:
    return {name: rows[name].to_numpy() for name in formula.weights}


@pytest.mark.parametrize("alpha", [0.1, 0.5, 0.9])
def test_tifu_scores_as_its_baseline_does(rows: pl.DataFrame, alpha: float) -> None:
    np.testing.assert_allclose(tifu(alpha).scores(columns_of(tifu(alpha), rows)), tifu_scores(rows, alpha), atol=1e-12)


def test_personal_frequency_orders_as_its_baseline_does(rows: pl.DataFrame) -> None:
    formula = personal_frequency()
    ours, theirs = formula.scores(columns_of(formula, rows)), baseline_scores(rows)["personal_frequency"]
    order = np.argsort(theirs, kind="stable")
    assert (np.diff(ours[order]) >= 0).all()
    assert ((np.diff(ours[order]) > 0) == (np.diff(theirs[order]) > 0)).all()


@pytest.mark.parametrize("formula", [tifu(0.5), personal_frequency()])
def test_the_columns_come_back_from_the_inputs(rows: pl.DataFrame, formula: Formula) -> None:
    encoder = fit_encoder(CONTRACT, rows.to_arrow())
    matrix = encoder.encode(rows.to_arrow()).matrix
    for (name, weight), one in zip(formula.weights.items(), decodings(formula, encoder), strict=True):
        read = np.expm1(matrix[:, one.place].astype(np.float64) * one.deviation + one.mean)
        np.testing.assert_allclose(read, rows[name].to_numpy(), rtol=1e-4, atol=1e-5)
        assert one.weight == weight
