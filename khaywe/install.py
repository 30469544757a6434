"""Install Khaywe into its checkout: `.venv`, the console, dbt's manifest. Standard library only: it runs before anything is there.

Not here: starting anything (`khaywe up`), and versions (the lock files in `requirements/` and `console/package-lock.json`).
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Callable
from pathlib import Path

PROJECT_DIR = Path(__file__).resolve().parent.parent
VENV_DIR = PROJECT_DIR / ".venv"
VENV_PYTHON = VENV_DIR / "bin" / "python"
LOCK = PROJECT_DIR / "requirements" / "all.txt"
DBT_SNOWFLAKE_DIR = PROJECT_DIR / ".venv-dbt-snowflake"
DBT_SNOWFLAKE_LOCK = PROJECT_DIR / "requirements" / "dbt-snowflake.txt"
UV_LOCK = PROJECT_DIR / "requirements" / "uv.txt"
CONSOLE_DIR = PROJECT_DIR / "console"
DBT_PROJECT_DIR = PROJECT_DIR / "dbt_project"
PYTHON_MIN, PYTHON_BELOW = (3, 11), (3, 14)
NODE_MIN = 20


class InstallError(Exception):
    """One sentence for the person at the keyboard: what is missing and what to do."""


def main() -> int:
    """Everything is installed and up to date; a second call takes a moment. Returns a process exit code."""
    options = argparse.ArgumentParser(description="Install Khaywe into this checkout.")
    options.add_argument("--no-console", action="store_true", help="leave the console out")
    options.add_argument("--dbt-snowflake", action="store_true", help="only dbt for a Snowflake warehouse, beside what is installed")
    chosen = options.parse_args()
    try:
        check_python()
        if chosen.dbt_snowflake:
            step("dbt for Snowflake", [DBT_SNOWFLAKE_LOCK, UV_LOCK], dbt_for_snowflake, stamps=DBT_SNOWFLAKE_DIR)
            return 0
        step("Python packages", LOCK_FILES, python_packages)
        step("dbt manifest", dbt_files(), dbt_manifest)
        if chosen.no_console:
            say("console: left out")
        elif (reason := why_no_console()) is not None:
            say(f"console: left out. {reason}")
        else:
            step("console packages", [CONSOLE_DIR / "package-lock.json"], console_packages)
            step("console build", sorted((CONSOLE_DIR / "src").rglob("*.*")) + CONSOLE_BUILD_FILES, console_build)
    except InstallError as error:
        say(f"cannot install: {error}")
        return 1
    except subprocess.CalledProcessError as error:
        say(f"cannot install: `{' '.join(map(str, error.cmd[:4]))} …` ended with {error.returncode}; its output is above.")
        return 1
    return 0


LOCK_FILES = [LOCK, UV_LOCK, PROJECT_DIR / "pyproject.toml"]
CONSOLE_BUILD_FILES = [CONSOLE_DIR / "package-lock.json", CONSOLE_DIR / "index.html", CONSOLE_DIR / "vite.config.ts"]


def check_python() -> None:
    """Raises InstallError unless this Python is one we lock for."""
    if not PYTHON_MIN <= sys.version_info[:2] < PYTHON_BELOW:
        found = ".".join(map(str, sys.version_info[:3]))
        raise InstallError(f"Python {found} was found, 3.11, 3.12 or 3.13 is needed. Name one: make install PYTHON=python3.12")


def why_no_console() -> str | None:
    """The sentence that says why the console cannot be built here, or None when it can."""
    if not (CONSOLE_DIR / "package.json").exists():
        return "There is no console/ in this checkout."
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return f"Node {NODE_MIN} or newer with npm was not found; everything else works without it."
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout.strip()
    try:
        major = int(version.lstrip("v").split(".")[0])
    except ValueError:
        return f"`node --version` answered '{version}'; Node {NODE_MIN} or newer is needed."
    return None if major >= NODE_MIN else f"Node {version} was found, {NODE_MIN} or newer is needed; everything else works without it."


def python_packages() -> None:
    """`.venv` holds exactly the locked versions, each checked by its hash, and Khaywe itself in place."""
    locked_packages(VENV_DIR, LOCK)
    run([*pip_of(VENV_DIR), "--no-deps", "--no-build-isolation", "--no-index", "--editable", str(PROJECT_DIR)])


def dbt_for_snowflake() -> None:
    """`.venv-dbt-snowflake` holds dbt and its adapter for Snowflake, which ask for other versions than everything else here."""
    locked_packages(DBT_SNOWFLAKE_DIR, DBT_SNOWFLAKE_LOCK)


def locked_packages(folder: Path, lock: Path) -> None:
    """The environment in `folder` exists and holds exactly the versions of `lock`."""
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
    pip = pip_of(folder)
    run([*pip, "--require-hashes", "-r", str(UV_LOCK)])
    # A person sees uv's progress; a log file gets no list of two hundred names.
    uv = [str(folder / "bin" / "uv"), *([] if sys.stderr.isatty() else ["--quiet"]), "pip"]
    # uv installs in a fraction of pip's time, but does not read pip's configuration of where packages come from:
    # where it cannot reach them, pip itself does the same from the same lock.
    if run([*uv, "sync", "--python", str(python), "--require-hashes", str(lock)], env=uv_environment(python), check=False) != 0:
        say("uv could not install; trying pip, which takes longer")
        # The lock is complete; letting pip look for dependencies again only gives it reasons to disagree about extras.
        run([*pip, "--no-deps", "--require-hashes", "-r", str(lock)])


def pip_of(folder: Path) -> list[str]:
    """The beginning of a command that installs into the environment in `folder`."""
    return [str(folder / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]


def uv_environment(python: Path) -> dict[str, str]:
    """The environment for uv: where pip is told to find packages, uv is told too."""
    environment = dict(os.environ)
    asked = subprocess.run([str(python), "-m", "pip", "config", "get", "global.index-url"], capture_output=True, text=True, check=False)
    index = os.environ.get("PIP_INDEX_URL") or asked.stdout.strip()
    if index:
        environment.setdefault("UV_DEFAULT_INDEX", index)
    environment.setdefault("UV_SYSTEM_CERTS", "1")
    environment["UV_LINK_MODE"] = environment.get("UV_LINK_MODE", "copy" if os.environ.get("UV_CACHE_DIR") else "hardlink")
    return environment


def dbt_files() -> list[Path]:
    """What dbt reads of its project."""
    return sorted(path for path in DBT_PROJECT_DIR.rglob("*.*") if path.is_file() and not {"target", "logs"} & set(path.parts))


def dbt_manifest() -> None:
    """dbt has read its project, so that Dagster starts without waiting for it."""
    run([str(VENV_PYTHON), "-m", "orchestration.transform.project"])


def console_packages() -> None:
    """`console/node_modules` holds exactly the locked versions."""
    run(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=CONSOLE_DIR)


def console_build() -> None:
    """`console/dist` holds the built console, which the API serves."""
    run(["npm", "run", "--silent", "build"], cwd=CONSOLE_DIR)


def step(name: str, inputs: list[Path], act: Callable[[], None], *, stamps: Path = VENV_DIR) -> None:
    """`act` has run for these `inputs`; skipped when it has run for the same ones before, which a file in `stamps` remembers."""
    stamp = stamps / f".khaywe-{name.replace(' ', '-')}"
    digest = hashlib.sha256()
    for path in inputs:
        digest.update(str(path.relative_to(PROJECT_DIR)).encode())
        digest.update(path.read_bytes() if path.is_file() else b"")
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return
    say(f"{name}: installing …")
    began = time.monotonic()
    act()
    stamp.write_text(digest.hexdigest())
    say(f"{name}: done in {time.monotonic() - began:.0f} s")


def run(command: list[str], *, cwd: Path = PROJECT_DIR, env: dict[str, str] | None = None, check: bool = True) -> int:
    """The command's exit code; its output goes to the terminal."""
    return subprocess.run(command, cwd=cwd, env=env, check=check).returncode


def say(line: str) -> None:
    """One line for the person at the keyboard."""
    print(f"khaywe install · {line}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
