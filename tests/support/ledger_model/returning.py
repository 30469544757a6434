# ruff: noqa: PLR0917 (a plain model is called plainly)
"""An order that comes back, whole or in part: what it earned is taken, what paid for it is given. Not here: corrections."""

from datetime import datetime, timedelta

from tests.support.ledger_model.account import Account
from tests.support.ledger_model.company import Company, Member, Outcome
from tests.support.ledger_model.orders import Order
from tests.support.ledger_model.rules import POINTS, RULES, Rule


class Returning(Company):
    """Returns by order, by line or by amount."""

    def return_order(
        self, who: int, order_id: str, reference: str, lines: dict[str, int | None], amount: int | None, now: datetime
    ) -> Outcome:
        """`lines`: pieces by line id, None: the rest of it. The outcome ends with what was given back and what could not be taken."""
        member, key = self.members[who], ("return", reference)
        if (known := self._known(member, key, (order_id, tuple(lines.items()), amount))) is not None:
            return known
        order = member.orders.get(order_id)
        if order is None:
            return Outcome(["ORDER_UNKNOWN"])
        refusal = self._come_back(order, lines, amount)
        if refusal is not None:
            return Outcome([refusal])
        member.references[key] = (order_id, tuple(lines.items()), amount)
        wanted: dict[tuple[int, Rule], int] = {}
        for earned in order.earned:
            part, whole = order.share(earned.line)
            more = max(earned.points * part // whole - earned.taken, 0)
            earned.taken += more
            key_of = (list(member.accounts.values()).index(earned.account), earned.rule)
            wanted[key_of] = wanted.get(key_of, 0) + more
        points, uncollected = self._collect(member, wanted, order, gives_room_back=True)
        return Outcome(["ok", points, self._give_back(member, order_id, order, now), uncollected])

    def _come_back(self, order: Order, lines: dict[str, int | None], amount: int | None) -> str | None:  # noqa: PLR0911 (one for each refusal)
        if None in order.lines:
            whole = order.lines[None]
            left = whole.amount - whole.returned
            if lines:
                return "ORDER_LINE_UNKNOWN"
            if whole.is_back or (amount or 0) > left:
                return "RETURN_EXCEEDS_ORDER"
            whole.returned += left if amount is None else amount
            whole.returned_quantity = int(amount is None or whole.returned == whole.amount)
            return None
        for line_id, pieces in lines.items():
            if line_id not in order.lines:
                return "ORDER_LINE_UNKNOWN"
            line = order.lines[line_id]
            if line.is_back or (pieces or 0) > line.quantity - line.returned_quantity:
                return "RETURN_EXCEEDS_ORDER"
        if not lines and all(line.is_back for line in order.lines.values()):
            return "RETURN_EXCEEDS_ORDER"
        for line_id in lines or order.lines:
            line = order.lines[line_id]
            pieces = lines.get(line_id) if lines else None
            line.returned_quantity = line.quantity if pieces is None else line.returned_quantity + pieces
            line.returned = line.amount * line.returned_quantity // line.quantity
        return None

    def _collect(self, member: Member, wanted: dict[tuple[int, Rule], int], order: Order, *, gives_room_back: bool) -> tuple[int, int]:
        """Points taken from the redeemable wallet, and points that the policy left where they were."""
        taken_of_points, uncollected = 0, 0
        for (place, rule), points in sorted(wanted.items(), key=lambda each: (each[0][0], each[0][1].code)):
            account = list(member.accounts.values())[place]
            left = self._take_back(account, rule, points, order)
            uncollected += left
            if account is member.accounts[POINTS]:
                taken_of_points += points - left
            if gives_room_back:
                self._give_room_back(member, rule, order.event_time, points - left)
        return taken_of_points, uncollected

    def _take_back(self, account: Account, rule: Rule, points: int, order: Order) -> int:
        """Pending points first, then the very lots, then any other, then a debt; what the policy leaves."""
        own = [lot for of, by, lot in order.lots if of is account and by is rule]
        sources = [lot for lot in own if lot.is_pending]
        if self.policy != "ONLY_PENDING":
            very = [lot for lot in own if not lot.is_pending]
            sources += very + [lot for lot in account.open_lots() if lot not in very]
        for lot in sources:
            part = min(points, lot.free)
            lot.free -= part
            lot.taken_back += part
            points -= part
        if self.policy == "UNLIMITED":
            account.owed += points
            return 0
        return points

    def _give_back(self, member: Member, order_id: str, order: Order, now: datetime) -> int:
        """What paid for the order is the member's again: last spent first, in its lot, or anew where that is over."""
        part, whole = order.whole_share()
        given = 0
        for paid in member.payments:
            if paid.order != order_id or not whole:
                continue
            points = max(paid.points * part // whole - paid.given_back, 0)
            skip, left, anew = paid.given_back, points, 0
            for lot, spent in reversed(paid.parts):
                passed = min(skip, spent)
                skip -= passed
                back = min(left, spent - passed)
                left -= back
                if lot is None:
                    forgiven = min(back, paid.account.owed)
                    paid.account.owed -= forgiven
                    anew += back - forgiven
                elif lot.is_over(now):
                    anew += back
                else:
                    paid.account.come_in(lot, back, now)
            if anew:
                self._give(paid.account, anew, now + timedelta(days=RULES[0].life_days or 0), now)
            paid.given_back += points
            paid.account.spent -= points
            given += points
        return given
