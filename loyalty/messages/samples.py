"""Whom a template is tried on before it is stored: somebody of whom all is known, somebody of whom little is, and a name in Arabic.

What is null in the second one may be null for a real member; a template must say something else there (`| default('friend', true)`).
"""

from collections.abc import Mapping
from datetime import date

Facts = Mapping[str, object]

FULL: Facts = {
    "member": {
        "external_id": "1024", "first_name": "Mara", "last_name": "O'Neil & <Sons>", "language": "en", "joined_on": date(2017, 1, 3),
    },
    "program": {"code": "journey", "name": "Journey"},
    "points": {"available": 12_345, "pending": 250, "expiring": 400, "expires_on": date(2017, 12, 31), "lifetime": 90_210},
    "tier": {"code": "gold", "name": "Gold"},
    "offer": {
        "offer_code": "cheese", "title": "Cheese, 20 % off", "reason": "You often buy cheese", "ends_on": date(2017, 11, 30),
        "campaign_id": "18", "coupon_upc": "10000085364", "voucher_code": "FRESH-7K4M-PQ2X-9DHT",
    },
    "event": {"type": "points.earned", "points": 120, "occurred_on": date(2017, 11, 2)},
    "links": {"shop": "https://shop.example/", "unsubscribe": "https://points.example/u/x"},
}  # fmt: skip

_NULLABLE = {
    "member": ("first_name", "last_name", "language"),
    "points": ("expires_on",),
    "tier": ("code", "name"),
    "offer": ("reason", "ends_on", "campaign_id", "coupon_upc", "voucher_code"),
}

SPARSE: Facts = {
    group: {name: None if name in _NULLABLE.get(group, ()) else value for name, value in values.items()}  # type: ignore[attr-defined]
    for group, values in FULL.items()
}
ARABIC: Facts = {**FULL, "member": {**FULL["member"], "first_name": "ليلى", "last_name": "حدّاد", "language": "ar"}}  # type: ignore[dict-item]

SAMPLES: Mapping[str, Facts] = {"full": FULL, "sparse": SPARSE, "arabic": ARABIC}


def nullable_names() -> list[str]:
    """What may be empty for a member, as templates write it: `member.first_name`, …"""
    return [f"{group}.{name}" for group, names in _NULLABLE.items() for name in names]
