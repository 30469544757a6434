"""Migrations step by step: each its own transaction, so that a long one holds nobody up and a failed one takes nothing back."""

import shutil
import threading
from pathlib import Path

import pytest
from sqlalchemy.exc import DataError

from loyalty.database import Database, connect
from loyalty.database.migrate import MIGRATION_LOCK, MIGRATIONS_DIR, migrate
from tests.support.races import at_once

GATE = 42


@pytest.fixture
def empty(postgres_url: str):
    """A database without a schema."""
    opened = connect(postgres_url)
    yield opened
    opened.close()


def steps(folder: Path, *statements: str) -> Path:
    """A folder of migrations with these steps, 1 to n."""
    (folder / "versions").mkdir(parents=True, exist_ok=True)
    shutil.copy(MIGRATIONS_DIR / "env.py", folder)
    for number, statement in enumerate(statements, start=1):
        before = repr(str(number - 1)) if number > 1 else None
        (folder / "versions" / f"v{number}.py").write_text(
            f"from alembic import op\nrevision = '{number}'\ndown_revision = {before}\n\n\ndef upgrade():\n    op.execute({statement!r})\n"
        )
    return folder


def version(database: Database) -> str:
    with database.begin() as work:
        found: str = work.exec_driver_sql("select version_num from alembic_version").scalar_one()
    return found


def test_a_step_that_fails_leaves_those_before_it_done_and_is_done_the_next_time(empty, tmp_path):
    broken = steps(tmp_path / "broken", "create table a ()", "create table b ()", "create table c (); select 1 / 0", "create table d ()")
    with pytest.raises(DataError, match="division by zero"):
        migrate(empty, folder=broken)
    assert version(empty) == "2"
    with empty.begin() as work:
        found = work.exec_driver_sql("select to_regclass('a'), to_regclass('b'), to_regclass('c'), to_regclass('d')").one()
    assert tuple(found) == ("a", "b", None, None)
    mended = steps(tmp_path / "mended", "create table a ()", "create table b ()", "create table c ()", "create table d ()")
    migrate(empty, folder=mended)
    migrate(empty, folder=mended)
    assert version(empty) == "4"


def test_a_long_step_holds_no_lock_of_those_before_it(empty, tmp_path):
    """The second step waits at a gate; meanwhile others read and write the table that the first has just changed."""
    migrate(empty, folder=steps(tmp_path, "create table a (n int)"))
    folder = steps(
        tmp_path, "create table a (n int)", "alter table a add column m int", f"select pg_advisory_xact_lock({GATE})", "create table d ()"
    )
    with empty.engine.connect() as gate:
        gate.exec_driver_sql(f"select pg_advisory_lock({GATE})")
        running = threading.Thread(target=migrate, args=(empty,), kwargs={"folder": folder})
        running.start()
        try:
            wait_until_somebody_waits(empty)
            with empty.begin() as work:
                work.exec_driver_sql("set local lock_timeout = '2s'")
                work.exec_driver_sql("insert into a (n, m) values (1, 2)")
            assert version(empty) == "2"
        finally:
            gate.exec_driver_sql(f"select pg_advisory_unlock({GATE})")
            running.join(30)
    assert version(empty) == "4"


def wait_until_somebody_waits(database: Database) -> None:
    for _ in range(600):
        with database.begin() as work:
            asked = "select count(*) from pg_locks where locktype = 'advisory' and not granted and objid = %(gate)s"
            if work.exec_driver_sql(asked, {"gate": GATE}).scalar_one():
                return
        threading.Event().wait(0.05)
    raise AssertionError("the step never came to its gate")


def test_processes_that_start_at_once_migrate_once(empty, tmp_path):
    folder = steps(tmp_path, "create table a ()", "select pg_sleep(0.05)", "create table b ()")
    at_once([lambda: migrate(empty, folder=folder)] * 6)
    assert version(empty) == "3"


@pytest.mark.parametrize("is_failing", [False, True])
def test_the_lock_is_free_afterwards(empty, tmp_path, is_failing):
    folder = steps(tmp_path, "create table a (); select 1 / 0" if is_failing else "create table a ()")
    if is_failing:
        with pytest.raises(DataError, match="division by zero"):
            migrate(empty, folder=folder)
    else:
        migrate(empty, folder=folder)
    with empty.begin() as work:
        held = work.exec_driver_sql("select count(*) from pg_locks where locktype = 'advisory' and objid = %(n)s", {"n": MIGRATION_LOCK})
        assert held.scalar_one() == 0


def test_every_real_step_may_run_alone(empty):
    """From the first version to the newest, stopping after each as a process that dies there would."""
    names = sorted(path.name[1:5] for path in (MIGRATIONS_DIR / "versions").glob("v[0-9]*.py"))
    assert len(names) >= 9
    for name in names:
        migrate(empty, revision=name)
        assert version(empty) == name
