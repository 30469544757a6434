"""Which facts the conditions of a program may ask about. Not here: the facts of an event (rating) and of members (facts)."""

from dataclasses import fields
from functools import lru_cache

from loyalty.features.catalogue import load_catalogue
from loyalty.rules.shapes import ANYTHING, Items, Plain, Record
from loyalty.scores.model import MemberScores

LINE = Record(
    {
        "line_id": Plain("text"),
        "amount_minor": Plain("integer"),
        "quantity": Plain("integer"),
        "product_id": Plain("text"),
        "category_code": Plain("text"),
        "attributes": ANYTHING,
    }
)
EVENT = Record(
    {
        "trigger": Plain("text"),
        "event_time": Plain("text"),
        "on": Plain("text"),
        "weekday": Plain("integer"),
        "hour": Plain("integer"),
        "attributes": ANYTHING,
    }
)
ORDER = Record(
    {"spend_minor": Plain("integer"), "currency_code": Plain("text"), "line_count": Plain("integer"), "piece_count": Plain("integer")}
)
MEMBER = Record({"joined_on": Plain("text"), "tenure_days": Plain("integer")})
TIER = Record({"code": Plain("text"), "rank": Plain("integer")})


@lru_cache(maxsize=1)
def fact_shape() -> Record:
    """Everything that an earning rule's condition may name.

    The features are those of the catalogue that are published to the loyalty database; the tier is a fact of its own.
    """
    published = {field.name for field in fields(MemberScores)} - {"tier_code"}
    features = Record({feature.name: Plain(feature.kind) for feature in load_catalogue() if feature.name in published})
    return Record(
        {
            "event": EVENT,
            "order": ORDER,
            "lines": Items(LINE),
            "member": MEMBER,
            "tier": TIER,
            "segments": Items(Plain("text")),
            "features": features,
        }
    )
