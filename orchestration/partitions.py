"""The business day as a partition: which days there are, and which days a run is for. Not here: when a day is run (`sensors.py`)."""

from collections.abc import Sequence
from datetime import date, timedelta

import dagster as dg

from loyalty.settings import Settings

_SETTINGS = Settings()

business_day = dg.DailyPartitionsDefinition(
    start_date=_SETTINGS.first_business_day.isoformat(),
    end_date=(_SETTINGS.last_business_day + timedelta(days=1)).isoformat() if _SETTINGS.last_business_day else None,
    timezone=_SETTINGS.business_timezone,
)
"""One partition per business day. Asked of the settings once, when the code is loaded: Dagster wants it in the decorators."""

ONE_RUN = dg.BackfillPolicy.single_run()
"""Several days are one run: what may be set-based stays set-based, and what has an order is done in the order of the days."""

RANGE_START_TAG = "dagster/asset_partition_range_start"
RANGE_END_TAG = "dagster/asset_partition_range_end"


def days_of(context: dg.AssetExecutionContext) -> tuple[date, ...]:
    """The business days of this run, in order."""
    return tuple(date.fromisoformat(key) for key in sorted(context.partition_keys))


def tags_of_days(first: date, last: date) -> dict[str, str]:
    """The run tags that say: every day from `first` to `last`, in one run."""
    return {RANGE_START_TAG: first.isoformat(), RANGE_END_TAG: last.isoformat()}


def shown_days(days: Sequence[date]) -> str:
    """`2017-11-01` or `2017-11-01 … 2017-11-07`, for people."""
    return days[0].isoformat() if len(days) == 1 else f"{days[0].isoformat()} … {days[-1].isoformat()}"
