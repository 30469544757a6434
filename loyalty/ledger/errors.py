"""What the ledger refuses, each with its stable code. The order in which they are judged is in the README."""

from loyalty.errors import Conflict, Invalid, NotFound, Refused


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


class PeriodInvalid(Invalid):
    """A statement is asked for a period that does not end after it begins."""

    code = "PERIOD_INVALID"


class WalletUnknown(NotFound):
    """The member's program has no such wallet."""

    code = "WALLET_UNKNOWN"


class WalletNotRedeemable(Invalid):
    """Points of a qualifying wallet only count; they are not spent, held or transferred."""

    code = "WALLET_NOT_REDEEMABLE"


class ProgramNotActive(Refused):
    """The program takes no such event: it is a draft, paused or archived."""

    code = "PROGRAM_NOT_ACTIVE"


class LinesInvalid(Invalid):
    """Order lines have distinct ids, amounts from 0 and quantities from 1, and at most 500 of them."""

    code = "LINES_INVALID"


class AttributesInvalid(Invalid):
    """The attributes of an event are a small JSON object."""

    code = "EVENT_ATTRIBUTES_INVALID"


class BurnOutsideLimits(Refused):
    """The program spends so many points at once only within its limits."""

    code = "BURN_OUTSIDE_LIMITS"


class HoldUnknown(NotFound):
    """The member has no hold with this id."""

    code = "HOLD_UNKNOWN"


class HoldTimeInvalid(Invalid):
    """A hold lapses at an instant with its offset from UTC, after now."""

    code = "HOLD_TIME_INVALID"


class HoldResolved(Conflict):
    """Nothing is held any more: the hold was captured, released or has lapsed."""

    code = "HOLD_RESOLVED"


class CaptureExceedsHold(Refused):
    """More is to be captured than is still held."""

    code = "CAPTURE_EXCEEDS_HOLD"


class LotUnknown(NotFound):
    """The member has no such lot with points in it."""

    code = "LOT_UNKNOWN"


class LotNotPending(Conflict):
    """The lot does not wait for anything."""

    code = "LOT_NOT_PENDING"


class ExpiryInvalid(Invalid):
    """An expiry is an instant with its offset from UTC, after now and after the grant; a lot that waits for an event has none to move."""

    code = "EXPIRY_INVALID"


class LotExpired(Refused):
    """The lot is past its expiry, which moves no more."""

    code = "LOT_EXPIRED"


class TransferNotAllowed(Refused):
    """Members of this program do not give points to each other, or not in this way."""

    code = "TRANSFER_NOT_ALLOWED"


class TransferOutsideLimits(Refused):
    """The program transfers so many points only within its limits, at once and in a day."""

    code = "TRANSFER_OUTSIDE_LIMITS"


class ReceiverUnknown(NotFound):
    """There is no member to receive the points."""

    code = "RECEIVER_UNKNOWN"


class ReceiverInactive(Refused):
    """The member who would receive the points may not."""

    code = "RECEIVER_INACTIVE"


class OrderUnknown(NotFound):
    """The member has no posting of this order."""

    code = "ORDER_UNKNOWN"


class OrderLineUnknown(NotFound):
    """The order has no such line."""

    code = "ORDER_LINE_UNKNOWN"


class ReturnExceedsOrder(Refused):
    """More is to be returned than is left of the order or of the line."""

    code = "RETURN_EXCEEDS_ORDER"


class OrderAlreadyReturned(Conflict):
    """Something of the order came back already, so what it was can no longer be corrected."""

    code = "ORDER_ALREADY_RETURNED"


class PostingUnknown(NotFound):
    """The member has no posting with this id."""

    code = "POSTING_UNKNOWN"


class PostingNotReversible(Refused):
    """Postings of this kind are not reversed; the message names the act that answers them."""

    code = "POSTING_NOT_REVERSIBLE"


class ReversalPointsGone(Refused):
    """The points that the reversal would take back are spent, held, transferred or expired by now."""

    code = "REVERSAL_POINTS_GONE"
