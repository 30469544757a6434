"""Batch scoring over Arrow: chunks of rows through the encoder and the network. Not here: what a score means (the model rooms)."""

from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ml.features import FeatureContract
from ml.features.encoder import Column, Matrix
from ml.runtime.errors import ModelContractUnknown
from ml.runtime.model import ScoringModel

CHUNK_ROWS = 16_384
# Six decimals: the network's float32 differs in the eighth between batch sizes, and equal scores must rank equally every time.
SCORE_DECIMALS = 6


@dataclass(frozen=True)
class Scored:
    """`rows` that got a score, and how many were `read`; `refused` counts the rows set aside, by the feature at fault.

    read = kept + refused, always.
    """

    rows: pa.Table
    read_count: int
    refused: Mapping[str, int]
    kept_count: int

    @property
    def refused_count(self) -> int:
        """Rows set aside."""
        return sum(self.refused.values())


@dataclass(frozen=True)
class Chunk:
    """Some rows that the encoder kept, with their inputs (rows, inputs) and probabilities (rows,) float64; and what it set aside."""

    rows: pa.RecordBatch
    matrix: Matrix
    probability: NDArray[np.float64]
    refused: Mapping[str, int]


def score_rows(model: ScoringModel, rows: pa.Table, *, chunk_rows: int = CHUNK_ROWS, threads: int = 1) -> Iterator[Chunk]:
    """Each chunk of `rows` with its probabilities, in the order of the rows; memory stays at a few chunks per thread.

    Raises:
        FeatureMissing: a column that the model reads is absent.
        FeatureTypeWrong: a column is of another kind than its feature.
    """
    batches = rows.to_batches(max_chunksize=chunk_rows)
    if threads == 1:
        yield from (_score(model, batch) for batch in batches)
        return
    with ThreadPoolExecutor(threads, thread_name_prefix="score") as pool:
        for first in range(0, len(batches), threads * 4):
            yield from pool.map(lambda batch: _score(model, batch), batches[first : first + threads * 4])


def scored(parts: Iterator[tuple[Chunk, pa.Table]], *, read_count: int, schema: pa.Schema) -> Scored:
    """Chunks and what was made of each, put together with the counts."""
    refused: Counter[str] = Counter()
    tables, kept_count = [schema.empty_table()], 0
    for chunk, table in parts:
        refused.update(chunk.refused)
        kept_count += len(chunk.probability)
        tables.append(table)
    return Scored(pa.concat_tables(tables), read_count, dict(refused), kept_count)


def repeated(value: object, kind: pa.DataType, count: int) -> Column:
    """A column of `count` times the same value."""
    scalar: Any = pa.scalar(value, type=kind)
    column: Column = pa.repeat(scalar, count)
    return column


def utc(at: datetime) -> datetime:
    """The instant as the warehouse keeps it: UTC, no zone attached."""
    return at.astimezone(UTC).replace(tzinfo=None)


def check_contract(model: ScoringModel, contract: FeatureContract) -> None:
    """The model reads the features that this code builds.

    Raises:
        ModelContractUnknown: it was trained on another contract or another version of it.
    """
    manifest = model.manifest
    if (manifest.contract_name, manifest.contract_version) != (contract.name, contract.version):
        raise ModelContractUnknown(
            f"Model {manifest.model_version} reads features '{manifest.contract_name}' version {manifest.contract_version}; "
            f"this code builds '{contract.name}' version {contract.version}. Train it anew.",
            model=manifest.model_version,
        )


def rounded(probabilities: NDArray[np.float32]) -> NDArray[np.float64]:
    """Scores as they are told and ranked."""
    return probabilities.astype(np.float64).round(SCORE_DECIMALS)


def _score(model: ScoringModel, batch: pa.RecordBatch) -> Chunk:
    encoded = model.encoder.encode(batch)
    probability = rounded(model.probabilities(encoded.matrix))
    kept = batch if encoded.kept.all() else batch.filter(pa.array(encoded.kept))
    return Chunk(kept, encoded.matrix, probability, encoded.refused)
