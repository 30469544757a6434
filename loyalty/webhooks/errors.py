"""What the room of webhooks refuses. Not here: what an endpoint answers."""

from loyalty.errors import Conflict, Invalid, NotFound


class WebhookUnknown(NotFound):
    """No endpoint has this id."""

    code = "WEBHOOK_UNKNOWN"


class DeliveryUnknown(NotFound):
    """No delivery of the endpoint has this id."""

    code = "WEBHOOK_DELIVERY_UNKNOWN"


class WebhookAddressRefused(Invalid):
    """The address is not one that the platform may call."""

    code = "WEBHOOK_ADDRESS_REFUSED"


class WebhookTypesInvalid(Invalid):
    """A type that is asked for is neither one, nor a pattern, nor `*`."""

    code = "WEBHOOK_TYPES_INVALID"


class WebhookArchived(Conflict):
    """The endpoint is archived and stays so."""

    code = "WEBHOOK_ARCHIVED"
