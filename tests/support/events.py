"""Builders for tests of events: consumers that write what they take in, a bus in memory, rows of the outbox. Not here: any test."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from loyalty.clock import UtcClock
from loyalty.database import Database, Work
from loyalty.events import Event, TellEvent, receive
from loyalty.events.bus import BusUnavailable, Parcel, Take
from loyalty.events.relay import Mover

EFFECTS = """
create table if not exists effects (
    n bigint generated always as identity primary key, consumer text, event_id uuid, member_id uuid, position bigint, number int,
    seen_at timestamptz default clock_timestamp()
)
"""


@dataclass
class Writer:
    """Writes a row for each event; fails for those whose number is poison."""

    name: str = "writer"
    types: Sequence[str] = ("*",)
    poison: set[int] = field(default_factory=set)
    failure: Exception | None = None
    prepared: list[UUID] = field(default_factory=list)
    settled: list[UUID] = field(default_factory=list)

    def prepare(self, events: Sequence[Event]) -> None:
        self.prepared += [event.id for event in events]

    def settle(self, events: Sequence[Event]) -> None:
        self.settled += [event.id for event in events]

    def apply(self, events: Sequence[Event], within: Work) -> None:
        if self.failure is not None:
            raise self.failure
        rows = [(self.name, event.id, event.member_id, event.position, event.data.get("number")) for event in events]
        for row in rows:
            within.exec_driver_sql(
                "insert into effects (consumer, event_id, member_id, position, number) values (%s, %s, %s, %s, %s)", tuple(row)
            )
        bad = [row[4] for row in rows if row[4] in self.poison]
        if bad:
            raise ValueError(f"number {bad[0]} is poison")


class MemoryBus:
    """Keeps what was published; can be away, and can lose."""

    name = "memory"

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self.is_away = False

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    async def publish(self, topic: str, parcels: Sequence[Parcel]) -> None:
        if self.is_away:
            raise BusUnavailable("It is away.")
        self.bodies += [parcel.body for parcel in parcels]

    def listen(self, topic: str, group: str, take: Take) -> None: ...


def make_effects(database: Database) -> None:
    """The table that `Writer` writes."""
    with database.begin() as work:
        work.exec_driver_sql(EFFECTS)


def tell(database: Database, member: str, *numbers: int, type_: str = "test.happened") -> None:
    """Events with these numbers are in the outbox, committed together."""
    with database.begin() as work:
        told = receive([TellEvent(type_, member, None, {"number": number}) for number in numbers], within=work, clock=UtcClock())
    assert not [one for one in told if isinstance(one, Exception)], told


def move(database: Database) -> int:
    """Everything in the outbox is in the store."""
    return Mover(database).drain()


def effects(database: Database, consumer: str = "writer") -> list[int]:
    """The numbers taken in, in the order of their effect."""
    with database.begin() as work:
        return [n for (n,) in work.exec_driver_sql("select number from effects where consumer = %s order by n", (consumer,))]
