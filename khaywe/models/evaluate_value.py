"""`khaywe models evaluate lifetime-value` and `… churn`: the whole protocol on your purchases or warehouse. Not here: protocols (`ml/`)."""

from __future__ import annotations

import json
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from khaywe.screen import one_clear_line, screen

if TYPE_CHECKING:
    from ml.lifetime_value.model import LifetimeValueModel
    from ml.training.trained import TrainedModel


def evaluate_lifetime_value(
    purchases: Annotated[
        Path | None,
        typer.Option(help="CSV or Parquet with customer_id, occurred_at and, if known, spend. Without it: the purchases of the warehouse."),
    ] = None,
    horizon_days: Annotated[int, typer.Option(min=1, max=3650, help="How many days are foretold, and judged on the last as many.")] = 84,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Fit BG/NBD and gamma-gamma to all but the last days, and print how near they came to those, beside two simple answers."""
    with one_clear_line(with_facts=False):
        from ml.lifetime_value.files import opened_purchases
        from ml.lifetime_value.read import last_purchase_on
        from ml.lifetime_value.train import train_lifetime_value

        with nullcontext(_warehouse()) if purchases is None else opened_purchases(purchases) as warehouse:
            model = train_lifetime_value(warehouse, as_of_on=last_purchase_on(warehouse), horizon_days=horizon_days)
    if as_json:
        typer.echo(json.dumps(model.facts(), indent=2))
    else:
        _show_value(model)


def evaluate_churn(as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Train churn on what the warehouse knows, and print how it does on its newest labelled day. Nothing is stored or promoted."""
    with one_clear_line(with_facts=False):
        from datetime import date

        from ml.churn.read import read_training_rows
        from ml.churn.train import train_churn

        warehouse = _warehouse()
        until: date = warehouse.read("select max(business_on) as last_on from raw.load_log")["last_on"][0].as_py()
        rows = read_training_rows(warehouse, until=until)
        trained = train_churn(rows.features, rows.labels, data_watermark=rows.data_watermark, kinds=rows.kinds)
    if as_json:
        typer.echo(json.dumps(churn_facts(trained), indent=2))
    else:
        _show_churn(trained)


def churn_facts(trained: TrainedModel) -> dict[str, Any]:
    """What the training found, as JSON says it."""
    return {
        "ours": trained.metrics,
        **trained.baselines,
        "intervals": {name: list(bounds) for name, bounds in trained.intervals.items()},
        "slices": [one.model_dump(mode="json") for one in trained.slices],
        "protocol": {
            "algorithm": trained.algorithm,
            "trained_on": [day.isoformat() for day in trained.training.as_of_days],
            "tested_on": [day.isoformat() for day in trained.test.as_of_days],
            "label_days": trained.test.label_days,
            "customers": trained.test.row_count,
            "churned": trained.test.positive_count,
            "intervals": "95 %, bootstrap draws of customers",
        },
    }


def _warehouse() -> Any:  # noqa: ANN401 - the port is imported late
    from loyalty.settings import settings
    from loyalty.warehouse import open_warehouse

    return open_warehouse(settings().warehouse, read_only=True)


def _show_value(model: LifetimeValueModel) -> None:
    of = model.purchases
    screen.print(
        f"{of.customer_count:,} customers. Purchases: r {of.r:.4f}, alpha {of.alpha:.4f} days, a {of.a:.4f}, b {of.b:.4f}; "
        f"log-likelihood {of.log_likelihood:,.2f}. Value: p {model.spend.p:.4f}, q {model.spend.q:.4f}, v {model.spend.v:.2f}.",
        highlight=False,
    )
    if model.judgement is None:
        screen.print("[bold yellow]![/] The purchases do not reach back far enough to judge the model by its own horizon.", highlight=False)
        return
    table = Table("Measure", "Ours", "95 % interval", *model.judgement.baselines)
    for name, value in model.judgement.metrics.items():
        theirs = [f"{figures[name]:,.4f}" if name in figures else "" for figures in model.judgement.baselines.values()]
        table.add_row(name, f"{value:,.4f}", _span(model.judgement.intervals.get(name)), *theirs)
    screen.print(table)
    screen.print(f"Judged on the {model.horizon_days} days after {model.judgement.judged_on}, which it had not seen.", highlight=False)


def _show_churn(trained: TrainedModel) -> None:
    table = Table("Measure", f"Ours ({trained.algorithm})", "95 % interval", *trained.baselines)
    for name, value in trained.metrics.items():
        theirs = [f"{figures[name]:.4f}" for figures in trained.baselines.values()]
        table.add_row(name, f"{value:.4f}", _span(trained.intervals.get(name)), *theirs)
    screen.print(table)
    test = trained.test
    screen.print(f"{test.row_count:,} customers on {test.as_of_days[0]}, {test.positive_count:,} of whom left.", highlight=False)


def _span(bounds: tuple[float, float] | None) -> str:
    return "" if bounds is None else f"{bounds[0]:.4f} … {bounds[1]:.4f}"
