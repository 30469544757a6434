"""Who may take part: every reason is said, in the documented order, and what an override takes away."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from loyalty.eligibility import Criteria, EligibilityInvalid, Override, Person, Subject, SubjectKind, Verdict, standing
from loyalty.eligibility.definition import criteria_from_json, criteria_to_json
from loyalty.ids import new_id
from loyalty.members import MemberStatus
from loyalty.rules.logic import read_logic
from tests.support.ledger import journey

NOW = datetime(2017, 10, 15, 16, 0, tzinfo=UTC)
COFFEE = Subject(SubjectKind.REWARD, "coffee")
PROGRAM = Subject(SubjectKind.PROGRAM, "journey")
STRICT = Criteria(
    tier_minimum_code="GOLD",
    segments_in=("vip",),
    segments_out=("staff",),
    condition=read_logic({">=": [{"var": "member.tenure_days"}, 100]}),
    starts_at=NOW + timedelta(days=1),
    ends_at=NOW,
)


def a_person(**changes) -> Person:
    values = {"member_id": new_id(), "program_code": "journey", "status": MemberStatus.ACTIVE, "joined_at": NOW - timedelta(days=5)}
    return Person(**values | changes)


def an_override(verdict: Verdict, subject: Subject = COFFEE, **changes) -> dict[Subject, Override]:
    values = {
        "id": new_id(),
        "program_code": "journey",
        "subject": subject,
        "member_id": new_id(),
        "verdict": verdict,
        "reason": "a reason",
    }
    return {subject: Override(**values | {"actor": "ann", "valid_until": None, "recorded_at": NOW} | changes)}


def reasons(person: Person, criteria: Criteria = STRICT, program_criteria: Criteria | None = None) -> list[str]:
    return [refusal.code for refusal in standing(person, COFFEE, criteria, journey(), NOW, program_criteria).refusals]


def test_every_reason_is_said_in_the_documented_order():
    person = a_person(status=MemberStatus.INACTIVE, segments=frozenset({"staff"}), overrides=an_override(Verdict.DENY))
    assert reasons(person) == [
        "MEMBER_INACTIVE",
        "ELIGIBILITY_DENIED",
        "NOT_YET_OPEN",
        "NO_LONGER_OPEN",
        "TIER_TOO_LOW",
        "SEGMENT_MISSING",
        "SEGMENT_EXCLUDED",
        "CONDITION_NOT_MET",
    ]


def test_nothing_speaks_against_who_meets_everything():
    person = a_person(tier_code="PLATINUM", segments=frozenset({"vip", "other"}), joined_at=NOW - timedelta(days=100))
    assert reasons(person, replace(STRICT, starts_at=NOW, ends_at=NOW + timedelta(seconds=1))) == []


def test_an_override_that_allows_opens_everything_but_time_and_status():
    person = a_person(status=MemberStatus.CLOSED, overrides=an_override(Verdict.ALLOW))
    assert reasons(person) == ["MEMBER_INACTIVE", "NOT_YET_OPEN", "NO_LONGER_OPEN"]


@pytest.mark.parametrize("changes", [{"valid_until": NOW}, {"withdrawn_at": NOW}])
def test_an_override_that_has_ended_counts_no_more(changes):
    assert reasons(a_person(overrides=an_override(Verdict.DENY, **changes)), Criteria()) == []


def test_who_may_not_take_part_in_the_program_may_not_take_part_in_a_reward():
    kept_out = a_person(overrides=an_override(Verdict.DENY, PROGRAM) | an_override(Verdict.ALLOW))
    assert reasons(kept_out) == ["ELIGIBILITY_DENIED", "NOT_YET_OPEN", "NO_LONGER_OPEN"]
    assert reasons(a_person(), Criteria(), Criteria(segments_in=("vip",))) == ["SEGMENT_MISSING"]


def test_who_was_never_judged_stands_on_the_lowest_tier():
    assert reasons(a_person(), Criteria(tier_minimum_code="BRONZE")) == []
    assert reasons(a_person(), Criteria(tier_minimum_code="SILVER")) == ["TIER_TOO_LOW"]


def test_a_condition_that_fails_names_its_clause_and_what_it_saw():
    (refusal,) = standing(a_person(), COFFEE, Criteria(condition=STRICT.condition), journey(), NOW).refusals
    assert refusal.facts["values"] == {"member.tenure_days": 5}
    assert "tenure_days" in str(refusal.facts["clause"])


def test_criteria_read_back_as_they_were_written():
    assert criteria_from_json(criteria_to_json(replace(STRICT, ends_at=None)), is_stored=True) == replace(STRICT, ends_at=None)
    assert criteria_from_json({}, is_stored=False) == Criteria()


@pytest.mark.parametrize(
    ("document", "path"),
    [
        ({"segments_in": ["a"], "segments_out": ["a"]}, "segments_out"),
        ({"segments_in": ["a", "a"]}, "segments_in"),
        ({"segments": ["a"]}, "segments"),
        ({"starts_at": "2017-10-15T00:00:00Z", "ends_at": "2017-10-15T00:00:00Z"}, "ends_at"),
        ({"starts_at": "2017-10-15"}, "starts_at"),
        ({"condition": {"==": [{"var": "member.shoe_size"}, 44]}}, "condition/==/0"),
        ({"condition": {"is": 1}}, "condition"),
        ([], ""),
    ],
)
def test_criteria_that_cannot_be_used_are_refused_with_their_path(document, path):
    with pytest.raises(EligibilityInvalid) as refused:
        criteria_from_json(document, is_stored=False)
    assert str(refused.value.facts["path"]).startswith(path)
