"""M-6: Keras against LiteRT on 100,000 rows of features: the greatest difference, the order, and one row alone against the same in a batch.

Both models are trained here on made-up customers; the rows are others of them, encoded as every night. Not here: how good they are.
"""

import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from tests.support.models import TEST_DAY, customers, customers_and_offers

if TYPE_CHECKING:
    from ml.training.trained import TrainedModel

ROWS, ALONE = 100_000, 1_000
DIFFERENCE_MAX, AGREEMENT_MIN = 1e-4, 0.9999
# One unit of the sixth decimal, to which scores are rounded: float32 differs in the eighth between batch sizes.
ALONE_MAX = 1.000001e-6


def run(scale: float = 1.0) -> dict[str, Any]:
    """The figure: the greatest difference of a probability over both models."""
    from ml.churn.train import train_churn
    from ml.next_best_offer.train import train_offers

    rows = max(int(ROWS * scale), 2_000)
    offers_each = 20
    parts = [
        _compared(train_churn(*customers(), data_watermark="bench"), customers(rows, days=(TEST_DAY,), seed=11)[0]),
        _compared(
            train_offers(*customers_and_offers(), data_watermark="bench"),
            customers_and_offers(rows // offers_each, offers_each, days=(TEST_DAY,), seed=12)[0],
        ),
    ]
    difference, agreement, alone = max(one[0] for one in parts), min(one[1] for one in parts), max(one[2] for one in parts)
    return {
        "id": "M-6",
        "value": difference,
        "unit": "probability",
        "ratio": None,
        "against": f"≤ {DIFFERENCE_MAX:.0e}, rank agreement ≥ {AGREEMENT_MIN}, batch = single to 1e-6",
        "pass": difference <= DIFFERENCE_MAX and agreement >= AGREEMENT_MIN and alone <= ALONE_MAX,
        "stretch": difference <= DIFFERENCE_MAX / 100,
        "method": (
            f"churn and next best offer, {rows:,} rows each: greatest difference {difference:.1e}, rank agreement {agreement:.7f}; "
            f"{ALONE:,} rows alone and in the batch, as scores are stored (six decimals): greatest difference {alone:.1e}; "
            f"LiteRT {parts[0][3]:.0f} ns a row of churn"
        ),
    }


def _compared(trained: "TrainedModel", rows: pa.Table) -> tuple[float, float, float, float]:
    """Greatest difference, rank agreement, greatest difference of rows alone after rounding, nanoseconds per row of LiteRT."""
    from ml.runtime.model import load_model
    from ml.runtime.score import SCORE_DECIMALS
    from ml.training.fitting import predict
    from ml.training.litert import rank_agreement
    from ml.training.release import export

    with tempfile.TemporaryDirectory() as folder:
        manifest, content = export(trained, version="2017-08-13.1")
        (Path(folder) / "model.tflite").write_bytes(content)
        (Path(folder) / "manifest.json").write_text(manifest.model_dump_json())
        model = load_model(Path(folder))
    matrix = model.encoder.encode(rows).matrix
    keras = predict(trained.network, matrix)
    model.probabilities(matrix)
    started = time.perf_counter()
    litert = model.probabilities(matrix).astype(np.float64)
    nanoseconds = (time.perf_counter() - started) / len(matrix) * 1e9
    alone = np.concatenate([model.probabilities(row[None, :]) for row in matrix[:ALONE]]).astype(np.float64)
    apart = np.abs(alone.round(SCORE_DECIMALS) - litert[:ALONE].round(SCORE_DECIMALS)).max()
    return float(np.abs(keras - litert).max()), rank_agreement(keras, litert), float(apart), nanoseconds
