"""Webhooks: others are told of events over HTTP, signed, until they have them. See README.md. `deliver` needs the extra `events`."""

from loyalty.webhooks.addresses import Network, read_networks
from loyalty.webhooks.endpoints import (
    EndpointChange,
    Safe,
    change_endpoint,
    delivery_page,
    list_endpoints,
    make_endpoint,
    open_secret,
    read_attempts,
    read_delivery,
    read_endpoint,
    rotate_secret,
    send_again,
    try_endpoint,
)
from loyalty.webhooks.errors import DeliveryUnknown, WebhookAddressRefused, WebhookArchived, WebhookTypesInvalid, WebhookUnknown
from loyalty.webhooks.model import DELIVERY_ID_PREFIX, ENDPOINT_ID_PREFIX, Attempt, Delivery, Endpoint, EndpointStatus
from loyalty.webhooks.tell import WebhookTeller

__all__ = [
    "DELIVERY_ID_PREFIX",
    "ENDPOINT_ID_PREFIX",
    "Attempt",
    "Delivery",
    "DeliveryUnknown",
    "Endpoint",
    "EndpointChange",
    "EndpointStatus",
    "Network",
    "Safe",
    "WebhookAddressRefused",
    "WebhookArchived",
    "WebhookTeller",
    "WebhookTypesInvalid",
    "WebhookUnknown",
    "change_endpoint",
    "delivery_page",
    "list_endpoints",
    "make_endpoint",
    "open_secret",
    "read_attempts",
    "read_delivery",
    "read_endpoint",
    "read_networks",
    "rotate_secret",
    "send_again",
    "try_endpoint",
]
