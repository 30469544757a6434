"""What was bought, what it earned and what paid for it, so that it can come back. Not here: taking it back (`returning.py`)."""

from dataclasses import dataclass, field
from datetime import datetime

from tests.support.ledger_model.account import Account, Lot
from tests.support.ledger_model.rules import Rule


@dataclass(eq=False)
class Earned:
    """What one rule gave for one line (None: the order as a whole)."""

    account: Account
    rule: Rule
    line: str | None
    points: int
    taken: int = 0


@dataclass(eq=False)
class Line:
    """A line of an order (or the whole of one without lines), and how much of it came back."""

    amount: int
    quantity: int = 1
    returned: int = 0
    returned_quantity: int = 0

    @property
    def is_back(self) -> bool:
        return self.returned_quantity == self.quantity


@dataclass(eq=False)
class Order:
    """A purchase as it was told last: its lines ({None: all} where it has none), what it earned, in which lots."""

    spend: int
    event_time: datetime
    lines: dict[str | None, Line]
    earned: list[Earned] = field(default_factory=list)
    lots: list[tuple[Account, Rule, Lot]] = field(default_factory=list)
    is_corrected: bool = False

    def share(self, line: str | None) -> tuple[int, int]:
        """How much of the line came back, of how much; of the order, where it has no such line."""
        parts = [self.lines[line]] if line in self.lines else list(self.lines.values())
        if all(part.is_back for part in parts):
            return 1, 1
        return sum(part.returned for part in parts), sum(part.amount for part in parts)

    def whole_share(self) -> tuple[int, int]:
        return self.share("no such line")


@dataclass(eq=False)
class Paid:
    """Points spent on an order: the lots they came from, in order, and how many were given back."""

    account: Account
    order: str | None
    points: int
    parts: list[tuple[Lot | None, int]]
    given_back: int = 0


@dataclass(eq=False)
class Record:
    """What one command did to lots (None: to the debt), so that it can be undone."""

    kind: str
    order: Order | None = None
    paid: Paid | None = None
    spent: int = 0
    effects: list[tuple[Account, Lot | None, int, bool]] = field(default_factory=list)
    is_undone: bool = False
