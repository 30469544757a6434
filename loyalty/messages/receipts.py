"""What gateways and mail servers tell of messages later: arrived, came back, complained of. Not here: reading mails (`returned.py`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.ids import show_id
from loyalty.messages import store_engagement
from loyalty.messages.engagement import Engagement, Kind, note
from loyalty.messages.errors import DeliveryUnknown
from loyalty.messages.model import DELIVERY_ID_PREFIX
from loyalty.segments import GiveConsent, give_consents

RECEIPT_KINDS = (Kind.DELIVERED, Kind.BOUNCED, Kind.DELAYED, Kind.COMPLAINED, Kind.OPTED_OUT)
DETAIL_LENGTH_MAX = 300
_LEAVES = {Kind.COMPLAINED: "complaint", Kind.OPTED_OUT: "reply to a message"}


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a delivery that a channel had taken. `is_address_bad`, of a bounce: the address itself is no good."""

    delivery_id: UUID
    kind: Kind
    occurred_at: datetime | None = None
    is_address_bad: bool = False
    address: str | None = None
    detail: str | None = None


Taken = Literal["NEW", "KNOWN"]


def take_receipts(
    receipts: Sequence[Receipt], *, channel_code: str | None = None, within: Work, clock: Clock
) -> list[Taken | DeliveryUnknown]:
    """Each receipt is known and has its consequence, once however often it is told; one answer each, in order.

    A bounce ends its delivery as BOUNCED, and where the address is to blame nothing is sent there until the member gives another. A
    complaint or a leaving withdraws the consent for the channel, from when it happened. `channel_code`: deliveries over other channels
    are as if they were not there.
    """
    known = store_engagement.known([one.delivery_id for one in receipts], within=within)
    found = {id_: one for id_, one in known.items() if channel_code in {None, one.channel_code}}
    now = clock.now()
    told = [_engagement(one, now) for one in receipts if one.delivery_id in found]
    new = note(told, within=within, clock=clock)
    is_new = {(one.delivery_id, one.kind) for one in new}
    _come_back([one for one in receipts if one.kind is Kind.BOUNCED and (one.delivery_id, one.kind) in is_new], now, within)
    leaving = [
        GiveConsent(found[one.delivery_id].member_id, found[one.delivery_id].channel_code, False, one.occurred_at, _LEAVES[one.kind])
        for one in new
        if one.kind in _LEAVES
    ]
    give_consents(leaving, actor="member", within=within, clock=clock)
    return [_answer(one, one.delivery_id in found, is_new) for one in receipts]


def _come_back(bounces: Sequence[Receipt], now: datetime, within: Work) -> None:
    if not bounces:
        return
    came = {one.delivery_id: one for one in bounces}
    store_engagement.bounce([(id_, one.is_address_bad, _detail(one)) for id_, one in came.items()], at=now, within=within)
    bad = [(id_, one.address) for id_, one in came.items() if one.is_address_bad]
    if bad:
        store_engagement.mark_bad(bad, within=within)


def _engagement(one: Receipt, now: datetime) -> Engagement:
    # What happened cannot lie ahead, whatever clock the gateway goes by.
    return Engagement(one.delivery_id, one.kind, min(one.occurred_at or now, now), detail=_detail(one))


def _detail(one: Receipt) -> str | None:
    return one.detail[:DETAIL_LENGTH_MAX] if one.detail else None


def _answer(one: Receipt, is_found: bool, is_new: set[tuple[UUID, Kind]]) -> Taken | DeliveryUnknown:
    if not is_found:
        return DeliveryUnknown("There is no such delivery.", delivery_id=show_id(DELIVERY_ID_PREFIX, one.delivery_id))
    key = one.delivery_id, one.kind
    if key not in is_new:
        return "KNOWN"
    is_new.remove(key)
    return "NEW"
