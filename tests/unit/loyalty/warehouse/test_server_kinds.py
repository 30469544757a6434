"""What is said to Snowflake and to Oracle: connecting, statements, types. Oracle is compiled and recorded here, never executed."""

from datetime import UTC, date, datetime
from typing import Any

import oracledb
import pyarrow as pa
import pytest
from sqlalchemy import Date, bindparam, column, literal, make_url, select, table

from loyalty.warehouse import WarehouseQueryFailed, WarehouseTimedOut, WarehouseUnavailable, WarehouseUrlWrong, open_warehouse
from loyalty.warehouse.options import AccessOptions
from loyalty.warehouse.oracle import OracleOpening, OracleWords
from loyalty.warehouse.server import ServerWarehouse
from loyalty.warehouse.snowflake import SnowflakeOpening, SnowflakeWords
from loyalty.warehouse.statements import compile_statement

DAY = date(2017, 10, 31)
MEMBERS = table("customer_profile", column("customer_id"), column("as_of_on", Date), column("note"), schema="marts")


class Recording:
    """A connection of a driver that writes down what it is told and answers with one row."""

    def __init__(self) -> None:
        self.said = list[tuple[str, object]]()
        self.call_timeout = 0
        self.module = ""

    def cursor(self) -> "Recording":
        return self

    def execute(self, statement: str, parameters: object = None) -> None:
        self.said.append((statement, parameters))

    def executemany(self, statement: str, rows: pa.Table) -> None:
        self.said.append((statement, rows.to_pydict()))

    def fetch_df_all(self, *, statement: str, parameters: object, arraysize: int) -> pa.Table:
        self.said.append((statement, parameters))
        return pa.table({"FOUND": [1], "mixedCase": ["x"]})

    rowcount = 2

    def commit(self) -> None:
        self.said.append(("commit", None))

    def rollback(self) -> None:
        self.said.append(("rollback", None))

    def close(self) -> None: ...


@pytest.fixture
def recording() -> Recording:
    return Recording()


@pytest.fixture
def oracle(recording: Recording) -> ServerWarehouse:
    return ServerWarehouse(OracleWords(), lambda: recording, AccessOptions())


def test_snowflake_is_given_account_role_tag_and_timeout() -> None:
    url = make_url("snowflake://me:p%40ss@acme-eu/ANALYTICS/PUBLIC?warehouse=WH&role=WRITER&authenticator=snowflake")
    options = AccessOptions(read_role="READER", statement_timeout_seconds=60, query_tag="khaywe-serving")
    writing = SnowflakeOpening(url, options, read_only=False).arguments
    assert writing["account"] == "acme-eu"
    assert (writing["user"], writing["password"]) == ("me", "p@ss")
    assert (writing["database"], writing["schema"], writing["warehouse"], writing["role"]) == ("ANALYTICS", "PUBLIC", "WH", "WRITER")
    assert writing["session_parameters"]["QUERY_TAG"] == "khaywe-serving"
    assert writing["session_parameters"]["STATEMENT_TIMEOUT_IN_SECONDS"] == 60
    assert writing["paramstyle"] == "qmark", "values must travel beside the statement"
    assert SnowflakeOpening(url, options, read_only=True).arguments["role"] == "READER"


def test_a_key_file_takes_the_place_of_a_password() -> None:
    arguments = SnowflakeOpening(make_url("snowflake://me@acme/DB?private_key_file=k.p8"), AccessOptions(), read_only=False).arguments
    assert "password" not in arguments
    assert arguments["private_key_file"] == "k.p8"


def test_a_snowflake_url_without_a_database_is_refused() -> None:
    with pytest.raises(WarehouseUrlWrong):
        open_warehouse("snowflake://me:secret@acme")


@pytest.mark.parametrize(("words", "place"), [(SnowflakeWords(), "?"), (OracleWords(), ":")])
def test_values_never_stand_in_a_statement(words: Any, place: str) -> None:
    hostile = "x'; drop table marts.customer_profile; --"
    query = select(MEMBERS.c.customer_id).where(MEMBERS.c.note == hostile, MEMBERS.c.customer_id.in_([hostile, "2"]))
    for compiled in (compile_statement(query, None, words.dialect), compile_statement("select :a as a", {"a": hostile}, words.dialect)):
        assert "drop table" not in compiled.sql
        assert place in compiled.sql
        assert hostile in compiled.values.values()


ORACLE_SQL = """SELECT marts.customer_profile.customer_id, mod(:param_1, :"by") AS rest 
FROM marts.customer_profile 
WHERE marts.customer_profile.as_of_on = :as_of_on_1 AND marts.customer_profile.customer_id IN (:customer_id_1_1, :customer_id_1_2)"""  # noqa: W291


def test_oracle_compiles_to_the_golden_statement() -> None:
    query = select(MEMBERS.c.customer_id, (literal(7) % bindparam("by", 4)).label("rest")).where(
        MEMBERS.c.as_of_on == DAY, MEMBERS.c.customer_id.in_(["1", "2"])
    )
    assert compile_statement(query, None, OracleWords.dialect).sql == ORACLE_SQL


def test_oracle_replaces_rows_in_one_transaction_with_array_binds(oracle: ServerWarehouse, recording: Recording) -> None:
    rows = pa.table({"as_of_on": [DAY, DAY], "customer_id": ["1", "2"]})
    assert oracle.replace_rows("scores.churn", rows, where={"as_of_on": [DAY]}) == 2
    exists, delete, insert, commit = recording.said[:4]
    assert "all_tables" in exists[0]
    assert exists[1] == {"owner": "SCORES", "name": "CHURN"}
    assert delete == ("DELETE FROM scores.churn WHERE scores.churn.as_of_on IN (:as_of_on_1_1)", {"as_of_on_1_1": DAY})
    assert insert == (
        "insert into scores.churn (as_of_on, customer_id) values (:1, :2)",
        {"as_of_on": [DAY, DAY], "customer_id": ["1", "2"]},
    )
    assert commit == ("commit", None)


def test_oracle_takes_a_long_list_in_parts(oracle: ServerWarehouse, recording: Recording) -> None:
    oracle.replace_rows("scores.churn", pa.table({"customer_id": ["1"]}), where={"customer_id": [str(n) for n in range(2_500)]})
    delete = recording.said[1][0]
    assert delete.count(" IN (") == 3
    assert delete.count(" OR ") == 2


def test_a_failed_oracle_transaction_is_rolled_back(oracle: ServerWarehouse, recording: Recording) -> None:
    def fail() -> None:
        with oracle.transaction() as session:
            session.execute("delete from scores.churn")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert ("rollback", None) in recording.said
    assert ("commit", None) not in recording.said


def test_a_statement_alone_is_kept_at_once(oracle: ServerWarehouse, recording: Recording) -> None:
    assert oracle.execute("delete from scores.churn where as_of_on = :on", {"on": DAY}) == 2
    # `on` is a reserved word of Oracle's.
    assert recording.said[:2] == [('delete from scores.churn where as_of_on = :"on"', {'"on"': DAY}), ("commit", None)]


def test_names_in_upper_case_come_back_as_ours(oracle: ServerWarehouse) -> None:
    assert oracle.read("select 1 as found from dual").column_names == ["found", "mixedCase"]


def test_a_door_for_reading_refuses_before_it_asks(recording: Recording) -> None:
    reader = ServerWarehouse(OracleWords(), lambda: recording, AccessOptions(), read_only=True)
    with pytest.raises(WarehouseQueryFailed, match="reading only"):
        reader.execute("delete from scores.churn")
    assert not [statement for statement, _ in recording.said if "delete" in statement]


def test_an_oracle_session_speaks_utc_is_bounded_tagged_and_holds_the_reading_role(recording: Recording) -> None:
    options = AccessOptions(read_role="KHAYWE_READER", statement_timeout_seconds=30, query_tag="khaywe-serving")
    OracleOpening(make_url("oracle://me:pw@here/?service_name=dw"), options, read_only=True).prepare(recording)
    assert recording.call_timeout == 30_000
    assert recording.module == "khaywe-serving"
    assert [statement for statement, _ in recording.said] == ["alter session set time_zone = 'UTC'", "set role KHAYWE_READER"]


def test_an_oracle_role_that_is_no_plain_name_is_refused(recording: Recording) -> None:
    options = AccessOptions(read_role="a; drop user b")
    with pytest.raises(WarehouseUrlWrong, match="plain name"):
        OracleOpening(make_url("oracle://me:pw@here/?service_name=dw"), options, read_only=True).prepare(recording)


def test_an_oracle_url_without_a_service_is_refused() -> None:
    with pytest.raises(WarehouseUrlWrong, match="service"):
        open_warehouse("oracle://me:pw@here:1521")


@pytest.mark.parametrize(
    ("code", "kind"),
    [("ORA-01013", WarehouseTimedOut), ("DPY-4024", WarehouseTimedOut), ("ORA-00942", WarehouseQueryFailed)],
)
def test_what_oracle_refuses_is_told_apart(code: str, kind: type[Exception]) -> None:
    class Said:
        full_code = code
        isrecoverable = False

        def __str__(self) -> str:
            return f"{code}: told"

    with pytest.raises(kind, match=code), OracleWords().refusals("select 1"):
        raise oracledb.DatabaseError(Said())


def test_an_oracle_that_went_away_is_unavailable() -> None:
    with pytest.raises(WarehouseUnavailable), OracleWords().refusals("select 1"):
        raise oracledb.OperationalError("gone")


def test_columns_are_created_in_types_that_hold_ours() -> None:
    schema = pa.schema({"a": pa.int64(), "b": pa.decimal128(12, 2), "c": pa.timestamp("us"), "d": pa.bool_()})
    assert OracleWords().create("scores.t", schema) == (
        "create table scores.t (a number(19), b number(12, 2), c timestamp(6), d number(1))",
    )
    assert SnowflakeWords().create("scores.t", schema) == (
        "create schema if not exists scores",
        "create table if not exists scores.t (a number(19, 0), b number(12, 2), c timestamp_ntz(6), d boolean)",
    )
    with pytest.raises(ValueError, match="no type in a warehouse"):
        OracleWords().create("scores.t", pa.schema({"a": pa.list_(pa.int64())}))


def test_an_instant_that_knows_its_offset_is_bound_with_it() -> None:
    from loyalty.warehouse.snowflake import _bound

    at = datetime(2017, 11, 5, 6, 30, tzinfo=UTC)
    compiled = compile_statement("select :at as at_time, :on as day_on", {"at": at, "on": DAY}, SnowflakeWords.dialect)
    assert _bound(compiled) == [("TIMESTAMP_TZ", at), DAY]
