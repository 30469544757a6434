"""A real HTTP gateway on the loopback that keeps what it is sent, once per Idempotency-Key. Not here: what is sent to it."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Gateway:
    """`messages` by their key; `answers` are the statuses that it gives next, then 202. Numbers beginning with +999 are gone."""

    def __init__(self) -> None:
        self.messages: dict[str, dict[str, Any]] = {}
        self.requests: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[int] = []

    def take(self, headers: dict[str, str], body: bytes) -> int:
        """The status for a request."""
        self.requests.append((headers, body))
        if self.answers:
            return self.answers.pop(0)
        message = json.loads(body)
        if message["to"].startswith("+999"):
            return 410
        self.messages[headers["Idempotency-Key"]] = message
        return 202


@contextmanager
def gateway() -> Iterator[tuple[str, Gateway]]:
    """Its URL as a channel's, and what it keeps."""
    kept = Gateway()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(kept.take(dict(self.headers), body))
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/send?secret=s3cret", kept
    finally:
        server.shutdown()
        server.server_close()
