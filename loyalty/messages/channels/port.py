"""What every channel promises. Not here: any channel, and the queue before it."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, Protocol
from uuid import UUID


class Outgoing(NamedTuple):
    """One rendered message and where it goes. `unsubscribe_url` is None for messages that the member asked for."""

    id: UUID
    address: str
    subject: str | None
    text: str
    html: str | None
    language: str
    unsubscribe_url: str | None = None


class Said(StrEnum):
    """What a channel says of a message."""

    ACCEPTED = "ACCEPTED"
    REFUSED = "REFUSED"
    """For good: asking again changes nothing."""
    LATER = "LATER"
    """Not taken now; it may be tried again without a second message."""
    UNKNOWN = "UNKNOWN"
    """The connection broke after the handing over; nobody can tell."""


class Outcome(NamedTuple):
    """What became of one message; `detail` is the channel's own word, `is_bounce` says that the address itself is no good."""

    id: UUID
    said: Said
    detail: str | None = None
    is_bounce: bool = False


HandOver = Callable[[Sequence[UUID]], set[UUID]]
"""Called at the last instant at which a message can still be kept back, with the ids about to go; answers those that may. A crash before
it sends nothing; after it, only a repeatable channel may be asked again."""


class Channel(Protocol):
    """Takes rendered messages to where members read them."""

    @property
    def batch_max(self) -> int:
        """How many messages one call takes."""
        ...

    @property
    def is_repeatable(self) -> bool:
        """Whether a message that was handed over twice under one id arrives once."""
        ...

    def send(self, messages: Sequence[Outgoing], hand_over: HandOver, *, at: datetime) -> Iterator[Outcome]:
        """One outcome for each message, as they become known; a message that `hand_over` holds back has none. Raises nothing for a
        channel that is away: that is LATER for each."""
        ...

    def close(self) -> None:
        """Nothing is held open."""
        ...
