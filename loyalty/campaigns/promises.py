"""What became of promises: kept, when the member took the offer or used the voucher; lapsed, when the time was over. Set-based.

A promise that lapses gives back what was kept for it: the offer's stock, the voucher, the campaign's budget. Not here: promising.
"""

from dataclasses import dataclass

from loyalty.campaigns import store_promises as rows
from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.offers import release_offers
from loyalty.vouchers import unassign_vouchers

BATCH = 20_000


@dataclass(frozen=True, slots=True)
class Settled:
    """How many promises were kept, and how many lapsed."""

    kept_count: int
    lapsed_count: int


def settle_promises(*, within: Work, clock: Clock, limit: int = BATCH) -> Settled:
    """Promises whose offer was taken, or whose voucher was used, are KEPT; of those that are over, up to `limit` are LAPSED and give back
    what was kept for them. Call again while as many lapsed as allowed."""
    now = clock.now()
    kept = rows.keep(now, within)
    lapsed = rows.lapse(now, limit, within)
    release_offers([one.offer_id for one in lapsed if one.offer_id is not None], within=within)
    vouchers = [one.voucher_id for one in lapsed if one.voucher_id is not None]
    if vouchers:
        unassign_vouchers(vouchers, within=within, clock=clock)
    return Settled(kept, len(lapsed))
