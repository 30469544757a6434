"""A real SMTP server on the loopback, with an inbox to count. Not here: what is sent to it."""

import email
import email.policy
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from khaywe.local.ports import free_port


class Inbox:
    """What arrived, in order. Addresses beginning with `nobody` are refused for good, with `later` for now."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self._lock = threading.Lock()

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802 - the library's name
        if address.startswith("nobody"):
            return "550 no such mailbox"
        if address.startswith("later"):
            return "451 try again"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - the library's name
        with self._lock:
            self.messages.append(email.message_from_bytes(envelope.content, policy=email.policy.default))  # type: ignore[arg-type]
        return "250 taken"

    def addresses(self) -> list[str]:
        """To whom, in the order of arrival."""
        return [str(message["To"]) for message in self.messages]


@contextmanager
def mail_server() -> Iterator[tuple[str, Inbox]]:
    """Its URL as a channel's, and its inbox."""
    inbox = Inbox()
    port = free_port()
    controller = Controller(inbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield f"smtp://127.0.0.1:{port}?from=Journey%20%3Cnews%40journey.example%3E&security=none", inbox
    finally:
        controller.stop()
