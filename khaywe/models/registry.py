"""The `khaywe models` verbs about stored models: list, show, promote, rollback, card. What they mean is `ml/registry`'s."""

import getpass
import json as json_text
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from khaywe.screen import one_clear_line, screen

if TYPE_CHECKING:  # pyarrow and LiteRT take a second to import, and `khaywe --help` needs neither
    from ml.registry import ModelStore
    from ml.registry.model import Decision, StoredVersion, TrainingRun
    from ml.registry.records import Records

Name = Annotated[str, typer.Argument(help="The model, such as `churn`.")]
AnyVersion = Annotated[str | None, typer.Argument(help="Such as `2017-10-31.1`; default: the champion.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document instead.")]
Reason = Annotated[str | None, typer.Option(help="Why; it is recorded with the decision.")]


def list_models(name: Annotated[str | None, typer.Argument(help="Only this model.")] = None, json: AsJson = False) -> None:
    """Every stored version: its state, the days it was judged on, how good it is, and since when it is here."""
    with one_clear_line(), model_store() as (store, _):
        store.take_in_all()
        rows = [_row(one) for one in store.stored(name)]
        if json:
            screen.print_json(json_text.dumps(rows))
            return
        table = Table()
        # What one types into the next command is never cut.
        for column in ("Model", "Version"):
            table.add_column(column, no_wrap=True)
        for column in ("State", "Kind", "Judged on", "Figures", "Stored"):
            table.add_column(column, overflow="fold")
        for row in rows:
            figures = ", ".join(f"{name} {row['metrics'][name]:.3f}" for name in _telling(row))
            table.add_row(
                row["name"],
                row["version"],
                row["state"],
                row["kind"].replace("_", " "),
                ", ".join(row["tested_on"]),
                figures,
                (row["stored_at"] or "")[:16].replace("T", " "),
            )
        screen.print(table if rows else "No model is stored yet: `khaywe demo` trains the first, and every Sunday trains anew.")


def show_model(name: Name, version: AnyVersion = None, json: AsJson = False) -> None:
    """One version in full: windows, metrics with intervals beside the baselines, hashes, runs of training, who decided what."""
    with one_clear_line(), model_store() as (store, records):
        stored = store.version(name, version)
        decisions = records.decisions(name, stored.manifest.version)
        runs = [one for one in records.runs(name) if version is None or one.version == version]
        if json:
            screen.print_json(json_text.dumps(_row(stored) | _in_full(stored, decisions, runs), default=str))
            return
        from ml.registry.card import card, words_of

        screen.print(card(stored, decisions, use=words_of(name)), markup=False, highlight=False, soft_wrap=True)
        for run in runs:
            said = run.reason or f"version {run.version}"
            screen.print(f"run {run.ended_at:%Y-%m-%d %H:%M} of {run.as_of_on}: {run.outcome.lower()}, {said}", highlight=False)


def promote_model(
    name: Name,
    version: Annotated[str, typer.Argument(help="Such as `2017-10-31.1`.")],
    force: Annotated[bool, typer.Option("--force", help="Past the gates; needs a reason.")] = False,
    reason: Reason = None,
) -> None:
    """A stored version becomes champion, if it passes the gates; `--force --reason` lets it serve anyway, and is recorded as such."""
    with one_clear_line(), model_store() as (store, _):
        from ml.registry.promotion import promote_by_hand

        before = promote_by_hand(store, name, version, by=getpass.getuser(), force=force, reason=reason)
        told = "already" if before == version else f"now{f' instead of {before}' if before else ''}"
        screen.print(f"{name} {version} serves {told}.", highlight=False)


def roll_back_model(name: Name, reason: Reason = None) -> None:
    """The champion before the present one serves again."""
    with one_clear_line(), model_store() as (store, _):
        version = store.roll_back(name, by=getpass.getuser(), reasons=[reason] if reason else [])
        screen.print(f"{name} {version} serves again.", highlight=False)


def model_card(
    name: Name, version: AnyVersion = None, out: Annotated[Path | None, typer.Option(help="Write it into this file.")] = None
) -> None:
    """The model card as Markdown, made from the registry."""
    with one_clear_line(), model_store() as (store, records):
        from ml.registry.card import card, words_of

        stored = store.version(name, version)
        text = card(stored, records.decisions(name, stored.manifest.version), use=words_of(name))
        if out is None:
            screen.print(text, markup=False, highlight=False, soft_wrap=True)
        else:
            out.write_text(text)
            screen.print(f"Written to {out}.", highlight=False)


@contextmanager
def model_store() -> "Iterator[tuple[ModelStore, Records]]":
    """The model store of the running stack, and its registry."""
    from khaywe.environment import stack_running
    from loyalty.database import connect
    from loyalty.database.business_clock import clock_of
    from loyalty.database.migrate import migrate
    from ml.registry import open_model_store
    from ml.registry.records import Records

    with stack_running() as found:
        database = connect(str(found.database_url), pool_size=1)
        try:
            migrate(database)
            clock = clock_of(found, database)
            yield open_model_store(found, database, clock), Records(database, clock)
        finally:
            database.close()


def _telling(row: dict[str, Any]) -> list[str]:
    """The figures that tell most: what decided, then how well it ranks and keeps its promises."""
    wanted = dict.fromkeys((row["decided_by"], "auc", "calibration_error"))
    return [name for name in wanted if name in row["metrics"]] or sorted(row["metrics"])[:3]


def _row(stored: "StoredVersion") -> dict[str, Any]:
    manifest = stored.manifest
    return {
        "name": manifest.name,
        "version": manifest.version,
        "kind": manifest.algorithm,
        "state": stored.state.value,
        "is_rolled_back": stored.is_rolled_back,
        "stored_at": stored.stored_at.isoformat() if stored.stored_at else None,
        "trained_on": [day.isoformat() for day in manifest.training.as_of_days],
        "tested_on": [day.isoformat() for day in manifest.test.as_of_days],
        "decided_by": manifest.decided_by,
        "metrics": manifest.metrics,
        "baselines": manifest.baselines,
        "model_sha256": manifest.model_sha256,
    }


def _in_full(stored: "StoredVersion", decisions: "list[Decision]", runs: "list[TrainingRun]") -> dict[str, Any]:
    manifest = stored.manifest.model_dump(mode="json", exclude={"features", "inputs", "profiles"})
    return {"manifest": manifest, "decisions": [asdict(one) for one in decisions], "runs": [asdict(one) for one in runs]}
