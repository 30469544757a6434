"""Pictures of the running stack for README and guides. Not here: what is on them (`console/scripts/screenshots.mjs`)."""

import shutil
import subprocess
import threading
from contextlib import closing
from pathlib import Path

import typer
from rich.console import Console

from khaywe.environment import asked_settings, is_demo, stack_running
from khaywe.preparing import prepare_definitions, prepare_schema
from khaywe.processes import Children
from khaywe.stack import start_stack
from khaywe.story.counter import play_counter
from khaywe.story.play import running_stack, stage_of
from khaywe.users import demo_users
from loyalty.database import connect
from loyalty.settings import PROJECT_DIR


def take_pictures(screen: Console, out: Path) -> None:
    """The pictures stand in `out`; a stack that runs is asked, else one is started for them and stopped again."""
    if shutil.which("node") is None or shutil.which("chromium") is None:
        screen.print("[bold red]✗[/] Pictures need Node and Chromium (`apt-get install chromium`); at least one was not found.")
        raise typer.Exit(1)
    if not is_demo(asked_settings().var_dir):
        screen.print("[bold red]✗[/] There is nothing to show yet; run `khaywe demo --once` first.")
        raise typer.Exit(1)
    with stack_running() as found:
        prepare_schema(found)
        prepare_definitions(found)
        database = connect(str(found.database_url))
        children = Children(found.var_dir / "log")
        try:
            addresses = running_stack(found) or start_stack(children, found, screen, threading.Event())
            with closing(stage_of(found, addresses, database, say=lambda *_: None)) as stage:
                play_counter(stage)
            command = ["node", "scripts/screenshots.mjs", "--base", addresses.api, "--user", "admin"]
            command += ["--password", demo_users(found, database)["admin"], "--dagster", addresses.dagster, "--out", str(out.resolve())]
            subprocess.run(command, cwd=PROJECT_DIR / "console", check=True)
        finally:
            children.stop()
            database.close()
