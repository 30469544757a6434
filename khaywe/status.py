"""`khaywe status`: how far data, scores and segments are, and what runs. Not here: asking (`summary.py`)."""

from rich.console import Console
from rich.table import Table

from khaywe.environment import asked_settings, stack_running
from khaywe.local.shared import servers_in_use
from khaywe.summary import Stage, summarise
from loyalty.database import connect
from loyalty.database.migrate import migrate


def show_status(screen: Console) -> None:
    """One table; embedded servers that do not run are started for the moment."""
    ran = servers_in_use(asked_settings().var_dir)
    with stack_running() as found:
        database = connect(str(found.database_url))
        try:
            migrate(database)
            stages = summarise(found, database)
        finally:
            database.close()
    screen.print(stages_table([Stage("Servers", "running" if ran else "not running: `khaywe up` starts them"), *stages]))


def stages_table(stages: list[Stage], title: str | None = None) -> Table:
    """The stages as a table."""
    table = Table(title=title, show_header=False)
    for stage in stages:
        table.add_row(f"[bold]{stage.name}[/]", stage.state)
    return table
