"""What the nightly acts have still to post at an instant: nothing, when they are done. Not here: posting it (`act`)."""

from datetime import datetime
from typing import NamedTuple

from loyalty.database import Work

# ">= 1" is how the index on what is due is spelled.
STILL_DUE = """
select (select count(*) from lots where is_pending and activates_at <= %(now)s),
       (select count(*) from holds where status = 'ISSUED' and lapses_at <= %(now)s),
       (select count(*) from lots where remaining_points >= 1 and expires_at <= %(now)s)
"""


class StillDue(NamedTuple):
    """Pending lots whose instant has come, holds past their time, and lots with points past their expiry, not posted yet."""

    pending_lot_count: int
    lapsed_hold_count: int
    expired_lot_count: int


def still_due(now: datetime, *, within: Work) -> StillDue:
    """How much the nightly acts have left to do at `now`."""
    return StillDue(*within.exec_driver_sql(STILL_DUE, {"now": now}).one())
