"""How a dbt node is called and described in Dagster's graph: one grammar of keys, dbt's groups, owners and descriptions kept."""

from collections.abc import Mapping
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings

from orchestration.ingest.loads import raw_key
from orchestration.ingest.rejected_rows import KEY as REJECTED_ROWS
from orchestration.partitions import business_day

DEFAULT_OWNER = "data"
SLICED_BY_DAY = frozenset({"customer_features", "customer_rfm", "offer_candidates", "customer_offer_features"})
"""Labels are sliced too, but by the days of the training grid, which are not the days of a run."""
FEATURE_FOLDERS = (["marts", "features"], ["marts", "offers"], ["marts", "labels"])

PYTHON_TABLES: Mapping[tuple[str, str], dg.AssetKey] = {
    ("quality", "rejected_rows"): REJECTED_ROWS,
    ("scores", "churn"): dg.AssetKey("score_customer__churn"),
    ("scores", "lifetime_value"): dg.AssetKey("score_customer__lifetime_value"),
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

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str:
        """The stage of the river: what scoring and training read are features, everything before is transform. The profile carries the
        scores, so it stands with them.
        """
        if dbt_resource_props["name"] == "customer_profile":
            return "scoring"
        return "features" if dbt_resource_props["fqn"][1:3] in FEATURE_FOLDERS else "transform"

    def get_partitions_def(self, dbt_resource_props: Mapping[str, Any]) -> dg.PartitionsDefinition[str] | None:
        """Business days for the models that keep a slice per day of the run; the others are brought up to date as a whole."""
        return business_day if dbt_resource_props["name"] in SLICED_BY_DAY else None

    def get_owners(self, dbt_resource_props: Mapping[str, Any]) -> list[str]:
        """The team that the model names (`meta: {owner: …}`), else the one of its dbt group."""
        meta = {**(dbt_resource_props.get("meta") or {}), **(dbt_resource_props.get("config", {}).get("meta") or {})}
        group = dbt_resource_props.get("group")
        named = str(meta.get("owner") or (group["name"] if isinstance(group, Mapping) else group) or DEFAULT_OWNER)
        return [named if named.startswith("team:") or "@" in named else f"team:{named}"]

    def get_tags(self, dbt_resource_props: Mapping[str, Any]) -> Mapping[str, str]:
        """dbt's tags, and the layer the model lies in."""
        return {**super().get_tags(dbt_resource_props), "layer": str(dbt_resource_props["fqn"][1])}
