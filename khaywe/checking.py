"""`khaywe check`: prove the invariants on what is stored. What they are is each room's; here they are run and shown."""

from rich.console import Console
from rich.table import Table
from sqlalchemy import text

from khaywe.environment import stack_running
from khaywe.preparing import prepare_schema
from loyalty.checks import CheckResult
from loyalty.checks.run import run_checks
from loyalty.database import Database, connect
from loyalty.features.catalogue import load_catalogue
from loyalty.scores import check_published_scores
from loyalty.segments import check_membership
from loyalty.settings import Settings
from loyalty.warehouse import Warehouse, open_warehouse
from loyalty.warehouse.opening import duckdb_path, parse_warehouse_url


def run_check(screen: Console) -> int:
    """The number of violations; each check is shown, a broken one with its first offending row."""
    with stack_running() as found:
        prepare_schema(found)
        database = connect(str(found.database_url))
        try:
            with screen.status("Proving the invariants …"):
                results = prove(found, database)
        finally:
            database.close()
    screen.print(_table(results))
    violations = sum(result.violation_count for result in results)
    seconds = sum(result.seconds for result in results)
    screen.print(f"{len(results)} checks, {violations} violations, {seconds:.0f} s", highlight=False)
    return violations


def prove(found: Settings, database: Database) -> list[CheckResult]:
    """Every check, all seeing one instant of the database: what rooms promise by themselves, then what needs the warehouse."""
    with database.begin() as work:
        work.execute(text("set transaction isolation level repeatable read"))
        results = run_checks(work)
        if (warehouse := _built_warehouse(found)) is not None:
            results.append(check_membership(warehouse, catalogue=load_catalogue(), within=work))
            results.append(check_published_scores(warehouse, within=work))
    return results


def _built_warehouse(found: Settings) -> Warehouse | None:
    """The warehouse, or None where nothing was built yet."""
    parsed = parse_warehouse_url(found.warehouse)
    file = duckdb_path(parsed) if parsed.get_backend_name() == "duckdb" else None
    if file is not None and not file.exists():
        return None
    warehouse = open_warehouse(found.warehouse, read_only=True)
    return warehouse if warehouse.table_exists("marts.customer_profile") else None


def _table(results: list[CheckResult]) -> Table:
    table = Table("Check", "What holds", "", "Seconds", "First offending row")
    for result in results:
        mark = "[green]holds[/]" if result.is_kept else f"[red]{result.violation_count:,} rows[/]"
        first = "" if result.is_kept else str(dict(result.first_violation or {}))
        table.add_row(result.code, result.sentence, mark, f"{result.seconds:.1f}", first)
    return table
