"""What a rule builder asks the service: what a rule may say, how each value is spread, and what a rule says in words."""

import itertools
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pyarrow as pa
import pytest

from loyalty.database import Database
from loyalty.segments.language import CHANNELS, STANDING
from loyalty.segments.standing import STANDING_ROWS
from loyalty.warehouse import open_warehouse, publish
from tests.support.segments import DAY, PROFILE
from tests.support.service import EVENING, Service, running_service

COUNT = 200
LISTED = "segments.listed_members"


@pytest.fixture
def shop(database: Database, tmp_path: Path) -> Iterator[Service]:
    """200 customers: recency 0…199 days but for one of 10,000, every fourth without a probability, a third in each band."""
    warehouse = open_warehouse(f"duckdb:///{tmp_path / 'warehouse.duckdb'}")
    rows = [
        {"customer_id": f"c{n:03}", "as_of_on": DAY, "recency_days": 10_000 if n == 199 else n, "has_redeemed_coupon": n % 2 == 0,
         "churn_probability": None if n % 4 == 0 else n / 200, "churn_band_code": ("LOW", "MEDIUM", "HIGH")[n % 3]}
        for n in range(COUNT)
    ]  # fmt: skip
    warehouse.replace_rows("marts.customer_profile", pa.Table.from_pylist(rows), where={"as_of_on": [DAY]})
    standing = [
        {"customer_id": f"c{n:03}", "as_of_on": DAY, "points_available": n * 10, "member_since_on": DAY - timedelta(days=n)}
        for n in range(100)
    ]
    table = pa.Table.from_pylist([{name: row.get(name) for name in STANDING_ROWS.names} for row in standing], schema=STANDING_ROWS)
    warehouse.replace_rows("segments.member_standing", table, where={"as_of_on": [DAY]})
    publish(warehouse, DAY, tmp_path / "published", built_at=EVENING, tables=("marts.customer_profile",))
    with running_service(database, members=["c001"], catalogue=PROFILE, published_dir=tmp_path / "published") as service:
        yield service


def distribution(shop: Service, name: str) -> dict[str, object]:
    answer = shop.client.get(f"/v1/segment-vocabulary/{name}/distribution")
    assert answer.status_code == 200, answer.text
    found: dict[str, object] = answer.json()
    return found


def test_the_vocabulary_offers_everything_that_a_rule_may_name(shop: Service) -> None:
    told = shop.client.get("/v1/segment-vocabulary").json()
    names = [one["name"] for one in told["features"]]
    assert set(names) == {one.name for one in PROFILE} | {one.name for one in STANDING}
    assert [one["code"] for one in told["channels"]] == list(CHANNELS)
    assert [one["type"] for one in told["events"]] == ["purchase"]
    for name in names:
        answer = shop.post("/v1/examine/segment-words", {"rule": {"!!": {"var": name}}})
        assert answer.status_code == 200, answer.text


def test_bars_hold_everybody_known_and_one_extreme_value_does_not_squeeze_them(shop: Service) -> None:
    told = distribution(shop, "recency_days")
    bars = told["bars"]
    assert isinstance(bars, list)
    assert sum(bar["customer_count"] for bar in bars) == COUNT == told["customer_count"]
    assert (told["least"], told["most"], told["unknown_count"]) == (0, 10_000, 0)
    assert told["quarters"] == [50, 100, 149]
    assert len(bars) >= 15
    assert max(bar["customer_count"] for bar in bars) < COUNT / 5
    assert all(one["below"] == other["at_least"] for one, other in itertools.pairwise(bars))


def test_what_is_not_known_is_counted_beside_the_bars(shop: Service) -> None:
    told = distribution(shop, "churn_probability")
    bars = told["bars"]
    assert isinstance(bars, list)
    assert (told["unknown_count"], sum(bar["customer_count"] for bar in bars)) == (50, 150)


def test_codes_and_truths_have_their_values_the_most_frequent_first(shop: Service) -> None:
    bands = distribution(shop, "churn_band_code")
    assert bands["values"] == [
        {"value": "LOW", "customer_count": 67},
        {"value": "MEDIUM", "customer_count": 67},
        {"value": "HIGH", "customer_count": 66},
    ]
    assert distribution(shop, "has_redeemed_coupon")["values"] == [
        {"value": False, "customer_count": 100},
        {"value": True, "customer_count": 100},
    ]


def test_what_the_loyalty_database_knows_is_spread_too_and_days_are_days(shop: Service) -> None:
    points = distribution(shop, "points_available")
    assert (points["unknown_count"], points["most"]) == (100, 990)
    since = distribution(shop, "member_since_on")
    assert since["most"] == DAY.isoformat()
    assert since["least"] == (DAY - timedelta(days=99)).isoformat()


def test_a_feature_that_no_rule_may_name_is_refused(shop: Service) -> None:
    answer = shop.client.get("/v1/segment-vocabulary/shoe_size/distribution")
    assert (answer.status_code, answer.json()["code"]) == (422, "FEATURE_UNKNOWN")


def test_a_rule_is_told_in_words_whole_and_clause_by_clause(shop: Service) -> None:
    rule = {"and": [{">=": [{"var": "recency_days"}, 28]}, {"==": [{"var": "churn_band_code"}, "HIGH"]}]}
    told = shop.post("/v1/examine/segment-words", {"rule": rule, "paths": ["/and/1"]}).json()
    assert told["features_read"] == ["churn_band_code", "recency_days"]
    assert told["clauses"][0]["path"] == "/and/1"
    assert told["clauses"][0]["in_words"]["en"] in told["in_words"]["en"]
    assert told["clauses"][0]["in_words"]["en"] != told["in_words"]["en"]


def test_a_rule_that_is_wrong_is_refused_with_its_place(shop: Service) -> None:
    answer = shop.post("/v1/examine/segment-words", {"rule": {">": [{"var": "recency_day"}, 3]}})
    assert answer.status_code == 422
    assert answer.json()["facts"]["suggestion"]
