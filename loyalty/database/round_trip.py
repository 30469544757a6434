"""Several statements in one round trip, for acts whose cost is waiting. Not here: any statement, and the transaction's end."""

from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

import psycopg
from sqlalchemy.exc import DBAPIError

from loyalty.database.work import Work

Statement = tuple[str, Mapping[str, object]]


def round_trip(statements: Sequence[Statement], within: Work) -> list[list[tuple[Any, ...]]]:
    """The rows of each statement (none for one that returns none), in the transaction of `within`, in order.

    They are sent together and run one after the other; under READ COMMITTED each sees what was committed before it began,
    so a statement after one that waited for a lock sees what the lock's holder did.

    Raises:
        sqlalchemy.exc.DBAPIError: as `within.execute` would.
    """
    connection = within.connection.driver_connection
    assert isinstance(connection, psycopg.Connection), "the loyalty database is reached with psycopg"  # noqa: S101 (our own bug)
    try:
        if len(statements) == 1:
            return [_rows(connection.execute(*statements[0]))]
        with connection.pipeline():
            cursors = [connection.execute(query, parameters) for query, parameters in statements]
        # Only now have the answers arrived; inside the block a cursor does not know yet whether it has rows.
        return [_rows(cursor) for cursor in cursors]
    except psycopg.Error as error:
        _raise_as_sqlalchemy(error, statements)


def _rows(cursor: psycopg.Cursor[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return cursor.fetchall() if cursor.description else []


def _raise_as_sqlalchemy(error: psycopg.Error, statements: Sequence[Statement]) -> NoReturn:
    """Callers know one family of database errors, whichever way a statement went."""
    queries = ";\n".join(query for query, _ in statements)
    raise DBAPIError.instance(queries, {}, error, psycopg.Error, hide_parameters=True) from error
