"""The ledger's reads, gathered: balances, history, lots, statements. Nothing here writes, but `prepare_months`."""

from datetime import date

from loyalty.database import Work
from loyalty.ledger.queries_balances import balances
from loyalty.ledger.queries_history import history
from loyalty.ledger.queries_lots import lot_statements, open_lots
from loyalty.ledger.queries_statements import statements

__all__ = ["balances", "history", "lot_statements", "open_lots", "prepare_months", "statements"]


def prepare_months(first_on: date, last_on: date, *, within: Work) -> int:
    """Partitions for entries recorded in these (UTC) months exist; how many were created. Safe to repeat."""
    months = {"first": first_on, "last": last_on}
    created: int = within.exec_driver_sql("select prepare_entry_months(%(first)s, %(last)s)", months).scalar_one()
    return created
