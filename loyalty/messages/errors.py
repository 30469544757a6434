"""What the messages room refuses."""

from loyalty.errors import Conflict, Invalid, NotFound, Refused, Unavailable


class TemplateInvalid(Invalid):
    """A template cannot be rendered for everybody it is meant for; the message names language, part and line."""

    code = "TEMPLATE_INVALID"


class TemplateUnknown(NotFound):
    """No template has this code, or none this version."""

    code = "TEMPLATE_UNKNOWN"


class ContentMissing(Invalid):
    """A member lacks what a template speaks of; the facts name it."""

    code = "CONTENT_MISSING"


class ContactInvalid(Invalid):
    """An address, a language or a time zone cannot be used; the message says which, and what is expected."""

    code = "CONTACT_INVALID"


class ContactPolicyInvalid(Invalid):
    """The contact policy has a missing, unknown or wrong part."""

    code = "CONTACT_POLICY_INVALID"


class ContactPolicyChanged(Conflict):
    """Somebody else has set the contact policy since the caller read it."""

    code = "CONTACT_POLICY_CHANGED"


class ChannelUnknown(Invalid):
    """No such channel exists, or none is configured under this code."""

    code = "CHANNEL_UNKNOWN"


class ChannelUnavailable(Unavailable):
    """A channel does not take messages just now; they stay in the queue."""

    code = "CHANNEL_UNAVAILABLE"


class DeliveryUnknown(NotFound):
    """No delivery has this id."""

    code = "DELIVERY_UNKNOWN"


class DeliveryNotResendable(Conflict):
    """Only a delivery that failed or is in doubt can be sent again by decision."""

    code = "DELIVERY_NOT_RESENDABLE"


class LinkInvalid(NotFound):
    """A link is none of ours, or was changed on the way."""

    code = "LINK_INVALID"


class MessageTestsExceeded(Refused):
    """A caller sent as many test messages within the hour as one may."""

    code = "MESSAGE_TESTS_EXCEEDED"
