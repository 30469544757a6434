"""What readers see of a build: one whole day, unchanged, or a clear no."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from loyalty.warehouse import PublishedDamaged, PublishedNothing, Warehouse, WarehouseQueryFailed, open_warehouse, publish, read_published

TABLES = ("marts.customer_features", "scores.churn")
MONDAY, TUESDAY = date(2017, 10, 30), date(2017, 10, 31)
BUILT_AT = datetime(2017, 11, 1, 3, 59, 59, tzinfo=UTC)


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    opened = open_warehouse(f"duckdb:///{tmp_path / 'w.duckdb'}")
    features = pa.table({"customer_id": ["1", "2", "1"], "as_of_on": [TUESDAY, TUESDAY, MONDAY], "recency_days": [0, 7, 3]})
    churn = pa.table({"customer_id": ["1"], "as_of_on": [TUESDAY], "churn_probability": [0.25]})
    opened.replace_rows("marts.customer_features", features, where={"as_of_on": []})
    opened.replace_rows("scores.churn", churn, where={"as_of_on": []})
    return opened


def test_a_reader_finds_the_day_s_rows_and_no_others(warehouse: Warehouse, tmp_path: Path) -> None:
    publish(warehouse, TUESDAY, tmp_path / "published", built_at=BUILT_AT, tables=TABLES)
    found = read_published(tmp_path / "published")
    assert (found.as_of_on, found.built_at) == (TUESDAY, BUILT_AT)
    assert {table.name: table.row_count for table in found.tables} == {"marts.customer_features": 2, "scores.churn": 1}
    assert sorted(found.read("marts.customer_features").column("recency_days").to_pylist()) == [0, 7]


def test_published_tables_answer_queries_without_the_warehouse_file(warehouse: Warehouse, tmp_path: Path) -> None:
    publish(warehouse, TUESDAY, tmp_path / "published", built_at=BUILT_AT, tables=TABLES)
    (tmp_path / "w.duckdb").unlink()
    reader = read_published(tmp_path / "published").open()
    query = (
        "select customer_id, churn_probability from marts.customer_features left join scores.churn using (customer_id, as_of_on) "
        "where recency_days < :days"
    )
    assert reader.read(query, {"days": 5}).to_pylist() == [{"customer_id": "1", "churn_probability": 0.25}]


def test_a_reader_that_opened_yesterday_keeps_reading_yesterday(warehouse: Warehouse, tmp_path: Path) -> None:
    publish(warehouse, MONDAY, tmp_path / "published", built_at=BUILT_AT, tables=TABLES)
    yesterday = read_published(tmp_path / "published")
    publish(warehouse, TUESDAY, tmp_path / "published", built_at=BUILT_AT, tables=TABLES)
    assert read_published(tmp_path / "published").as_of_on == TUESDAY
    assert yesterday.read("marts.customer_features").column("recency_days").to_pylist() == [3]


def test_a_publish_that_fails_leaves_the_last_one_standing(warehouse: Warehouse, tmp_path: Path) -> None:
    publish(warehouse, MONDAY, tmp_path / "published", built_at=BUILT_AT, tables=TABLES)
    with pytest.raises(WarehouseQueryFailed):
        publish(warehouse, TUESDAY, tmp_path / "published", built_at=BUILT_AT, tables=(*TABLES, "marts.no_such_table"))
    found = read_published(tmp_path / "published")
    assert found.as_of_on == MONDAY
    assert found.read("marts.customer_features").num_rows == 1
    assert list((tmp_path / "published" / "2017-10-31").iterdir()) == []


def test_a_changed_file_is_refused(warehouse: Warehouse, tmp_path: Path) -> None:
    published = publish(warehouse, TUESDAY, tmp_path / "published", built_at=BUILT_AT, tables=TABLES)
    path = published.path("scores.churn")
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(PublishedDamaged, match="checksum"):
        read_published(tmp_path / "published").read("scores.churn")


def test_nothing_published_and_a_damaged_manifest_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(PublishedNothing, match="Nothing has been published yet"):
        read_published(tmp_path)
    (tmp_path / "manifest.json").write_text(json.dumps({"as_of_on": "2017-10-31"}))
    with pytest.raises(PublishedDamaged, match="cannot be read"):
        read_published(tmp_path)


def test_old_builds_are_removed_and_the_newest_three_stay(warehouse: Warehouse, tmp_path: Path) -> None:
    for _ in range(5):
        publish(warehouse, TUESDAY, tmp_path / "published", built_at=BUILT_AT, tables=TABLES)
    assert len(list((tmp_path / "published" / "2017-10-31").iterdir())) == 3
    assert read_published(tmp_path / "published").read("scores.churn").num_rows == 1
