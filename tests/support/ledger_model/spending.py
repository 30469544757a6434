# ruff: noqa: PLR0917 (a plain model is called plainly)
"""Points that leave, at once or by way of a hold. Not here: giving them back (`returning.py`)."""

from datetime import datetime

from tests.support.ledger_model.account import Hold, Lot
from tests.support.ledger_model.company import Company, Outcome
from tests.support.ledger_model.orders import Paid, Record
from tests.support.ledger_model.rules import POINTS, STATUS


class Spending(Company):
    """Burns, and holds with their captures and releases."""

    def burn(self, who: int, reference: str, points: int, wallet: str, order: str | None, now: datetime) -> Outcome:
        if wallet == STATUS:
            return Outcome(["WALLET_NOT_REDEEMABLE"])
        member, key = self.members[who], ("burn", reference)
        if (known := self._known(member, key, (points, order))) is not None:
            return known
        account = member.accounts[wallet]
        if points > account.available:
            return Outcome(["POINTS_INSUFFICIENT"])
        member.references[key] = (points, order)
        self.record = Record("burn", spent=points)
        account.active_at(now, now)
        parts = self._take(account, points)
        account.spent += points
        self.record.paid = Paid(account, order, points, parts)
        member.payments.append(self.record.paid)
        return Outcome(["ok", points, [part for _, part in parts]])

    def hold(
        self, who: int, reference: str, points: int, lapses_at: datetime | None, order: str | None, now: datetime
    ) -> tuple[Outcome, Hold | None]:
        member, key = self.members[who], ("hold", reference)
        if (known := self._known(member, key, (points, lapses_at, order))) is not None:
            return known, None
        account = member.accounts[POINTS]
        if points > account.available:
            return Outcome(["POINTS_INSUFFICIENT"]), None
        member.references[key] = (points, lapses_at, order)
        account.active_at(now, now)
        parts = account.take(points)
        hold = Hold([[lot, part] for lot, part in parts], lapses_at, order)
        for lot, part in parts:
            assert lot is not None
            lot.held += part
        account.holds.append(hold)
        return Outcome(["ok", points, [part for _, part in parts]]), hold

    def capture(self, who: int, hold: Hold, reference: str, points: int | None, is_final: bool, now: datetime) -> Outcome:
        member, key = self.members[who], ("capture", reference)
        content = (id(hold), points, is_final)
        if (known := self._known(member, key, content)) is not None:
            return known
        account = member.accounts[POINTS]
        if hold not in account.holds:
            return Outcome(["HOLD_UNKNOWN"])
        if hold.status != "ISSUED":
            return Outcome(["HOLD_RESOLVED"])
        wanted = hold.left if points is None else points
        if wanted > hold.left:
            return Outcome(["CAPTURE_EXCEEDS_HOLD"])
        member.references[key] = content
        took: list[tuple[Lot | None, int]] = []
        left = wanted
        for part in hold.parts:
            points_of_lot = min(part[1], left)
            if points_of_lot:
                took.append((part[0], points_of_lot))
                part[0].held -= points_of_lot
                part[1] -= points_of_lot
                left -= points_of_lot
        account.spent += wanted
        member.payments.append(Paid(account, hold.order, wanted, took))
        if is_final or hold.left == 0:
            account.let_go(hold, now, "CAPTURED")
        return Outcome(["ok", wanted, [part for _, part in took]])

    def release(self, who: int, hold: Hold, now: datetime) -> Outcome:
        member = self.members[who]
        account, key = member.accounts[POINTS], ("release", str(id(hold)))
        if (known := self._known(member, key, True)) is not None:
            return known
        if hold not in account.holds:
            return Outcome(["HOLD_UNKNOWN"])
        if hold.status != "ISSUED":
            return Outcome(["HOLD_RESOLVED"])
        member.references[key] = True
        points = hold.left
        account.let_go(hold, now, "RELEASED")
        return Outcome(["ok", points, []])
