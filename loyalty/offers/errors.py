"""Why a shelf was not replaced. In each case the one before stays as it was."""

from loyalty.errors import Invalid, Refused


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
