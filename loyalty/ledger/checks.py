"""What always holds of the ledger, gathered; numbers are those of the README's invariants. Not here: running it (`loyalty.checks`)."""

from loyalty.ledger.checks_acts import CHECKS as ACTS
from loyalty.ledger.checks_books import CHECKS as BOOKS
from loyalty.ledger.checks_caps import CHECKS as CAPS
from loyalty.ledger.checks_records import CHECKS as RECORDS

CHECKS = (*BOOKS, *RECORDS, *ACTS, *CAPS)
