"""Fixtures every test may use: real servers, started once a session, and a fresh database for each test that asks."""

import itertools
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
import redis
import structlog

from khaywe.local import LocalPostgres, LocalValkey
from loyalty.database import Database, connect
from loyalty.database.migrate import migrate
from tests.support.snowflakes import emulated_snowflake

# A test's rows need not outlive a power cut; everything else is as in production.
TEST_CONFIGURATION = """
fsync = off
shared_buffers = '128MB'
max_connections = 300
jit = off
"""
_numbers = itertools.count()
# A thread that one test left behind may log while another reads what a command prints.
structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.__stderr__))


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalPostgres]:
    """One embedded PostgreSQL for the whole session."""
    server = LocalPostgres(tmp_path_factory.mktemp("postgres") / "data", TEST_CONFIGURATION)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def migrated_template(postgres: LocalPostgres) -> str:
    """The name of a database with the newest schema, from which tests get their copies."""
    database = connect(postgres.ensure_database("template_khaywe"))
    migrate(database)
    database.close()
    return "template_khaywe"


@pytest.fixture
def postgres_url(postgres: LocalPostgres) -> Iterator[str]:
    """The URL of an empty database, dropped afterwards."""
    with _database_named(postgres, template="template1") as url:
        yield url


@pytest.fixture
def database_url(postgres: LocalPostgres, migrated_template: str) -> Iterator[str]:
    """The URL of a database with the newest schema and no rows, dropped afterwards."""
    with _database_named(postgres, template=migrated_template) as url:
        yield url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A `Database` with the newest schema and no rows."""
    opened = connect(database_url, pool_size=20)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def emulated_account() -> Iterator[str]:
    """One emulated Snowflake for the whole session."""
    with emulated_snowflake() as url:
        yield url


@pytest.fixture
def snowflake_url(emulated_account: str) -> str:
    """The URL of an empty database of the emulated Snowflake."""
    return emulated_account.replace("/?", f"/KHAYWE_{os.getpid()}_{next(_numbers)}?")


@pytest.fixture(scope="session")
def valkey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalValkey]:
    """One embedded Valkey for the whole session."""
    server = LocalValkey(tmp_path_factory.mktemp("valkey"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def redis_url(valkey: LocalValkey) -> str:
    """The URL of an empty Valkey."""
    with redis.Redis.from_url(valkey.url) as client:
        client.flushall()
    return valkey.url


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of the machine or of a running demo reaches a test."""
    for name in [name for name in os.environ if name.startswith("KHAYWE_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("KHAYWE_VAR_DIR", str(tmp_path / "var"))


@contextmanager
def _database_named(server: LocalPostgres, *, template: str) -> Iterator[str]:
    name = f"test_{os.getpid()}_{next(_numbers)}"
    _copy_of(template, name, server)
    yield server.url(name)
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute(f"drop database {name} with (force)")


def _copy_of(template: str, name: str, server: LocalPostgres) -> None:
    # A vacuum that visits the template just then keeps it from being copied for a moment.
    for wait_seconds in (0.5, 2.0, 5.0, None):
        try:
            with psycopg.connect(server.url(), autocommit=True) as connection:
                connection.execute(f"create database {name} template {template}")
        except psycopg.errors.ObjectInUse:
            if wait_seconds is None:
                raise
            time.sleep(wait_seconds)
        else:
            return
