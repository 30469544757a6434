"""Snowflake as fakesnow emulates it: the real connector against its HTTP server. Not here: any test."""

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def emulated_snowflake() -> Iterator[str]:
    """The URL of an emulated account, without a database: put one between the slash and the question mark."""
    import fakesnow

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with fakesnow.server() as told:
            for name in ("uvicorn", "uvicorn.error", "uvicorn.access", "fakesnow", "snowflake.connector"):
                logging.getLogger(name).setLevel(logging.CRITICAL)
            yield f"snowflake://{told['user']}:{told['password']}@{told['account']}/?host={told['host']}&port={told['port']}&protocol=http"
