"""Which types of events there are, what each says, and in which version: the contract of the bus. Not here: who tells or hears them.

A field may be added to a version; anything else is a new version beside the old one. Who tells something new adds its type here.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StrictBool, StrictFloat, StrictInt, StrictStr, ValidationError

from loyalty.events.errors import EventInvalid, EventTypeReserved

OWN_TYPE = r"^[a-z][a-z0-9_]{0,39}(\.[a-z][a-z0-9_]{0,39}){1,3}$"
"""How a company names the types of its own: `cart.abandoned`."""
Whole = int


class Said(BaseModel):
    """What an event says beyond whom and when. Readers pass over fields that they do not know."""

    model_config = ConfigDict(extra="allow", frozen=True)


class PointsMoved(Said):
    """A posting of the ledger."""

    posting_id: UUID
    posting_type: str = Field(description="The ledger's entry type, such as POINTS_EARNED.")
    wallet_code: str
    points: Whole = Field(ge=0, description="How many; the type says in which direction.")
    reference_kind: str
    reference: str = Field(description="The business reference: the order, the redemption, the call.")
    spend_minor: Whole | None = None
    currency_code: str | None = None
    reason: str | None = None
    transaction_id: UUID | None = None
    reverses_posting_id: UUID | None = None


class SegmentMoved(Said):
    """A member came into a segment, or left it."""

    segment_code: str
    version: Whole
    run_id: UUID | None = None
    cause: str = Field(description="DAY: the day's evaluation; EVENT: something happened; ACTIVATED, RESUMED, ARCHIVED, …")


class CustomerUpdated(Said):
    """The warehouse, or whoever keeps the customer, knows something new: what was kept of the customer is forgotten and read anew.

    With `features` the values come along and count at once, until a publish knows later loads; churn is predicted from them.
    """

    changed: list[str] = Field(default=[], max_length=200, description="The names of what changed, where the sender knows them.")
    features: dict[str, StrictBool | StrictInt | StrictFloat | StrictStr | None] | None = Field(
        default=None, max_length=200, description="New values by the names of the feature catalogue (`GET /v1/features`); dates in ISO."
    )
    known_at: AwareDatetime | None = Field(
        default=None, description="Since when the values are known; left out: since the event. An older value never replaces a newer one."
    )


class FeaturesUpdated(Said):
    """Values of the feature catalogue became known of a member after the last publish, and are what everybody reads from now on."""

    names: list[str] = Field(description="Which values.")
    source: Literal["TOLD", "WAREHOUSE", "SCORED"] = Field(description="Told by an event, read in the warehouse, predicted by a model.")
    known_at: AwareDatetime
    model_version: str | None = Field(default=None, description="Which model, where one predicted.")


class CustomerPurchased(Said):
    """The customer bought something, and the warehouse has not heard of it yet. It earns nothing: that is a transaction's."""

    happened_on: date
    spend_minor: Whole = Field(default=0, ge=0, le=10**12)
    retail_discount_minor: Whole = Field(default=0, ge=0, le=10**12)
    coupon_discount_minor: Whole = Field(default=0, ge=0, le=10**12)
    line_count: Whole = Field(default=1, ge=0, le=100_000)
    store_id: str | None = Field(default=None, max_length=200)


class JourneyMoved(Said):
    """A member came into a journey, had something done for it there, or left it."""

    journey_code: str
    version: Whole
    enrollment_id: UUID


class JourneyExited(JourneyMoved):
    """A member's way through a journey is over."""

    outcome: Literal["COMPLETED", "GOAL", "STOPPED", "FAILED"]
    node_id: str


class JourneyStepCompleted(JourneyMoved):
    """An action of a journey was done for a member, or refused."""

    node_id: str
    branch: str = Field(description="`next`, or `refused`.")
    code: str | None = Field(default=None, description="Why it was refused.")


class JourneyCalled(JourneyMoved):
    """A journey calls whoever listens: its WEBHOOK action."""

    name: str
    node_id: str
    reference: str = Field(description="The same call has the same reference, however often it arrives.")
    entry: dict[str, Any] = Field(description="The event that let the member in.")
    data: dict[str, Any]


class MessageEnded(Said):
    """What became of a message to a member."""

    delivery_id: str
    channel_code: str
    source_code: str = Field(description="Who asked for it: a campaign's revision, a journey.")
    reason: str | None = Field(default=None, description="Why it was not sent.")


class MessageAnswered(Said):
    """What a member did with a message, as far as can be known; what machines fetch by themselves is not told."""

    delivery_id: str
    channel_code: str
    source_code: str = Field(description="Who asked for it: a campaign's revision, a journey.")
    url: str | None = Field(default=None, description="The link that was followed.")


class OfferAnswered(Said):
    """What became of an offer to a member."""

    offer_id: str
    offer_code: str
    offer_rank: Whole
    as_of_on: date = Field(description="The business day the offer was ranked for.")
    model_version: str
    policy_code: str = Field(description="BEST, or EXPLORE where it was drawn to learn.")
    channel: str | None = None
    reason: str | None = Field(default=None, description="What the member said.")


class WebhookTested(Said):
    """Somebody wanted to see whether a webhook arrives."""

    endpoint_id: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class EventType:
    """One type: who may tell it, in which version, and what it says."""

    name: str
    sentence: str
    says: type[Said]
    direction: Literal["told", "heard"] = "told"
    """`told` by the platform alone; `heard` from others as well."""
    schema_version: int = 1


def _points(name: str, sentence: str) -> EventType:
    return EventType(f"points.{name}", sentence, PointsMoved)


EVENT_TYPES: dict[str, EventType] = {
    one.name: one
    for one in (
        _points("earned", "A member earned points, perhaps pending ones."),
        _points("activated", "Pending points became active."),
        _points("canceled", "Pending points will never come."),
        _points("spent", "A member spent points on a reward or an order."),
        _points("refunded", "Earned points were taken back, for a return."),
        _points("returned", "Spent points were given back."),
        _points("expired", "Points expired."),
        _points("adjusted", "Somebody gave or took points by decision."),
        _points("transferred", "A member gave points to another."),
        _points("received", "A member got points from another."),
        _points("rerated", "A purchase was rated anew after a correction."),
        _points("opened", "A member brought a balance from another system."),
        _points("held", "Points were set aside."),
        _points("released", "A hold was given up."),
        _points("lapsed", "A hold ran out."),
        _points("expiry_moved", "The day on which points expire was moved."),
        _points("reversed", "A posting was undone as a whole."),
        EventType("segment.entered", "A member came into a segment.", SegmentMoved),
        EventType("segment.left", "A member left a segment.", SegmentMoved),
        EventType("journey.entered", "A member came into a journey.", JourneyMoved),
        EventType("journey.step_completed", "An action of a journey was done for a member, or refused.", JourneyStepCompleted),
        EventType("journey.exited", "A member's way through a journey is over.", JourneyExited),
        EventType("journey.called", "A journey calls whoever listens.", JourneyCalled),
        EventType("message.sent", "A channel has taken a message to a member.", MessageEnded),
        EventType("message.suppressed", "A message will not be sent, and why.", MessageEnded),
        EventType("message.failed", "A channel refused a message, or was away too often.", MessageEnded),
        EventType("message.in_doubt", "Nobody can tell whether a channel took a message.", MessageEnded),
        EventType("message.bounced", "A channel gave a message back later.", MessageEnded),
        EventType("message.opened", "A member looked at a message, for the first time.", MessageAnswered),
        EventType("message.clicked", "A member followed a link in a message, for the first time.", MessageAnswered),
        EventType("message.complained", "A member called a message spam, and has left its channel.", MessageAnswered),
        EventType("message.opted_out", "A member left a channel by a message.", MessageAnswered),
        EventType("offer.shown", "An offer was shown to a member, for the first time.", OfferAnswered),
        EventType("offer.accepted", "A member accepted an offer.", OfferAnswered),
        EventType("offer.rejected", "A member refused an offer.", OfferAnswered),
        EventType("offer.redeemed", "A member used an offer, accepted before or not.", OfferAnswered),
        EventType("customer.features_updated", "Values of a member changed between two publishes.", FeaturesUpdated),
        EventType("customer.updated", "Something new is known of a customer.", CustomerUpdated, "heard"),
        EventType("customer.purchased", "A customer bought something that the warehouse has not heard of.", CustomerPurchased, "heard"),
        EventType("webhook.tested", "A webhook was tried; it goes to its endpoint alone and is not in the store.", WebhookTested),
    )
}
VERSIONS: dict[str, int] = {one.name: one.schema_version for one in EVENT_TYPES.values()}
# What the platform speaks of or is going to; nobody else may name a type so.
RESERVED = frozenset(
    [
        "account",
        "approval",
        "campaign",
        "customer",
        "delivery",
        "experiment",
        "hold",
        "journey",
        "khaywe",
        "ledger",
        "member",
        "message",
        "offer",
        "points",
        "program",
        "promotion",
        "redemption",
        "reward",
        "score",
        "segment",
        "tier",
        "voucher",
        "webhook",
    ]
)


def check_heard(type_: str, data: dict[str, Any]) -> dict[str, Any]:
    """The data as they are stored, when somebody outside may tell such an event.

    Raises:
        EventTypeReserved: only the platform tells it, or nothing of that name is known in a domain that is the platform's.
        EventInvalid: the data are not what the type says.
    """
    known = EVENT_TYPES.get(type_)
    if known is None:
        if type_.split(".", 1)[0] in RESERVED:
            raise EventTypeReserved(
                f"'{type_}' is in a domain of the platform, which knows no such type to be told from outside.",
                type=type_,
                heard=sorted(one.name for one in EVENT_TYPES.values() if one.direction == "heard"),
            )
        return data
    if known.direction != "heard":
        raise EventTypeReserved(f"'{type_}' is told by the platform alone.", type=type_)
    try:
        return known.says.model_validate(data).model_dump(mode="json")
    except ValidationError as error:
        problems = [{"field": ".".join(["data", *map(str, one["loc"])]), "problem": one["msg"]} for one in error.errors()]
        raise EventInvalid(
            f"The data of a {type_} are not what it says: {problems[0]['field']}: {problems[0]['problem']}.", fields=problems
        ) from error
