"""What a message on its way is: whose, from where, over which channel, and what became of it. Not here: its text, its rows, its channel."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

DELIVERY_ID_PREFIX = "dlv"

CHANNELS = ("email", "mail", "phone", "push", "sms", "whatsapp")
"""The channels that a member can consent to and be reached by."""


class Purpose(StrEnum):
    """Why a message is sent; it decides which limits hold."""

    MARKETING = "MARKETING"
    """Needs consent, keeps quiet hours, counts towards the caps."""
    SERVICE = "SERVICE"
    """Belongs to something the member asked for (a receipt, a code): goes at once, counts towards nothing."""


class DeliveryStatus(StrEnum):
    """`QUEUED → ADMITTED → SENDING → SENT → BOUNCED`; on the way a delivery may be SUPPRESSED, FAILED or left IN_DOUBT."""

    QUEUED = "QUEUED"
    """Waits for its time, or for room under a cap."""
    ADMITTED = "ADMITTED"
    """Holds its place under the caps and goes out as fast as its channel takes it."""
    SENDING = "SENDING"
    """A sender has it."""
    SENT = "SENT"
    """The channel has taken it."""
    BOUNCED = "BOUNCED"
    """The channel took it and gave it back later; a channel that refuses an address at once makes it FAILED."""
    SUPPRESSED = "SUPPRESSED"
    """Will not be sent; `reason` says why."""
    FAILED = "FAILED"
    """The channel refused it, or was away too often."""
    IN_DOUBT = "IN_DOUBT"
    """A sender died at the one instant at which nobody can tell whether the channel took it. It is not sent again by itself."""


class Reason(StrEnum):
    """Why a message was not sent (yet)."""

    MEMBER_INACTIVE = "MEMBER_INACTIVE"
    CONSENT_MISSING = "CONSENT_MISSING"
    ADDRESS_MISSING = "ADDRESS_MISSING"
    ADDRESS_BOUNCED = "ADDRESS_BOUNCED"
    CONTENT_MISSING = "CONTENT_MISSING"
    QUIET_HOURS = "QUIET_HOURS"
    CAP_REACHED = "CAP_REACHED"
    EXPIRED = "EXPIRED"
    WITHDRAWN = "WITHDRAWN"
    CHANNEL_REFUSED = "CHANNEL_REFUSED"
    CHANNEL_AWAY = "CHANNEL_AWAY"
    SENDER_DIED = "SENDER_DIED"


@dataclass(frozen=True, slots=True)
class SendMessage:
    """Let this member have this message once.

    `source_code` with `occurrence` names the reason of it (a campaign's revision and its run, a journey's node and visit): the same
    source, occurrence, member and channel is the same message, however often it is asked for. `facts` are what the template knows beyond
    the member, such as the offer. Of messages that compete for the same room under a cap, the one with the greatest
    `expected_value_minor` goes first.
    """

    member_id: UUID
    channel_code: str
    template_code: str
    source_code: str
    occurrence: str
    purpose: Purpose = Purpose.MARKETING
    facts: Mapping[str, object] = field(default_factory=dict)
    not_before: datetime | None = None
    expires_at: datetime | None = None
    expected_value_minor: float = 0.0


@dataclass(frozen=True, slots=True)
class Contact:
    """Where and how a member is reached. `time_zone` is an IANA name; None: the program's. `language` None: the template's first."""

    member_id: UUID
    email: str | None = None
    phone: str | None = None
    push_token: str | None = None
    postal_address: str | None = None
    language: str | None = None
    time_zone: str | None = None

    def address(self, channel_code: str) -> str | None:
        """Where a message over this channel goes, or None."""
        return {
            "email": self.email,
            "sms": self.phone,
            "phone": self.phone,
            "whatsapp": self.phone,
            "push": self.push_token,
            "mail": self.postal_address,
        }[channel_code]
