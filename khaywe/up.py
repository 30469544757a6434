"""`khaywe up`: everything runs in the foreground until it is asked to stop. Not here: bringing data in (`demo.py`)."""

import shutil
import threading

from rich.console import Console
from rich.panel import Panel

from khaywe.environment import is_demo, stack_running
from khaywe.keys import demo_key
from khaywe.preparing import prepare_definitions, prepare_schema
from khaywe.processes import Children, until_asked_to_stop
from khaywe.stack import Addresses, StackFailed, forget_addresses, start_stack, write_addresses
from khaywe.users import demo_users
from loyalty.database import connect
from loyalty.settings import PROJECT_DIR, Settings


def run_up(screen: Console) -> None:
    """Servers, API, console and Dagster run until Ctrl-C; then nothing we started runs."""
    with until_asked_to_stop() as asked, stack_running() as found:
        with screen.status("Preparing the database …"):
            prepare_schema(found)
            prepare_definitions(found)
        serve_until(asked, found, screen)


def serve_until(asked: threading.Event, found: Settings, screen: Console) -> None:
    """The stack runs and its addresses are printed, until `asked` is set.

    Raises:
        StackFailed: a part did not come up, or ended by itself.
    """
    children = Children(found.var_dir / "log")
    try:
        with screen.status("Starting the API and Dagster …"):
            addresses = start_stack(children, found, screen, asked)
        if asked.is_set():
            return
        write_addresses(addresses, found.var_dir)
        screen.print(_welcome(addresses, found))
        while not asked.wait(1.0):
            if (dead := children.first_dead()) is not None:
                raise StackFailed(f"{dead.name} ended by itself. The end of {dead.log_path}:\n{dead.last_words()}")
    finally:
        forget_addresses(found.var_dir)
        with screen.status("Stopping …"):
            children.stop()
        screen.print("Stopped. The data stays in " + str(found.var_dir))


def _welcome(addresses: Addresses, found: Settings) -> Panel:
    built = (PROJECT_DIR / "console" / "dist" / "index.html").exists()
    console = addresses.api if built else "not built here: Node 20 or newer was missing at install"
    lines = [
        f"Console   [bold]{console}[/]",
        f"API       [bold]{addresses.api}/v1[/]",
        f"Dagster   [bold]{addresses.dagster}[/]",
        f"Events    [bold]{addresses.events}/health/ready[/]",
    ]
    if addresses.inbox is not None:
        lines.append(f"Inbox     [bold]{addresses.inbox}[/]")
    if is_demo(found.var_dir):
        database = connect(str(found.database_url))
        key = demo_key(found, database)
        users = demo_users(found, database)
        database.close()
        lines += [
            "",
            *(f"Sign in   [bold]{name}[/]  {password}" for name, password in users.items()),
            f"API key   [bold]{key}[/]",
            "",
            "Ask for an offer:",
            f"  curl -s -H 'Authorization: Bearer {key}' {addresses.api}/v1/members/1/offers",
            "Let a week of loads arrive (in another terminal):",
            "  .venv/bin/khaywe demo advance --days 7",
            "See an update of one customer become an offer in the mail, and a campaign for VIPs run:",
            "  .venv/bin/khaywe demo story",
        ]
    width = max(shutil.get_terminal_size().columns, 120)
    return Panel("\n".join(lines), title="Khaywe is running; Ctrl-C stops it", expand=False, width=min(width, 150))
