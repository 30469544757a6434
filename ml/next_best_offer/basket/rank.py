"""Scores of list rows by the exported network, through LiteRT. Not here: training; blending (`tuning.py`)."""

import numpy as np
from ai_edge_litert.interpreter import Interpreter

from ml.next_best_offer.basket.features import Matrix

ROWS_AT_ONCE = 16_384


class Ranker:
    """A LiteRT network over rows of features. One thread at a time."""

    def __init__(self, content: bytes) -> None:
        """Open `content`, a network of this project's own making."""
        self._interpreter = Interpreter(model_content=content, num_threads=1)
        self._input = self._interpreter.get_input_details()[0]["index"]
        self._output = self._interpreter.get_output_details()[0]["index"]
        self._rows = 0

    def scores(self, matrix: Matrix) -> Matrix:
        """The greater, the sooner bought: `(rows, features) float32 → (rows,) float32`."""
        parts = [self._scored(matrix[first : first + ROWS_AT_ONCE]) for first in range(0, len(matrix), ROWS_AT_ONCE)]
        return np.concatenate(parts) if parts else np.empty(0, dtype=np.float32)

    def _scored(self, matrix: Matrix) -> Matrix:
        if self._rows != len(matrix):
            self._interpreter.resize_tensor_input(self._input, list(matrix.shape), strict=True)
            self._interpreter.allocate_tensors()
            self._rows = len(matrix)
        self._interpreter.set_tensor(self._input, np.ascontiguousarray(matrix, dtype=np.float32))
        self._interpreter.invoke()
        answer: Matrix = self._interpreter.get_tensor(self._output)[:, 0].copy()
        return answer
