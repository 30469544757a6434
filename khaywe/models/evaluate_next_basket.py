"""`khaywe models evaluate next-basket`: how well next baskets are foretold on a file of yours. Not here: the protocol
(`ml/next_best_offer/basket`)."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from khaywe.screen import one_clear_line, screen

if TYPE_CHECKING:
    from ml.next_best_offer.basket.report import Report

LENGTH_MAX = 1_000


def evaluate_next_basket(
    baskets: Annotated[Path, typer.Option(help="Parquet with customer_id, basket_id, occurred_at, item_id, one row per line.")],
    more_k: Annotated[list[str] | None, typer.Argument(metavar="[K]...", help="More list lengths, as in --k 10 20.")] = None,
    *,
    users_split: Annotated[
        str | None, typer.Option(help="Train, validate and judge on different customers, in per cent, such as 72/8/20.")
    ] = None,
    folds: Annotated[int | None, typer.Option(help="With --users-split: how often the customers change places; 5 unless told.")] = None,
    k: Annotated[list[str] | None, typer.Option("--k", help="Lengths of the lists that are judged: 10 and 20 unless told.")] = None,
    seed: Annotated[int, typer.Option(help="Of splits, weights and the bootstrap.")] = 20171231,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Hold out each customer's last basket, rank items for it, and print recall, NDCG and hits beside TIFU-KNN and plainer baselines."""
    progress, began = Console(stderr=True), time.monotonic()

    def tell(what: str) -> None:
        progress.print(f"[dim]{time.monotonic() - began:6.0f} s[/]  {what}", highlight=False)

    with one_clear_line(with_facts=False):
        from ml.next_best_offer.basket.errors import ProtocolInvalid
        from ml.next_best_offer.basket.plan import Split
        from ml.next_best_offer.basket.read import read_baskets
        from ml.next_best_offer.basket.report import evaluate_baskets

        if folds is not None and users_split is None:
            raise ProtocolInvalid("--folds needs --users-split, such as 72/8/20; without it all customers are judged once.")
        split = Split.parsed(users_split, 5 if folds is None else folds) if users_split is not None else None
        lengths = _lengths([*(k or []), *(more_k or [])])
        report = evaluate_baskets(read_baskets(baskets), split=split, lengths=lengths, seed=seed, tell=tell)
    facts = as_facts(report, baskets, seconds=time.monotonic() - began)
    if as_json:
        typer.echo(json.dumps(facts, indent=2))
    else:
        _show(report, facts)


def as_facts(report: Report, file: Path, *, seconds: float) -> dict[str, Any]:
    """The report as JSON says it: first the methods, then what is behind their figures."""
    return {
        **report.metrics,
        "intervals": {method: {name: list(bounds) for name, bounds in of.items()} for method, of in report.intervals.items()},
        "ours_against": report.comparison,
        "protocol": {"file": file.name, **report.protocol, "seconds": round(seconds, 1)},
    }


def _lengths(texts: list[str]) -> list[int]:
    """Each length once, in the order asked; commas part them too."""
    from ml.next_best_offer.basket.errors import ProtocolInvalid

    parts = [part for text in texts for part in text.split(",") if part] or ["10", "20"]
    if not all(part.isascii() and part.isdigit() and 1 <= int(part) <= LENGTH_MAX for part in parts):
        raise ProtocolInvalid(f"--k takes numbers from 1 to {LENGTH_MAX}, as in --k 10 20, and not {' '.join(texts)}.", k=texts)
    return list(dict.fromkeys(int(part) for part in parts))


def _show(report: Report, facts: dict[str, Any]) -> None:
    names = list(report.metrics["ours"])
    table = Table("Measure", "Ours", "95 % interval", *(method for method in report.metrics if method != "ours"), "p against TIFU-KNN")
    for name in names:
        low, high = report.intervals["ours"][name]
        others = [f"{of[name]:.4f}" for method, of in report.metrics.items() if method != "ours"]
        table.add_row(
            name,
            f"{report.metrics['ours'][name]:.4f}",
            f"{low:.4f} … {high:.4f}",
            *others,
            f"{report.comparison['tifu_knn'][name]['p']:.4f}",
        )
    screen.print(table)
    protocol = facts["protocol"]
    screen.print(
        f"{protocol['judgements']:,} baskets judged, of {protocol['judged']:,} customers with two before the last "
        f"({protocol['customers']:,} in all) and {protocol['items']:,} items; {protocol['seconds']:.0f} s.",
        highlight=False,
    )
