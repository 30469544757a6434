"""The dbt project on real loads of sixty households: what is promised of every figure that others rely on.

In DuckDB, in PostgreSQL, and in Snowflake as fakesnow emulates it (dbt-snowflake and the connector are real, the account is not).
"""

import math
import subprocess
import sys
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pytest

from khaywe.demo_data import advance, day_ends_at, deliver_broken_load, deliver_load, open_demo
from khaywe.local import LocalPostgres
from loyalty.features import load_catalogue
from loyalty.settings import PROJECT_DIR
from loyalty.warehouse import Warehouse, open_warehouse
from loyalty.warehouse.raw import RAW_SOURCE, missing_columns
from tests.support.warehouses import rows_in_order, run_dbt

THROUGH = date(2017, 7, 5)
HOUSEHOLDS = 60
AS_OF_TABLES = {
    "marts.customer_features": "as_of_on customer_id",
    "marts.customer_rfm": "as_of_on customer_id",
    "marts.offer_candidates": "as_of_on offer_code",
    "marts.customer_offer_features": "as_of_on customer_id offer_code",
    "marts.churn_labels": "as_of_on customer_id",
    "marts.offer_labels": "as_of_on customer_id offer_code",
}
TABLES = AS_OF_TABLES | {
    "marts.dim_customers": "customer_id",
    "marts.fct_purchases": "basket_id",
    "marts.fct_purchase_lines": "basket_id product_id",
    "marts.dim_products": "product_id",
    "marts.dim_campaigns": "campaign_id",
    "marts.dim_campaign_coupons": "campaign_id coupon_upc product_id",
    "marts.dim_campaign_customers": "campaign_id customer_id",
    "marts.fct_coupon_redemptions": "customer_id campaign_id coupon_upc redeemed_on",
    "marts.customer_rfm_migrations": "as_of_on from_segment_code to_segment_code",
    "marts.customer_profile": "as_of_on customer_id",
}
pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


@dataclass(frozen=True)
class Built:
    url: str
    warehouse: Warehouse
    dir: Path

    def dbt(self, *arguments: str, as_of: date | None = None, **options: object) -> str:
        return run_dbt(self.url, self.dir, *arguments, as_of_days=[as_of] if as_of else [], **options)  # type: ignore[arg-type]


def _opened(url: str, directory: Path) -> Built:
    warehouse = open_warehouse(url)
    open_demo(warehouse, THROUGH, households=HOUSEHOLDS)
    return Built(url=url, warehouse=warehouse, dir=directory)


@pytest.fixture(scope="module")
def on_duckdb(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Opened and built once; the tests that change it bring it back or add only what the others do not read."""
    directory = tmp_path_factory.mktemp("dbt-duckdb")
    built = _opened(f"duckdb:///{directory / 'warehouse.duckdb'}", directory)
    built.dbt("build")
    return built


@pytest.fixture(scope="module")
def on_postgres(postgres: LocalPostgres, tmp_path_factory: pytest.TempPathFactory) -> Built:
    built = _opened(postgres.ensure_database("warehouse_of_dbt"), tmp_path_factory.mktemp("dbt-postgres"))
    built.dbt("build")
    return built


@pytest.fixture(scope="module")
def on_snowflake(emulated_account: str, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Emulated. Its dbt lives in an environment of its own, which is made here where it is missing."""
    subprocess.run([sys.executable, str(PROJECT_DIR / "khaywe" / "install.py"), "--dbt-snowflake"], check=True)
    built = _opened(emulated_account.replace("/?", "/KHAYWE_DBT?"), tmp_path_factory.mktemp("dbt-snowflake"))
    built.dbt("build")
    return built


@pytest.fixture
def own_duckdb(on_duckdb: Built, tmp_path: Path) -> Built:
    """A copy of the built warehouse that a test may change as it likes."""
    copy = tmp_path / "copy.duckdb"
    copy.write_bytes((on_duckdb.dir / "warehouse.duckdb").read_bytes())
    url = f"duckdb:///{copy}"
    return Built(url=url, warehouse=open_warehouse(url), dir=tmp_path)


def test_postgresql_finds_the_same_rows(on_duckdb: Built, on_postgres: Built) -> None:
    for table, order in TABLES.items():
        ours, theirs = rows_in_order(on_duckdb.warehouse, table, order), rows_in_order(on_postgres.warehouse, table, order)
        assert ours.num_rows > 0, table
        assert theirs.schema.equals(ours.schema), table
        assert theirs.equals(ours), f"{table}: {_first_difference(ours, theirs)}"


def test_the_emulated_snowflake_finds_the_same_rows_also_when_a_day_is_built_again(on_duckdb: Built, on_snowflake: Built) -> None:
    for builds in range(2):
        for table, order in TABLES.items():
            ours, theirs = rows_in_order(on_duckdb.warehouse, table, order), rows_in_order(on_snowflake.warehouse, table, order)
            assert ours.num_rows > 0, table
            assert theirs.column_names == ours.column_names, table
            # Snowflake has one width for whole numbers; a value that does not fit ours fails here.
            theirs = theirs.cast(ours.schema)
            assert theirs.equals(ours), f"{table} after build {builds + 1}: {_first_difference(ours, theirs)}"
        if builds == 0:
            on_snowflake.dbt("build", "--exclude-resource-type", "unit_test", as_of=THROUGH)


def test_features_are_those_of_a_plain_recount_of_the_purchases(on_duckdb: Built) -> None:
    on = THROUGH
    purchases = on_duckdb.warehouse.read("select * from marts.fct_purchases").to_pylist()
    features = on_duckdb.warehouse.read("select * from marts.customer_features where as_of_on = :on", {"on": on}).to_pylist()
    assert len(features) == len({purchase["customer_id"] for purchase in purchases})
    for found in features:
        own = [purchase for purchase in purchases if purchase["customer_id"] == found["customer_id"] and purchase["purchased_on"] <= on]
        recent = [purchase for purchase in own if (on - purchase["purchased_on"]).days < 84]
        days = sorted({purchase["purchased_on"] for purchase in own if (on - purchase["purchased_on"]).days < 364})
        gaps = [(later - earlier).days for earlier, later in pairwise(days)]
        mean = sum(gaps) / len(gaps) if gaps else None
        assert found["recency_days"] == (on - max(days)).days
        assert found["last_purchase_on"] == max(days)
        assert found["tenure_days"] == (on - min(days)).days
        assert found["purchase_count_84d"] == len(recent)
        assert found["spend_minor_84d"] == sum(purchase["spend_minor"] for purchase in recent)
        assert found["active_week_count_12w"] == len({(on - purchase["purchased_on"]).days // 7 for purchase in recent})
        assert found["average_gap_days"] == pytest.approx(mean)
        if mean is not None:
            assert found["gap_deviation_days"] == pytest.approx(math.sqrt(sum((gap - mean) ** 2 for gap in gaps) / len(gaps)))
            assert found["overdue_ratio"] == pytest.approx(found["recency_days"] / mean)


def test_a_rerun_of_the_day_leaves_identical_rows(own_duckdb: Built) -> None:
    before = {table: rows_in_order(own_duckdb.warehouse, table, order) for table, order in TABLES.items()}
    own_duckdb.dbt("build", as_of=THROUGH)
    for table, order in TABLES.items():
        assert rows_in_order(own_duckdb.warehouse, table, order).equals(before[table]), table


def test_later_loads_change_nothing_about_an_earlier_day(own_duckdb: Built) -> None:
    """Purchases, redemptions and campaigns after the day are in the warehouse now, and the day is built again from scratch."""
    features = {table: order for table, order in AS_OF_TABLES.items() if "labels" not in table}
    before = {table: rows_in_order(own_duckdb.warehouse, table, order) for table, order in features.items()}
    advance(own_duckdb.warehouse, 20)
    own_duckdb.dbt("build", "--full-refresh", as_of=THROUGH)
    for table, order in features.items():
        after = rows_in_order(own_duckdb.warehouse, table, order, f"as_of_on <= date '{THROUGH}'")
        assert after.equals(before[table]), f"{table}: {_first_difference(before[table], after)}"


def test_labels_appear_when_the_loads_reach_the_end_of_their_window(own_duckdb: Built) -> None:
    def labelled(table: str) -> list[date]:
        found = own_duckdb.warehouse.read(f"select distinct as_of_on from marts.{table} order by as_of_on")
        return found.column("as_of_on").to_pylist()

    assert labelled("churn_labels") == [date(2017, 3, 26), date(2017, 4, 23)]
    assert labelled("offer_labels") == [date(2017, 3, 26), date(2017, 4, 23), date(2017, 5, 21)]
    advance(own_duckdb.warehouse, 11)
    own_duckdb.dbt("build")
    assert labelled("churn_labels") == [date(2017, 3, 26), date(2017, 4, 23), date(2017, 5, 21)]
    assert labelled("offer_labels") == [date(2017, 3, 26), date(2017, 4, 23), date(2017, 5, 21), date(2017, 6, 18)]
    churned = own_duckdb.warehouse.read("select customer_id, as_of_on, has_churned from marts.churn_labels").to_pylist()
    bought = own_duckdb.warehouse.read("select customer_id, purchased_on from marts.fct_purchases").to_pylist()
    for label in churned:
        came = [p for p in bought if p["customer_id"] == label["customer_id"] and 0 < (p["purchased_on"] - label["as_of_on"]).days <= 56]
        assert label["has_churned"] is (not came)


def test_the_days_of_the_training_grid_and_the_last_day_are_built(on_duckdb: Built) -> None:
    days = on_duckdb.warehouse.read("select distinct as_of_on from marts.customer_features order by as_of_on").column("as_of_on")
    assert days.to_pylist() == [date(2017, 3, 26), date(2017, 4, 23), date(2017, 5, 21), date(2017, 6, 18), THROUGH]


def test_a_day_that_has_not_been_loaded_is_refused(own_duckdb: Built) -> None:
    said = own_duckdb.dbt("build", as_of=THROUGH + timedelta(days=1), expect_success=False)
    assert "no_requested_day_lies_outside_the_loads" in said
    assert own_duckdb.warehouse.read(f"select 1 as one from marts.customer_features where as_of_on > date '{THROUGH}'").num_rows == 0


def test_a_load_without_a_column_is_found_by_name_and_stops_dbt(own_duckdb: Built) -> None:
    source = RAW_SOURCE["purchase_lines"]
    assert missing_columns(own_duckdb.warehouse, source, THROUGH) == []
    before = rows_in_order(own_duckdb.warehouse, "marts.customer_features", AS_OF_TABLES["marts.customer_features"])
    deliver_broken_load(own_duckdb.warehouse, THROUGH, without="sales_value")
    assert missing_columns(own_duckdb.warehouse, source, THROUGH) == ["sales_value"]
    assert missing_columns(own_duckdb.warehouse, source, THROUGH - timedelta(days=1)) == []
    said = own_duckdb.dbt("build", as_of=THROUGH, expect_success=False)
    assert "not_null_stg_journey__purchase_lines_spend_minor" in said
    after = rows_in_order(own_duckdb.warehouse, "marts.customer_features", AS_OF_TABLES["marts.customer_features"])
    assert after.equals(before), "the marts of the day before must keep standing"
    deliver_load(own_duckdb.warehouse, THROUGH)
    assert missing_columns(own_duckdb.warehouse, source, THROUGH) == []


def test_rows_that_ingest_set_aside_reach_no_mart(own_duckdb: Built) -> None:
    warehouse = own_duckdb.warehouse
    row = warehouse.read(
        "select load_row, sales_value from raw.purchase_lines where loaded_on = :on and sales_value > 0 order by load_row limit 1",
        {"on": THROUGH},
    ).to_pylist()[0]
    spend = "select sum(spend_minor_28d) as spend from marts.customer_features where as_of_on = :on"
    before = int(warehouse.read(spend, {"on": THROUGH}).column("spend")[0].as_py())
    rejected = {"source": ["purchase_lines"], "business_on": [THROUGH], "row_key": [str(row["load_row"])], "reason": ["implausible"]}
    warehouse.replace_rows("quality.rejected_rows", pa.table(rejected), where={"business_on": [THROUGH]})
    own_duckdb.dbt("build", as_of=THROUGH)
    after = int(warehouse.read(spend, {"on": THROUGH}).column("spend")[0].as_py())
    assert before - after == round(row["sales_value"] * 100)


def test_the_catalogue_is_the_profile_column_by_column(on_duckdb: Built) -> None:
    catalogue = load_catalogue()
    relation = on_duckdb.warehouse.read(f"select * from {catalogue.relation} limit 0").schema
    kinds = {"int64": "integer", "int32": "integer", "double": "number", "string": "text", "bool": "boolean", "date32[day]": "date"}
    assert [*catalogue.keys, *catalogue.features] == relation.names
    assert {feature.name: feature.kind for feature in catalogue} == {
        field.name: kinds[str(field.type)] for field in relation if field.name not in catalogue.keys
    }


def test_columns_that_the_catalogue_calls_never_empty_are_never_empty(on_duckdb: Built) -> None:
    profile = on_duckdb.warehouse.read("select * from marts.customer_profile")
    never_empty = [feature.name for feature in load_catalogue() if not feature.is_nullable]
    assert never_empty
    assert {name: profile.column(name).null_count for name in never_empty if profile.column(name).null_count} == {}


def test_scores_and_tiers_show_in_the_profile_as_soon_as_they_are_written(own_duckdb: Built) -> None:
    warehouse = own_duckdb.warehouse
    customer = warehouse.read("select min(customer_id) as one from marts.customer_features where as_of_on = :on", {"on": THROUGH})
    who = customer.column("one").to_pylist()
    tiers = pa.table({"customer_id": who, "as_of_on": [THROUGH], "tier_code": ["GOLD"], "qualifying_minor": [100]})
    warehouse.replace_rows("scores.customer_tiers", tiers, where={"as_of_on": [THROUGH]})
    found = warehouse.read(
        "select tier_code, churn_probability from marts.customer_profile where customer_id = :who and as_of_on = :on",
        {"on": THROUGH, "who": who[0]},
    )
    assert found.to_pylist() == [{"tier_code": "GOLD", "churn_probability": None}]


def test_freshness_is_asked_of_the_business_calendar(own_duckdb: Built) -> None:
    arrived = day_ends_at(THROUGH).replace(tzinfo=None)
    assert "ERROR STALE" not in own_duckdb.dbt("source", "freshness", business_now=str(arrived))
    stale = own_duckdb.dbt("source", "freshness", business_now=str(arrived + timedelta(days=8)), expect_success=False)
    assert "ERROR STALE" in stale


def _first_difference(one: pa.Table, other: pa.Table) -> str:
    if one.num_rows != other.num_rows:
        return f"{one.num_rows} rows against {other.num_rows}"
    for name in one.column_names:
        for mine, theirs in zip(one.column(name).to_pylist(), other.column(name).to_pylist(), strict=True):
            if mine != theirs:
                return f"{name}: {mine!r} against {theirs!r}"
    return "none"
