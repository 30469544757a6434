"""Trying a basket on a program that is not saved: rules, caps, tiers, pending and expiry speak as they would in force."""

from copy import deepcopy
from typing import Any

from serving.programs.definition_schemas import EXAMPLE
from tests.integration.serving.test_transactions import count_of
from tests.support.service import Service

TIERS = {
    "qualification": {"by": "SPEND", "period": {"kind": "ROLLING", "days": 365}},
    "ladder": [
        {"code": "BASE", "name": {"en": "Base"}, "threshold": 0},
        {"code": "TOP", "name": {"en": "Top"}, "threshold": 10_000, "benefits": {"multiplier_percent": 150}},
    ],
}
CAP = {"code": "day", "points": 30, "period": "DAY"}


def draft(**rule: Any) -> dict[str, Any]:
    definition = deepcopy(EXAMPLE) | {"tiers": TIERS}
    definition["rules"][0] |= rule
    return definition


def tried(service: Service, definition: dict[str, Any], **basket: Any) -> dict[str, Any]:
    answer = service.client.post("/v1/examine/definition", json={"definition": definition, "spend_minor": 5_000} | basket)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_a_cap_truncates_or_rejects_and_counts_what_was_earned_before(service: Service) -> None:
    (verdict,) = tried(service, draft(caps=[CAP]))["verdicts"]
    assert (verdict["points_before_caps"], verdict["points"], verdict["reason_code"]) == (50, 30, "CAP_TRUNCATED")
    assert tried(service, draft(caps=[CAP]), earned_points=25)["points"] == 5
    rejected = tried(service, draft(caps=[CAP | {"beyond": "REJECT"}]))
    assert (rejected["points"], rejected["verdicts"][0]["reason_code"], rejected["awards"]) == (0, "CAP_REJECTED", [])


def test_a_tier_multiplies_and_an_unknown_one_is_refused(service: Service) -> None:
    assert tried(service, draft(), person={"tier_code": "TOP"})["points"] == 75
    answer = service.client.post("/v1/examine/definition", json={"definition": draft(), "person": {"tier_code": "NONE"}})
    assert (answer.status_code, answer.json()["code"]) == (422, "PROGRAM_DEFINITION_INVALID")


def test_pending_and_expiry_are_said_as_instants(service: Service) -> None:
    definition = draft(pending={"policy": "AFTER_PERIOD", "days": 14}, expiry={"policy": "ROLLING", "months": 12})
    (award,) = tried(service, definition, event_time="2017-10-31T16:00:00Z")["awards"]
    assert (award["activates_at"], award["expires_at"]) == ("2017-11-14T17:00:00Z", "2018-11-14T17:00:00Z")


def test_a_condition_is_asked_of_lines_segments_and_features(service: Service) -> None:
    condition = {"and": [{"in": ["vip", {"var": "segments"}]}, {">": [{"var": "order.spend_minor"}, 1_000]}]}
    definition = draft(condition=condition)
    lines = [{"line_id": "1", "amount_minor": 2_000}]
    assert tried(service, definition, lines=lines, person={"segments": ["vip"]})["points"] == 20
    (verdict,) = tried(service, definition, lines=lines)["verdicts"]
    assert (verdict["is_fired"], verdict["reason_code"]) == (False, "CONDITION_FALSE")
    assert "segments" in str(verdict["clause"])


def test_nothing_is_written_and_a_broken_definition_names_the_place(service: Service) -> None:
    before = count_of(service, "program_revisions")
    tried(service, draft(caps=[CAP]))
    assert (count_of(service, "program_revisions"), count_of(service, "postings")) == (before, 0)
    answer = service.client.post("/v1/examine/definition", json={"definition": draft(caps=[CAP | {"period": "YEAR"}])})
    assert (answer.status_code, answer.json()["facts"]["path"]) == (422, "rules[0].caps[0].period")
