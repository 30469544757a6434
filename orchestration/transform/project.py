"""Where the dbt project is, and its manifest, which Dagster reads to know the models. Not here: running them (`dbt.py`)."""

import fcntl
import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from loyalty.errors import Invalid
from loyalty.settings import PROJECT_DIR
from loyalty.warehouse.opening import parse_warehouse_url

DBT_PROJECT_DIR = PROJECT_DIR / "dbt_project"
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


def prepared_manifest(project_dir: Path = DBT_PROJECT_DIR) -> Path:
    """The manifest, as new as the project: `dbt parse` is run where it is missing or older than a file of the project.

    Parsing contacts no warehouse; `make install` does it too, so that starting Dagster need not. Processes that ask at the same
    time (Dagster starts several) parse once, and none of them ever reads half a file.

    Raises:
        DbtProjectUnreadable: dbt refused the project.
    """
    target = project_dir / "target"
    manifest = target / "manifest.json"
    if _is_new(manifest, project_dir):
        return manifest
    target.mkdir(exist_ok=True)
    with (target / "parsing.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _is_new(manifest, project_dir):
            _parse(project_dir, target)
    return manifest


def _is_new(manifest: Path, project_dir: Path) -> bool:
    return manifest.exists() and manifest.stat().st_mtime >= _changed_last(project_dir)


def _changed_last(project_dir: Path) -> float:
    files = [project_dir / "dbt_project.yml"]
    for folder in _SOURCES:
        files += [path for path in (project_dir / folder).rglob("*") if path.suffix in {".sql", ".yml", ".yaml", ".md", ".csv"}]
    return max(path.stat().st_mtime for path in files)


def _parse(project_dir: Path, target: Path) -> None:
    """What dbt makes of the project is in `target`; each file is put there whole."""
    began = time.time()
    with TemporaryDirectory(prefix="parsing-", dir=target) as draft:
        places = {"--project-dir": project_dir, "--profiles-dir": project_dir, "--target-path": draft}
        command = [str(DBT), "--no-send-anonymous-usage-stats", "parse", *(str(part) for place in places.items() for part in place)]
        done = subprocess.run(command, cwd=project_dir, capture_output=True, text=True, timeout=_PARSE_SECONDS_MAX, check=False)  # noqa: S603
        made = Path(draft) / "manifest.json"
        if done.returncode != 0 or not made.exists():
            said = "\n".join((done.stdout + done.stderr).strip().splitlines()[-15:])
            raise DbtProjectUnreadable(f"`dbt parse` in dbt_project ended with {done.returncode}; correct the project. It said:\n{said}")
        # A file that was changed while dbt read makes the manifest old.
        os.utime(made, (began, began))
        for file in (Path(draft) / "partial_parse.msgpack", made):
            file.replace(target / file.name)


if __name__ == "__main__":
    prepared_manifest()
