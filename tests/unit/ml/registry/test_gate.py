"""The gates: each lets a good model pass and names what is wrong with a bad one."""

import pytest

from ml.registry.gate import ChampionMeasured, calibration_error_max, reasons_against
from tests.support.stored_models import a_model

VERSION, BEFORE = "2017-08-13.2", "2017-08-06.1"


def against(champion: ChampionMeasured | None = None, score_drift: float | None = None, **changed: object) -> list[str]:
    manifest, _ = a_model(VERSION)
    return reasons_against(manifest.model_copy(update=changed), decided_by="auc", champion=champion, score_drift=score_drift)


def test_a_model_that_beats_everything_on_the_same_rows_passes() -> None:
    assert against(ChampionMeasured(BEFORE, {"auc": 0.8999}), score_drift=0.25) == []


@pytest.mark.parametrize("theirs", [0.9, 0.95])
def test_a_champion_that_is_as_good_on_the_same_rows_serves_on(theirs: float) -> None:
    [reason] = against(ChampionMeasured(BEFORE, {"auc": theirs}))
    assert f"the champion {BEFORE} has {theirs:.4f} on the same rows" in reason


@pytest.mark.parametrize(("theirs", "serves_on"), [(0.02, False), (0.01005, True), (0.01, True), (0.005, True)])
def test_of_two_that_rank_alike_the_one_whose_chances_are_nearer_to_the_truth_serves(theirs: float, serves_on: bool) -> None:
    reasons = against(ChampionMeasured(BEFORE, {"auc": 0.9, "calibration_error": theirs}), metrics={"auc": 0.9, "calibration_error": 0.01})
    assert bool(reasons) is serves_on


def test_a_champion_that_cannot_read_the_rows_any_more_is_no_gate() -> None:
    assert against(ChampionMeasured(BEFORE, {}, "it reads version 1 of the features")) == []


def test_training_the_champion_again_does_not_speak_against_it() -> None:
    assert against(ChampionMeasured(VERSION, {"auc": 0.9})) == []


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"baselines": {"recency": {"auc": 0.9}}}, "recency alone has"),
        ({"metrics": {"auc": 0.9, "calibration_error": 0.2}}, "off by 0.200 on average"),
        ({"parity_difference_max": 2e-4}, "differs from its network"),
        ({"parity_difference_max": float("nan")}, "differs from its network"),
        ({"parity_rank_agreement": 0.99}, "ranks otherwise"),
        ({"metrics": {"auc": float("nan")}}, "recency alone has"),
    ],
)
def test_each_gate_names_what_is_wrong(changed: dict[str, object], says: str) -> None:
    [reason] = against(**changed)
    assert says in reason


def test_scores_of_today_that_are_spread_otherwise_keep_a_model_from_serving() -> None:
    [reason] = against(score_drift=0.26)
    assert "stability index 0.26" in reason


def test_few_rows_are_allowed_the_calibration_error_that_chance_alone_gives() -> None:
    import numpy as np

    from ml.metrics import calibration_error

    rng = np.random.default_rng(1)
    for count in (300, 3_000, 300_000):
        promised = rng.uniform(0.05, 0.4, count)
        found = calibration_error(rng.random(count) < promised, promised)
        assert found < calibration_error_max(count, int(promised.sum()))
    assert calibration_error_max(10**9, 10**8) == pytest.approx(0.05, abs=1e-4)
