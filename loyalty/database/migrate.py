"""Bring a database to the newest schema. The steps themselves are in `migrations/versions`, forward only."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import text

from loyalty.database.engine import Database

MIGRATIONS_DIR = Path(__file__).parent / "migrations"

# Any constant will do, so long as nothing else in the database uses it.
MIGRATION_LOCK = 7_236_001


def migrate(database: Database, *, revision: str = "head") -> None:
    """The schema is at `revision`; safe to call at every start and by several processes at once."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS_DIR))
    with database.begin() as work:
        work.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": MIGRATION_LOCK})
        config.attributes["connection"] = work
        command.upgrade(config, revision)
