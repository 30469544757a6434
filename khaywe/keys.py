"""The `khaywe keys` verbs. What a key is and may do is `loyalty.access`'s."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from khaywe.environment import stack_running
from loyalty.access import GRANTABLE, create_key, list_keys, revoke_key
from loyalty.database import Database, connect
from loyalty.database.business_clock import clock_of
from loyalty.settings import Settings

DEMO_KEY_NAME = "demo"


def make_key(screen: Console, name: str, permissions: Sequence[str]) -> None:
    """The key exists; its secret is printed, once."""
    with stack_running() as found:
        database = connect(str(found.database_url))
        with database.begin() as work:
            _, secret = create_key(name, permissions, within=work, clock=clock_of(found, database))
        database.close()
    screen.print(f"Key for [bold]{name}[/], shown once: [bold]{secret}[/]", soft_wrap=True)


def show_keys(screen: Console) -> None:
    """Every key in a table."""
    with stack_running() as found:
        database = connect(str(found.database_url))
        with database.begin() as work:
            keys = list_keys(within=work)
        database.close()
    table = Table("Prefix", "Name", "Works", "Permissions")
    for key in keys:
        table.add_row(key.prefix, key.name, "no" if key.revoked_at else "yes", ", ".join(sorted(key.permissions)))
    screen.print(table)


def revoke(screen: Console, prefix: str) -> None:
    """The key opens nothing any more."""
    with stack_running() as found:
        database = connect(str(found.database_url))
        with database.begin() as work:
            revoke_key(prefix, within=work, clock=clock_of(found, database))
        database.close()
    screen.print(f"Key {prefix} no longer works.")


def demo_key(found: Settings, database: Database) -> str:
    """The demo's own key, kept in a file that only its owner can read; one that is older than a permission is replaced."""
    kept = found.var_dir / "run" / "demo_api_key"
    with database.begin() as work:
        if kept.exists():
            secret = kept.read_text().strip()
            for key in list_keys(within=work):
                if f"_{key.prefix}_" not in secret or key.revoked_at is not None:
                    continue
                if key.permissions >= set(GRANTABLE):
                    return secret
                revoke_key(key.prefix, within=work, clock=clock_of(found, database))
        _, secret = create_key(DEMO_KEY_NAME, ["*"], within=work, clock=clock_of(found, database))
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.touch(mode=0o600)
    kept.write_text(secret)
    return secret
