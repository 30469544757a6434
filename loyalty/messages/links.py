"""Links that prove themselves: what a link does, for whom and to where, is in it, sealed. Not here: the pages behind them."""

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from loyalty.messages.errors import LinkInvalid
from loyalty.messages.model import CHANNELS

DESTINATION_BYTES_MAX = 1_500
_SEAL_BYTES = 16
_ID_BYTES = 16


class Leaving(NamedTuple):
    """Who leaves which channel, and by which delivery's link; None: a link from before deliveries stood in them."""

    member_id: UUID
    channel_code: str
    delivery_id: UUID | None


class Click(NamedTuple):
    """Which delivery's link, and where it leads."""

    delivery_id: UUID
    destination: str


@dataclass(frozen=True, slots=True)
class Links:
    """Writes and reads links below `base_url`; whoever lacks `key` can make none. They hold for ever, and say nothing of the member."""

    base_url: str
    key: bytes

    def unsubscribe(self, member_id: UUID, channel_code: str, delivery_id: UUID | None = None) -> str:
        """The link by which this member leaves this channel."""
        content = bytes([CHANNELS.index(channel_code)]) + member_id.bytes + (delivery_id.bytes if delivery_id else b"")
        return self._write("u", "unsubscribe", content)

    def click(self, delivery_id: UUID, destination: str) -> str:
        """The link that leads to `destination`, and to nowhere else, by way of us."""
        return self._write("c", "click", delivery_id.bytes + destination.encode())

    def opening(self, delivery_id: UUID) -> str:
        """The address of the picture that is fetched when the message is looked at."""
        return self._write("o", "opening", delivery_id.bytes)

    def is_ours(self, url: str) -> bool:
        """Whether the address is one of those that this room makes."""
        return url.startswith(tuple(f"{self.base_url.rstrip('/')}/{page}/" for page in "uco"))

    def read_unsubscribe(self, token: str) -> Leaving:
        """Whose link it is, and of which channel.

        Raises:
            LinkInvalid: it is none of ours, or was changed on the way.
        """
        told = self._read("unsubscribe", token)
        if len(told) not in {1 + _ID_BYTES, 1 + 2 * _ID_BYTES} or told[0] >= len(CHANNELS):
            raise _invalid()
        member, delivery = told[1 : 1 + _ID_BYTES], told[1 + _ID_BYTES :]
        return Leaving(UUID(bytes=member), CHANNELS[told[0]], UUID(bytes=delivery) if delivery else None)

    def read_click(self, token: str) -> Click:
        """Where the link leads.

        Raises:
            LinkInvalid: as `read_unsubscribe`.
        """
        told = self._read("click", token)
        return Click(UUID(bytes=told[:_ID_BYTES]), told[_ID_BYTES:].decode())

    def read_opening(self, token: str) -> UUID:
        """Which delivery was looked at.

        Raises:
            LinkInvalid: as `read_unsubscribe`.
        """
        return UUID(bytes=self._read("opening", token))

    def _write(self, page: str, does: str, content: bytes) -> str:
        token = base64.urlsafe_b64encode(content + self._seal(does, content)).decode().rstrip("=")
        return f"{self.base_url.rstrip('/')}/{page}/{token}"

    def _read(self, does: str, token: str) -> bytes:
        try:
            content = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            content = b""
        told, seal = content[:-_SEAL_BYTES], content[-_SEAL_BYTES:]
        if len(told) < _ID_BYTES or not hmac.compare_digest(seal, self._seal(does, told)):
            raise _invalid()
        return told

    def _seal(self, does: str, content: bytes) -> bytes:
        return hmac.new(self.key, does.encode() + b":" + content, hashlib.sha256).digest()[:_SEAL_BYTES]


def _invalid() -> LinkInvalid:
    return LinkInvalid("This link is not whole. Open it from the message again, all of it.")
