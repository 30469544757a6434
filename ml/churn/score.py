"""Churn scores of customers, by Arrow chunks through LiteRT, in the shape of `scores.churn`. Not here: choosing the model."""

from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ml.churn.features import CONTRACT
from ml.churn.reasons import effects, reason_codes
from ml.features.encoder import Contiguous
from ml.runtime import Scored, ScoringModel
from ml.runtime.score import Chunk, check_contract, repeated, score_rows, scored, utc

COLUMNS: list[tuple[str, pa.DataType]] = [
    ("customer_id", pa.string()),
    ("as_of_on", pa.date32()),
    ("churn_probability", pa.float64()),
    ("churn_band_code", pa.string()),
    ("churn_reason_1_code", pa.string()),
    ("churn_reason_2_code", pa.string()),
    ("churn_reason_3_code", pa.string()),
    ("model_version", pa.string()),
    ("scored_at", pa.timestamp("us")),
]
SCHEMA = pa.schema(COLUMNS)
# On calibrated probabilities: of a hundred customers in HIGH, at least thirty leave; about one in ten leaves at all.
BAND_CODES = np.array(["LOW", "MEDIUM", "HIGH"])
BAND_FLOORS = np.array([0.10, 0.30])


def score_churn(model: ScoringModel, features: pa.Table, *, scored_at: datetime, threads: int = 1) -> Scored:
    """Every row of `features` (`marts.customer_features`) has its churn probability, band and reasons; unusable rows are counted.

    Raises:
        ModelContractUnknown: the model reads another version of the features.
        FeatureMissing: a column is absent.
        FeatureTypeWrong: a column is of another kind than its feature.
    """
    check_contract(model, CONTRACT)
    chunks = score_rows(model, features, threads=threads)
    parts = ((chunk, _table(chunk, model, utc(scored_at))) for chunk in chunks)
    return scored(parts, read_count=features.num_rows, schema=SCHEMA)


def band_codes(probabilities: NDArray[np.float64]) -> NDArray[np.str_]:
    """LOW below 0.10, MEDIUM below 0.30, HIGH from there on."""
    codes: NDArray[np.str_] = BAND_CODES[np.searchsorted(BAND_FLOORS, probabilities, side="right")]
    return codes


def _table(chunk: Chunk, model: ScoringModel, scored_at: datetime) -> pa.Table:
    count = len(chunk.probability)
    columns: dict[str, Any] = {
        "customer_id": chunk.rows["customer_id"],
        "as_of_on": chunk.rows["as_of_on"],
        "churn_probability": chunk.probability,
        "churn_band_code": band_codes(chunk.probability),
        **{f"churn_reason_{rank}_code": column for rank, column in enumerate(_reasons(chunk, model), start=1)},
        "model_version": repeated(model.manifest.model_version, pa.string(), count),
        "scored_at": repeated(scored_at, pa.timestamp("us"), count),
    }
    return pa.table(columns).cast(SCHEMA)


def _reasons(chunk: Chunk, model: ScoringModel) -> list[Contiguous]:
    return reason_codes(effects(model, chunk.matrix), model.manifest.features)
