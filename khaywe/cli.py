"""The `khaywe` command: what a person types. Each verb's work lives in the module it names; errors become one clear line (`screen.py`)."""

import sys
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from khaywe.events import app as events_app
from khaywe.models import app as models_app
from khaywe.offers import app as offers_app
from khaywe.screen import one_clear_line, screen
from khaywe.users import app as users_app

app = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help="Khaywe: loyalty beside your data warehouse."
)
demo_app = typer.Typer(invoke_without_command=True, help="The daily loop on a year of real purchases.")
keys_app = typer.Typer(no_args_is_help=True, help="API keys: make, list, revoke.")
app.add_typer(demo_app, name="demo")
rules_app = typer.Typer(no_args_is_help=True, help="Rules: their SQL, their words, what they say of a member, and how they conform.")
app.add_typer(keys_app, name="keys")
app.add_typer(users_app, name="users")
app.add_typer(rules_app, name="rules")
app.add_typer(models_app, name="models")
app.add_typer(offers_app, name="offers")
app.add_typer(events_app, name="events")


class Language(StrEnum):
    """A language that rules are told in."""

    ENGLISH = "en"
    ARABIC = "ar"


@app.command()
def up() -> None:
    """Start servers, API, console and Dagster in the foreground; Ctrl-C stops everything."""
    from khaywe.up import run_up

    with one_clear_line():
        run_up(screen)


@demo_app.callback()
def demo(
    context: typer.Context,
    once: Annotated[bool, typer.Option("--once", help="Run the whole loop, print what happened, stop everything.")] = False,
    households: Annotated[int | None, typer.Option(min=10, help="Only this many households, for a quick look.")] = None,
) -> None:
    """Load real purchases, run the whole loop, leave it running with its addresses printed."""
    if context.invoked_subcommand is not None:
        return
    from khaywe.demo import run_demo

    with one_clear_line():
        run_demo(screen, once=once, households=households)


@demo_app.command()
def advance(days: Annotated[int, typer.Option(min=1, max=365, help="How many days of loads arrive.")] = 1) -> None:
    """The next days of loads arrive in the warehouse; the business clock moves with them."""
    from khaywe.demo import run_advance

    with one_clear_line():
        run_advance(screen, days)


@demo_app.command()
def story(
    households: Annotated[int, typer.Option(min=1, max=1000, help="How many households hear of retention at once, after the first.")] = 50,
    vips: Annotated[int, typer.Option(min=10, max=1000, help="How many VIPs have an address.")] = 60,
) -> None:
    """Play the two workflows: one customer's update becomes an offer in the mail; a schedule writes to VIPs. Needs the demo's data."""
    from khaywe.story.play import run_story

    with one_clear_line():
        run_story(screen, households=households, vips=vips)


@demo_app.command()
def synthesize(
    customers: Annotated[int, typer.Option(min=1, max=20_000_000, help="How many customers.")] = 100_000,
    lines: Annotated[int, typer.Option(min=1, max=2_000_000_000, help="How many purchase lines they have together, exactly.")] = 10_000_000,
    seed: Annotated[int, typer.Option(min=0, max=2**31 - 1, help="The same seed draws the same company.")] = 1,
    out: Annotated[Path | None, typer.Option(help="The folder to write; default: below var/synthetic.")] = None,
) -> None:
    """Draw a company of any size from the households of the journey and write it as Parquet, one folder per raw table."""
    from khaywe.synthesize import run_synthesize
    from loyalty.settings import settings

    with one_clear_line():
        run_synthesize(screen, customers, lines, seed, out or settings().var_dir / "synthetic" / f"{customers}x{lines}-{seed}")


@app.command()
def status() -> None:
    """What runs, how far the data is, what the last build produced."""
    from khaywe.status import show_status

    with one_clear_line():
        show_status(screen)


@app.command()
def check() -> None:
    """Prove the invariants on what is stored; exit code 1 if one is violated."""
    from khaywe.checking import run_check

    with one_clear_line():
        if run_check(screen):
            raise typer.Exit(1)


@app.command()
def bench(
    ids: Annotated[list[str] | None, typer.Argument(help="Ids of the bars, such as P-02; all that exist when none is named.")] = None,
    json: Annotated[Path | None, typer.Option(help="Write one object per id into this file.")] = None,
    scale: Annotated[float, typer.Option(min=0.0001, max=10, help="Share of the data that the bar names.")] = 1.0,
) -> None:
    """Measure the bars: every figure is a ratio taken in one run on this machine."""
    from khaywe.bench import run_bench

    with one_clear_line():
        run_bench(screen, ids or [], json, scale)


@app.command()
def migrate() -> None:
    """Bring the loyalty database to the newest schema."""
    from khaywe.environment import stack_running
    from loyalty.database import connect
    from loyalty.database.migrate import migrate as to_newest

    with one_clear_line(), stack_running() as found:
        database = connect(str(found.database_url))
        to_newest(database)
        database.close()
        screen.print("The schema is the newest.")


@app.command()
def screenshots(out: Annotated[Path, typer.Option(help="Folder for the pictures.")] = Path("docs/images")) -> None:
    """Take the pictures of the README from a stack started for it (needs Chromium)."""
    from khaywe.pictures import take_pictures

    with one_clear_line():
        take_pictures(screen, out)


@app.command()
def clean(yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False) -> None:
    """Remove the demo's data and every log (the folder var/)."""
    from khaywe.cleaning import remove_data

    with one_clear_line():
        remove_data(screen, asked=not yes and sys.stdin.isatty())


@keys_app.command("create")
def create_key(
    name: Annotated[str, typer.Argument(help="Who will use it, such as `till-17`.")],
    permission: Annotated[list[str], typer.Option(help="What it may do; repeat for several.")],
) -> None:
    """Make an API key; its secret is shown once and never stored."""
    from khaywe.keys import make_key

    with one_clear_line():
        make_key(screen, name, permission)


@keys_app.command("list")
def list_keys() -> None:
    """Every API key: name, prefix, permissions, whether it still works."""
    from khaywe.keys import show_keys

    with one_clear_line():
        show_keys(screen)


@keys_app.command("revoke")
def revoke_key(prefix: Annotated[str, typer.Argument(help="The part between the underscores, as `list` shows it.")]) -> None:
    """The key stops working within seconds."""
    from khaywe.keys import revoke

    with one_clear_line():
        revoke(screen, prefix)


@rules_app.command("conformance")
def rules_conformance(
    files: Annotated[list[Path], typer.Argument(help="JSON arrays of comments and {description, rule, data, result}.")],
) -> None:
    """Run suites of the JSONLogic community; prints each failure, then `N passed, M failed`. Exit code 1 if one failed."""
    from khaywe.rules import run_conformance

    with one_clear_line(with_facts=False):
        if run_conformance(screen, files):
            raise typer.Exit(1)


RuleFile = Annotated[Path, typer.Argument(help="A JSONLogic rule over the feature catalogue; `-` reads it from standard input.")]
AsOf = Annotated[datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], help="The business day of the data; default: the newest.")]


@rules_app.command("sql")
def rules_sql(
    rule: RuleFile,
    dialect: Annotated[str, typer.Option(help="duckdb, postgresql, snowflake or oracle.")] = "duckdb",
    as_of: AsOf = None,
) -> None:
    """Print the SQL that finds everybody whom a rule describes, and the values bound to it."""
    from khaywe.rules import show_sql

    with one_clear_line(with_facts=False):
        show_sql(screen, rule, dialect, as_of.date() if as_of else None)


@rules_app.command("words")
def rules_words(rule: RuleFile) -> None:
    """Tell a rule in English and in Arabic."""
    from khaywe.rules import show_words

    with one_clear_line(with_facts=False):
        show_words(screen, rule)


@rules_app.command("explain")
def rules_explain(
    rule: RuleFile,
    member: Annotated[str, typer.Option(help="The company's number of the customer, or an id `mbr_…`.")],
    as_of: AsOf = None,
    language: Annotated[Language, typer.Option(help="In which language the clauses are told.")] = Language.ENGLISH,
) -> None:
    """Print every clause of a rule with its truth and the values it saw of one member. Exit code 0 whether it holds or not."""
    from khaywe.rules import explain

    with one_clear_line(with_facts=False):
        explain(screen, rule, member, as_of.date() if as_of else None, language.value)


if __name__ == "__main__":
    app()
