"""Runs the examples of the guides: each `curl`, and what stands beside it of the answer. No guide is named here."""

import json
import re
import shlex
from typing import Any, NamedTuple

from loyalty.settings import PROJECT_DIR
from tests.support.service import Service

EXAMPLE = re.compile(r"```sh\n# (\d{3})\n(curl .*?)```\n(?:```json\n(.*?)```)?", re.DOTALL)


class Example(NamedTuple):
    """One request of a guide, and what it says of the answer."""

    status: int
    command: str
    answer: Any


def examples(name: str) -> list[Example]:
    found = EXAMPLE.findall((PROJECT_DIR / "docs" / "guides" / name).read_text())
    return [Example(int(status), command, json.loads(answer) if answer else None) for status, command, answer in found]


def run(service: Service, command: str, known: dict[str, str]) -> Any:
    """The answer to a `curl`, as a shell would send it."""
    for name, value in known.items():
        command = command.replace(name, value)
    command = re.sub(r"\$'((?:[^'\\]|\\.)*)'", lambda found: shlex.quote(found[1].encode().decode("unicode_escape")), command)
    words = shlex.split(command.replace("\\\n", " "))
    assert words[:2] == ["curl", "-s"], command
    headers, address, content, method = {}, "", None, None
    rest = iter(words[2:])
    for word in rest:
        if word == "-H":
            header, _, value = next(rest).partition(": ")
            headers[header] = value
        elif word in {"-d", "--data-binary"}:
            content = next(rest)
        elif word == "-X":
            method = next(rest)
        else:
            assert not word.startswith("-"), word
            address = word
    assert headers.pop("Authorization") == "Bearer $KEY", command
    path = re.sub(r"^(\$API|localhost:8000)", "", address)
    assert path.startswith("/v1/"), address
    return service.client.request(method or ("GET" if content is None else "POST"), path, headers=headers, content=content)


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
