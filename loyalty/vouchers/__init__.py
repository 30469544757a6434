"""Vouchers: pools of codes that members are given and use up. The door of the room; see README.md."""

from loyalty.vouchers.assign import assign_vouchers, unassign_vouchers
from loyalty.vouchers.attempts import Attempts
from loyalty.vouchers.codes import check_code
from loyalty.vouchers.errors import (
    VoucherAttemptsExceeded,
    VoucherExpired,
    VoucherKeyWrong,
    VoucherNotRedeemable,
    VoucherPoolEmpty,
    VoucherPoolExists,
    VoucherPoolInvalid,
    VoucherPoolUnknown,
    VoucherReferenceTaken,
    VoucherUsedUp,
    VoucherWithdrawn,
)
from loyalty.vouchers.model import (
    VOUCHER_ID_PREFIX,
    AssignVoucher,
    ImportedRow,
    OpenPool,
    PoolFigures,
    RedeemVoucher,
    Voucher,
    VoucherPool,
    VoucherStatus,
    VoucherUsed,
)
from loyalty.vouchers.pools import expire_vouchers, generate_vouchers, import_vouchers, open_pool, withdraw_vouchers
from loyalty.vouchers.queries import list_pools, list_vouchers, pool_figures, voucher_codes, vouchers_of_member
from loyalty.vouchers.redeem import lock_vouchers, redeem_vouchers
from loyalty.vouchers.safe import VoucherSafe, open_safe

__all__ = [
    "VOUCHER_ID_PREFIX",
    "AssignVoucher",
    "Attempts",
    "ImportedRow",
    "OpenPool",
    "PoolFigures",
    "RedeemVoucher",
    "Voucher",
    "VoucherAttemptsExceeded",
    "VoucherExpired",
    "VoucherKeyWrong",
    "VoucherNotRedeemable",
    "VoucherPool",
    "VoucherPoolEmpty",
    "VoucherPoolExists",
    "VoucherPoolInvalid",
    "VoucherPoolUnknown",
    "VoucherReferenceTaken",
    "VoucherSafe",
    "VoucherStatus",
    "VoucherUsed",
    "VoucherUsedUp",
    "VoucherWithdrawn",
    "assign_vouchers",
    "check_code",
    "expire_vouchers",
    "generate_vouchers",
    "import_vouchers",
    "list_pools",
    "list_vouchers",
    "lock_vouchers",
    "open_pool",
    "open_safe",
    "pool_figures",
    "redeem_vouchers",
    "unassign_vouchers",
    "voucher_codes",
    "vouchers_of_member",
    "withdraw_vouchers",
]
