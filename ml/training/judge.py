"""Measures another model on the rows that a new one was tested on. Not here: what is measured (the model rooms)."""

from collections.abc import Callable

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ml.runtime import ScoringModel
from ml.training.trained import Judge


def judge_on(test: pa.Table, measure: Callable[[NDArray[np.float64]], dict[str, float]]) -> Judge:
    """A judge of models of the same features: `measure` of their probabilities, `(rows,) float64`, in the order of `test`.

    The judge raises `ValueError` where the other model cannot read every row, for then the rows would not be the same.
    """

    def judged(model: ScoringModel) -> dict[str, float]:
        encoded = model.encoder.encode(test)
        if encoded.refused_count:
            raise ValueError(f"it cannot read {encoded.refused_count} of the {test.num_rows} test rows")
        return measure(model.probabilities(encoded.matrix).astype(np.float64))

    return judged
