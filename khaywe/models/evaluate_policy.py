"""`khaywe models evaluate policy`: what another policy would have earned, from a log. Not here: the estimators (`ml/policies`)."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from khaywe.screen import one_clear_line, screen

if TYPE_CHECKING:
    from ml.policies.evaluate import PolicyReport
    from ml.policies.log import DecisionLog


def evaluate_policy(
    log: Annotated[
        Path,
        typer.Option(help="Parquet or CSV with customer_id, action, propensity, reward, if known decision_id; the rest is context."),
    ],
    policy: Annotated[str, typer.Option(help="uniform, always:ACTION, column:NAME, or a file: decision_id, action, maybe probability.")],
    ignore: Annotated[list[str] | None, typer.Option(help="A column not known at the decision, so no context. May be repeated.")] = None,
    seed: Annotated[int, typer.Option(help="Of folds and trees.")] = 20171231,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Estimate what a policy would have earned per decision: inverse propensity, self-normalised, doubly robust. No support, no answer."""
    with one_clear_line(with_facts=False):
        from ml.policies.evaluate import evaluate_policy as evaluate
        from ml.policies.log import read_log

        decisions = read_log(log, ignore=tuple(ignore or ()))
        report = evaluate(decisions, policy, seed=seed)
    if as_json:
        typer.echo(json.dumps(as_facts(decisions, report, log), indent=2))
    else:
        _show(decisions, report)


def as_facts(log: DecisionLog, report: PolicyReport, file: Path) -> dict[str, Any]:
    """The report as JSON says it."""
    return {
        "policy": report.policy,
        **{name: asdict(one) for name, one in report.values.items()},
        "lead": asdict(report.lead),
        "support": asdict(report.support),
        "log": {
            "file": file.name,
            "decisions": len(log),
            "open_decisions": log.open_count,
            "customers": int(log.customer.max()) + 1,
            "actions": list(log.actions),
            "context": list(log.context.names),
            "ignored": log.context.ignored,
            "bound_to_action": list(report.left_out),
        },
        "protocol": {"intervals": "95 %, normal, decisions of one customer together", "rewards": "foretold by models of other customers"},
    }


NAMES = {
    "logged": "the log's own policy",
    "ips": "inverse propensity (IPS)",
    "snips": "self-normalised (SNIPS)",
    "doubly_robust": "doubly robust",
    "direct": "model alone",
}


def _show(log: DecisionLog, report: PolicyReport) -> None:
    table = Table("Estimator", "Reward per decision", "95 % interval")
    for name, one in report.values.items():
        interval = "[dim]none: as wrong as its model[/]" if name == "direct" else f"{one.low:.5f} … {one.high:.5f}"
        table.add_row(NAMES[name], f"{one.value:.5f}", interval)
    screen.print(table)
    support, still_open = report.support, f" ({log.open_count:,} more are open still)" if log.open_count else ""
    screen.print(
        f"{len(log):,} decisions{still_open}, worth {support.effective_count:,.0f} of this policy's own "
        f"({support.effective_share:.0%}); weights average {support.mean_weight:.3f}, the greatest is {support.greatest_weight:.1f}.",
        highlight=False,
    )
    if report.left_out:
        screen.print(f"Left out of the context, for they depend on the action: {', '.join(report.left_out)}.", highlight=False)
    screen.print(_verdict(report), highlight=False)


def _verdict(report: PolicyReport) -> str:
    lead = report.lead
    told = f"{lead.value:+.5f} per decision ({lead.low:+.5f} … {lead.high:+.5f})"
    if lead.low > 0:
        return f"It would have earned more than the policy that ran: {told}."
    if lead.high < 0:
        return f"It would have earned less than the policy that ran: {told}."
    return f"It cannot be told from the policy that ran: {told}."
