"""The business day as a partition: which days there are, and which days a run is for. Not here: when a day is run (`sensors.py`)."""

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
REACHES_BACK_TAG = "khaywe/reaches_back_to"
"""A run's partitions are the days that get scores. Loads that arrived with them but are older (the opening's, or a late one) have
facts and points to bring and no scores: such a run reaches back to the oldest of them, and its first partition holds what they bring."""


def days_of(context: dg.AssetExecutionContext) -> tuple[date, ...]:
    """The business days of this run, in order: the days that get scores of their own."""
    return tuple(date.fromisoformat(key) for key in sorted(context.partition_keys))


def days_arrived(context: dg.AssetExecutionContext) -> tuple[date, ...]:
    """The days whose loads this run brings in, in order: those of the run, and those before them that it reaches back to."""
    days = days_of(context)
    told = context.run.tags.get(REACHES_BACK_TAG)
    first = min(date.fromisoformat(told), days[0]) if told else days[0]
    return tuple(first + timedelta(days=number) for number in range((days[-1] - first).days + 1))


def tags_of_days(first: date, last: date, *, reaches_back_to: date | None = None) -> dict[str, str]:
    """The run tags that say: every day from `first` to `last` in one run, with the loads of the days from `reaches_back_to` on."""
    back = {REACHES_BACK_TAG: reaches_back_to.isoformat()} if reaches_back_to is not None and reaches_back_to < first else {}
    return {RANGE_START_TAG: first.isoformat(), RANGE_END_TAG: last.isoformat()} | back
