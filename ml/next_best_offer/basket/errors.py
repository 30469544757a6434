"""Why a file of baskets cannot be used, or a protocol not be run on it."""

from loyalty.errors import Invalid, Refused


class BasketsUnreadable(Invalid):
    """The file is no table of baskets; the sentence says what is missing or wrong."""

    code = "BASKETS_UNREADABLE"


class BasketsTooFew(Refused):
    """The baskets are well formed, and too few of them follow each other to train on some and judge on others."""

    code = "BASKETS_TOO_FEW"


class ProtocolInvalid(Invalid):
    """The split, the folds or the list lengths asked for make no protocol."""

    code = "PROTOCOL_INVALID"
