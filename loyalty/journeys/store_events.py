"""What journeys tell the outbox. Knows SQL; not here: who hears it (`loyalty/events`)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from loyalty.database import Work
from loyalty.database.arrays import code_array, text_array, time_array, uuid_array

APPEND = """
insert into outbox (member_id, type, occurred_at, recorded_at, data)
select e.member_id, e.type, e.occurred_at, %(now)s, e.data
from unnest(%(members)s::uuid[], %(types)s::text[], %(occurred)s::timestamptz[], %(data)s::jsonb[])
    as e (member_id, type, occurred_at, data)
"""
WAKE_CHANNEL = "khaywe_journeys"


@dataclass(frozen=True, slots=True)
class JourneyEvent:
    """A fact about a member and a journey."""

    member_id: UUID
    type: str
    occurred_at: datetime
    data: Mapping[str, object]


def append_events(events: Sequence[JourneyEvent], now: datetime, within: Work) -> None:
    """The events stand in the outbox, in this order."""
    if not events:
        return
    facts = {
        "members": uuid_array(one.member_id for one in events),
        "types": code_array(one.type for one in events),
        "occurred": time_array(one.occurred_at for one in events),
        "now": now,
        "data": text_array(json.dumps(one.data, default=str) for one in events),
    }
    within.exec_driver_sql(APPEND, facts)


def wake(within: Work) -> None:
    """Whoever waits to move members on looks, once this is committed."""
    within.exec_driver_sql("select pg_notify(%(channel)s, '')", {"channel": WAKE_CHANNEL})
