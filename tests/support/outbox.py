"""What members did with messages, as the outbox tells it. Not here: what became of sending (`messages.py`)."""

from loyalty.database import Database
from loyalty.events.catalogue import EVENT_TYPES

ANSWERS = ("message.opened", "message.clicked", "message.complained", "message.opted_out")


def events_of_messages(database: Database) -> list[tuple[str, str | None]]:
    """Type and followed link of each answer, as the catalogue promises them, in order of both."""
    with database.begin() as work:
        rows = work.exec_driver_sql("select type, data from outbox where type = any(%(types)s)", {"types": list(ANSWERS)}).all()
    for type_, data in rows:
        EVENT_TYPES[type_].says.model_validate(data)
    return sorted(((type_, data.get("url")) for type_, data in rows), key=str)
