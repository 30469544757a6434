"""Idempotency keys: what is claimed and what a claim finds. Not here: which routes need a key (serving)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KeyedRequest:
    """A request that carries an Idempotency-Key.

    `scope` separates callers (e.g. the API key's id), `fingerprint` is a digest of everything that makes the request the same.
    """

    scope: str
    key: str
    fingerprint: bytes


@dataclass(frozen=True, slots=True)
class Fresh:
    """The key is ours until the transaction ends: do the work, then `store_answers`."""


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """The request was answered before; give this answer again, byte for byte."""

    status_code: int
    body: bytes


@dataclass(frozen=True, slots=True)
class SameAs:
    """An earlier request of this very batch has the same key and fingerprint: its answer is also the answer here."""

    index: int


@dataclass(frozen=True, slots=True)
class AnswerToKeep:
    """The answer of a fresh request."""

    request: KeyedRequest
    status_code: int
    body: bytes
