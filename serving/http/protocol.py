"""uvicorn's HTTP protocol, with head and body in one packet, and streams that end with the service. Not here: what is answered."""

import asyncio
from typing import Any, cast

from fastapi import Request
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_LEAVES = "khaywe.leaves_when_told"


def leave_when_told(request: Request) -> None:
    """The answer to this request does not end by itself, so it ends when the service is told to stop, as if the caller had gone."""
    request.scope[_LEAVES] = True


class OneWrite(HttpToolsProtocol):
    """As its parent, which writes the head and the body apart: two system calls, two packets, and two wake-ups of whoever asked.

    A caller across a network waits for one packet, and on the box of the benchmarks a twentieth of what an earn costs is not spent.
    """

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Everything is written through the gathering transport from now on."""
        super().connection_made(cast(asyncio.Transport, Gathering(transport, self.loop)))

    def shutdown(self) -> None:
        """Requests are finished; whoever only watches is let go at once."""
        super().shutdown()
        cycle = self.cycle
        if cycle is not None and not cycle.response_complete and cycle.scope.get(_LEAVES):
            cycle.disconnected = True
            cycle.message_event.set()
            self.transport.close()


class Gathering:
    """A transport that writes what it was given during one turn of the event loop together, at the end of that turn."""

    __slots__ = ("_held", "_loop", "_transport")

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop
        self._held: list[bytes] = []

    def write(self, data: bytes) -> None:
        """It is on its way when this turn ends."""
        if not self._held:
            self._loop.call_soon(self._flush)
        self._held.append(data)

    def close(self) -> None:
        """What was given is written before the connection ends."""
        self._flush()
        self._transport.close()

    def _flush(self) -> None:
        held = self._held
        if held:
            self._held = []
            self._transport.write(held[0] if len(held) == 1 else b"".join(held))

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever else a transport has
        return getattr(self._transport, name)
