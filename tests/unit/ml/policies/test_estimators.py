"""The estimators, on logs whose answer is known: unbiased, as sure as they say, and silent where a log cannot tell."""

import numpy as np
import polars as pl
import pytest

from ml.policies.context import bound_to_action
from ml.policies.errors import SupportMissing
from ml.policies.estimators import estimates, lead, require_support, support_of, weights_of
from ml.policies.evaluate import evaluate_policy
from ml.policies.log import log_of
from ml.policies.target import target_of
from tests.support.decisions import ACTIONS, simulated_log

LOGS = 200


@pytest.fixture(scope="module")
def many() -> dict[str, np.ndarray]:
    """Of 200 logs: value, low and high of each estimator, less the policy's true worth. Rewards are foretold crudely on purpose."""
    found: dict[str, list[tuple[float, float, float]]] = {}
    for seed in range(LOGS):
        simulation = simulated_log(decisions=1_500, customers=400, seed=seed)
        log = log_of(simulation.table)
        target = target_of("always:milk", log)
        # The true worth is over all contexts there could be: that of this log's contexts differs from it by chance too.
        truth = WORTH_OF_MILK
        foretold = np.clip(simulation.expected * 0.7 + 0.1, 0, 1)
        for name, one in estimates(log, target, foretold).items():
            found.setdefault(name, []).append((one.value - truth, one.low - truth, one.high - truth))
    return {name: np.array(values) for name, values in found.items()}


def _worth_of_milk() -> float:
    everyone = simulated_log(decisions=400_000, customers=400_000, seed=10_000)
    return float(everyone.expected[:, ACTIONS.index("milk")].mean())


WORTH_OF_MILK = _worth_of_milk()


@pytest.mark.parametrize("estimator", ["ips", "snips", "doubly_robust"])
def test_an_estimator_is_right_on_average_and_its_interval_holds_the_truth_as_often_as_it_says(estimator: str, many) -> None:
    value, low, high = many[estimator].T
    assert abs(value.mean()) < 3.5 * value.std() / np.sqrt(LOGS)
    covered = ((low <= 0) & (high >= 0)).mean()
    assert 0.91 <= covered <= 0.985


def test_the_reward_of_the_log_itself_and_a_wrong_model_alone_mislead(many) -> None:
    """What doubly robust corrects: the plain mean judges another policy, and the direct method believes its model."""
    for misled in ("logged", "direct"):
        _, low, high = many[misled].T
        assert ((low <= 0) & (high >= 0)).mean() < 0.5


def test_doubly_robust_is_surer_than_inverse_propensity(many) -> None:
    width = {name: (values[:, 2] - values[:, 1]).mean() for name, values in many.items()}
    assert width["doubly_robust"] < 0.9 * width["ips"]
    assert width["snips"] < width["ips"]


def test_by_hand() -> None:
    table = pl.DataFrame(
        {
            "customer_id": range(100),
            "action": ["a", "b"] * 50,
            "propensity": [0.5, 0.5] * 50,
            "reward": [1.0, 0.0] * 25 + [0.0, 1.0] * 25,
        }
    )
    log = log_of(table)
    target = target_of("always:a", log)
    assert weights_of(log, target).tolist() == [2.0, 0.0] * 50
    found = estimates(log, target, np.zeros((100, 2)))
    assert found["ips"].value == pytest.approx(0.5)
    assert found["snips"].value == pytest.approx(0.5)
    assert found["doubly_robust"].value == pytest.approx(found["ips"].value)
    assert support_of(log, target).effective_count == pytest.approx(50)
    assert found["logged"].value == pytest.approx(0.5)


def test_a_policy_judged_by_its_own_log_earned_what_it_earned() -> None:
    simulation = simulated_log(seed=3)
    log = log_of(simulation.table)
    found = estimates(log, simulation.chances, np.zeros(simulation.chances.shape))
    assert found["ips"].value == pytest.approx(found["logged"].value)
    assert (found["ips"].low, found["ips"].high) == pytest.approx((found["logged"].low, found["logged"].high))
    assert lead(log, simulation.chances, np.zeros(simulation.chances.shape)).value == pytest.approx(0.0)


def test_decisions_of_one_customer_do_not_make_an_answer_surer() -> None:
    """The same thousand decisions, of a thousand customers or each ten times over of the same: no narrower interval."""
    simulation = simulated_log(decisions=1_000, customers=1_000_000, seed=4)
    copies = pl.concat([simulation.table.with_columns(decision_id=pl.col("decision_id") + f"-{copy}") for copy in range(10)])
    narrow, wide = log_of(simulation.table), log_of(copies)
    one = estimates(narrow, target_of("uniform", narrow), np.zeros((1_000, 3)))["ips"]
    ten = estimates(wide, target_of("uniform", wide), np.zeros((10_000, 3)))["ips"]
    assert ten.value == pytest.approx(one.value)
    assert ten.high - ten.low == pytest.approx(one.high - one.low, rel=1e-6)


@pytest.mark.parametrize("policy", ["always:milk", "always:fish", "uniform"])
def test_fitted_models_lead_to_the_truth_too(policy: str) -> None:
    simulation = simulated_log(decisions=8_000, customers=4_000, seed=5)
    log = log_of(simulation.table)
    report = evaluate_policy(log, policy)
    truth = simulation.worth(target_of(policy, log))
    for estimator in ("ips", "snips", "doubly_robust"):
        found = report.values[estimator]
        assert found.low - 0.01 < truth < found.high + 0.01
    assert report.values["doubly_robust"].value == pytest.approx(truth, abs=0.025)
    ours, theirs = report.values["doubly_robust"].value, report.values["logged"].value
    assert report.lead.value == pytest.approx(ours - theirs)
    assert report.lead.high < 0, "the log's policy knows the customers' taste, these do not"


def test_a_better_policy_is_seen_to_be_better_before_it_goes_live(tmp_path) -> None:
    simulation = simulated_log(decisions=8_000, customers=4_000, seed=6)
    best = [ACTIONS[one] for one in simulation.expected.argmax(axis=1)]
    pl.DataFrame({"decision_id": simulation.table["decision_id"], "action": best}).write_parquet(tmp_path / "best.parquet")
    report = evaluate_policy(log_of(simulation.table), str(tmp_path / "best.parquet"))
    assert report.lead.low > 0
    assert report.values["doubly_robust"].value == pytest.approx(simulation.expected.max(axis=1).mean(), abs=0.025)


def test_what_the_log_never_did_is_refused() -> None:
    simulation = simulated_log(seed=7)
    log = log_of(
        simulation.table.with_columns(pl.when(pl.col("action") == "fish").then(pl.lit("bread")).otherwise("action").alias("action"))
    )
    with pytest.raises(SupportMissing, match="never did fish"):
        target_of("always:fish", log)


def test_what_the_log_did_only_for_some_is_refused() -> None:
    """Milk was only ever offered to those who like it: what it would earn with the others is unknown, however many decisions there are."""
    rng = np.random.default_rng(8)
    likes = rng.random(5_000) < 0.6
    done = np.where(likes & (rng.random(5_000) < 0.5), "milk", "bread")
    table = pl.DataFrame(
        {"customer_id": range(5_000), "action": done, "propensity": np.where(likes, 0.5, 1.0), "reward": rng.random(5_000)}
    )
    log = log_of(table)
    with pytest.raises(SupportMissing, match=r"About (39|40|41)% of what this policy would do"):
        require_support(support_of(log, target_of("always:milk", log)))


def test_propensities_that_are_not_the_chances_of_drawing_are_refused() -> None:
    simulation = simulated_log(seed=9)
    log = log_of(simulation.table.with_columns(propensity=pl.col("propensity") / 2))
    with pytest.raises(SupportMissing, match="not the chances with which it acted"):
        require_support(support_of(log, target_of("uniform", log)))


def test_a_handful_of_decisions_is_refused() -> None:
    simulation = simulated_log(decisions=100, seed=10)
    log = log_of(simulation.table)
    with pytest.raises(SupportMissing, match="50 are needed"):
        require_support(support_of(log, target_of("always:fish", log)))


def test_a_column_that_depends_on_the_action_is_no_context() -> None:
    """The score of whatever was drawn: believed as context, it would bend the doubly robust estimate."""
    simulation = simulated_log(decisions=8_000, customers=4_000, seed=12)
    rows = np.arange(8_000)
    done = simulation.table["action"].replace_strict({action: number for number, action in enumerate(ACTIONS)}).to_numpy()
    drawn_score = simulation.expected[rows, done] + np.where(done == 2, 1.0, 0.0)
    log = log_of(simulation.table.with_columns(drawn_score=pl.Series(drawn_score), drawn_shelf=pl.col("action") + " shelf"))
    report = evaluate_policy(log, "always:milk")
    assert set(report.left_out) == {"drawn_score", "drawn_shelf"}
    assert report.values["doubly_robust"].value == pytest.approx(simulation.worth(target_of("always:milk", log)), abs=0.025)
    assert bound_to_action(log_of(simulation.table), target_of("uniform", log)) == ()
