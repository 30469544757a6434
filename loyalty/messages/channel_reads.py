"""How each channel stands and which languages members are spoken to in, as settings show it. Not here: sending, and any secret."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from loyalty.database import Work
from loyalty.messages.channels import Outline, outline_of
from loyalty.messages.model import CHANNELS

# What waits is found by the indexes of the queue. Of what has ended, the messages asked for within a day of the wall clock are counted:
# their ids begin with the instant, so that a table of many million is never read for it.
_STANDING = """
with day as (
    select (lpad(to_hex((extract(epoch from clock_timestamp() - interval '1 day') * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid as id
), waiting as (
    select channel_code, false as is_away from deliveries where status = 'QUEUED'
    union all
    select channel_code, coalesce(reason = 'CHANNEL_AWAY', false) from deliveries where status = 'ADMITTED'
    union all
    select channel_code, false from deliveries where status = 'SENDING'
), counted as (
    select channel_code, count(*) as waiting_count, count(*) filter (where is_away) as away_count from waiting group by 1
), ended as (
    select channel_code, count(*) filter (where status = 'SENT') as sent_count,
           count(*) filter (where status in ('FAILED', 'BOUNCED')) as failed_count,
           count(*) filter (where status = 'IN_DOUBT') as in_doubt_count,
           count(*) filter (where status = 'SUPPRESSED') as suppressed_count,
           max(ended_at) filter (where status = 'SENT') as last_sent_at
    from deliveries where id >= (select id from day) and status in ('SENT', 'FAILED', 'BOUNCED', 'IN_DOUBT', 'SUPPRESSED') group by 1
)
select c.code as channel_code, s.per_second, coalesce(w.waiting_count, 0) as waiting_count, coalesce(w.away_count, 0) as away_count,
       coalesce(e.sent_count, 0) as sent_count, coalesce(e.failed_count, 0) as failed_count,
       coalesce(e.in_doubt_count, 0) as in_doubt_count, coalesce(e.suppressed_count, 0) as suppressed_count, e.last_sent_at
from unnest(%(channels)s::text[]) as c (code)
left join channel_speeds s on s.channel_code = c.code
left join counted w on w.channel_code = c.code
left join ended e on e.channel_code = c.code
order by c.code
"""
# A template speaks to members of a language where it has it; to all others it speaks its first one.
_LANGUAGES = """
with newest as (
    select distinct on (code) code, contents from message_templates order by code, version desc
), spoken as (
    select n.code, said ->> 0 as language from newest n, jsonb_array_elements(n.contents) as said
), wanted as (
    select language, count(*) as member_count from member_contacts where language is not null group by 1
), known as (select language from spoken union select language from wanted)
select k.language, coalesce(w.member_count, 0) as member_count,
       (select count(*) from spoken s where s.language = k.language) as template_count,
       (select coalesce(array_agg(n.code order by n.code), '{}') from newest n
        where not exists (select from spoken s where s.code = n.code and s.language = k.language)) as missing_templates
from known k left join wanted w using (language)
order by member_count desc, k.language
"""


class ChannelStanding(NamedTuple):
    """One way of reaching members. `outline` None: it is not configured. Counts of what ended are of messages asked for within a day."""

    channel_code: str
    outline: Outline | None
    per_second: float | None
    waiting_count: int
    away_count: int
    sent_count: int
    failed_count: int
    in_doubt_count: int
    suppressed_count: int
    last_sent_at: datetime | None


class LanguageStanding(NamedTuple):
    """A language that members read or templates speak; `missing_templates` speak to its members in their own first language."""

    language: str
    member_count: int
    template_count: int
    missing_templates: list[str]


def read_channels(urls: Mapping[str, str], *, within: Work) -> list[ChannelStanding]:
    """Every channel that there could be, by code; `urls` are those that are configured, and nothing of them that is secret is told."""
    rows = within.exec_driver_sql(_STANDING, {"channels": list(CHANNELS)}).mappings()
    return [ChannelStanding(outline=outline_of(urls[row["channel_code"]]) if row["channel_code"] in urls else None, **row) for row in rows]


def read_languages(*, within: Work) -> list[LanguageStanding]:
    """The languages of members and of templates, those of most members first."""
    return [LanguageStanding(*row) for row in within.exec_driver_sql(_LANGUAGES)]
