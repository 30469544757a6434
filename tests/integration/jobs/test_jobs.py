"""Bulk files: every row judged as it would be alone, counted once, whatever dies in between."""

import io
import json
from collections.abc import Iterator
from typing import Any

import httpx2 as httpx
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from sqlalchemy import text

from loyalty.database import Database
from loyalty.jobs import Readers, act, work_on_next
from tests.support.service import Service, running_service


@pytest.fixture
def service(database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """The service without its worker: the test does the chunks, so that it sees each of them."""
    monkeypatch.setattr("serving.wiring.JobWorker.start", lambda _: None)
    with running_service(database) as running:
        yield running


def send(service: Service, content: bytes, kind: str = "TRANSACTIONS", **query: str) -> httpx.Response:
    return service.client.post("/v1/jobs", params={"kind": kind} | query, content=content, headers={"Content-Type": "text/csv"})


def work(service: Service, readers: Readers | None = None, *, rows: int = 250, chunks: int | None = None) -> int:
    found = readers or Readers()
    done = 0
    while (chunks is None or done < chunks) and work_on_next(service.database, found, clock=service.clock, chunk_rows=rows):
        done += 1
    found.close()
    return done


def read(service: Service, answer: httpx.Response) -> dict[str, Any]:
    found: dict[str, Any] = service.client.get(f"/v1/jobs/{answer.json()['job_id']}").json()
    return found


def counts(job: dict[str, Any]) -> list[Any]:
    return [job[name] for name in ("status", "row_count", "applied_count", "duplicate_count", "refused_count")]


CSV = b"""type,member_id,order_id,spend_minor,currency_code,reference,points,event_time
EARN,ann,o1,10000,USD,,,2017-10-30T10:00:00Z
BURN,ann,,,,b1,40,
BURN,ann,,,,b2,4000,
EARN,nobody,o2,100,USD,,,
EARN,ben,o3,much,USD,,,
EARN,ben,o4,100,EUR,,,
GIFT,ben,,,,,,
EARN,ann,o1,10000,USD,,,2017-10-30T10:00:00Z
EARN,ben,o5,2500,USD,,,
EARN,ben
"""


def test_every_row_is_judged_as_it_would_be_alone(service: Service) -> None:
    answer = send(service, CSV, file_name="monday.csv")
    assert answer.status_code == 202, answer.text
    assert counts(answer.json()) == ["QUEUED", None, 0, 0, 0]
    work(service)
    assert counts(read(service, answer)) == ["COMPLETED", 10, 3, 1, 6]
    assert (service.available("ann"), service.available("ben")) == (60, 25)
    path = f"/v1/jobs/{answer.json()['job_id']}/errors"
    errors = service.client.get(path).json()["items"]
    assert [(error["row_number"], error["code"]) for error in errors] == [
        (3, "POINTS_INSUFFICIENT"),
        (4, "MEMBER_UNKNOWN"),
        (5, "ROW_INVALID"),
        (6, "CURRENCY_MISMATCH"),
        (7, "ROW_INVALID"),
        (10, "ROW_INVALID"),
    ]
    assert errors[0]["facts"]["missing_points"] == 3_940
    assert errors[2]["facts"] == {"field": "spend_minor", "given": "much"}
    assert errors[2]["content"]["order_id"] == "o3"
    first = service.client.get(path, params={"limit": 2}).json()
    rest = service.client.get(path, params={"limit": 200, "cursor": first["next_cursor"]}).json()
    assert first["items"] + rest["items"] == errors
    lines = service.client.get(f"{path}.csv").text.splitlines()
    assert len(lines) == 7
    assert lines[1].startswith("3,POINTS_INSUFFICIENT,")


def test_members_and_opening_balances_come_from_files_too(service: Service) -> None:
    members = b'external_id,joined_at,attributes\ncleo,2016-01-01T00:00:00Z,"{""city"": ""Oslo""}"\nann,,\n"",,\ndora,,[]\n'
    balances = b"member_id,reference,points,expires_at\ncleo,old-1,700,2018-01-01T00:00:00Z\nann,old-2,-5,\n"
    first, second = send(service, members, "MEMBERS"), send(service, balances, "OPENING_BALANCES")
    work(service)
    assert counts(read(service, first)) == ["COMPLETED", 4, 1, 1, 2]
    assert counts(read(service, second)) == ["COMPLETED", 2, 1, 0, 1]
    assert service.available("cleo") == 700
    assert service.client.get("/v1/members/cleo").json()["attributes"] == {"city": "Oslo"}


def test_parquet_is_read_with_its_types(service: Service) -> None:
    table = pa.table(
        {
            "type": ["EARN", "EARN"],
            "member_id": ["ann", "ben"],
            "order_id": ["o1", "o2"],
            "spend_minor": pa.array([10_000, 5_000], pa.int64()),
            "currency_code": ["USD", "USD"],
            "event_time": pa.array([1_509_200_000_000, None], pa.timestamp("ms", tz="UTC")),
        }
    )
    written = io.BytesIO()
    pq.write_table(table, written)
    answer = send(service, written.getvalue(), file_format="PARQUET")
    assert answer.status_code == 202, answer.text
    work(service)
    assert counts(read(service, answer)) == ["COMPLETED", 2, 2, 0, 0]
    assert (service.available("ann"), service.available("ben")) == (100, 50)


@pytest.mark.parametrize(
    ("content", "query"),
    [
        (b"", {}),
        (b"type\n", {}),
        (b"type,member_id,surprise\n", {}),
        (b"type,member_id,type\n", {}),
        (b"\xff\xfe\x00", {}),
        (b"not parquet", {"file_format": "PARQUET"}),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_when_it_is_sent(service: Service, content: bytes, query: dict[str, str]) -> None:
    answer = send(service, content, **query)
    assert (answer.status_code, answer.json()["code"]) == (422, "JOB_FILE_INVALID"), answer.text
    assert service.client.get("/v1/jobs").json()["items"] == []


def test_a_file_that_breaks_further_on_fails_its_job_and_keeps_what_was_done(service: Service) -> None:
    good = b"type,member_id,order_id,spend_minor,currency_code\n" + b"".join(b"EARN,ann,o%d,100,USD\n" % n for n in range(1_000))
    answer = send(service, good + b'EARN,ann,"\xff\n')
    work(service, rows=100)
    job = read(service, answer)
    assert (job["status"], job["failure_code"]) == ("FAILED", "JOB_FILE_INVALID")
    assert 100 <= job["applied_count"] <= 1_000
    assert service.available() == job["applied_count"] == job["done_count"]


def test_another_worker_goes_on_where_the_first_was_stopped(service: Service) -> None:
    rows = b"".join(b"EARN,%s,o%d,100,USD\n" % ((b"ann", b"ben")[n % 2], n) for n in range(100))
    answer = send(service, b"type,member_id,order_id,spend_minor,currency_code\n" + rows)
    work(service, Readers(), rows=7, chunks=3)
    assert read(service, answer)["done_count"] == 21
    work(service, Readers(), rows=13)
    assert counts(read(service, answer)) == ["COMPLETED", 100, 100, 0, 0]
    assert (service.available("ann"), service.available("ben")) == (50, 50)


def test_a_row_that_fails_for_no_foreseen_reason_costs_itself_alone(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    post = act.post_with_promotions

    def explode_on_poison(commands: Any, **rest: Any) -> Any:
        if any(command.order_id == "o3" for command in commands):
            raise ZeroDivisionError
        return post(commands, **rest)

    monkeypatch.setattr(act, "post_with_promotions", explode_on_poison)
    rows = b"".join(b"EARN,ann,o%d,100,USD\n" % n for n in range(6))
    answer = send(service, b"type,member_id,order_id,spend_minor,currency_code\n" + rows)
    work(service)
    assert counts(read(service, answer)) == ["COMPLETED", 6, 5, 0, 1]
    (error,) = service.client.get(f"/v1/jobs/{answer.json()['job_id']}/errors").json()["items"]
    assert (error["row_number"], error["code"]) == (4, "ROW_FAILED")


def test_a_cancelled_job_does_no_more(service: Service) -> None:
    rows = b"".join(b"EARN,ann,o%d,100,USD\n" % n for n in range(10))
    answer = send(service, b"type,member_id,order_id,spend_minor,currency_code\n" + rows)
    work(service, rows=3, chunks=1)
    path = f"/v1/jobs/{answer.json()['job_id']}/cancel"
    assert service.client.post(f"{path}?dry_run=true").json()["status"] == "RUNNING"
    assert counts(service.client.post(path).json()) == ["CANCELED", 3, 3, 0, 0]
    assert work(service) == 0
    assert service.available() == 3


def test_a_file_is_taken_in_once_per_key_and_not_at_all_in_a_dry_run(service: Service) -> None:
    tried = send(service, CSV, dry_run="true")
    assert (tried.status_code, tried.json()["job_id"], tried.json()["would_apply"]) == (200, None, True)
    headers = {"Idempotency-Key": "k", "Content-Type": "text/csv"}
    answers = [service.client.post("/v1/jobs", params={"kind": "TRANSACTIONS"}, content=CSV, headers=headers) for _ in range(2)]
    assert answers[0].content == answers[1].content
    assert answers[1].headers["idempotency-hit"] == "true"
    other = service.client.post("/v1/jobs", params={"kind": "TRANSACTIONS"}, content=CSV + b"\n", headers=headers)
    assert other.json()["code"] == "IDEMPOTENCY_KEY_REUSED"
    assert len(service.client.get("/v1/jobs").json()["items"]) == 1


def test_who_may_not_post_rows_one_by_one_may_not_send_them_in_a_file(service: Service) -> None:
    clerk = service.client_with("jobs.write", "jobs.read", "members.write")
    assert clerk.post("/v1/jobs", params={"kind": "TRANSACTIONS"}, content=CSV).status_code == 403
    assert clerk.post("/v1/jobs", params={"kind": "MEMBERS"}, content=b"external_id\nx\n").status_code == 202
    assert service.client_with("members.write").get("/v1/jobs").status_code == 403


def test_the_file_is_gone_when_the_job_is_over_and_a_job_that_is_not_there_is_404(service: Service) -> None:
    answer = send(service, CSV)
    work(service)
    with service.database.begin() as asked:
        assert asked.execute(text("select count(*) from job_file_parts")).scalar_one() == 0
    assert answer.json()["job_id"].startswith("job_")
    for name in ("job_" + "0" * 32, "nonsense"):
        for path in ("", "/errors", "/errors.csv"):
            found = service.client.get(f"/v1/jobs/{name}{path}")
            assert (found.status_code, found.json()["code"]) == (404, "JOB_UNKNOWN")
    assert json.loads(service.client.get("/v1/jobs", params={"cursor": "eA"}).text)["code"] == "CURSOR_MALFORMED"
