"""What members are told: templates, contacts, the contact policy, the queue and its senders. The door of the room; see README.md."""

from loyalty.messages.admit import Admitted, admit_due
from loyalty.messages.channel_reads import ChannelStanding, LanguageStanding, read_channels, read_languages
from loyalty.messages.contacts import read_contacts, set_contacts
from loyalty.messages.definition import read_templates
from loyalty.messages.engagement import Engagement, Kind, is_automatic, note
from loyalty.messages.errors import (
    ChannelUnknown,
    ContactInvalid,
    ContactPolicyChanged,
    ContactPolicyInvalid,
    ContentMissing,
    DeliveryNotResendable,
    DeliveryUnknown,
    LinkInvalid,
    TemplateInvalid,
    TemplateUnknown,
)
from loyalty.messages.links import Links
from loyalty.messages.model import CHANNELS, DELIVERY_ID_PREFIX, Contact, DeliveryStatus, Purpose, Reason, SendMessage
from loyalty.messages.queue import Queued, enqueue, hold, let_go, resend, set_speed, withdraw
from loyalty.messages.reads import Delivery, deliveries_of, queue_figures
from loyalty.messages.receipts import RECEIPT_KINDS, Receipt, take_receipts
from loyalty.messages.returned import read_returned
from loyalty.messages.sender import Sender
from loyalty.messages.store_templates import (
    StoredPolicy,
    StoredTemplate,
    find_template,
    list_templates,
    policy_in_force,
    save_policy,
    save_template,
    store_templates,
    stored_policy,
)
from loyalty.messages.template import Content, Rendered, Template, check_template, render

__all__ = [
    "CHANNELS",
    "DELIVERY_ID_PREFIX",
    "RECEIPT_KINDS",
    "Admitted",
    "ChannelStanding",
    "ChannelUnknown",
    "Contact",
    "ContactInvalid",
    "ContactPolicyChanged",
    "ContactPolicyInvalid",
    "Content",
    "ContentMissing",
    "Delivery",
    "DeliveryNotResendable",
    "DeliveryStatus",
    "DeliveryUnknown",
    "Engagement",
    "Kind",
    "LanguageStanding",
    "LinkInvalid",
    "Links",
    "Purpose",
    "Queued",
    "Reason",
    "Receipt",
    "Rendered",
    "SendMessage",
    "Sender",
    "StoredPolicy",
    "StoredTemplate",
    "Template",
    "TemplateInvalid",
    "TemplateUnknown",
    "admit_due",
    "check_template",
    "deliveries_of",
    "enqueue",
    "find_template",
    "hold",
    "is_automatic",
    "let_go",
    "list_templates",
    "note",
    "policy_in_force",
    "queue_figures",
    "read_channels",
    "read_contacts",
    "read_languages",
    "read_returned",
    "read_templates",
    "render",
    "resend",
    "save_policy",
    "save_template",
    "set_contacts",
    "set_speed",
    "store_templates",
    "stored_policy",
    "take_receipts",
    "withdraw",
]
