"""The promises of the warehouse port, kept by every real warehouse alike."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest
from sqlalchemy import Date, Integer, String, bindparam, column, func, literal, select, table

from loyalty.warehouse import Warehouse, WarehouseQueryFailed, open_warehouse

MEMBERS = "marts.tried_members"


@pytest.fixture(params=["duckdb", "postgresql", "snowflake"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Two that are real, and Snowflake as its real connector meets it in fakesnow's server (emulated)."""
    if request.param == "duckdb":
        return f"duckdb:///{tmp_path / 'somewhere' / 'warehouse.duckdb'}"
    found: str = request.getfixturevalue("postgres_url" if request.param == "postgresql" else "snowflake_url")
    return found


@pytest.fixture
def warehouse(url: str) -> Warehouse:
    return open_warehouse(url)


def _members(*rows: tuple[str, int, str | None]) -> pa.Table:
    return pa.table(
        {
            "as_of_on": pa.array([date(2017, 10, day) for _, day, _ in rows], pa.date32()),
            "customer_id": pa.array([customer for customer, _, _ in rows], pa.string()),
            "note": pa.array([note for _, _, note in rows], pa.string()),
        }
    )


def test_every_type_survives_the_way_in_and_out(warehouse: Warehouse) -> None:
    rows = pa.table(
        {
            "a_number": pa.array([1, 2**62, None], pa.int64()),
            "a_small_number": pa.array([1, -5, None], pa.int32()),
            "a_double": pa.array([0.1, 1e-300, None], pa.float64()),
            "a_text": pa.array(["", 'quoted "comma, line\nbreak" é ٣', None], pa.string()),
            "a_truth": pa.array([True, False, None], pa.bool_()),
            "a_day": pa.array([date(2017, 2, 28), date(1969, 12, 31), None], pa.date32()),
            "an_instant": pa.array([1_483_246_799_123_456, 0, None], pa.timestamp("us")),
            "some_money": pa.array([Decimal("12.30"), Decimal("-0.01"), None], pa.decimal128(38, 2)),
        }
    )
    assert warehouse.replace_rows("marts.every_type", rows, where={"a_number": []}) == 3
    back = warehouse.read("select * from marts.every_type order by a_number")
    assert back.schema.equals(rows.schema)
    # fakesnow sends an empty instant as the epoch, which Snowflake does not: compared as text, where it is empty.
    column = "cast(an_instant as varchar)" if warehouse.dialect.name == "snowflake" else "an_instant"
    empty = warehouse.read(f"select {column} as an_instant from marts.every_type where a_number is null").column("an_instant").to_pylist()
    assert empty == [None]
    assert back.slice(0, 2).to_pylist() == rows.slice(0, 2).to_pylist()
    assert back.drop_columns(["an_instant"]).to_pylist() == rows.drop_columns(["an_instant"]).to_pylist()


def test_instants_with_a_zone_come_back_as_the_same_instant_in_utc(warehouse: Warehouse) -> None:
    at = datetime(2017, 11, 5, 6, 30, tzinfo=UTC)
    found = warehouse.read("select cast(:at as timestamptz) as at_time", {"at": at})
    assert found.column("at_time").to_pylist() == [at]


def test_not_a_number_and_infinity_survive(warehouse: Warehouse) -> None:
    warehouse.replace_rows("marts.odd_numbers", pa.table({"x": [float("inf"), float("-inf"), float("nan")]}), where={"x": []})
    found = warehouse.read("select x from marts.odd_numbers").column("x").to_pylist()
    assert found[:2] == [float("inf"), float("-inf")]
    assert found[2] != found[2]


def test_an_empty_answer_still_has_its_columns_and_types(warehouse: Warehouse) -> None:
    found = warehouse.read("select cast(1 as bigint) as one, cast('x' as text) as two where 1 = 0")
    assert found.num_rows == 0
    assert found.schema.equals(pa.schema([("one", pa.int64()), ("two", pa.string())]))


def test_rows_of_one_empty_column_are_not_lost(warehouse: Warehouse) -> None:
    rows = pa.table({"note": pa.array([None, "", None], pa.string())})
    warehouse.replace_rows("marts.one_column", rows, where={"note": []})
    assert warehouse.read("select note from marts.one_column").column("note").to_pylist() == [None, "", None]
    assert warehouse.read("select max(note) as note from marts.one_column where 1 = 0").to_pylist() == [{"note": None}]


def test_values_are_bound_and_never_read_as_sql(warehouse: Warehouse) -> None:
    warehouse.replace_rows(MEMBERS, _members(("1", 1, None)), where={"as_of_on": []})
    hostile = "x'; drop table marts.tried_members; --%(a)s $1 :b"
    assert warehouse.read("select :note as note, 100 % 30 as rest", {"note": hostile}).to_pylist() == [{"note": hostile, "rest": 10}]
    assert warehouse.table_exists(MEMBERS)


def test_a_sqlalchemy_query_with_lists_dates_and_a_remainder_runs_as_it_is(warehouse: Warehouse) -> None:
    warehouse.replace_rows(MEMBERS, _members(("1", 1, "a"), ("2", 2, None), ("3", 3, "c")), where={"as_of_on": []})
    members = table("tried_members", column("customer_id", String), column("as_of_on", Date), column("note", String), schema="marts")
    query = (
        select(members.c.customer_id, (literal(7) % bindparam("by", 4, type_=Integer)).label("rest"))
        .where(members.c.customer_id.in_(["1", "2", "9"]), members.c.as_of_on >= date(2017, 10, 1))
        .where(func.coalesce(members.c.note, "") != "c")
        .order_by(members.c.customer_id)
    )
    assert warehouse.read(query).to_pylist() == [{"customer_id": "1", "rest": 3}, {"customer_id": "2", "rest": 3}]
    assert warehouse.read(query, {"by": 5}).column("rest").to_pylist() == [2, 2]


def test_replacing_twice_leaves_the_same_rows_and_spares_the_others(warehouse: Warehouse) -> None:
    warehouse.replace_rows(MEMBERS, _members(("1", 1, "kept"), ("2", 2, "old")), where={"as_of_on": [date(2017, 10, 1), date(2017, 10, 2)]})
    for _ in range(2):
        warehouse.replace_rows(MEMBERS, _members(("2", 2, "new"), ("3", 2, None)), where={"as_of_on": [date(2017, 10, 2)]})
    found = warehouse.read(f"select customer_id, note from {MEMBERS} order by customer_id").to_pylist()
    assert found == [
        {"customer_id": "1", "note": "kept"},
        {"customer_id": "2", "note": "new"},
        {"customer_id": "3", "note": None},
    ]


def test_only_rows_that_match_every_column_are_replaced(warehouse: Warehouse) -> None:
    warehouse.replace_rows(MEMBERS, _members(("1", 1, "a"), ("2", 1, "b"), ("1", 2, "c")), where={"as_of_on": []})
    warehouse.replace_rows(MEMBERS, _members(("1", 1, "z")), where={"as_of_on": [date(2017, 10, 1)], "customer_id": ["1"]})
    assert sorted(warehouse.read(f"select note from {MEMBERS}").column("note").to_pylist()) == ["b", "c", "z"]


def test_columns_are_matched_by_name_not_by_place(warehouse: Warehouse) -> None:
    warehouse.replace_rows(MEMBERS, _members(("1", 1, "a")), where={"as_of_on": []})
    warehouse.replace_rows(MEMBERS, _members(("2", 2, "b")).select(["note", "as_of_on", "customer_id"]), where={"as_of_on": []})
    assert warehouse.read(f"select note from {MEMBERS} where customer_id = '2'").to_pylist() == [{"note": "b"}]


def test_a_failed_replacement_leaves_what_was_there(warehouse: Warehouse) -> None:
    warehouse.replace_rows(MEMBERS, _members(("1", 1, "kept")), where={"as_of_on": []})
    unknown_column = _members(("1", 1, "x")).append_column("no_such_column", pa.array([1]))
    with pytest.raises(WarehouseQueryFailed):
        warehouse.replace_rows(MEMBERS, unknown_column, where={"as_of_on": [date(2017, 10, 1)]})
    assert warehouse.read(f"select note from {MEMBERS}").to_pylist() == [{"note": "kept"}]


def test_a_replacement_that_names_no_rows_is_our_own_mistake(warehouse: Warehouse) -> None:
    with pytest.raises(ValueError, match="must say which rows"):
        warehouse.replace_rows(MEMBERS, _members(("1", 1, None)), where={})


def test_a_table_name_that_is_not_plain_is_our_own_mistake(warehouse: Warehouse) -> None:
    with pytest.raises(ValueError, match="not a table name"):
        warehouse.table_exists('marts."members"; drop table x')


def test_a_transaction_is_all_or_nothing(warehouse: Warehouse) -> None:
    warehouse.replace_rows(MEMBERS, _members(("1", 1, "kept")), where={"as_of_on": []})

    def write_and_fail() -> None:
        with warehouse.transaction() as session:
            session.replace_rows(MEMBERS, _members(("2", 2, None)), where={"as_of_on": []})
            session.execute(f"delete from {MEMBERS} where customer_id = :who", {"who": "1"})
            assert session.read(f"select customer_id from {MEMBERS}").to_pylist() == [{"customer_id": "2"}]
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_and_fail()
    assert warehouse.read(f"select customer_id from {MEMBERS}").to_pylist() == [{"customer_id": "1"}]


def test_execute_says_how_many_rows_it_touched(warehouse: Warehouse) -> None:
    warehouse.replace_rows(MEMBERS, _members(("1", 1, None), ("2", 1, None), ("3", 2, None)), where={"as_of_on": []})
    assert warehouse.execute(f"update {MEMBERS} set note = 'seen' where as_of_on = :on", {"on": date(2017, 10, 1)}) == 2


def test_a_wrong_query_is_refused_with_the_warehouse_s_own_reason(warehouse: Warehouse) -> None:
    with pytest.raises(WarehouseQueryFailed, match=r"(?i)no_such_table") as refusal:
        warehouse.read("select * from no_such_table where a = :a", {"a": "secret value"})
    assert "secret value" not in str(refusal.value.facts)
    assert refusal.value.code == "WAREHOUSE_QUERY_FAILED"


def test_parameters_that_do_not_match_the_text_are_our_own_mistake(warehouse: Warehouse) -> None:
    with pytest.raises(KeyError, match="lacking"):
        warehouse.read("select :a, :b", {"a": 1})
    with pytest.raises(KeyError, match="unknown"):
        warehouse.read("select :a", {"a": 1, "b": 2})


def test_a_read_only_warehouse_refuses_to_write(warehouse: Warehouse, url: str) -> None:
    warehouse.replace_rows(MEMBERS, _members(("1", 1, "kept")), where={"as_of_on": []})
    reader = open_warehouse(url, read_only=True)
    assert reader.read(f"select note from {MEMBERS}").to_pylist() == [{"note": "kept"}]
    with pytest.raises(WarehouseQueryFailed):
        reader.execute(f"delete from {MEMBERS}")
    with pytest.raises(WarehouseQueryFailed):
        reader.replace_rows(MEMBERS, _members(("1", 1, "gone")), where={"as_of_on": [date(2017, 10, 1)]})
    assert warehouse.read(f"select note from {MEMBERS}").to_pylist() == [{"note": "kept"}]
