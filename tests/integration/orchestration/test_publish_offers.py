"""The asset that puts offers up: the warehouse's shortlists, decided by the rules, told with reasons and counts; histories beside them."""

from datetime import UTC, date
from typing import Any

import dagster as dg
import polars as pl
import pyarrow as pa
import pytest

from loyalty.database import Database
from loyalty.offers import OfferLookup, OfferRules, OfferShelf
from loyalty.offers.reading import OfferReader
from loyalty.offers.rules import Diversity, Exploration
from loyalty.offers.store_online import HISTORY_KINDS, columns_for, hold_and_read, read_candidates
from loyalty.warehouse import Warehouse, ensure_score_tables, open_warehouse
from loyalty.warehouse.tables import SCORES
from orchestration.publish.offers import pub_member__offers
from tests.support.offers import DAY, DEFAULTS, SCORED_AT, enrol_customers, key, told

CODES = [f"CAT-{number}" for number in range(8)]
RULES = OfferRules(diversity=Diversity(per_department_max=2), exploration=Exploration(share=0.2))
NO_BREAKER: Any = None


@pytest.fixture
def warehouse() -> Warehouse:
    """Two customers, eight candidates of three departments, a shortlist of eight for each."""
    candidates = pl.DataFrame({"offer_code": CODES}).with_columns(
        as_of_on=pl.lit(DAY),
        title=pl.col("offer_code").str.to_lowercase(),
        category_code=pl.col("offer_code"),
        department_code=pl.Series([f"D-{place % 3}" for place in range(8)]),
        campaign_id=pl.lit("18"),
        coupon_upc=pl.lit("1"),
        ends_on=pl.lit(date(2017, 12, 24)),
        category_popularity_share_84d=pl.Series([place / 10 for place in range(8)]),
    )
    both = pl.DataFrame({"customer_id": ["ann", "ben"]}).join(pl.DataFrame({"offer_code": CODES}), how="cross")
    # Every fourth was never bought and not addressed: nothing is kept of it.
    empty = {"category_recency_days": None, "category_average_gap_days": None}
    history = both.with_columns(as_of_on=pl.lit(DAY)).with_columns(
        **{
            name: pl.Series([empty.get(name, 0) if row % 4 == 0 else row % 5 + 1 for row in range(16)]).cast(kind)
            for name, kind in HISTORY_KINDS.items()
        }
    )
    scores = both.with_columns(
        as_of_on=pl.lit(DAY),
        offer_rank=pl.int_range(1, pl.len() + 1).over("customer_id").cast(pl.Int32),
        model_version=pl.lit("m-1"),
        scored_at=pl.lit(SCORED_AT),
    ).with_columns(score_probability=1.0 - pl.col("offer_rank") / 20)
    opened = open_warehouse("duckdb:///:memory:")
    ensure_score_tables(opened)
    products = pl.DataFrame(
        {"product_id": ["p-1", "p-2", "p-3"], "title": ["one", "two", "three"], "category_code": ["CAT-0", "CAT-0", "CAT-1"]}
    )
    opened.replace_rows("marts.dim_products", products.to_arrow(), where={"product_id": []})
    for name, frame in (("marts.offer_candidates", candidates), ("marts.customer_offer_features", history), ("scores.offers", scores)):
        opened.replace_rows(name, frame.to_arrow(), where={"as_of_on": []})
    return opened


def publish(database: Database, warehouse: Warehouse, rules: OfferRules = RULES) -> dg.ExecuteInProcessResult:
    return dg.materialize(
        [pub_member__offers],
        partition_key=DAY.isoformat(),
        resources={
            "warehouse": dg.ResourceDefinition.hardcoded_resource(warehouse),
            "database": dg.ResourceDefinition.hardcoded_resource(database),
            "offer_shelf": dg.ResourceDefinition.hardcoded_resource(OfferShelf(None, DEFAULTS, rules)),
        },
    )


def test_the_shelf_is_what_the_rules_make_of_the_shortlists_and_every_row_is_accounted_for(
    database: Database, warehouse: Warehouse
) -> None:
    enrol_customers(database, "ann", "ben")
    (materialization,) = publish(database, warehouse).asset_materializations_for_node("pub_member__offers")
    counts = {name: value.value for name, value in materialization.metadata.items()}
    assert (counts["rows_read"], counts["rows_kept"], counts["members"]) == (16, 10, 2)
    lookup = OfferLookup(OfferReader(database, DEFAULTS), None, NO_BREAKER)
    offers = told(lookup.find(key("ann")))["offers"]
    assert len(offers) == 5
    assert len({offer["reason_code"] for offer in offers}) > 1
    assert all(offer["offer_id"].startswith("ofr_") for offer in offers)
    departments = [int(offer["offer_code"][4:]) % 3 for offer in offers]
    assert max(departments.count(one) for one in departments) == 2


def test_what_ranking_at_once_reads_is_what_the_warehouse_has(database: Database, warehouse: Warehouse) -> None:
    members = enrol_customers(database, "ann", "ben", "cal")
    publish(database, warehouse)
    with database.begin() as work:
        work.exec_driver_sql("delete from member_offers")
        standing = hold_and_read([member.id for member in members.values()], OfferRules(), SCORED_AT.replace(tzinfo=UTC), work)
        assert standing is not None
        candidates = read_candidates(work)
        customers = [one.customer_id for one in standing.waiting for _ in candidates.offers.offer_codes]
        named = {"customer_id": customers, "offer_code": list(candidates.offers.offer_codes) * 3}
        online = pl.DataFrame(named | columns_for(standing.waiting, candidates)).fill_nan(None)
    offline = pl.DataFrame(warehouse.read("select * from marts.customer_offer_features")).sort("customer_id", "offer_code")
    known = online.filter(pl.col("customer_id") != "cal").sort("customer_id", "offer_code")
    for name in HISTORY_KINDS:
        assert known[name].to_list() == offline[name].to_list(), name
    stranger = online.filter(pl.col("customer_id") == "cal")
    assert stranger.height == 8
    assert stranger["category_purchase_count_364d"].sum() == 0
    assert stranger["category_recency_days"].null_count() == 8


def test_histories_are_left_out_where_the_rules_say_so(database: Database, warehouse: Warehouse) -> None:
    enrol_customers(database, "ann")
    publish(database, warehouse, OfferRules(is_computed_on_miss=False))
    with database.begin() as work:
        assert not read_candidates(work).offers.offer_codes


def name_products(warehouse: Warehouse) -> None:
    """Ann has a coupon of campaign 18 that suits her, and both have products in their next baskets."""
    told = {"as_of_on": DAY, "score_probability": 0.5, "model_version": "c-1", "scored_at": SCORED_AT}
    coupons = [
        {
            "customer_id": "ann",
            "campaign_id": campaign,
            "coupon_rank": rank,
            "coupon_id": coupon,
            "product_id": product,
            "reason": "POPULAR",
        }
        for campaign, rank, coupon, product in (("18", 2, "second", "p-1"), ("18", 1, "hers", "p-2"), ("19", 1, "other", "p-1"))
    ]
    baskets = [
        {"customer_id": customer, "product_rank": rank, "product_id": product, "reason_code": "POPULAR"}
        for customer, rank, product in (("ann", 1, "p-1"), ("ann", 2, "p-3"), ("ben", 1, "p-2"), ("ben", 2, "p-1"))
    ]
    for table, rows in (("scores.coupons", coupons), ("scores.next_basket", baskets)):
        warehouse.replace_rows(table, pa.Table.from_pylist([row | told for row in rows], schema=SCORES[table]), where={"as_of_on": [DAY]})


def test_an_offer_shows_the_coupon_and_the_product_that_suit_the_member(database: Database, warehouse: Warehouse) -> None:
    enrol_customers(database, "ann", "ben")
    name_products(warehouse)
    publish(database, warehouse, OfferRules())
    lookup = OfferLookup(OfferReader(database, DEFAULTS), None, NO_BREAKER)
    shown = {
        customer: {offer["offer_code"]: (offer["coupon_upc"], offer["product"]) for offer in told(lookup.find(key(customer)))["offers"]}
        for customer in ("ann", "ben")
    }
    assert shown["ann"]["CAT-0"] == ("hers", {"product_id": "p-2", "title": "two"})
    assert shown["ann"]["CAT-1"] == ("1", {"product_id": "p-3", "title": "three"})
    assert shown["ben"]["CAT-0"] == ("1", {"product_id": "p-2", "title": "two"})
    assert shown["ben"]["CAT-1"] == ("1", None)
    assert [len(offers) for offers in shown.values()] == [5, 5]
