"""The demo: real purchases arrive, the whole loop runs on them, and stays running. Not here: any stage of the loop."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from khaywe.demo_data import Release, introduce, open_demo
from khaywe.demo_data import advance as release_days
from khaywe.environment import asked_settings, mark_as_demo, stack_running
from khaywe.looping import run_new_loads
from khaywe.preparing import prepare_definitions, prepare_schema
from khaywe.processes import until_asked_to_stop
from khaywe.status import stages_table
from khaywe.summary import summarise
from khaywe.up import serve_until
from loyalty.database import connect
from loyalty.database.business_clock import clock_of, move_business_clock
from loyalty.errors import Conflict
from loyalty.settings import Settings
from loyalty.warehouse import open_warehouse


class DemoNotOpened(Conflict):
    """Days can arrive only after the demo was opened."""

    code = "DEMO_NOT_OPENED"


def run_demo(screen: Console, *, once: bool, households: int | None) -> None:
    """The loads are there, the loop has run on them and is shown; then everything stops (`once`) or stays up until Ctrl-C."""
    mark_as_demo(asked_settings().var_dir, households)
    with stack_running() as found:
        prepare_schema(found)
        with _bar(screen, "Loading purchases", "days") as (bar, task):
            opened = open_demo(
                open_warehouse(found.warehouse),
                households=households,
                progress=lambda done, total: bar.update(task, completed=done, total=total),
            )
        _move_clock(found, opened)
        prepare_definitions(found)
        run_loop_shown(screen)
        _introduce(found)
        _show_summary(screen, found)
        if not once:
            with until_asked_to_stop() as asked:
                serve_until(asked, found, screen)


def run_advance(screen: Console, days: int) -> None:
    """The next `days` days are loaded and the clock stands at the last of them; a running stack sees them by itself."""
    if not asked_settings().var_dir.joinpath("demo.json").exists():
        raise DemoNotOpened("There is no demo here yet; open it with `khaywe demo` (or `make demo`).")
    with stack_running() as found:
        with _bar(screen, "Loading purchases", "days") as (bar, task):
            released = release_days(
                open_warehouse(found.warehouse), days, lambda done, total: bar.update(task, completed=done, total=total)
            )
        _move_clock(found, released)
        _introduce(found)
    rows = sum(released.row_counts.values())
    more = "" if released.has_more else " It was the last day of the data."
    screen.print(f"{released.days_count} days with {rows:,} rows arrived, through {released.last_on}.{more}", highlight=False)


def run_loop_shown(screen: Console) -> None:
    """The graph has run for the days that were not yet built; each step is shown as it ends."""
    with _bar(screen, "Running the loop", "steps") as (bar, task):
        run_new_loads(lambda step, done, total: bar.update(task, completed=done, total=total, description=f"Running the loop · {step}"))


def _show_summary(screen: Console, found: Settings) -> None:
    database = connect(str(found.database_url))
    try:
        screen.print(stages_table(summarise(found, database), title="What the loop did"))
    finally:
        database.close()


def _move_clock(found: Settings, released: Release) -> None:
    database = connect(str(found.database_url))
    try:
        with database.begin() as work:
            move_business_clock(work, released.clock_at)
    finally:
        database.close()


def _introduce(found: Settings) -> None:
    database = connect(str(found.database_url))
    try:
        with database.begin() as work:
            introduce(within=work, clock=clock_of(found, database))
    finally:
        database.close()


@contextmanager
def _bar(screen: Console, title: str, unit: str) -> Iterator[tuple[Progress, TaskID]]:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn(unit), TimeElapsedColumn())
    with Progress(*columns, console=screen) as bar:
        yield bar, bar.add_task(title, total=None)
