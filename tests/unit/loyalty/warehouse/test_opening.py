"""Which warehouse a URL names, and what a wrong one gets."""

from pathlib import Path

import pytest

from loyalty.warehouse import WarehouseUrlWrong, open_warehouse
from loyalty.warehouse.dbt_environment import dbt_environment
from loyalty.warehouse.duckdb import DuckDbWarehouse
from loyalty.warehouse.guard import Guarded
from loyalty.warehouse.postgres import PostgresWarehouse


@pytest.mark.parametrize("url", ["", "nonsense", "mysql://here/there", "duckdb://", "sqlite:///x.db", "/var/khaywe.duckdb", "postgres"])
def test_a_wrong_url_is_refused_with_what_it_should_look_like(url: str) -> None:
    with pytest.raises(WarehouseUrlWrong, match=r"duckdb:///path/to/file\.duckdb, postgresql://.*snowflake://.*oracle://"):
        open_warehouse(url)


def test_a_password_in_a_wrong_url_is_not_repeated() -> None:
    with pytest.raises(WarehouseUrlWrong) as refusal:
        open_warehouse("mysql://me:secret@here/there")
    assert "secret" not in refusal.value.message + str(refusal.value.facts)


def test_three_slashes_are_a_relative_file_and_four_an_absolute_one() -> None:
    relative, absolute = open_warehouse("duckdb:///var/x.duckdb"), open_warehouse("duckdb:////var/x.duckdb")
    assert isinstance(relative, DuckDbWarehouse)
    assert isinstance(absolute, DuckDbWarehouse)
    assert (relative.path, absolute.path) == (Path("var/x.duckdb"), Path("/var/x.duckdb"))


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_has_several_spellings(scheme: str) -> None:
    opened = open_warehouse(f"{scheme}://me@here/there")
    assert isinstance(opened, Guarded)
    assert isinstance(opened.inner, PostgresWarehouse)


def test_dbt_builds_in_the_same_file() -> None:
    environment = dbt_environment("duckdb:////var/warehouse/khaywe.duckdb")
    assert environment["KHAYWE_DBT_TARGET"] == "duckdb"
    assert environment["KHAYWE_DBT_DUCKDB_PATH"] == "/var/warehouse/khaywe.duckdb"


def test_dbt_builds_in_the_same_postgresql_also_behind_a_socket() -> None:
    over_tcp = dbt_environment("postgresql://me:p%40ss@here:6543/there")
    assert over_tcp == over_tcp | {
        "KHAYWE_DBT_TARGET": "postgres",
        "KHAYWE_DBT_POSTGRES_HOST": "here",
        "KHAYWE_DBT_POSTGRES_PORT": "6543",
        "KHAYWE_DBT_POSTGRES_USER": "me",
        "KHAYWE_DBT_POSTGRES_PASSWORD": "p@ss",
        "KHAYWE_DBT_POSTGRES_DATABASE": "there",
    }
    assert dbt_environment("postgresql://me@/there?host=/run/pg")["KHAYWE_DBT_POSTGRES_HOST"] == "/run/pg"


def test_dbt_builds_in_the_same_snowflake_with_what_the_connector_is_told() -> None:
    environment = dbt_environment(
        "snowflake://me:p%40ss@acme-eu/LOYALTY/MAIN?warehouse=wh&role=builder&private_key_file=/keys/k.p8&statement_timeout_seconds=60&query_tag=night"
    )
    assert environment == environment | {
        "KHAYWE_DBT_TARGET": "snowflake",
        "KHAYWE_DBT_SNOWFLAKE_ACCOUNT": "acme-eu",
        "KHAYWE_DBT_SNOWFLAKE_USER": "me",
        "KHAYWE_DBT_SNOWFLAKE_PASSWORD": "p@ss",
        "KHAYWE_DBT_SNOWFLAKE_DATABASE": "LOYALTY",
        "KHAYWE_DBT_SNOWFLAKE_SCHEMA": "MAIN",
        "KHAYWE_DBT_SNOWFLAKE_WAREHOUSE": "wh",
        "KHAYWE_DBT_SNOWFLAKE_ROLE": "builder",
        "KHAYWE_DBT_SNOWFLAKE_PRIVATE_KEY_FILE": "/keys/k.p8",
        "KHAYWE_DBT_SNOWFLAKE_QUERY_TAG": "night",
        "KHAYWE_DBT_SNOWFLAKE_HOST": "",
    }
    assert dbt_environment("snowflake://me@acme/LOYALTY")["KHAYWE_DBT_SNOWFLAKE_SCHEMA"] == "PUBLIC"


def test_dbt_refuses_a_warehouse_that_the_project_was_not_written_for() -> None:
    with pytest.raises(WarehouseUrlWrong, match="not in oracle"):
        dbt_environment("oracle://me:p@here:1521/?service_name=x")


def test_dbt_cannot_build_in_the_memory_of_another_process() -> None:
    with pytest.raises(WarehouseUrlWrong, match="memory"):
        dbt_environment("duckdb:///:memory:")
