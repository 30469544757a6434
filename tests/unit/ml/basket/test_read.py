"""A file of baskets is read as it is meant, or refused in one sentence. Not here: what is made of the baskets."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from ml.next_best_offer.basket.errors import BasketsTooFew, BasketsUnreadable
from ml.next_best_offer.basket.read import baskets_of, read_baskets
from tests.support.baskets import habitual, lines


def test_baskets_of_a_customer_follow_each_other_in_time_whatever_the_order_of_the_rows():
    shuffled = lines(("b", 3, 9, 7), ("a", 9, 5, 7), ("a", 1, 2, 8), ("b", 2, 1, 9), ("a", 9, 5, 8))
    read = baskets_of(shuffled)
    assert read.customer_ids.to_list() == ["a", "b"]
    assert read.basket_start.tolist() == [0, 2, 4]
    assert [read.item_ids[int(item)] for item in read.items] == [8, 7, 8, 9, 7]
    assert read.days.tolist() == [1, 4, 0, 8]
    assert read.sizes.tolist() == [1, 2, 1, 1]


def test_an_item_twice_in_a_basket_is_one_item():
    read = baskets_of(lines(("a", 1, 0, 7), ("a", 1, 0, 7), ("a", 1, 0, 8)))
    assert read.sizes.tolist() == [2]


def test_baskets_of_one_instant_follow_each_other_by_id():
    read = baskets_of(lines(("a", 2, 0, 7), ("a", 1, 0, 8), ("a", 3, 0, 9)))
    assert [read.item_ids[int(item)] for item in read.items] == [8, 7, 9]


def test_a_basket_id_that_two_customers_use_is_two_baskets():
    read = baskets_of(lines(("a", 1, 0, 7), ("b", 1, 0, 8)))
    assert len(read.days) == 2


def test_a_basket_whose_lines_differ_in_time_happened_when_the_earliest_did():
    read = baskets_of(lines(("a", 1, 5, 7), ("a", 1, 1, 8), ("a", 2, 3, 9)))
    assert read.sizes.tolist() == [2, 1]


@pytest.mark.parametrize("kind", [pl.Date, pl.Datetime("ns"), pl.Datetime("ms", "Asia/Riyadh")])
def test_dates_and_timestamps_of_any_unit_and_zone_are_read(kind: pl.DataType):
    frame = lines((1, 1, 0, 7), (1, 2, 3, 8)).with_columns(pl.col("occurred_at").cast(kind))
    assert baskets_of(frame).days.tolist() == [0, 3]


def test_a_day_is_a_day_of_the_zone_of_the_instants():
    late = datetime(2024, 5, 1, 22, tzinfo=UTC)
    frame = pl.DataFrame(
        {"customer_id": [1, 1], "basket_id": [1, 2], "occurred_at": [late, datetime(2024, 5, 2, 10, tzinfo=UTC)], "item_id": [1, 2]}
    )
    riyadh = frame.with_columns(pl.col("occurred_at").dt.convert_time_zone("Asia/Riyadh"))
    assert np.diff(baskets_of(frame).days).tolist() == [1]
    assert np.diff(baskets_of(riyadh).days).tolist() == [0]


@pytest.mark.parametrize("column", ["customer_id", "basket_id", "occurred_at", "item_id"])
def test_nulls_are_refused_by_column_and_count(column: str):
    frame = lines((1, 1, 0, 7), (1, 2, 3, 8)).with_columns(pl.when(pl.col("basket_id") == 1).then(pl.col(column)).alias(column))
    with pytest.raises(BasketsUnreadable, match=f"{column} is null in 1 of 2 rows"):
        baskets_of(frame)


@pytest.mark.parametrize(
    ("column", "values", "sentence"),
    [
        ("occurred_at", [1_704_067_200, 1_704_153_600], "occurred_at must be a date or a timestamp, and is Int64"),
        ("item_id", [True, False], "item_id must be integers or text, and is Boolean"),
        ("customer_id", [date(2024, 1, 1)] * 2, "customer_id must be integers or text, and is Date"),
    ],
)
def test_columns_of_another_kind_are_refused(column: str, values: list[object], sentence: str):
    frame = lines((1, 1, 0, 7), (1, 2, 3, 8)).with_columns(pl.Series(column, values))
    with pytest.raises(BasketsUnreadable, match=sentence):
        baskets_of(frame)


def test_one_item_leaves_nothing_to_rank():
    with pytest.raises(BasketsTooFew, match="one item"):
        baskets_of(lines((1, 1, 0, 7), (1, 2, 3, 7)))


def test_no_line_is_too_few():
    with pytest.raises(BasketsTooFew, match="no line"):
        baskets_of(lines((1, 1, 0, 7)).clear())


def test_a_missing_column_is_named(tmp_path: Path):
    lines((1, 1, 0, 7)).drop("item_id").write_parquet(tmp_path / "some.parquet")
    with pytest.raises(BasketsUnreadable, match=r"some.parquet lacks item_id"):
        read_baskets(tmp_path / "some.parquet")


def test_what_is_no_parquet_and_what_is_not_there_are_told_apart(tmp_path: Path):
    (tmp_path / "text.parquet").write_text("customer_id,basket_id\n1,2\n")
    with pytest.raises(BasketsUnreadable, match="no Parquet file"):
        read_baskets(tmp_path / "text.parquet")
    with pytest.raises(BasketsUnreadable, match="no such file"):
        read_baskets(tmp_path / "absent.parquet")


def test_more_columns_and_text_ids_do_no_harm(tmp_path: Path):
    frame = lines(("a", "x", 0, "tea"), ("a", "y", 3, "jam")).with_columns(
        price=pl.lit(3.0), item_id=pl.col("item_id").cast(pl.Categorical)
    )
    frame.write_parquet(tmp_path / "text.parquet")
    assert read_baskets(tmp_path / "text.parquet").item_ids.to_list() == ["jam", "tea"]


@pytest.mark.parametrize(
    "kept",
    [
        pl.col("customer_id").cast(pl.Decimal(20, 0)),
        pl.col("customer_id").cast(pl.Float64),
        pl.col("customer_id").cast(pl.Int128) + 2**100,
        pl.col("item_id").cast(pl.String).cast(pl.Binary),
        pl.col("item_id").cast(pl.String).cast(pl.Categorical),
        pl.col("occurred_at").dt.strftime("%Y-%m-%dT%H:%M:%SZ"),
        pl.col("occurred_at").dt.strftime("%Y-%m-%d %H:%M:%S"),
        pl.col("occurred_at").cast(pl.Datetime("ns")),
        pl.col("occurred_at").dt.replace_time_zone("Asia/Riyadh"),
    ],
)
def test_what_other_programs_write_otherwise_is_the_same_baskets(kept: pl.Expr):
    frame = habitual(customers=6, items=20)
    plain, otherwise = baskets_of(frame), baskets_of(frame.with_columns(kept))
    assert plain.basket_start.tolist() == otherwise.basket_start.tolist()
    assert plain.days.tolist() == otherwise.days.tolist()
    assert plain.sizes.tolist() == otherwise.sizes.tolist()


@pytest.mark.parametrize(
    ("spoilt", "told"),
    [
        (pl.col("customer_id") + 0.5, "customer_id must be a whole number or text, and holds 0.5"),
        (pl.col("item_id").cast(pl.Float64) * float("nan"), "item_id must be a whole number or text, and holds nan"),
        (pl.lit(b"\xff\xfe").alias("basket_id"), "basket_id holds bytes that are no text"),
        (pl.lit("soon").alias("occurred_at"), "occurred_at holds text that is no instant in ISO form, such as 'soon'"),
        (pl.lit("01/02/2024").alias("occurred_at"), "no instant in ISO form, such as '01/02/2024'"),
        (pl.lit("2024-13-45").alias("occurred_at"), "no instant in ISO form, such as '2024-13-45'"),
    ],
)
def test_what_cannot_be_read_without_a_guess_is_said_in_a_sentence(spoilt: pl.Expr, told: str):
    with pytest.raises(BasketsUnreadable, match=re.escape(told)):
        baskets_of(habitual(customers=3, items=20).with_columns(spoilt))
