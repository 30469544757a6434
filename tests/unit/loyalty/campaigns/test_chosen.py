"""What the treated are told, made in columns: each its own offer, in its language, with the event that let it in."""

import json
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from loyalty.campaigns.chosen import told, with_vouchers
from loyalty.campaigns.model import RevisionKey
from tests.unit.loyalty.campaigns.test_choosing_members import a_campaign

NOW = datetime(2017, 11, 2, 3, 0, tzinfo=UTC)
ZONE = ZoneInfo("America/New_York")
_TYPES: dict[str, Any] = {
    "place": pl.Int64,
    "occurrence": pl.String,
    "member_id": pl.String,
    "arm": pl.String,
    "reason": pl.String,
    "channel_code": pl.String,
    "offer_choice": pl.String,
    "offer_code": pl.String,
    "offer_id": pl.String,
    "candidate": pl.Int64,
    "score_probability": pl.Float64,
    "expected_value_minor": pl.Float64,
    "language": pl.String,
    "facts": pl.String,
    "title": pl.String,
    "reason_code": pl.String,
    "ends_on": pl.Date,
    "campaign_id": pl.String,
    "coupon_upc": pl.String,
    "voucher_id": pl.String,
}


def treated(*changes: dict[str, Any]) -> pl.DataFrame:
    usual = {
        "arm": "TREATED",
        "channel_code": "email",
        "occurrence": "o",
        "offer_code": "CAT-1",
        "candidate": 0,
        "title": 'Käse "alt"',
        "reason_code": "BOUGHT_OFTEN",
        "expected_value_minor": 5.0,
    }
    rows = [dict.fromkeys(_TYPES) | usual | {"place": place, "member_id": f"m{place}"} | one for place, one in enumerate(changes)]
    return pl.DataFrame(rows, schema=_TYPES)


def facts(frame: pl.DataFrame, **changes: Any) -> list[dict[str, Any]]:
    made = told(RevisionKey("autumn", 2), a_campaign(**changes), frame, NOW, ZONE)
    assert made["member_id"].to_list() == frame["member_id"].to_list()
    return [json.loads(one) for one in made["facts"]]


def test_each_is_told_its_offer_in_its_language_or_else_in_english() -> None:
    said = facts(treated({"language": "ar-EG"}, {"language": "fr"}, {"language": None}, {"reason_code": None}))
    assert [one["offer"]["reason"] for one in said] == ["تشتري هذا كثيرًا.", "You buy this often.", "You buy this often.", None]
    assert {one["offer"]["title"] for one in said} == {'Käse "alt"'}
    assert {one["campaign"]["code"]: one["campaign"]["revision"] for one in said} == {"autumn": 2}


def test_an_offer_ends_when_the_promise_lapses_or_before_by_the_programs_calendar() -> None:
    """At three in the morning by UTC it is still the day before in New York."""
    said = facts(treated({"ends_on": date(2017, 11, 5)}, {"ends_on": None}, {"ends_on": date(2018, 1, 1)}))
    assert [one["offer"]["ends_on"] for one in said] == ["2017-11-05", "2017-12-01", "2017-12-01"]


def test_the_event_is_told_as_it_came_and_whoever_has_no_offer_is_told_of_none() -> None:
    event = '{"type": "shop.bought", "amount": 1.50, "note": "a \\"b\\" {c}"}'
    said = facts(treated({"facts": event, "offer_code": None, "candidate": None, "title": None}, {"facts": event}))
    assert "offer" not in said[0]
    assert [one["event"] for one in said] == [json.loads(event)] * 2
    assert facts(treated({}), offer=None) == [{"campaign": {"code": "autumn", "revision": 2}}]


def test_a_fixed_offer_has_its_title_in_the_members_language_or_else_its_code() -> None:
    fixed = {"kind": "FIXED", "offer_code": "C-20", "title": {"en": "Cheese", "ar": "جبن"}}
    rows = treated(*({"language": one, "offer_code": "C-20", "candidate": None, "title": None} for one in ("ar", "en", "de", None)))
    assert [one["offer"]["title"] for one in facts(rows, offer=fixed)] == ["جبن", "Cheese", "Cheese", "Cheese"]


def test_whoever_finds_no_voucher_after_all_is_refused_and_keeps_nothing() -> None:
    rows = with_vouchers(treated({}, {}, {"arm": "CONTROL"}), {0: "11111111-2222-3333-4444-555555555555", 1: None}, "VOUCHERS_SPENT")
    assert rows["arm"].to_list() == ["TREATED", None, "CONTROL"]
    assert rows["reason"].to_list() == [None, "VOUCHERS_SPENT", None]
    assert rows["expected_value_minor"].to_list() == [5.0, 0.0, 5.0]
    assert rows.filter(pl.col("place") == 1).select("channel_code", "offer_code", "voucher_id").row(0) == (None, None, None)
    assert facts(rows.filter(pl.col("place") == 0))[0]["offer"]["voucher_id"] == "11111111222233334444555555555555"
