"""A churn score worked out on the spot, and who can work one out. Not here: models (`ml`), scores of the night (`publish.py`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

CHURN_REASONS = ("churn_reason_1_code", "churn_reason_2_code", "churn_reason_3_code")


@dataclass(frozen=True, slots=True)
class ChurnNow:
    """The chance that somebody leaves, by which model, and what moved it most, greatest first."""

    probability: float
    band_code: str
    model_version: str
    reason_codes: tuple[str, ...]

    def features(self) -> dict[str, float | str | None]:
        """The score as the features that the night would have made of it."""
        reasons = [*self.reason_codes, None, None, None][: len(CHURN_REASONS)]
        told: dict[str, float | str | None] = {"churn_probability": self.probability, "churn_band_code": self.band_code}
        return told | dict(zip(CHURN_REASONS, reasons, strict=True))


class ChurnScorer(Protocol):
    """Predicts churn in this process."""

    def churn_of(self, rows: Sequence[Mapping[str, object]]) -> Sequence[ChurnNow | None]:
        """The chance that somebody with these features leaves, for each; None where no model serves or a feature cannot be used."""
        ...
