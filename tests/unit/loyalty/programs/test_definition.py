"""Program files: what is read, and the one clear refusal that everything else gets."""

import json
from typing import Any

import pytest

from loyalty.programs import ProgramDefinitionInvalid, program_from_json, program_to_json, read_program
from loyalty.programs.model import PeriodKind, QualificationBy, TierPeriod, WalletKind
from loyalty.programs.rules_model import PerAmount
from tests.support.ledger import journey
from tests.support.programs import a_definition, a_program

VERSION_1 = {
    "code": "journey",
    "name": {"en": "Journey Rewards"},
    "timezone": "America/New_York",
    "currency_code": "USD",
    "wallet_code": "points",
    "earning_rule": {
        "code": "purchase",
        "points": 1,
        "per_minor": 100,
        "expiry": {"policy": "ROLLING", "months": 12, "days": 0, "rounding": "MONTH_END"},
    },
    "tiers": {
        "window_days": 364,
        "ladder": [
            {"code": "BRONZE", "name": {"en": "Bronze"}, "qualifying_minor_min": 0},
            {"code": "SILVER", "name": {"en": "Silver"}, "qualifying_minor_min": 75000},
        ],
    },
}


def refusal_of(tmp_path, content: object) -> ProgramDefinitionInvalid:
    path = tmp_path / "club.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    with pytest.raises(ProgramDefinitionInvalid) as caught:
        read_program(path)
    return caught.value


@pytest.mark.parametrize("program", [journey(), a_program()], ids=["journey", "club"])
def test_a_program_reads_back_as_it_was_written(program):
    written = json.loads(json.dumps(program_to_json(program)))
    assert program_from_json(written, name="again") == program
    assert program_to_json(program_from_json(written, name="again")) == program_to_json(program)


def test_the_demos_program_means_what_its_first_version_meant():
    program = journey()
    assert [tier.code for tier in program.tiers.tiers] == ["BRONZE", "SILVER", "GOLD", "PLATINUM"]
    assert program.rules[0].effects == (PerAmount(1, 100),)
    assert program.tiers.qualification.period == TierPeriod(PeriodKind.ROLLING, days=364)


def test_a_stored_definition_of_version_1_still_reads():
    program = program_from_json(VERSION_1, name="stored", is_stored=True)
    assert [(wallet.code, wallet.kind) for wallet in program.wallets] == [("points", WalletKind.REDEEMABLE)]
    assert program.rules[0].effects == (PerAmount(1, 100),)
    assert program.rules[0].expiry == journey().rules[0].expiry
    assert program.tiers.qualification.by is QualificationBy.SPEND
    assert program.tiers.qualification.period == TierPeriod(PeriodKind.ROLLING, days=364)
    assert [(tier.code, tier.threshold) for tier in program.tiers.tiers] == [("BRONZE", 0), ("SILVER", 75000)]
    assert program_from_json(program_to_json(program), name="again") == program


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
    assert refusal.facts["file"] == "club.json"


def test_a_missing_file_is_refused_by_name(tmp_path):
    with pytest.raises(ProgramDefinitionInvalid, match=r"absent\.json: cannot be read: No such file"):
        read_program(tmp_path / "absent.json")


ABSENT = object()
FAULTS = [
    (("code",), ABSENT, "code is missing"),
    (("code",), 7, "must be a text"),
    (("code",), "a/b", "without '/'"),
    (("name",), {"ar": "فقط"}, "must have a text for 'en'"),
    (("timezone",), "Mars/Olympus", "IANA time zone"),
    (("timezone",), "../../etc/passwd", "IANA time zone"),
    (("currency_code",), "usd", "three capital letters"),
    (("wallets",), [], "at least one object"),
    (("wallets", 1, "code"), "points", "must not name 'points' twice"),
    (("wallets", 0, "kind"), "QUALIFYING", "one that is REDEEMABLE"),
    (("rules", 1, "wallet_code"), "star", "did you mean 'stars'?"),
    (("rules", 2, "group_code"), "best", "there are 'bonus'"),
    (("rules", 1, "code"), "purchase", "must not name 'purchase' twice"),
    (("rules", 1, "code"), "tier-benefit", "is kept for"),
    (("rules", 0, "effects"), [], "at least one object"),
    (("rules", 0, "effects", 0, "type"), "PER_PURCHASE", "must be one of FIXED, PER_AMOUNT"),
    (("rules", 0, "effects", 0, "points"), 1.5, "whole number"),
    (("rules", 0, "effects", 0, "points"), True, "whole number"),
    (("rules", 0, "effects", 0, "per_minor"), 0, "whole number"),
    (("rules", 0, "effects", 0, "lines", "category_codes"), ["a", 3], "list of texts"),
    (("rules", 2, "effects", 0, "percent"), 100, "whole number from 101"),
    (("rules", 2, "effects"), [{"type": "MULTIPLIER", "percent": 200}, {"type": "FIXED", "points": 1}], "multiplier alone"),
    (("rules", 3, "effects", 1, "months"), 0, "must be at least 1"),
    (("rules", 0, "expiry"), ABSENT, "expiry is missing"),
    (("rules", 0, "expiry", "policy"), "SOMETIMES", "must be one of NEVER, ROLLING"),
    (("rules", 0, "expiry", "policy"), ["NEVER"], "must be one of NEVER, ROLLING"),
    (("rules", 0, "expiry", "policy"), "NEVER", "goes with no months"),
    (("rules", 0, "expiry", "months"), 0, "must be at least 1"),
    (("rules", 0, "expiry", "on"), ["12-31"], "CALENDAR only"),
    (("rules", 1, "expiry", "on"), ["02-30"], "days of the year"),
    (("rules", 1, "expiry", "on"), [], "at least one day"),
    (("rules", 2, "expiry", "days"), 0, "must be at least 1"),
    (("rules", 2, "expiry", "rounding"), "DAY_END", "ROLLING only"),
    (("rules", 1, "pending", "days"), 0, "whole number from 1"),
    (("rules", 1, "pending", "event"), "delivered", "does not go with AFTER_PERIOD"),
    (("rules", 2, "pending", "event"), ABSENT, "event is missing"),
    (("rules", 3, "pending", "on"), "tomorrow", "must be a day"),
    (("rules", 2, "timeframe", "valid_from"), "2017-01-01T00:00:00", "with its offset"),
    (("rules", 2, "timeframe", "valid_until"), "2016-01-01T00:00:00Z", "later than valid_from"),
    (("rules", 2, "timeframe", "hours", 0, "weekdays"), ["FRI"], "must be out of MONDAY"),
    (("rules", 2, "timeframe", "hours", 0, "ends_at"), "16:00", "later than begins_at"),
    (("rules", 2, "timeframe", "hours", 0, "begins_at"), "24:00", "time of day"),
    (("rules", 0, "caps", 0, "beyond"), "IGNORE", "TRUNCATE, REJECT"),
    (("rules", 0, "caps", 0, "points"), -1, "whole number"),
    (("caps", 0, "wallet_code"), "gems", "is no wallet"),
    (("rules", 2, "condition", "and", 0, ">=", 0, "var"), "order.spend", "Did you mean 'order.spend_minor'?"),
    (("rules", 2, "condition", "and", 0, ">=", 0, "var"), "features.recency_dayz", "Did you mean 'features.recency_days'?"),
    (("rules", 2, "condition"), {"=": [1, 1]}, "Did you mean '=='?"),
    (("rules", 2, "effects", 0, "lines", "condition"), {">": [{"var": "amount"}, 1]}, "Did you mean 'amount_minor'?"),
    (("tiers", "ladder"), [], "at least one object"),
    (("tiers", "ladder", 0, "threshold"), 5, "must be 0"),
    (("tiers", "ladder", 1, "threshold"), 0, "must rise"),
    (("tiers", "ladder", 1, "code"), "BASE", "twice"),
    (("tiers", "ladder", 1, "segment_code"), "vip", "by SEGMENT only"),
    (("tiers", "ladder", 1, "benefits", "reward_price_percent"), 0, "whole number from 1"),
    (("tiers", "qualification", "by"), "LUCK", "must be one of SPEND"),
    (("tiers", "qualification", "by"), "SPEND", "does not go with SPEND"),
    (("tiers", "qualification", "wallet_code"), None, "is missing"),
    (("tiers", "qualification", "period", "months"), 5, "must be one of (1, 3, 6, 12)"),
    (("tiers", "qualification", "period", "kind"), "ROLLING", "must be at least 1"),
    (("tiers", "downgrade", "policy"), "MAYBE", "must be one of ONE_LEVEL"),
    (("burning", "points_max"), 50, "must not be below points_min"),
    (("transfer", "is_allowed"), "yes", "true or false"),
    (("return_policy",), "NEVER", "must be one of ONLY_PENDING"),
    (("expiry_notice_days",), [0], "whole numbers from 1"),
]


@pytest.mark.parametrize(("path", "value", "problem"), FAULTS)
def test_a_value_out_of_bounds_is_refused_with_its_path(tmp_path, path, value, problem):
    content = a_definition()
    inside: Any = content
    for step in path[:-1]:
        inside = inside[step]
    if value is ABSENT:
        del inside[path[-1]]
    else:
        inside[path[-1]] = value
    refusal = refusal_of(tmp_path, content)
    assert problem in refusal.message
    assert str(refusal.facts["path"]).startswith(str(path[0]))


def test_a_condition_is_refused_with_the_path_inside_it_and_a_suggestion():
    content = a_definition()
    content["rules"][2]["condition"]["and"][0][">="][0]["var"] = "order.spend"
    with pytest.raises(ProgramDefinitionInvalid) as caught:
        program_from_json(content, name="body")
    assert caught.value.facts["path"] == "rules[2].condition/and/0/>=/0"
    assert caught.value.facts["suggestion"] == "Did you mean 'order.spend_minor'?"
    assert caught.value.facts["rule_code"] == "RULE_FIELD_UNKNOWN"


def test_a_stored_condition_over_a_feature_that_is_gone_still_reads():
    content = a_definition()
    content["rules"][2]["condition"] = {">": [{"var": "features.long_gone"}, 1]}
    assert program_from_json(content, name="stored", is_stored=True).rules[2].condition is not None


SEGMENT_TIERS = {
    "qualification": {"by": "SEGMENT"},
    "ladder": [{"code": "BASE", "name": {"en": "Base"}}, {"code": "VIP", "name": {"en": "VIP"}, "segment_code": "vip"}],
}


def test_tiers_by_segment_need_a_segment_on_every_tier_but_the_lowest():
    assert a_program(tiers=SEGMENT_TIERS).tiers.tiers[1].segment_code == "vip"
    without = {**SEGMENT_TIERS, "ladder": [SEGMENT_TIERS["ladder"][0], {"code": "VIP", "name": {"en": "VIP"}}]}
    with pytest.raises(ProgramDefinitionInvalid, match=r"ladder\[1\]\.segment_code is missing"):
        a_program(tiers=without)


def test_an_unknown_key_is_refused_with_the_nearest_known_one(tmp_path):
    content = a_definition()
    content["rules"][0]["expiry"]["roundin"] = "MONTH_END"
    refusal = refusal_of(tmp_path, content)
    assert refusal.facts["path"] == "rules[0].expiry.roundin"
    assert "did you mean 'rounding'?" in refusal.message
