"""Keys on a real PostgreSQL: one effect and one answer per key, whoever comes when."""

import threading
import time
from datetime import timedelta
from functools import partial

import pytest

from loyalty.clock import TurnedClock
from loyalty.idempotency import (
    AnswerToKeep,
    Fresh,
    KeyedRequest,
    KeyInFlight,
    KeyInvalid,
    KeyReused,
    SameAs,
    StoredAnswer,
    claim,
    forget_answers,
    store_answers,
)
from tests.support.ledger import NOON
from tests.support.races import at_once

CLOCK = TurnedClock(NOON)


def request(key: str = "k1", body: bytes = b"body", scope: str = "caller") -> KeyedRequest:
    return KeyedRequest(scope, key, body)


def answer(database, *requests: KeyedRequest, status_code: int = 201, clock: TurnedClock = CLOCK) -> list:
    """Claim, and keep an answer that names its place for every fresh request; the claims."""
    with database.begin() as work:
        claims = claim(requests, within=work)
        kept = [
            AnswerToKeep(asked, status_code, b"answer %d" % place)
            for place, (asked, found) in enumerate(zip(requests, claims, strict=True))
            if isinstance(found, Fresh)
        ]
        store_answers(kept, within=work, clock=clock)
    return claims


def test_the_same_key_and_body_finds_the_first_answer_byte_for_byte(database):
    assert answer(database, request()) == [Fresh()]
    assert answer(database, request()) == [StoredAnswer(201, b"answer 0")]


def test_the_same_key_with_another_body_is_refused(database):
    answer(database, request())
    (refusal,) = answer(database, request(body=b"other"))
    assert isinstance(refusal, KeyReused)


def test_two_callers_may_use_one_key(database):
    answer(database, request(scope="a"))
    assert answer(database, request(scope="b")) == [Fresh()]


def test_within_a_batch_a_repetition_points_at_the_first(database):
    claims = answer(database, request("x"), request("y"), request("x"), request("x", b"other"), request("z"))
    assert claims[:3] == [Fresh(), Fresh(), SameAs(0)]
    assert isinstance(claims[3], KeyReused)
    assert claims[4] == Fresh()


@pytest.mark.parametrize("key", ["", "x" * 256, "a\x00", "a\nb", None])
def test_a_key_that_cannot_be_stored_is_refused_and_the_others_are_not(database, key):
    claims = answer(database, request(key), request("good"))
    assert isinstance(claims[0], KeyInvalid)
    assert claims[1] == Fresh()


def test_a_claim_that_was_rolled_back_leaves_the_key_free(database):
    def lose() -> None:
        with database.begin() as work:
            store_answers([AnswerToKeep(request(), 201, b"lost")], within=work, clock=CLOCK)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        lose()
    assert answer(database, request()) == [Fresh()]


def test_a_key_in_flight_is_waited_for_and_then_refused(database):
    with database.begin() as holder:
        assert claim([request()], within=holder) == [Fresh()]
        started = time.monotonic()
        with database.begin() as other:
            first, second = claim([request(), request("free")], within=other, wait_seconds=0.2)
        assert isinstance(first, KeyInFlight)
        assert second == Fresh()
        assert 0.2 <= time.monotonic() - started < 5


def test_a_key_in_flight_that_commits_in_time_is_answered(database):
    claimed, waiting = threading.Event(), threading.Event()

    def first() -> list:
        with database.begin() as work:
            claims = claim([request()], within=work)
            claimed.set()
            assert waiting.wait(10)
            time.sleep(0.1)
            store_answers([AnswerToKeep(request(), 200, b"done")], within=work, clock=CLOCK)
        return claims

    def second() -> list:
        assert claimed.wait(10)
        waiting.set()
        return answer(database, request())

    assert at_once([first, second]) == [[Fresh()], [StoredAnswer(200, b"done")]]


def test_a_hundred_requests_with_one_key_have_one_effect(database):
    with database.begin() as work:
        work.exec_driver_sql("create table effects (key text)")

    def act() -> object:
        with database.begin() as work:
            (found,) = claim([request()], within=work, wait_seconds=30)
            if isinstance(found, Fresh):
                work.exec_driver_sql("insert into effects values ('k1')")
                store_answers([AnswerToKeep(request(), 201, b"made")], within=work, clock=CLOCK)
                return StoredAnswer(201, b"made")
        return found

    # The pool lends 40 connections; the others wait for one, as they would in the service.
    assert at_once([partial(act)] * 100) == [StoredAnswer(201, b"made")] * 100
    with database.begin() as work:
        assert work.exec_driver_sql("select count(*) from effects").scalar_one() == 1


def test_old_answers_are_forgotten_and_young_ones_kept(database):
    answer(database, request("old"))
    answer(database, request("young"), clock=TurnedClock(NOON + timedelta(hours=25)))
    with database.begin() as work:
        assert forget_answers(recorded_before=NOON + timedelta(hours=1), within=work) == 1
    assert answer(database, request("old"), request("young")) == [Fresh(), StoredAnswer(201, b"answer 0")]
