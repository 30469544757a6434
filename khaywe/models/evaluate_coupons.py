"""`khaywe models evaluate coupons`: which coupon products households will buy. Not here: the protocol (`ml/next_best_offer`)."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from khaywe.screen import one_clear_line, screen

if TYPE_CHECKING:
    from ml.next_best_offer.coupons.train import TrainedCoupons


def evaluate_coupons(
    folder: Annotated[
        Path | None,
        typer.Option(
            help="With purchases, campaigns, coupons, targets (products, redemptions), Parquet or CSV; else the Complete Journey."
        ),
    ] = None,
    judged_from: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Campaigns that begin on this day or later judge; those over before teach."),
    ] = None,
    seed: Annotated[int, typer.Option(help="Of weights, order of lists and households held out.")] = 20170208,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Train on earlier campaigns, rank the coupon products of later ones per household, print NDCG@10 beside baselines."""
    with one_clear_line(with_facts=False):
        from khaywe.models.coupon_files import complete_journey, history_in
        from ml.next_best_offer.coupons.train import train_coupons

        history = history_in(folder) if folder else complete_journey()
        trained = train_coupons(history, judged_from=judged_from.date() if judged_from else None, seed=seed)
    if as_json:
        typer.echo(json.dumps(as_facts(trained), indent=2))
    else:
        _show(trained)


def as_facts(trained: TrainedCoupons) -> dict[str, Any]:
    """The judgement as JSON says it."""
    model, judged = trained.model, trained.judged
    return {
        "ours": model.metrics,
        **model.baselines,
        "intervals": {name: list(bounds) for name, bounds in model.intervals.items()},
        "p_against": {name: judged.p_against("ours", name) for name in model.baselines},
        "slices": [one.model_dump() for one in model.slices],
        "protocol": {
            "question": "of the products on a campaign's coupons, which will this targeted household buy while it runs",
            "known": "purchases of the days before the campaign's first",
            "ours_is": model.algorithm,
            "judged_from": trained.judged_from.isoformat(),
            "campaigns_that_teach": len(trained.taught_by),
            "campaigns_that_judge": len(trained.asked.campaigns),
            "households_asked": judged.asked_count,
            "households_that_bought": judged.questions.height,
            "ideal": "every coupon product that was bought; means over households that bought one (ndcg_of_all@10: over all asked)",
            "p": "paired bootstrap over households, one-sided",
        },
    }


def _show(trained: TrainedCoupons) -> None:
    model, judged = trained.model, trained.judged
    names = list(model.baselines["popularity"])
    table = Table("Ranking", *names, "p against ours")
    ours = "ours" if model.algorithm == "network" else f"ours ({model.algorithm})"
    table.add_row(ours, *(f"[bold]{model.metrics[name]:.4f}[/]" for name in names), "")
    for rival, metrics in model.baselines.items():
        table.add_row(rival, *(f"{metrics[name]:.4f}" for name in names), f"{judged.p_against('ours', rival):.4f}")
    screen.print(table)
    low, high = model.intervals["ndcg@10"]
    screen.print(
        f"{len(trained.asked.campaigns)} campaigns from {trained.judged_from} on, taught by {len(trained.taught_by)} over before; "
        f"{judged.questions.height:,} of {judged.asked_count:,} households asked bought a coupon product. 95 % of NDCG@10: {low:.4f} … "
        f"{high:.4f}.",
        highlight=False,
    )
    for one in model.slices:
        told = ", ".join(f"{name} {value:.4f}" for name, value in one.metrics.items())
        screen.print(f"{one.value} ({one.count:,} households): {told}.", highlight=False)
