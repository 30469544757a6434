"""What the registry keeps: a stored version and its state, a decision about it, a run of training. Not here: where (`records.py`)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from ml.runtime import Manifest


class State(StrEnum):
    """Where a version stands: it never served, it serves, it has served."""

    CANDIDATE = "CANDIDATE"
    CHAMPION = "CHAMPION"
    RETIRED = "RETIRED"


class Verdict(StrEnum):
    """What was decided about a version."""

    PROMOTED = "PROMOTED"
    """It passed the gates and serves."""
    KEPT = "KEPT"
    """It did not pass the gates; whoever served before serves on."""
    FORCED = "FORCED"
    """A person let it serve past the gates, for the reason given."""
    ROLLED_BACK = "ROLLED_BACK"
    """The champion after it was taken back, so it serves again."""
    TAKEN_IN = "TAKEN_IN"
    """It was found in the folder, from before there was a registry."""


class Outcome(StrEnum):
    """How a run of training ended."""

    STORED = "STORED"
    SAME = "SAME"
    """The very model that was stored already."""
    REFUSED = "REFUSED"
    """There was too little to learn from."""
    FAILED = "FAILED"


@dataclass(frozen=True, slots=True)
class Promotion:
    """A version that was promoted; `manifest_sha256` is what its manifest must be, None where nobody recorded it."""

    version: str
    manifest_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class StoredVersion:
    """A version and its state. `stored_at` is None where only the folder knows of it."""

    manifest: Manifest
    state: State
    stored_at: datetime | None = None
    is_rolled_back: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decided what about a version, when, why, and which version served until then."""

    version: str
    verdict: Verdict
    decided_at: datetime
    decided_by: str
    reasons: tuple[str, ...]
    instead_of: str | None


@dataclass(frozen=True, slots=True)
class TrainingRun:
    """One run of training. `compared_with` is the champion that was measured on the same test rows."""

    id: UUID
    as_of_on: date
    ended_at: datetime
    outcome: Outcome
    version: str | None
    code_version: str
    reason: str | None
    compared_with: str | None


@dataclass(frozen=True, slots=True)
class DagsterRun:
    """The run of Dagster that trained a version (`TRAINED`) or scored a day with it (`SCORED`).

    `drift` is the stability index of each feature and of the scores (`score`) against the rows that the version was trained on, greatest
    first; empty where nothing was compared. `row_count` is None for a training.
    """

    kind: str
    version: str
    as_of_on: date
    run_id: str
    recorded_at: datetime
    row_count: int | None = None
    drift: Mapping[str, float] = field(default_factory=dict)
