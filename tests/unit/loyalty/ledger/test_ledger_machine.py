"""The pure decisions against the model, over memory: every act in every order, batch by batch."""

from uuid import UUID

from hypothesis import settings
from hypothesis.stateful import invariant, precondition

from loyalty.ledger.model import Book
from tests.support.ledger import MemoryShop, open_memory_shop
from tests.support.ledger_machine import MEMBERS, REVISIONS, LedgerMachine


class MemoryMachine(LedgerMachine):
    shop: MemoryShop

    def open(self) -> None:
        self.shop = open_memory_shop(MEMBERS, revisions=REVISIONS)
        self.member_ids = self.shop.member_ids

    def available(self, member_id: UUID) -> int:
        return self.shop.available(member_id)

    @precondition(lambda self: hasattr(self, "model"))
    @invariant()
    def nothing_is_created_or_lost(self) -> None:
        for sums in self.shop.sums.values():
            assert sum(sums.values()) == 0
            assert sums.get(Book.ACTIVE, 0) >= 0

    @precondition(lambda self: hasattr(self, "model"))
    @invariant()
    def every_lot_adds_up(self) -> None:
        used: dict[UUID, int] = {}
        for journal in self.shop.journals:
            for move in journal.moves:
                if move.source is Book.ACTIVE:
                    used[move.lot_id] = used.get(move.lot_id, 0) + move.points
        for lot in self.shop.lots.values():
            assert lot.granted_points == used.get(lot.id, 0) + lot.remaining_points
            assert lot.remaining_points >= 0


TestLedgerMachine = MemoryMachine.TestCase
TestLedgerMachine.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)
