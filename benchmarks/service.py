"""The real service on servers of its own, for the figures that go over HTTP. Not here: what is measured (the `p…` modules)."""

import json
import re
import secrets
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from khaywe.environment import child_environment
from khaywe.local import LocalPostgres, LocalValkey
from khaywe.local.ports import free_port
from loyalty.access import create_key
from loyalty.checks.run import run_checks
from loyalty.clock import UtcClock
from loyalty.database import Database, connect
from loyalty.database.migrate import migrate
from loyalty.ledger import prepare_months
from loyalty.members import EnrolMember, enrol
from loyalty.programs import read_program, store_program
from loyalty.settings import Settings, settings
from loyalty.tiers import requalify

READY_SECONDS_MAX = 90.0
ENROL_BATCH = 5_000


@dataclass
class Bench:
    """Servers of their own, members, a key, and what the service is asked with."""

    postgres: LocalPostgres
    database: Database
    database_url: str
    redis_url: str
    key: str
    settings: Settings
    member_ids: Sequence[str]
    """External ids."""


@contextmanager
def bench(name: str, *, member_count: int) -> Iterator[Bench]:
    """A PostgreSQL and a Valkey with `member_count` members, gone afterwards. Durability is as in production, and asserted."""
    _sweep(settings().var_dir / "bench")
    # Told to stop, it still stops its servers.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    folder = settings().var_dir / "bench" / f"{name}-{secrets.token_hex(4)}"
    postgres = LocalPostgres(folder / "postgres")
    valkey = LocalValkey(folder / "valkey")
    folder.mkdir(parents=True)
    (folder / "valkey").mkdir()
    try:
        postgres.start()
        valkey.start()
        url = postgres.ensure_database("khaywe")
        database = connect(url)
        _assert_durable(database)
        found = Settings(var_dir=folder, database_url=url, redis_url=valkey.url, clock="utc", log_level="INFO", api_port=free_port())
        key, member_ids = _prepare(database, member_count)
        yield Bench(postgres, database, url, valkey.url, key, found, member_ids)
        database.close()
    finally:
        valkey.stop()
        postgres.stop()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def serving(bench: Bench) -> Iterator[int]:
    """The API in a process of its own, as `khaywe up` starts it; yields its port."""
    log = (bench.settings.var_dir / "api.log").open("wb")
    command = [sys.executable, "-m", "serving.main"]
    process = subprocess.Popen(command, env=child_environment(bench.settings), stdout=log, stderr=subprocess.STDOUT)
    try:
        _wait_until_ready(process, bench.settings)
        yield bench.settings.api_port
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        log.close()


def assert_invariants(bench: Bench, *, posting_count: int | None = None) -> int:
    """Every invariant holds, and there are exactly as many postings as were acknowledged; how many checks were made."""
    with bench.database.begin() as work:
        results = run_checks(work)
    broken = [result for result in results if not result.is_kept]
    assert not broken, broken
    assert results, "no check ran"
    if posting_count is not None:
        with psycopg.connect(bench.database_url) as connection:
            stored = connection.execute("select count(*) from postings").fetchone()
        assert stored == (posting_count,), f"{stored} postings for {posting_count} answers"
    return len(results)


def pgbench_tpcb(bench: Bench, *, seconds: int, clients: int = 8) -> float:
    """Transactions per second of `pgbench`'s TPC-B on the same server; `prepare_pgbench` comes first."""
    command = [*_pgbench(bench), "-M", "prepared", "-c", str(clients), "-j", "2", "-T", str(seconds), "-n", "tpcb"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 60, check=True)
    found = re.search(r"tps = ([\d.]+) \(without initial connection time\)", done.stdout)
    assert found, done.stdout
    return float(found.group(1))


def prepare_pgbench(bench: Bench, *, scale: int = 20) -> None:
    """pgbench's tables stand in a database of their own, on the same server."""
    bench.postgres.ensure_database("tpcb")
    subprocess.run([*_pgbench(bench), "-i", "-q", "-s", str(scale), "tpcb"], capture_output=True, timeout=300, check=True)


def wal_state(bench: Bench) -> tuple[int, int]:
    """(bytes of WAL written, WAL flushes) so far."""
    with psycopg.connect(bench.database_url) as connection:
        found = connection.execute(
            "select pg_current_wal_insert_lsn() - '0/0'::pg_lsn, (select coalesce(sum(fsyncs), 0) from pg_stat_io where object = 'wal')"
        ).fetchone()
    assert found is not None
    return int(found[0]), int(found[1])


def fsync_rate(bench: Bench) -> float:
    """fdatasyncs per second of 8 KiB writes where the database lies, by PostgreSQL's own test."""
    file = bench.settings.var_dir / "fsync-probe"
    program = str(bench.postgres.program("pg_test_fsync"))
    done = subprocess.run([program, "-s", "1", "-f", str(file)], capture_output=True, text=True, timeout=60, check=False)
    found = re.search(r"fdatasync\s+([\d.]+) ops/sec", done.stdout)
    file.unlink(missing_ok=True)
    return float(found.group(1)) if found else float("nan")


def _sweep(folder: Path) -> None:
    """Folders of earlier runs are gone; the embedded server's own exit leaves a lock file behind after we removed everything."""
    for left in folder.glob("*-*"):
        if {path.name for path in left.iterdir()} <= {"postgres.lock"}:
            shutil.rmtree(left, ignore_errors=True)


def _assert_durable(database: Database) -> None:
    with database.begin() as work:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            assert work.exec_driver_sql(f"show {name}").scalar_one() == "on", f"{name} must be on, or the figure means nothing"


def _prepare(database: Database, member_count: int) -> tuple[str, list[str]]:
    clock = UtcClock()
    migrate(database)
    with database.begin() as work:
        program = read_program(settings().definitions_dir / "programs" / "journey.json")
        store_program(program, within=work, clock=clock)
        today = clock.now().date()
        prepare_months(today, today, within=work)
        _, key = create_key("bench", ["*"], within=work, clock=clock)
    member_ids = [f"bench-{number}" for number in range(member_count)]
    for start in range(0, member_count, ENROL_BATCH):
        with database.begin() as work:
            commands = [EnrolMember(external_id, program.code) for external_id in member_ids[start : start + ENROL_BATCH]]
            enrol(commands, within=work, clock=clock)
    _first_night(database, program.code, clock)
    return key, member_ids


def _first_night(database: Database, program_code: str, clock: UtcClock) -> None:
    """Everybody has a tier and the planner knows the tables, as after any night in service."""
    last, has_more = None, True
    while has_more:
        with database.begin() as work:
            part = requalify(program_code, within=work, clock=clock, after=last)
        last, has_more = part.last_member_id, part.has_more
    with database.begin() as work:
        work.exec_driver_sql("analyze")


def _pgbench(bench: Bench) -> list[str]:
    socket_dir = re.search(r"host=([^&]+)", bench.database_url)
    assert socket_dir
    from urllib.parse import unquote

    return [str(bench.postgres.program("pgbench")), "-h", unquote(socket_dir.group(1)), "-U", "postgres"]


def _wait_until_ready(process: subprocess.Popen[bytes], found: Settings) -> None:
    deadline = time.monotonic() + READY_SECONDS_MAX
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError((found.var_dir / "api.log").read_text()[-2_000:])
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{found.api_port}/health/ready", timeout=1) as answer:
                assert json.load(answer)["status"] in {"ready", "degraded"}
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the service was not ready in time")
