"""The `khaywe models` commands: what a person asks of models at the keyboard. Not here: training and judging them (`ml/`)."""

import typer

from khaywe.models import evaluate, registry

app = typer.Typer(no_args_is_help=True, help="Models: which there are, which one serves, and how good they are.")
app.add_typer(evaluate.app, name="evaluate")
app.command("list")(registry.list_models)
app.command("show")(registry.show_model)
app.command("promote")(registry.promote_model)
app.command("rollback")(registry.roll_back_model)
app.command("card")(registry.model_card)
