"""The guides' examples, run in their order: each `curl` of a guide answers the status and the part of the answer that stands beside it."""

import json
import re
import shlex
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from loyalty.database import Database
from loyalty.promotions import read_promotions, store_promotions
from loyalty.settings import PROJECT_DIR
from tests.support.service import DEFINITIONS, Service, running_service

EXAMPLE = re.compile(r"```sh\n# (\d{3})\n(curl .*?)```\n(?:```json\n(.*?)```)?", re.DOTALL)
IDS = {"hold_id": "$HOLD", "posting_id": "$POSTING"}


class Example(NamedTuple):
    """One request of a guide, and what it says of the answer."""

    status: int
    command: str
    answer: Any


def examples(name: str) -> list[Example]:
    found = EXAMPLE.findall((PROJECT_DIR / "docs" / "guides" / name).read_text())
    return [Example(int(status), command, json.loads(answer) if answer else None) for status, command, answer in found]


@pytest.fixture
def shop(database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """The demo's program and promotions, and the two customers of the guides; bulk files wait."""
    monkeypatch.setattr("serving.wiring.JobWorker.start", lambda _: None)
    with running_service(database, members=("1042", "1043", "1")) as running:
        with database.begin() as work:
            store_promotions(read_promotions(DEFINITIONS / "promotions"), within=work, clock=running.clock)
        yield running


def run(service: Service, command: str, known: dict[str, str]) -> Any:
    """The answer to a `curl`, as a shell would send it."""
    for name, value in known.items():
        command = command.replace(name, value)
    command = re.sub(r"\$'((?:[^'\\]|\\.)*)'", lambda found: shlex.quote(found[1].encode().decode("unicode_escape")), command)
    words = shlex.split(command.replace("\\\n", " "))
    assert words[:2] == ["curl", "-s"], command
    headers, address, content = {}, "", None
    rest = iter(words[2:])
    for word in rest:
        if word == "-H":
            header, _, value = next(rest).partition(": ")
            headers[header] = value
        elif word in {"-d", "--data-binary"}:
            content = next(rest)
        else:
            assert not word.startswith("-"), word
            address = word
    assert headers.pop("Authorization") == "Bearer $KEY", command
    path = re.sub(r"^(\$API|localhost:8000)", "", address)
    assert path.startswith("/v1/"), address
    return service.client.request("GET" if content is None else "POST", path, headers=headers, content=content)


def assert_within(said: Any, found: Any, place: str) -> None:
    """All that is said is so; what is not said is left open, but the length of a list."""
    if isinstance(said, dict):
        for name, value in said.items():
            assert name in found, f"{place}.{name} is missing"
            assert_within(value, found[name], f"{place}.{name}")
    elif isinstance(said, list):
        assert len(said) == len(found), place
        for number, value in enumerate(said):
            assert_within(value, found[number], f"{place}[{number}]")
    else:
        assert said == found, place


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
