"""Endpoints, deliveries and attempts, and when the next attempt is due. Not here: rows (`store.py`) and HTTP (`deliver.py`)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random
from uuid import UUID

ENDPOINT_ID_PREFIX = "whk"
DELIVERY_ID_PREFIX = "whd"
ATTEMPTS_MAX = 12
RETRY_SECONDS = (5, 15, 60, 300, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 43_200)
"""How long after each failed attempt the next is due, before jitter: some 28 hours in all."""
JITTER_SHARE = 0.2
BREAKER_FAILURES = 5
"""So many failures in a row open an endpoint's breaker; then one delivery at a time is tried, until one arrives."""
BREAKER_SECONDS = (30, 60, 120, 300, 600, 1_800, 3_600)
FORMER_SECRET_HOURS = 24


class EndpointStatus(StrEnum):
    """Whether an endpoint is told anything."""

    ACTIVE = "ACTIVE"
    PAUSED = "PAUSED"
    ARCHIVED = "ARCHIVED"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Somebody who is told of events. `open_until`: its breaker is open until then, and nothing is sent."""

    id: UUID
    url: str
    description: str | None
    types: tuple[str, ...]
    secret: bytes
    former_secret: bytes | None
    former_until: datetime | None
    status: EndpointStatus
    failure_count: int
    open_until: datetime | None
    made_by: str
    made_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Delivery:
    """One event for one endpoint: PENDING until it is DELIVERED, or FAILED after the last attempt."""

    id: UUID
    endpoint_id: UUID
    event_id: UUID
    type: str
    status: str
    attempt_count: int
    due_at: datetime
    made_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Attempt:
    """One call of an endpoint and what came of it: a status code, or the error that kept it from answering."""

    number: int
    attempted_at: datetime
    status_code: int | None
    error: str | None
    seconds: float
    answer: str | None


@dataclass(frozen=True, slots=True)
class Due:
    """A delivery that is to be tried now, with all that trying takes. It is leased: nobody else tries it meanwhile."""

    id: UUID
    endpoint_id: UUID
    type: str
    body: bytes
    attempt_count: int
    tries_left: int
    url: str
    secret: bytes
    former_secret: bytes | None
    failure_count: int


def retry_after(attempt_count: int, random: Random, *, asked_seconds: int | None = None) -> timedelta:
    """How long to wait after that many failed attempts: growing, a fifth more or less so that many do not come back at once, and not
    before the endpoint asked for (at most a day)."""
    base = RETRY_SECONDS[min(attempt_count, len(RETRY_SECONDS)) - 1]
    seconds = base * random.uniform(1 - JITTER_SHARE, 1 + JITTER_SHARE)
    return timedelta(seconds=max(seconds, min(asked_seconds or 0, 86_400)))


def breaker_wait(failure_count: int, random: Random) -> timedelta | None:
    """How long an endpoint with so many failures in a row is left alone; None: it is not."""
    if failure_count < BREAKER_FAILURES:
        return None
    base = BREAKER_SECONDS[min(failure_count - BREAKER_FAILURES, len(BREAKER_SECONDS) - 1)]
    return timedelta(seconds=base * random.uniform(1 - JITTER_SHARE, 1 + JITTER_SHARE))
