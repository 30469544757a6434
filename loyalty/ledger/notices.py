"""Notices of lots that expire soon: each lot once for each of the program's numbers of days. Not here: sending them."""

from datetime import datetime

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.ledger.model import ExpiryNotice
from loyalty.ledger.store_notices import notice_due
from loyalty.programs.model import revision_at
from loyalty.programs.store import REVISIONS, read_revisions


def due_notices(program_code: str, *, within: Work, clock: Clock, limit: int = 5_000) -> list[ExpiryNotice]:
    """At most `limit` notices that are due now, remembered so that they are due no more; call again while the list is full.

    A lot that enters several ranges at once (the program began to give notice, or the night did not come) is noticed for the
    nearest only, and counts as noticed for the wider ones. Points that are held count: they may come back.
    """
    now: datetime = clock.now()
    revisions = read_revisions([row for row in within.exec_driver_sql(REVISIONS).tuples() if row[0] == program_code], within=within)
    if program_code not in revisions:
        return []
    days = revision_at(revisions[program_code], now).program.expiry_notice_days
    return notice_due(program_code, sorted(set(days)), now, limit, within) if days else []
