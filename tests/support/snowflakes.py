"""Snowflake as fakesnow emulates it: the real connector against its HTTP server. Not here: any test."""

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch


@contextmanager
def emulated_snowflake() -> Iterator[str]:
    """The URL of an emulated account, without a database: put one between the slash and the question mark."""
    import fakesnow
    from fakesnow import transforms

    with warnings.catch_warnings(), patch.object(transforms, "create_table_as", _lasting(transforms.create_table_as)):
        warnings.simplefilter("ignore")
        with fakesnow.server() as told:
            for name in ("uvicorn", "uvicorn.error", "uvicorn.access", "fakesnow", "snowflake.connector"):
                logging.getLogger(name).setLevel(logging.CRITICAL)
            yield f"snowflake://{told['user']}:{told['password']}@{told['account']}/?host={told['host']}&port={told['port']}&protocol=http"


def _lasting(create_table_as: Any) -> Any:
    """fakesnow hands a temporary table with its full name on to DuckDB, which refuses one (dbt makes them to reload a day).

    So in the emulation such a table stays. This goes when fakesnow (0.12 now) knows temporary tables outside the current schema.
    """
    from sqlglot import exp

    def changed(expression: Any, connection: Any) -> Any:
        if isinstance(expression, exp.Create) and expression.kind == "TABLE":
            table = expression.find(exp.Table)
            temporary = expression.find(exp.TemporaryProperty)
            if temporary is not None and table is not None and table.catalog:
                temporary.pop()
        return create_table_as(expression, connection)

    return changed
