"""Into the queue and out of it by decision: asking for messages, withdrawing, holding and letting go. Not here: sending (`dispatch.py`)."""

import json
from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.ids import new_id
from loyalty.messages import store_queue
from loyalty.messages.errors import ChannelUnknown, DeliveryNotResendable, DeliveryUnknown, TemplateUnknown
from loyalty.messages.model import SendMessage
from loyalty.messages.store_templates import newest_templates


class Queued(NamedTuple):
    """How many messages are new in the queue, and how many had been asked for before."""

    new_count: int
    known_count: int


def enqueue(commands: Sequence[SendMessage], *, within: Work, clock: Clock) -> Queued:
    """Each message waits in the queue, once: what was asked for before, whatever became of it, is not asked for again.

    Raises:
        TemplateUnknown: a template does not exist; nothing is queued.
        ChannelUnknown: a template speaks over another channel than the message wants; nothing is queued.
    """
    if not commands:
        return Queued(0, 0)
    versions = _versions(commands, within)
    now = clock.now()
    rows = [
        {
            "id": new_id(),
            "member_id": one.member_id,
            "channel_code": one.channel_code,
            "template_code": one.template_code,
            "template_version": versions[one.template_code],
            "purpose": str(one.purpose),
            "source_code": one.source_code,
            "occurrence": one.occurrence,
            "facts": json.dumps(dict(one.facts), ensure_ascii=False),
            "expected_value_minor": one.expected_value_minor,
            "due_at": max(one.not_before or now, now),
            "expires_at": one.expires_at,
        }
        for one in commands
    ]
    new_count = store_queue.insert(rows, at=now, within=within)
    return Queued(new_count, len(rows) - new_count)


def withdraw(source_code: str, *, owners: Sequence[str] | None = None, within: Work, clock: Clock) -> int:
    """Nothing of this source that has not reached a sender goes out any more, nor is it asked for again; how many were withdrawn.

    `owners`: only messages whose occurrence begins with one of these names and a colon.
    """
    return store_queue.withdraw(source_code, owners, at=clock.now(), within=within)


def hold(source_code: str, *, actor: str, within: Work, clock: Clock) -> None:
    """Messages of this source stay in the queue until `let_go`; what a sender already has goes out."""
    store_queue.hold(source_code, actor=actor, at=clock.now(), within=within)


def let_go(source_code: str, *, within: Work) -> None:
    """Held messages of this source go on from where they are; nothing is sent again."""
    store_queue.let_go(source_code, within=within)


def resend(delivery_id: UUID, *, within: Work, clock: Clock) -> None:
    """Somebody has looked and decided: a message that failed or is in doubt waits in the queue again.

    Raises:
        DeliveryUnknown: there is none.
        DeliveryNotResendable: it is on its way, was sent, or was suppressed.
    """
    status = store_queue.requeue(delivery_id, at=clock.now(), within=within)
    if status is None:
        raise DeliveryUnknown("There is no such delivery.", delivery_id=str(delivery_id))
    if status not in store_queue.RESENDABLE:
        raise DeliveryNotResendable(f"A delivery that is {status} is not sent again; only FAILED and IN_DOUBT are.", status=status)


def set_speed(channel_code: str, per_second: float | None, *, within: Work) -> None:
    """No more than this many messages a second leave over the channel, over all senders together; at most a second's worth at once.
    None: as many as it takes."""
    store_queue.set_speed(channel_code, per_second, within=within)


def _versions(commands: Sequence[SendMessage], within: Work) -> dict[str, int]:
    templates = newest_templates({one.template_code for one in commands}, within=within)
    for one in commands:
        if one.template_code not in templates:
            raise TemplateUnknown(f"There is no template '{one.template_code}'; store it first.", template_code=one.template_code)
        channel = templates[one.template_code].template.channel_code
        if channel != one.channel_code:
            raise ChannelUnknown(
                f"Template '{one.template_code}' speaks by {channel}, not by {one.channel_code}.",
                template_code=one.template_code,
                channel_code=one.channel_code,
            )
    return {code: stored.version for code, stored in templates.items()}
