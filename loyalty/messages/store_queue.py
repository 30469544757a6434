"""The queue as rows: into it, out of it by decision, and what is known of those whose time has come. Not here: senders' claims
(`store_claims.py`), verdicts (`judge.py`)."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import CursorResult

from loyalty.database import Work
from loyalty.database.arrays import text_array, time_array, uuid_array
from loyalty.messages.judge import Candidate, Sending, Verdict
from loyalty.messages.model import DeliveryStatus, Purpose

RESENDABLE = ("FAILED", "IN_DOUBT")
# Any constant will do, so long as nothing else in the database uses it.
ADMISSION_LOCK = 7_236_030

INSERT = """
insert into deliveries (id, member_id, channel_code, template_code, template_version, purpose, source_code, occurrence, facts,
                        expected_value_minor, status, due_at, expires_at, queued_at)
select id, member_id, channel_code, template_code, template_version, purpose, source_code, occurrence, facts, expected_value_minor,
       'QUEUED', due_at, expires_at, %(at)s
from unnest(%(id)s::uuid[], %(member_id)s::uuid[], %(channel_code)s::text[], %(template_code)s::text[], %(template_version)s::integer[],
            %(purpose)s::text[], %(source_code)s::text[], %(occurrence)s::text[], %(facts)s::jsonb[],
            %(expected_value_minor)s::double precision[], %(due_at)s::timestamptz[], %(expires_at)s::timestamptz[])
  as w (id, member_id, channel_code, template_code, template_version, purpose, source_code, occurrence, facts, expected_value_minor,
        due_at, expires_at)
on conflict (source_code, occurrence, member_id, channel_code) do nothing
"""

# Of one owner: what begins with its name and a colon, found by the unique index.
_OF_SOURCE = "where d.source_code = %(source)s"
_OF_OWNERS = """from unnest(%(owners)s::text[]) as o (owner)
    where d.source_code = %(source)s and d.occurrence >= o.owner || ':' and d.occurrence < o.owner || ';'"""
_WITHDRAW = """
with withdrawn as (
    update deliveries d set status = 'SUPPRESSED', reason = 'WITHDRAWN', ended_at = %(at)s
    {of} and d.status in ('QUEUED', 'ADMITTED') returning d.id, d.member_id, d.channel_code, d.source_code, d.reason
), told as (
    insert into outbox (member_id, type, occurred_at, recorded_at, data)
    select member_id, 'message.suppressed', %(at)s, %(at)s,
           jsonb_build_object('delivery_id', 'dlv_' || replace(id::text, '-', ''), 'channel_code', channel_code,
                              'source_code', source_code, 'reason', reason)
    from withdrawn
)
select count(*) from withdrawn
"""
WITHDRAW, WITHDRAW_OF = (_WITHDRAW.replace("{of}", of) for of in (_OF_SOURCE, _OF_OWNERS))

REQUEUE = """
with found as (select id, status from deliveries where id = %(id)s for update), again as (
    update deliveries d set status = 'QUEUED', reason = null, detail = null, due_at = %(at)s, attempt_count = 0, admitted_at = null,
        handed_over_at = null, ended_at = null, expires_at = null
    from found where d.id = found.id and found.status in ('FAILED', 'IN_DOUBT')
)
select status from found
"""

SPEED = """
insert into channel_speeds (channel_code, per_second, allowance, counted_at) values (%(channel)s, %(speed)s, 0, clock_timestamp())
on conflict (channel_code) do update set per_second = excluded.per_second
"""

# What is known of a message's member at this instant. A member nobody asked has agreed to nothing.
CANDIDATES = """
select d.id, d.member_id, d.channel_code, d.purpose, d.expected_value_minor, d.expires_at,
       coalesce(m.status = 'ACTIVE', false) as is_active, coalesce(said.is_given, false) as is_consented,
       case d.channel_code when 'email' then c.email when 'push' then c.push_token when 'mail' then c.postal_address else c.phone end
           is not null as has_address,
       coalesce(d.channel_code = any(c.bounced_channels), false) as has_bounced, coalesce(c.time_zone, %(time_zone)s) as time_zone
from deliveries d
left join members m on m.id = d.member_id
left join member_contacts c on c.member_id = d.member_id
left join lateral (
    select is_given from member_consents s
    where s.member_id = d.member_id and s.channel_code = d.channel_code and s.given_at <= %(at)s order by s.given_at desc, s.id desc limit 1
) said on true
"""

# All that is due of each member found, so that what competes is judged together however many members are taken at a time.
DUE = f"""
with first as materialized (
    select d.member_id from deliveries d
    where d.status = 'QUEUED' and d.due_at <= %(at)s and not exists (select from delivery_holds h where h.source_code = d.source_code)
    order by d.due_at limit %(limit)s
), chosen as materialized (select distinct member_id from first)
{CANDIDATES}
join chosen on chosen.member_id = d.member_id
where d.status = 'QUEUED' and d.due_at <= %(at)s and not exists (select from delivery_holds h where h.source_code = d.source_code)
for update of d
"""  # noqa: S608 - our own text

BY_ID = f"{CANDIDATES} where d.id = any(%(ids)s::uuid[])"

# What is admitted and not yet sent counts as if it were sent now, for that is when it may be.
SENDINGS = """
select member_id, channel_code, case when status in ('ADMITTED', 'SENDING') then %(at)s else admitted_at end as at
from deliveries
where member_id = any(%(members)s::uuid[]) and purpose = 'MARKETING' and status in ('ADMITTED', 'SENDING', 'SENT', 'BOUNCED', 'IN_DOUBT')
  and (status in ('ADMITTED', 'SENDING') or admitted_at > %(since)s)
"""

VERDICTS = """
with judged as (
    update deliveries d set
        status = v.status, reason = v.reason, due_at = coalesce(v.not_before, d.due_at), claim_id = null, claimed_until = null,
        admitted_at = case when v.status = 'ADMITTED' then %(at)s::timestamptz end,
        ended_at = case when v.status = 'SUPPRESSED' then %(at)s::timestamptz end
    from unnest(%(ids)s::uuid[], %(statuses)s::text[], %(reasons)s::text[], %(not_befores)s::timestamptz[])
        as v (id, status, reason, not_before)
    where d.id = v.id
    returning d.id, d.member_id, d.channel_code, d.source_code, d.status, d.reason
)
insert into outbox (member_id, type, occurred_at, recorded_at, data)
select member_id, 'message.suppressed', %(at)s, %(at)s,
       jsonb_build_object('delivery_id', 'dlv_' || replace(id::text, '-', ''), 'channel_code', channel_code, 'source_code', source_code,
                          'reason', reason)
from judged where status = 'SUPPRESSED'
"""


_TEXTS = ("channel_code", "template_code", "purpose", "source_code", "occurrence", "facts")


def insert(rows: Sequence[Mapping[str, Any]], *, at: datetime, within: Work) -> int:
    """The rows wait, save those that are known; how many are new."""
    columns: dict[str, Any] = {name: [row[name] for row in rows] for name in rows[0]}
    # Written here, not by the driver, which quotes each text of each array with a pattern: most of the time of a large audience.
    columns |= {name: uuid_array(columns[name]) for name in ("id", "member_id")}
    columns |= {name: text_array(columns[name]) for name in _TEXTS if name in columns}
    columns |= {name: time_array(columns[name]) for name in ("due_at", "expires_at")}
    return within.exec_driver_sql(INSERT, columns | {"at": at}).rowcount


def withdraw(source_code: str, owners: Sequence[str] | None, *, at: datetime, within: Work) -> int:
    """What of the source (None: all of it) has not reached a sender is suppressed, each with its event."""
    if owners is None:
        return int(within.exec_driver_sql(WITHDRAW, {"source": source_code, "at": at}).scalar_one())
    return int(within.exec_driver_sql(WITHDRAW_OF, {"source": source_code, "owners": list(owners), "at": at}).scalar_one())


def hold(source_code: str, *, actor: str, at: datetime, within: Work) -> None:
    """The source is held."""
    statement = "insert into delivery_holds (source_code, actor, held_at) values (%(source)s, %(actor)s, %(at)s) on conflict do nothing"
    within.exec_driver_sql(statement, {"source": source_code, "actor": actor, "at": at})


def let_go(source_code: str, *, within: Work) -> None:
    """The source is no longer held."""
    within.exec_driver_sql("delete from delivery_holds where source_code = %(source)s", {"source": source_code})


def requeue(delivery_id: UUID, *, at: datetime, within: Work) -> str | None:
    """The status it had; one that can be sent again waits now."""
    found: str | None = within.exec_driver_sql(REQUEUE, {"id": delivery_id, "at": at}).scalar_one_or_none()
    return found


def set_speed(channel_code: str, per_second: float | None, *, within: Work) -> None:
    """The channel's speed; None: it has none."""
    if per_second is None:
        within.exec_driver_sql("delete from channel_speeds where channel_code = %(channel)s", {"channel": channel_code})
        return
    within.exec_driver_sql(SPEED, {"channel": channel_code, "speed": per_second})


def lock_admission(within: Work) -> bool:
    """Whether this transaction alone judges now; another does otherwise, and there is nothing to wait for."""
    return bool(within.exec_driver_sql("select pg_try_advisory_xact_lock(%(key)s)", {"key": ADMISSION_LOCK}).scalar_one())


def due(*, at: datetime, time_zone: str, limit: int, within: Work) -> list[Candidate]:
    """All due messages of the members of the first `limit` due messages, locked."""
    return _candidates(within.exec_driver_sql(DUE, {"at": at, "time_zone": time_zone, "limit": limit}))


def candidates(ids: Sequence[UUID], *, at: datetime, time_zone: str, within: Work) -> list[Candidate]:
    """What is known of these messages' members now."""
    return _candidates(within.exec_driver_sql(BY_ID, {"ids": list(ids), "at": at, "time_zone": time_zone}))


def sendings(members: Sequence[UUID], *, at: datetime, period: timedelta, within: Work) -> dict[UUID, list[Sending]]:
    """What these members were sent within the period, and what is about to be."""
    found: dict[UUID, list[Sending]] = {}
    for row in within.exec_driver_sql(SENDINGS, {"members": uuid_array(members), "at": at, "since": at - period}):
        found.setdefault(row.member_id, []).append(Sending(row.channel_code, row.at))
    return found


def settle(verdicts: Mapping[UUID, Verdict], *, at: datetime, within: Work) -> None:
    """Each message has its verdict; a suppressed one has its event."""
    values = list(verdicts.values())
    facts = {
        "ids": uuid_array(verdicts),
        "statuses": text_array(one.status for one in values),
        "reasons": text_array(one.reason for one in values),
        "not_befores": time_array(one.not_before if one.status is DeliveryStatus.QUEUED else None for one in values),
        "at": at,
    }
    within.exec_driver_sql(VERDICTS, facts)


def _candidates(rows: CursorResult[Any]) -> list[Candidate]:
    """The statement names the columns in the order of the fields."""
    return [Candidate._make((*row[:3], Purpose(row[3]), *row[4:])) for row in rows.tuples()]
