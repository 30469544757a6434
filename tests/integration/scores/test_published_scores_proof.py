"""`khaywe check` notices when what members see is not what the warehouse says. Real DuckDB, real PostgreSQL."""

from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from sqlalchemy import text

from loyalty.database import Database
from loyalty.scores import check_published_scores, profiles_of_day, publish_scores
from loyalty.scores.profiles import PROFILE_COLUMNS
from loyalty.warehouse import Warehouse, open_warehouse
from tests.support.offers import DAY, SCORED_AT, enrol_customers

PROFILE = {
    "tier_code": "GOLD",
    "rfm_code": "554",
    "rfm_segment_code": "CHAMPIONS",
    "recency_quintile": 5,
    "frequency_quintile": 5,
    "monetary_quintile": 4,
    "churn_probability": 0.1 + 0.2,
    "churn_band_code": "LOW",
    "last_purchase_on": date(2017, 10, 29),
    "recency_days": 2,
    "purchase_count_364d": 81,
    "spend_minor_364d": 210_000,
}


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    opened = open_warehouse(f"duckdb:///{tmp_path / 'proof.duckdb'}")
    keys = [{"customer_id": name, "as_of_on": DAY} for name in ("1", "2")]
    rows = {
        "marts.customer_profile": [key | PROFILE for key in keys],
        "scores.churn": [key | {"model_version": "churn.1", "scored_at": SCORED_AT} for key in keys],
        "scores.customer_tiers": [key | {"qualifying_minor": 210_000} for key in keys],
    }
    for table, told in rows.items():
        opened.replace_rows(table, pa.Table.from_pylist(told), where={"as_of_on": [DAY]})
    return opened


@pytest.fixture
def published(database: Database, warehouse: Warehouse) -> Database:
    enrol_customers(database, "1", "2")
    with database.begin() as work:
        publish_scores(profiles_of_day(warehouse, as_of_on=DAY), as_of_on=DAY, within=work)
    return database


def test_what_was_just_published_is_the_warehouse(published: Database, warehouse: Warehouse) -> None:
    with published.begin() as work:
        assert check_published_scores(warehouse, within=work).is_kept


@pytest.mark.parametrize("column", [*PROFILE_COLUMNS, "qualifying_minor", "model_version"])
def test_any_column_that_differs_is_found(published: Database, warehouse: Warehouse, column: str) -> None:
    with published.begin() as work:
        work.execute(text(f"update member_scores set {column} = null where member_id = (select min(id::text) from members)::uuid"))
    with published.begin() as work:
        found = check_published_scores(warehouse, within=work)
    assert found.violation_count == 1
    assert found.first_violation is not None
    assert found.first_violation["stored"][column] is None


def test_a_member_whom_the_warehouse_forgot_is_found(published: Database, warehouse: Warehouse) -> None:
    warehouse.execute("delete from marts.customer_profile where customer_id = '2'")
    with published.begin() as work:
        assert check_published_scores(warehouse, within=work).violation_count == 1


def test_nothing_published_breaks_nothing(database: Database, warehouse: Warehouse) -> None:
    with database.begin() as work:
        assert check_published_scores(warehouse, within=work).is_kept
