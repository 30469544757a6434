"""The `khaywe` command as a person meets it: what goes wrong is one clear line and exit code 1, never a trace."""

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from typer.testing import CliRunner, Result

from khaywe.cli import app
from khaywe.local.ports import free_port
from khaywe.local.shared import servers_in_use
from loyalty.settings import settings


@pytest.fixture(autouse=True)
def own_process_settings() -> Iterator[None]:
    """The command tells the whole process its settings; here that must not outlive the test."""
    before = dict(os.environ)
    settings.cache_clear()
    yield
    os.environ.clear()
    os.environ.update(before)
    settings.cache_clear()


def khaywe(*words: str) -> Result:
    result = CliRunner().invoke(app, list(words))
    settings.cache_clear()
    return result


def said(result: Result) -> str:
    return " ".join(result.output.split())


def test_days_cannot_arrive_before_the_demo_is_opened() -> None:
    result = khaywe("demo", "advance", "--days", "7")
    assert result.exit_code == 1
    assert "open it with `khaywe demo`" in said(result)


def test_a_bar_that_nobody_measures_is_named() -> None:
    result = khaywe("bench", "P-99")
    assert result.exit_code == 2
    assert "P-99" in said(result)


@pytest.mark.parametrize("url", ["mysql://root@localhost/khaywe", "not a url"])
def test_a_database_url_of_another_kind_says_what_it_should_look_like(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("KHAYWE_DATABASE_URL", url)
    monkeypatch.setenv("KHAYWE_DAGSTER_DATABASE_URL", url)
    monkeypatch.setenv("KHAYWE_REDIS_URL", "redis://127.0.0.1:1/0")
    result = khaywe("migrate")
    assert result.exit_code == 1
    assert "postgresql://user:password@host:5432/khaywe" in said(result)


def test_a_database_that_does_not_answer_is_named_and_nothing_embedded_starts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KHAYWE_DATABASE_URL", f"postgresql://nobody@127.0.0.1:{free_port()}/khaywe")
    monkeypatch.setenv("KHAYWE_REDIS_URL", "redis://127.0.0.1:1/0")
    result = khaywe("migrate")
    assert result.exit_code == 1
    assert "KHAYWE_DATABASE_URL" in said(result)
    assert not servers_in_use(tmp_path / "var")


def test_a_setting_that_is_no_number_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KHAYWE_API_PORT", "eight thousand")
    result = khaywe("status")
    assert result.exit_code == 1
    assert "KHAYWE_API_PORT" in said(result)


def test_an_empty_installation_keeps_every_invariant_and_leaves_nothing_running(tmp_path: Path) -> None:
    result = khaywe("check")
    assert result.exit_code == 0, result.output
    assert "checks, 0 violations" in said(result)
    assert not servers_in_use(tmp_path / "var")


def test_a_violation_is_counted_and_fails_the_command(monkeypatch: pytest.MonkeyPatch, database_url: str) -> None:
    monkeypatch.setenv("KHAYWE_DATABASE_URL", database_url)
    monkeypatch.setenv("KHAYWE_DAGSTER_DATABASE_URL", database_url)
    monkeypatch.setenv("KHAYWE_REDIS_URL", "redis://127.0.0.1:1/0")
    with psycopg.connect(database_url) as connection:
        connection.execute("insert into offer_shelf values (true, 1, '2017-10-31', 'm', now(), 5, 25)")
    result = khaywe("check")
    assert result.exit_code == 1
    assert "1 violations" in said(result)
