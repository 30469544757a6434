"""Every kind of error has one status, and a problem document can always be written."""

import json

import pytest

from loyalty.access import KeyUnknown, PermissionMissing
from loyalty.errors import Conflict, Invalid, LoyaltyError, NotFound, Refused, Unavailable
from loyalty.idempotency import KeyInFlight, KeyReused
from loyalty.ledger import PointsInsufficient
from loyalty.members import MemberUnknown
from serving.http.errors import IdempotencyKeyMissing, headers_of, problem_of, refusals, status_of


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotFound, 404),
        (Conflict, 409),
        (Refused, 422),
        (Invalid, 422),
        (Unavailable, 503),
        (KeyUnknown, 401),
        (PermissionMissing, 403),
        (IdempotencyKeyMissing, 400),
        (KeyReused, 422),
        (KeyInFlight, 409),
        (MemberUnknown, 404),
        (PointsInsufficient, 422),
    ],
)
def test_each_kind_has_its_status_and_a_concrete_error_inherits_it(error: type[LoyaltyError], status: int) -> None:
    assert status_of(error) == status
    assert status_of(error("no")) == status


def test_a_problem_document_carries_code_facts_and_the_request_id() -> None:
    status, body = problem_of(PointsInsufficient("Too few.", available_points=120, needed_points=500), "abc")
    assert status == 422
    assert json.loads(body) == {
        "type": "urn:khaywe:problem:POINTS_INSUFFICIENT",
        "title": "The request is refused",
        "status": 422,
        "code": "POINTS_INSUFFICIENT",
        "detail": "Too few.",
        "facts": {"available_points": 120, "needed_points": 500},
        "request_id": "abc",
    }


def test_a_lone_surrogate_in_what_the_caller_sent_can_still_be_answered() -> None:
    _, body = problem_of(MemberUnknown("No member \ud800.", member_id="\ud800", unusual=object()), "abc")
    assert json.loads(body)["code"] == "MEMBER_UNKNOWN"


def test_a_number_beyond_64_bits_and_half_a_character_inside_a_fact_can_still_be_answered() -> None:
    _, body = problem_of(MemberUnknown("No.", given={"number": 10**40, "text": ["\ud800"]}), "abc")
    assert json.loads(body)["facts"]["given"]["number"] == 10**40


def test_try_again_later_says_when() -> None:
    assert headers_of(503) == {"Retry-After": "1"}
    assert headers_of(401) == {"WWW-Authenticate": "Bearer"}
    assert headers_of(422) == {}


def test_documented_refusals_are_gathered_by_status() -> None:
    documented = refusals(PointsInsufficient, MemberUnknown, KeyReused)
    assert list(documented) == [404, 422]
    assert "POINTS_INSUFFICIENT" in documented[422]["description"]
    assert "IDEMPOTENCY_KEY_REUSED" in documented[422]["description"]
