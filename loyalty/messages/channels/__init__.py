"""The ways out: e-mail, gateways, files. The door of the room; one contract for all of them (`port.py`)."""

from loyalty.messages.channels.open import open_channel, open_channels, receipts_secret
from loyalty.messages.channels.outline import Kind, Outline, outline_of
from loyalty.messages.channels.port import Channel, HandOver, Outcome, Outgoing, Said

__all__ = [
    "Channel",
    "HandOver",
    "Kind",
    "Outcome",
    "Outgoing",
    "Outline",
    "Said",
    "open_channel",
    "open_channels",
    "outline_of",
    "receipts_secret",
]
