"""The policy to be judged: for every decision of a log, the chance with which it would do each action. Not here: judging it."""

from pathlib import Path

import numpy as np
import polars as pl

from ml.policies.errors import PolicyUnknown, SupportMissing
from ml.policies.log import DecisionLog
from ml.tabular import read_table
from ml.tabular.columns import Numbers
from ml.tabular.read import numbers_of, require_columns

ALWAYS, COLUMN = "always:", "column:"
KNOWN = "uniform, always:ACTION, column:NAME, or a file with decision_id, action, probability"


def target_of(asked: str, log: DecisionLog) -> Numbers:
    """The chances (decisions, actions) of the policy named `uniform`, `always:ACTION` or `column:NAME`, or of a file.

    `column:NAME` does in each decision the action that the log itself names there, such as the one the model put first.

    A file has `decision_id, action` and, unless it names one action per decision, `probability`. The chances of a decision sum to 1.

    Raises:
        PolicyUnknown: there is no such policy, or the file leaves a decision out or gives chances that do not sum to 1.
        SupportMissing: it would do what the log never did.
        TableUnreadable, TableFlawed: the file cannot be read, or lacks a column.
    """
    count = len(log.actions)
    if asked == "uniform":
        return np.full((len(log), count), 1.0 / count)
    if asked.startswith(ALWAYS):
        return _always(asked.removeprefix(ALWAYS), log)
    if asked.startswith(COLUMN):
        return _of_column(asked.removeprefix(COLUMN), log)
    if not Path(asked).exists():
        raise PolicyUnknown(f"There is no policy {asked!r}; say {KNOWN}.", policy=asked)
    return _from_table(read_table(Path(asked)), log)


def _always(action: str, log: DecisionLog) -> Numbers:
    if action not in log.actions:
        raise SupportMissing(f"The log never did {action}; it did {', '.join(log.actions[:20])}.", action=action)
    chances = np.zeros((len(log), len(log.actions)))
    chances[:, log.actions.index(action)] = 1.0
    return chances


def _of_column(name: str, log: DecisionLog) -> Numbers:
    require_columns(log.table, (name,))
    return _from_table(pl.DataFrame({"decision_id": log.decision, "action": log.table[name].cast(pl.String)}), log)


def _from_table(table: pl.DataFrame, log: DecisionLog) -> Numbers:
    require_columns(table, ("decision_id", "action"))
    if "probability" not in table.columns:
        table = table.with_columns(probability=pl.lit(1.0))
    require_columns(table, ("probability",))
    chance = numbers_of(table, "probability")
    named = table.select(pl.col("decision_id").cast(pl.String), pl.col("action").cast(pl.String)).with_columns(chance=pl.Series(chance))
    order = pl.DataFrame({"decision_id": log.decision.cast(pl.String), "row": np.arange(len(log))})
    asked = named.join(order, on="decision_id")
    _check_chances(asked, log)
    numbers = {action: number for number, action in enumerate(log.actions)}
    wanted = asked.filter(pl.col("chance") > 0)
    strange = wanted.filter(~pl.col("action").is_in(log.actions))
    if strange.height:
        raise SupportMissing(
            f"The policy would do {strange['action'][0]} in {strange.height:,} decisions; the log never did.", action=strange["action"][0]
        )
    chances = np.zeros((len(log), len(log.actions)))
    place = wanted["action"].replace_strict(numbers, return_dtype=pl.Int64).to_numpy()
    np.add.at(chances, (wanted["row"].to_numpy(), place), wanted["chance"].to_numpy())
    return chances


def _check_chances(asked: pl.DataFrame, log: DecisionLog) -> None:
    sums = np.bincount(asked["row"].to_numpy(), weights=asked["chance"].to_numpy(), minlength=len(log))
    silent = int((np.bincount(asked["row"].to_numpy(), minlength=len(log)) == 0).sum())
    if silent:
        raise PolicyUnknown(f"The policy's file says nothing of {silent:,} of the log's {len(log):,} decisions.", decisions=silent)
    wrong = int((np.abs(sums - 1.0) > 1e-3).sum()) + int((asked["chance"] < 0).sum())
    if wrong:
        raise PolicyUnknown(f"The chances of {wrong:,} decisions in the policy's file do not sum to 1.", decisions=wrong)
