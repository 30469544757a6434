"""The settings in force, handed to the processes we start and to the rooms we call. The one writer of `KHAYWE_…` variables."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import SecretStr

from khaywe.demo_data import FIRST_DAY, LAST_DAY
from khaywe.local.shared import running_servers
from loyalty.settings import PROJECT_DIR, Settings
from loyalty.settings import settings as settings_of_process

DEMO_MARK = "demo.json"


@contextmanager
def stack_running() -> Iterator[Settings]:
    """Every server answers and this process, with all it starts, uses them; yields the settings in force."""
    with running_servers(asked_settings()) as found:
        adopt(found)
        yield found


def asked_settings() -> Settings:
    """What the operator set; where the demo's data lives, its clock follows the loads."""
    asked = Settings()
    return with_demo_calendar(asked) if is_demo(asked.var_dir) else asked


def with_demo_calendar(asked: Settings) -> Settings:
    """The clock follows the loads, the calendar ends with the data and training is quick, except where the operator said otherwise."""
    told: dict[str, object] = {
        "clock": "loads",
        "first_business_day": FIRST_DAY,
        "last_business_day": LAST_DAY,
        "training_effort": "quick",
    }
    return asked.model_copy(update={name: value for name, value in told.items() if name not in asked.model_fields_set})


def mark_as_demo(var_dir: Path, households: int | None) -> None:
    """From now on, commands on this folder know that it holds the demo."""
    var_dir.mkdir(parents=True, exist_ok=True)
    (var_dir / DEMO_MARK).write_text(json.dumps({"households": households}))


def is_demo(var_dir: Path) -> bool:
    """Whether this folder holds the demo's data."""
    return (var_dir / DEMO_MARK).exists()


def adopt(found: Settings) -> None:
    """This process reads exactly these settings from now on."""
    os.environ.update(variables_of(found))
    settings_of_process.cache_clear()


def variables_of(found: Settings) -> dict[str, str]:
    """The variables that tell another process these settings."""
    plain = {
        name: value.get_secret_value() if isinstance(value, SecretStr) else value
        for name, value in found.model_dump().items()
        if value is not None
    }
    told = {f"KHAYWE_{name.upper()}": json.dumps(value) if isinstance(value, dict) else str(value) for name, value in plain.items()}
    # Dagster plans a run by one event per asset and day; stored one by one they take longer than the run's first steps.
    return told | {"DAGSTER_HOME": str(found.var_dir / "dagster"), "DAGSTER_EVENT_BATCH_SIZE": "500"}


def child_environment(found: Settings) -> dict[str, str]:
    """The whole environment of a process we start: ours, these settings, and our own programs first on the path."""
    programs = Path(sys.executable).parent
    return {
        **os.environ,
        **variables_of(found),
        "PATH": f"{programs}{os.pathsep}{os.environ.get('PATH', '')}",
        "PYTHONPATH": str(PROJECT_DIR),
        "PYTHONUNBUFFERED": "1",
    }
