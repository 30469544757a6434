"""PostgreSQL and Valkey from wheels, for a machine with nothing else installed. Loopback or a socket file only."""

from khaywe.local.postgres import LocalPostgres
from khaywe.local.valkey import LocalValkey

__all__ = ["LocalPostgres", "LocalValkey"]
