"""What `dbt_project/profiles.yml` asks of its environment, taken from the warehouse URL. Not here: running dbt (orchestration)."""

from loyalty.warehouse.errors import WarehouseUrlWrong
from loyalty.warehouse.opening import duckdb_path, parse_warehouse_url


def dbt_environment(warehouse_url: str) -> dict[str, str]:
    """The environment variables that make dbt build in the warehouse of `warehouse_url`, to be added to the caller's own.

    Raises:
        WarehouseUrlWrong: it names no warehouse we know, or one in memory (dbt is another process).
    """
    parsed = parse_warehouse_url(warehouse_url)
    quiet = {"DBT_SEND_ANONYMOUS_USAGE_STATS": "false", "DO_NOT_TRACK": "1"}
    if parsed.get_backend_name() == "duckdb":
        path = duckdb_path(parsed)
        if path is None:
            raise WarehouseUrlWrong("dbt is another process and cannot build in memory: name a file, duckdb:///path/to/file.duckdb.")
        return quiet | {"KHAYWE_DBT_TARGET": "duckdb", "KHAYWE_DBT_DUCKDB_PATH": str(path.absolute())}
    host = parsed.query.get("host") or parsed.host or "localhost"
    return quiet | {
        "KHAYWE_DBT_TARGET": "postgres",
        "KHAYWE_DBT_POSTGRES_HOST": host if isinstance(host, str) else host[0],
        "KHAYWE_DBT_POSTGRES_PORT": str(parsed.port or 5432),
        "KHAYWE_DBT_POSTGRES_USER": parsed.username or "postgres",
        "KHAYWE_DBT_POSTGRES_PASSWORD": parsed.password or "",
        "KHAYWE_DBT_POSTGRES_DATABASE": parsed.database or "postgres",
    }
