"""Histories that could not have happened are refused in one sentence; equal ones are counted once."""

import numpy as np
import pytest

from ml.lifetime_value.errors import SummariesInvalid
from ml.lifetime_value.summaries import Summaries


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        (([1, -1], [1, 1], [2, 2]), "In 1 of 2 purchase histories frequency is below zero; the first is row 1"),
        (([1], [3], [2]), "the last purchase .* lies after the day of looking"),
        (([1.5], [1], [2]), "not a whole number"),
        (([2], [0], [2]), "without time between them"),
        (([0], [1], [2]), "without a purchase after the first"),
        (([float("nan")], [1], [2]), "no finite number"),
        (([1], [1], [2], [-5]), "monetary is below zero"),
        (([1, 2], [1], [2]), "different lengths"),
        ((["x"], [1], [2]), "must be numbers"),
        (([[1]], [[1]], [[2]]), "must be columns"),
    ],
)
def test_a_history_that_contradicts_itself_is_refused_in_one_sentence(columns: tuple[object, ...], sentence: str) -> None:
    with pytest.raises(SummariesInvalid, match=sentence) as refused:
        Summaries.of(*columns)  # type: ignore[arg-type]
    assert refused.value.message.count("\n") == 0


def test_equal_histories_are_counted_once() -> None:
    rng = np.random.default_rng(1)
    frequency = rng.integers(0, 3, 1_000)
    recency = np.where(frequency > 0, rng.integers(1, 4, 1_000), 0)
    of = Summaries.of(frequency, recency, np.full(1_000, 9))
    grouped = of.grouped()
    assert len(grouped) == len({*zip(frequency, recency, strict=True)}) < 20
    assert grouped.customer_count == 1_000
    assert (grouped.customers * grouped.frequency).sum() == frequency.sum()
    again = Summaries.of(grouped.frequency, grouped.recency, grouped.age, customers=grouped.customers).grouped()
    assert np.array_equal(again.customers, grouped.customers)
