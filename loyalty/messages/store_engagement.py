"""What came back of messages as rows: the first of each kind, its event, and what it says of the delivery. Not here: what a machine is."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from loyalty.database import Work

if TYPE_CHECKING:
    from loyalty.messages.engagement import Engagement

# A sign of life settles a doubt: what came back had been sent. Delays say nothing of that, and machines of no person.
NOTE = """
with asked as (
    select * from unnest(%(delivery_ids)s::uuid[], %(kinds)s::text[], %(targets)s::text[], %(automatic)s::boolean[],
                         %(occurred_ats)s::timestamptz[], %(details)s::text[])
        as a (delivery_id, kind, target, is_automatic, occurred_at, detail)
), noted as (
    insert into message_engagement (delivery_id, kind, target, is_automatic, member_id, occurred_at, detail)
    select a.delivery_id, a.kind, a.target, a.is_automatic, d.member_id, least(a.occurred_at, %(at)s::timestamptz), a.detail
    from asked a join deliveries d on d.id = a.delivery_id
    on conflict do nothing
    returning delivery_id, kind, target, is_automatic, member_id, occurred_at
), lively as (
    select distinct delivery_id from noted where kind in ('DELIVERED', 'OPENED', 'CLICKED', 'BOUNCED', 'COMPLAINED', 'OPTED_OUT')
), settled as (
    update deliveries d set status = 'SENT', reason = null, admitted_at = coalesce(d.admitted_at, d.handed_over_at, %(at)s)
    from lively where d.id = lively.delivery_id and d.status = 'IN_DOUBT'
    returning d.id, d.member_id, d.channel_code, d.source_code
), told as (
    insert into outbox (member_id, type, occurred_at, recorded_at, data)
    select n.member_id, 'message.' || lower(n.kind), n.occurred_at, %(at)s,
           jsonb_strip_nulls(jsonb_build_object('delivery_id', 'dlv_' || replace(d.id::text, '-', ''), 'channel_code', d.channel_code,
                                                'source_code', d.source_code, 'url', nullif(n.target, '')))
    from noted n join deliveries d on d.id = n.delivery_id
    where not n.is_automatic and n.kind in ('OPENED', 'CLICKED', 'COMPLAINED', 'OPTED_OUT')
    union all
    select member_id, 'message.sent', %(at)s, %(at)s,
           jsonb_build_object('delivery_id', 'dlv_' || replace(id::text, '-', ''), 'channel_code', channel_code, 'source_code', source_code)
    from settled
)
select delivery_id, kind, target, is_automatic from noted
"""

KNOWN = """
select id, member_id, channel_code, status, handed_over_at from deliveries where id = any(%(ids)s::uuid[]) order by id for update
"""

# Only what left can come back, once; a gateway may tell it before its sender has noted that it left.
BOUNCED = """
with came as (
    select * from unnest(%(ids)s::uuid[], %(bad)s::boolean[], %(details)s::text[]) as c (id, is_address_bad, detail)
), back as (
    update deliveries d set status = 'BOUNCED', detail = came.detail, claim_id = null, claimed_until = null,
        reason = case when came.is_address_bad then 'ADDRESS_BOUNCED' else 'CHANNEL_REFUSED' end, ended_at = coalesce(d.ended_at, %(at)s)
    from came where d.id = came.id and (d.status = 'SENT' or d.status = 'SENDING' and d.handed_over_at is not null)
    returning d.id, d.member_id, d.channel_code, d.source_code, d.reason
)
insert into outbox (member_id, type, occurred_at, recorded_at, data)
select member_id, 'message.bounced', %(at)s, %(at)s,
       jsonb_build_object('delivery_id', 'dlv_' || replace(id::text, '-', ''), 'channel_code', channel_code, 'source_code', source_code,
                          'reason', reason)
from back
"""

# An address that the member has changed since is not blamed for what came back from the old one, unless the receipt names it.
MARK = """
update member_contacts c set bounced_channels = array_append(c.bounced_channels, d.channel_code)
from unnest(%(ids)s::uuid[], %(addresses)s::text[]) as came (id, address)
join deliveries d on d.id = came.id
where c.member_id = d.member_id and not d.channel_code = any(c.bounced_channels)
  and (c.changed_at <= d.handed_over_at or lower(came.address) = lower(case d.channel_code when 'email' then c.email
       when 'push' then c.push_token when 'mail' then c.postal_address else c.phone end))
"""


class KnownDelivery(NamedTuple):
    """A delivery that something is told of."""

    id: UUID
    member_id: UUID
    channel_code: str
    status: str
    handed_over_at: datetime | None


def note(engagements: Sequence["Engagement"], *, at: datetime, within: Work) -> set[tuple[UUID, str, str, bool]]:
    """Delivery, kind, target and whether a machine did it, of those that are new; none twice among them."""
    facts = {
        "delivery_ids": [one.delivery_id for one in engagements],
        "kinds": [str(one.kind) for one in engagements],
        "targets": [one.target for one in engagements],
        "automatic": [one.is_automatic for one in engagements],
        "occurred_ats": [one.occurred_at for one in engagements],
        "details": [one.detail for one in engagements],
        "at": at,
    }
    return {tuple(row) for row in within.exec_driver_sql(NOTE, facts)}


def known(ids: Sequence[UUID], *, within: Work) -> dict[UUID, KnownDelivery]:
    """The deliveries, locked, by id; one that is none is not in the answer."""
    return {row.id: KnownDelivery(*row) for row in within.exec_driver_sql(KNOWN, {"ids": list(set(ids))})}


def bounce(came: Sequence[tuple[UUID, bool, str | None]], *, at: datetime, within: Work) -> None:
    """Each delivery (id, whether the address is to blame, the other side's word) that was sent has come back, with its event."""
    facts = {
        "ids": [id_ for id_, _, _ in came],
        "bad": [is_bad for _, is_bad, _ in came],
        "details": [detail for _, _, detail in came],
        "at": at,
    }
    within.exec_driver_sql(BOUNCED, facts)


def mark_bad(came: Sequence[tuple[UUID, str | None]], *, within: Work) -> None:
    """The addresses of these deliveries (id, the address as told) are known as no good until their members give another."""
    facts = {"ids": [id_ for id_, _ in came], "addresses": [address for _, address in came]}
    within.exec_driver_sql(MARK, facts)
