"""What must hold of events and their consumers; `khaywe check` proves it. Not here: that every posting has one (the ledger's)."""

from loyalty.checks.model import Check

CHECKS = (
    Check(
        "EVENT_PLACES_WITHOUT_GAP",
        "The store's places run from the oldest that is kept to the newest that was given, none missing and none given twice.",
        """
        with counted as (select count(*) as event_count, min(position) as oldest, max(position) as newest from events)
        select c.*, h.position as head from counted c cross join event_head h
        where c.event_count > 0 and not (c.newest = h.position and c.event_count = c.newest - c.oldest + 1)
        """,
    ),
    Check(
        "CONSUMER_WITHIN_STORE",
        "No consumer has taken in more than the store holds.",
        "select c.name, c.position, h.position as head from event_consumers c cross join event_head h where c.position > h.position",
    ),
    Check(
        "EVENT_TAKEN_IN_OR_SET_ASIDE",
        "10: an event that waits set aside for a consumer has not had its effect there.",
        """
        select d.consumer, d.event_id from event_dead_letters d
        join event_inbox i on i.consumer = d.consumer and i.event_id = d.event_id
        where d.status = 'WAITING'
        """,
    ),
)
