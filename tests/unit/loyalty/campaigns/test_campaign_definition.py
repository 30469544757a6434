"""Campaign files and the control group's hash."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.campaigns import CampaignDefinitionInvalid, OfferKind, TriggerKind, control_bucket, is_control, read_campaign, read_campaigns
from loyalty.features import Catalogue
from loyalty.features.catalogue import load_catalogue
from loyalty.messages import read_templates
from loyalty.settings import PROJECT_DIR
from tests.support.rules import a_feature

GOOD: dict[str, Any] = {
    "code": "retention",
    "program_code": "journey",
    "name": {"en": "Retention"},
    "owner": "marketing",
    "audience": {"segments": ["high-churn-risk"]},
    "trigger": {"kind": "SCHEDULE", "cron": "0 10 * * MON"},
    "control_share": 0.1,
    "offer": {"kind": "BEST", "cost_minor": 100},
    "message": {"templates": {"email": "retention-email", "sms": "retention-sms"}},
}
EVENT = {"kind": "EVENT", "event_type": "segment.entered"}
LINE = {"kind": "THRESHOLD", "fact": "points.available", "direction": "ABOVE", "value": 100}
CATALOGUE = Catalogue.of("marts.customer_profile", a_feature("recency_days", "integer"), a_feature("rfm_code", "text"))


def written(folder: Path, content: object, name: str = "retention.json") -> Path:
    path = folder / name
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_good_file_is_a_campaign(tmp_path: Path) -> None:
    campaign = read_campaign(written(tmp_path, GOOD))
    assert (campaign.code, campaign.segments, campaign.control_share) == ("retention", ("high-churn-risk",), 0.1)
    assert campaign.again_after_days is None
    assert campaign.trigger.kind is TriggerKind.SCHEDULE
    assert campaign.offer is not None
    assert campaign.offer.kind is OfferKind.BEST
    assert campaign.document == {name: value for name, value in GOOD.items() if name != "code"}


def test_channels_come_in_the_order_that_is_given_else_by_name(tmp_path: Path) -> None:
    """Not in the order of the templates: a database may keep the members of a JSON object in another one."""
    swapped = {"templates": {"sms": "retention-sms", "email": "retention-email"}}
    assert list(read_campaign(written(tmp_path, {**GOOD, "message": swapped})).message.templates) == ["email", "sms"]  # type: ignore[union-attr]
    ordered = swapped | {"order": ["sms", "email"]}
    assert list(read_campaign(written(tmp_path, {**GOOD, "message": ordered})).message.templates) == ["sms", "email"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"control_share": 1}, "control_share"),
        ({"control_share": -0.1}, "control_share"),
        ({"control_share": "10 %"}, "control_share"),
        ({"control_share": True}, "control_share"),
        ({"control_share": float("nan")}, "control_share"),
        ({"audience": {"segments": ["High Risk"]}}, "audience.segments"),
        ({"audience": {"segments": ["vip", "vip"]}}, "audience.segments"),
        ({"audience": {"segments": ["vip"], "exclude": ["vip"]}}, "audience.exclude"),
        ({"audience": {"segment": ["vip"]}}, "audience.segment"),
        ({"trigger": {"kind": "HOURLY"}}, "trigger.kind"),
        ({"trigger": {"kind": "SCHEDULE", "cron": "often"}}, "trigger.cron"),
        ({"trigger": {"kind": "SCHEDULE"}}, "trigger.cron"),
        ({"trigger": {"kind": "DAILY", "cron": "0 10 * * MON"}}, "trigger.cron"),
        ({"trigger": {"kind": "EVENT", "event_type": "Segment Entered"}}, "trigger.event_type"),
        ({"trigger": EVENT | {"condition": {"==": [{"var": "event.kind"}, 1]}}}, "trigger.condition/==/0"),
        ({"trigger": LINE | {"fact": "features.rfm_code"}}, "trigger.fact"),
        ({"trigger": LINE | {"fact": "points.spendable"}}, "trigger.fact"),
        ({"trigger": LINE | {"rearm_at": 101}}, "trigger.rearm_at"),
        ({"trigger": LINE | {"direction": "BELOW", "rearm_at": 99}}, "trigger.rearm_at"),
        ({"offer": {"kind": "FIXED"}}, "offer.offer_code"),
        ({"offer": {"kind": "BEST", "pool": "five-off"}}, "offer.pool"),
        ({"offer": {"kind": "BEST", "default_offer": ""}}, "offer.default_offer"),
        ({"offer": {"kind": "BEST"}, "budget_minor": 100}, "budget_minor"),
        ({"offer": None, "message": None}, "message"),
        ({"message": {"templates": {}}}, "message.templates"),
        ({"message": {"templates": {"pigeon": "x"}}}, "message.templates.pigeon"),
        ({"message": {"templates": {"sms": "x"}, "order": ["email"]}}, "message.order"),
        ({"starts_at": "2017-11-01T00:00:00"}, "starts_at"),
        ({"starts_at": "2017-11-02T00:00:00Z", "ends_at": "2017-11-01T00:00:00Z"}, "ends_at"),
        ({"again_after_days": -1}, "again_after_days"),
        ({"members_max": 0}, "members_max"),
        ({"segment": "vip"}, "segment"),
        ({"name": {}}, "name"),
    ],
)
def test_bad_file_is_refused_by_name_and_place(tmp_path: Path, change: dict[str, Any], place: str) -> None:
    with pytest.raises(CampaignDefinitionInvalid) as caught:
        read_campaign(written(tmp_path, {**GOOD, **change}), CATALOGUE)
    assert str(caught.value.facts["path"]).startswith(place)


def test_the_files_of_this_repository_are_campaigns_whose_templates_are_there() -> None:
    campaigns = read_campaigns(PROJECT_DIR / "definitions" / "campaigns", load_catalogue())
    assert {one.trigger.kind for one in campaigns} == set(TriggerKind), "the demo shows each kind"
    templates = {one.code: one.channel_code for one in read_templates(PROJECT_DIR / "definitions" / "messages")}
    named = {(code, channel) for one in campaigns if one.message for channel, code in one.message.templates.items()}
    assert named <= set(templates.items())


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
