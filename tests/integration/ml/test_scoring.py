"""Scoring by batches through LiteRT: shapes, counts, ties, and that neither chunks nor threads nor company change a score."""

from datetime import UTC, datetime

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from ml.churn.score import SCHEMA as CHURN_SCHEMA
from ml.churn.score import band_codes, score_churn
from ml.features import FeatureMissing
from ml.next_best_offer.score import SCHEMA as OFFER_SCHEMA
from ml.next_best_offer.score import best_offers, score_offers
from ml.registry import ModelStore
from ml.runtime import ModelContractUnknown, ScoringModel
from ml.runtime.score import score_rows
from tests.support.models import TEST_DAY

pytestmark = pytest.mark.slow
ORDER = [("customer_id", "ascending"), ("as_of_on", "ascending"), ("offer_rank", "ascending")]
AT = datetime(2017, 8, 14, 3, 59, 59, tzinfo=UTC)


def of_test_day(rows: pa.Table) -> pa.Table:
    return rows.filter(pc.equal(rows["as_of_on"], pa.scalar(TEST_DAY)))


def with_value(rows: pa.Table, column: str, place: int, value: float | None) -> pa.Table:
    values = rows[column].to_pylist()
    values[place] = value
    return rows.set_column(rows.schema.get_field_index(column), column, pa.array(values, type=rows[column].type))


def test_every_customer_gets_a_probability_a_band_and_the_models_name(store: ModelStore, churn_rows: tuple[pa.Table, pa.Table]) -> None:
    features = of_test_day(churn_rows[0])
    scored = score_churn(store.champion("churn").model, features, scored_at=AT)
    assert scored.rows.schema == CHURN_SCHEMA
    assert (scored.read_count, scored.kept_count, scored.refused) == (600, 600, {})
    assert scored.rows["customer_id"].to_pylist() == features["customer_id"].to_pylist()
    assert set(scored.rows["model_version"].to_pylist()) == {"churn-2017-08-13.1"}
    assert set(scored.rows["scored_at"].to_pylist()) == {datetime(2017, 8, 14, 3, 59, 59)}  # noqa: DTZ001 (UTC without a zone)
    assert len(set(scored.rows["churn_probability"].to_pylist())) > 400
    assert scored.rows["churn_band_code"].to_pylist() == band_codes(scored.rows["churn_probability"].to_numpy()).tolist()


def test_bands_begin_where_they_say() -> None:
    assert band_codes(np.array([0.0, 0.0999, 0.10, 0.2999, 0.30, 1.0])).tolist() == ["LOW", "LOW", "MEDIUM", "MEDIUM", "HIGH", "HIGH"]


def test_a_poisoned_row_is_set_aside_and_the_others_score_as_before(store: ModelStore, churn_rows: tuple[pa.Table, pa.Table]) -> None:
    features, model = of_test_day(churn_rows[0]), store.champion("churn").model
    clean = score_churn(model, features, scored_at=AT).rows
    poisoned = with_value(with_value(features, "overdue_ratio", 7, float("nan")), "tenure_days", 9, None)
    scored = score_churn(model, poisoned, scored_at=AT)
    assert scored.refused == {"overdue_ratio": 1, "tenure_days": 1}
    assert scored.read_count == scored.kept_count + scored.refused_count
    kept = [place for place in range(600) if place not in {7, 9}]
    assert scored.rows.equals(clean.take(kept))


@pytest.mark.parametrize(("chunk_rows", "threads"), [(1, 1), (7, 1), (64, 3), (100_000, 2)])
def test_neither_chunks_nor_threads_change_a_score(
    store: ModelStore, churn_rows: tuple[pa.Table, pa.Table], chunk_rows: int, threads: int
) -> None:
    features, model = of_test_day(churn_rows[0]), store.champion("churn").model
    whole = score_churn(model, features, scored_at=AT).rows["churn_probability"].to_numpy()
    chunks = score_rows(model, features, chunk_rows=chunk_rows, threads=threads)
    np.testing.assert_allclose(np.concatenate([chunk.probability for chunk in chunks]), whole, rtol=0, atol=1.1e-6)


def test_the_best_ten_are_the_best_ten(store: ModelStore, offer_rows: tuple[pa.Table, pa.Table]) -> None:
    features, model = of_test_day(offer_rows[0]), store.champion("next-best-offer").model
    scored = score_offers(model, features, scored_at=AT)
    assert scored.rows.schema == OFFER_SCHEMA
    assert (scored.read_count, scored.kept_count, scored.rows.num_rows) == (1800, 1800, 1500)
    every = np.concatenate([chunk.probability for chunk in score_rows(model, features)]).reshape(150, 12)
    expected = np.sort(every, axis=1)[:, ::-1][:, :10]
    ours = pl.DataFrame(scored.rows).with_columns(pl.col("customer_id").cast(pl.Int64)).sort("customer_id", "offer_rank")
    np.testing.assert_array_equal(ours["score_probability"].to_numpy().reshape(150, 10), expected)
    assert ours["offer_rank"].to_list() == list(range(1, 11)) * 150


def test_equal_scores_rank_by_offer_code_whatever_order_rows_arrive_in() -> None:
    rows = pl.DataFrame(
        {
            "customer_id": ["1"] * 7,
            "as_of_on": [TEST_DAY] * 7,
            "offer_code": list("gfedcba"),
            "score_probability": [0.5, 0.5, 0.5, 0.5, 0.9, 0.5, 0.5],
        }
    )
    for seed in range(5):
        assert best_offers(rows.sample(fraction=1.0, shuffle=True, seed=seed))["offer_code"].to_list() == list("cabdefg")


def test_several_tables_and_small_chunks_give_the_same_offers_as_one(
    store: ModelStore, offer_rows: tuple[pa.Table, pa.Table], monkeypatch: pytest.MonkeyPatch
) -> None:
    features, model = of_test_day(offer_rows[0]), store.champion("next-best-offer").model
    whole = score_offers(model, features, scored_at=AT)
    halves = score_offers(model, (part for part in (features.slice(0, 900), features.slice(900))), scored_at=AT, threads=2)
    assert halves.rows.sort_by(ORDER).equals(whole.rows.sort_by(ORDER))
    monkeypatch.setattr("ml.next_best_offer.score.score_rows", lambda model, rows, threads: score_rows(model, rows, chunk_rows=13))
    assert score_offers(model, features, scored_at=AT).rows.sort_by(ORDER).equals(whole.rows.sort_by(ORDER))


def test_a_customer_with_one_poisoned_offer_still_gets_ten_others(store: ModelStore, offer_rows: tuple[pa.Table, pa.Table]) -> None:
    features = of_test_day(offer_rows[0])
    poisoned = with_value(features, "category_recency_days", 0, float("inf"))
    scored = score_offers(store.champion("next-best-offer").model, poisoned, scored_at=AT)
    assert scored.refused == {"category_recency_days": 1}
    assert scored.read_count == 1800
    assert scored.rows.num_rows == 1500


def test_no_rows_give_no_scores(store: ModelStore, churn_rows: tuple[pa.Table, pa.Table], offer_rows: tuple[pa.Table, pa.Table]) -> None:
    churn = score_churn(store.champion("churn").model, churn_rows[0].slice(0, 0), scored_at=AT)
    offers = score_offers(store.champion("next-best-offer").model, [offer_rows[0].slice(0, 0)], scored_at=AT)
    assert (churn.rows.num_rows, churn.read_count, churn.rows.schema) == (0, 0, CHURN_SCHEMA)
    assert (offers.rows.num_rows, offers.read_count, offers.rows.schema) == (0, 0, OFFER_SCHEMA)


def test_a_feature_gone_from_the_mart_is_named(store: ModelStore, churn_rows: tuple[pa.Table, pa.Table]) -> None:
    with pytest.raises(FeatureMissing, match="lack overdue_ratio"):
        score_churn(store.champion("churn").model, churn_rows[0].drop_columns(["overdue_ratio"]), scored_at=AT)


def test_a_model_of_other_features_is_refused_before_it_scores(store: ModelStore, churn_rows: tuple[pa.Table, pa.Table]) -> None:
    right = store.champion("churn").model
    older = ScoringModel(right.manifest.model_copy(update={"contract_version": 0}), right._content)
    with pytest.raises(ModelContractUnknown, match="'customer' version 0; this code builds 'customer' version 1"):
        score_churn(older, churn_rows[0], scored_at=AT)
    with pytest.raises(ModelContractUnknown):
        score_offers(right, churn_rows[0], scored_at=AT)
