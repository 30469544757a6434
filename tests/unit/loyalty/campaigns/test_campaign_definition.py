"""Campaign files and the control group's hash."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.campaigns import CampaignDefinitionInvalid, control_bucket, is_control, read_campaign, read_campaigns

GOOD: dict[str, Any] = {
    "code": "retention",
    "name": {"en": "Retention"},
    "description": {"en": "Win back"},
    "owner": "marketing",
    "segment": "high-churn-risk",
    "control_share": 0.1,
    "default_offer": None,
}


def written(folder: Path, content: object, name: str = "retention.json") -> Path:
    path = folder / name
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_good_file_is_a_campaign(tmp_path: Path) -> None:
    campaign = read_campaign(written(tmp_path, GOOD))
    assert (campaign.code, campaign.segment_code, campaign.control_share, campaign.default_offer_code) == (
        "retention",
        "high-churn-risk",
        0.1,
        None,
    )
    assert read_campaign(written(tmp_path, {**GOOD, "default_offer": "WELCOME"})).default_offer_code == "WELCOME"


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"control_share": 1}, "control_share"),
        ({"control_share": -0.1}, "control_share"),
        ({"control_share": "10 %"}, "control_share"),
        ({"control_share": True}, "control_share"),
        ({"control_share": float("nan")}, "control_share"),
        ({"segment": "High Risk"}, "segment"),
        ({"default_offer": ""}, "default_offer"),
        ({"segments": []}, "segments"),
        ({"name": {}}, "name"),
    ],
)
def test_bad_file_is_refused_by_name_and_place(tmp_path: Path, change: dict[str, Any], place: str) -> None:
    with pytest.raises(CampaignDefinitionInvalid, match=r"retention\.json") as caught:
        read_campaign(written(tmp_path, {**GOOD, **change}))
    assert caught.value.facts["path"] == place


def test_two_files_of_one_code_are_refused(tmp_path: Path) -> None:
    written(tmp_path, GOOD, "a.json")
    written(tmp_path, GOOD, "b.json")
    with pytest.raises(CampaignDefinitionInvalid, match="'retention'"):
        read_campaigns(tmp_path)


def test_control_share_is_kept_over_many_customers() -> None:
    shares = [sum(is_control(code, str(number), 0.1) for number in range(20_000)) / 20_000 for code in ("retention", "winback")]
    # Five standard deviations of 20,000 draws at 10 %.
    assert all(abs(share - 0.1) < 0.0106 for share in shares)


def test_campaigns_shuffle_independently() -> None:
    both = sum(is_control("retention", str(number), 0.1) and is_control("winback", str(number), 0.1) for number in range(20_000))
    assert 120 < both < 290


@given(st.text(), st.text(), st.floats(0, 1, exclude_max=True), st.floats(0, 1, exclude_max=True))
def test_greater_share_lets_nobody_go(code: str, external_id: str, one: float, other: float) -> None:
    few, many = sorted([one, other])
    assert not is_control(code, external_id, few) or is_control(code, external_id, many)


def test_bucket_is_fixed_for_ever() -> None:
    """Written down once: another value would move people between the arms of campaigns that are running."""
    assert control_bucket("retention", "1") == 0.9354404010576163
