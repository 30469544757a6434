"""Remove what the demo made. Only the folder of settings.var_dir, and only while nothing uses it."""

import shutil

import typer
from rich.console import Console

from khaywe.environment import asked_settings
from khaywe.local.shared import servers_in_use


def remove_data(screen: Console, *, asked: bool) -> None:
    """The folder is gone; refused while its servers run."""
    folder = asked_settings().var_dir
    if not folder.exists():
        screen.print("There is nothing to remove.")
        return
    if servers_in_use(folder):
        screen.print(f"[bold red]✗[/] Khaywe still runs on {folder}; stop it first (Ctrl-C in its terminal).")
        raise typer.Exit(1)
    if asked and not typer.confirm(f"Remove {folder} with all its data?"):
        raise typer.Exit(1)
    shutil.rmtree(folder)
    screen.print(f"{folder} is gone.")
