"""The shop of living segments, once over each warehouse that is here to run."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from loyalty.database import Database
from loyalty.warehouse import open_warehouse
from tests.support.living_segments import PEOPLE, Shop, write_profile, write_purchases
from tests.support.segments import DAY, day


@pytest.fixture(params=["duckdb", "postgresql"])
def shop(request: pytest.FixtureRequest, tmp_path: Path, database: Database) -> Iterator[Shop]:
    """Twenty people with two days of profiles and what they bought, and nobody in a segment yet."""
    url = f"duckdb:///{tmp_path / 'warehouse.duckdb'}" if request.param == "duckdb" else request.getfixturevalue("postgres_url")
    opened = open_warehouse(url)
    write_profile(opened, DAY, PEOPLE)
    write_profile(opened, day(1), [{**one, "recency_days": one["recency_days"] + 1} for one in PEOPLE])
    write_purchases(opened)
    with database.begin() as work:
        yield Shop(opened, work)
    close = getattr(opened, "close", None)
    if close:
        close()
