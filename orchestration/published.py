"""What the last loop said it had published: through which load, as of which day. Not here: publishing (`publish/`)."""

from dataclasses import dataclass
from datetime import date, datetime

import dagster as dg

PUBLISHED = dg.AssetKey("pub_warehouse__marts")
"""The last asset of the loop: when it is there, everything before it is."""

LOADED_THROUGH = "loads_through"
AS_OF_ON = "as_of_on"


@dataclass(frozen=True, slots=True)
class Published:
    """The newest good build: it knew every load that arrived through `loaded_at` (naive UTC). Twice None before the first."""

    loaded_at: datetime | None = None
    as_of_on: date | None = None


def last_published(instance: dg.DagsterInstance) -> Published:
    """What readers see now, as far as Dagster was told."""
    event = instance.get_latest_materialization_event(PUBLISHED)
    if event is None or event.asset_materialization is None:
        return Published()
    told = event.asset_materialization.metadata
    return Published(datetime.fromisoformat(str(told[LOADED_THROUGH].value)), date.fromisoformat(str(told[AS_OF_ON].value)))
