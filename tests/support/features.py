"""Builders for tests of the feature store: a catalogue, rows as the warehouse has them, a warehouse that counts. No server starts here."""

from collections.abc import Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa

from loyalty.clock import TurnedClock
from loyalty.database import Database
from loyalty.features import Catalogue, Feature
from loyalty.features.publish import PublishedFeatures, publish_features
from loyalty.warehouse import Warehouse, WarehouseUnavailable, open_warehouse

DAY = date(2017, 10, 31)
LOADED_AT = datetime(2017, 11, 1, 3, 59, 59, tzinfo=UTC)
PUBLISHED_AT = datetime(2017, 11, 1, 5, 0, tzinfo=UTC)
CATALOGUE = Catalogue.of(
    "marts.customer_profile",
    Feature("recency_days", "integer", is_nullable=False, description="Days."),
    Feature("churn_probability", "number", is_nullable=True, description="Risk."),
    Feature("favourite_department_code", "text", is_nullable=True, description="Department."),
    Feature("has_redeemed_coupon", "boolean", is_nullable=False, description="Coupon."),
    Feature("last_purchase_on", "date", is_nullable=True, description="Day."),
)
SCHEMA = pa.schema(
    {
        "customer_id": pa.string(),
        "as_of_on": pa.date32(),
        "recency_days": pa.int64(),
        "churn_probability": pa.float64(),
        "favourite_department_code": pa.string(),
        "has_redeemed_coupon": pa.bool_(),
        "last_purchase_on": pa.date32(),
    }
)


def a_row(customer_id: str | None, **changes: Any) -> dict[str, Any]:
    """One customer's features on the day."""
    return {
        "customer_id": customer_id,
        "as_of_on": DAY,
        "recency_days": 3,
        "churn_probability": 0.1,
        "favourite_department_code": "GROCERY",
        "has_redeemed_coupon": True,
        "last_purchase_on": date(2017, 10, 28),
    } | changes


def rows_of(*rows: dict[str, Any]) -> pa.Table:
    """As the warehouse would answer."""
    return pa.Table.from_pylist(list(rows), schema=SCHEMA)


def publish(database: Database, *rows: dict[str, Any], on: date = DAY) -> PublishedFeatures:
    """These rows are what members see."""
    with database.begin() as work:
        return publish_features(rows_of(*rows), CATALOGUE, as_of_on=on, loaded_at=LOADED_AT, within=work, clock=TurnedClock(PUBLISHED_AT))


class CountedWarehouse:
    """A warehouse in memory that counts its questions and can be away."""

    def __init__(self, *rows: dict[str, Any]) -> None:
        self._inner = open_warehouse("duckdb:///:memory:")
        self._inner.replace_rows("marts.customer_profile", rows_of(*rows), where={"as_of_on": []})
        self.dialect = self._inner.dialect
        self.asked = 0
        self.is_away = False

    def read(self, query: Any, parameters: Mapping[str, object] | None = None) -> pa.Table:
        """One question."""
        self._ask()
        return self._inner.read(query, parameters)

    def table_exists(self, table: str) -> bool:
        """One question."""
        self._ask()
        return self._inner.table_exists(table)

    @contextmanager
    def session(self) -> Any:
        """This one again."""
        yield self

    transaction = session

    def execute(self, statement: Any, parameters: Mapping[str, object] | None = None) -> int:
        """Nobody writes here."""
        raise NotImplementedError

    def replace_rows(self, table: str, rows: pa.Table, *, where: Mapping[str, Any]) -> int:
        """Nobody writes here."""
        raise NotImplementedError

    def _ask(self) -> None:
        if self.is_away:
            raise WarehouseUnavailable("away")
        self.asked += 1


def as_warehouse(counted: CountedWarehouse) -> Warehouse:
    """For the type checker: it keeps the port's promises."""
    return counted
