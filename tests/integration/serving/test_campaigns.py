"""Campaigns over HTTP: saved, looked at, activated, read while they run, exported; and the guide's examples."""

import io
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pyarrow.parquet as pq
import pytest

from loyalty.campaigns import tick, work_occurrence
from loyalty.database import Database
from loyalty.members.store import find_members
from loyalty.messages import Content, Template, save_template
from loyalty.paging import write_cursor
from serving.campaigns.schemas import WINBACK
from tests.support.guides import assert_within, examples, run
from tests.support.messages import reach
from tests.support.service import Service, running_service

CHEESE: dict[str, Any] = {
    "program_code": "journey",
    "name": {"en": "Cheese"},
    "owner": "marketing",
    "trigger": {"kind": "SCHEDULE", "cron": "0 10 * * *"},
    "offer": {"kind": "FIXED", "offer_code": "CHEESE-20", "title": {"en": "Cheese"}},
    "message": {"templates": {"email": "cheese-email"}},
}


@pytest.fixture
def service(database: Database) -> Iterator[Service]:
    with running_service(database) as running:
        with running.database.begin() as work:
            people = list(find_members([one.id for one in running.members.values()], within=work).values())
            reach(people, work, running.clock)
            content = Content(text="{{ offer.title }}", subject="{{ offer.title }}")
            save_template(Template("cheese-email", "email", {"en": content}), actor="test", within=work, clock=running.clock)
        yield running


def put(service: Service, definition: dict[str, Any], code: str = "cheese", **query: Any) -> Any:
    return service.client.put(f"/v1/campaigns/{code}", json={"definition": definition}, params=query)


def runs(service: Service) -> None:
    """A day later every schedule has ticked, and everybody is chosen."""
    service.clock.turn_to(service.clock.now() + timedelta(days=1))
    while True:
        with service.database.begin() as work:
            key = tick(within=work, clock=service.clock)
        if key is None:
            return
        work_occurrence(service.database, key, clock=service.clock)


def live(service: Service, code: str = "cheese", **changes: Any) -> None:
    assert put(service, CHEESE | changes, code).status_code == 200
    assert service.post(f"/v1/campaigns/{code}/activate", {}).status_code == 200


def test_the_example_of_the_contract_says_what_is_missing_until_its_segment_is_there(service: Service) -> None:
    answer = put(service, WINBACK)
    assert (answer.status_code, answer.json()["code"], answer.json()["facts"]["path"]) == (
        422,
        "CAMPAIGN_DEFINITION_INVALID",
        "audience.segments",
    )
    assert service.client.get("/v1/campaigns").json()["items"] == []


def test_a_campaign_is_saved_activated_run_and_read(service: Service) -> None:
    assert put(service, CHEESE, dry_run="true").json()["would_apply"] is True
    assert service.client.get("/v1/campaigns/cheese").status_code == 404
    live(service)
    runs(service)
    shown = service.client.get("/v1/campaigns/cheese").json()
    assert (shown["status"], shown["trigger_kind"], shown["definition"]) == ("ACTIVE", "SCHEDULE", CHEESE)
    assert shown["arms"] == {"TREATED": len(service.members)}
    assert shown["newest"]["treated_count"] == len(service.members)
    (first, *_) = service.client.get("/v1/campaigns/cheese/targets").json()["items"]
    assert (first["arm"], first["offer_choice"], first["offer_id"]) == ("TREATED", "FIXED", None)
    assert (first["message_status"], first["message_reason"]) == ("QUEUED", None)
    of_member = service.client.get(f"/v1/members/{first['member_id']}/campaigns").json()["items"]
    assert of_member == [first]
    moves = service.client.get("/v1/campaigns/cheese/moves").json()["items"]
    assert [(one["from_status"], one["to_status"]) for one in moves] == [("DRAFT", "ACTIVE")]
    assert [one["revision"] for one in service.client.get("/v1/campaigns/cheese/revisions").json()["items"]] == [1]


def test_targets_come_page_by_page_and_by_occurrence_and_arm(service: Service) -> None:
    live(service, again_after_days=0, control_share=0.5)
    assert service.client.get("/v1/campaigns/cheese/targets?occurrence=newest").json()["code"] == "CAMPAIGN_OCCURRENCE_UNKNOWN"
    runs(service)
    runs(service)
    everybody = service.client.get("/v1/campaigns/cheese/targets").json()["items"]
    paged, cursor = [], None
    while True:
        page = service.client.get("/v1/campaigns/cheese/targets", params={"limit": 1} | ({"cursor": cursor} if cursor else {})).json()
        paged += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert paged == everybody
    assert [one["chosen_at"] for one in everybody] == sorted((one["chosen_at"] for one in everybody), reverse=True)
    no_time = {"cursor": write_cursor("soon", "1", "x", "f" * 32)}
    assert service.client.get("/v1/campaigns/cheese/targets", params=no_time).json()["code"] == "CURSOR_MALFORMED"
    assert len(everybody) == 2 * len(service.members)
    newest = service.client.get("/v1/campaigns/cheese/targets?occurrence=newest").json()["items"]
    assert newest == [one for one in everybody if one["occurrence"] == newest[0]["occurrence"]]
    control = service.client.get("/v1/campaigns/cheese/targets?arm=CONTROL").json()["items"]
    assert control == [one for one in everybody if one["arm"] == "CONTROL"]
    assert {one["message_status"] for one in control} == {None}
    refused = service.client.get("/v1/campaigns/cheese/targets?reason=CONSENT_MISSING").json()["items"]
    assert refused == [one for one in everybody if one["reason"] == "CONSENT_MISSING"]
    assert service.client.get("/v1/campaigns/cheese/targets?reason=no").status_code == 422
    occurrences = service.client.get("/v1/campaigns/cheese/occurrences?limit=1").json()
    following = service.client.get("/v1/campaigns/cheese/occurrences", params={"limit": 1, "cursor": occurrences["next_cursor"]}).json()
    assert [occurrences["items"][0]["occurrence"], following["items"][0]["occurrence"]] == sorted(
        {one["occurrence"] for one in everybody}, reverse=True
    )


def test_the_audience_is_a_file_as_csv_and_parquet(service: Service) -> None:
    live(service)
    empty = service.client.get("/v1/campaigns/cheese/targets/export").text
    assert empty.startswith("revision,occurrence,member_id,external_id,arm,reason")
    runs(service)
    lines = service.client.get("/v1/campaigns/cheese/targets/export").text.splitlines()
    assert len(lines) == 1 + len(service.members)
    refused = service.client.get("/v1/campaigns/cheese/targets/export?reason=CONSENT_MISSING").text.splitlines()
    assert refused == [lines[0], *(line for line in lines[1:] if ",CONSENT_MISSING," in line)]
    answer = service.client.get("/v1/campaigns/cheese/targets/export?file_format=PARQUET&arm=TREATED")
    rows = pq.read_table(io.BytesIO(answer.content)).to_pylist()
    shown = service.client.get("/v1/campaigns/cheese/targets").json()["items"]
    assert sorted((row["member_id"], row["offer_code"]) for row in rows) == sorted((one["member_id"], one["offer_code"]) for one in shown)


def test_a_step_that_does_not_begin_there_is_refused_and_a_repeated_one_changes_nothing(service: Service) -> None:
    assert service.post("/v1/campaigns/cheese/pause", {}).json()["code"] == "CAMPAIGN_UNKNOWN"
    put(service, CHEESE)
    refused = service.post("/v1/campaigns/cheese/pause", {})
    assert (refused.status_code, refused.json()["code"]) == (409, "CAMPAIGN_STATUS_CONFLICT")
    service.post("/v1/campaigns/cheese/activate", {})
    assert service.post("/v1/campaigns/cheese/pause", {}).json()["is_new"] is True
    assert service.post("/v1/campaigns/cheese/pause", {}).json()["is_new"] is False
    assert service.post("/v1/campaigns/cheese/archive", {}).json()["status"] == "ARCHIVED"
    assert put(service, CHEESE | {"owner": "sales"}).json()["code"] == "CAMPAIGN_STATUS_CONFLICT"
    assert service.client.get("/v1/campaigns").json()["items"] == []
    assert [one["code"] for one in service.client.get("/v1/campaigns?status=ARCHIVED").json()["items"]] == ["cheese"]


def test_who_saves_over_somebody_elses_revision_is_told(service: Service) -> None:
    put(service, CHEESE)
    put(service, CHEESE | {"owner": "sales"})
    late = service.client.put("/v1/campaigns/cheese", json={"definition": CHEESE, "expected_revision": 1})
    assert (late.status_code, late.json()["code"], late.json()["facts"]["newest_revision"]) == (409, "CAMPAIGN_REVISION_CONFLICT", 2)


def test_every_example_of_the_guide_to_campaigns_is_true(service: Service) -> None:
    found = examples("campaigns.md")
    assert len(found) >= 10
    for example in found:
        answer = run(service, example.command, {})
        assert answer.status_code == example.status, (example.command, answer.text)
        if example.answer is not None:
            assert_within(example.answer, answer.json(), example.command.splitlines()[0])
        if "/activate" in example.command:
            runs(service)
