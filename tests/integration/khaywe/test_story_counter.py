"""The counter's scene of the story over the API: what it leaves behind, and that playing it again adds nothing. Not here: a whole stack."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from khaywe.story.counter import ACTS, JOURNEY, POOL, play_counter
from khaywe.story.stage import Stage
from loyalty.checks.run import run_checks
from loyalty.database import Database
from loyalty.messages import save_template
from loyalty.messages.definition import read_templates
from tests.support.service import DEFINITIONS, Service, running_service

RICH = [f"rich{number}" for number in range(2 * len(ACTS) + 1)]


@dataclass
class InProcess(Stage):
    """A stage whose API is in this process."""

    client: TestClient | None = None

    def _answer(self, method: str, path: str, headers: Mapping[str, str], body: str | None) -> tuple[int, dict[str, Any]]:
        assert self.client is not None
        answer = self.client.request(method, path, headers=dict(headers), content=body)
        return answer.status_code, answer.json()


@pytest.fixture
def service(database: Database) -> Iterator[Service]:
    """More members than the counter serves have a thousand points and more; one has few."""
    with running_service(database, members=(*RICH, "poor")) as found:
        with database.begin() as work:
            for template in read_templates(DEFINITIONS / "messages"):
                save_template(template, actor="test", within=work, clock=found.clock)
        for name in RICH:
            assert found.earn(name, spend_minor=200_000).status_code == 201
        assert found.earn("poor", spend_minor=1_000).status_code == 201
        yield found


def stage_of(service: Service, said: list[tuple[str, str]], folder: Path) -> Stage:
    key = service.client.headers["Authorization"].removeprefix("Bearer ")
    return InProcess(
        "http://testserver", key, service.database, service.clock, folder, "UTC",
        lambda title, what, _: said.append((title, what)), client=service.client,
    )  # fmt: skip


def test_the_counter_leaves_redemptions_in_every_state_a_pool_and_a_live_journey_and_adds_nothing_the_second_time(
    service: Service, tmp_path: Path
) -> None:
    said: list[tuple[str, str]] = []
    stage = stage_of(service, said, tmp_path)
    play_counter(stage)
    asked = service.client.get("/v1/redemptions?limit=200").json()["items"]
    assert Counter(one["status"] for one in asked) == {"REFUNDED": 1, "FULFILLED": 3, "REJECTED": 2, "PROCESSING": 2, "PENDING": 4}
    assert len({one["member_id"] for one in asked}) == len(asked) == 2 * len(ACTS), "each member asks once, and who has few points does not"
    assert service.client.get(f"/v1/journeys/{JOURNEY}").json()["status"] == "ACTIVE"
    pool = service.client.get(f"/v1/voucher-pools/{POOL}").json()
    assert [title for title, _ in said] == ["A journey", "Vouchers", "Redemptions"]
    play_counter(stage)
    assert service.client.get("/v1/redemptions?limit=200").json()["items"] == asked
    assert service.client.get(f"/v1/voucher-pools/{POOL}").json() == pool
    assert said[-1] == ("Redemptions", "Members have asked for rewards before.")
    with service.database.begin() as work:
        assert [one for one in run_checks(work) if not one.is_kept] == []
