"""The best offers of each customer, by Arrow chunks through LiteRT, in the shape of `scores.offers`. Not here: choosing the model."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from ml.next_best_offer.features import CONTRACT, SHORTLIST_PER_CUSTOMER
from ml.runtime import Scored, ScoringModel
from ml.runtime.score import CHUNK_ROWS, SCORE_DECIMALS, check_contract, repeated, rounded, score_rows, utc

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
SCORE_MOST = 10**SCORE_DECIMALS
SCORE_BITS = SCORE_MOST.bit_length()


Numbers = NDArray[np.int64]


class Best(NamedTuple):
    """The best rows of each person, best first, `(rows,)` each; `rank` counts from 1."""

    person: Numbers
    offer: Numbers
    rank: NDArray[np.int32]
    probability: NDArray[np.float64]


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
    best: list[pl.DataFrame] = []
    kept_count = 0
    for table in tables:
        found = _ranked(model, table, threads)
        refused.update(found.refused)
        kept_count += found.kept_count
        best.append(found.best)
    rows = _finished(_as_one(best), model, utc(scored_at)) if best else SCHEMA.empty_table()
    return Scored(rows, kept_count + sum(refused.values()), dict(refused), kept_count)


def best_offers(scores: pl.DataFrame) -> pl.DataFrame:
    """The best ten rows per customer and day with `offer_rank` from 1; equal scores rank by offer code."""
    keys = ["customer_id", "as_of_on"]
    ordered = scores.sort([*keys, "score_probability", "offer_code"], descending=[False, False, True, False])
    ranked = ordered.with_columns(offer_rank=pl.int_range(1, pl.len() + 1, dtype=pl.Int32).over(keys))
    return ranked.filter(pl.col("offer_rank") <= SHORTLIST_PER_CUSTOMER)


def best_of_few(model: ScoringModel, people: pa.Table, rows: Mapping[str, NDArray[np.float64]], *, person: Numbers, offer: Numbers) -> Best:
    """As `score_offers`, of a few people whose rows are numbered already: `person` and `offer`, `(rows,)`. Offers are numbered in the order
    of their codes, so that equal scores rank alike. `rows` hold what is of a person and an offer, NaN where nothing is known;
    `people` what is of the person.

    Raises:
        ModelContractUnknown: the model reads another version of the features.
        FeatureMissing: a column is absent.
        FeatureTypeWrong: a column is of another kind than its feature.
    """
    check_contract(model, CONTRACT)
    encoded = model.encoder.encode_pairs(people, rows, person)
    chunks = [encoded.matrix[first : first + CHUNK_ROWS] for first in range(0, len(encoded.matrix), CHUNK_ROWS)]
    probability = np.concatenate([rounded(model.probabilities(chunk)) for chunk in chunks]) if chunks else np.empty(0)
    bits = _bits_of(offer)
    keys = _keys(_numbers(person, offer, bits)[encoded.kept], probability, bits)
    keys.sort()
    return _of_keys(keys, bits)


class _Ranked(NamedTuple):
    best: pl.DataFrame
    kept_count: int
    refused: Mapping[str, int]


class _People(NamedTuple):
    """Customers and days in their order; the number of a pair is customer × days + day."""

    customers: pl.Series
    days: pl.Series

    def rows(self, numbers: NDArray[np.int64]) -> pl.DataFrame:
        """The customer and day of each number."""
        return pl.DataFrame([self.customers[numbers // len(self.days)], self.days[numbers % len(self.days)]])


def _ranked(model: ScoringModel, table: pa.Table, threads: int) -> _Ranked:
    """As `best_offers`, of a whole table."""
    people, person = _numbered(table)
    codes, offer = _in_order(table, "offer_code")
    best, kept_count, refused = _best(model, table, person, offer, threads)
    frame = people.rows(best.person).with_columns(
        offer_code=codes[best.offer], score_probability=pl.Series(best.probability), offer_rank=pl.Series(best.rank)
    )
    return _Ranked(frame, kept_count, refused)


def _best(model: ScoringModel, table: pa.Table, person: Numbers, offer: Numbers, threads: int) -> tuple[Best, int, Mapping[str, int]]:
    """The best rows of each person, how many rows were scored, and those set aside.

    Person, score and offer lie in one number per row, and sorting numbers ranks them all: sorting rows by their texts takes ten times as
    long. A score has six decimals, so that it is a whole number up to a million.
    """
    bits = _bits_of(offer)
    numbered = table.append_column("_row", pa.array(_numbers(person, offer, bits)))
    refused: Counter[str] = Counter()
    parts: list[NDArray[np.uint64]] = []
    for chunk in score_rows(model, numbered, threads=threads):
        refused.update(chunk.refused)
        parts.append(_keys(chunk.rows["_row"].to_numpy(), chunk.probability, bits))
    keys = np.concatenate(parts) if parts else np.empty(0, dtype=np.uint64)
    keys.sort()
    return _of_keys(keys, bits), len(keys), refused


def _bits_of(offer: Numbers) -> int:
    return max(int(offer.max(initial=0)), 1).bit_length()


def _numbers(person: Numbers, offer: Numbers, bits: int) -> NDArray[np.uint64]:
    """Person and offer in one number, with room for a score between them."""
    return person.astype(np.uint64) << np.uint64(SCORE_BITS + bits) | offer.astype(np.uint64)


def _keys(numbers: NDArray[np.uint64], probability: NDArray[np.float64], bits: int) -> NDArray[np.uint64]:
    """The numbers with their scores in them, the best first when sorted."""
    down = (SCORE_MOST - np.rint(probability * SCORE_MOST)).astype(np.uint64)
    keys: NDArray[np.uint64] = numbers | down << np.uint64(bits)
    return keys


def _of_keys(keys: NDArray[np.uint64], bits: int) -> Best:
    """The rows that sorted keys stand for, the best of each person."""
    person = (keys >> np.uint64(SCORE_BITS + bits)).astype(np.int64)
    begins = np.flatnonzero(np.r_[True, person[1:] != person[:-1]]) if len(keys) else np.empty(0, dtype=np.int64)
    rank = np.arange(len(keys)) - np.repeat(begins, np.diff(np.r_[begins, len(keys)])) + 1
    is_best = rank <= SHORTLIST_PER_CUSTOMER
    keys, person, rank = keys[is_best], person[is_best], rank[is_best]
    down = (keys >> np.uint64(bits)) & np.uint64((1 << SCORE_BITS) - 1)
    probability = ((SCORE_MOST - down.astype(np.float64)) / SCORE_MOST).round(SCORE_DECIMALS)
    return Best(person, (keys & np.uint64((1 << bits) - 1)).astype(np.int64), rank.astype(np.int32), probability)


def _numbered(table: pa.Table) -> tuple[_People, NDArray[np.int64]]:
    """The customers and days of the rows, and for each row the number of its pair."""
    people, days = (_in_order(table, name) for name in ("customer_id", "as_of_on"))
    return _People(people[0], days[0]), people[1] * len(days[0]) + days[1]


def _in_order(table: pa.Table, name: str) -> tuple[pl.Series, NDArray[np.int64]]:
    """The different values in order, and for each row the place of its own."""
    coded: Any = pc.dictionary_encode(table[name].combine_chunks(), null_encoding="encode")
    values = pl.Series(name, coded.dictionary)
    order = values.arg_sort()
    places = np.empty(len(values), dtype=np.int64)
    places[order.to_numpy()] = np.arange(len(values))
    return values[order], places[coded.indices.to_numpy()]


def _as_one(best: list[pl.DataFrame]) -> pl.DataFrame:
    """One frame. Tables of `read_scoring_rows` share no customer; of others, who is in several is ranked again."""
    together = pl.concat(best)
    if len(best) == 1 or together.filter(pl.col("offer_rank") == 1).select("customer_id", "as_of_on").is_unique().all():
        return together
    return best_offers(together.drop("offer_rank"))


def _finished(best: pl.DataFrame, model: ScoringModel, scored_at: datetime) -> pa.Table:
    table = best.select("customer_id", "as_of_on", "offer_rank", "offer_code", "score_probability").to_arrow()
    table = table.append_column("model_version", repeated(model.manifest.model_version, pa.string(), table.num_rows))
    return table.append_column("scored_at", repeated(scored_at, pa.timestamp("us"), table.num_rows)).cast(SCHEMA)
