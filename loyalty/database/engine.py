"""Connections to the loyalty database. Not here: what is stored (each room's `tables.py`) and its history (`migrations/`)."""

import select
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psycopg
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DisconnectionError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from loyalty.database.round_trip import IS_COMMITTED, UNSENT, commit, send_unsent
from loyalty.errors import Invalid, Unavailable

# A connection that rested longer is asked whether it still answers; one that rested less is only looked at for a farewell.
REST_SECONDS_MAX = 5.0
_USED_AT = "khaywe.used_at"
# The statements of the acts force their plans by how they are written; planning them anew for every batch costs a tenth of it.
PLAN_ONCE = "set local plan_cache_mode = force_generic_plan"


class DatabaseUrlWrong(Invalid):
    """The configured URL cannot name a PostgreSQL database."""

    code = "DATABASE_URL_WRONG"


class DatabaseUnavailable(Unavailable):
    """PostgreSQL does not answer."""

    code = "DATABASE_UNAVAILABLE"


class Database:
    """A pool of connections; `begin` hands out one transaction."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """One transaction: committed when the block ends, rolled back when it raises.

        Raises:
            DatabaseUnavailable: no connection could be made.
        """
        with self._connected() as connection, connection.begin():
            yield connection

    @contextmanager
    def begin_lean(self) -> Iterator[Connection]:
        """One transaction as `begin` gives it, that waits for the server as seldom as it can.

        Its begin and commit, and all that `round_trip.send` was given, travel with the statement that is waited for next. A failure
        of theirs shows there, at the latest when the block ends.

        Raises:
            DatabaseUnavailable: no connection could be made.
        """
        with self._connected() as connection:
            driver = connection.connection.driver_connection
            assert isinstance(driver, psycopg.Connection), "the loyalty database is reached with psycopg"  # noqa: S101 (our own bug)
            # Else the driver would send a begin of its own and wait for it.
            driver.autocommit = True
            connection.info[UNSENT] = [("begin", {}), (PLAN_ONCE, {})]
            try:
                yield connection
                commit(connection)
            except BaseException:
                with suppress(psycopg.Error):
                    driver.rollback()
                raise
            finally:
                del connection.info[UNSENT]
                connection.info.pop(IS_COMMITTED, None)
                with suppress(psycopg.Error):
                    driver.autocommit = False
                if driver.closed:
                    connection.invalidate()

    def _connected(self) -> Connection:
        try:
            return self.engine.connect()
        except OperationalError as error:
            raise DatabaseUnavailable(
                "The loyalty database does not answer. Is it running, and is KHAYWE_DATABASE_URL right?",
                reason=str(error.orig).strip().splitlines()[0] if error.orig else str(error),
            ) from error

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()


def connect(url: str, *, pool_size: int = 8) -> Database:
    """A `Database` on `url` (`postgresql://…`); nothing is contacted yet.

    Raises:
        DatabaseUrlWrong: not a PostgreSQL URL.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        parsed = None
    if parsed is None or parsed.get_backend_name() not in {"postgresql", "postgres"}:
        raise DatabaseUrlWrong(
            "KHAYWE_DATABASE_URL must look like postgresql://user:password@host:5432/khaywe.", scheme=url.split(":", 1)[0][:40]
        )
    engine = create_engine(
        parsed.set(drivername="postgresql+psycopg"),
        pool_size=pool_size,
        max_overflow=pool_size,
        # Whoever waits longer than this is better told to come again.
        pool_timeout=10,
        connect_args={"connect_timeout": 5, "options": "-c timezone=UTC"},
    )
    event.listen(engine, "checkin", _note_use)
    event.listen(engine, "checkout", _refuse_dead)
    event.listen(engine, "before_cursor_execute", lambda connection, *_: send_unsent(connection))
    return Database(engine)


def _note_use(_: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
    entry.info[_USED_AT] = time.monotonic()


def _refuse_dead(connection: DBAPIConnection, entry: ConnectionPoolEntry, _: PoolProxiedConnection) -> None:
    """The pool makes another connection instead of one that has died, without asking the server each time as its own ping would.

    Raises:
        DisconnectionError: which is how a pool is told.
    """
    assert isinstance(connection, psycopg.Connection), "the loyalty database is reached with psycopg"  # noqa: S101 (our own bug)
    if connection.closed or _has_something_to_say(connection):
        raise DisconnectionError
    if time.monotonic() - entry.info.get(_USED_AT, time.monotonic()) > REST_SECONDS_MAX:
        try:
            connection.execute("select 1")
            connection.rollback()
        except psycopg.Error as error:
            raise DisconnectionError from error


def _has_something_to_say(connection: "psycopg.Connection[object]") -> bool:
    """A resting server is silent; what can be read is its last word or its hanging up."""
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    return bool(poll.poll(0))
