"""Idempotency keys as rows, stored in the transaction of the effect. The only module of the room that knows SQL."""

import time
from collections.abc import Sequence
from datetime import datetime

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.database.arrays import bytes_array, number_array, text_array
from loyalty.database.round_trip import round_trip, send
from loyalty.idempotency.errors import KeyInFlight, KeyInvalid, KeyReused
from loyalty.idempotency.model import AnswerToKeep, Fresh, KeyedRequest, SameAs, StoredAnswer
from loyalty.text_rules import is_short_text

KEY_LENGTH_MAX = 255
POLL_SECONDS = 0.01

Claim = Fresh | StoredAnswer | SameAs | KeyInvalid | KeyReused | KeyInFlight
ScopedKey = tuple[str, str]
Answers = dict[ScopedKey, tuple[bytes, StoredAnswer]]

# The advisory lock is what makes a key ours: it ends with the transaction, and trying it never blocks nor deadlocks. Two keys
# with one hash merely wait for each other. The answers are read by a later statement, so they include the lock's last holder's.
TRY_LOCKS = """
select scope, key from unnest(%(scopes)s::text[], %(keys)s::text[]) as wanted (scope, key)
where pg_try_advisory_xact_lock(hashtextextended(scope || chr(31) || key, 7236003))
"""

STORED = """
select k.scope, k.key, k.fingerprint, k.status_code, k.body
from unnest(%(scopes)s::text[], %(keys)s::text[]) as wanted (scope, key)
join idempotency_keys k using (scope, key)
"""

KEEP = """
insert into idempotency_keys (scope, key, fingerprint, status_code, body, recorded_at)
select scope, key, fingerprint, status_code, body, %(now)s
from unnest(%(scopes)s::text[], %(keys)s::text[], %(fingerprints)s::bytea[], %(statuses)s::int[], %(bodies)s::bytea[])
    as answered (scope, key, fingerprint, status_code, body)
"""


def claim(requests: Sequence[KeyedRequest], *, within: Work, wait_seconds: float = 2.0) -> list[Claim]:
    """What each key means, in the order of the requests; a `Fresh` key is ours until the transaction ends.

    A key that another transaction is working on is waited for, at most `wait_seconds` for the whole batch, and then
    `KeyInFlight`. Claim once per transaction, before anything else is locked in it.
    """
    first: dict[ScopedKey, int] = {}
    for index, request in enumerate(requests):
        if is_short_text(request.key, KEY_LENGTH_MAX):
            first.setdefault((request.scope, request.key), index)
    locked, stored = _lock_and_read(list(first), within, wait_seconds)
    return [_meaning(index, requests, first, locked, stored) for index in range(len(requests))]


def store_answers(answers: Sequence[AnswerToKeep], *, within: Work, clock: Clock) -> None:
    """Each fresh request's answer is kept; a later claim of its key finds it."""
    if not answers:
        return
    parameters = {
        "now": clock.now(),
        **_columns([(answer.request.scope, answer.request.key) for answer in answers]),
        "fingerprints": bytes_array(answer.request.fingerprint for answer in answers),
        "statuses": number_array(answer.status_code for answer in answers),
        "bodies": bytes_array(answer.body for answer in answers),
    }
    send((KEEP, parameters), within)


def forget_answers(*, recorded_before: datetime, within: Work) -> int:
    """Answers recorded before that instant are gone; how many. Keep at least 24 hours."""
    return within.exec_driver_sql("delete from idempotency_keys where recorded_at < %(before)s", {"before": recorded_before}).rowcount


def _lock_and_read(keys: list[ScopedKey], within: Work, wait_seconds: float) -> tuple[set[ScopedKey], Answers]:
    """Those of the keys that are ours now, and those that are answered; keys that are neither were waited for in vain."""
    locked: set[ScopedKey] = set()
    deadline = time.monotonic() + wait_seconds
    while True:
        wanted = [key for key in keys if key not in locked]
        locks, rows = round_trip([(TRY_LOCKS, _columns(wanted)), (STORED, _columns(keys))], within)
        locked.update((scope, key) for scope, key in locks)
        answers = {(scope, key): (bytes(fingerprint), StoredAnswer(status, bytes(body))) for scope, key, fingerprint, status, body in rows}
        if len(locked | answers.keys()) == len(keys) or time.monotonic() >= deadline:
            return locked, answers
        time.sleep(POLL_SECONDS)


def _meaning(index: int, requests: Sequence[KeyedRequest], first: dict[ScopedKey, int], locked: set[ScopedKey], answers: Answers) -> Claim:
    request = requests[index]
    key = (request.scope, request.key)
    if key not in first:
        return KeyInvalid(f"An Idempotency-Key is a text of 1 to {KEY_LENGTH_MAX} printable characters.", key=str(request.key)[:80])
    if key in answers:
        fingerprint, answer = answers[key]
        return answer if fingerprint == request.fingerprint else _reused(request)
    if key not in locked:
        return KeyInFlight("Another request with this Idempotency-Key is being worked on; ask again in a moment.", key=request.key)
    if first[key] == index:
        return Fresh()
    return SameAs(first[key]) if requests[first[key]].fingerprint == request.fingerprint else _reused(request)


def _reused(request: KeyedRequest) -> KeyReused:
    return KeyReused("This Idempotency-Key came before with another request; a new request needs a new key.", key=request.key)


def _columns(keys: Sequence[ScopedKey]) -> dict[str, object]:
    return {"scopes": text_array(scope for scope, _ in keys), "keys": text_array(key for _, key in keys)}
