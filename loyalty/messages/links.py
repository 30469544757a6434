"""Links that prove themselves: who may unsubscribe from what is in the link, sealed. Not here: the page behind it."""

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass
from uuid import UUID

from loyalty.messages.errors import LinkInvalid
from loyalty.messages.model import CHANNELS

_SEAL_BYTES = 16


@dataclass(frozen=True, slots=True)
class Links:
    """Writes and reads links below `base_url`; whoever lacks `key` can make none."""

    base_url: str
    key: bytes

    def unsubscribe(self, member_id: UUID, channel_code: str) -> str:
        """The link by which this member leaves this channel; it holds for ever, and says nothing of the member."""
        content = bytes([CHANNELS.index(channel_code)]) + member_id.bytes
        token = base64.urlsafe_b64encode(content + self._seal(content)).decode().rstrip("=")
        return f"{self.base_url.rstrip('/')}/u/{token}"

    def read_unsubscribe(self, token: str) -> tuple[UUID, str]:
        """Whose link it is, and of which channel.

        Raises:
            LinkInvalid: it is none of ours, or was changed on the way.
        """
        try:
            content = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        except (binascii.Error, ValueError):
            content = b""
        told, seal = content[:17], content[17:]
        if len(content) != 17 + _SEAL_BYTES or told[0] >= len(CHANNELS) or not hmac.compare_digest(seal, self._seal(told)):
            raise LinkInvalid("This link is not whole. Open it from the message again, all of it.")
        return UUID(bytes=told[1:]), CHANNELS[told[0]]

    def _seal(self, content: bytes) -> bytes:
        return hmac.new(self.key, b"unsubscribe:" + content, hashlib.sha256).digest()[:_SEAL_BYTES]
