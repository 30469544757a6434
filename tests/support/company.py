"""A company of its own for a journey: real warehouse, PostgreSQL, Valkey and Dagster storage, a few households, the real loop."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from sqlalchemy import text

from khaywe.demo_data import Release, advance, open_demo
from khaywe.looping import run_new_loads
from khaywe.preparing import prepare_dagster_home, store_definitions
from loyalty.checks.run import run_checks
from loyalty.database import Database, connect
from loyalty.database.business_clock import move_business_clock
from loyalty.features.catalogue import load_catalogue
from loyalty.segments import check_membership
from loyalty.settings import Settings, settings
from loyalty.warehouse import Warehouse, open_warehouse

# What a rerun must leave as it is: everything but when it was done. Ids of runs and generations count reruns and are left out.
WAREHOUSE_ROWS: Mapping[str, str] = {
    "quality.rejected_rows": "source, business_on, row_key, reason",
    "marts.customer_features": "*",
    "marts.customer_rfm": "*",
    "marts.offer_candidates": "*",
    "marts.customer_offer_features": "*",
    "scores.churn": "*",
    "scores.lifetime_value": "*",
    "scores.offers": "*",
    "scores.customer_tiers": "*",
}
LOYALTY_ROWS: Mapping[str, str] = {
    "members": "*",
    "postings": "*",
    "entries": "*",
    "lots": "*",
    "segment_memberships": "*",
    "segment_days": "segment_code, as_of_on, version, size, entered_count, left_count, refused_count",
    "campaign_targets": "campaign_code, occurrence, member_id, arm, reason, offer_code, expected_value_minor",
    "campaign_occurrences": "campaign_code, occurrence, is_open, read_count, treated_count, control_count, holdout_count, refused",
    "member_scores": "*",
    "member_features": "member_id, features::text",
    "member_offers": "*",
}


@dataclass
class Company:
    """Everything under one folder; `steps` are those that the last loop began, in order."""

    database: Database
    warehouse: Warehouse
    found: Settings
    steps: list[str] = field(default_factory=list)

    def opens(self, through: date, households: int) -> None:
        """The loads through the day are there, the clock stands at the last, and the definitions are stored."""
        self._arrived(open_demo(self.warehouse, through=through, households=households))
        store_definitions(self.found, self.database)

    def receives(self, days: int) -> None:
        """The next days of loads arrive."""
        self._arrived(advance(self.warehouse, days))

    def runs_the_loop(self, *, until_step: str | None = None) -> None:
        """The loop runs on what arrived; it is killed when `until_step` begins."""
        self.steps.clear()

        def heard(step: str, _done: int, _total: int) -> None:
            if step == until_step:
                raise KilledHere(step)
            if step not in self.steps:
                self.steps.append(step)

        run_new_loads(heard)

    def count(self, query: str) -> int:
        """The one number that a query of the loyalty database answers."""
        with self.database.begin() as work:
            return int(work.execute(text(query)).scalar_one())

    def ask(self, query: str) -> list[dict[str, object]]:
        """The rows that the warehouse answers."""
        return self.warehouse.read(query).to_pylist()

    def violations(self) -> list[str]:
        """What the invariant checks find, membership against the rules included."""
        with self.database.begin() as work:
            results = [*run_checks(work), check_membership(self.warehouse, catalogue=load_catalogue(), within=work)]
        return [f"{result.code}: {result.first_violation}" for result in results if not result.is_kept]

    def everything(self) -> dict[str, object]:
        """Every row that a rerun must not change, by table, in an order of its own."""
        kept: dict[str, object] = {}
        with self.warehouse.session() as session:
            for table, columns in WAREHOUSE_ROWS.items():
                kept[table] = _in_order(session.read(f"select {columns} from {table}"))
        with self.database.begin() as work:
            for table, columns in LOYALTY_ROWS.items():
                kept[table] = sorted(repr(tuple(row)) for row in work.execute(text(f"select {columns} from {table}")))
        return kept

    def _arrived(self, release: Release) -> None:
        with self.database.begin() as work:
            move_business_clock(work, release.clock_at)


class KilledHere(Exception):
    """The loop was stopped here, on purpose."""


def a_company(
    folder: Path, monkeypatch: pytest.MonkeyPatch, *, database_url: str, dagster_url: str, redis_url: str, warehouse_url: str
) -> Company:
    """A company whose settings stand in the environment of this test and of every process it starts."""
    told = {
        "KHAYWE_VAR_DIR": str(folder / "var"),
        "KHAYWE_DATABASE_URL": database_url,
        "KHAYWE_DAGSTER_DATABASE_URL": dagster_url,
        "KHAYWE_REDIS_URL": redis_url,
        "KHAYWE_WAREHOUSE_URL": warehouse_url,
        "KHAYWE_CLOCK": "loads",
        "DAGSTER_HOME": str(folder / "var" / "dagster"),
    }
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    found = Settings()
    prepare_dagster_home(found)
    return Company(connect(database_url), open_warehouse(warehouse_url), found)


def _in_order(rows: pa.Table) -> list[str]:
    return sorted(repr(tuple(row.values())) for row in rows.to_pylist())
