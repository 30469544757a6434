"""The CDNOW sample (2,357 customers of 1997, 39 weeks to learn from and 39 to judge by), from the files of the package `lifetimes`.

The package's own loader cannot be imported any more: it asks for `pkg_resources`, which setuptools has dropped.
"""

import importlib.util
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from ml.lifetime_value.summaries import Figures, Summaries

FIRST_ON, LEARNT_THROUGH, JUDGED_THROUGH = date(1997, 1, 1), date(1997, 9, 30), date(1998, 6, 30)
WEEKS = 39.0


@dataclass(frozen=True)
class Cdnow:
    """Histories in weeks, what each customer bought in the 39 weeks after, and the week in which each began."""

    histories: Summaries
    bought_after: Figures
    began_in_week: Figures


def cdnow_published() -> Summaries:
    """The summaries as the paper used them, with the mean value of purchases after the first."""
    rows = pl.read_csv(_folder() / "cdnow_customers_summary_with_transactions.csv")
    return Summaries.of(rows["x"], rows["t_x"], rows["T"], rows["zbar"])


def cdnow_transactions() -> Cdnow:
    """The summaries counted from the purchases themselves; a day with two purchases is one."""
    lines = (_folder() / "CDNOW_sample.txt").read_text().split("\n")
    days = sorted({(fields[1], fields[2]) for line in lines if (fields := line.split())})
    visits = pl.DataFrame(days, schema=["customer", "on"], orient="row").with_columns(pl.col("on").str.to_date("%Y%m%d"))
    rows = (
        visits.group_by("customer")
        .agg(
            first=pl.col("on").min(),
            last=pl.col("on").filter(pl.col("on") <= LEARNT_THROUGH).max(),
            repeats=(pl.col("on") <= LEARNT_THROUGH).sum().cast(pl.Int64) - 1,
            after=(pl.col("on") > LEARNT_THROUGH).sum().cast(pl.Float64),
        )
        .sort("customer")
    )
    weeks = {name: (value.dt.total_days() / 7).to_numpy() for name, value in _spans(rows).items()}
    histories = Summaries.of(rows["repeats"], weeks["recency"], weeks["age"])
    return Cdnow(histories, rows["after"].to_numpy(), np.asarray(weeks["began"]))


def _spans(rows: pl.DataFrame) -> dict[str, pl.Series]:
    return {"recency": rows["last"] - rows["first"], "age": LEARNT_THROUGH - rows["first"], "began": rows["first"] - FIRST_ON}


def _folder() -> Path:
    found = importlib.util.find_spec("lifetimes")
    assert found is not None, "the package `lifetimes` is among the development dependencies"
    return Path(str(found.origin)).parent / "datasets"
