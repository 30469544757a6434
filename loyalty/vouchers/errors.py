"""What the voucher room refuses, each with its stable code. The order in which they are judged is in the README."""

from loyalty.errors import Conflict, Invalid, NotFound, Refused, Unavailable


class VoucherPoolUnknown(NotFound):
    """The program has no voucher pool with this code."""

    code = "VOUCHER_POOL_UNKNOWN"


class VoucherPoolExists(Conflict):
    """The program has a voucher pool with this code already, with other content."""

    code = "VOUCHER_POOL_EXISTS"


class VoucherPoolInvalid(Invalid):
    """A voucher pool, or what it is asked for, is out of its bounds; the message names the field."""

    code = "VOUCHER_POOL_INVALID"


class VoucherPoolEmpty(Refused):
    """Every voucher of the pool is given away."""

    code = "VOUCHER_POOL_EMPTY"


class VoucherNotRedeemable(Refused):
    """The code cannot be used by this member. Whether it exists is not said."""

    code = "VOUCHER_NOT_REDEEMABLE"


class VoucherExpired(Refused):
    """The member's voucher is past its expiry."""

    code = "VOUCHER_EXPIRED"


class VoucherWithdrawn(Refused):
    """The member's voucher was withdrawn."""

    code = "VOUCHER_WITHDRAWN"


class VoucherUsedUp(Refused):
    """The member's voucher was used as often as it may be."""

    code = "VOUCHER_USED_UP"


class VoucherReferenceTaken(Conflict):
    """The member's reference was used for another voucher."""

    code = "VOUCHER_REFERENCE_TAKEN"


class VoucherAttemptsExceeded(Unavailable):
    """Too many codes that could not be used were sent lately; wait before the next."""

    code = "VOUCHER_ATTEMPTS_EXCEEDED"


class VoucherKeyWrong(Invalid):
    """The key that seals voucher codes is malformed, or is not the one that sealed these."""

    code = "VOUCHER_KEY_WRONG"
