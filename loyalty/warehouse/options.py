"""What the query part of a warehouse URL may say about how we use it. Not here: what a driver itself takes, which passes through."""

from dataclasses import dataclass, fields

from sqlalchemy import URL

from loyalty.warehouse.errors import WarehouseUrlWrong

SERVER_STATEMENT_SECONDS = 900.0


@dataclass(frozen=True, slots=True)
class AccessOptions:
    """How a server warehouse is used. Every field is a name in the URL's query part, `?statement_timeout_seconds=60`."""

    read_role: str | None = None
    """The database role of those who only read (`read_only`): it needs `select` and nothing else. None: the user's own."""
    statement_timeout_seconds: float | None = None
    """A statement that runs longer is ended by the warehouse. None: 900 s on a server, and on our own DuckDB file for ever."""
    connect_timeout_seconds: int = 10
    pool_size: int = 4
    """Connections kept open; as many again are opened under load and closed afterwards."""
    query_tag: str = "khaywe"
    """What the warehouse's own history of statements shows beside ours."""

    @property
    def server_timeout_seconds(self) -> float:
        """The statement timeout on a server."""
        return SERVER_STATEMENT_SECONDS if self.statement_timeout_seconds is None else self.statement_timeout_seconds


def access_options(parsed: URL) -> tuple[URL, AccessOptions]:
    """The URL without our own names in its query part, and what they said.

    Raises:
        WarehouseUrlWrong: one of them is not a number where it must be, or not positive.
    """
    kinds = {"statement_timeout_seconds": float, "connect_timeout_seconds": int, "pool_size": int}
    names = [field.name for field in fields(AccessOptions)]
    told: dict[str, object] = {}
    for name in names:
        if name not in parsed.query:
            continue
        value = parsed.query[name]
        text = value if isinstance(value, str) else value[-1]
        try:
            told[name] = kinds.get(name, str)(text)
        except ValueError:
            raise WarehouseUrlWrong(f"'{name}' in KHAYWE_WAREHOUSE_URL must be a number, not '{text[:40]}'.", option=name) from None
        if name in kinds and not float(text) > 0:
            raise WarehouseUrlWrong(f"'{name}' in KHAYWE_WAREHOUSE_URL must be more than 0, not '{text[:40]}'.", option=name)
    return parsed.difference_update_query(names), AccessOptions(**told)  # type: ignore[arg-type]
