"""The `khaywe users` verbs, and the users of the demo. What a user is and may do is `loyalty.access`'s."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from khaywe.environment import stack_running
from khaywe.screen import one_clear_line, screen
from loyalty.access import Role, UserChange, UserNameTaken, add_user, change_user, find_user_named, list_users
from loyalty.clock import UtcClock
from loyalty.database import Database, Work, connect
from loyalty.settings import Settings

FROM_COMMAND_LINE = "command line"
DEMO_USERS = {"admin": Role.ADMIN, "marketer": Role.MARKETER, "viewer": Role.VIEWER}

app = typer.Typer(no_args_is_help=True, help="Who may sign in to the console: make, list, change.")
Name = Annotated[str, typer.Argument(help="What they type to sign in; upper and lower case are one.")]
Password = Annotated[
    str,
    typer.Option("--password", prompt=True, confirmation_prompt=True, hide_input=True, help="12 to 200 characters; asked for if left out."),
]


@app.command("add")
def add(name: Name, role: Annotated[Role, typer.Option(help="What they may do.")], password: Password) -> None:
    """Somebody more may sign in."""
    with _on_the_database() as work:
        user = add_user(name, password, role, made_by=FROM_COMMAND_LINE, within=work, clock=UtcClock())
    screen.print(f"{user.name} may sign in as {user.role.value}.", highlight=False)


@app.command("list")
def show() -> None:
    """Every user: name, role, whether they may sign in."""
    with _on_the_database() as work:
        users = list_users(within=work)
    table = Table("Name", "Role", "May sign in", "Made by")
    for user in users:
        table.add_row(user.name, user.role.value, "no" if user.disabled_at else "yes", user.made_by)
    screen.print(table)


@app.command("password")
def set_password(name: Name, password: Password) -> None:
    """Another password; the user is signed out everywhere."""
    _change(name, UserChange(password=password), "has a new password")


@app.command("role")
def set_role(name: Name, role: Annotated[Role, typer.Argument(help="What they may do from now on.")]) -> None:
    """Another role; the user is signed out everywhere."""
    _change(name, UserChange(role=role), f"is {role.value} now")


@app.command("disable")
def disable(name: Name) -> None:
    """The user cannot sign in any more, and is signed out everywhere."""
    _change(name, UserChange(is_disabled=True), "cannot sign in any more")


@app.command("enable")
def enable(name: Name) -> None:
    """The user may sign in again."""
    _change(name, UserChange(is_disabled=False), "may sign in again")


def demo_users(found: Settings, database: Database) -> dict[str, str]:
    """The demo's users with their passwords, made at the first start and kept in files that only their owner can read.

    A password that was changed in the console is not known here; it stays as it is, and the file tells the first one.
    """
    return {
        name: _demo_password(found.var_dir / "run" / f"demo_password_{name}", name, role, database) for name, role in DEMO_USERS.items()
    }


def _demo_password(kept: Path, name: str, role: Role, database: Database) -> str:
    password = kept.read_text().strip() if kept.exists() else "-".join(secrets.token_hex(2) for _ in range(4))
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.touch(mode=0o600)
    kept.write_text(password)
    with suppress(UserNameTaken), database.begin() as work:
        add_user(name, password, role, made_by="demo", within=work, clock=UtcClock())
    return password


def _change(name: str, change: UserChange, outcome: str) -> None:
    with _on_the_database() as work:
        user = change_user(find_user_named(name, within=work).id, change, within=work, clock=UtcClock())
    screen.print(f"{user.name} {outcome}.", highlight=False)


@contextmanager
def _on_the_database() -> Iterator[Work]:
    with one_clear_line(), stack_running() as found:
        database = connect(str(found.database_url))
        try:
            with database.begin() as work:
                yield work
        finally:
            database.close()
