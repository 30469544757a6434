"""A service that is killed in the middle of a bulk file goes on with it when it is started again, and does no row twice."""

import time
from pathlib import Path

import pytest
from sqlalchemy import text

from loyalty.access import create_key
from loyalty.checks.run import run_checks
from loyalty.clock import UtcClock
from loyalty.database import Database
from loyalty.members import EnrolMember, enrol
from loyalty.programs import read_program, store_program
from tests.support.faults import MortalService
from tests.support.service import DEFINITIONS

ROWS = 6_000
MEMBERS = 40
SECONDS_MAX = 90


@pytest.mark.slow
def test_a_job_killed_at_10_50_and_90_percent_does_every_row_once(database: Database, database_url: str, tmp_path: Path) -> None:
    clock = UtcClock()
    with database.begin() as work:
        program = store_program(read_program(DEFINITIONS / "programs" / "journey.json"), within=work, clock=clock)
        enrol([EnrolMember(f"m{number}", program.program.code) for number in range(MEMBERS)], within=work, clock=clock)
        _, key = create_key("loader", ["*"], within=work, clock=clock)
    rows = "".join(f"EARN,m{number % MEMBERS},o{number},{100 + number},USD\n" for number in range(ROWS))
    service = MortalService(database_url, tmp_path, key).start()
    try:
        content = f"type,member_id,order_id,spend_minor,currency_code\n{rows}".encode()
        status, job = service.ask("/v1/jobs?kind=TRANSACTIONS", content=content)
        assert status == 202, job
        deadline = time.monotonic() + SECONDS_MAX
        for share in (0.1, 0.5, 0.9):
            while done(database) < ROWS * share:
                assert time.monotonic() < deadline, f"{done(database)} rows"
                time.sleep(0.02)
            service.kill()
            assert postings(database) == done(database), "progress and effect are one"
            service.start()
        while (found := service.ask(f"/v1/jobs/{job['job_id']}")[1])["status"] != "COMPLETED":
            assert time.monotonic() < deadline, found
            time.sleep(0.1)
    finally:
        service.kill()
    assert [found[name] for name in ("row_count", "applied_count", "duplicate_count", "refused_count")] == [ROWS, ROWS, 0, 0]
    assert postings(database) == ROWS
    with database.begin() as work:
        assert [result for result in run_checks(work) if not result.is_kept] == []


def done(database: Database) -> int:
    with database.begin() as work:
        return int(work.execute(text("select done_count from jobs")).scalar_one())


def postings(database: Database) -> int:
    with database.begin() as work:
        return int(work.execute(text("select count(*) from postings")).scalar_one())
