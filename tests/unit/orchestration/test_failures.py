"""What a refusal of the domain becomes in a run."""

import dagster as dg
import pytest

from loyalty.errors import Conflict, Invalid, NotFound, Refused, Unavailable
from orchestration.failures import fails_clearly


def raising(error: Exception):
    @fails_clearly
    def act() -> None:
        raise error

    return act


@pytest.mark.parametrize("kind", [Unavailable, Conflict])
def test_what_may_pass_by_itself_is_tried_again(kind):
    with pytest.raises(dg.RetryRequested):
        raising(kind("busy"))()


@pytest.mark.parametrize("kind", [NotFound, Refused, Invalid])
def test_a_no_fails_once_with_its_sentence_its_code_and_its_facts(kind):
    with pytest.raises(dg.Failure) as failure:
        raising(kind("The load is broken.", day="2017-11-01"))()
    assert failure.value.description == "The load is broken."
    assert not failure.value.allow_retries
    assert {name: value.value for name, value in failure.value.metadata.items()} == {"code": kind.code, "day": "2017-11-01"}


def test_our_own_bug_keeps_its_trace():
    with pytest.raises(ZeroDivisionError):
        raising(ZeroDivisionError())()
