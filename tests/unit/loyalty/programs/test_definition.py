"""Program files: what is read, and the one clear refusal that everything else gets."""

import json
from typing import Any

import pytest

from loyalty.programs import ProgramDefinitionInvalid, read_program
from loyalty.programs.definition import program_from_json, program_to_json
from tests.support.ledger import journey


def definition() -> dict[str, Any]:
    return program_to_json(journey())


def refusal_of(tmp_path, content: object) -> ProgramDefinitionInvalid:
    path = tmp_path / "journey.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    with pytest.raises(ProgramDefinitionInvalid) as caught:
        read_program(path)
    return caught.value


def test_the_demos_program_reads_back_as_it_was_written():
    assert program_from_json(definition(), name="again") == journey()
    assert journey().code == "journey"
    assert [tier.code for tier in journey().ladder.tiers] == ["BRONZE", "SILVER", "GOLD", "PLATINUM"]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("{", "is not JSON"),
        ("", "is not JSON"),
        ("[1]", "must be an object"),
        ('{"code": "a", "code": "b"}', "occurs twice"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_a_file_that_is_no_json_object_is_refused(tmp_path, content, problem):
    refusal = refusal_of(tmp_path, content)
    assert problem in refusal.message
    assert refusal.facts["file"] == "journey.json"


def test_a_missing_file_is_refused_by_name(tmp_path):
    with pytest.raises(ProgramDefinitionInvalid, match=r"absent\.json: cannot be read: No such file"):
        read_program(tmp_path / "absent.json")


FAULTS = [
    (("code",), None, "code is missing"),
    (("code",), 7, "must be a text"),
    (("name",), {"ar": "فقط"}, "must have a text for 'en'"),
    (("timezone",), "Mars/Olympus", "IANA time zone"),
    (("timezone",), "../../etc/passwd", "IANA time zone"),
    (("currency_code",), "usd", "three capital letters"),
    (("earning_rule", "points"), 1.5, "whole number"),
    (("earning_rule", "points"), True, "whole number"),
    (("earning_rule", "points"), -1, "whole number"),
    (("earning_rule", "per_minor"), 0, "whole number"),
    (("earning_rule", "expiry", "policy"), "SOMETIMES", "must be one of NEVER, ROLLING"),
    (("earning_rule", "expiry", "policy"), ["NEVER"], "must be one of NEVER, ROLLING"),
    (("earning_rule", "expiry", "policy"), "NEVER", "goes with no months"),
    (("earning_rule", "expiry", "months"), 0, "must be at least 1"),
    (("tiers", "ladder"), [], "at least one object"),
    (("tiers", "ladder", 0, "qualifying_minor_min"), 5, "must be 0"),
    (("tiers", "ladder", 2, "qualifying_minor_min"), 1, "must rise"),
    (("tiers", "ladder", 1, "code"), "BRONZE", "twice"),
    (("tiers", "window_days"), 10**9, "whole number"),
]


@pytest.mark.parametrize(("path", "value", "problem"), FAULTS)
def test_a_value_out_of_bounds_is_refused_with_its_path(tmp_path, path, value, problem):
    content = definition()
    inside: Any = content
    for step in path[:-1]:
        inside = inside[step]
    if value is None:
        del inside[path[-1]]
    else:
        inside[path[-1]] = value
    refusal = refusal_of(tmp_path, content)
    assert problem in refusal.message
    assert str(refusal.facts["path"]).startswith(str(path[0]))


def test_an_unknown_key_is_refused_with_the_nearest_known_one(tmp_path):
    content = definition()
    content["earning_rule"]["expiry"]["roundin"] = "MONTH_END"
    refusal = refusal_of(tmp_path, content)
    assert refusal.facts["path"] == "earning_rule.expiry.roundin"
    assert "did you mean 'rounding'?" in refusal.message
