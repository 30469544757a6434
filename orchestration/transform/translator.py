"""How a dbt node is called and described in Dagster's graph: one grammar of keys, dbt's groups, owners and descriptions kept."""

from collections.abc import Mapping
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings

from orchestration.ingest.loads import raw_key
from orchestration.ingest.rejected_rows import KEY as REJECTED_ROWS

OWNERS = ("team:data",)

PYTHON_TABLES: Mapping[tuple[str, str], dg.AssetKey] = {
    ("quality", "rejected_rows"): REJECTED_ROWS,
    ("scores", "churn"): dg.AssetKey("score_customer__churn"),
    ("scores", "offers"): dg.AssetKey("score_customer__offers"),
    ("scores", "customer_tiers"): dg.AssetKey("score_customer__tiers"),
}
"""dbt sources that Python assets write: the edge in the graph goes to that asset."""


class KhayweTranslator(DagsterDbtTranslator):
    """A model's asset is called like the model; a source's like the asset that observes or writes it."""

    def __init__(self) -> None:
        super().__init__(DagsterDbtTranslatorSettings(enable_asset_checks=True))

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        """See the class: `stg_journey__purchase_lines`, `raw_journey__purchase_lines`, `score_customer__churn`."""
        if dbt_resource_props["resource_type"] != "source":
            return dg.AssetKey(str(dbt_resource_props["name"]))
        schema, table = str(dbt_resource_props["schema"]), str(dbt_resource_props["name"])
        return PYTHON_TABLES.get((schema, table), raw_key(table))

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        """dbt's group; where a model has none, the layer it lies in."""
        group = super().get_group_name(dbt_resource_props)
        return group or str(dbt_resource_props["fqn"][1])

    def get_owners(self, dbt_resource_props: Mapping[str, Any]) -> list[str]:
        """`team:…` of the model's or its group's owner; the data team where nobody else is named."""
        named = (dbt_resource_props.get("config", {}).get("meta") or {}).get("owner") or (dbt_resource_props.get("meta") or {}).get("owner")
        if isinstance(named, str) and named:
            return [named if named.startswith("team:") or "@" in named else f"team:{named}"]
        return list(OWNERS)
