"""Small parts: what a run's tags mean, what is missing at the start, how dbt's nodes are called."""

from datetime import date
from types import SimpleNamespace

import dagster as dg
import pytest

from orchestration.partitions import REACHES_BACK_TAG, business_day, days_arrived, days_of, tags_of_days
from orchestration.resources import SettingMissing, build_resources
from orchestration.transform.translator import KhayweTranslator


def a_run(keys: list[str], **tags: str):
    return SimpleNamespace(partition_keys=keys, run=SimpleNamespace(tags=tags))


def test_days_of_a_run_are_in_order():
    assert days_of(a_run(["2017-11-02", "2017-11-01"])) == (date(2017, 11, 1), date(2017, 11, 2))


def test_without_a_tag_the_days_that_arrived_are_those_of_the_run():
    run = a_run(["2017-11-01", "2017-11-02"])
    assert days_arrived(run) == days_of(run)


def test_a_run_that_reaches_back_brings_every_day_since():
    run = a_run(["2017-11-03"], **{REACHES_BACK_TAG: "2017-10-31"})
    assert [on.isoformat() for on in days_arrived(run)] == ["2017-10-31", "2017-11-01", "2017-11-02", "2017-11-03"]


def test_tags_say_the_range_and_reach_back_only_where_it_does():
    assert REACHES_BACK_TAG not in tags_of_days(date(2017, 11, 1), date(2017, 11, 7), reaches_back_to=date(2017, 11, 1))
    assert tags_of_days(date(2017, 11, 1), date(2017, 11, 7), reaches_back_to=date(2017, 1, 1))[REACHES_BACK_TAG] == "2017-01-01"


def test_the_first_partition_is_the_first_day_of_the_data():
    assert business_day.get_first_partition_key() == "2017-01-01"


def test_a_part_without_an_address_says_which_setting_is_missing():
    with pytest.raises(dg.DagsterResourceFunctionError) as failure:
        dg.build_resources({"database": build_resources()["database"]}).__enter__()
    assert isinstance(failure.value.__cause__, SettingMissing)
    assert "KHAYWE_DATABASE_URL is not set" in str(failure.value.__cause__)


@pytest.mark.parametrize(
    ("node", "key"),
    [
        ({"resource_type": "source", "schema": "raw", "name": "coupons"}, "raw_journey__coupons"),
        ({"resource_type": "source", "schema": "scores", "name": "churn"}, "score_customer__churn"),
        ({"resource_type": "source", "schema": "quality", "name": "rejected_rows"}, "quality_journey__rejected_rows"),
        ({"resource_type": "model", "schema": "marts", "name": "dim_customers"}, "dim_customers"),
    ],
)
def test_a_node_of_dbt_is_called_like_the_table_or_like_the_asset_that_writes_it(node, key):
    assert KhayweTranslator().get_asset_key(node).to_user_string() == key
