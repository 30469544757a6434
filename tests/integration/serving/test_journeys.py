"""Journeys over HTTP: saved, judged, published with a preview, read while members are inside, tried out and played over what happened."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from loyalty.database import Database
from loyalty.journeys import Heard, arrive, own_actions, work_round
from serving.journeys.schemas import WELCOME
from tests.support.journeys import END, GIFT, START, TOMORROW, a_condition, a_document, a_wait, an_action
from tests.support.service import EVENING, Service, running_service


@pytest.fixture
def service(database: Database) -> Iterator[Service]:
    with running_service(database) as running:
        yield running


def put(service: Service, document: dict[str, Any], code: str = "welcome", **query: Any) -> Any:
    return service.client.put(f"/v1/journeys/{code}", json={"definition": document}, params=query)


def happens(service: Service, member: str = "ann", type_: str = "order.placed", number: int = 1, **data: Any) -> None:
    event = Heard(f"e{number}-{member}-{type_}", type_, service.members[member].id, service.clock.now(), data)
    with service.database.begin() as work:
        arrive([event], within=work, clock=service.clock)


def works(service: Service) -> None:
    while work_round(service.database, clock=service.clock, actions=own_actions()).moved_count:
        pass


WAITING = a_document(START, TOMORROW, GIFT, END)


def test_the_example_of_the_contract_can_be_saved_and_published(service: Service) -> None:
    assert put(service, WELCOME).json() | {"version": 1, "is_new": True, "status": "DRAFT"} == put(service, WELCOME).json() | {
        "is_new": True
    }
    answer = service.post("/v1/journeys/welcome/publish", {})
    assert (answer.status_code, answer.json()["status"], answer.json()["live_version"]) == (200, "ACTIVE", 1)
    shown = service.client.get("/v1/journeys/welcome").json()
    assert shown["definition"] == WELCOME
    assert [one["code"] for one in service.client.get("/v1/journeys").json()["items"]] == ["welcome"]


def test_what_is_wrong_is_told_with_its_node_and_nothing_is_stored(service: Service) -> None:
    wrong = a_document(START, GIFT, END, {"id": "lonely", "type": "END"}, edges=["start>gift", "gift>end"])
    answer = put(service, wrong)
    assert (answer.status_code, answer.json()["code"]) == (422, "JOURNEY_DEFINITION_INVALID")
    assert [(one["code"], one["node_id"]) for one in answer.json()["facts"]["problems"]] == [("NODE_UNREACHABLE", "lonely")]
    judged = service.client.post("/v1/examine/journey", json={"definition": wrong}).json()
    assert (judged["is_sound"], judged["problems"][0]["node_id"]) == (False, "lonely")
    assert service.client.get("/v1/journeys").json()["items"] == []


def test_a_journey_that_sends_names_a_template_that_is_there(service: Service) -> None:
    sending = a_document(START, an_action("mail", "SEND", message={"template_code": "no-such-template"}), END)
    judged = service.client.post("/v1/examine/journey", json={"definition": sending}).json()
    assert [(one["code"], one["node_id"]) for one in judged["problems"]] == [("ACTION_INVALID", "mail")]
    assert put(service, sending).status_code == 422


def test_a_dry_run_saves_and_publishes_nothing(service: Service) -> None:
    assert put(service, WAITING, dry_run="true").json()["would_apply"] is True
    assert service.client.get("/v1/journeys/welcome").status_code == 404
    put(service, WAITING)
    assert service.post("/v1/journeys/welcome/publish?dry_run=true", {}).json()["live_version"] == 1
    assert service.client.get("/v1/journeys/welcome").json()["live_version"] is None


def test_publishing_previews_and_moves_those_inside(service: Service) -> None:
    put(service, WAITING)
    service.post("/v1/journeys/welcome/publish", {})
    happens(service)
    works(service)
    put(service, a_document(START, GIFT, END))
    refused = service.post("/v1/journeys/welcome/publish?dry_run=true", {"inside": "MIGRATE"})
    assert (refused.status_code, refused.json()["code"]) == (422, "JOURNEY_NODES_UNMAPPED")
    body = {"inside": "MIGRATE", "node_map": {"tomorrow": "gift"}, "version": 2}
    preview = service.post("/v1/journeys/welcome/publish?dry_run=true", body).json()
    assert preview["inside"] == [{"version": 1, "node_id": "tomorrow", "member_count": 1, "fate": "MIGRATE", "to_node_id": "gift"}]
    assert service.post("/v1/journeys/welcome/publish", body).json()["moved_count"] == 1
    works(service)
    assert service.available() == 50
    (first, second) = service.client.get("/v1/journeys/welcome/moves").json()["items"]
    assert (first["inside"], first["moved_count"], first["node_map"], second["version"]) == ("MIGRATE", 1, {"tomorrow": "gift"}, 1)


def test_totals_stay_true_when_members_move_to_another_version_reach_the_goal_or_are_stopped(service: Service) -> None:
    goal = {"goal": {"event_type": "coupon.redeemed"}}
    put(service, WAITING | goal)
    service.post("/v1/journeys/welcome/publish", {})
    for member in ("ann", "ben"):
        happens(service, member)
    works(service)
    put(service, a_document(START, TOMORROW, END) | goal)
    service.post("/v1/journeys/welcome/publish", {"inside": "MIGRATE"})
    works(service)
    assert totals(service) == (2, 2, 0)
    happens(service, "ann", "coupon.redeemed", 2)
    works(service)
    assert totals(service) == (2, 1, 1)
    service.post("/v1/journeys/welcome/archive", {})
    works(service)
    assert totals(service) == (2, 0, 1)


def test_an_end_that_is_the_goal_counts_as_one_and_a_way_called_so_does_not(service: Service) -> None:
    fork = a_condition("fork", goal={"==": [1, 1]})
    put(service, a_document(START, fork, END | {"is_goal": True}, edges=["start>fork", "fork:goal>end", "fork:else>end"]))
    assert service.post("/v1/journeys/welcome/publish", {}).status_code == 200
    happens(service)
    works(service)
    assert totals(service) == (1, 0, 1)


def totals(service: Service) -> tuple[int, int, int]:
    one = service.client.get("/v1/journeys/welcome").json()
    listed = service.client.get("/v1/journeys").json()["items"]
    assert one["status"] == "ARCHIVED" or listed == [one]
    return one["entered_count"], one["inside_count"], one["goal_count"]


def test_counts_ways_and_steps_are_read_while_members_are_inside(service: Service) -> None:
    put(service, WAITING)
    service.post("/v1/journeys/welcome/publish", {})
    happens(service, "ann")
    happens(service, "ben")
    works(service)
    counts = {one["node_id"]: one for one in service.client.get("/v1/journeys/welcome/counts").json()["items"]}
    assert (counts["tomorrow"]["inside_count"], counts["start"]["branches"]) == (2, {"next": 2})
    assert totals(service) == (2, 2, 0)
    service.clock.turn_to(service.clock.now() + timedelta(days=2))
    works(service)
    counts = {one["node_id"]: one for one in service.client.get("/v1/journeys/welcome/counts").json()["items"]}
    assert (counts["tomorrow"]["inside_count"], counts["gift"]["points"], counts["end"]["branches"]) == (0, 100, {"end": 2})
    assert totals(service) == (2, 0, 0)
    (way,) = service.client.get("/v1/members/ann/journeys").json()["items"]
    assert (way["outcome"], way["node_id"], way["due_at"]) == ("COMPLETED", "end", None)
    path = f"/v1/journeys/welcome/enrollments/{way['id']}"
    assert service.client.get(path).json() == way
    first = service.client.get(f"{path}/steps", params={"limit": 2}).json()
    rest = service.client.get(f"{path}/steps", params={"cursor": first["next_cursor"]}).json()
    told = [(one["node_id"], one["branch"]) for one in first["items"] + rest["items"]]
    assert told == [("start", "next"), ("tomorrow", "next"), ("gift", "next"), ("end", "end")]
    assert service.client.get(path.replace("welcome", "other")).status_code == 404


def test_pause_resume_and_archive(service: Service) -> None:
    put(service, WAITING)
    assert service.post("/v1/journeys/welcome/pause", {}).status_code == 409
    service.post("/v1/journeys/welcome/publish", {})
    for step, status in (("pause", "PAUSED"), ("resume", "ACTIVE"), ("archive", "ARCHIVED")):
        answer = service.post(f"/v1/journeys/welcome/{step}", {"reason": "because"})
        assert (answer.status_code, answer.json()["status"], answer.json()["is_new"]) == (200, status, True)
    assert put(service, WAITING).status_code == 409
    assert service.client.get("/v1/journeys").json()["items"] == []
    assert len(service.client.get("/v1/journeys", params={"status": "ARCHIVED"}).json()["items"]) == 1


def test_the_same_key_publishes_once(service: Service) -> None:
    put(service, WAITING)
    first = service.post("/v1/journeys/welcome/publish", {}, key="once")
    again = service.post("/v1/journeys/welcome/publish", {}, key="once")
    assert again.headers["Idempotency-Hit"] == "true"
    assert again.json() == first.json()
    assert len(service.client.get("/v1/journeys/welcome/moves").json()["items"]) == 1


def test_reading_asks_for_one_permission_and_writing_for_another(service: Service) -> None:
    reader = service.client_with("journeys.read")
    assert reader.get("/v1/journeys").status_code == 200
    assert reader.put("/v1/journeys/welcome", json={"definition": WAITING}).status_code == 403
    assert service.client_with("journeys.write").get("/v1/journeys").status_code == 403


def tried(service: Service, document: dict[str, Any], **body: Any) -> Any:
    asked = {"definition": document, "member_id": "ann", "until": (EVENING + timedelta(days=9)).isoformat()} | body
    return service.client.post("/v1/examine/journey-trial", json=asked)


def test_a_seed_member_goes_through_while_the_clock_is_turned_and_nothing_is_stored(service: Service) -> None:
    early = tried(service, WAITING, until=(EVENING + timedelta(hours=23)).isoformat()).json()
    assert [one["node_id"] for one in early["steps"]] == ["start"]
    (standing,) = early["standing"]
    assert (standing["node_id"], standing["is_waiting"]) == ("tomorrow", True)
    later = tried(service, WAITING, until=standing["due_at"].replace("Z", "+00:00")).json()
    assert [(one["node_id"], one["branch"]) for one in later["steps"]] == [
        ("start", "next"), ("tomorrow", "next"), ("gift", "next"), ("end", "end")
    ]  # fmt: skip
    assert later["steps"][2]["action"]["points"] == 50
    assert later["standing"][0]["outcome"] == "COMPLETED"
    assert service.available() == 0
    with service.database.begin() as work:
        assert work.exec_driver_sql("select count(*) from journey_enrollments").scalar_one() == 0


def test_a_trial_hears_events_at_their_times(service: Service) -> None:
    wait = a_wait("review", "EVENT", event_type="review.written", timeout={"days": 3})
    document = a_document(START, wait, GIFT, END, edges=["start>review", "review:arrived>gift", "review:timeout>end", "gift>end"])
    review = {"type": "review.written", "occurred_at": (EVENING + timedelta(days=2)).isoformat()}
    assert "gift" in [one["node_id"] for one in tried(service, document, events=[review]).json()["steps"]]
    late = review | {"occurred_at": (EVENING + timedelta(days=4)).isoformat()}
    assert "gift" not in [one["node_id"] for one in tried(service, document, events=[late]).json()["steps"]]
    order = {"type": "order.placed", "occurred_at": EVENING.isoformat(), "data": {"order_id": "o1"}}
    assert tried(service, document, events=[order], is_let_in=False).json()["steps"][0]["node_id"] == "start"
    assert tried(service, document, is_let_in=False).json()["steps"] == []


def test_a_trial_refuses_what_cannot_be_played(service: Service) -> None:
    assert tried(service, WAITING, member_id="nobody").status_code == 404
    assert tried(service, WAITING, until=(EVENING - timedelta(days=1)).isoformat()).json()["code"] == "JOURNEY_SPAN_INVALID"
    assert tried(service, a_document(START, END, edges=["start>nowhere"])).status_code == 422


def test_what_happened_is_played_over_a_draft(service: Service) -> None:
    for number, member in enumerate(["ann", "ann", "ben"]):
        service.earn(member, key=f"k{number}")
    start = {"id": "start", "type": "START", "trigger": {"kind": "EVENT", "event_type": "points.earned"}}
    body = {
        "definition": a_document(start, TOMORROW, GIFT, END),
        "since": (EVENING - timedelta(days=1)).isoformat(),
        "until": (EVENING + timedelta(days=3)).isoformat(),
    }
    answer = service.client.post("/v1/examine/journey-replay", json=body).json()
    assert (answer["event_count"], answer["member_count"], answer["entered_count"], answer["points"]) == (3, 2, 2, 100)
    assert answer["outcomes"] == {"COMPLETED": 2}
    assert {one["node_id"]: one["entered_count"] for one in answer["nodes"]} == {"start": 2, "tomorrow": 2, "gift": 2, "end": 2}
    assert service.client.post("/v1/examine/journey-replay", json=body | {"since": "2017-01-01T00:00:00Z"}).status_code == 422
