"""What the room says no to. A shelf that was not replaced stays as it was; an outcome that was refused changed nothing."""

from loyalty.errors import Conflict, Invalid, NotFound, Refused


class OffersOlder(Refused):
    """A newer day stands on the shelf already."""

    code = "OFFERS_OLDER"


class OffersEmpty(Refused):
    """There is not one offer for a member, so nothing replaces what stands there."""

    code = "OFFERS_EMPTY"


class OffersMixed(Invalid):
    """The rows come from several models or runs; a shelf has one."""

    code = "OFFERS_MIXED"


class OffersColumnMissing(Invalid):
    """The rows lack a column."""

    code = "OFFERS_COLUMN_MISSING"


class DefaultOffersInvalid(Invalid):
    """The file of default offers cannot be used."""

    code = "DEFAULT_OFFERS_INVALID"


class OfferRulesInvalid(Invalid):
    """The file of rules for offers cannot be used."""

    code = "OFFER_RULES_INVALID"


class OfferUnknown(NotFound):
    """No offer with this id was made, or it was never shown and is forgotten by now."""

    code = "OFFER_UNKNOWN"


class OfferAnswered(Conflict):
    """The member gave another answer to this offer already."""

    code = "OFFER_ANSWERED"


class OfferLapsed(Refused):
    """The offer no longer holds on the day of the answer."""

    code = "OFFER_LAPSED"


class OfferOutOfStock(Refused):
    """Others took all there was."""

    code = "OFFER_OUT_OF_STOCK"


class OutcomeInFuture(Invalid):
    """The outcome is said to happen later than now."""

    code = "OUTCOME_IN_FUTURE"
