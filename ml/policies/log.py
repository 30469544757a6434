"""The log of decisions: what was done for whom, with what chance, and what came of it. Not here: what another policy would have done."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ml.tabular import Design, TableFlawed, design_of, read_table
from ml.tabular.columns import Numbers
from ml.tabular.read import numbers_of, places_of, require_columns

REQUIRED = ("customer_id", "action", "propensity", "reward")
DECISIONS_MIN = 50
# They tell of the action that was drawn, so they are no context: what was known before the draw.
OF_THE_ACTION = ("model_score", "reason_code")


@dataclass(frozen=True)
class DecisionLog:
    """One row per decision, in the order of the file without those still open.

    `decision` names it, `customer` numbers whom it was for, `action` numbers what was done (into `actions`), `propensity` is the chance
    with which it was done, `reward` what came of it, `context` what was known before.
    """

    table: pl.DataFrame
    decision: pl.Series
    customer: NDArray[np.int64]
    action: NDArray[np.int64]
    actions: tuple[str, ...]
    propensity: Numbers
    reward: Numbers
    context: Design
    open_count: int

    def __len__(self) -> int:
        """How many decisions are judged."""
        return len(self.reward)


def read_log(path: Path, *, ignore: tuple[str, ...] = ()) -> DecisionLog:
    """The log in a Parquet or CSV file: `customer_id, action, propensity, reward`, a `decision_id` if there is one, and the context.

    Every other column is context, known before the decision was taken, unless ignored; `model_score` and `reason_code` are of the action
    and never context. A decision without a reward yet is open and left out.

    Raises:
        TableUnreadable: there is no such file, or it is neither Parquet nor CSV.
        TableFlawed: a column is absent, has nulls or strange values, a decision stands twice, or there are too few.
    """
    return log_of(read_table(path), ignore=ignore)


def log_of(table: pl.DataFrame, *, ignore: tuple[str, ...] = ()) -> DecisionLog:
    """The log in `table`, with what `read_log` asks of it.

    Raises:
        TableFlawed: as there.
    """
    require_columns(table, tuple(name for name in REQUIRED if name != "reward"))
    known = table.filter(pl.col("reward").is_not_null()) if "reward" in table.columns else table
    require_columns(known, REQUIRED)
    if known.height < DECISIONS_MIN:
        raise TableFlawed(f"The log has {known.height} decisions with a reward; a policy can be judged from {DECISIONS_MIN} upwards.")
    words = known["action"].cast(pl.String)
    return DecisionLog(
        table=known,
        decision=_decisions(known),
        customer=places_of(known["customer_id"]),
        action=places_of(words),
        actions=tuple(words.unique().sort()),
        propensity=_propensities(known),
        reward=numbers_of(known, "reward"),
        context=design_of(known, leave_out=(*REQUIRED, "decision_id", *OF_THE_ACTION, *ignore)),
        open_count=table.height - known.height,
    )


def _decisions(table: pl.DataFrame) -> pl.Series:
    """The names of decisions; numbered where the log has none."""
    if "decision_id" not in table.columns:
        return pl.Series("decision_id", range(table.height))
    require_columns(table, ("decision_id",))
    twice = table.height - table["decision_id"].n_unique()
    if twice:
        raise TableFlawed(f"{twice:,} decisions stand in the log more than once.", rows=twice)
    return table["decision_id"]


def _propensities(table: pl.DataFrame) -> Numbers:
    chance = numbers_of(table, "propensity")
    strange = chance[(chance <= 0.0) | (chance > 1.0)]
    if len(strange):
        raise TableFlawed(
            f"{len(strange):,} decisions have a propensity that is no chance above 0 and up to 1, such as {strange[0]:g}: what was done "
            "had some chance of being done."
        )
    return chance
