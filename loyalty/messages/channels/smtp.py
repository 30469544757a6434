"""E-mail over SMTP, one connection kept open. Not here: what the mail says.

A server takes a message with the lone dot that ends it. So everything else is sent first, then the handing over is recorded, then the
dot: a crash at any other instant leaves the server with half a message, which it throws away.
"""

import re
import smtplib
import socket
import ssl
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from loyalty.ids import show_id
from loyalty.messages.channels.port import HandOver, Outcome, Outgoing, Said
from loyalty.messages.model import DELIVERY_ID_PREFIX

SECONDS_MAX = 30.0
MESSAGES_PER_CONNECTION = 500
_LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)
_DATA_GOES_ON = 354


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail goes out. `security`: none (a server on this machine), starttls or tls."""

    host: str
    port: int
    sender: str
    security: str = "starttls"
    user: str | None = None
    password: str | None = None


class _Answer(Exception):
    def __init__(self, code: int, said: bytes, *, is_about_address: bool = False) -> None:
        self.code = code
        self.detail = f"{code} {said.decode(errors='replace')}"[:300]
        self.is_about_address = is_about_address


class SmtpChannel:
    """Sends through one server; not for several threads at once."""

    batch_max = 50
    is_repeatable = False

    def __init__(self, server: MailServer) -> None:
        self._server = server
        self._connection: smtplib.SMTP | None = None
        self._sent_count = 0

    def send(self, messages: Sequence[Outgoing], hand_over: HandOver, *, at: datetime) -> Iterator[Outcome]:
        """As the port says; a server that is away costs the rest of the batch no waiting."""
        away: str | None = None
        for message in messages:
            outcome = Outcome(message.id, Said.LATER, away) if away else self._send_one(message, hand_over, at)
            if outcome is None:
                continue
            if outcome.said in {Said.LATER, Said.UNKNOWN} and self._connection is None:
                away = outcome.detail
            yield outcome

    def close(self) -> None:
        """The server is told goodbye."""
        if self._connection is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._connection.quit()
        self._connection = None

    def _send_one(self, message: Outgoing, hand_over: HandOver, at: datetime) -> Outcome | None:
        is_handed_over = False
        try:
            connection = self._open()
            self._prepare(connection, message, at)
            if not hand_over([message.id]):
                self.close_abruptly()
                return None
            is_handed_over = True
            said = self._finish(connection)
        except _Answer as answer:
            return self._refused(message, answer)
        except ValueError as error:
            # The address is none that a header can hold.
            self.close_abruptly()
            return Outcome(message.id, Said.REFUSED, str(error)[:300], is_bounce=True)
        except (smtplib.SMTPException, OSError) as error:
            self.close_abruptly()
            return Outcome(message.id, Said.UNKNOWN if is_handed_over else Said.LATER, f"{type(error).__name__}: {error}"[:300])
        except BaseException:
            # The handing over could not be recorded: what lies with the server must never get its dot.
            self.close_abruptly()
            raise
        return Outcome(message.id, Said.ACCEPTED, said.decode(errors="replace")[:300])

    def _prepare(self, connection: smtplib.SMTP, message: Outgoing, at: datetime) -> None:
        """All but the last dot lies with the server."""
        code, said = connection.mail(parseaddr(self._server.sender)[1])
        if code != 250:
            raise _Answer(code, said)
        code, said = connection.rcpt(message.address)
        if code not in {250, 251}:
            raise _Answer(code, said, is_about_address=True)
        content = _LEADING_DOT.sub(b"..", written(message, self._server.sender, at).as_bytes(policy=SMTP))
        connection.putcmd("data")
        code, said = connection.getreply()
        if code != _DATA_GOES_ON:
            raise _Answer(code, said)
        connection.send(content if content.endswith(b"\r\n") else content + b"\r\n")

    def _finish(self, connection: smtplib.SMTP) -> bytes:
        """The server has taken the mail; its word for it."""
        connection.send(b".\r\n")
        code, said = connection.getreply()
        self._sent_count += 1
        if code != 250:
            raise _Answer(code, said)
        return said

    def _refused(self, message: Outgoing, answer: _Answer) -> Outcome:
        if answer.code == 421:
            self.close_abruptly()
        elif self._connection is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._connection.rset()
        said = Said.REFUSED if answer.code >= 500 else Said.LATER
        return Outcome(message.id, said, answer.detail, is_bounce=said is Said.REFUSED and answer.is_about_address)

    def close_abruptly(self) -> None:
        """The connection is cut, and with it a message that was not ended."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def _open(self) -> smtplib.SMTP:
        if self._connection is not None and self._sent_count < MESSAGES_PER_CONNECTION:
            return self._connection
        self.close()
        server = self._server
        if server.security == "tls":
            opened: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=SECONDS_MAX, context=ssl.create_default_context())
        else:
            opened = smtplib.SMTP(server.host, server.port, timeout=SECONDS_MAX)
        try:
            if server.security == "starttls":
                opened.starttls(context=ssl.create_default_context())
            if server.user is not None:
                opened.login(server.user, server.password or "")
            opened.ehlo_or_helo_if_needed()
            if opened.sock is not None:
                # The lone dot is a packet of its own: it must not wait until the server, which has nothing to say yet, confirms the rest.
                opened.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except (smtplib.SMTPException, OSError):
            opened.close()
            raise
        self._connection, self._sent_count = opened, 0
        return opened


def written(message: Outgoing, sender: str, at: datetime) -> EmailMessage:
    """The mail as it travels. Its Message-ID is the delivery's own, so that a reply or a bounce can be told whose it is."""
    name, address = parseaddr(sender)
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address(name, addr_spec=address)
    mail["To"] = Address(addr_spec=message.address)
    mail["Subject"] = message.subject or ""
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = f"<{show_id(DELIVERY_ID_PREFIX, message.id)}@{address.rpartition('@')[2]}>"
    mail["Content-Language"] = message.language
    if message.unsubscribe_url:
        mail["List-Unsubscribe"] = f"<{message.unsubscribe_url}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(message.text)
    if message.html is not None:
        mail.add_alternative(message.html, subtype="html")
    return mail
