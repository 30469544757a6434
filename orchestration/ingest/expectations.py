"""Great Expectations behind one function: rows and promises in, broken promises out. Not here: what is promised (`promises.py`)."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from orchestration.ingest.promises import Promise


@dataclass(frozen=True, slots=True)
class Broken:
    """A promise that was not kept, and the positions (from 0) of the rows that break it."""

    promise: Promise
    positions: tuple[int, ...]


class ExpectationCrashed(Exception):
    """The expectation could not be evaluated at all: our promise is wrong, not the data."""


def broken_promises(rows: pa.Table, promises: Sequence[Promise]) -> list[Broken]:
    """The promises that some of `rows` break, in the order of `promises`. Every promise is about the values of one or two columns.

    Raises:
        ExpectationCrashed: a promise names a column that `rows` does not have, or arguments that do not fit.
    """
    if rows.num_rows == 0 or not promises:
        return []
    results = _validate(rows, promises)
    return [
        Broken(promise, positions) for promise, result in zip(promises, results, strict=True) if (positions := _positions(promise, result))
    ]


def _validate(rows: pa.Table, promises: Sequence[Promise]) -> list[Any]:
    """Its own results, one for each promise in order. Importing it takes 7–12 s, so that happens here, in the run that needs it."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"  # it asks the environment and nothing else, while it is imported
    import great_expectations as gx
    import pandas as pd
    from great_expectations.data_context.types.base import ProgressBarsConfig
    from great_expectations.expectations.registry import get_expectation_impl

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False, metric_calculations=False)
    frame = rows.to_pandas(types_mapper=pd.ArrowDtype)
    asset = context.data_sources.add_pandas("incoming").add_dataframe_asset("load")
    batch = asset.add_batch_definition_whole_dataframe("whole").get_batch({"dataframe": frame})
    # Without a number of its own, an expectation repeated with the same arguments would be folded into the first.
    arguments: list[dict[str, Any]] = [{**one.arguments, "meta": {"number": number}} for number, one in enumerate(promises)]
    expectations = [get_expectation_impl(one.expectation)(**told) for one, told in zip(promises, arguments, strict=True)]
    suite = gx.ExpectationSuite(name="promises", expectations=expectations)
    results = batch.validate(suite, result_format={"result_format": "COMPLETE", "return_unexpected_index_query": False}).results
    return sorted(results, key=lambda result: int(result.expectation_config.meta["number"]))


def _positions(promise: Promise, result: Any) -> tuple[int, ...]:  # noqa: ANN401 - Great Expectations has no types
    if result.exception_info and result.exception_info.get("raised_exception", False):
        raise ExpectationCrashed(f"The promise {promise.code} could not be checked: {result.exception_info.get('exception_message')}")
    if "unexpected_index_list" not in result.result:
        raise ExpectationCrashed(f"The promise {promise.code} could not be checked: {dict(result.exception_info or {}) or result.result}")
    return tuple(int(position) for position in result.result["unexpected_index_list"] or ())
