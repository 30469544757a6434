"""What the ledger refuses, each with its stable code. The order in which they are judged is in the README."""

from loyalty.errors import Conflict, Invalid, Refused


class AmountInvalid(Invalid):
    """Amounts are whole numbers within the limits."""

    code = "AMOUNT_INVALID"


class ReferenceInvalid(Invalid):
    """A business reference has 1 to 200 characters, none of them a control character."""

    code = "REFERENCE_INVALID"


class LabelInvalid(Invalid):
    """Source, actor, reason and key are short texts without control characters."""

    code = "LABEL_INVALID"


class EventTimeInvalid(Invalid):
    """An event time is an instant with its offset from UTC."""

    code = "EVENT_TIME_INVALID"


class ReferenceAlreadyPosted(Conflict):
    """The account already has a posting with this reference and other content."""

    code = "REFERENCE_ALREADY_POSTED"


class CurrencyMismatch(Invalid):
    """The program counts another currency."""

    code = "CURRENCY_MISMATCH"


class EventInFuture(Invalid):
    """The event lies after the business clock."""

    code = "EVENT_TIME_IN_FUTURE"


class PointsInsufficient(Refused):
    """The member has fewer points to spend than asked for."""

    code = "POINTS_INSUFFICIENT"


class AsOfInFuture(Invalid):
    """A balance is asked for an instant after the business clock."""

    code = "AS_OF_IN_FUTURE"


class NotOfferedYet(Refused):
    """The act is not built yet."""

    code = "NOT_OFFERED_YET"
