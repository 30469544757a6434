"""Programs over HTTP: create, change from an instant on, compare, preview, pause; and members of more than one program."""

from copy import deepcopy
from typing import Any

import httpx2 as httpx

from serving.programs.definition_schemas import EXAMPLE
from tests.integration.serving.test_transactions import count_of
from tests.support.service import Service


def club(**changes: Any) -> dict[str, Any]:
    return deepcopy(EXAMPLE) | {"code": "club"} | changes


def create(service: Service, **changes: Any) -> httpx.Response:
    return service.post("/v1/programs", {"definition": club(), "status": "ACTIVE"} | changes)


def test_a_program_is_created_read_and_listed(service: Service) -> None:
    answer = create(service)
    assert answer.status_code == 201, answer.text
    assert (answer.json()["program_code"], answer.json()["revision"]) == ("club", 1)
    assert create(service).status_code == 200, "the same definition makes no new revision"
    read = service.client.get("/v1/programs/club").json()
    assert (read["status"], read["current"]["revision"], read["scheduled"]) == ("ACTIVE", 1, [])
    assert [program["code"] for program in service.client.get("/v1/programs").json()["items"]] == ["club", "journey"]


def test_a_definition_that_cannot_be_used_names_the_place(service: Service) -> None:
    definition = club()
    definition["rules"][0]["effects"][0]["per_minor"] = 0
    answer = service.post("/v1/programs", {"definition": definition})
    assert (answer.status_code, answer.json()["code"]) == (422, "PROGRAM_DEFINITION_INVALID"), answer.text
    assert "per_minor" in answer.json()["facts"]["path"]


def test_a_scheduled_revision_is_compared_and_replaced(service: Service) -> None:
    create(service)
    better = club()
    better["rules"][0]["effects"][0]["points"] = 2
    body = {"definition": better, "valid_from": "2017-12-01T00:00:00Z"}
    assert service.post("/v1/programs/club/revisions", body).status_code == 201
    read = service.client.get("/v1/programs/club").json()
    assert ([one["revision"] for one in read["scheduled"]], read["current"]["revision"]) == ([2], 1)
    told = service.client.get("/v1/programs/club/difference", params={"from_revision": 1, "to_revision": 2}).json()
    assert [(change["before"], change["after"]) for change in told["changes"]] == [(1, 2)]
    body["definition"] = deepcopy(better) | {"name": {"en": "The club"}}
    refused = service.post("/v1/programs/club/revisions", body)
    assert (refused.status_code, refused.json()["code"]) == (409, "PROGRAM_REVISION_SCHEDULED")
    assert service.post("/v1/programs/club/revisions", body | {"replace_scheduled": True}).status_code == 201
    history = service.client.get("/v1/programs/club/revisions").json()["items"]
    assert [(one["revision"], one["replaced_by"]) for one in history] == [(1, None), (2, 3), (3, None)]
    gone = service.client.get("/v1/programs/club/difference", params={"from_revision": 1, "to_revision": 9})
    assert (gone.status_code, gone.json()["code"]) == (404, "PROGRAM_REVISION_UNKNOWN")


def test_a_dry_run_of_each_write_stores_nothing(service: Service) -> None:
    before = count_of(service, "program_revisions")
    tried = service.post("/v1/programs?dry_run=true", {"definition": club()})
    assert (tried.status_code, tried.json()["revision"], tried.json()["would_apply"]) == (200, None, True)
    assert count_of(service, "program_revisions") == before
    create(service)
    assert service.post("/v1/programs/club/status?dry_run=true", {"status": "PAUSED"}).json()["status"] == "PAUSED"
    assert service.client.get("/v1/programs/club").json()["status"] == "ACTIVE"
    body = {"definition": club(name={"en": "Other"})}
    assert service.post("/v1/programs/club/revisions?dry_run=true", body).status_code == 200
    assert service.client.get("/v1/programs/club").json()["current"]["revision"] == 1


def test_a_preview_says_what_would_change_and_who_would_move(service: Service) -> None:
    definition = service.client.get("/v1/programs/journey").json()["current"]["definition"]
    definition["tiers"]["ladder"][1]["threshold"] += 1
    answer = service.post("/v1/programs/journey/preview", {"definition": definition})
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert [change["path"].rsplit(".", 1)[-1] for change in told["changes"]] == ["threshold"]
    assert sum(move["member_count"] for move in told["moves"]) + told["staying_count"] == 2


def test_a_paused_program_takes_no_purchases_and_an_archived_one_is_final(service: Service) -> None:
    assert service.post("/v1/programs/journey/status", {"status": "PAUSED"}).status_code == 200
    assert service.earn().json()["code"] == "PROGRAM_NOT_ACTIVE"
    assert service.post("/v1/programs/journey/status", {"status": "ACTIVE"}).status_code == 200
    assert service.earn().status_code == 201
    assert service.post("/v1/programs/journey/status", {"status": "ARCHIVED"}).status_code == 200
    refused = service.post("/v1/programs/journey/status", {"status": "ACTIVE"})
    assert (refused.status_code, refused.json()["code"]) == (409, "PROGRAM_MOVE_REFUSED")
    assert service.client.get("/v1/programs/nowhere").json()["code"] == "PROGRAM_UNKNOWN"


def test_one_customer_in_two_programs_is_two_members(service: Service) -> None:
    create(service)
    assert service.post("/v1/members?program_code=club", {"external_id": "ann"}).status_code == 201
    body = {"type": "EARN", "member_id": "ann", "order_id": "o", "spend_minor": 5_000, "currency_code": "USD"}
    earned = service.post("/v1/transactions?program_code=club", body)
    assert (earned.status_code, earned.json()["points"]) == (201, 50), earned.text
    assert service.available("ann") == 0
    there = service.client.get("/v1/members/ann/accounts", params={"program_code": "club"}).json()
    assert there["accounts"][0]["available_points"] == 50
    assert service.available(earned.json()["member_id"]) == 50, "an id needs no program"


def test_saving_programs_needs_its_permission(service: Service) -> None:
    reader = service.client_with("programs.read")
    for path, body in (
        ("/v1/programs", {"definition": club()}),
        ("/v1/programs/journey/revisions", {"definition": club()}),
        ("/v1/programs/journey/status", {"status": "PAUSED"}),
    ):
        assert reader.post(path, json=body).status_code == 403
    assert reader.get("/v1/programs").status_code == 200
