"""Columns of a log that pass for context and are none: they depend on the action that was drawn. Not here: reading the log."""

from dataclasses import replace

import numpy as np

from ml.policies.estimators import standard_error, weights_of
from ml.policies.log import DecisionLog
from ml.tabular.columns import Design, Numbers

STANDARD_ERRORS_MAX = 5.0


def bound_to_action(log: DecisionLog, target: Numbers) -> tuple[str, ...]:
    """The columns whose mean changes when decisions are weighted as the policy would have taken them.

    What was known before the draw has the same mean under every policy. A column that has not (the score of the offer that was drawn,
    the time of its answer) would make the doubly robust estimate wrong, whatever its models are.
    """
    surplus = weights_of(log, target) - 1.0
    found = []
    for name, column in _columns(log.context):
        moved = surplus * (column - column.mean())
        error = standard_error(moved - moved.mean(), log.customer)
        if abs(moved.mean()) > STANDARD_ERRORS_MAX * error and name not in found:
            found.append(name)
    return tuple(found)


def without(context: Design, names: tuple[str, ...]) -> Design:
    """`context` but for the columns `names`."""
    numbers = [place for place, name in enumerate(context.number_names) if name not in names]
    codes = [place for place, name in enumerate(context.code_names) if name not in names]
    return replace(
        context,
        numbers=context.numbers[:, numbers],
        codes=context.codes[:, codes],
        number_names=tuple(context.number_names[place] for place in numbers),
        code_names=tuple(context.code_names[place] for place in codes),
    )


def _columns(context: Design) -> list[tuple[str, Numbers]]:
    """Each number, where it is missing, and each code as a column of its own, with the name of the column it comes from."""
    columns = list[tuple[str, Numbers]]()
    for place, name in enumerate(context.number_names):
        values = context.numbers[:, place]
        missing = np.isnan(values)
        held = np.clip(values, *np.nanquantile(values, [0.005, 0.995]))
        columns += [(name, np.where(missing, np.nanmean(held), held)), (name, missing.astype(np.float64))]
    for place, name in enumerate(context.code_names):
        codes = context.codes[:, place]
        columns += [(name, (codes == code).astype(np.float64)) for code in range(-1, int(codes.max()) + 1)]
    return columns
