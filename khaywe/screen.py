"""Where the commands print, and how what went wrong is told: one clear line. Not here: what the commands do."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.markup import escape

from loyalty.errors import LoyaltyError

screen = Console()


@contextmanager
def one_clear_line(*, with_facts: bool = True) -> Iterator[None]:
    """What a person did wrong or what does not answer becomes one sentence and exit code 1; our own bugs keep their trace."""
    from khaywe.stack import StackFailed

    try:
        yield
    except ValidationError as error:
        for problem in error.errors():
            screen.print(
                f"[bold red]✗[/] KHAYWE_{str(problem['loc'][0]).upper()}: {problem['msg']}; docs/guides/settings.md lists what may be set."
            )
        raise typer.Exit(1) from error
    except (LoyaltyError, StackFailed) as error:
        screen.print("[bold red]✗[/]", escape(str(error)), highlight=False, soft_wrap=True)
        for name, value in getattr(error, "facts", {}).items() if with_facts else ():
            screen.print(f"    {name}: {value}", highlight=False)
        raise typer.Exit(1) from error
