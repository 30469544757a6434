"""Last month's events through a draft, and a seed member through one: what is read for it. Knows SQL; the playing is `rehearse.py`."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from uuid import UUID

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.journeys.decide import Heard
from loyalty.journeys.errors import ReplayTooLarge, SpanInvalid
from loyalty.journeys.facts import Needs, needs_of_hearing, needs_of_walking
from loyalty.journeys.model import SEGMENT_ENTERED, Journey, TriggerKind, WaitNode
from loyalty.journeys.rehearse import Tally, Trial, replay, try_out
from loyalty.journeys.store_facts import known_members
from loyalty.members.errors import MemberUnknown

EVENTS_MAX = 200_000
REPLAY_DAYS_MAX, TRIAL_DAYS_MAX = 92, 3_660
# Those that were sent on and those that still wait; of one type each, so that the store's index by type is used.
EVENTS = """
select is_moved::text || place::text as id, type, member_id, occurred_at, coalesce(data, '{}') as data from events_told
where type = any(%(types)s::text[]) and recorded_at >= %(since)s - interval '2 days'
  and occurred_at >= %(since)s and occurred_at < %(until)s
limit %(limit)s
"""


def replay_events(journey: Journey, *, since: datetime, until: datetime, within: Work, clock: Clock, events_max: int = EVENTS_MAX) -> Tally:
    """What the journey would have done with everything that happened from `since` until before `until`; nothing is stored.

    Raises:
        SpanInvalid: it ends before it begins, or is longer than 92 days.
        ReplayTooLarge: it holds more events of the types that the journey listens for than one replay looks at.
    """
    check_span(since, until, REPLAY_DAYS_MAX)
    events = events_of(heard_types(journey), since=since, until=until, within=within, events_max=events_max)
    members = known_members({one.member_id for one in events}, needs_of(journey), clock.now(), within)
    return replay(journey, members, events, until=until)


def try_out_member(
    journey: Journey, member_id: UUID, events: Sequence[Heard], *, starts_at: datetime, until: datetime, enters: bool, within: Work
) -> Trial:
    """The seed member goes through the journey from `starts_at` until the clock stands at `until`; nothing is stored. See `try_out`.

    Raises:
        MemberUnknown: there is no such member.
        SpanInvalid: it ends before it begins, or is longer than ten years.
    """
    check_span(starts_at, until, TRIAL_DAYS_MAX)
    member = known_members([member_id], needs_of(journey), starts_at, within).get(member_id)
    if member is None:
        raise MemberUnknown(f"There is no member {member_id}.", member_id=str(member_id))
    return try_out(journey, member, events, starts_at=starts_at, until=until, enters=enters)


def check_span(since: datetime, until: datetime, days_max: int) -> None:
    """Nothing, where the span can be looked at.

    Raises:
        SpanInvalid: it ends before it begins, or is longer than `days_max` days.
    """
    if not since <= until <= since + timedelta(days=days_max):
        raise SpanInvalid(
            f"The span must end after it begins, within {days_max} days.", begins_at=since.isoformat(), ends_at=until.isoformat()
        )


def events_of(types: Sequence[str], *, since: datetime, until: datetime, within: Work, events_max: int) -> list[Heard]:
    """Everything of these types that happened from `since` until before `until`.

    Raises:
        ReplayTooLarge: it is more than `events_max`.
    """
    if not types:
        return []
    facts: Mapping[str, object] = {"types": list(types), "since": since, "until": until, "limit": events_max + 1}
    rows = within.exec_driver_sql(EVENTS, dict(facts)).all()
    if len(rows) > events_max:
        raise ReplayTooLarge(
            f"The span holds more than {events_max:,} events that the journey listens for; choose a shorter one.", events_max=events_max
        )
    return [Heard(row.id, row.type, row.member_id, row.occurred_at, row.data) for row in rows]


def heard_types(journey: Journey) -> list[str]:
    """The types of events that let members in, end waits or are the goal."""
    trigger, goal = journey.start.trigger, journey.goal
    types = {trigger.event_type} | {node.wait.event_type for node in journey.nodes.values() if isinstance(node, WaitNode)}
    names_segment = [trigger.kind is TriggerKind.SEGMENT, goal is not None and goal.segment_code is not None]
    names_segment += [node.wait.segment_code is not None for node in journey.nodes.values() if isinstance(node, WaitNode)]
    types |= {SEGMENT_ENTERED} if any(names_segment) else set()
    types |= {goal.event_type} if goal is not None else set()
    return sorted(one for one in types if one is not None)


def needs_of(journey: Journey) -> Needs:
    """All that the journey's rules and waits read."""
    return reduce(or_, (needs_of_walking(journey), needs_of_hearing(journey)))
