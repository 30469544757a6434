"""Files of voucher codes: imported once whatever dies in between, refused row by row, and never in the clear in the database."""

from collections.abc import Iterator
from typing import Any

import httpx2 as httpx
import pytest

from loyalty.database import Database
from loyalty.jobs import Readers, work_on_next
from loyalty.vouchers import OpenPool, check_code, generate_vouchers, list_vouchers, open_pool, open_safe
from tests.support.service import Service, running_service


@pytest.fixture
def service(database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """The service without its worker, with two pools: the test does the chunks, so that it sees each of them."""
    monkeypatch.setattr("serving.wiring.JobWorker.start", lambda _: None)
    with running_service(database) as running:
        with database.begin() as work:
            for pool_code in ("partner", "other"):
                pool = OpenPool("journey", pool_code, {"en": pool_code}, "SUMMER")
                open_pool(pool, safe=running.wiring.safe, within=work, clock=running.clock)
        yield running


def send(service: Service, rows: list[str], **query: str) -> httpx.Response:
    content = "\n".join(["pool_code,code", *rows]).encode()
    return service.client.post("/v1/jobs", params={"kind": "VOUCHERS"} | query, content=content, headers={"Content-Type": "text/csv"})


def work(service: Service, *, rows: int = 250, chunks: int = 1_000) -> None:
    readers = Readers()
    for _ in range(chunks):
        if not work_on_next(service.database, readers, clock=service.clock, chunk_rows=rows, safe=lambda: service.wiring.safe):
            break
    readers.close()


def read(service: Service, answer: httpx.Response) -> dict[str, Any]:
    found: dict[str, Any] = service.client.get(f"/v1/jobs/{answer.json()['job_id']}").json()
    return found


def counts(job: dict[str, Any]) -> list[Any]:
    return [job[name] for name in ("status", "row_count", "applied_count", "duplicate_count", "refused_count")]


def codes_of(service: Service, pool_code: str) -> set[str | None]:
    with service.database.begin() as work:
        page = list_vouchers("journey", pool_code, safe=service.wiring.safe, within=work, limit=200)
    return {voucher.code for voucher in page.items}


def everything_stored(service: Service) -> bytes:
    with service.database.begin() as work:
        parts = [bytes(content) for (content,) in work.exec_driver_sql("select content from job_file_parts")]
        kept = [str(row).encode() for row in work.exec_driver_sql("select facts, content, detail from job_row_errors")]
    return b"".join(parts + kept)


def test_codes_go_into_their_pools_and_what_is_wrong_is_said_row_by_row(service: Service) -> None:
    with service.database.begin() as work_:
        generate_vouchers("journey", "other", 1, safe=service.wiring.safe, within=work_, clock=service.clock)
    (ours,) = codes_of(service, "other")
    assert ours is not None
    mistyped = ours[:-1] + ("A" if ours[-1] != "A" else "B")
    assert not check_code(mistyped)
    rows = ["partner,PARTNER-0001", "other,PARTNER-0002", "nope,PARTNER-0003", "partner,abc", f"partner,{mistyped}"]
    rows += ["partner,partner 0001", f"other,{ours}", ",PARTNER-0004", "partner,PARTNER-0005"]
    answer = send(service, rows)
    assert answer.status_code == 202, answer.text
    assert b"PARTNER" not in everything_stored(service)
    work(service)
    assert counts(read(service, answer)) == ["COMPLETED", 9, 3, 0, 6]
    errors = service.client.get(f"/v1/jobs/{answer.json()['job_id']}/errors").json()["items"]
    assert [(error["row_number"], error["code"]) for error in errors] == [
        (3, "VOUCHER_POOL_UNKNOWN"),
        (4, "CODE_MALFORMED"),
        (5, "CODE_CHECK_FAILED"),
        (6, "CODE_REPEATED"),
        (7, "CODE_KNOWN"),
        (8, "ROW_INVALID"),
    ]
    assert errors[4]["content"] == {"pool_code": "other", "code": "(not kept)"}
    assert codes_of(service, "partner") == {"PARTNER0001", "PARTNER0005"}
    assert {str(code).replace("-", "") for code in codes_of(service, "other")} == {ours.replace("-", ""), "PARTNER0002"}
    stored = everything_stored(service)
    assert all(secret.encode() not in stored for secret in (ours, mistyped, "PARTNER", "partner 0001"))


def test_another_worker_goes_on_where_the_first_was_stopped_and_a_second_file_changes_nothing(service: Service) -> None:
    rows = [f"partner,LONGCODE-{number:05d}" for number in range(120)]
    first = send(service, rows)
    work(service, rows=7, chunks=5)
    assert read(service, first)["done_count"] == 35
    assert b"LONGCODE" not in everything_stored(service)
    work(service, rows=50)
    assert counts(read(service, first)) == ["COMPLETED", 120, 120, 0, 0]
    second = send(service, [*rows, "partner,LONGCODE-99999"])
    work(service)
    assert counts(read(service, second)) == ["COMPLETED", 121, 1, 0, 120]
    assert len(codes_of(service, "partner")) == 121


def test_a_large_file_is_opened_as_it_was_sealed(service: Service) -> None:
    rows = [f"partner,{'X' * 40}-{number:06d}" for number in range(30_000)]
    answer = send(service, rows)
    work(service, rows=10_000, chunks=1)
    assert read(service, answer)["applied_count"] == 10_000
    service.client.post(f"/v1/jobs/{answer.json()['job_id']}/cancel")


def test_under_another_key_the_job_fails_and_says_so(service: Service) -> None:
    answer = send(service, ["partner,PARTNER-0001"])
    service.wiring.__dict__["safe"] = open_safe("B" * 43 + "=", service.wiring.voucher_key_file)
    work(service)
    job = read(service, answer)
    assert (job["status"], job["failure_code"], job["applied_count"]) == ("FAILED", "VOUCHER_KEY_WRONG", 0)


def test_it_takes_the_permission_of_importing(service: Service) -> None:
    for permissions, status in ((("jobs.write",), 403), (("jobs.write", "vouchers.write"), 202)):
        client = service.client_with(*permissions)
        headers = {"Content-Type": "text/csv"}
        answer = client.post("/v1/jobs", params={"kind": "VOUCHERS"}, content=b"pool_code,code\npartner,ABCDEF-1\n", headers=headers)
        assert answer.status_code == status
    assert send(service, ["partner,ABCDEF-1"], dry_run="true").json()["would_apply"] is True
    bad = service.client.post("/v1/jobs", params={"kind": "VOUCHERS"}, content=b"code\nABCDEF\n", headers={"Content-Type": "text/csv"})
    assert bad.json()["code"] == "JOB_FILE_INVALID"
