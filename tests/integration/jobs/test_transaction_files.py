"""Files of transactions of every type: in their order, by the sender's permissions, each refused as it would be alone, resumed anywhere."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from loyalty.database import Database
from loyalty.jobs import Readers, work_on_next
from loyalty.programs import read_program, store_program
from loyalty.programs.model import TransferLimits
from tests.support.service import DEFINITIONS, Service, running_service

COLUMNS = (
    "type", "member_id", "order_id", "spend_minor", "currency_code", "reference", "points", "amount_minor", "to_member_id", "expires_at",
    "lines", "reason",
)  # fmt: skip
LINES = json.dumps([{"line_id": "1", "amount_minor": 6_000, "quantity": 2}, {"line_id": "2", "amount_minor": 4_000}])
SALE = {"type": "EARN", "member_id": "ann", "order_id": "o1", "spend_minor": 10_000, "currency_code": "USD"}


@pytest.fixture
def service(database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """The service without its worker, with a program in which points may be transferred."""
    monkeypatch.setattr("serving.wiring.JobWorker.start", lambda _: None)
    with running_service(database) as running:
        program = replace(read_program(DEFINITIONS / "programs" / "journey.json"), transfer=TransferLimits(is_allowed=True))
        with database.begin() as work:
            store_program(program, within=work, clock=running.clock)
        yield running


def written(rows: list[dict[str, Any]]) -> bytes:
    file = io.StringIO()
    writer = csv.DictWriter(file, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode()


def done(
    service: Service, content: bytes, client: Any = None, *, rows: int = 250, **query: str
) -> tuple[dict[str, Any], list[tuple[int, str]]]:
    """The job when it is over, each chunk by a worker of its own, and which rows it refused."""
    sent = (client or service.client).post("/v1/jobs", params={"kind": "TRANSACTIONS"} | query, content=content)
    assert sent.status_code == 202, sent.text
    while True:
        readers = Readers()
        is_more = work_on_next(service.database, readers, clock=service.clock, chunk_rows=rows)
        readers.close()
        if not is_more:
            break
    path = f"/v1/jobs/{sent.json()['job_id']}"
    errors = service.client.get(f"{path}/errors").json()["items"]
    return service.client.get(path).json(), [(error["row_number"], error["code"]) for error in errors]


STORY = [
    SALE | {"lines": LINES},
    {"type": "RETURN", "member_id": "ann", "order_id": "o1", "reference": "r1", "lines": '[{"line_id": "1", "quantity": 1}]'},
    {"type": "RETURN", "member_id": "ann", "order_id": "o1", "reference": "r2", "amount_minor": 1_000},
    {"type": "ADJUSTMENT", "member_id": "ben", "reference": "a1", "points": 500, "reason": "sorry", "expires_at": "2018-01-01T00:00:00Z"},
    {"type": "ADJUSTMENT", "member_id": "ben", "reference": "a2", "points": -100, "reason": "too much"},
    {"type": "TRANSFER", "member_id": "ben", "to_member_id": "ann", "reference": "t1", "points": 50},
    SALE | {"member_id": "ben", "order_id": "o2", "spend_minor": 5_000},
    {"type": "CORRECTION", "member_id": "ben", "order_id": "o2", "reference": "c1", "spend_minor": 3_000, "currency_code": "USD"},
    {"type": "BURN", "member_id": "ben", "reference": "b1", "points": 80},
]


@pytest.mark.parametrize("rows", [250, 2, 1])
def test_every_type_takes_effect_in_the_order_of_the_file(service: Service, rows: int) -> None:
    job, errors = done(service, written(STORY), rows=rows)
    assert (job["status"], job["applied_count"], errors) == ("COMPLETED", 9, [])
    assert (service.available("ann"), service.available("ben")) == (111, 300)
    again, errors = done(service, written(STORY))
    assert (again["duplicate_count"], errors) == (9, [])
    assert (service.available("ann"), service.available("ben")) == (111, 300)


def test_each_row_is_refused_as_it_would_be_alone(service: Service) -> None:
    back = {"type": "RETURN", "member_id": "ann", "order_id": "o1", "reference": "r"}
    refused = {
        "ORDER_UNKNOWN": {"type": "RETURN", "member_id": "ann", "order_id": "nope", "reference": "r"},
        "RETURN_EXCEEDS_ORDER": {"type": "RETURN", "member_id": "ann", "order_id": "o1", "reference": "r", "amount_minor": 10_001},
        "LINES_INVALID": back | {"amount_minor": 1, "lines": '[{"line_id": "1"}]'},
        "RECEIVER_UNKNOWN": {"type": "TRANSFER", "member_id": "ann", "to_member_id": "nobody", "reference": "t", "points": 1},
        "MEMBER_UNKNOWN": {"type": "TRANSFER", "member_id": "nobody", "to_member_id": "ann", "reference": "t", "points": 1},
        "POINTS_INSUFFICIENT": {"type": "ADJUSTMENT", "member_id": "ben", "reference": "a", "points": -1, "reason": "why"},
        "AMOUNT_INVALID": {"type": "TRANSFER", "member_id": "ann", "to_member_id": "ben", "reference": "t", "points": 0},
    }
    job, errors = done(service, written([SALE, *refused.values()]))
    assert errors == [(place, code) for place, code in enumerate(refused, start=2)]
    assert (job["applied_count"], service.available("ann")) == (1, 100)


@pytest.mark.parametrize(
    "row",
    [
        {"type": "RETURN", "member_id": "ann", "order_id": "o1"},
        {"type": "RETURN", "member_id": "ann", "order_id": "o1", "reference": "r", "lines": "["},
        {"type": "RETURN", "member_id": "ann", "order_id": "o1", "reference": "r", "lines": '{"line_id": "1"}'},
        {"type": "RETURN", "member_id": "ann", "order_id": "o1", "reference": "r", "lines": '[{"line": "1"}]'},
        {"type": "RETURN", "member_id": "ann", "order_id": "o1", "reference": "r", "lines": '[{"line_id": 1}]'},
        {"type": "RETURN", "member_id": "ann", "order_id": "o1", "reference": "r", "amount_minor": "1.5"},
        {"type": "ADJUSTMENT", "member_id": "ann", "reference": "a", "points": 5},
        {"type": "TRANSFER", "member_id": "ann", "reference": "t", "points": 5},
        {"type": "earn", "member_id": "ann"},
        SALE | {"lines": '[{"line_id": "1"}]'},
    ],
)
def test_a_row_that_cannot_be_read_names_its_cell(service: Service, row: dict[str, Any]) -> None:
    assert done(service, written([row]))[1] == [(1, "ROW_INVALID")]


def test_rows_that_the_sender_may_not_post_are_refused_one_by_one(service: Service) -> None:
    done(service, written([SALE]))
    desk = service.client_with("jobs.write", "ledger.return")
    _, errors = done(service, written(STORY[1:]), desk)
    assert errors == [
        (1, "ORDER_LINE_UNKNOWN"), (3, "PERMISSION_MISSING"), (4, "PERMISSION_MISSING"), (5, "PERMISSION_MISSING"),
        (6, "PERMISSION_MISSING"), (7, "ORDER_UNKNOWN"), (8, "PERMISSION_MISSING"),
    ]  # fmt: skip
    stranger = service.client_with("jobs.write", "members.write")
    assert stranger.post("/v1/jobs", params={"kind": "TRANSACTIONS"}, content=written(STORY)).status_code == 403


def test_nested_lines_of_a_parquet_file_are_lines(service: Service) -> None:
    table = pa.Table.from_pylist(
        [
            SALE | {"lines": json.loads(LINES), "attributes": {"channel": "web"}},
            {"type": "RETURN", "member_id": "ann", "order_id": "o1", "reference": "r1", "lines": [{"line_id": "2"}]},
        ],
        schema=pa.schema(
            [
                *((name, pa.string()) for name in ("type", "member_id", "order_id", "currency_code", "reference")),
                ("spend_minor", pa.int64()),
                ("lines", pa.list_(pa.struct([("line_id", pa.string()), ("amount_minor", pa.int64()), ("quantity", pa.int64())]))),
                ("attributes", pa.struct([("channel", pa.string())])),
            ]
        ),
    )
    file = io.BytesIO()
    pq.write_table(table, file)
    _, errors = done(service, file.getvalue(), file_format="PARQUET")
    assert errors == []
    assert service.available("ann") == 60
