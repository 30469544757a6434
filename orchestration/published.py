"""What the last loop said it had published: through which load, as of which day. Not here: publishing (`publish/`)."""

from datetime import date, datetime

import dagster as dg

PUBLISHED = dg.AssetKey("pub_warehouse__marts")
"""The last asset of the loop: when it is there, everything before it is."""

LOADED_THROUGH = "loads_through"
AS_OF_ON = "as_of_on"


def last_published(instance: dg.DagsterInstance) -> tuple[datetime | None, date | None]:
    """The arrival of the last load (naive UTC) and the last day of the newest published loop; twice None before the first."""
    event = instance.get_latest_materialization_event(PUBLISHED)
    if event is None or event.asset_materialization is None:
        return None, None
    told = event.asset_materialization.metadata
    return datetime.fromisoformat(str(told[LOADED_THROUGH].value)), date.fromisoformat(str(told[AS_OF_ON].value))
