"""Where the dbt project is, and its manifest, which Dagster reads to know the models. Not here: running them (`dbt.py`)."""

import subprocess
import sys
from pathlib import Path

from loyalty.errors import Invalid
from loyalty.settings import PROJECT_DIR
from loyalty.warehouse.opening import parse_warehouse_url

DBT_PROJECT_DIR = PROJECT_DIR / "dbt_project"
MANIFEST = DBT_PROJECT_DIR / "target" / "manifest.json"
DBT = Path(sys.executable).parent / "dbt"
DBT_FOR_SNOWFLAKE = PROJECT_DIR / ".venv-dbt-snowflake" / "bin" / "dbt"

_SOURCES = ("models", "macros", "tests", "snapshots", "seeds")
_PARSE_SECONDS_MAX = 180


class DbtProjectUnreadable(Invalid):
    """dbt could not read its own project; the end of what it said is in the message."""

    code = "DBT_PROJECT_UNREADABLE"


class DbtMissing(Invalid):
    """The warehouse asks for a dbt that has not been installed; the message says how."""

    code = "DBT_MISSING"


def dbt_for(warehouse_url: str) -> Path:
    """The dbt that builds in this warehouse: our own, or for Snowflake that of another environment (its packages disagree with ours).

    Raises:
        DbtMissing: dbt for Snowflake is not installed.
        WarehouseUrlWrong: it names no warehouse we know.
    """
    if parse_warehouse_url(warehouse_url).get_backend_name() != "snowflake":
        return DBT
    if not DBT_FOR_SNOWFLAKE.exists():
        raise DbtMissing("dbt for Snowflake is not installed: run `make dbt-snowflake`.", expected=str(DBT_FOR_SNOWFLAKE))
    return DBT_FOR_SNOWFLAKE


def prepared_manifest() -> Path:
    """The manifest, as new as the project: `dbt parse` is run where it is missing or older than a file of the project.

    Parsing contacts no warehouse; `make install` does it too, so that starting Dagster need not.

    Raises:
        DbtProjectUnreadable: dbt refused the project.
    """
    if not MANIFEST.exists() or MANIFEST.stat().st_mtime < _changed_last():
        _parse()
    return MANIFEST


def _changed_last() -> float:
    files = [DBT_PROJECT_DIR / "dbt_project.yml"]
    for folder in _SOURCES:
        files += [path for path in (DBT_PROJECT_DIR / folder).rglob("*") if path.suffix in {".sql", ".yml", ".yaml", ".md", ".csv"}]
    return max(path.stat().st_mtime for path in files)


def _parse() -> None:
    command = [
        str(DBT),
        "--no-send-anonymous-usage-stats",
        "parse",
        "--project-dir",
        str(DBT_PROJECT_DIR),
        "--profiles-dir",
        str(DBT_PROJECT_DIR),
    ]
    done = subprocess.run(command, cwd=DBT_PROJECT_DIR, capture_output=True, text=True, timeout=_PARSE_SECONDS_MAX, check=False)  # noqa: S603
    if done.returncode != 0 or not MANIFEST.exists():
        said = "\n".join((done.stdout + done.stderr).strip().splitlines()[-15:])
        raise DbtProjectUnreadable(f"`dbt parse` in dbt_project ended with {done.returncode}; correct the project. It said:\n{said}")


if __name__ == "__main__":
    prepared_manifest()
