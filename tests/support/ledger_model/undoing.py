# ruff: noqa: PLR0917 (a plain model is called plainly)
"""What was told wrongly: an order as it truly was, or a command that never was. Not here: goods that come back (`returning.py`)."""

from datetime import datetime

from tests.support.ledger_model.account import Account, Lot
from tests.support.ledger_model.company import Member, Outcome
from tests.support.ledger_model.earning import Earning
from tests.support.ledger_model.orders import Line, Order, Record
from tests.support.ledger_model.returning import Returning
from tests.support.ledger_model.rules import POINTS, Rule


class Undoing(Earning, Returning):
    """Corrections and reversals."""

    def correct(self, who: int, order_id: str, reference: str, spend: int, lines: dict[str | None, Line], now: datetime) -> Outcome:
        """The order as it truly was: only the difference of each rule's points moves."""
        member, key = self.members[who], ("correction", reference)
        content = (order_id, spend, tuple((name, line.amount, line.quantity) for name, line in lines.items()))
        if (known := self._known(member, key, content)) is not None:
            return known
        order = member.orders.get(order_id)
        if order is None:
            return Outcome(["ORDER_UNKNOWN"])
        if any(line.returned or line.returned_quantity for line in order.lines.values()):
            return Outcome(["ORDER_ALREADY_RETURNED"])
        member.references[key] = content
        stands: dict[tuple[int, Rule], int] = {}
        for earned in order.earned:
            key_of = (list(member.accounts.values()).index(earned.account), earned.rule)
            stands[key_of] = stands.get(key_of, 0) + earned.points - earned.taken
        for (_, rule), points in stands.items():
            self._give_room_back(member, rule, order.event_time, points)
        order.spend, order.lines, order.earned, order.is_corrected = spend, lines, [], True
        more = 0
        for rule, points, uncapped in self._rated(member, "purchase", spend, order.event_time):
            key_of = (list(member.accounts).index(rule.wallet), rule)
            kept = min(stands.get(key_of, 0), points)
            stands[key_of] = stands.get(key_of, 0) - kept
            if points > kept:
                self._award(member, rule, points - kept, order, now)
                more += points - kept if rule.wallet == POINTS else 0
            self._remember(member, rule, points, uncapped, order)
        less, uncollected = self._collect(member, stands, order, gives_room_back=False)
        return Outcome(["ok", more + less, [], uncollected])

    def reverse(self, who: int, record: Record, now: datetime) -> Outcome:
        """The command never was: every lot and the debt as if, so long as the points are where it left them."""
        member, self.record = self.members[who], None
        if record.is_undone:
            return Outcome(["again"])
        if record.order is not None and (
            record.order.is_corrected
            or any(line.returned or line.returned_quantity for line in record.order.lines.values())
            or any(earned.taken for earned in record.order.earned)
        ):
            return Outcome(["POSTING_NOT_REVERSIBLE"])
        if record.paid is not None and record.paid.given_back:
            return Outcome(["POSTING_NOT_REVERSIBLE"])
        changes: dict[tuple[int, int], tuple[Account, Lot | None, int]] = {}
        for account, lot, points, was_pending in record.effects:
            if lot is not None and lot.is_pending != was_pending:
                return Outcome(["REVERSAL_POINTS_GONE"])
            key = (id(account), id(lot))
            changes[key] = (account, lot, points + (changes[key][2] if key in changes else 0))
        if any(self._is_gone(*change, now) for change in changes.values()):
            return Outcome(["REVERSAL_POINTS_GONE"])
        for account, lot, points in changes.values():
            if lot is None:
                account.owed -= points
            else:
                lot.free -= points
        record.is_undone = True
        if record.paid is not None:
            record.paid.account.spent -= record.spent
            record.paid.given_back = record.paid.points
        if record.order is not None:
            self._forget(member, record.order)
        return Outcome(["ok"])

    @staticmethod
    def _is_gone(account: Account, lot: Lot | None, points: int, now: datetime) -> bool:
        if lot is None:
            return account.owed < points
        left = lot.free - points
        return points != 0 and (lot.is_over(now) or left < 0 or left + lot.held + lot.taken_back > lot.granted)

    def _forget(self, member: Member, order: Order) -> None:
        for earned in order.earned:
            self._give_room_back(member, earned.rule, order.event_time, earned.points - earned.taken)
            earned.taken = earned.points
        for line in order.lines.values():
            line.returned, line.returned_quantity = line.amount, line.quantity
