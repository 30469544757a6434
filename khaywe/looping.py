"""Runs the loop in a child process and shows how far it is. Not here: the loop (`orchestration/loop.py`, which imports Dagster)."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from loyalty.errors import Refused
from loyalty.settings import PROJECT_DIR, Settings

Progress = Callable[[str, int, int], None]
"""Called with the step that begins or ended, the number of steps done, and the number of steps in all."""


class LoopFailed(Refused):
    """A step of the loop failed; what came after it did not run, and what readers see is the last good build."""

    code = "LOOP_FAILED"


def run_new_loads(progress: Progress) -> None:
    """The loop has run for every load that arrived since the last build was published; at once, when there is none.

    Needs DAGSTER_HOME and the settings in the environment. What Dagster and dbt say goes to `<var_dir>/log/loop.log`.

    Raises:
        LoopFailed: a step failed; its name and reason are in the message.
    """
    log_path = Settings().var_dir / "log" / "loop.log"
    log_path.parent.mkdir(parents=True, exist_ok=True)
    reading, writing = os.pipe()
    command = [sys.executable, "-m", "orchestration.loop", str(writing)]
    with log_path.open("ab") as log, subprocess.Popen(command, cwd=PROJECT_DIR, stdout=log, stderr=log, pass_fds=[writing]) as child:
        os.close(writing)
        try:
            failed = _follow(reading, progress)
            child.wait()
        finally:
            if child.poll() is None:
                child.terminate()
    if failed is not None:
        raise LoopFailed(failed["message"], **failed["facts"], log=str(log_path))
    if child.returncode != 0:
        raise LoopFailed(f"The loop ended with {child.returncode} before it was done; the end of its log says why.", log=str(log_path))


def _follow(reading: int, progress: Progress) -> dict[str, Any] | None:
    """What the child says until it closes its end; the failure, if it told one."""
    failed = None
    with os.fdopen(reading, encoding="utf-8") as lines:
        for line in lines:
            said = json.loads(line)
            if "message" in said:
                failed = said
            else:
                progress(said["step"], said["done"], said["total"])
    return failed
