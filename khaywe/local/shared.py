"""The embedded servers as several `khaywe` commands share them: the first starts them, the last to leave stops them.

Not here: how one server is started (`postgres.py`, `valkey.py`), and settings that name real servers (then nothing starts).
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
from sqlalchemy import make_url, text
from sqlalchemy.exc import OperationalError, ProgrammingError

from khaywe.local.postgres import LocalPostgres
from khaywe.local.valkey import LocalValkey
from loyalty.database import connect
from loyalty.database.engine import DatabaseUnavailable
from loyalty.errors import Unavailable
from loyalty.settings import Settings

LOYALTY_DATABASE = "khaywe"
DAGSTER_DATABASE = "dagster"


@contextmanager
def running_servers(asked: Settings) -> Iterator[Settings]:
    """Every server answers; yields the settings with every URL filled in. What was started here is stopped here."""
    filled = dict[str, Any]()
    postgres = LocalPostgres(asked.var_dir / "postgres")
    valkey = SharedValkey(asked.var_dir / "valkey")
    try:
        if asked.database_url is None:
            postgres.start()
            filled["database_url"] = postgres.ensure_database(LOYALTY_DATABASE)
            filled["dagster_database_url"] = asked.dagster_database_url or postgres.ensure_database(DAGSTER_DATABASE)
        elif asked.dagster_database_url is None:
            filled["dagster_database_url"] = _database_beside(asked.database_url, DAGSTER_DATABASE)
        if asked.redis_url is None:
            filled["redis_url"] = valkey.join()
        yield asked.model_copy(update=filled)
    finally:
        valkey.leave()
        postgres.stop()


def _database_beside(url: str, name: str) -> str:
    """The URL of the database `name` on the same server, made where it is missing.

    Raises:
        DatabaseUrlWrong, DatabaseUnavailable: as `connect` and `begin` say.
        DatabaseMissing: it is not there and may not be made.
    """
    database = connect(url)
    try:
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            if connection.execute(text("select 1 from pg_database where datname = :name"), {"name": name}).first() is None:
                connection.execute(text(f'create database "{name}"'))
    except OperationalError as error:
        raise DatabaseUnavailable(
            "The loyalty database does not answer. Is it running, and is KHAYWE_DATABASE_URL right?", reason=str(error.orig).strip()
        ) from error
    except ProgrammingError as error:
        raise DatabaseMissing(f"Dagster needs a database `{name}`; create it, or name one in KHAYWE_DAGSTER_DATABASE_URL.") from error
    finally:
        database.close()
    return make_url(url).set(database=name).render_as_string(hide_password=False)


class DatabaseMissing(Unavailable):
    """A database that we need is not there, and we may not create it."""

    code = "DATABASE_MISSING"


class SharedValkey:
    """One Valkey per data folder, counted by the processes that use it."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir
        self._joined = False
        self._started: LocalValkey | None = None

    def join(self) -> str:
        """It runs and this process is counted; its URL."""
        self._data_dir.mkdir(parents=True, exist_ok=True)
        with self._state() as state:
            if not _is_valkey(state.get("pid")):
                self._started = LocalValkey(self._data_dir)
                self._started.start()
                state.update(pid=self._started.pid, url=self._started.url, users=[])
            state["users"] = [pid for pid in state["users"] if psutil.pid_exists(pid)] + [os.getpid()]
            self._joined = True
            return str(state["url"])

    def leave(self) -> None:
        """This process is no longer counted; the server stops when nobody is."""
        if not self._joined:
            return
        with self._state() as state:
            state["users"] = [pid for pid in state["users"] if pid != os.getpid() and psutil.pid_exists(pid)]
            if not state["users"]:
                self._stop(state["pid"])
        self._joined = False

    def _stop(self, pid: int) -> None:
        if self._started is not None:
            self._started.stop()
        elif _is_valkey(pid):
            process = psutil.Process(pid)
            process.terminate()
            psutil.wait_procs([process], timeout=5)

    @contextmanager
    def _state(self) -> Iterator[dict[str, Any]]:
        path = self._data_dir / "shared.json"
        with (self._data_dir / "shared.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            state = json.loads(path.read_text()) if path.exists() else {}
            yield state
            path.write_text(json.dumps(state))


def _is_valkey(pid: int | None) -> bool:
    """Whether that process is still our server: a number alone may have been given to another process since."""
    try:
        return pid is not None and "valkey" in psutil.Process(pid).name()
    except psutil.NoSuchProcess:
        return False


def servers_in_use(var_dir: Path) -> bool:
    """Whether an embedded server runs on this folder."""
    postmaster = var_dir / "postgres" / "postmaster.pid"
    if postmaster.exists() and psutil.pid_exists(int(postmaster.read_text().split("\n", 1)[0])):
        return True
    state = var_dir / "valkey" / "shared.json"
    return state.exists() and _is_valkey(json.loads(state.read_text()).get("pid"))
