"""`khaywe offers`: what was offered, as files for whoever judges it. Not here: offers themselves (`loyalty/offers`)."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from khaywe.screen import one_clear_line, screen

app = typer.Typer(help="What members were offered, and what became of it.", no_args_is_help=True)


@app.callback()
def offers() -> None:
    """What members were offered, and what became of it."""


@app.command("log")
def write_log(
    out: Annotated[Path, typer.Option(help="The Parquet file to write.")],
    since: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Decisions of this business day or later.")] = None,
    best: Annotated[Path | None, typer.Option(help="Write the policy that always shows the best here, to judge it on the log.")] = None,
) -> None:
    """Write the log of drawn offers that were shown, with the chance of each, for `khaywe models evaluate policy --log`."""
    with one_clear_line(with_facts=False):
        from loyalty.clock import business_date
        from loyalty.database import connect
        from loyalty.database.business_clock import clock_of
        from loyalty.database.engine import DatabaseUrlWrong
        from loyalty.offers.log import best_policy, read_log
        from loyalty.settings import settings

        found = settings()
        if found.database_url is None:
            raise DatabaseUrlWrong("Set KHAYWE_DATABASE_URL to the loyalty database; `khaywe up` starts one.", scheme="")
        database = connect(found.database_url, pool_size=1)
        today = business_date(clock_of(found, database).now(), found.business_timezone)
        with database.begin() as work:
            log = read_log(work, today=today, since=since.date() if since else None)
        database.close()
        log.write_parquet(out)
        if best is not None:
            best_policy(log).write_parquet(best)
    open_count = log["reward"].null_count()
    screen.print(f"{log.height:,} decisions in {out}, {open_count:,} of them still open.")
    if not log.height:
        screen.print("Nothing was drawn and shown yet: exploration has a share in definitions/offers/rules.json, and channels say SHOWN.")
