"""An events process with one consumer that writes a row for each event, to be killed: `python events_worker.py URL BUS_URL CONSUMER`."""

import asyncio
import sys
import threading
from collections.abc import Sequence

from loyalty.clock import UtcClock
from loyalty.database import Work, connect
from loyalty.events import Event
from loyalty.events.bus import open_bus
from loyalty.vouchers import VoucherSafe
from serving.events.process import EventProcess

INSERT = """
insert into effects (consumer, event_id, member_id, position, number)
select %(name)s, e.event_id, e.member_id, e.position, e.number
from unnest(%(ids)s::uuid[], %(members)s::uuid[], %(places)s::bigint[], %(numbers)s::int[]) as e (event_id, member_id, position, number)
"""


class RowWriter:
    types: Sequence[str] = ("*",)

    def __init__(self, name: str) -> None:
        self.name = name

    def prepare(self, events: Sequence[Event]) -> None: ...

    def settle(self, events: Sequence[Event]) -> None: ...

    def apply(self, events: Sequence[Event], within: Work) -> None:
        values = {
            "name": self.name,
            "ids": [event.id for event in events],
            "members": [event.member_id for event in events],
            "places": [event.position for event in events],
            "numbers": [event.data.get("number") for event in events],
        }
        within.exec_driver_sql(INSERT, values)


def main(database_url: str, bus_url: str, name: str) -> None:
    process = EventProcess(
        connect(database_url, pool_size=10),
        UtcClock(),
        open_bus(bus_url),
        lambda _: {name: RowWriter(name)},
        topic="khaywe.events",
        inbound_topic="khaywe.inbound",
        safe=lambda: VoucherSafe(b"k" * 32),
    )
    print("started", flush=True)
    # Whoever holds our standard input holds our life: no worker outlives its test.
    threading.Thread(target=lambda: (sys.stdin.read(), __import__("os")._exit(1)), daemon=True).start()
    asyncio.run(process.run())


if __name__ == "__main__":
    main(*sys.argv[1:])
