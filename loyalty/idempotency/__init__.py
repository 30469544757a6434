"""Idempotency keys: the same request twice has one effect and one answer. The door of the room; see README.md."""

from loyalty.idempotency.errors import KeyInFlight, KeyInvalid, KeyReused
from loyalty.idempotency.model import AnswerToKeep, Fresh, KeyedRequest, SameAs, StoredAnswer
from loyalty.idempotency.store import Claim, claim, forget_answers, store_answers

__all__ = [
    "AnswerToKeep",
    "Claim",
    "Fresh",
    "KeyInFlight",
    "KeyInvalid",
    "KeyReused",
    "KeyedRequest",
    "SameAs",
    "StoredAnswer",
    "claim",
    "forget_answers",
    "store_answers",
]
