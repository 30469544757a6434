"""The unit of work that acts receive: one open transaction. Whoever opened it commits it, at the edge. Not here: SQL."""

from sqlalchemy import Connection as Work

__all__ = ["Work"]
