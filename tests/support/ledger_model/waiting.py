"""Points that wait, and how long points last. Not here: what falls due by itself (`account.py`)."""

from datetime import datetime, timedelta

from tests.support.ledger_model.account import Lot
from tests.support.ledger_model.company import Company, Outcome
from tests.support.ledger_model.rules import POINTS


class Waiting(Company):
    """The event waited for, pending points that are cancelled, an expiry that is moved."""

    def happen(self, who: int, reference: str, event: str, now: datetime) -> Outcome:
        member, key = self.members[who], ("activation", reference)
        if (known := self._known(member, key, event)) is not None:
            return known
        member.references[key] = event
        account = member.accounts[POINTS]
        waiting = [lot for lot in account.lots if lot.is_pending and lot.event == event]
        points = sum(lot.free for lot in waiting)
        for lot in waiting:
            lot.expires_at = now + timedelta(days=lot.life_days) if lot.life_days else None
            account.activate(lot, now)
        return Outcome(["ok", points, []])

    def cancel(self, who: int, lot: Lot, now: datetime) -> Outcome:
        member, key = self.members[who], ("cancel", str(lot.number))
        account = member.accounts[POINTS]
        if (known := self._known(member, key, True)) is not None:
            return known
        if lot not in account.lots or not lot.free:
            return Outcome(["LOT_UNKNOWN"])
        if not lot.is_pending:
            return Outcome(["LOT_NOT_PENDING"])
        member.references[key] = True
        points, lot.free = lot.free, 0
        lot.taken_back += points
        for order in member.told:
            for _, rule, _ in [each for each in order.lots if each[2] is lot]:
                self._give_room_back(member, rule, order.event_time, points)
                gone = points
                for earned in sorted((one for one in order.earned if one.rule is rule), key=lambda one: one.line or ""):
                    more = min(gone, earned.points - earned.taken)
                    earned.taken += more
                    gone -= more
        return Outcome(["ok", points, []])

    def move_expiry(self, who: int, lot: Lot, reference: str, expires_at: datetime | None, now: datetime) -> Outcome:
        member, key = self.members[who], ("move", reference)
        if (known := self._known(member, key, (lot.number, expires_at))) is not None:
            return known
        if lot in member.accounts[POINTS].lots and lot.is_over(now):
            return Outcome(["LOT_EXPIRED"])
        if lot not in member.accounts[POINTS].lots or not lot.free:
            return Outcome(["LOT_UNKNOWN"])
        if lot.is_pending and lot.event is not None:
            return Outcome(["EXPIRY_INVALID"])
        if expires_at is not None and expires_at <= max(now, lot.granted_at, lot.activates_at or now):
            return Outcome(["EXPIRY_INVALID"])
        member.references[key] = (lot.number, expires_at)
        lot.expires_at = expires_at
        return Outcome(["ok", 0, []])
