"""Connections to the loyalty database. Not here: what is stored (each room's `tables.py`) and its history (`migrations/`)."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, create_engine, make_url
from sqlalchemy.exc import ArgumentError, OperationalError

from loyalty.errors import Invalid, Unavailable


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
        try:
            connection = self.engine.connect()
        except OperationalError as error:
            raise DatabaseUnavailable(
                "The loyalty database does not answer. Is it running, and is KHAYWE_DATABASE_URL right?",
                reason=str(error.orig).strip().splitlines()[0] if error.orig else str(error),
            ) from error
        with connection, connection.begin():
            yield connection

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
        pool_pre_ping=True,
        # Whoever waits longer than this is better told to come again.
        pool_timeout=10,
        connect_args={"connect_timeout": 5, "options": "-c timezone=UTC"},
    )
    return Database(engine)
