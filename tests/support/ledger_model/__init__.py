"""What points are, the plain way: a model of every act of the ledger, written from the words of the house and not from its code.

It knows no books, no entries and no nightly run: what is due happens at its instant (`pass_time`), in the order of the instants.
Amounts per wallet and the outcome of every command are what the ledger must answer too. Times are UTC, periods are days.
"""

from tests.support.ledger_model.account import Account, Hold, Lot
from tests.support.ledger_model.company import Outcome
from tests.support.ledger_model.deciding import Deciding
from tests.support.ledger_model.orders import Line, Order, Record
from tests.support.ledger_model.rules import POINTS, RULES, STATUS, TRANSFER_MAX, Rule
from tests.support.ledger_model.spending import Spending
from tests.support.ledger_model.undoing import Undoing
from tests.support.ledger_model.waiting import Waiting

__all__ = ["POINTS", "RULES", "STATUS", "TRANSFER_MAX", "Account", "Hold", "Line", "Lot", "Model", "Order", "Outcome", "Record", "Rule"]


class Model(Undoing, Spending, Deciding, Waiting):
    """The whole company: what each command must answer."""
