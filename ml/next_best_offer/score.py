"""The best offers of each customer, by Arrow chunks through LiteRT, in the shape of `scores.offers`. Not here: choosing the model."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from itertools import chain

import polars as pl
import pyarrow as pa

from ml.next_best_offer.features import CONTRACT, SHORTLIST_PER_CUSTOMER
from ml.runtime import Scored, ScoringModel
from ml.runtime.score import Chunk, check_contract, repeated, score_rows, utc

COLUMNS: list[tuple[str, pa.DataType]] = [
    ("customer_id", pa.string()),
    ("as_of_on", pa.date32()),
    ("offer_rank", pa.int32()),
    ("offer_code", pa.string()),
    ("score_probability", pa.float64()),
    ("model_version", pa.string()),
    ("scored_at", pa.timestamp("us")),
]
SCHEMA = pa.schema(COLUMNS)


def score_offers(model: ScoringModel, features: pa.Table | Iterable[pa.Table], *, scored_at: datetime, threads: int = 1) -> Scored:
    """Each customer and day has its best ten offers, best first; equal scores rank by offer code. Unusable rows are set aside and counted.

    `features` are rows of `read.read_scoring_rows`: one table or several. Memory holds one of them and the best rows of all.

    Raises:
        ModelContractUnknown: the model reads another version of the features.
        FeatureMissing: a column is absent.
        FeatureTypeWrong: a column is of another kind than its feature.
    """
    check_contract(model, CONTRACT)
    tables = [features] if isinstance(features, pa.Table) else features
    refused: Counter[str] = Counter()
    shortlists: list[pl.DataFrame] = []
    kept_count = 0
    for chunk in chain.from_iterable(score_rows(model, table, threads=threads) for table in tables):
        refused.update(chunk.refused)
        kept_count += len(chunk.probability)
        # The best of a chunk hold every one of a customer's best that lies in it.
        shortlists.append(best_offers(_scores(chunk)))
    best = best_offers(pl.concat(shortlists)) if shortlists else None
    rows = SCHEMA.empty_table() if best is None else _finished(best, model, utc(scored_at))
    return Scored(rows, kept_count + sum(refused.values()), dict(refused), kept_count)


def best_offers(scores: pl.DataFrame) -> pl.DataFrame:
    """The best ten rows per customer and day with `offer_rank` from 1; equal scores rank by offer code."""
    keys = ["customer_id", "as_of_on"]
    ordered = scores.sort([*keys, "score_probability", "offer_code"], descending=[False, False, True, False])
    ranked = ordered.with_columns(offer_rank=pl.int_range(1, pl.len() + 1, dtype=pl.Int32).over(keys))
    return ranked.filter(pl.col("offer_rank") <= SHORTLIST_PER_CUSTOMER)


def _scores(chunk: Chunk) -> pl.DataFrame:
    keys = pl.DataFrame(pa.Table.from_batches([chunk.rows.select(["customer_id", "as_of_on", "offer_code"])]))
    return keys.with_columns(score_probability=pl.Series(chunk.probability, dtype=pl.Float64))


def _finished(best: pl.DataFrame, model: ScoringModel, scored_at: datetime) -> pa.Table:
    table = best.select("customer_id", "as_of_on", "offer_rank", "offer_code", "score_probability").to_arrow()
    table = table.append_column("model_version", repeated(model.manifest.model_version, pa.string(), table.num_rows))
    return table.append_column("scored_at", repeated(scored_at, pa.timestamp("us"), table.num_rows)).cast(SCHEMA)
