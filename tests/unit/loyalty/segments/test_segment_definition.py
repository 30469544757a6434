"""Segment files: each thing that can be wrong is one refusal naming the file, the place and what to do."""

import json
from pathlib import Path
from typing import Any

import pytest

from loyalty.rules import InvalidRule
from loyalty.segments import SegmentDefinitionInvalid, read_segment, read_segments, segment_from_json
from loyalty.segments.definition import segment_to_json
from tests.support.segments import PROFILE

GOOD: dict[str, Any] = {
    "code": "seen",
    "name": {"en": "Seen", "ar": "شوهد"},
    "description": {"en": "Seen lately"},
    "owner": "marketing",
    "rule": {"<": [{"var": "recency_days"}, 7]},
}


def written(folder: Path, content: object, name: str = "seen.json") -> Path:
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def test_good_file_is_a_segment(tmp_path: Path) -> None:
    segment = read_segment(written(tmp_path, GOOD), PROFILE)
    assert (segment.code, segment.name["ar"], segment.rule) == ("seen", "شوهد", GOOD["rule"])
    assert segment_to_json(segment) == {key: value for key, value in GOOD.items() if key != "code"}


@pytest.mark.parametrize(
    ("content", "place", "told"),
    [
        ('{"code": "seen",', "", "not JSON"),
        ("[]", "", "must be an object"),
        ({**GOOD, "rule": {">": [{"var": "recency"}, 7]}}, "rule/>/0/var", "Did you mean 'recency_days'?"),
        ({**GOOD, "rule": {"and": [True, {">": [{"var": "recency_days"}, "7"]}]}}, "rule/and/1/>/1", "Write 7 without quotes"),
        ({**GOOD, "rule": {"both": [True, True]}}, "rule", "no operator 'both'"),
        ({**GOOD, "rule": {"==": [{"var": "churn_band_code"}, "HGIH"]}}, "rule/==/1", 'Did you mean "HIGH"?'),
        ({key: value for key, value in GOOD.items() if key != "rule"}, "rule", "is missing"),
        ({**GOOD, "rules": 1}, "rules", "did you mean 'rule'?"),
        ({**GOOD, "name": {"ar": "شوهد"}}, "name", "'en'"),
        ({**GOOD, "code": "Seen Lately"}, "code", "lower-case words"),
        ({**GOOD, "description": {"en": "a\x00b"}}, "description", "cannot be stored"),
        ({**GOOD, "owner": ""}, "owner", "text of 1 to"),
    ],
)
def test_bad_file_is_refused_by_name_and_place(tmp_path: Path, content: object, place: str, told: str) -> None:
    with pytest.raises(SegmentDefinitionInvalid) as caught:
        read_segment(written(tmp_path, content), PROFILE)
    assert caught.value.message.startswith("seen.json")
    assert caught.value.facts["path"] == place
    assert told in caught.value.message


def test_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SegmentDefinitionInvalid, match=r"gone\.json"):
        read_segment(tmp_path / "gone.json", PROFILE)


def test_two_files_of_one_code_are_refused(tmp_path: Path) -> None:
    written(tmp_path, GOOD, "a.json")
    written(tmp_path, GOOD, "b.json")
    with pytest.raises(SegmentDefinitionInvalid, match="'seen'"):
        read_segments(tmp_path, PROFILE)


def test_request_tells_the_place_within_the_rule() -> None:
    body = {key: value for key, value in GOOD.items() if key != "code"} | {"rule": {">": [{"var": "recency"}, 7]}}
    with pytest.raises(InvalidRule) as caught:
        segment_from_json("seen", body, PROFILE)
    assert (caught.value.code, caught.value.path) == ("RULE_FIELD_UNKNOWN", "/>/0/var")
