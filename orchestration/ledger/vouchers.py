"""Mark the vouchers that are past their time. Arrives: the voucher pools. Leaves: vouchers that say EXPIRED.

Not partitioned: it acts on what is due at the business instant, in parts. No answer changes by it, only the figures of a pool.
"""

import dagster as dg

from loyalty.clock import Clock
from loyalty.database import Database
from loyalty.vouchers import expire_vouchers
from orchestration.failures import fails_clearly
from orchestration.ledger import GROUP, KINDS, OWNERS
from orchestration.reports import Result, shown

VOUCHERS_PER_TRANSACTION = 50_000


@dg.asset(
    key="ledger_voucher__expiries",
    deps=["ledger_member__expiries"],
    group_name=GROUP,
    owners=OWNERS,
    kinds=KINDS,
    metadata={"dagster/table_name": "public.vouchers"},
)
@fails_clearly
def ledger_voucher__expiries(database: dg.ResourceParam[Database], clock: dg.ResourceParam[Clock]) -> Result:
    """No voucher past its expiry says that it can be used."""
    count, has_more = 0, True
    while has_more:
        with database.begin() as work:
            expired = expire_vouchers(within=work, clock=clock, limit=VOUCHERS_PER_TRANSACTION)
        count, has_more = count + expired, expired == VOUCHERS_PER_TRANSACTION
    return dg.MaterializeResult(metadata={"expired_vouchers": shown(count)})
