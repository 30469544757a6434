"""Next baskets as members see them: swapped whole, of one day, with unusable rows set aside and counted."""

from datetime import UTC, date
from pathlib import Path

import pyarrow as pa
import pytest

from loyalty.database import Database
from loyalty.ids import new_id
from loyalty.scores import Published, ScoresEmpty, ScoresOlder
from loyalty.scores.errors import ScoresColumnMissing
from loyalty.scores.next_basket import NextProduct, next_baskets_of_day, publish_next_baskets, read_next_baskets
from loyalty.warehouse import ensure_score_tables, open_warehouse
from loyalty.warehouse.tables import SCORES
from tests.support.offers import DAY, SCORED_AT, enrol_customers

TOMORROW = date(2017, 11, 1)
ROWS = pa.schema([*SCORES["scores.next_basket"], ("title", pa.string()), ("category_code", pa.string())])


def a_product(customer_id: str | None, rank: int = 1, **changes: object) -> dict[str, object]:
    return {
        "customer_id": customer_id,
        "as_of_on": DAY,
        "product_rank": rank,
        "product_id": f"p{rank}",
        "score_probability": 0.5 / rank,
        "reason_code": "DUE_AGAIN",
        "model_version": "next-basket-2017-10-31.1",
        "scored_at": SCORED_AT,
        "title": f"Product “{rank}”",
        "category_code": "MILK",
    } | changes


def publish(database: Database, *rows: dict[str, object], on: date = DAY) -> Published:
    with database.begin() as work:
        return publish_next_baskets(pa.Table.from_pylist(list(rows), schema=ROWS), as_of_on=on, within=work)


def test_a_member_reads_back_its_products_best_first(database: Database):
    member = enrol_customers(database, "1", "2")["1"]
    published = publish(database, a_product("1", 2), a_product("1", 1))
    assert (published.read_count, published.kept_count, published.member_count) == (2, 2, 1)
    with database.begin() as work:
        found = read_next_baskets([member.id, new_id()], within=work)
    assert set(found) == {member.id}
    basket = found[member.id]
    assert basket.products == (
        NextProduct("p1", "Product “1”", "MILK", 0.5, "DUE_AGAIN"),
        NextProduct("p2", "Product “2”", "MILK", 0.25, "DUE_AGAIN"),
    )
    assert (basket.as_of_on, basket.model_version) == (DAY, "next-basket-2017-10-31.1")
    assert basket.scored_at == SCORED_AT.replace(tzinfo=UTC)


def test_a_product_that_nobody_describes_is_called_by_its_id(database: Database):
    member = enrol_customers(database, "1")["1"]
    publish(database, a_product("1", title=None, category_code=None))
    with database.begin() as work:
        product = read_next_baskets([member.id], within=work)[member.id].products[0]
    assert (product.title, product.category_code) == ("p1", "UNKNOWN")


def test_the_next_day_takes_the_place_of_the_day_whole(database: Database):
    members = enrol_customers(database, "1", "2")
    publish(database, a_product("1"), a_product("2"))
    publish(database, a_product("2", as_of_on=TOMORROW, product_id="new"), on=TOMORROW)
    with database.begin() as work:
        found = read_next_baskets([one.id for one in members.values()], within=work)
    assert [(one.member_id, one.products[0].product_id) for one in found.values()] == [(members["2"].id, "new")]


@pytest.mark.parametrize(
    ("reason", "bad"),
    [
        ("no_customer", {"customer_id": None}),
        ("other_day", {"as_of_on": TOMORROW}),
        ("no_product", {"product_id": None}),
        ("rank", {"product_rank": 0}),
        ("probability", {"score_probability": float("nan")}),
        ("probability", {"score_probability": 1.5}),
        ("doubled", {"product_id": "p1"}),
        ("unknown_member", {"customer_id": "nobody"}),
    ],
)
def test_a_row_that_cannot_be_published_is_set_aside_and_the_rest_flows(database: Database, reason: str, bad: dict[str, object]):
    enrol_customers(database, "1")
    published = publish(database, a_product("1"), a_product("1", 2) | bad)
    assert published.refused == {reason: 1}
    assert (published.read_count, published.kept_count) == (2, 1)


def test_an_older_day_replaces_nothing(database: Database):
    enrol_customers(database, "1")
    publish(database, a_product("1", as_of_on=TOMORROW), on=TOMORROW)
    with pytest.raises(ScoresOlder, match="2017-11-01 are published"):
        publish(database, a_product("1"))


def test_a_day_without_a_member_replaces_nothing(database: Database):
    member = enrol_customers(database, "1")["1"]
    publish(database, a_product("1"))
    with pytest.raises(ScoresEmpty):
        publish(database, on=TOMORROW)
    with database.begin() as work:
        assert member.id in read_next_baskets([member.id], within=work)


def test_rows_without_a_column_are_refused_by_its_name(database: Database):
    with database.begin() as work, pytest.raises(ScoresColumnMissing, match="lack title"):
        publish_next_baskets(pa.Table.from_pylist([], schema=ROWS).drop_columns(["title"]), as_of_on=DAY, within=work)


def test_the_warehouse_tells_the_day_with_names(tmp_path: Path):
    warehouse = open_warehouse(f"duckdb:///{tmp_path / 'w.duckdb'}")
    ensure_score_tables(warehouse)
    warehouse.execute("create schema if not exists marts")
    named = pa.table({"product_id": ["p1"], "title": ["Milk"], "category_code": ["MILK"]})
    warehouse.replace_rows("marts.dim_products", named, where={"product_id": []})
    rows = pa.Table.from_pylist([a_product("1"), a_product("1", 2)], schema=ROWS).select(SCORES["scores.next_basket"].names)
    warehouse.replace_rows("scores.next_basket", rows, where={"as_of_on": [DAY]})
    found = next_baskets_of_day(warehouse, as_of_on=DAY).sort_by("product_rank").to_pylist()
    assert [(row["product_id"], row["title"]) for row in found] == [("p1", "Milk"), ("p2", None)]
    assert next_baskets_of_day(warehouse, as_of_on=TOMORROW).num_rows == 0
