"""Who waits to be chosen, and the occurrences they belong to, as rows. Knows SQL; not here: who is chosen (`decide.py`)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

import polars as pl
import pyarrow as pa

from loyalty.campaigns.errors import SegmentNotEvaluated
from loyalty.campaigns.model import LIVE_KINDS, Campaign, RevisionKey, TriggerKind
from loyalty.database import Work
from loyalty.database.arrays import code_array, number_array, text_array, uuid_array
from loyalty.database.copying import read_rows
from loyalty.database.planning import planned_anew

WAKE_CHANNEL = "khaywe_campaigns"
# A whole audience in one statement takes longer than a request's usual patience.
LONG_TIME = "set local statement_timeout = '600s'"

OPEN = """
insert into campaign_occurrences (campaign_code, revision, occurrence, as_of_on, is_open, read_count, treated_count, control_count,
                                  holdout_count, refused, opened_at)
values (%(code)s, %(revision)s, %(occurrence)s, %(as_of_on)s, true, 0, 0, 0, 0, '{}', %(now)s)
on conflict do nothing
"""
READ_COUNT = """
update campaign_occurrences set read_count = %(count)s
where campaign_code = %(code)s and revision = %(revision)s and occurrence = %(occurrence)s
"""

# Of a business day those count who were in a segment as that day was evaluated; of a list, and of any other instant, who is in it now.
STANDING = "s.valid_to is null"
OF_DAY = """exists (
    select from segment_days d where d.segment_code = s.segment_code and d.as_of_on = %(as_of_on)s
      and s.valid_from <= d.evaluated_at and (s.valid_to > d.evaluated_at or s.valid_to is null)
) or (s.valid_to is null and exists (select from segments g where g.code = s.segment_code and g.kind = 'STATIC'))"""
AUDIENCE = """
from members m {worth}
where m.program_code = %(program_code)s and (
    cardinality(%(segments)s::text[]) = 0 or m.id in (
        select s.member_id from segment_memberships s where s.segment_code = any(%(segments)s::text[]) and ({standing})))
"""
# Worth decides only where something is scarce; sorting a million otherwise helps nobody.
WORTH = """
left join lateral (select max(o.score_probability) as score from member_offers o where o.member_id = m.id and o.answer_code is null) best
    on true
"""
GATHER = """
insert into campaign_waiting (campaign_code, revision, occurrence, member_id, place, due_at, waits_since)
select %(code)s, %(revision)s, %(occurrence)s, m.id, row_number() over ({order}), %(now)s, %(now)s
{audience}
on conflict do nothing
"""
UNEVALUATED = """
select g.code from segments g
where g.code = any(%(segments)s::text[]) and g.kind <> 'STATIC'
  and not exists (select from segment_days d where d.segment_code = g.code and d.as_of_on = %(as_of_on)s)
order by g.code limit 1
"""

GATHER_SOME = """
insert into campaign_waiting (campaign_code, revision, occurrence, member_id, place, facts, due_at, waits_since)
select w.code, w.revision, w.occurrence, w.member_id, w.place, w.facts, %(now)s, %(now)s
from unnest(%(codes)s::text[], %(revisions)s::integer[], %(occurrences)s::text[], %(members)s::uuid[], %(facts)s::jsonb[])
    with ordinality as w (code, revision, occurrence, member_id, facts, place)
where not exists (
    select from campaign_targets t where t.campaign_code = w.code and t.revision = w.revision and t.occurrence = w.occurrence
      and t.member_id = w.member_id)
on conflict do nothing
"""

CLAIM = """
select revision, occurrence, member_id, facts, waits_since from campaign_waiting
where campaign_code = %(code)s and due_at <= %(now)s
  and (%(occurrence)s::text is null or (occurrence = %(occurrence)s::text and revision = %(revision)s::integer))
order by due_at, place limit %(limit)s
for update skip locked
"""
DONE = """
delete from campaign_waiting w using unnest(%(revisions)s::integer[], %(occurrences)s::text[], %(members)s::uuid[])
    as d (revision, occurrence, member_id)
where w.campaign_code = %(code)s and w.revision = d.revision and w.occurrence = d.occurrence and w.member_id = d.member_id
"""
PUT_OFF = """
update campaign_waiting w set due_at = %(due_at)s, reason = %(reason)s
from unnest(%(revisions)s::integer[], %(occurrences)s::text[], %(members)s::uuid[]) as d (revision, occurrence, member_id)
where w.campaign_code = %(code)s and w.revision = d.revision and w.occurrence = d.occurrence and w.member_id = d.member_id
"""
COUNT = """
update campaign_occurrences o set
    treated_count = o.treated_count + %(treated)s, control_count = o.control_count + %(control)s,
    holdout_count = o.holdout_count + %(holdout)s, refused = (
        select coalesce(jsonb_object_agg(reason, count), '{}') from (
            select key as reason, sum(value::bigint) as count
            from (select * from jsonb_each_text(o.refused) union all select * from jsonb_each_text(%(refused)s::jsonb)) both_of_them
            group by key) summed)
where o.campaign_code = %(code)s and o.revision = %(revision)s and o.occurrence = %(occurrence)s
"""
COMPLETE = """
update campaign_occurrences o set is_open = false, completed_at = %(now)s
where o.campaign_code = %(code)s and o.is_open and not exists (
    select from campaign_waiting w where w.campaign_code = o.campaign_code and w.revision = o.revision and w.occurrence = o.occurrence)
returning o.revision, o.occurrence
"""
OPEN_ONES = """
select o.campaign_code, o.revision, o.occurrence from campaign_occurrences o join campaigns c on c.code = o.campaign_code
where o.is_open and c.status = 'ACTIVE' and (
    exists (
        select from campaign_waiting w where w.campaign_code = o.campaign_code and w.revision = o.revision
          and w.occurrence = o.occurrence and w.due_at <= %(now)s)
    or not exists (
        select from campaign_waiting w where w.campaign_code = o.campaign_code and w.revision = o.revision and w.occurrence = o.occurrence))
order by o.opened_at, o.campaign_code
"""
# Few campaigns have anybody waiting; the index is walked from code to code instead of over everybody.
LIVE_WAITING = """
select c.code, (select min(w.due_at) from campaign_waiting w where w.campaign_code = c.code) as due_at
from campaigns c where c.status = 'ACTIVE' and c.trigger_kind = any(%(kinds)s)
"""
WAITING = """
select coalesce(reason, 'DUE') as reason, count(*) as count from campaign_waiting where campaign_code = %(code)s group by 1 order by 1
"""
RELEASE = """
with gone as (
    delete from campaign_waiting where campaign_code = %(code)s returning revision, occurrence
), counted as (
    select revision, occurrence, count(*) as count from gone group by revision, occurrence
), closed as (
    update campaign_occurrences o set is_open = false, completed_at = %(now)s,
        refused = o.refused || case when c.count is null then '{}'::jsonb else jsonb_build_object('CAMPAIGN_OVER', c.count) end
    from campaign_occurrences p left join counted c on c.revision = p.revision and c.occurrence = p.occurrence
    where p.campaign_code = %(code)s and p.is_open
      and o.campaign_code = p.campaign_code and o.revision = p.revision and o.occurrence = p.occurrence
)
select count(*) from gone
"""
DUE_TO_MOVE = """
select code, coalesce(ends_at <= %(now)s, false) as is_over from campaigns
where (status = 'SCHEDULED' and coalesce(starts_at, %(now)s) <= %(now)s) or (status in ('SCHEDULED', 'ACTIVE') and ends_at <= %(now)s)
order by code
"""
RINGING = """
select code, live_revision, next_run_at from campaigns where status = 'ACTIVE' and trigger_kind = 'SCHEDULE' and next_run_at <= %(now)s
order by next_run_at limit 1 for update skip locked
"""


class OccurrenceKey(NamedTuple):
    """Names one occurrence of a revision."""

    campaign_code: str
    revision: int
    occurrence: str

    @property
    def key(self) -> RevisionKey:
        """The revision it is one of."""
        return RevisionKey(self.campaign_code, self.revision)


@dataclass(frozen=True, slots=True)
class Gathered:
    """One member whom something let into an occurrence."""

    key: OccurrenceKey
    member_id: UUID
    facts: Mapping[str, object] | None = None


_CLAIMED: dict[str, pa.DataType] = {
    "revision": pa.int64(),
    "occurrence": pa.string(),
    "member_id": pa.string(),
    "facts": pa.string(),
    "waits_since": pa.timestamp("us", tz="UTC"),
}
CLAIMED = pa.schema(_CLAIMED)
"""One row is one member who is to be chosen; `member_id` is a UUID, `facts` the JSON of what let it in, or null."""


def open_occurrence(key: OccurrenceKey, campaign: Campaign, as_of_on: date, now: datetime, within: Work) -> int | None:
    """Everybody in the audience waits to be chosen in this occurrence; how many. None: it was opened before.

    Raises:
        SegmentNotEvaluated: a segment of a DAILY campaign has no membership of that day; nothing is written.
    """
    asked: dict[str, Any] = {**key._asdict(), "code": key.campaign_code, "as_of_on": as_of_on, "now": now}
    asked |= {"program_code": campaign.program_code, "segments": list(campaign.segments)}
    is_daily = campaign.trigger.kind is TriggerKind.DAILY
    if is_daily and (lacking := within.exec_driver_sql(UNEVALUATED, asked).scalar_one_or_none()) is not None:
        raise SegmentNotEvaluated(
            f"The segment '{lacking}' of campaign '{campaign.code}' has not been evaluated for {as_of_on}: run the segments of that day"
            " first.",
            campaign_code=campaign.code,
            segment_code=lacking,
            as_of_on=str(as_of_on),
        )
    if within.exec_driver_sql(OPEN, asked).rowcount == 0:
        return None
    within.exec_driver_sql(LONG_TIME)
    is_scarce = campaign.members_max is not None or campaign.budget_minor is not None or campaign.offer is not None
    audience = AUDIENCE.format(worth=WORTH if is_scarce else "", standing=OF_DAY if is_daily else STANDING)
    order = "order by best.score desc nulls last, m.id" if is_scarce else "order by m.id"
    count = within.exec_driver_sql(GATHER.format(order=order, audience=audience), asked).rowcount
    within.exec_driver_sql(READ_COUNT, asked | {"count": count})
    return count


def gather(gathered: Sequence[Gathered], now: datetime, within: Work) -> int:
    """These members wait to be chosen, save those who were or do already; how many are new."""
    if not gathered:
        return 0
    facts = {
        "codes": code_array(one.key.campaign_code for one in gathered),
        "revisions": [one.key.revision for one in gathered],
        "occurrences": text_array(one.key.occurrence for one in gathered),
        "members": uuid_array(one.member_id for one in gathered),
        "facts": text_array(None if one.facts is None else json.dumps(one.facts, default=str) for one in gathered),
        "now": now,
    }
    count = within.exec_driver_sql(GATHER_SOME, facts).rowcount
    if count:
        wake(within)
    return count


def claim(code: str, now: datetime, limit: int, within: Work, *, occurrence: OccurrenceKey | None = None) -> pl.DataFrame:
    """Up to `limit` members who are due, those worth most first, held until the transaction ends; shaped like `CLAIMED`."""
    facts = {
        "code": code,
        "now": now,
        "limit": limit,
        "occurrence": occurrence.occurrence if occurrence else None,
        "revision": occurrence.revision if occurrence else None,
    }
    return pl.DataFrame(read_rows(CLAIM, facts, CLAIMED, within=within))


def done(code: str, members: pl.DataFrame, within: Work) -> None:
    """These, shaped like `CLAIMED`, wait no more."""
    if not members.is_empty():
        within.exec_driver_sql(DONE, _named(code, members))


def put_off(code: str, members: pl.DataFrame, reason: str, due_at: datetime, within: Work) -> None:
    """These, shaped like `CLAIMED`, wait until then, and why."""
    if not members.is_empty():
        within.exec_driver_sql(PUT_OFF, _named(code, members) | {"reason": reason, "due_at": due_at})


def count_chosen(key: OccurrenceKey, arms: Mapping[str, int], refused: Mapping[str, int], within: Work) -> None:
    """The occurrence has so many more in each arm, and refused by reason; one that is not on record counts nothing."""
    facts = {
        "code": key.campaign_code,
        "revision": key.revision,
        "occurrence": key.occurrence,
        "treated": arms.get("TREATED", 0),
        "control": arms.get("CONTROL", 0),
        "holdout": arms.get("HOLDOUT", 0),
        "refused": json.dumps(dict(refused)),
    }
    within.exec_driver_sql(COUNT, facts)


def complete_occurrences(code: str, now: datetime, within: Work) -> list[OccurrenceKey]:
    """The campaign's occurrences in which nobody waits any more are completed; which."""
    return [OccurrenceKey(code, *row) for row in within.exec_driver_sql(COMPLETE, {"code": code, "now": now})]


def open_occurrences(now: datetime, within: Work) -> list[OccurrenceKey]:
    """The open occurrences of ACTIVE campaigns in which somebody is due, or nobody waits any more, oldest first."""
    return [OccurrenceKey(*row) for row in within.exec_driver_sql(OPEN_ONES, {"now": now})]


def live_waiting(within: Work) -> dict[str, datetime]:
    """Of each campaign whose members are chosen one by one and that has any waiting: when the first is due."""
    with planned_anew(within):
        rows = within.exec_driver_sql(LIVE_WAITING, {"kinds": [str(kind) for kind in LIVE_KINDS]})
    return {row.code: row.due_at for row in rows if row.due_at is not None}


def waiting_by_reason(code: str, within: Work) -> dict[str, int]:
    """How many wait to be chosen, by what they wait for (DUE: their turn)."""
    return {row[0]: row[1] for row in within.exec_driver_sql(WAITING, {"code": code})}


def waiting_count(code: str, within: Work) -> int:
    """How many wait to be chosen."""
    return sum(waiting_by_reason(code, within).values())


def release(code: str, now: datetime, within: Work) -> int:
    """Nobody waits in this campaign any more, and its occurrences are completed; how many waited."""
    return int(within.exec_driver_sql(RELEASE, {"code": code, "now": now}).scalar_one())


def due_to_move(now: datetime, within: Work) -> list[tuple[str, bool]]:
    """The campaigns whose start or end has come: (code, whether it is the end)."""
    return [(row.code, row.is_over) for row in within.exec_driver_sql(DUE_TO_MOVE, {"now": now})]


def take_ringing(now: datetime, within: Work) -> tuple[RevisionKey, datetime] | None:
    """A campaign whose schedule has ticked, locked, and the tick; None: none has."""
    row = within.exec_driver_sql(RINGING, {"now": now}).one_or_none()
    return None if row is None else (RevisionKey(row.code, row.live_revision), row.next_run_at)


def ring(code: str, at: datetime | None, within: Work) -> None:
    """The campaign's schedule ticks next at that instant."""
    within.exec_driver_sql("update campaigns set next_run_at = %(at)s where code = %(code)s", {"code": code, "at": at})


def wake(within: Work) -> None:
    """Whoever waits to choose members looks, once this is committed."""
    within.exec_driver_sql("select pg_notify(%(channel)s, '')", {"channel": WAKE_CHANNEL})


def _named(code: str, members: pl.DataFrame) -> dict[str, Any]:
    return {
        "code": code,
        "revisions": number_array(members["revision"]),
        "occurrences": text_array(members["occurrence"]),
        "members": code_array(members["member_id"]),
    }
