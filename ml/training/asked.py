"""Rows that judge stored models now, the same for all of them, and their figures on these. Not here: which rows (each model's room)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from loyalty.errors import Invalid
from ml.features.encoder import Mask
from ml.runtime import Manifest, ScoringModel
from ml.training.errors import TooLittleHistory
from ml.training.read import TrainingRows
from ml.training.split import days_of, labels_of, rows_of_days, with_labels
from ml.training.trained import Judge


class NotJudgeable(Invalid):
    """No rows are kept by which such a model could be judged by itself."""

    code = "MODEL_NOT_JUDGEABLE"


@dataclass(frozen=True)
class Question:
    """The same rows for every model: from which days, how many of them, and what measures a model on them."""

    days: tuple[date, ...]
    row_count: int
    positive_count: int
    judge: Judge

    def was_seen_by(self, manifest: Manifest) -> bool:
        """Whether the model learnt from rows of these days, so that its figures flatter it."""
        return max(manifest.training.as_of_days) >= self.days[0]


def judged(question: Question, model: ScoringModel) -> dict[str, float]:
    """The figures of a model.

    Raises:
        NotJudgeable: it reads other features than there are now.
    """
    try:
        return question.judge(model)
    except ValueError as error:
        raise NotJudgeable(f"{model.manifest.model_version} cannot be judged: {error}.", model=model.manifest.model_version) from error


def newest_day(rows: TrainingRows, *, keys: Sequence[str], label: str, measured: Callable[[pa.Table, Mask], Judge]) -> Question:
    """The question that the newest day with complete labels asks; `measured` makes the judge of its rows and labels.

    Raises:
        TooLittleHistory: no day has complete labels.
        LabelsOneSided: they all say the same.
    """
    labelled = with_labels(rows.features, rows.labels, keys=keys, label=label)
    days = days_of(labelled)
    if not days:
        raise TooLittleHistory("No day has complete labels yet; let more days load.")
    test = rows_of_days(labelled, days[-1:])
    yes = labels_of(test, label, what="test rows")
    return Question((days[-1],), test.num_rows, int(yes.sum()), measured(test, yes))
