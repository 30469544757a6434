"""The wire shape of how the warehouse stands, seen from this process: its breaker, the build that readers see. Not here: the route."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Literal, cast

from pydantic import Field

from loyalty.errors import LoyaltyError
from loyalty.warehouse.opening import parse_warehouse_url
from loyalty.warehouse.published import Published, read_published
from serving.features.schemas import FreshnessOut
from serving.http.outputs import Out

BreakerState = Literal["CLOSED", "OPEN", "HALF_OPEN"]


class PublishedTableOut(Out):
    """One table of the published build."""

    name: str
    row_count: int


class BuildOut(Out):
    """The build that previews, activations and newcomers are answered from."""

    as_of_on: date
    built_at: datetime
    tables: list[PublishedTableOut]


class WarehouseOut(Out):
    """How the warehouse stands, as this process has seen it; nothing is asked of the warehouse for it."""

    kind: Literal["duckdb", "postgresql", "snowflake", "oracle"] | None = Field(description="Null: no warehouse is told.")
    breaker: BreakerState | None = Field(
        description="OPEN: half of the last calls failed, and the warehouse is left alone for a moment; HALF_OPEN: two calls try whether "
        "it is back. Null: this process asks no warehouse."
    )
    build: BuildOut | None = Field(description="Null: nothing readable is published; `build_reason` says why.")
    build_reason: str | None = Field(description="A stable code.", examples=["PUBLISHED_NOTHING"])
    features: FreshnessOut


def warehouse_out(url: str | None, breaker: str | None, published_dir: Path | None, features: FreshnessOut) -> WarehouseOut:
    """What is told about the warehouse of `url`, of whose breaker `breaker` is the state, and of what lies in `published_dir`."""
    build, reason = _build(published_dir)
    return WarehouseOut.model_validate(
        {
            "kind": parse_warehouse_url(url).get_backend_name() if url is not None else None,
            "breaker": cast(BreakerState | None, breaker),
            "build": build,
            "build_reason": reason,
            "features": features,
        }
    )


def _build(directory: Path | None) -> tuple[BuildOut | None, str | None]:
    if directory is None:
        return None, "PUBLISHED_NOTHING"
    try:
        found = read_published(directory)
    except LoyaltyError as error:
        return None, error.code
    return BuildOut(as_of_on=found.as_of_on, built_at=found.built_at, tables=list(_tables(found))), None


def _tables(found: Published) -> Sequence[PublishedTableOut]:
    return [PublishedTableOut(name=one.name, row_count=one.row_count) for one in found.tables]
