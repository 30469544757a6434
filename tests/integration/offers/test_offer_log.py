"""The log of drawn offers: what is in it, what is still open, and that another policy is judged right on it."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from loyalty.clock import TurnedClock
from loyalty.database import Database
from loyalty.offers import OfferRules, OfferShelf, OutcomeCode, RecordOutcome, record_outcomes
from loyalty.offers.log import best_policy, read_log
from loyalty.offers.rules import Exploration
from ml.policies.evaluate import evaluate_policy
from ml.policies.log import read_log as read_file
from tests.support.offers import DAY, DEFAULTS, a_shelf_for, enrol_customers
from tests.support.service import EVENING

NAMES = [f"m{number}" for number in range(1_500)]
TAKEN = {"CAT-1": 0.10, "CAT-2": 0.50, "CAT-3": 0.30, "CAT-4": 0.05}
RULES = OfferRules(exploration=Exploration(share=0.6, propensity_min=0.05, seed=5))


@pytest.fixture
def log(database: Database) -> pl.DataFrame:
    """Everybody was shown their first offer and took it with the chance that its name says; the no is said aloud."""
    enrol_customers(database, *NAMES)
    rng = np.random.default_rng(1)
    with database.begin() as work:
        OfferShelf(None, DEFAULTS, RULES).replace(DAY, a_shelf_for(NAMES, count=4), within=work)
        firsts = work.exec_driver_sql("select offer_id, offer_code from offer_decisions where offer_rank = 1 order by offer_id").all()
        told = [(one, OutcomeCode.SHOWN) for one, _ in firsts]
        told += [(one, OutcomeCode.ACCEPTED if rng.random() < TAKEN[code] else OutcomeCode.REJECTED) for one, code in firsts]
        record_outcomes([RecordOutcome(one, what) for one, what in told], within=work, clock=TurnedClock(EVENING), today=DAY)
        return read_log(work, today=DAY)


def test_each_drawn_and_shown_decision_is_in_the_log_with_its_chance(log: pl.DataFrame) -> None:
    assert log.height == len(NAMES)
    assert log["decision_id"].is_unique().all()
    assert set(log["best_action"]) == {"CAT-1"}
    assert set(log["arm_count"]) == {4}
    of_best = log.filter(pl.col("action") == pl.col("best_action"))
    assert of_best["propensity"].min() > 0.4
    assert 0.02 <= log["propensity"].min() < 0.2
    assert log["reward"].null_count() == 0


def test_always_showing_another_offer_is_judged_right_before_anybody_does(log: pl.DataFrame, tmp_path: Path) -> None:
    log.write_parquet(tmp_path / "log.parquet")
    best_policy(log).write_parquet(tmp_path / "best.parquet")
    decisions = read_file(tmp_path / "log.parquet", ignore=("model_score", "reason_code"))
    for policy, truth in (("always:CAT-2", 0.5), (str(tmp_path / "best.parquet"), 0.1)):
        report = evaluate_policy(decisions, policy, seed=1)
        for name in ("ips", "snips"):
            found = report.values[name]
            assert found.low - 0.05 <= truth <= found.high + 0.05, (policy, name, found)


def test_an_offer_that_nobody_answered_is_open_until_it_lapses_and_then_a_no(database: Database) -> None:
    enrol_customers(database, "1")
    with database.begin() as work:
        OfferShelf(None, DEFAULTS, RULES).replace(DAY, a_shelf_for(["1"]), within=work)
        assert read_log(work, today=DAY).is_empty()
        shown = work.exec_driver_sql("select offer_id from offer_decisions where offer_rank = 1").scalar_one()
        record_outcomes([RecordOutcome(shown, OutcomeCode.SHOWN)], within=work, clock=TurnedClock(EVENING), today=DAY)
        assert read_log(work, today=DAY)["reward"].to_list() == [None]
        assert read_log(work, today=date(2017, 12, 25))["reward"].to_list() == [0.0]
        assert read_log(work, today=DAY, since=DAY + timedelta(days=1)).is_empty()
