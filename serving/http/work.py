"""What a route may ask for: one transaction, the clock, the wiring. Not here: what they are made of (`serving/wiring.py`)."""

import asyncio
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Annotated, cast

from fastapi import Depends, Request
from fastapi.concurrency import contextmanager_in_threadpool
from sqlalchemy import Connection

from loyalty.clock import Clock

if TYPE_CHECKING:
    from serving.wiring import Wiring


def wiring_of(request: Request) -> "Wiring":
    """The parts this app was built with."""
    return cast("Wiring", request.app.state.wiring)


async def open_work(request: Request) -> AsyncIterator[Connection]:
    """One transaction, committed after the route returns and before the answer leaves.

    A request waits here for its turn, holding nothing. Waiting later would be a deadlock: requests that hold a connection need a
    thread to go on, while the threads wait for a connection.
    """
    readers: asyncio.Semaphore = request.app.state.readers
    async with readers, contextmanager_in_threadpool(wiring_of(request).database.begin()) as work:
        yield work


def ask_clock(request: Request) -> Clock:
    """The business clock."""
    return wiring_of(request).clock


# scope="function" is what makes the commit happen before the reply: with the default scope, code after `yield` runs after
# the answer was sent, and a commit that fails would still have been answered with 200. tests/house/ holds this in place.
Work = Annotated[Connection, Depends(open_work, scope="function")]
BusinessClock = Annotated[Clock, Depends(ask_clock)]
