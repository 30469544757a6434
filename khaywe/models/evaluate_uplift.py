"""`khaywe models evaluate uplift`: whom a campaign moved, from the file of its experiment. Not here: how it is estimated (`ml/uplift`)."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from khaywe.screen import one_clear_line, screen

if TYPE_CHECKING:
    from ml.uplift.evaluate import UpliftReport
    from ml.uplift.experiment import Experiment


def evaluate_uplift(
    file: Annotated[
        Path, typer.Option(help="CSV or Parquet with customer_id, treated (0 or 1), outcome; the other columns are what was known before.")
    ],
    ignore: Annotated[list[str] | None, typer.Option(help="A column that is no feature, such as another outcome. May be repeated.")] = None,
    scores: Annotated[Path | None, typer.Option(help="Write each row's effect, foretold by models that never saw it, as Parquet.")] = None,
    seed: Annotated[int, typer.Option(help="Of folds, trees and the bootstrap.")] = 20171231,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Estimate the effect of a campaign per customer with a T-learner, and print how well it ranks: Qini and uplift@30 %."""
    with one_clear_line(with_facts=False):
        from ml.uplift.evaluate import evaluate_uplift as evaluate
        from ml.uplift.experiment import read_experiment

        experiment = read_experiment(file, ignore=tuple(ignore or ()))
        report = evaluate(experiment, seed=seed)
        if scores is not None:
            _write_scores(scores, experiment, report)
    if as_json:
        typer.echo(json.dumps(as_facts(experiment, report, file), indent=2))
    else:
        _show(experiment, report)


def as_facts(experiment: Experiment, report: UpliftReport, file: Path) -> dict[str, Any]:
    """The report as JSON says it."""
    return {
        **report.metrics,
        "intervals": {name: list(bounds) for name, bounds in report.intervals.items()},
        "baselines": report.baselines,
        "is_better_than_random": report.is_better_than_random,
        "deciles": [asdict(one) for one in report.deciles],
        "experiment": {
            "file": file.name,
            "rows": report.row_count,
            "customers": report.customer_count,
            "treated": report.treated_count,
            "control": report.control_count,
            "is_binary": experiment.is_binary,
            "features": list(experiment.features.names),
            "ignored": experiment.features.ignored,
            "treated_foretold_auc": report.treated_foretold_auc,
            "looks_randomised": report.looks_randomised,
        },
        "protocol": {
            "learner": "T-learner of penalised lines and boosted trees; five folds by customer, each scored by models of the others",
            "qini": "area between the Qini curve and the line of a random order, in outcome per treated customer",
            "qini_coefficient": "qini as a share of the best order with hindsight",
            "intervals": f"95 %, {report.replicates} bootstrap draws of customers",
        },
    }


def _show(experiment: Experiment, report: UpliftReport) -> None:
    table = Table("Measure", "T-learner", "95 % interval", "By response", "Random")
    for name, value in report.metrics.items():
        low, high = report.intervals[name]
        others = [f"{report.baselines[which][name]:+.4f}" for which in ("response", "random")]
        table.add_row(name, f"{value:+.4f}", f"{low:+.4f} … {high:+.4f}", *others)
    screen.print(table)
    screen.print(
        f"{report.row_count:,} rows of {report.customer_count:,} customers, {report.treated_count:,} treated and {report.control_count:,} "
        f"not; features: {', '.join(experiment.features.names)}.",
        highlight=False,
    )
    for name, why in experiment.features.ignored.items():
        screen.print(f"Left out: {name} {why}.", highlight=False)
    screen.print(_verdict(report), highlight=False)
    if not report.looks_randomised:
        screen.print(
            f"[bold yellow]![/] The features foretell who was treated (AUC {report.treated_foretold_auc:.3f}): chance did not decide it, "
            "or a column was measured after the treatment (leave it out with --ignore). The effects above are then no effects.",
            highlight=False,
        )


def _verdict(report: UpliftReport) -> str:
    if report.is_better_than_random:
        return "The ranking is better than a random one: the interval of Qini lies above 0."
    if report.intervals["qini"][1] < 0.0:
        return "The ranking is worse than a random one: do not target by it."
    return "The ranking cannot be told from a random one: the interval of Qini holds 0."


def _write_scores(path: Path, experiment: Experiment, report: UpliftReport) -> None:
    import polars as pl

    effects = report.effects
    experiment.table.select("customer_id", "treated", "outcome").with_columns(
        pl.Series("expected_treated", effects.with_treatment),
        pl.Series("expected_control", effects.without),
        pl.Series("uplift", effects.uplift),
    ).write_parquet(path)
