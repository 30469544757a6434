"""The committed contract is what the code says, and it is complete enough to write a client from."""

import json
from typing import Any

import pytest

from serving.openapi import SNAPSHOT, snapshot_text

PROBLEM = {"$ref": "#/components/schemas/Problem"}


@pytest.fixture(scope="module")
def contract() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(snapshot_text())
    return found


def operations(contract: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [(f"{method.upper()} {path}", said) for path, methods in contract["paths"].items() for method, said in methods.items()]


def test_the_committed_contract_is_what_the_code_says() -> None:
    assert SNAPSHOT.read_text(encoding="utf-8") == snapshot_text(), "run `python -m serving.openapi` and commit the file"


def test_every_operation_has_a_summary_a_description_a_tag_and_a_name(contract: dict[str, Any]) -> None:
    for name, said in operations(contract):
        assert said["summary"], name
        assert len(said["description"]) > 30, name
        assert set(said["tags"]) <= {tag["name"] for tag in contract["tags"]}, name
    names = [said["operationId"] for _, said in operations(contract)]
    assert len(names) == len(set(names))


def test_every_guarded_operation_names_its_permission_and_its_refusals(contract: dict[str, Any]) -> None:
    for name, said in operations(contract):
        if "/health/" in name or name in PAGES | SIGNED or name == "POST /v1/session":
            continue
        assert said["security"] == [{"ApiKey": []}], name
        assert set(said["x-permissions"]) <= set(contract["x-permissions"]), name
        for status in ("401", "403", "422", "503"):
            assert said["responses"][status]["content"]["application/problem+json"]["schema"] == PROBLEM, (name, status)


def test_every_refusal_is_a_problem_document(contract: dict[str, Any]) -> None:
    for name, said in operations(contract):
        for status, answer in said["responses"].items():
            if status.startswith(("4", "5")) and "/health/" not in name:
                assert list(answer["content"]) == ["application/problem+json"], (name, status)
                assert "`" in answer["description"], (name, status)


# A link in a message is its own proof, and what it leads to is for people.
PAGES = {"GET /u/{token}", "POST /u/{token}", "GET /c/{token}", "GET /o/{token}"}
# A gateway has no key; it signs what it tells.
SIGNED = {"POST /v1/gateways/{channel_code}/receipts"}
FILES = PAGES | {
    # 204: there is nothing to say.
    "DELETE /v1/session",
    "GET /metrics",
    "GET /v1/openapi.json",
    "GET /v1/jobs/{job_id}/errors.csv",
    "GET /v1/segments/{code}/members/export",
    "GET /v1/segment-snapshots/{snapshot_id}/export",
    "GET /v1/campaigns/{code}/targets/export",
    "GET /v1/voucher-pools/{code}/codes.csv",
    # Server-sent events.
    "GET /v1/campaigns/{code}/results/stream",
}


def test_every_success_has_a_shape(contract: dict[str, Any]) -> None:
    for name, said in operations(contract):
        for status, answer in said["responses"].items():
            if status.startswith("2") and name not in FILES:
                assert answer["content"]["application/json"]["schema"], (name, status)


@pytest.mark.parametrize(
    ("path", "examples"), [("/v1/transactions", {"earn", "earn-with-promotions", "burn"}), ("/v1/redemptions", {"redeem"})]
)
def test_moving_points_is_shown_by_example_and_needs_a_key(contract: dict[str, Any], path: str, examples: set[str]) -> None:
    said = contract["paths"][path]["post"]
    assert set(said["requestBody"]["content"]["application/json"]["examples"]) == examples
    key = next(parameter for parameter in said["parameters"] if parameter["name"] == "Idempotency-Key")
    assert key["required"]
    assert key["schema"]["maxLength"] == 255


def test_no_amount_in_the_contract_is_a_fraction(contract: dict[str, Any]) -> None:
    for name, shape in contract["components"]["schemas"].items():
        for field, said in shape.get("properties", {}).items():
            if field.endswith(("_points", "_minor", "_count", "points")):
                kinds = {option.get("type") for option in said.get("anyOf", [said])}
                assert kinds <= {"integer", "null"}, (name, field)


def test_every_shape_and_every_field_of_a_request_is_bounded(contract: dict[str, Any]) -> None:
    for name, shape in contract["components"]["schemas"].items():
        if name.endswith("In"):
            assert shape["additionalProperties"] is False, name
