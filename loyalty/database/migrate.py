"""Bring a database to the newest schema. The steps themselves are in `migrations/versions`, forward only."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from loyalty.database.engine import Database

MIGRATIONS_DIR = Path(__file__).parent / "migrations"

# Any constant will do, so long as nothing else in the database uses it.
MIGRATION_LOCK = 7_236_001


def migrate(database: Database, *, revision: str = "head", folder: Path = MIGRATIONS_DIR) -> None:
    """The schema is at `revision`; safe to call at every start and by several processes at once.

    Each step is a transaction of its own: a long one holds no lock of those before it, and when one fails those before it stay done,
    so that the next call goes on with it.
    """
    config = Config()
    config.set_main_option("script_location", str(folder))
    with _alone(database) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


@contextmanager
def _alone(database: Database) -> Iterator[Connection]:
    """A connection, while nobody else migrates. The lock is the session's: it outlives the transactions of the steps, and ends with it.

    Raises:
        DatabaseUnavailable: no connection could be made.
    """
    with database._connected() as connection:  # the room's own way, which says what is wrong with the address
        connection.execute(text("select pg_advisory_lock(:lock)"), {"lock": MIGRATION_LOCK})
        connection.commit()
        try:
            yield connection
        finally:
            with suppress(SQLAlchemyError):
                connection.rollback()
                connection.execute(text("select pg_advisory_unlock(:lock)"), {"lock": MIGRATION_LOCK})
                connection.commit()
