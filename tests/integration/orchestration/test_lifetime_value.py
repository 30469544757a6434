"""The asset that tells lifetime value: what it writes is what was known of the day, whatever happens later, and it says when it cannot."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import dagster as dg
import numpy as np
import pyarrow as pa
import pytest

from loyalty.clock import TurnedClock
from loyalty.warehouse import Warehouse, ensure_score_tables, open_warehouse
from loyalty.warehouse.tables import SCORES
from ml.lifetime_value.evaluate import AGAIN, RATE
from ml.lifetime_value.score import learnt_on
from ml.lifetime_value.train import train_lifetime_value
from orchestration.scoring.lifetime_value import BEATS, HAS_MODEL, score_customer__lifetime_value
from tests.support.purchases import SCHEMA, a_warehouse

FIRST, LAST = date(2017, 1, 1), date(2017, 11, 30)
DAY = date(2017, 10, 31)
AT = datetime(2017, 11, 1, 5, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def shop() -> Warehouse:
    return a_warehouse(800, first=FIRST, last=LAST)


def score(warehouse: Warehouse, first: date, last: date | None = None) -> dg.ExecuteInProcessResult:
    keys = {"dagster/asset_partition_range_start": first.isoformat(), "dagster/asset_partition_range_end": (last or first).isoformat()}
    return dg.materialize(
        [score_customer__lifetime_value],
        tags=keys,
        resources={
            "warehouse": dg.ResourceDefinition.hardcoded_resource(warehouse),
            "clock": dg.ResourceDefinition.hardcoded_resource(TurnedClock(AT)),
        },
    )


def scores(warehouse: Warehouse, on: date) -> list[dict[str, Any]]:
    query = "select * from scores.lifetime_value where as_of_on = :on order by customer_id"
    return warehouse.read(query, {"on": on}).to_pylist()


def told(result: dg.ExecuteInProcessResult) -> dict[str, Any]:
    (event,) = result.get_asset_materialization_events()
    return {name: value.value for name, value in event.materialization.metadata.items()}


def checks(result: dg.ExecuteInProcessResult) -> dict[str, dg.AssetCheckEvaluation]:
    return {check.check_name: check for check in result.get_asset_check_evaluations()}


def test_every_customer_of_the_day_has_a_value_from_the_model_of_the_last_sunday(shop: Warehouse) -> None:
    result = score(shop, DAY)
    rows = scores(shop, DAY)
    known = shop.read("select count(distinct customer_id) as n from marts.fct_purchases where purchased_on <= :on", {"on": DAY})
    assert len(rows) == known["n"][0].as_py() == told(result)["rows_kept"] == told(result)["rows_read"]
    assert {row["model_version"] for row in rows} == {"lifetime-value-2017-10-29"}
    assert all(0.0 <= row["alive_probability"] <= 1.0 and row["expected_purchases_84d"] >= 0.0 for row in rows)
    assert all(row["expected_spend_minor_84d"] >= 0 for row in rows)
    assert checks(result)[HAS_MODEL].passed
    (model,) = shop.read("select * from scores.lifetime_value_models where as_of_on = :on", {"on": date(2017, 10, 29)}).to_pylist()
    facts = json.loads(model["facts"])
    assert facts["judgement"]["judged_on"] == "2017-08-06"
    assert told(result)["r"] == pytest.approx(facts["purchases"]["r"])


def test_what_it_expects_comes_true_on_the_whole(shop: Warehouse) -> None:
    on = LAST - timedelta(days=84)
    score(shop, on)
    came = shop.read(
        "select customer_id, count(distinct purchased_on) as n, sum(spend_minor) as minor from marts.fct_purchases "
        "where purchased_on > :on and purchased_on <= :through group by customer_id",
        {"on": on, "through": LAST},
    ).to_pylist()
    truth = {row["customer_id"]: row for row in came}
    rows = scores(shop, on)
    visits = np.array([truth.get(row["customer_id"], {"n": 0})["n"] for row in rows], dtype=float)
    spend = np.array([float(truth.get(row["customer_id"], {"minor": 0})["minor"]) for row in rows])
    expected = np.array([row["expected_purchases_84d"] for row in rows])
    money = np.array([float(row["expected_spend_minor_84d"]) for row in rows])
    assert expected.sum() == pytest.approx(visits.sum(), rel=0.08)
    assert money.sum() == pytest.approx(spend.sum(), rel=0.1)
    assert np.corrcoef(expected, visits)[0, 1] > 0.8
    alive = np.array([row["alive_probability"] for row in rows])
    assert visits[alive < 0.2].mean() < 0.2 * visits[alive > 0.8].mean()


def test_what_happens_after_the_day_changes_nothing_of_it() -> None:
    warehouse = a_warehouse(400, first=FIRST, last=LAST)
    score(warehouse, DAY)
    before = scores(warehouse, DAY)
    later = [{"customer_id": f"cus_{number}", "purchased_on": DAY + timedelta(days=1), "spend_minor": 10**7} for number in range(600)]
    warehouse.replace_rows("marts.fct_purchases", pa.Table.from_pylist(later, SCHEMA), where={"customer_id": []})
    score(warehouse, DAY)
    assert scores(warehouse, DAY) == before


def test_a_day_has_the_same_rows_alone_in_a_range_and_again() -> None:
    warehouse = a_warehouse(300, first=FIRST, last=LAST)
    score(warehouse, DAY - timedelta(days=4), DAY)
    before = [scores(warehouse, DAY - timedelta(days=back)) for back in range(5)]
    assert all(before)
    for back in (0, 3):
        score(warehouse, DAY - timedelta(days=back))
    assert [scores(warehouse, DAY - timedelta(days=back)) for back in range(5)] == before
    assert warehouse.read("select count(*) as n from scores.lifetime_value_models")["n"][0].as_py() == 2


def test_without_enough_history_nobody_has_a_value_and_the_check_says_why() -> None:
    warehouse = a_warehouse(5, first=FIRST, last=LAST)
    result = score(warehouse, DAY)
    assert result.success
    assert scores(warehouse, DAY) == []
    assert not checks(result)[HAS_MODEL].passed
    assert "at least 10 customers" in (checks(result)[HAS_MODEL].description or "")
    assert told(result)["model"] == "none"


def test_a_young_shop_has_values_and_the_check_says_that_nobody_could_judge_them_yet() -> None:
    warehouse = a_warehouse(300, first=FIRST, last=LAST)
    result = score(warehouse, FIRST + timedelta(days=100))
    assert scores(warehouse, FIRST + timedelta(days=100))
    assert checks(result)[HAS_MODEL].passed
    assert not checks(result)[BEATS].passed
    assert "no twelve weeks" in (checks(result)[BEATS].description or "")


def test_the_model_is_judged_on_outcomes_it_did_not_see_beside_the_simple_answers(shop: Warehouse) -> None:
    judgement = train_lifetime_value(shop, as_of_on=DAY).judgement
    assert judgement is not None
    assert judgement.judged_on == DAY - timedelta(days=84)
    assert judgement.metrics["purchase_mae"] < judgement.baselines[RATE]["purchase_mae"]
    assert judgement.metrics["purchase_mae"] < judgement.baselines[AGAIN]["purchase_mae"]
    assert judgement.reasons_against == ()
    low, high = judgement.intervals["purchase_correlation"]
    assert low < judgement.metrics["purchase_correlation"] < high


def test_sunday_to_saturday_share_a_model() -> None:
    assert learnt_on(date(2017, 10, 29)) == learnt_on(date(2017, 11, 4)) == date(2017, 10, 29)
    assert learnt_on(date(2017, 11, 5)) == date(2017, 11, 5)


def test_a_warehouse_of_an_earlier_release_gets_the_columns_that_came_since() -> None:
    warehouse = open_warehouse("duckdb:///:memory:")
    old = pa.table({"customer_id": ["1"], "as_of_on": [DAY], "churn_probability": [0.5], "churn_band_code": ["HIGH"]})
    warehouse.replace_rows("scores.churn", old, where={"as_of_on": []})
    ensure_score_tables(warehouse)
    ensure_score_tables(warehouse)
    (row,) = warehouse.read("select * from scores.churn").to_pylist()
    assert set(row) == set(SCORES["scores.churn"].names)
    assert {name: value for name, value in row.items() if value is not None} == old.to_pylist()[0]
