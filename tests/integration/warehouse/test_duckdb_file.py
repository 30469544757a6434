"""The one-writer file: who waits, for how long, and what is said when it cannot be opened."""

import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pytest

from loyalty.warehouse import WarehouseUnavailable, open_warehouse

HOLD = "import duckdb, sys, time; c = duckdb.connect(sys.argv[1]); print('held', flush=True); time.sleep(float(sys.argv[2]))"


def _holder(path: Path, seconds: float) -> subprocess.Popen[str]:
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(path), str(seconds)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_call_waits_until_the_other_process_lets_go(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    with _holder(path, 1.0) as holder:
        started = time.monotonic()
        rows = open_warehouse(f"duckdb:///{path}", lock_wait_seconds=30).read("select 1 as one")
        assert rows.to_pylist() == [{"one": 1}]
        assert time.monotonic() - started > 0.5
        holder.wait(timeout=10)


def test_the_wait_is_bounded_and_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    with _holder(path, 60) as holder:
        with pytest.raises(WarehouseUnavailable, match=r"w\.duckdb is still held by another process after 0\.3 s"):
            open_warehouse(f"duckdb:///{path}", lock_wait_seconds=0.3).read("select 1 as one")
        holder.kill()


def test_a_session_holds_the_file_once_and_gives_it_back(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    with open_warehouse(f"duckdb:///{path}").session() as session:
        session.replace_rows("marts.x", pa.table({"a": [1]}), where={"a": []})
        assert session.read("select a from marts.x").num_rows == 1
        held = subprocess.run([sys.executable, "-c", HOLD, str(path), "0"], capture_output=True, text=True, timeout=30, check=False)
        assert "Could not set lock" in held.stderr
    free = subprocess.run([sys.executable, "-c", HOLD, str(path), "0"], capture_output=True, text=True, timeout=30, check=False)
    assert free.stdout == "held\n"


def test_a_file_that_is_not_duckdb_s_is_named_at_once(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    path.write_bytes(b"not a database " * 500)
    started = time.monotonic()
    with pytest.raises(WarehouseUnavailable, match="cannot be opened") as refusal:
        open_warehouse(f"duckdb:///{path}").read("select 1 as one")
    assert "not a valid DuckDB database" in str(refusal.value.facts["reason"])
    assert time.monotonic() - started < 5


def test_reading_a_file_that_does_not_exist_creates_none(tmp_path: Path) -> None:
    with pytest.raises(WarehouseUnavailable, match="cannot be opened"):
        open_warehouse(f"duckdb:///{tmp_path / 'absent.duckdb'}", read_only=True).read("select 1 as one")
    assert not (tmp_path / "absent.duckdb").exists()


def test_an_unreachable_postgresql_is_unavailable_without_its_password() -> None:
    with pytest.raises(WarehouseUnavailable, match="KHAYWE_WAREHOUSE_URL") as refusal:
        open_warehouse("postgresql://me:secret@127.0.0.1:9/nowhere").read("select 1 as one")
    assert "secret" not in str(refusal.value.facts)
