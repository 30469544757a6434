"""What ranking for a few members at once reads: candidates and histories, as published with the shelf. Not here: ranking (`online.py`)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import polars as pl
import pyarrow as pa

from loyalty.database import Work
from loyalty.database.copying import copy_rows

CANDIDATE_COLUMNS = ("offer_code", "title", "category_code", "department_code", "campaign_id", "coupon_upc", "ends_on")
POPULARITY = "category_popularity_share_84d"
HISTORY_KINDS: Mapping[str, Any] = {
    "category_purchase_count_84d": pl.Int64,
    "category_purchase_count_364d": pl.Int64,
    "category_spend_minor_364d": pl.Int64,
    "category_recency_days": pl.Int64,
    "category_average_gap_days": pl.Float64,
    "category_share_364d": pl.Float64,
    "category_redemption_count_364d": pl.Int64,
    "is_in_campaign": pl.Boolean,
}
"""What a customer has to do with a candidate, in the order in which it is kept."""
ROWS_PER_COPY = 250_000

WITHOUT_OFFERS = """
select m.id, m.external_id, f.features::text as history
from members m left join customer_offer_features f on f.customer_id = m.external_id
where m.id = any(%(ids)s::uuid[]) and m.status = 'ACTIVE' and not exists (select from member_offers o where o.member_id = m.id)
"""
CANDIDATES = f"select {', '.join(CANDIDATE_COLUMNS)}, {POPULARITY} from offer_candidates order by offer_code"  # noqa: S608


@dataclass(frozen=True, slots=True)
class Waiting:
    """A member who has no offers: who that is, and what is kept of what they bought (None: they have nothing to do with any candidate)."""

    member_id: UUID
    customer_id: str
    history: str | None


def replace_candidates(candidates: pa.Table, histories: pa.Table, within: Work) -> None:
    """The candidates and histories of the day stand in place of those before."""
    within.exec_driver_sql("delete from offer_candidates")
    within.exec_driver_sql("delete from customer_offer_features")
    copy_rows("offer_candidates", candidates.select([*CANDIDATE_COLUMNS, POPULARITY]), within=within)
    for start in range(0, histories.num_rows, ROWS_PER_COPY):
        copy_rows("customer_offer_features", histories.slice(start, ROWS_PER_COPY), within=within)


def read_candidates(within: Work) -> pl.DataFrame:
    """What may be offered."""
    kinds: dict[str, Any] = dict.fromkeys(CANDIDATE_COLUMNS, pl.String) | {"ends_on": pl.Date, POPULARITY: pl.Float64}
    return pl.DataFrame([tuple(row) for row in within.exec_driver_sql(CANDIDATES)], schema=kinds, orient="row")


def read_waiting(member_ids: Sequence[UUID], within: Work) -> list[Waiting]:
    """Those of the members who have no offers and may have some."""
    return [Waiting(*row) for row in within.exec_driver_sql(WITHOUT_OFFERS, {"ids": list(member_ids)})]


def histories_of(rows: pa.Table) -> pa.Table:
    """One row per customer: {offer_code: [values]} of the candidates that the customer has something to do with."""
    frame = pl.DataFrame(rows)
    kinds = [pl.Int8 if kind is pl.Boolean else kind for kind in HISTORY_KINDS.values()]
    told = [pl.col(name).cast(kind).alias(f"v{place}") for place, (name, kind) in enumerate(zip(HISTORY_KINDS, kinds, strict=True))]
    values = pl.struct(told).struct.json_encode().str.replace_all(r'"v[0-9]":', "").str.strip_chars("{}")
    named = pl.struct(k=pl.col("offer_code")).struct.json_encode().str.strip_prefix('{"k":').str.strip_suffix("}")
    parts = frame.select("customer_id", part=pl.concat_str(named, pl.lit(":["), values, pl.lit("]")))
    joined = parts.group_by("customer_id").agg(features=pl.col("part").str.join(","))
    return joined.select("customer_id", features=pl.concat_str(pl.lit("{"), "features", pl.lit("}"))).to_arrow()


def rows_for(waiting: Sequence[Waiting], candidates: pl.DataFrame, on: date) -> pl.DataFrame:
    """Every candidate for each of them, with what they have to do with it: what the warehouse has in `marts.customer_offer_features`."""
    codes = candidates["offer_code"].to_list()
    nothing = [0, 0, 0, None, None, 0.0, 0, 0]
    told = [json.loads(one.history) if one.history else {} for one in waiting]
    values = [history.get(code, nothing) for history in told for code in codes]
    columns = {
        name: pl.Series(name, [row[place] for row in values], dtype=pl.Int8 if kind is pl.Boolean else kind).cast(kind)
        for place, (name, kind) in enumerate(HISTORY_KINDS.items())
    }
    customers = pl.Series("customer_id", [one.customer_id for one in waiting for _ in codes], dtype=pl.String)
    repeated = pl.concat([candidates] * len(waiting)) if waiting else candidates.clear()
    return repeated.with_columns(customers, pl.lit(on).alias("as_of_on"), **columns)
