"""A mail server for the demo: takes whatever comes on this machine and lays it in a folder. Not here: sending, and any real mailbox.

`python -m khaywe.local.mailbox PORT FOLDER` runs one until it is told to stop.
"""

import asyncio
import email
import email.policy
import itertools
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from functools import lru_cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Mail:
    """A message as it lies in the folder."""

    path: Path
    to: str
    subject: str
    text: str

    @property
    def arrived_at(self) -> float:
        """When it came, in seconds of the wall clock."""
        return int(self.path.name.split("-", 1)[0]) / 1e9


class Mailbox:
    """Lays each message it takes into the folder, whole or not at all, under a name that tells when it came."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = itertools.count(1)
        folder.mkdir(parents=True, exist_ok=True)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802, ANN401 - the library's names and types
        """The message lies in the folder before it is acknowledged."""
        path = self._folder / f"{time.time_ns()}-{os.getpid()}-{next(self._numbers)}.eml"
        arriving = path.with_suffix(".arriving")
        arriving.write_bytes(envelope.content)
        arriving.replace(path)
        return "250 taken"


def mails_in(folder: Path, *, to: str | None = None, since: float = 0.0) -> list[Mail]:
    """The messages of the folder, the oldest first: to one address, or that came since an instant (seconds of the wall clock)."""
    found = (_read(path) for path in sorted(folder.glob("*.eml")) if int(path.name.split("-", 1)[0]) >= since * 1e9)
    return [one for one in found if to is None or to in one.to]


def mail_url(port: int) -> str:
    """The URL of the e-mail channel that leads here."""
    return f"smtp://127.0.0.1:{port}?from=Khaywe%20%3Cnews%40khaywe.example%3E&security=none"


@contextmanager
def running_mailbox(port: int, folder: Path) -> Iterator[None]:
    """Mail to the port of this machine lies in the folder."""
    # Only whoever receives mail needs the library; the module also says where mail goes.
    from aiosmtpd.controller import Controller

    controller = Controller(Mailbox(folder), hostname="127.0.0.1", port=port, data_size_limit=0)
    controller.start()
    try:
        yield
    finally:
        controller.stop()


@lru_cache(maxsize=20_000)
def _read(path: Path) -> Mail:
    """A message never changes once it lies there, and whoever waits for one looks again and again."""
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert isinstance(message, EmailMessage)  # noqa: S101 - what the default policy makes
    body = message.get_body(preferencelist=("plain", "html"))
    return Mail(path, str(message["To"]), str(message["Subject"]), "" if body is None else str(body.get_content()))


def main(port: int, folder: Path) -> None:
    """Takes mail until SIGTERM or SIGINT."""
    asked = asyncio.Event()

    async def wait() -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, asked.set)
        await asked.wait()

    with running_mailbox(port, folder):
        asyncio.run(wait())


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
