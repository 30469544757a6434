"""May this message go now? Pure: candidates with what is known of their members in, one verdict each out. Not here: rows, text."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from loyalty.messages.model import DeliveryStatus, Purpose, Reason
from loyalty.messages.policy import ContactPolicy, FrequencyCap, Otherwise
from loyalty.messages.quiet_hours import next_loud


class Candidate(NamedTuple):
    """A message whose time has come, with what is known of its member at this instant."""

    id: UUID
    member_id: UUID
    channel_code: str
    purpose: Purpose
    expected_value_minor: float
    expires_at: datetime | None
    is_active: bool
    is_consented: bool
    has_address: bool
    has_bounced: bool
    time_zone: str


class Sending(NamedTuple):
    """A marketing message that holds its place under the caps: sent, or about to be."""

    channel_code: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Verdict:
    """ADMITTED; QUEUED until `not_before`; or SUPPRESSED. `reason` for the last two."""

    status: DeliveryStatus
    reason: Reason | None = None
    not_before: datetime | None = None


GO = Verdict(DeliveryStatus.ADMITTED)


def judge(
    candidates: Sequence[Candidate], sent: Mapping[UUID, Sequence[Sending]], policy: ContactPolicy, *, at: datetime
) -> dict[UUID, Verdict]:
    """A verdict for each candidate. Those of one member compete: the greatest expected value takes the room under a cap, ties by id.

    `sent` are the members' sendings of the policy's longest period. What is admitted here counts for those judged after it, so that no
    order of arrival and no splitting of a member's messages over channels passes a cap.
    """
    taken: dict[UUID, list[Sending]] = defaultdict(list, {member: list(sendings) for member, sendings in sent.items()})
    verdicts: dict[UUID, Verdict] = {}
    for one in sorted(candidates, key=lambda one: (-one.expected_value_minor, one.id)):
        verdict = standing(one, policy, at=at)
        if verdict is GO and one.purpose is Purpose.MARKETING:
            verdict = _under_caps(one, taken[one.member_id], policy, at)
            if verdict is GO:
                taken[one.member_id].append(Sending(one.channel_code, at))
        verdicts[one.id] = verdict
    return verdicts


def standing(one: Candidate, policy: ContactPolicy, *, at: datetime) -> Verdict:
    """The verdict before any cap; asked again at the moment of sending. In this order: expired, inactive, consent, address, quiet hours."""
    against = (
        (Reason.EXPIRED, one.expires_at is not None and one.expires_at <= at),
        (Reason.MEMBER_INACTIVE, not one.is_active),
        (Reason.CONSENT_MISSING, one.purpose is Purpose.MARKETING and not one.is_consented),
        (Reason.ADDRESS_MISSING, not one.has_address),
        (Reason.ADDRESS_BOUNCED, one.has_bounced),
    )
    reason = next((reason for reason, holds in against if holds), None)
    if reason is not None:
        return _no(reason)
    if one.purpose is Purpose.SERVICE or policy.quiet_hours is None:
        return GO
    loud_at = next_loud(at, ZoneInfo(one.time_zone), policy.quiet_hours)
    return GO if loud_at == at else _later(one, Reason.QUIET_HOURS, policy.on_quiet, loud_at)


def _under_caps(one: Candidate, taken: Iterable[Sending], policy: ContactPolicy, at: datetime) -> Verdict:
    binding = [cap for cap in policy.caps if cap.covers(one.channel_code) and len(_counted(cap, taken, at)) >= cap.limit]
    if not binding:
        return GO
    if any(cap.limit == 0 for cap in binding):
        return _no(Reason.CAP_REACHED)
    return _later(one, Reason.CAP_REACHED, policy.on_cap, max(_room_at(cap, taken, at) for cap in binding))


def _room_at(cap: FrequencyCap, taken: Iterable[Sending], at: datetime) -> datetime:
    """When the oldest of the last `limit` sendings leaves the period of a cap that is full."""
    return sorted(_counted(cap, taken, at))[-cap.limit] + cap.period


def _counted(cap: FrequencyCap, taken: Iterable[Sending], at: datetime) -> list[datetime]:
    return [sending.at for sending in taken if cap.covers(sending.channel_code) and sending.at > at - cap.period]


def _later(one: Candidate, reason: Reason, otherwise: Otherwise, not_before: datetime) -> Verdict:
    """Held, unless the policy drops it or it will have expired by then."""
    is_too_late = one.expires_at is not None and one.expires_at <= not_before
    if otherwise is Otherwise.DROP or is_too_late:
        return _no(reason)
    return Verdict(DeliveryStatus.QUEUED, reason, not_before)


def _no(reason: Reason) -> Verdict:
    return Verdict(DeliveryStatus.SUPPRESSED, reason)
