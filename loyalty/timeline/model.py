"""What the timeline tells: its kinds, and one thing that happened. Not here: where each is kept (`reads.py`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class HappeningKind(StrEnum):
    """What sort of thing happened."""

    PURCHASE = "PURCHASE"
    POINTS = "POINTS"
    REDEMPTION = "REDEMPTION"
    VOUCHER = "VOUCHER"
    PROMOTION = "PROMOTION"
    TIER = "TIER"
    SEGMENT = "SEGMENT"
    MESSAGE = "MESSAGE"
    JOURNEY = "JOURNEY"
    CAMPAIGN = "CAMPAIGN"
    OFFER = "OFFER"
    CONSENT = "CONSENT"


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened to a member."""

    kind: HappeningKind
    id: str
    at: datetime
    type: str
    code: str | None
    reference: str | None
    points: int | None
    """Signed, as the member's balance saw them."""
    amount_minor: int | None
    currency_code: str | None
    reason: str | None
    detail: Mapping[str, Any]
    """What else is known, by name; which names depends on the kind."""
