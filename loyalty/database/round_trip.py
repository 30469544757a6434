"""Several statements in one round trip, for acts whose cost is waiting. Not here: any statement, and who ends the transaction."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NoReturn

import psycopg
from sqlalchemy.exc import DBAPIError

from loyalty.database.work import Work

Statement = tuple[str, Mapping[str, object]]
Cursor = psycopg.Cursor[tuple[Any, ...]]

_COMMIT: Statement = ("commit", {})
_PLACE = re.compile(r"%(?:\((\w+)\)s|%)")

# Where a lean transaction (`Database.begin_lean`) keeps what is to travel with its next statement, and whether it was committed already.
UNSENT, IS_COMMITTED = "khaywe.unsent", "khaywe.is_committed"


class CommitRefused(RuntimeError):
    """The transaction had failed before, so its commit was a rollback; whoever swallowed the failure made a mistake."""


def round_trip(statements: Sequence[Statement], within: Work) -> list[list[tuple[Any, ...]]]:
    """The rows of each statement (none for one that returns none), in the transaction of `within`, in order.

    They are sent together and run one after the other; under READ COMMITTED each sees what was committed before it began,
    so a statement after one that waited for a lock sees what the lock's holder did.

    Raises:
        sqlalchemy.exc.DBAPIError: as `within.execute` would.
    """
    asked = [*_taken_unsent(within), *statements]
    return [_rows(cursor) for cursor in _run(asked, within)[len(asked) - len(statements) :]]


def last_round_trip(statements: Sequence[Statement], within: Work) -> list[list[tuple[Any, ...]]]:
    """As `round_trip`, for the last statements of a lean transaction, whose commit travels with them: its block has nothing more to do.

    In any other transaction, whose owner commits it, this is `round_trip`.

    Raises:
        sqlalchemy.exc.DBAPIError, CommitRefused: as `commit`; the rows are then those of a transaction that never was.
    """
    if UNSENT not in within.info:
        return round_trip(statements, within)
    asked = [*_taken_unsent(within), *statements, _COMMIT]
    *done, committed = _run(asked, within)
    _check_committed(committed)
    within.info[IS_COMMITTED] = True
    return [_rows(cursor) for cursor in done[len(done) - len(statements) :]]


def send(statement: Statement, within: Work) -> None:
    """The statement, of which nothing is wanted, runs in the transaction of `within` before any later one.

    In a lean transaction nobody waits for it, and its failure shows at the next statement that is waited for, at the latest at the
    commit; in any other it has run.

    Raises:
        sqlalchemy.exc.DBAPIError: as `within.execute` would.
    """
    if UNSENT in within.info:
        within.info[UNSENT].append(statement)
    else:
        _run([statement], within)


def send_unsent(within: Work) -> None:
    """What waits to be sent has run; before a statement that does not come this way."""
    if within.info.get(UNSENT):
        _run(_taken_unsent(within), within)


def commit(within: Work) -> None:
    """A lean transaction is committed, with what was still to be sent; one that was already is left alone.

    Raises:
        sqlalchemy.exc.DBAPIError: it is not; or, if the connection broke just then, nobody knows.
        CommitRefused: it is not, because a statement of it had failed before.
    """
    unsent = _taken_unsent(within)
    if within.info.get(IS_COMMITTED):
        assert not unsent, "a statement came after the commit of its transaction"  # noqa: S101 (our own bug)
        return
    _check_committed(_run([*unsent, _COMMIT], within)[-1])


def _check_committed(done: Cursor) -> None:
    if done.statusmessage != "COMMIT":
        raise CommitRefused(f"the commit was answered with {done.statusmessage}")


def _taken_unsent(within: Work) -> list[Statement]:
    unsent: list[Statement] = within.info.get(UNSENT) or []
    if unsent:
        within.info[UNSENT] = []
    return unsent


def _run(statements: Sequence[Statement], within: Work) -> list[Cursor]:
    connection = within.connection.driver_connection
    assert isinstance(connection, psycopg.Connection), "the loyalty database is reached with psycopg"  # noqa: S101 (our own bug)
    try:
        if len(statements) == 1:
            return [_execute(connection, *statements[0])]
        # The answers have arrived when the block is left; inside it a cursor does not know yet whether it has rows.
        with connection.pipeline():
            return [_execute(connection, query, parameters) for query, parameters in statements]
    except psycopg.Error as error:
        _raise_as_sqlalchemy(error, statements)


def _execute(connection: psycopg.Connection[Any], query: str, parameters: Mapping[str, object]) -> Cursor:
    numbered, names = _numbered(query)
    # When a statement is prepared is left to the driver (from its sixth run on). Told to do it at once, it forgets all at a rollback to a
    # savepoint, and in a pipeline prepares the next one before it deallocates them: that one is then gone (psycopg 3.3.9).
    return psycopg.RawCursor(connection).execute(numbered, [parameters[name] for name in names])


@lru_cache(maxsize=1_024)
def _numbered(query: str) -> tuple[bytes, tuple[str, ...]]:
    """The statement with `$1` for its first name, and the names in that order.

    The driver would do it, but anew for every run of a statement with more than 50 names, as an append of a batch has: 0.2 ms each.
    """
    places: dict[str, int] = {}
    text = _PLACE.sub(lambda found: f"${places.setdefault(found[1], len(places) + 1)}" if found[1] else "%", query)
    return text.encode(), tuple(places)


def _rows(cursor: Cursor) -> list[tuple[Any, ...]]:
    return cursor.fetchall() if cursor.description else []


def _raise_as_sqlalchemy(error: psycopg.Error, statements: Sequence[Statement]) -> NoReturn:
    """Callers know one family of database errors, whichever way a statement went."""
    queries = ";\n".join(query for query, _ in statements)
    raise DBAPIError.instance(queries, {}, error, psycopg.Error, hide_parameters=True) from error
