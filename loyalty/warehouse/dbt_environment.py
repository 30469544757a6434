"""What `dbt_project/profiles.yml` asks of its environment, taken from the warehouse URL. Not here: running dbt (orchestration)."""

from sqlalchemy import URL

from loyalty.warehouse.errors import WarehouseUrlWrong
from loyalty.warehouse.opening import duckdb_path, parse_warehouse_url
from loyalty.warehouse.options import access_options

_QUIET = {"DBT_SEND_ANONYMOUS_USAGE_STATS": "false", "DO_NOT_TRACK": "1"}
_PASSED_ON_TO_SNOWFLAKE = {
    "warehouse": "WAREHOUSE",
    "role": "ROLE",
    "host": "HOST",
    "port": "PORT",
    "protocol": "PROTOCOL",
    "authenticator": "AUTHENTICATOR",
    "token": "TOKEN",
    "private_key_file": "PRIVATE_KEY_FILE",
    "private_key_file_pwd": "PRIVATE_KEY_PASSWORD",
}
"""What the connector calls it in a URL, and how the variable ends."""


def dbt_environment(warehouse_url: str) -> dict[str, str]:
    """The environment variables that make dbt build in the warehouse of `warehouse_url`, to be added to the caller's own.

    Raises:
        WarehouseUrlWrong: it names no warehouse that the project builds in, or one in memory (dbt is another process).
    """
    parsed, options = access_options(parse_warehouse_url(warehouse_url))
    kind = parsed.get_backend_name()
    if kind == "duckdb":
        return _QUIET | _duckdb(parsed)
    if kind == "postgresql":
        return _QUIET | _postgres(parsed)
    if kind == "snowflake":
        return _QUIET | _snowflake(parsed) | {"KHAYWE_DBT_SNOWFLAKE_QUERY_TAG": options.query_tag}
    raise WarehouseUrlWrong(f"The dbt project builds in DuckDB, PostgreSQL and Snowflake, not in {kind}.", scheme=kind)


def _duckdb(parsed: URL) -> dict[str, str]:
    path = duckdb_path(parsed)
    if path is None:
        raise WarehouseUrlWrong("dbt is another process and cannot build in memory: name a file, duckdb:///path/to/file.duckdb.")
    return {"KHAYWE_DBT_TARGET": "duckdb", "KHAYWE_DBT_DUCKDB_PATH": str(path.absolute())}


def _postgres(parsed: URL) -> dict[str, str]:
    return {
        "KHAYWE_DBT_TARGET": "postgres",
        "KHAYWE_DBT_POSTGRES_HOST": _told(parsed, "host") or parsed.host or "localhost",
        "KHAYWE_DBT_POSTGRES_PORT": str(parsed.port or 5432),
        "KHAYWE_DBT_POSTGRES_USER": parsed.username or "postgres",
        "KHAYWE_DBT_POSTGRES_PASSWORD": parsed.password or "",
        "KHAYWE_DBT_POSTGRES_DATABASE": parsed.database or "postgres",
    }


def _snowflake(parsed: URL) -> dict[str, str]:
    database, _, schema = str(parsed.database).partition("/")
    return {
        "KHAYWE_DBT_TARGET": "snowflake",
        "KHAYWE_DBT_SNOWFLAKE_ACCOUNT": parsed.host or "",
        "KHAYWE_DBT_SNOWFLAKE_USER": parsed.username or "",
        "KHAYWE_DBT_SNOWFLAKE_PASSWORD": parsed.password or "",
        "KHAYWE_DBT_SNOWFLAKE_DATABASE": database,
        "KHAYWE_DBT_SNOWFLAKE_SCHEMA": schema or "PUBLIC",
        **{f"KHAYWE_DBT_SNOWFLAKE_{ends}": _told(parsed, name) for name, ends in _PASSED_ON_TO_SNOWFLAKE.items()},
    }


def _told(parsed: URL, name: str) -> str:
    value = parsed.query.get(name, "")
    return value if isinstance(value, str) else value[-1]
