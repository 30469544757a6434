"""What waits for somebody: things set aside, given up, or refused. Counted up to a bound. Not here: putting them right (their rooms)."""

from dataclasses import dataclass
from datetime import datetime

from loyalty.database import Work

# More than that is "many"; counting further would cost a busy table a scan and change nothing for the reader.
COUNT_MAX = 1_000

_ATTENTION = f"""
select 'DEAD_LETTERS' as code, count(*) as waiting, min(at) as since from
    (select set_aside_at as at from event_dead_letters where status = 'WAITING' limit {COUNT_MAX}) s
union all
select 'WEBHOOKS_FAILING', count(*), min(changed_at) from
    (select changed_at from webhook_endpoints where status = 'ACTIVE' and failure_count >= 5 limit {COUNT_MAX}) s
union all
select 'JOBS_FAILED', count(*), min(ended_at) from
    (select ended_at from jobs where status = 'FAILED' and ended_at > now() - interval '7 days' limit {COUNT_MAX}) s
union all
select 'REDEMPTIONS_WAITING', count(*), min(at) from
    (select requested_at as at from redemptions where status = 'PENDING' limit {COUNT_MAX}) s
union all
select 'MODELS_REFUSED', count(*), min(ended_at) from
    (select distinct on (name) name, outcome, ended_at from model_runs order by name, ended_at desc) s
    where outcome in ('REFUSED', 'FAILED')
"""  # noqa: S608 - our own number


@dataclass(frozen=True)
class Attention:
    """Something of one kind waits: how many of it (at most `COUNT_MAX` are counted), and since when."""

    code: str
    count: int
    since: datetime | None


def needs_attention(*, within: Work) -> list[Attention]:
    """What waits now; kinds of which nothing does are left out."""
    rows = within.exec_driver_sql(_ATTENTION)
    return [Attention(row.code, row.waiting, row.since) for row in rows if row.waiting > 0]
