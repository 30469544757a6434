"""A sender's claims as rows: taking admitted messages, the handing over, what became of them. Not here: verdicts and channels.

Claims are timed by the database's own clock, for the business clock may stand still. A claim that lapsed is anybody's again, and the
sender that had it learns so at the handing over, before anything leaves.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from loyalty.database import Work
from loyalty.database.round_trip import last_round_trip
from loyalty.ids import new_id

# Past the handing over nobody can tell whether the channel took it, unless asking again is harmless.
RELEASE = """
with lapsed as (
    select id, handed_over_at is null or channel_code = any(%(repeatable)s::text[]) as is_harmless
    from deliveries where status = 'SENDING' and claimed_until < clock_timestamp() for update skip locked
), freed as (
    update deliveries d set
        status = case when lapsed.is_harmless then 'ADMITTED' else 'IN_DOUBT' end,
        reason = case when lapsed.is_harmless then null else 'SENDER_DIED' end,
        ended_at = case when lapsed.is_harmless then null else %(at)s::timestamptz end,
        claim_id = null, claimed_until = null
    from lapsed where d.id = lapsed.id
    returning d.id, d.member_id, d.channel_code, d.source_code, d.status, d.reason
), told as (
    insert into outbox (member_id, type, occurred_at, recorded_at, data)
    select member_id, 'message.in_doubt', %(at)s, %(at)s,
           jsonb_build_object('delivery_id', 'dlv_' || replace(id::text, '-', ''), 'channel_code', channel_code,
                              'source_code', source_code, 'reason', reason)
    from freed where status = 'IN_DOUBT'
)
select count(*) from freed
"""

# What a channel may take now: what it saved up since it was last asked, a second's worth at most. No row: as much as it likes.
ALLOWANCE = """
update channel_speeds s set
    allowance = least(s.allowance + s.per_second * extract(epoch from clock_timestamp() - s.counted_at), greatest(s.per_second, 1.0)),
    counted_at = clock_timestamp()
where s.channel_code = %(channel)s returning floor(allowance)::integer
"""
SPEND = "update channel_speeds set allowance = allowance - %(count)s where channel_code = %(channel)s"

CLAIM = """
with next as (
    select id from deliveries d
    where d.status = 'ADMITTED' and d.channel_code = %(channel)s and d.due_at <= %(at)s
      and not exists (select from delivery_holds h where h.source_code = d.source_code)
    order by d.admitted_at, d.id limit %(limit)s for update skip locked
)
update deliveries d set status = 'SENDING', claim_id = %(claim)s, attempt_count = d.attempt_count + 1,
    claimed_until = clock_timestamp() + %(lease)s
from next where d.id = next.id
returning d.id, d.member_id, d.template_code, d.template_version, d.purpose, d.facts, d.attempt_count, d.source_code
"""

# A second's slack for the way to the channel; a sender whose claim has lapsed, or nearly, may no longer hand over.
HAND_OVER = """
update deliveries set handed_over_at = coalesce(handed_over_at, %(at)s)
where id = any(%(ids)s::uuid[]) and claim_id = %(claim)s and status = 'SENDING' and claimed_until > clock_timestamp() + interval '1 second'
returning id
"""

END = """
with ended as (
    update deliveries d set
        status = w.status, reason = w.reason, detail = w.detail, claim_id = null, claimed_until = null,
        due_at = coalesce(w.due_at, d.due_at),
        handed_over_at = case when w.status = 'ADMITTED' then null else d.handed_over_at end,
        admitted_at = case when w.status = 'SENT' then %(at)s::timestamptz else d.admitted_at end,
        ended_at = case when w.status = 'ADMITTED' then null else %(at)s::timestamptz end
    from unnest(%(ids)s::uuid[], %(statuses)s::text[], %(reasons)s::text[], %(details)s::text[], %(due_ats)s::timestamptz[])
        as w (id, status, reason, detail, due_at)
    where d.id = w.id and d.claim_id = %(claim)s
    returning d.id, d.member_id, d.channel_code, d.source_code, d.status, d.reason
)
insert into outbox (member_id, type, occurred_at, recorded_at, data)
select member_id, 'message.' || lower(status), %(at)s, %(at)s,
       jsonb_strip_nulls(jsonb_build_object('delivery_id', 'dlv_' || replace(id::text, '-', ''), 'channel_code', channel_code,
                                            'source_code', source_code, 'reason', reason))
from ended where status <> 'ADMITTED'
"""

BOUNCED = """
update member_contacts c set bounced_channels = array_append(c.bounced_channels, %(channel)s)
from deliveries d where d.id = any(%(ids)s::uuid[]) and c.member_id = d.member_id and not %(channel)s = any(c.bounced_channels)
"""


class Claimed(NamedTuple):
    """One message that this sender has."""

    id: UUID
    member_id: UUID
    template_code: str
    template_version: int
    purpose: str
    facts: dict[str, object]
    attempt_count: int
    source_code: str


class End(NamedTuple):
    """What becomes of a claimed message; ADMITTED with `due_at` means: again then."""

    id: UUID
    status: str
    reason: str | None = None
    detail: str | None = None
    due_at: datetime | None = None


def release_lapsed(repeatable: Sequence[str], *, at: datetime, within: Work) -> int:
    """Messages of senders that are gone can be had again, or are in doubt; how many they were."""
    return int(within.exec_driver_sql(RELEASE, {"repeatable": list(repeatable), "at": at}).scalar_one())


def claim(channel_code: str, *, limit: int, lease: timedelta, at: datetime, within: Work) -> tuple[UUID, list[Claimed]]:
    """Up to `limit` admitted messages, as the channel's speed allows, are this sender's until the lease ends."""
    allowed: int | None = within.exec_driver_sql(ALLOWANCE, {"channel": channel_code}).scalar_one_or_none()
    mine = new_id()
    take = limit if allowed is None else min(limit, allowed)
    if take <= 0:
        return mine, []
    facts = {"channel": channel_code, "limit": take, "lease": lease, "claim": mine, "at": at}
    claimed = [Claimed(*row) for row in within.exec_driver_sql(CLAIM, facts)]
    if allowed is not None and claimed:
        within.exec_driver_sql(SPEND, {"channel": channel_code, "count": len(claimed)})
    return mine, sorted(claimed)


def hand_over(ids: Sequence[UUID], claim_id: UUID, *, at: datetime, within: Work) -> set[UUID]:
    """Those of `ids` that may leave now; from here on only the channel knows. The last that its transaction does."""
    (handed,) = last_round_trip([(HAND_OVER, {"ids": list(ids), "claim": claim_id, "at": at})], within)
    return {id_ for (id_,) in handed}


def end(ends: Sequence[End], claim_id: UUID, *, at: datetime, within: Work) -> None:
    """Each message is what became of it, with its event. The last that its transaction does."""
    facts = {
        "ids": [one.id for one in ends],
        "statuses": [one.status for one in ends],
        "reasons": [one.reason for one in ends],
        "details": [one.detail for one in ends],
        "due_ats": [one.due_at for one in ends],
        "claim": claim_id,
        "at": at,
    }
    last_round_trip([(END, facts)], within)


def mark_bounced(ids: Sequence[UUID], channel_code: str, *, within: Work) -> None:
    """The members' addresses on this channel are known as no good until they give another."""
    within.exec_driver_sql(BOUNCED, {"ids": list(ids), "channel": channel_code})
