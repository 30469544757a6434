"""What members do with messages: looked at, followed, left; and telling machines from people, as far as can be. Not here: rows.

Nobody can know for sure. Mail programs fetch pictures before anybody looks, and guards follow links before they let a mail through. What
says so of itself, or is known to, is kept as automatic and counted by itself; the rest is called opened or clicked, and clicks are the
better evidence of the two.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.messages import store_engagement

# Programs that fetch by themselves and name themselves: guards of mailboxes, previews of links in chats, crawlers, command lines.
_MACHINES = re.compile(
    r"bot\b|crawl|spider|preview|scan|proofpoint|barracuda|mimecast|symantec|fireeye|trendmicro|safelinks|urldefense|messagelabs|"
    r"facebookexternalhit|whatsapp/|slackbot|telegrambot|skypeuripreview|python-|curl/|wget/|go-http-client|okhttp|java/|headlesschrome",
    re.IGNORECASE,
)
# Apple's mail privacy fetches every picture on arrival, under this name and no more.
_APPLE_PRIVACY = "Mozilla/5.0"
_FETCHED_AHEAD = ("prefetch", "preview", "prerender")


class Kind(StrEnum):
    """What came back of a message."""

    DELIVERED = "DELIVERED"
    """A gateway says that it arrived."""
    OPENED = "OPENED"
    CLICKED = "CLICKED"
    BOUNCED = "BOUNCED"
    """It came back for good."""
    DELAYED = "DELAYED"
    """It has not arrived yet; the other side still tries."""
    COMPLAINED = "COMPLAINED"
    """The member called it spam."""
    OPTED_OUT = "OPTED_OUT"
    """The member left the channel by it."""


@dataclass(frozen=True, slots=True)
class Engagement:
    """Something that came back of a delivery. `target`: the link that was followed."""

    delivery_id: UUID
    kind: Kind
    occurred_at: datetime
    target: str = ""
    is_automatic: bool = False
    detail: str | None = None


def is_automatic(headers: Mapping[str, str]) -> bool:
    """Whether a machine fetched the link by itself, as far as its request tells. `headers` by lower-case name."""
    ahead = " ".join(headers.get(name, "") for name in ("purpose", "sec-purpose", "x-purpose", "x-moz")).lower()
    agent = headers.get("user-agent", "").strip()
    return any(word in ahead for word in _FETCHED_AHEAD) or agent in {"", _APPLE_PRIVACY} or _MACHINES.search(agent) is not None


def note(engagements: Sequence[Engagement], *, within: Work, clock: Clock) -> set[Engagement]:
    """Each stands once, with its event where a person did it; those that are new. What names no delivery of ours is left out.

    A delivery that was in doubt and shows signs of life was sent.
    """
    if not engagements:
        return set()
    first = {(one.delivery_id, one.kind, one.target, one.is_automatic): one for one in reversed(engagements)}
    noted = store_engagement.note(list(first.values()), at=clock.now(), within=within)
    return {one for key, one in first.items() if key in noted}
