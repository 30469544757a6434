"""Answers leave in one packet, whole, and nothing of a connection's life changes."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httptools
import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from serving.http.protocol import Gathering, OneWrite

LARGE = b"x" * 3_000_000


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] != "http":
        return
    body = {"/small": b"hello", "/large": LARGE, "/empty": b""}[scope["path"]]
    await receive()
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", str(len(body)).encode())]})
    await send({"type": "http.response.body", "body": body})


@contextmanager
def served() -> Iterator[int]:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, http=OneWrite, loop="uvloop", lifespan="off", log_level="critical"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            while not server.started:
                pass
            yield listening.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join(10)


def answers_of(raw: bytes) -> list[bytes]:
    """The bodies of the answers, as a parser reads them."""
    bodies: list[bytearray] = []

    class Reader:
        def on_message_begin(self) -> None:
            bodies.append(bytearray())

        def on_body(self, part: bytes) -> None:
            bodies[-1] += part

    httptools.HttpResponseParser(Reader()).feed_data(raw)
    return [bytes(body) for body in bodies]


def read_until_closed(connection: socket.socket) -> bytes:
    found = bytearray()
    while part := connection.recv(1 << 20):
        found += part
    return bytes(found)


@pytest.mark.parametrize(("path", "body"), [("/small", b"hello"), ("/large", LARGE), ("/empty", b"")])
def test_an_answer_arrives_whole_before_the_connection_closes(path: str, body: bytes) -> None:
    with served() as port, socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        assert answers_of(read_until_closed(connection)) == [body]


def test_requests_sent_one_behind_the_other_are_answered_in_order() -> None:
    with served() as port, socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        asked = b"".join(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode() for path in ("/small", "/large", "/small"))
        connection.sendall(asked + b"GET /empty HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert answers_of(read_until_closed(connection)) == [b"hello", LARGE, b"hello", b""]


def test_head_and_body_are_one_write() -> None:
    written: list[bytes] = []

    class Transport:
        def write(self, data: bytes) -> None:
            written.append(data)

        def close(self) -> None:
            written.append(b"closed")

        def get_extra_info(self, name: str) -> Any:
            return name

    async def talk() -> None:
        transport = Gathering(Transport(), asyncio.get_running_loop())  # type: ignore[arg-type]
        transport.write(b"head ")
        transport.write(b"body")
        assert written == []
        await asyncio.sleep(0)
        transport.write(b"last words")
        transport.close()
        await asyncio.sleep(0)
        assert transport.get_extra_info("peername") == "peername"

    asyncio.run(talk())
    assert written == [b"head body", b"last words", b"closed"]
