"""Splits: which days train and judge, which customers are held out, how labels find their rows. No training here."""

from datetime import date

import numpy as np
import pyarrow as pa
import pytest

from ml.training.calibration import fit_level, fit_platt
from ml.training.errors import LabelsOneSided, TooLittleHistory
from ml.training.read import DAYS_MAX, _mark, spaced
from ml.training.split import hold_out_customers, labels_of, rows_of_days, split_in_time, with_labels

GRID = [date(2017, 3, 26), date(2017, 4, 23), date(2017, 5, 21), date(2017, 6, 18), date(2017, 7, 16), date(2017, 8, 13)]


def test_a_day_whose_labels_were_open_on_the_test_day_does_not_train() -> None:
    split = split_in_time(GRID, label_days=56)
    assert split.test_day == date(2017, 8, 13)
    assert split.train_days == tuple(GRID[:4])  # 06-18 + 56 days is the test day itself; 07-16 looks beyond it
    assert split_in_time(reversed(GRID), label_days=28).train_days == tuple(GRID[:5])


@pytest.mark.parametrize("days", [[], GRID[:1], GRID[:2]])
def test_without_an_old_enough_day_training_says_what_is_missing(days: list[date]) -> None:
    with pytest.raises(TooLittleHistory, match="at least 56 days apart"):
        split_in_time(days, label_days=56)


def test_training_days_lie_four_weeks_apart_counted_from_the_newest() -> None:
    newest_first = [date(2017, 10, 31), date(2017, 10, 30), date(2017, 10, 8), date(2017, 10, 3), date(2017, 9, 10), date(2017, 8, 13)]
    assert spaced(newest_first) == [date(2017, 10, 31), date(2017, 10, 3), date(2017, 8, 13)]
    assert len(spaced([date.fromordinal(736_695 - day) for day in range(1000)])) == DAYS_MAX


def test_parts_of_customers_cover_everyone_once() -> None:
    marks = [_mark(part / 7) for part in range(8)]
    assert marks == sorted(marks)
    assert (marks[0], marks[-1]) == ("00000000", "g")


def test_the_same_customers_are_held_out_whatever_the_order_of_rows() -> None:
    ids = np.repeat(np.array([f"c{number}" for number in range(50)]), 4)
    shuffled = np.random.default_rng(2).permutation(len(ids))
    first = hold_out_customers(pa.chunked_array([ids]), share=0.3, seed=7)
    second = hold_out_customers(pa.chunked_array([ids[shuffled]]), share=0.3, seed=7)
    assert set(ids[first]) == set(ids[shuffled][second])
    assert len(set(ids[first])) == 15
    assert not set(ids[first]) & set(ids[~first])
    assert set(ids[hold_out_customers(pa.chunked_array([ids]), share=0.3, seed=8)]) != set(ids[first])


def test_labels_find_their_rows_and_rows_without_a_label_stay_away() -> None:
    features = pa.table({"customer_id": ["b", "a", "c", "a"], "as_of_on": [GRID[0], GRID[1], GRID[0], GRID[0]], "x": [1, 2, 3, 4]})
    labels = pa.table(
        {"customer_id": ["a", "b", "a", "z"], "as_of_on": [GRID[1], GRID[0], GRID[0], GRID[0]], "y": [True, False, True, False]}
    )
    joined = with_labels(features, labels, keys=("customer_id", "as_of_on"), label="y")
    assert joined.to_pylist() == [
        {"customer_id": "a", "as_of_on": GRID[0], "x": 4, "y": True},
        {"customer_id": "a", "as_of_on": GRID[1], "x": 2, "y": True},
        {"customer_id": "b", "as_of_on": GRID[0], "x": 1, "y": False},
    ]
    assert rows_of_days(joined, GRID[1:2])["x"].to_pylist() == [2]


def test_the_join_equals_arrows_join_on_random_rows_and_chunks() -> None:
    rng = np.random.default_rng(1)
    keys = ["customer_id", "as_of_on", "offer_code"]

    def rows(count: int) -> pa.Table:
        every = rng.permutation(30 * 6 * 9)[:count]
        customers, days, offers = np.unravel_index(every, (30, 6, 9))
        return pa.table(
            {
                "customer_id": np.array([f"c{number}" for number in range(30)])[customers],
                "as_of_on": pa.array([GRID[day] for day in days]),
                "offer_code": np.array([f"o{number}" for number in range(9)])[offers],
                "x": every,
            }
        )

    features, labels = pa.concat_tables([rows(900), rows(1).slice(0, 0)]), rows(1100).rename_columns([*keys, "y"])
    expected = features.join(labels, keys=keys, join_type="inner").sort_by([(key, "ascending") for key in keys])
    assert 0 < expected.num_rows < 900
    assert with_labels(features, labels, keys=keys, label="y").equals(expected)
    assert with_labels(features, labels.slice(0, 0), keys=keys, label="y").num_rows == 0


@pytest.mark.parametrize("value", [True, False])
def test_labels_that_all_agree_are_refused(value: bool) -> None:
    with pytest.raises(LabelsOneSided, match=f"All 3 rows say y = {value}"):
        labels_of(pa.table({"y": [value] * 3}), "y", what="rows")


def test_calibration_recovers_a_known_slope_and_intercept() -> None:
    rng = np.random.default_rng(0)
    logits = rng.normal(size=200_000)
    labels = rng.random(200_000) < 1.0 / (1.0 + np.exp(-(1.7 * logits - 0.9)))
    slope, intercept = fit_platt(logits, labels)
    assert slope == pytest.approx(1.7, abs=0.03)
    assert intercept == pytest.approx(-0.9, abs=0.03)


def test_the_level_makes_the_promise_equal_to_what_happened() -> None:
    rng = np.random.default_rng(4)
    logits, labels = rng.normal(size=3_000), rng.random(3_000) < 0.1
    intercept = fit_level(logits, labels, slope=1.3)
    assert (1.0 / (1.0 + np.exp(-(1.3 * logits + intercept)))).sum() == pytest.approx(labels.sum(), abs=1e-4)


def test_calibration_stays_finite_on_rows_that_part_perfectly() -> None:
    slope, intercept = fit_platt(np.array([-2.0, -1.0, 1.0, 2.0] * 50), np.array([False, False, True, True] * 50))
    assert np.isfinite([slope, intercept]).all()
    assert slope > 0
