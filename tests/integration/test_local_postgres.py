"""The embedded PostgreSQL as the demo runs it: its real settings, no TCP port, joined by a second user, clear when it cannot start."""

from pathlib import Path

import psycopg
import pytest

from khaywe.local import LocalPostgres
from khaywe.local.postgres import LocalServerFailed


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    started = LocalPostgres(tmp_path_factory.mktemp("local") / "postgres")
    started.start()
    yield started
    started.stop()


def setting(server: LocalPostgres, name: str) -> str:
    with psycopg.connect(server.url()) as connection:
        return connection.execute(f"show {name}").fetchone()[0]


def test_it_listens_on_no_address(server):
    assert setting(server, "listen_addresses") == ""


def test_what_is_acknowledged_is_on_disk(server):
    assert setting(server, "fsync") == "on"
    assert setting(server, "synchronous_commit") == "on"


def test_our_settings_are_in_force(server):
    assert setting(server, "shared_buffers") == "512MB"


def test_a_database_is_made_once(server):
    assert server.ensure_database("twice") == server.ensure_database("twice")


def test_a_server_that_cannot_start_says_why(tmp_path: Path):
    broken = LocalPostgres(tmp_path / "postgres", "shared_buffers = 'a lot'\n")
    with pytest.raises(LocalServerFailed) as refused:
        broken.start()
    assert "shared_buffers" in str(refused.value.facts["log"])
