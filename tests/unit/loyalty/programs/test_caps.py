"""How much of an award its caps leave, where several apply or one was lowered after it was used."""

from datetime import date
from uuid import UUID

import pytest

from loyalty.programs.awards import CapKey, CapUsage, ReasonCode
from loyalty.programs.caps import within_caps
from loyalty.programs.rules_model import Cap, CapBeyond, CapPeriod

MEMBER_ID = UUID(int=1)


def a_cap(code: str, points: int, beyond: CapBeyond = CapBeyond.TRUNCATE) -> tuple[CapKey, Cap]:
    return CapKey(f"club//{code}", MEMBER_ID, date(2017, 10, 31)), Cap(code, points, CapPeriod.DAY, beyond=beyond)


@pytest.mark.parametrize("beyond", list(CapBeyond))
def test_a_cap_lowered_below_its_use_awards_nothing_and_takes_nothing(beyond):
    key, cap = a_cap("daily", 10, beyond)
    usage = CapUsage({key: 25})
    assert within_caps(7, ((key, cap),), usage)[0] == 0
    assert usage.used(key) == 25


@pytest.mark.parametrize("turned", [False, True])
def test_caps_that_reject_look_at_what_those_that_truncate_have_left(turned):
    truncating, rejecting = a_cap("a", 10), a_cap("b", 15, CapBeyond.REJECT)
    caps = (rejecting, truncating) if turned else (truncating, rejecting)
    usage = CapUsage()
    assert within_caps(30, caps, usage) == (10, ReasonCode.CAP_TRUNCATED)
    assert [usage.used(key) for key, _ in caps] == [10, 10]
    assert within_caps(30, caps, usage)[0] == 0


def test_an_award_that_is_rejected_uses_up_no_cap():
    truncating, rejecting = a_cap("a", 20), a_cap("b", 15, CapBeyond.REJECT)
    usage = CapUsage()
    assert within_caps(30, (truncating, rejecting), usage) == (0, ReasonCode.CAP_REJECTED)
    assert dict(usage) == {}
