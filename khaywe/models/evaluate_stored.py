"""`khaywe models evaluate stored`: a stored version and the champion on the same rows of today. Not here: which rows (`questions.py`)."""

import json as json_text
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from khaywe.screen import one_clear_line, screen

if TYPE_CHECKING:  # pyarrow and LiteRT take a second to import
    from ml.registry import ModelStore
    from ml.runtime import ScoringModel
    from ml.training.asked import Question


def evaluate_stored(
    name: Annotated[str, typer.Argument(help="The model: churn, next-best-offer or next-basket.")],
    version: Annotated[str | None, typer.Argument(help="Such as `2017-10-31.1`; default: the champion alone.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON document instead.")] = False,
) -> None:
    """Measure a stored version, and the champion beside it, on the newest rows whose outcome is known. Nothing is trained or promoted."""
    with one_clear_line():
        from khaywe.models.questions import question_of
        from khaywe.models.registry import model_store
        from loyalty.settings import settings
        from loyalty.warehouse import open_warehouse

        with model_store() as (store, _):
            models = _models(store, name, version)
            warehouse = open_warehouse(settings().warehouse, read_only=True)
            until = warehouse.read("select max(business_on) as last_on from raw.load_log")["last_on"][0].as_py()
            found = facts(question_of(name, warehouse, until=until), models)
    if json:
        screen.print_json(json_text.dumps(found))
    else:
        _show(found)


def facts(question: "Question", models: "dict[str, ScoringModel]") -> dict[str, Any]:
    """The figures of each of `models` on the same rows, as JSON says them."""
    from ml.training.asked import judged

    return {
        "judged_on": [day.isoformat() for day in question.days],
        "rows": question.row_count,
        "yes": question.positive_count,
        "models": [
            {
                "version": model.manifest.version,
                "role": role,
                "has_seen_these_rows": question.was_seen_by(model.manifest),
                "metrics": judged(question, model),
            }
            for role, model in models.items()
        ],
    }


def _models(store: "ModelStore", name: str, version: str | None) -> "dict[str, ScoringModel]":
    champion = store.champion(name).model
    if version is None or version == champion.manifest.version:
        return {"champion": champion}
    return {"candidate": store.loaded(name, version), "champion": champion}


def _show(found: dict[str, Any]) -> None:
    models = found["models"]
    table = Table("Measure", *(f"{one['version']} ({one['role']})" for one in models))
    for measure in models[0]["metrics"]:
        table.add_row(measure, *(f"{one['metrics'][measure]:.4f}" for one in models))
    screen.print(table)
    screen.print(f"{found['rows']:,} rows of {' to '.join(found['judged_on'])}, {found['yes']:,} of them yes.", highlight=False)
    for one in models:
        if one["has_seen_these_rows"]:
            screen.print(
                f"[bold yellow]![/] {one['version']} learnt from rows of these days, or of later ones: its figures flatter it.",
                highlight=False,
            )
