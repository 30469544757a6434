"""A lean transaction is a transaction: all or nothing, in order, and its connection is as good as new afterwards."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from loyalty.database import Database, connect
from loyalty.database.round_trip import CommitRefused, last_round_trip, round_trip, send


@pytest.fixture
def notes(postgres_url: str) -> Iterator[Database]:
    """A database with one table and one connection, so that every transaction meets what the one before left behind."""
    database = connect(postgres_url, pool_size=1)
    database.engine.pool._max_overflow = 0  # type: ignore[attr-defined]
    with database.begin() as work:
        work.execute(text("create table notes (number integer primary key deferrable initially immediate)"))
    yield database
    database.close()


def insert(number: int) -> tuple[str, dict[str, object]]:
    return "insert into notes (number) values (%(number)s)", {"number": number}


def stored(database: Database) -> list[int]:
    with database.begin() as work:
        return [row.number for row in work.execute(text("select number from notes order by number"))]


def test_what_was_sent_is_there_for_the_next_question_and_after_the_commit(notes: Database) -> None:
    with notes.begin_lean() as work:
        send(insert(1), work)
        send(insert(2), work)
        assert round_trip([("select count(*) from notes", {})], work) == [[(2,)]]
        send(insert(3), work)
    assert stored(notes) == [1, 2, 3]


def test_a_statement_that_goes_another_way_sees_what_was_sent_before_it(notes: Database) -> None:
    with notes.begin_lean() as work:
        send(insert(1), work)
        assert work.execute(text("select count(*) from notes")).scalar_one() == 1
    assert stored(notes) == [1]


def run(database: Database, *statements: tuple[str, dict[str, object]], ask: bool = False, fail: bool = False) -> None:
    """Send the statements in one lean transaction; wait for an answer in it, or raise in it, where asked."""
    with database.begin_lean() as work:
        for statement in statements:
            send(statement, work)
        if ask:
            round_trip([("select 1", {})], work)
        if fail:
            raise ZeroDivisionError


@pytest.mark.parametrize("ask", [True, False])
def test_a_block_that_raises_leaves_nothing(notes: Database, ask: bool) -> None:
    with pytest.raises(ZeroDivisionError):
        run(notes, insert(1), ask=ask, fail=True)
    assert stored(notes) == []


@pytest.mark.parametrize("ask", [True, False])
def test_a_sent_statement_that_fails_takes_the_whole_transaction_with_it(notes: Database, ask: bool) -> None:
    with pytest.raises(IntegrityError):
        run(notes, insert(1), insert(1), ask=ask)
    assert stored(notes) == []


def test_what_is_refused_at_the_commit_is_an_error_and_not_an_answer(notes: Database) -> None:
    with pytest.raises(IntegrityError):
        run(notes, ("set constraints all deferred", {}), insert(1), insert(1))
    assert stored(notes) == []


def test_a_failure_that_somebody_swallowed_is_never_committed_over(notes: Database) -> None:
    def swallow() -> None:
        with notes.begin_lean() as work:
            send(insert(1), work)
            with pytest.raises(DBAPIError):
                round_trip([("select 1 / 0", {})], work)

    with pytest.raises((CommitRefused, DBAPIError)):
        swallow()
    assert stored(notes) == []


def test_the_last_answer_comes_with_the_commit(notes: Database, postgres_url: str) -> None:
    other = connect(postgres_url)
    for number in (1, 2):
        with notes.begin_lean() as work:
            send(insert(number), work)
            assert last_round_trip([("select count(*) from notes", {})], work) == [[(number,)]]
            assert len(stored(other)) == number
    other.close()
    assert stored(notes) == [1, 2]


def test_a_statement_that_was_sent_behind_one_that_failed_runs_the_next_time(notes: Database) -> None:
    def fail() -> None:
        with notes.begin_lean() as work:
            send(insert(1), work)
            send(insert(1), work)
            last_round_trip([("select count(*), 'never run' from notes", {})], work)

    for _ in range(3):
        with pytest.raises(IntegrityError):
            fail()
    with notes.begin_lean() as work:
        assert last_round_trip([("select count(*), 'never run' from notes", {})], work) == [[(0, "never run")]]


def test_statements_run_as_before_after_a_rollback_to_a_savepoint_among_others(notes: Database) -> None:
    """The driver forgets what it has prepared there; what it prepares next must not go with it."""
    again = ("select count(*), 'again' from notes", {})
    for _ in range(8):
        with notes.begin_lean() as work:
            send(("savepoint here", {}), work)
            send(insert(1), work)
            send(("rollback to savepoint here", {}), work)
        for _ in range(3):
            with notes.begin_lean() as work:
                assert round_trip([again, ("select 'after'", {})], work) == [[(0, "again")], [("after",)]]


def test_in_a_transaction_of_somebody_else_the_last_answer_leaves_the_commit_to_them(notes: Database) -> None:
    def roll_back() -> None:
        with notes.begin() as work:
            last_round_trip([insert(1)], work)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        roll_back()
    assert stored(notes) == []


@pytest.mark.parametrize("last", [insert(1), ("select 1 / 0", {})])
def test_a_failure_before_the_last_answer_takes_the_whole_transaction_with_it(notes: Database, last: tuple[str, dict[str, object]]) -> None:
    def fail() -> None:
        with notes.begin_lean() as work:
            send(insert(1), work)
            last_round_trip([last], work)

    with pytest.raises(DBAPIError):
        fail()
    assert stored(notes) == []


def test_what_is_refused_at_a_commit_that_travels_is_an_error_and_not_an_answer(notes: Database) -> None:
    def refuse() -> None:
        with notes.begin_lean() as work:
            send(("set constraints all deferred", {}), work)
            send(insert(1), work)
            last_round_trip([insert(1), ("select 1", {})], work)

    with pytest.raises(IntegrityError):
        refuse()
    assert stored(notes) == []


def test_the_connection_knows_nothing_of_it_afterwards(notes: Database) -> None:
    with notes.begin_lean() as work:
        send(insert(1), work)
        (lean,) = round_trip([("show plan_cache_mode", {})], work)[0]
    with notes.begin() as work:
        work.execute(text("insert into notes (number) values (2)"))
        after = work.execute(text("show plan_cache_mode")).scalar_one()
        work.rollback()
    assert (lean[0], after) == ("force_generic_plan", "auto")
    assert stored(notes) == [1]


@pytest.mark.parametrize("way", ["begin", "begin_lean"])
def test_a_connection_that_died_at_rest_is_replaced_before_anybody_notices(notes: Database, postgres_url: str, way: str) -> None:
    assert stored(notes) == []
    other = connect(postgres_url)
    with other.begin() as work:
        work.exec_driver_sql(
            "select pg_terminate_backend(pid, 60000) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()"
        )
    other.close()
    with getattr(notes, way)() as work:
        round_trip([insert(1)], work)
    assert stored(notes) == [1]


def test_a_name_may_come_twice_and_a_percent_sign_is_one(notes: Database) -> None:
    statement = "select %(a)s::int + %(b)s::int * %(a)s::int, 7 %% 4, 'of %%', %(b)s::int"
    with notes.begin() as work:
        assert round_trip([(statement, {"b": 5, "a": 2, "unused": 1}), ("select 8 %% 5", {})], work) == [[(12, 3, "of %", 5)], [(3,)]]
