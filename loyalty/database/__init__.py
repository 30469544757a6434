"""The loyalty database: engine, unit of work, business clock, migrations. PostgreSQL everywhere; rooms keep their own tables."""

from loyalty.database.engine import Database, connect
from loyalty.database.work import Work

__all__ = ["Database", "Work", "connect"]
