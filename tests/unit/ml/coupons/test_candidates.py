"""What is counted for a household and a coupon product: by hand, before the day, and the same whatever comes later."""

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from ml.next_best_offer.coupons.candidates import candidates_of
from ml.next_best_offer.coupons.evaluate import BASELINES, baseline_scores, judge
from ml.next_best_offer.coupons.features import CONTRACT, FAR_DAYS
from ml.next_best_offer.coupons.history import history_of
from ml.next_best_offer.coupons.protocol import Asked, ask, split_campaigns
from ml.next_best_offer.coupons.questions import at_their_start, bought_during
from ml.tabular import TableFlawed
from ml.training.errors import TooLittleHistory
from tests.support.coupons import FIRST_DAY, coupon_tables

TABLES = coupon_tables()


def by_hand() -> dict[str, pl.DataFrame]:
    ann = [(1, 1, "milk"), (1, 1, "tea"), (2, 11, "milk"), (3, 21, "milk"), (4, 31, "tea")]
    others = [("bob", 5, 20, "milk"), ("bob", 6, 40, "rice"), ("eve", 7, 30, "rice"), ("eve", 7, 30, "milk"), ("eve", 8, 45, "milk")]
    bought = [*(("ann", *one) for one in ann), *others]
    purchases = pl.DataFrame(bought, schema=["customer_id", "basket_id", "day", "product_id"], orient="row")
    return {
        "purchases": purchases.with_columns(bought_on=pl.lit(FIRST_DAY) + pl.duration(days=pl.col("day") - 1)),
        "products": pl.DataFrame({"product_id": ["milk", "tea", "rice"], "category": "food", "kind": ["wet", "dry", "dry"], "maker": "us"}),
        "campaigns": pl.DataFrame(
            {"campaign_id": [7], "campaign_type": ["Type A"], "starts_on": [date(2017, 2, 1)], "ends_on": [date(2017, 2, 10)]}
        ),
        "coupons": pl.DataFrame({"campaign_id": 7, "coupon_id": [1, 1, 2], "product_id": ["milk", "rice", "milk"]}),
        "targets": pl.DataFrame({"campaign_id": 7, "customer_id": ["ann", "bob"]}),
    }


def test_features_by_hand() -> None:
    history = history_of(by_hand())
    campaign = at_their_start(history, history.campaigns)[0]
    rows = history.named(candidates_of(history, campaign))
    found = rows.filter((pl.col("customer_id") == "ann") & (pl.col("product_id") == "milk")).row(0, named=True)
    # 1 February is day 32: Ann bought milk 31, 21 and 11 days before, tea the day before, four baskets in all.
    own = {"own_count": 3, "own_recency": 11, "own_first": 31, "own_gap": 10, "own_due": 1.1, "own_baskets_ago": 1, "own_in_last_5": 3}
    house = {"kind_count": 3, "category_count": 5, "house_baskets": 4, "house_recency": 1, "own_share": 0.75}
    others = {"bought_7d": 1, "bought_14d": 3, "bought_28d": 4, "buyer_count": 3}
    coupon = {"coupon_count": 2, "coupon_width": 1, "days_left": 10, "product_count": 2}
    expected = own | house | others | coupon
    assert {name: found[name] for name in expected} == pytest.approx(expected)
    bob = rows.filter((pl.col("customer_id") == "bob") & (pl.col("product_id") == "rice")).row(0, named=True)
    assert (bob["own_count"], bob["own_recency"], bob["bought_7d"]) == (0, FAR_DAYS, 1)
    truth = history.named(bought_during(history, campaign))
    assert truth.rows() == [("bob", "rice")]


def test_no_feature_knows_anything_of_the_first_day_or_later() -> None:
    """Purchases and redemptions put into the future, of everybody and everything, change no candidate and no figure."""
    history = history_of(TABLES)
    asked = at_their_start(history, history.campaigns)[3]
    rng = np.random.default_rng(1)
    later = TABLES["purchases"].with_columns(
        bought_on=pl.lit(asked.as_of_on) + pl.duration(days=pl.Series(rng.integers(0, 200, TABLES["purchases"].height))),
        basket_id=pl.col("basket_id") + 10_000_000,
        product_id=pl.Series(rng.permutation(TABLES["purchases"]["product_id"].to_numpy())),
    )
    before = TABLES["purchases"].filter(pl.col("bought_on") < asked.as_of_on)
    used = {"campaign_id": 4, "customer_id": [f"c{one}" for one in range(160)], "coupon_id": 400, "redeemed_on": asked.as_of_on}
    other = history_of({**TABLES, "purchases": pl.concat([before, later.select(before.columns)]), "redemptions": pl.DataFrame(used)})
    assert other.purchases.height > history.purchases.height
    ours, theirs = (
        one.named(candidates_of(one, next(it for it in at_their_start(one, one.campaigns) if it.as_of_on == asked.as_of_on)))
        for one in (history, other)
    )
    assert ours.drop("campaign_id").equals(theirs.drop("campaign_id"))


def test_the_order_and_the_type_of_ids_do_not_matter() -> None:
    shuffled = {name: table.sample(fraction=1.0, shuffle=True, seed=2) for name, table in TABLES.items()}
    doubled = {**shuffled, "purchases": pl.concat([shuffled["purchases"]] * 2)}
    ours, theirs = (ask(history, history.campaigns.head(2)) for history in (history_of(TABLES), history_of(doubled)))
    assert ours.rows.equals(theirs.rows)
    assert ours.truth.equals(theirs.truth)


def test_every_feature_of_the_contract_is_finite_and_every_purchase_of_old_is_a_candidate() -> None:
    history = history_of(TABLES)
    campaign = at_their_start(history, history.campaigns)[2]
    rows = candidates_of(history, campaign)
    assert set(CONTRACT.columns) <= set(rows.columns)
    assert all(rows[name].is_finite().all() for name in CONTRACT.columns)
    old = history.purchases.filter(pl.col("bought_on") < campaign.as_of_on).join(campaign.customers, on="customer_id", how="semi")
    known = old.join(campaign.products, on="product_id", how="semi").select("customer_id", "product_id").unique()
    assert known.join(rows, on=["customer_id", "product_id"], how="anti").height == 0
    assert rows.select("customer_id", "product_id").is_duplicated().sum() == 0


def test_what_teaches_was_over_before_what_judges_began() -> None:
    split = split_campaigns(history_of(TABLES))
    assert split.taught_by.height >= 3
    assert split.judged_by.height >= 2
    assert split.taught_by["ends_on"].max() < split.judged_from <= split.judged_by["starts_on"].min()
    assert split.judged_by["ends_on"].max() <= TABLES["purchases"]["bought_on"].max()


def test_a_campaign_that_still_runs_neither_teaches_nor_judges() -> None:
    until = FIRST_DAY + timedelta(days=60 + 20 * 5 + 3)
    split = split_campaigns(history_of(TABLES, until=until))
    assert {*split.taught_by["ends_on"], *split.judged_by["ends_on"]} <= {day for day in TABLES["campaigns"]["ends_on"] if day <= until}


def test_too_little_history_and_wrong_tables_are_told_in_a_sentence() -> None:
    with pytest.raises(TooLittleHistory, match="over before another began"):
        split_campaigns(history_of({**TABLES, "campaigns": TABLES["campaigns"].head(1)}))
    with pytest.raises(TableFlawed, match=r"purchases\.bought_on"):
        history_of({**TABLES, "purchases": TABLES["purchases"].drop("bought_on")})
    with pytest.raises(TableFlawed, match="needs targets"):
        history_of({name: table for name, table in TABLES.items() if name != "targets"})
    with pytest.raises(TableFlawed, match="rows of coupons have no product_id"):
        history_of({**TABLES, "coupons": TABLES["coupons"].with_columns(product_id=pl.lit(None, dtype=pl.Int64))})
    with pytest.raises(TableFlawed, match="no purchase"):
        history_of(TABLES, until=date(2016, 1, 1))


def test_without_products_stores_or_anything_bought_before_there_are_still_candidates() -> None:
    bare = {name: table for name, table in TABLES.items() if name != "products"}
    stranger = pl.DataFrame({"campaign_id": [5], "customer_id": ["nobody knows"]}, schema=TABLES["targets"].schema)
    history = history_of({**bare, "targets": pl.concat([bare["targets"], stranger])})
    campaign = at_their_start(history, history.campaigns)[4]
    rows = history.named(candidates_of(history, campaign))
    theirs = rows.filter(pl.col("customer_id") == "nobody knows")
    assert theirs.height == campaign.products.height
    assert theirs["own_count"].sum() == 0
    assert all(rows[name].is_finite().all() for name in CONTRACT.columns)


def test_baselines_order_by_one_count_and_between_equals_by_another() -> None:
    rows = pl.DataFrame({name: [1.0, 2.0, 1.0, 1.0] for pair in BASELINES.values() for name in pair})
    mixed = rows.with_columns(own_count=pl.Series([3.0, 3.0, 1.0, 3.0]), bought_28d=pl.Series([5.0, 7.0, 9.0, 5.0]))
    scores = baseline_scores(mixed)["personal_frequency"]
    assert scores[1] > scores[0] == scores[3] > scores[2]


def test_figures_of_a_ranking_by_hand() -> None:
    """Two households: one finds both its products on places 1 and 3, the other bought what was no candidate; a third bought nothing."""
    history = history_of(by_hand())
    campaign = at_their_start(history, history.campaigns)[0]
    rows = pl.DataFrame(
        {"campaign_id": [0] * 4, "customer_id": [0, 0, 0, 1], "product_id": [1, 2, 3, 1], "has_bought": [True, False, True, False]}
    )
    truth = pl.DataFrame({"campaign_id": [0] * 3, "customer_id": [0, 0, 1], "product_id": [1, 3, 9]})
    judged = judge(Asked((campaign,), rows, truth), {"ours": np.array([9.0, 8.0, 7.0, 1.0])})
    ideal = 1 + 1 / np.log2(3)
    assert judged.ndcg["ours"] == pytest.approx([(1 + 1 / np.log2(4)) / ideal, 0.0])
    assert judged.metrics("ours") == pytest.approx(
        {"ndcg@10": 1.5 / ideal / 2, "recall@10": 0.5, "hit@10": 0.5, "ndcg_of_all@10": 1.5 / ideal / campaign.customers.height}
    )
