from pathlib import Path

import pytest

from loyalty.settings import PROJECT_DIR
from orchestration.transform import project
from orchestration.transform.project import DBT, DbtMissing, dbt_for


def test_snowflake_is_built_by_the_dbt_of_another_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    other = tmp_path / "dbt"
    other.touch()
    monkeypatch.setattr(project, "DBT_FOR_SNOWFLAKE", other)
    assert dbt_for("snowflake://me@acme/LOYALTY") == other
    assert dbt_for("duckdb:///x.duckdb") == dbt_for("postgresql://me@here/there") == DBT


def test_a_missing_dbt_for_snowflake_is_said_with_the_way_to_get_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(project, "DBT_FOR_SNOWFLAKE", tmp_path / "dbt")
    with pytest.raises(DbtMissing, match="make dbt-snowflake"):
        dbt_for("snowflake://me@acme/LOYALTY")
    assert "\ndbt-snowflake:" in (PROJECT_DIR / "Makefile").read_text()
