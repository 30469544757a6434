"""Loads judged by Great Expectations on a real warehouse: what is set aside, and what stops the day."""

from datetime import date, datetime, timedelta

import pyarrow as pa
import pytest

from loyalty.warehouse import Warehouse, ensure_quality_tables, ensure_raw_tables, open_warehouse
from loyalty.warehouse.raw import RAW_SOURCE
from loyalty.warehouse.tables import LOAD_LOG
from orchestration.ingest.examine import examine_loads
from orchestration.ingest.loads import loaded_days

pytestmark = pytest.mark.slow

DAY, NEXT_DAY = date(2017, 11, 1), date(2017, 11, 2)
LINES = RAW_SOURCE["purchase_lines"]


def a_line(number: int, on: date = DAY, **changes: object) -> dict[str, object]:
    line: dict[str, object] = {
        "household_id": 1,
        "store_id": 7,
        "basket_id": 100 + number,
        "product_id": 11,
        "quantity": 1,
        "sales_value": 2.5,
        "retail_disc": 0.0,
        "coupon_disc": 0.0,
        "coupon_match_disc": 0.0,
        "week": 44,
        "transaction_timestamp": datetime(on.year, on.month, on.day, 18, 0, number % 60),  # noqa: DTZ001 - as raw keeps it
        "loaded_on": on,
        "load_row": number,
    }
    return line | changes


@pytest.fixture(params=["duckdb", "postgresql"])
def warehouse(request, tmp_path) -> Warehouse:
    url = f"duckdb:///{tmp_path / 'w.duckdb'}" if request.param == "duckdb" else request.getfixturevalue("postgres_url")
    opened = open_warehouse(url)
    ensure_raw_tables(opened)
    ensure_quality_tables(opened)
    product = dict.fromkeys(RAW_SOURCE["products"].schema.names) | {"product_id": 11, "loaded_on": DAY, "load_row": 1}
    opened.replace_rows(
        "raw.products", rows_of("products", [product | {"department": "GROCERY", "brand": "National"}]), where={"loaded_on": [DAY]}
    )
    return opened


def rows_of(source: str, rows: list[dict[str, object]]) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=RAW_SOURCE[source].schema)


def deliver(warehouse: Warehouse, lines: list[dict[str, object]], on: date = DAY, **logged: object) -> None:
    """The load of `on` stands in raw and in the load log, as a loader would leave it."""
    warehouse.replace_rows("raw.purchase_lines", rows_of("purchase_lines", lines), where={"loaded_on": [on]})
    arrived_at = datetime(on.year, on.month, on.day, 23, 59, 59) + timedelta(hours=4)  # noqa: DTZ001
    entries = [
        {"source": source, "business_on": on, "watermark": arrived_at, "row_count": 0, "loaded_at": arrived_at}
        for source in RAW_SOURCE
        if source != "purchase_lines"
    ]
    if on == DAY:
        entries = [entry | {"row_count": 1 if entry["source"] == "products" else 0} for entry in entries]
    watermark = max((line["transaction_timestamp"] for line in lines if line["transaction_timestamp"]), default=arrived_at)
    mine = {"source": "purchase_lines", "business_on": on, "watermark": watermark, "row_count": len(lines), "loaded_at": arrived_at}
    warehouse.replace_rows("raw.load_log", pa.Table.from_pylist([*entries, mine | logged], schema=LOAD_LOG), where={"business_on": [on]})


def verdict_on_lines(warehouse: Warehouse, *days: date):
    return examine_loads(warehouse, days or (DAY,), [LINES])[0]


def test_a_sound_load_is_whole_and_loses_nothing(warehouse):
    deliver(warehouse, [a_line(number) for number in range(1, 30)])
    verdicts = examine_loads(warehouse, (DAY,))
    assert [verdict.reasons for verdict in verdicts] == [()] * len(verdicts)
    assert sum(verdict.refused.num_rows for verdict in verdicts) == 0


BAD = {
    "household_id is empty": {"household_id": None},
    "sales_value is negative": {"sales_value": -0.01},
    "quantity is negative": {"quantity": -1},
    "product_id is not in the product list": {"product_id": 999},
    "transaction_timestamp is empty": {"transaction_timestamp": None},
}


@pytest.mark.parametrize("reason", BAD)
def test_a_bad_row_is_set_aside_with_its_reason_and_the_rest_is_kept(warehouse, reason):
    deliver(warehouse, [*(a_line(number) for number in range(1, 40)), a_line(40, **BAD[reason])])
    verdict = verdict_on_lines(warehouse)
    assert verdict.is_whole
    assert verdict.rows_read == 40
    assert verdict.refused.to_pylist() == [{"source": "purchase_lines", "business_on": DAY, "row_key": "40", "reason": reason}]


def test_a_row_with_two_faults_is_set_aside_once_with_both_reasons(warehouse):
    deliver(warehouse, [*(a_line(number) for number in range(1, 40)), a_line(40, household_id=None, sales_value=-1.0)])
    assert verdict_on_lines(warehouse).refused["reason"].to_pylist() == ["household_id is empty; sales_value is negative"]


def test_of_a_line_delivered_twice_the_first_is_kept(warehouse):
    deliver(warehouse, [*(a_line(number) for number in range(1, 40)), a_line(40, basket_id=101)])
    assert verdict_on_lines(warehouse).refused["row_key"].to_pylist() == ["40"]


def test_a_line_that_an_earlier_day_delivered_is_a_repetition(warehouse):
    deliver(warehouse, [a_line(number) for number in range(1, 40)])
    deliver(
        warehouse,
        [*(a_line(number, NEXT_DAY, basket_id=500 + number) for number in range(1, 40)), a_line(40, NEXT_DAY, basket_id=105)],
        NEXT_DAY,
    )
    assert verdict_on_lines(warehouse, NEXT_DAY).refused["row_key"].to_pylist() == ["40"]


def reasons_on(warehouse: Warehouse, *days: date) -> str:
    verdict = verdict_on_lines(warehouse, *days)
    assert not verdict.is_whole
    assert verdict.refused.num_rows == 0
    return " ".join(verdict.reasons)


def test_a_load_that_forgot_a_column_is_broken_and_names_it(warehouse):
    deliver(warehouse, [a_line(number, sales_value=None) for number in range(1, 5)])
    assert reasons_on(warehouse) == "purchase_lines of 2017-11-01: the load lacks a column (sales_value)."


def test_a_table_without_the_column_is_broken_and_names_it(warehouse):
    deliver(warehouse, [a_line(number) for number in range(1, 5)])
    warehouse.execute("alter table raw.purchase_lines drop column coupon_disc")
    assert reasons_on(warehouse) == "purchase_lines of 2017-11-01: the load lacks a column (coupon_disc)."


def test_a_day_without_purchases_is_broken_unless_the_stores_were_closed(warehouse):
    deliver(warehouse, [])
    assert "the load has no rows" in reasons_on(warehouse)
    deliver(warehouse, [], date(2017, 12, 25))
    assert verdict_on_lines(warehouse, date(2017, 12, 25)).is_whole


def test_a_watermark_that_goes_back_is_broken(warehouse):
    deliver(warehouse, [a_line(number) for number in range(1, 5)])
    later = [a_line(number, NEXT_DAY, basket_id=900 + number) for number in range(1, 5)]
    deliver(warehouse, later, NEXT_DAY, watermark=datetime(2017, 10, 30))  # noqa: DTZ001
    assert reasons_on(warehouse, NEXT_DAY) == "purchase_lines of 2017-11-02: the watermark went back behind that of an earlier day."


def test_fewer_rows_than_the_log_says_are_a_broken_load(warehouse):
    deliver(warehouse, [a_line(number) for number in range(1, 5)], row_count=9)
    assert "(4 rows, -5 too many)" in reasons_on(warehouse)


def test_a_day_that_never_arrived_breaks_the_days_around_it(warehouse):
    deliver(warehouse, [a_line(number) for number in range(1, 5)])
    assert "2017-11-02: no load arrived for the day" in " ".join(verdict_on_lines(warehouse, DAY, NEXT_DAY).reasons)


def test_a_load_that_would_lose_a_tenth_of_its_rows_is_broken_as_a_whole(warehouse):
    deliver(warehouse, [*(a_line(number) for number in range(1, 19)), a_line(19, quantity=-1), a_line(20, household_id=None)])
    verdict = verdict_on_lines(warehouse)
    assert "2 of 20 rows would be refused, more than 5%" in verdict.reasons[0]


def test_days_are_known_by_when_their_load_arrived(warehouse):
    assert loaded_days(warehouse) == []
    deliver(warehouse, [a_line(1)])
    deliver(warehouse, [a_line(1, NEXT_DAY)], NEXT_DAY)
    first, second = loaded_days(warehouse)
    assert (first.business_on, second.business_on) == (DAY, NEXT_DAY)
    assert [day.business_on for day in loaded_days(warehouse, first.loaded_at)] == [NEXT_DAY]
    assert loaded_days(warehouse, second.loaded_at) == []
