"""What the room of events refuses. Not here: what brokers and databases say of themselves."""

from loyalty.errors import Invalid, NotFound


class EventInvalid(Invalid):
    """The event is not one that may be told: its type, its member or its data are wrong."""

    code = "EVENT_INVALID"


class EventTypeReserved(Invalid):
    """The type is one that only the platform itself tells."""

    code = "EVENT_TYPE_RESERVED"


class EventUnknown(NotFound):
    """No event has this id."""

    code = "EVENT_UNKNOWN"


class ConsumerUnknown(NotFound):
    """Nobody takes in events under this name."""

    code = "EVENT_CONSUMER_UNKNOWN"


class DeadLetterUnknown(NotFound):
    """No event that was set aside has this id."""

    code = "DEAD_LETTER_UNKNOWN"
