"""Idempotency keys as rows, stored in the transaction of the effect. The only module of the room that knows SQL."""

from collections.abc import Sequence
from datetime import datetime

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.idempotency.errors import KeyInFlight, KeyInvalid, KeyReused
from loyalty.idempotency.model import AnswerToKeep, Fresh, KeyedRequest, SameAs, StoredAnswer

Claim = Fresh | StoredAnswer | SameAs | KeyInvalid | KeyReused | KeyInFlight


def claim(requests: Sequence[KeyedRequest], *, within: Work, wait_seconds: float = 2.0) -> list[Claim]:
    """What each key means, in the order of the requests; a `Fresh` key is ours until the transaction ends.

    A key that another transaction is working on is waited for, at most `wait_seconds` for the whole batch, and then
    `KeyInFlight`. Claim before locking anything else in the transaction.
    """
    raise NotImplementedError


def store_answers(answers: Sequence[AnswerToKeep], *, within: Work, clock: Clock) -> None:
    """Each fresh request's answer is kept; a later claim of its key finds it."""
    raise NotImplementedError


def forget_answers(*, recorded_before: datetime, within: Work) -> int:
    """Answers recorded before that instant are gone; how many. Keep at least 24 hours."""
    raise NotImplementedError
