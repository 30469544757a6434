"""The guides' examples, run in their order: each `curl` of a guide answers the status and the part of the answer that stands beside it."""

import re
from collections.abc import Iterator

import pytest

from loyalty.database import Database
from loyalty.promotions import read_promotions, store_promotions
from loyalty.settings import PROJECT_DIR
from tests.support.guides import assert_within, examples, run
from tests.support.service import DEFINITIONS, Service, running_service

IDS = {"hold_id": "$HOLD", "posting_id": "$POSTING"}


@pytest.fixture
def shop(database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """The demo's program and promotions, and the two customers of the guides; bulk files wait."""
    monkeypatch.setattr("serving.wiring.JobWorker.start", lambda _: None)
    with running_service(database, members=("1042", "1043", "1")) as running:
        with database.begin() as work:
            store_promotions(read_promotions(DEFINITIONS / "promotions"), within=work, clock=running.clock)
        yield running


def test_every_example_of_the_guide_to_points_is_true(shop: Service) -> None:
    found, known = examples("points.md"), dict[str, str]()
    assert len(found) >= 14
    for example in found:
        answer = run(shop, example.command, known)
        assert answer.status_code == example.status, (example.command, answer.text)
        body = answer.json()
        assert_within(example.answer, body, example.command.splitlines()[0])
        known |= {shown: body[name] for name, shown in IDS.items() if body.get(name)}
        if "Idempotency-Key" in example.command and answer.status_code in {201, 422}:
            again = run(shop, example.command, known)
            assert (again.content, again.headers.get("Idempotency-Hit")) == (answer.content, "true"), example.command


def test_every_example_of_the_guide_to_events_is_true(shop: Service) -> None:
    found = examples("events.md")
    assert found
    for example in found:
        answer = run(shop, example.command, {})
        assert answer.status_code == example.status, (example.command, answer.text)
        assert_within(example.answer, answer.json(), example.command.splitlines()[0])


def test_no_curl_of_the_guides_stands_without_its_answer() -> None:
    for guide in (PROJECT_DIR / "docs" / "guides").glob("*.md"):
        assert len(re.findall(r"^curl ", guide.read_text(), re.MULTILINE)) == len(examples(guide.name)), guide.name


def test_the_questions_of_the_readme_are_answered(shop: Service) -> None:
    block = re.search(r"## Ask it something\n```\n(.*?)```", (PROJECT_DIR / "README.md").read_text(), re.DOTALL)
    assert block is not None
    commands = re.findall(r"curl .*?(?:[^\\]\n)", block[1], re.DOTALL)
    assert [run(shop, command, {}).status_code for command in commands] == [200, 201]
    again = run(shop, commands[1], {})
    assert again.headers["Idempotency-Hit"] == "true"


def test_the_refusals_of_the_guide_exist(shop: Service) -> None:
    """Every code that the guide's table names is one that the contract names, or the service's own order of precedence."""
    table = (PROJECT_DIR / "docs" / "guides" / "points.md").read_text().split("## When it is refused")[1]
    known = shop.client.get("/v1/openapi.json").text + (PROJECT_DIR / "serving" / "README.md").read_text()
    codes = re.findall(r"`([A-Z][A-Z_]{5,})`", table)
    assert len(codes) >= 15
    assert [code for code in codes if code not in known] == []
