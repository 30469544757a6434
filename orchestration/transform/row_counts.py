"""How many rows each model's table has after a build, counted through our own door to the warehouse. Not here: building."""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import dagster as dg

from loyalty.warehouse import Warehouse

Node = dict[str, Any]


def with_row_counts(events: Sequence[Any], manifest: Path, warehouse: Warehouse, days: Sequence[date]) -> Iterator[Any]:
    """The same events; each model's output says how many rows its table has, and how many of them are of `days`. Views are not counted."""
    nodes = _models(manifest)
    with warehouse.session() as session:
        for event in events:
            node = nodes.get(_text(event.metadata.get("unique_id"))) if isinstance(event, dg.Output) else None
            counts = _counts(session, node, days) if node is not None else {}
            yield event.with_metadata({**event.metadata, **counts}) if counts else event


def _counts(session: Warehouse, node: Node, days: Sequence[date]) -> dict[str, int]:
    if node["config"]["materialized"] == "view":
        return {}
    day = next((f'"{name}"' for name in ("as_of_on", "loaded_on") if name in node["columns"]), None) if days else None
    of_days = f", count(case when {day} between :first and :last then 1 end) as of_days" if day else ""
    query = f'select count(*) as in_all{of_days} from "{node["schema"]}"."{node["alias"]}"'  # noqa: S608 - names of our own models
    row = session.read(query, {"first": days[0], "last": days[-1]} if day else None).to_pylist()[0]
    counts = {"dagster/row_count": int(row["in_all"])}
    return counts | {"dagster/partition_row_count": int(row["of_days"])} if day else counts


@lru_cache(maxsize=2)
def _models(manifest: Path) -> dict[str, Node]:
    """The models of the manifest by their unique id."""
    nodes: dict[str, Node] = json.loads(manifest.read_bytes())["nodes"]
    return {name: node for name, node in nodes.items() if node["resource_type"] == "model"}


def _text(value: Any) -> str:  # noqa: ANN401 - metadata comes as plain text or wrapped
    return str(getattr(value, "value", value))
