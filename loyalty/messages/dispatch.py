"""Takes admitted messages to their channel, each at most once in effect, whenever the sender is killed. Not here: who may be written to.

claim (one transaction) → render → the channel sends, asking for the handing over at its last instant (one) → what became of them (one).
No transaction is open while the channel is spoken to.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from loyalty.clock import Clock
from loyalty.database import Database, Work
from loyalty.database.planning import plan_anew
from loyalty.database.round_trip import send
from loyalty.messages import store_claims, store_contacts, store_facts, store_queue
from loyalty.messages.channels import Channel, Outcome, Outgoing, Said
from loyalty.messages.errors import ContentMissing
from loyalty.messages.judge import standing
from loyalty.messages.links import Links
from loyalty.messages.model import DeliveryStatus, Purpose, Reason
from loyalty.messages.store_claims import Claimed, End
from loyalty.messages.store_templates import policy_in_force, read_templates
from loyalty.messages.template import Rendered, render
from loyalty.messages.tracking import followed

LEASE = timedelta(minutes=5)
ATTEMPTS_MAX = 8
# 1, 2, 4 … minutes, so that a channel that is away for two hours loses nothing.
FIRST_WAIT = timedelta(minutes=1)

VoucherCodes = Callable[[Sequence[UUID], Work], Mapping[UUID, str]]
"""The codes of vouchers, opened; those that cannot be opened are not among them."""


def no_codes(_ids: Sequence[UUID], _within: Work) -> Mapping[UUID, str]:
    """What a sender knows that has no key to codes: a message that names one is suppressed for want of it."""
    return {}


@dataclass(frozen=True, slots=True)
class Dispatched:
    """What one turn did: claimed = sent + kept back + ended otherwise."""

    claimed_count: int = 0
    sent_count: int = 0


def release_lapsed(database: Database, channels: Mapping[str, Channel], *, clock: Clock) -> int:
    """What senders had that died is sent by others, or is in doubt; how many messages that were."""
    repeatable = [code for code, channel in channels.items() if channel.is_repeatable]
    with database.begin() as work:
        plan_anew(work)
        return store_claims.release_lapsed(repeatable, at=clock.now(), within=work)


def dispatch(
    database: Database,
    channel_code: str,
    channel: Channel,
    *,
    clock: Clock,
    time_zone: str,
    links: Links,
    lease: timedelta = LEASE,
    voucher_codes: VoucherCodes = no_codes,
) -> Dispatched:
    """One batch of admitted messages has left over the channel, or waits again, or ended with the reason.

    Consent, status and quiet hours are asked once more, as they are now. Any number of senders may run at once.
    """
    at = clock.now()
    with database.begin() as work:
        plan_anew(work)
        claim_id, claimed = store_claims.claim(channel_code, limit=channel.batch_max, lease=lease, at=at, within=work)
        if not claimed:
            return Dispatched()
        may_go = _standing(claimed, at=at, time_zone=time_zone, within=work)
        codes = voucher_codes(_vouchers(may_go), work)
        going, silent = _rendered(may_go, channel_code, at, links=links, codes=codes, within=work)
        if silent:
            store_claims.end(silent, claim_id, at=at, within=work)

    def hand_over(ids: Sequence[UUID]) -> set[UUID]:
        with database.begin_lean() as work:
            plan_anew(work)
            return store_claims.hand_over(ids, claim_id, at=at, within=work)

    attempts = {one.id: one.attempt_count for one in claimed}
    sent_count = 0
    for outcome in channel.send(going, hand_over, at=at) if going else ():
        sent_count += outcome.said is Said.ACCEPTED
        with database.begin_lean() as work:
            # Losing this to a crash of the database leaves the message in doubt, which is safe; so it waits for no disk.
            send(("set local synchronous_commit = off", {}), work)
            plan_anew(work)
            if outcome.is_bounce:
                store_claims.mark_bounced([outcome.id], channel_code, within=work)
            store_claims.end([_end(outcome, attempts[outcome.id], at)], claim_id, at=at, within=work)
    return Dispatched(len(claimed), sent_count)


def _standing(claimed: Sequence[Claimed], *, at: datetime, time_zone: str, within: Work) -> list[Claimed]:
    """The messages that may go now; the others have their verdict."""
    policy, _ = policy_in_force(within=within)
    candidates = store_queue.candidates([one.id for one in claimed], at=at, time_zone=time_zone, within=within)
    verdicts = {one.id: standing(one, policy, at=at) for one in candidates}
    held = {id_: verdict for id_, verdict in verdicts.items() if verdict.status is not DeliveryStatus.ADMITTED}
    if held:
        store_queue.settle(held, at=at, within=within)
    return [one for one in claimed if verdicts[one.id].status is DeliveryStatus.ADMITTED]


def _rendered(
    claimed: Sequence[Claimed], channel_code: str, at: datetime, *, links: Links, codes: Mapping[UUID, str], within: Work
) -> tuple[list[Outgoing], list[End]]:
    members = list({one.member_id for one in claimed})
    templates = read_templates([(one.template_code, one.template_version) for one in claimed], within=within)
    facts = store_facts.facts_of(members, at=at, within=within)
    contacts = store_contacts.read(members, within=within)
    going, silent = list[Outgoing](), list[End]()
    for one in claimed:
        unsubscribe = links.unsubscribe(one.member_id, channel_code, one.id)
        known = facts[one.member_id] | _with_code(one.facts, codes) | {"links": {"unsubscribe": unsubscribe, **_links(one.facts)}}
        try:
            said = render(templates[one.template_code, one.template_version], known, language=contacts[one.member_id].language)
        except ContentMissing as missing:
            silent.append(End(one.id, str(DeliveryStatus.SUPPRESSED), str(Reason.CONTENT_MISSING), missing.message[:300]))
            continue
        if one.purpose == Purpose.MARKETING:
            # What a member asked for, such as a receipt or a code, is nobody's business afterwards.
            said = followed(said, one.id, channel_code, links)
        address = contacts[one.member_id].address(channel_code) or ""
        going.append(_outgoing(one, said, address, unsubscribe))
    return going, silent


def _vouchers(claimed: Sequence[Claimed]) -> list[UUID]:
    found = (_voucher_id(one.facts) for one in claimed)
    return [one for one in found if one is not None]


def _voucher_id(facts: Mapping[str, object]) -> UUID | None:
    offer = facts.get("offer")
    given = offer.get("voucher_id") if isinstance(offer, dict) else None
    return UUID(given) if isinstance(given, str) else None


def _with_code(facts: dict[str, object], codes: Mapping[UUID, str]) -> dict[str, object]:
    """The queue holds which voucher, never its code: that is opened as the message leaves."""
    offer, voucher_id = facts.get("offer"), _voucher_id(facts)
    if not isinstance(offer, dict):
        return facts
    return facts | {"offer": offer | {"voucher_code": codes.get(voucher_id) if voucher_id else None}}


def _links(facts: dict[str, object]) -> dict[str, object]:
    given = facts.get("links")
    return given if isinstance(given, dict) else {}


def _outgoing(one: Claimed, said: Rendered, address: str, unsubscribe: str) -> Outgoing:
    is_marketing = one.purpose == Purpose.MARKETING
    return Outgoing(one.id, address, said.subject, said.text, said.html, said.language, unsubscribe if is_marketing else None)


def _end(outcome: Outcome, attempt_count: int, at: datetime) -> End:
    if outcome.said is Said.ACCEPTED:
        return End(outcome.id, str(DeliveryStatus.SENT), None, outcome.detail)
    if outcome.said is Said.UNKNOWN:
        return End(outcome.id, str(DeliveryStatus.IN_DOUBT), str(Reason.CHANNEL_AWAY), outcome.detail)
    if outcome.said is Said.REFUSED:
        reason = Reason.ADDRESS_BOUNCED if outcome.is_bounce else Reason.CHANNEL_REFUSED
        return End(outcome.id, str(DeliveryStatus.FAILED), str(reason), outcome.detail)
    if attempt_count >= ATTEMPTS_MAX:
        return End(outcome.id, str(DeliveryStatus.FAILED), str(Reason.CHANNEL_AWAY), outcome.detail)
    again_at = at + FIRST_WAIT * 2 ** (attempt_count - 1)
    return End(outcome.id, str(DeliveryStatus.ADMITTED), str(Reason.CHANNEL_AWAY), outcome.detail, again_at)
