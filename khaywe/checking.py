"""`khaywe check`: prove the invariants on what is stored. What they are is each room's; here they are run and shown."""

from rich.console import Console
from rich.table import Table

from khaywe.environment import stack_running
from loyalty.checks import CheckResult
from loyalty.checks.run import run_checks
from loyalty.database import connect


def run_check(screen: Console) -> int:
    """The number of violations; each check is shown, a broken one with its first offending row."""
    with stack_running() as found:
        database = connect(str(found.database_url))
        try:
            with screen.status("Proving the invariants …"), database.begin() as work:
                results = run_checks(work)
        finally:
            database.close()
    screen.print(_table(results))
    violations = sum(result.violation_count for result in results)
    screen.print(f"{len(results)} checks, {violations} violations", highlight=False)
    return violations


def _table(results: list[CheckResult]) -> Table:
    table = Table("Check", "What holds", "", "First offending row")
    for result in results:
        mark = "[green]holds[/]" if result.is_kept else f"[red]{result.violation_count:,} rows[/]"
        table.add_row(result.code, result.sentence, mark, "" if result.is_kept else str(dict(result.first_violation or {})))
    return table
