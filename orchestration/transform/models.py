"""dbt builds staging, intermediate and marts for the days, then the profile that needs scores. Arrives: raw loads and rejected rows,
later the scores. Leaves: every model of `dbt_project/`, each tested. A partition is a business day: the as-of models keep one slice
per day, the rest is brought up to it. Read by scoring, ledger, segments and publish.
"""

import json
from collections.abc import Iterator
from typing import Any

import dagster as dg
from dagster_dbt import dbt_assets
from dagster_dbt.errors import DagsterDbtCliRuntimeError

from loyalty.warehouse import Warehouse, ensure_quality_tables, ensure_score_tables
from orchestration.automation import WAREHOUSE_WRITER
from orchestration.failures import fails_clearly
from orchestration.partitions import ONE_RUN, days_of
from orchestration.transform.dbt import Dbt
from orchestration.transform.project import prepared_manifest
from orchestration.transform.row_counts import with_row_counts
from orchestration.transform.translator import KhayweTranslator

MANIFEST = prepared_manifest()
PROFILE = "tag:profile"
BUILD = ("build", "--exclude-resource-type", "unit_test")
"""Unit tests bring their own rows: they say whether a model is right, which the night's data cannot change. `make test` runs them."""


@dbt_assets(
    manifest=MANIFEST,
    exclude=PROFILE,
    name="dbt_marts",
    backfill_policy=ONE_RUN,
    dagster_dbt_translator=KhayweTranslator(),
    pool=WAREHOUSE_WRITER,
)
def dbt_marts(context: dg.AssetExecutionContext, dbt: dg.ResourceParam[Dbt], warehouse: dg.ResourceParam[Warehouse]) -> Iterator[Any]:
    """Everything that needs no scores, as of the days of the run."""
    yield from _built(context, dbt, warehouse)


@dbt_assets(
    manifest=MANIFEST,
    select=PROFILE,
    name="dbt_profile",
    backfill_policy=ONE_RUN,
    dagster_dbt_translator=KhayweTranslator(),
    pool=WAREHOUSE_WRITER,
)
def dbt_profile(context: dg.AssetExecutionContext, dbt: dg.ResourceParam[Dbt], warehouse: dg.ResourceParam[Warehouse]) -> Iterator[Any]:
    """The profile that segment rules run on: features, RFM and scores side by side."""
    yield from _built(context, dbt, warehouse)


def _built(context: dg.AssetExecutionContext, dbt: Dbt, warehouse: Warehouse) -> Iterator[Any]:
    """Dagster's events of one `dbt build`, told when it has ended: DuckDB's file is dbt's until then, and we want to count rows."""
    # Without days (someone rebuilds a view by hand) dbt takes the last loaded one.
    days = days_of(context) if context.has_partition_key_range or context.has_partition_key else ()
    fails_clearly(_ensure_tables)(warehouse)
    variables = json.dumps({"as_of_days": [on.isoformat() for on in days]})
    events, failure = list[Any](), None
    try:
        for event in dbt.started([*BUILD, "--vars", variables], context).stream():
            events.append(event)
    except DagsterDbtCliRuntimeError as error:
        failure = error
    yield from with_row_counts(events, MANIFEST, warehouse, days)
    if failure is not None:
        raise failure


def _ensure_tables(warehouse: Warehouse) -> None:
    """What the models read and others write exists, so that they build in a new warehouse."""
    with warehouse.session() as session:
        ensure_quality_tables(session)
        ensure_score_tables(session)
