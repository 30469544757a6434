"""Verdicts: caps that no order of arrival passes, the best message taking the room, quiet hours, consent before all of it."""

from collections import Counter
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loyalty.messages.errors import ContactPolicyInvalid
from loyalty.messages.judge import Candidate, Sending, Verdict, judge
from loyalty.messages.model import DeliveryStatus, Purpose, Reason
from loyalty.messages.policy import ContactPolicy, FrequencyCap, Otherwise, read_policy
from loyalty.messages.quiet_hours import QuietHours

NOON = datetime(2017, 11, 2, 16, 0, tzinfo=UTC)  # noon in New York
DAY = timedelta(days=1)
ANN = UUID(int=1)


def candidate(number: int = 1, **changes: object) -> Candidate:
    plain = Candidate(
        id=UUID(int=1000 + number), member_id=ANN, channel_code="email", purpose=Purpose.MARKETING, expected_value_minor=0.0,
        expires_at=None, is_active=True, is_consented=True, has_address=True, has_bounced=False, time_zone="America/New_York",
    )  # fmt: skip
    return plain._replace(**changes)


def verdict(one: Candidate, policy: ContactPolicy | None = None, *, sent: list[Sending] | None = None, at: datetime = NOON) -> Verdict:
    return judge([one], {ANN: sent or []}, policy or ContactPolicy(), at=at)[one.id]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"expires_at": NOON, "is_active": False}, Reason.EXPIRED),
        ({"is_active": False, "is_consented": False}, Reason.MEMBER_INACTIVE),
        ({"is_consented": False, "has_address": False}, Reason.CONSENT_MISSING),
        ({"has_address": False, "has_bounced": True}, Reason.ADDRESS_MISSING),
        ({"has_bounced": True}, Reason.ADDRESS_BOUNCED),
    ],
)
def test_what_stands_against_a_message_is_said_in_one_order(changes: dict[str, object], reason: Reason) -> None:
    assert verdict(candidate(**changes)) == Verdict(DeliveryStatus.SUPPRESSED, reason)


def test_what_the_member_asked_for_needs_no_consent_and_knows_no_limits() -> None:
    policy = ContactPolicy(caps=(FrequencyCap(0, DAY),), quiet_hours=QuietHours(time(0), time(23)))
    assert verdict(candidate(purpose=Purpose.SERVICE, is_consented=False), policy).status is DeliveryStatus.ADMITTED


def test_quiet_hours_hold_until_the_members_morning() -> None:
    policy = ContactPolicy(quiet_hours=QuietHours(time(21), time(8)))
    at = datetime(2017, 11, 3, 2, 0, tzinfo=UTC)
    assert verdict(candidate(), policy, at=at) == Verdict(
        DeliveryStatus.QUEUED, Reason.QUIET_HOURS, datetime(2017, 11, 3, 12, 0, tzinfo=UTC)
    )
    assert verdict(candidate(time_zone="Asia/Tokyo"), policy, at=at).status is DeliveryStatus.ADMITTED
    assert verdict(candidate(expires_at=datetime(2017, 11, 3, 11, 0, tzinfo=UTC)), policy, at=at).reason is Reason.QUIET_HOURS


def test_of_messages_that_compete_the_most_valuable_takes_the_room() -> None:
    policy = ContactPolicy(caps=(FrequencyCap(1, DAY),))
    cheap, dear = candidate(1, expected_value_minor=10.0), candidate(2, expected_value_minor=90.0)
    verdicts = judge([cheap, dear], {}, policy, at=NOON)
    assert verdicts[dear.id].status is DeliveryStatus.ADMITTED
    assert verdicts[cheap.id] == Verdict(DeliveryStatus.SUPPRESSED, Reason.CAP_REACHED)


def test_a_held_message_waits_until_the_oldest_sending_leaves_the_period() -> None:
    policy = ContactPolicy(caps=(FrequencyCap(2, 7 * DAY),), on_cap=Otherwise.HOLD)
    sent = [Sending("email", NOON - 6 * DAY), Sending("sms", NOON - 2 * DAY)]
    assert verdict(candidate(), policy, sent=sent) == Verdict(DeliveryStatus.QUEUED, Reason.CAP_REACHED, NOON + DAY)


def test_a_held_message_goes_at_the_instant_that_it_was_held_until_and_not_before() -> None:
    policy = ContactPolicy(caps=(FrequencyCap(1, DAY),), on_cap=Otherwise.HOLD)
    sent = [Sending("email", NOON - DAY + timedelta(minutes=1))]
    held = verdict(candidate(), policy, sent=sent)
    assert held.not_before == NOON + timedelta(minutes=1)
    assert verdict(candidate(), policy, sent=sent, at=held.not_before - timedelta(microseconds=1)) == held
    assert verdict(candidate(), policy, sent=sent, at=held.not_before).status is DeliveryStatus.ADMITTED


def test_under_several_caps_a_message_waits_for_the_last_of_them() -> None:
    policy = ContactPolicy(caps=(FrequencyCap(1, DAY), FrequencyCap(2, 7 * DAY)), on_cap=Otherwise.HOLD)
    sent = [Sending("email", NOON - 6 * DAY), Sending("email", NOON - timedelta(hours=1))]
    assert verdict(candidate(), policy, sent=sent).not_before == NOON + DAY


def test_a_cap_over_one_channel_leaves_the_others_alone() -> None:
    policy = ContactPolicy(caps=(FrequencyCap(1, DAY, "sms"),))
    sent = [Sending("sms", NOON - timedelta(hours=1))]
    assert verdict(candidate(), policy, sent=sent).status is DeliveryStatus.ADMITTED
    assert verdict(candidate(channel_code="sms"), policy, sent=sent).reason is Reason.CAP_REACHED
    by_mail = [Sending("email", NOON - timedelta(hours=1))]
    assert verdict(candidate(channel_code="sms"), policy, sent=by_mail).status is DeliveryStatus.ADMITTED


CAPS = st.lists(
    st.builds(
        FrequencyCap, st.integers(0, 3), st.sampled_from([timedelta(hours=1), DAY, 3 * DAY]), st.sampled_from([None, "email", "sms"])
    ),
    max_size=3,
).map(tuple)
ARRIVALS = st.lists(st.tuples(st.integers(0, 96), st.sampled_from(["email", "sms"]), st.integers(0, 2), st.integers(0, 100)), max_size=40)


@settings(max_examples=200, deadline=None)
@given(caps=CAPS, arrivals=ARRIVALS, on_cap=st.sampled_from(Otherwise))
def test_no_order_of_arrival_passes_a_cap(
    caps: tuple[FrequencyCap, ...], arrivals: list[tuple[int, str, int, int]], on_cap: Otherwise
) -> None:
    policy = ContactPolicy(caps=caps, on_cap=on_cap)
    sent: dict[UUID, list[Sending]] = {}
    for hour in sorted({arrival[0] for arrival in arrivals}):
        at = NOON + timedelta(hours=hour)
        due = [
            candidate(number, member_id=UUID(int=who), channel_code=channel, expected_value_minor=float(value))
            for number, (when, channel, who, value) in enumerate(arrivals)
            if when == hour
        ]
        verdicts = judge(due, sent, policy, at=at)
        for one in due:
            if verdicts[one.id].status is DeliveryStatus.ADMITTED:
                sent.setdefault(one.member_id, []).append(Sending(one.channel_code, at))
            elif verdicts[one.id].not_before is not None:
                assert verdicts[one.id].not_before > at
    for sendings in sent.values():
        for cap in caps:
            for last in sendings:
                within = Counter(cap.covers(one.channel_code) for one in sendings if last.at - cap.period < one.at <= last.at)[True]
                assert within <= cap.limit


@pytest.mark.parametrize(
    "content",
    [
        {"caps": [{"limit": -1, "period_hours": 24}]},
        {"caps": [{"limit": 1, "period_hours": 0}]},
        {"caps": [{"limit": 1, "period_hours": 24, "channel": "pigeon"}]},
        {"quiet_hours": {"starts": "21:00", "ends": "21:00"}},
        {"quiet_hours": {"starts": "25:00", "ends": "08:00"}},
        {"on_cap": "LATER"},
        {"unknown": 1},
    ],
)
def test_a_policy_that_cannot_be_meant_is_refused(content: dict[str, object]) -> None:
    with pytest.raises(ContactPolicyInvalid):
        read_policy(content)


def test_a_policy_is_read() -> None:
    told = {
        "caps": [{"limit": 3, "period_hours": 168}],
        "on_cap": "HOLD",
        "quiet_hours": {"starts": "21:00", "ends": "08:00", "otherwise": "DROP"},
    }
    assert read_policy(told) == ContactPolicy((FrequencyCap(3, 7 * DAY),), Otherwise.HOLD, QuietHours(time(21), time(8)), Otherwise.DROP)
