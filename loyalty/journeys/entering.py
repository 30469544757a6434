"""Who may come in by what, and how often: triggers and the rule of re-entry. Pure; not here: rows."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from loyalty.journeys.decide import Heard
from loyalty.journeys.facts import event_facts
from loyalty.journeys.model import SEGMENT_ENTERED, Journey, Reentry, Trigger, TriggerKind, VersionKey
from loyalty.journeys.store_enrollments import Entry
from loyalty.rules.logic import find

KEY_LENGTH_MAX = 200
SCHEDULED = "journey.scheduled"
"""The event that conditions see in a journey that a schedule began."""
NOBODY = UUID(int=0)


def starts_by(trigger: Trigger, event: Heard) -> bool:
    """Whether the event is of the kind that lets members in."""
    match trigger.kind:
        case TriggerKind.EVENT:
            return event.type == trigger.event_type
        case TriggerKind.SEGMENT:
            return event.type == SEGMENT_ENTERED and event.segment_code == trigger.segment_code
        case TriggerKind.SCHEDULE:
            return False


def once_key(journey: Journey, facts: Mapping[str, object]) -> str | None:
    """What stands at most once for a member: for ever, while it is inside, or for the value of a fact. None: PER_KEY without a value, which
    lets nobody in twice for one cause and asks no more."""
    if journey.reentry is Reentry.PER_KEY:
        value = find(journey.entry_key or "", facts)
        return None if value is None or isinstance(value, dict | list) else f"key:{str(value)[:KEY_LENGTH_MAX]}"
    return "once" if journey.reentry is Reentry.ONCE else "inside"


def entry_of(journey: Journey, key: VersionKey, event: Heard, told: Mapping[str, object], facts: Mapping[str, object]) -> Entry:
    """The way in by an event; `told` is the event as conditions see it."""
    return Entry(key, event.member_id, journey.start.id, once_key(journey, facts), event.id, told, event.occurred_at)


def scheduled_entry(journey: Journey, key: VersionKey, ticked_at: datetime, now: datetime, zone: ZoneInfo) -> Entry:
    """The way in by a tick, for whoever it lets in."""
    told = event_facts(SCHEDULED, ticked_at, zone, {"journey_code": key.journey_code})
    facts = {"event": told, "entry": told}
    return Entry(key, NOBODY, journey.start.id, once_key(journey, facts), f"tick:{ticked_at.isoformat()}", told, now)
