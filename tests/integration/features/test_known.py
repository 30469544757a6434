"""What was known at an instant: rows that arrived or happened later change nothing, whatever they are."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from khaywe.demo_data import advance, day_ends_at, open_demo
from loyalty.features import load_catalogue
from loyalty.features.errors import NothingKnown
from loyalty.features.known import copy_known
from loyalty.warehouse import Warehouse, ensure_quality_tables, ensure_raw_tables, open_warehouse
from loyalty.warehouse.raw import RAW_SOURCE
from loyalty.warehouse.tables import LOAD_LOG
from orchestration.training.known import day_known, training_set

LINES = RAW_SOURCE["purchase_lines"]
BEGIN = date(2017, 3, 1)
AT = datetime(2017, 3, 5, 12, 0, tzinfo=UTC)


def a_line(number: int, loaded_on: date, event_at: datetime) -> dict[str, object]:
    row: dict[str, object] = dict.fromkeys(LINES.columns.names, 1)
    return row | {"basket_id": number, "transaction_timestamp": event_at, "loaded_on": loaded_on, "load_row": number, "sales_value": 1.0}


def a_load(business_on: date, loaded_at: datetime) -> dict[str, object]:
    return {"source": "purchase_lines", "business_on": business_on, "watermark": loaded_at, "row_count": 1, "loaded_at": loaded_at}


def a_warehouse(loads: Sequence[dict[str, object]], lines: Sequence[dict[str, object]]) -> Warehouse:
    warehouse = open_warehouse("duckdb:///:memory:")
    ensure_raw_tables(warehouse)
    ensure_quality_tables(warehouse)
    warehouse.replace_rows("raw.load_log", pa.Table.from_pylist(list(loads), LOAD_LOG), where={"source": []})
    warehouse.replace_rows(LINES.table, pa.Table.from_pylist(list(lines), LINES.schema), where={"loaded_on": []})
    return warehouse


def known(warehouse: Warehouse, at: datetime) -> list[object]:
    into = open_warehouse("duckdb:///:memory:")
    copy_known(warehouse, into, at=at)
    lines = into.read("select basket_id from raw.purchase_lines order by basket_id").column("basket_id").to_pylist()
    loads = into.read("select business_on from raw.load_log order by 1").column("business_on").to_pylist()
    return [lines, loads]


minutes = st.integers(0, 10 * 24 * 60)
rows = st.lists(st.tuples(st.integers(0, 9), minutes), max_size=25)
arrivals = st.lists(minutes, min_size=10, max_size=10)


@given(rows=rows, arrivals=arrivals)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_exactly_the_rows_are_known_whose_load_had_arrived_and_whose_event_had_happened(
    rows: list[tuple[int, int]], arrivals: list[int]
) -> None:
    start = datetime(2017, 3, 1)  # noqa: DTZ001 -- as the warehouse keeps it: UTC, no zone
    at = AT.replace(tzinfo=None)
    loaded = {BEGIN + timedelta(day): start + timedelta(minutes=minute) for day, minute in enumerate(arrivals)}
    loaded[BEGIN - timedelta(1)] = start  # a load that is always known
    lines = [(number, BEGIN + timedelta(day), start + timedelta(minutes=minute)) for number, (day, minute) in enumerate(rows, 1)]
    everything = a_warehouse([a_load(*one) for one in loaded.items()], [a_line(*one) for one in lines])
    of_then = a_warehouse(
        [a_load(on, when) for on, when in loaded.items() if when <= at],
        [a_line(*one) for one in lines if loaded[one[1]] <= at and one[2] <= at],
    )
    assert known(everything, AT) == known(of_then, AT)
    assert known(everything, AT)[0] == [number for number, on, event_at in lines if loaded[on] <= at and event_at <= at]


def test_before_the_first_load_nothing_is_known() -> None:
    with pytest.raises(NothingKnown):
        known(a_warehouse([], []), AT)


def test_the_day_of_an_instant_is_the_last_that_was_over() -> None:
    zone = "America/New_York"
    far = date(2017, 12, 31)
    assert day_known(day_ends_at(date(2017, 7, 5)), zone, far) == date(2017, 7, 5)
    assert day_known(datetime(2017, 7, 6, 3, 59, 58, tzinfo=UTC), zone, far) == date(2017, 7, 4)
    assert day_known(datetime(2017, 7, 6, 12, tzinfo=UTC), zone, far) == date(2017, 7, 5)
    assert day_known(datetime(2017, 7, 6, 12, tzinfo=UTC), zone, date(2017, 7, 1)) == date(2017, 7, 1)


@pytest.mark.slow
def test_a_training_set_drawn_later_is_the_same_although_late_and_future_rows_arrived(tmp_path: object) -> None:
    """The very features: built then, and built months later from a warehouse that knows much more, of those days too."""
    warehouse = open_warehouse(f"duckdb:///{tmp_path}/warehouse.duckdb")
    through = date(2017, 2, 20)
    open_demo(warehouse, through, households=25)
    at = day_ends_at(through)
    catalogue = load_catalogue()
    then = training_set(warehouse, [at], catalogue, timezone="America/New_York")
    assert then.num_rows > 15
    advance(warehouse, 9)
    late = warehouse.read("select * from raw.purchase_lines where loaded_on = :on limit 20", {"on": through}).to_pylist()
    arrived_on = through + timedelta(5)
    loads = [
        line | {"loaded_on": arrived_on, "load_row": 900_000 + number, "basket_id": 10**12 + number, "sales_value": 999.0}
        for number, line in enumerate(late)
    ]
    standing = warehouse.read("select * from raw.purchase_lines where loaded_on = :on", {"on": arrived_on}).to_pylist()
    warehouse.replace_rows(LINES.table, pa.Table.from_pylist(standing + loads, LINES.schema), where={"loaded_on": [arrived_on]})
    assert training_set(warehouse, [at], catalogue, timezone="America/New_York").equals(then)
    later = training_set(warehouse, [day_ends_at(arrived_on)], catalogue, timezone="America/New_York")
    assert max(later.column("spend_minor_28d").to_pylist()) > max(then.column("spend_minor_28d").to_pylist()), "then they are known"
