"""Run the bars that exist and report each as one object. What is measured, and how, is in `benchmarks/`."""

import importlib
import json
import sys
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.table import Table

from loyalty.settings import PROJECT_DIR

# One module per bar; each has `run(scale) -> {id, value, unit, ratio, against, pass, stretch, method}`.
BARS = {
    "P-01": "benchmarks.p01_earn_latency",
    "P-02": "benchmarks.p02_earn",
    "P-03": "benchmarks.p03_batch_earn",
    "P-04": "benchmarks.p04_hot_account",
    "P-05": "benchmarks.p05_redeem",
    "P-06": "benchmarks.p06_offers",
    "P-07": "benchmarks.p07_rule",
    "P-08": "benchmarks.p08_segments",
    "P-09": "benchmarks.p09_segments",
    "P-10": "benchmarks.p10_rfm",
    "P-11": "benchmarks.p11_offers",
    "P-12": "benchmarks.p12_score_one",
    "P-13": "benchmarks.p13_outbox",
    "P-14": "benchmarks.p14_expire",
    "P-15": "benchmarks.p15_audience",
    "P-16": "benchmarks.p16_vouchers",
    "P-18": "benchmarks.p18_full_ledger",
    "P-journeys": "benchmarks.p_journeys",
    "M-1": "benchmarks.m01_lifetime_value",
    "M-3": "benchmarks.m03_next_basket",
    "M-3-size": "benchmarks.m03_size",
    "M-4": "benchmarks.m04_coupons",
    "M-5": "benchmarks.m05_churn",
    "M-6": "benchmarks.m06_parity",
}
FIELDS = ("id", "value", "unit", "ratio", "against", "pass", "stretch", "method")


def run_bench(screen: Console, ids: list[str], out: Path | None, scale: float) -> None:
    """Each asked bar is measured, shown, and written to `out` as a JSON list."""
    unknown = [asked for asked in ids if asked not in BARS]
    if unknown:
        screen.print(f"[bold red]✗[/] No benchmark for {', '.join(unknown)} yet; there are {', '.join(BARS)}.")
        raise typer.Exit(2)
    sys.path.insert(0, str(PROJECT_DIR))
    results = []
    for bar in ids or list(BARS):
        with screen.status(f"{bar}: measuring …"):
            results.append(_measured(bar, scale))
        screen.print(_table(results[-1:]))
        if out is not None:
            out.parent.mkdir(parents=True, exist_ok=True)
            out.write_text(json.dumps(results, indent=2) + "\n")


def _measured(bar: str, scale: float) -> dict[str, Any]:
    found = importlib.import_module(BARS[bar]).run(scale=scale)
    return {field: found[field] for field in FIELDS} | {name: value for name, value in found.items() if name not in FIELDS}


def _table(results: list[dict[str, Any]]) -> Table:
    table = Table("Id", "Value", "Ratio", "Against", "Pass", "Stretch", "Method")
    for result in results:
        ratio = "" if result["ratio"] is None else f"{result['ratio']:.2f}"
        marks = ["[green]yes[/]" if result[name] else "[red]no[/]" for name in ("pass", "stretch")]
        table.add_row(
            result["id"], f"{result['value']:,.4g} {result['unit']}", ratio, str(result["against"]), *marks, str(result["method"])
        )
    return table
