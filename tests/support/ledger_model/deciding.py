"""Points that move because somebody decides so: adjusted, brought along, given to another. Not here: what rules give."""

from datetime import datetime

from tests.support.ledger_model.company import Company, Outcome
from tests.support.ledger_model.orders import Record
from tests.support.ledger_model.rules import POINTS, TRANSFER_MAX


class Deciding(Company):
    """Adjustments, opening balances and transfers."""

    def adjust(self, who: int, reference: str, points: int, expires_at: datetime | None, now: datetime) -> Outcome:
        member, key = self.members[who], ("adjust", reference)
        if (known := self._known(member, key, (points, expires_at))) is not None:
            return known
        account = member.accounts[POINTS]
        if points < 0 and -points > account.available:
            return Outcome(["POINTS_INSUFFICIENT"])
        member.references[key] = (points, expires_at)
        self.record = Record("adjust")
        if points < 0:
            return Outcome(["ok", -points, [part for _, part in self._take(account, -points)]])
        self._give(account, points, expires_at, now)
        return Outcome(["ok", points, []])

    def open_balance(self, who: int, reference: str, points: int, expires_at: datetime | None, now: datetime) -> Outcome:
        member, key = self.members[who], ("opening", reference)
        if (known := self._known(member, key, (points, expires_at))) is not None:
            return known
        member.references[key] = (points, expires_at)
        self.record = Record("opening")
        self._give(member.accounts[POINTS], points, expires_at, now)
        return Outcome(["ok", points, []])

    def transfer(self, who: int, to: int, reference: str, points: int, now: datetime) -> Outcome:
        """Each lot that gives makes a lot at the receiver that expires when the giver's would have."""
        member, key = self.members[who], ("transfer", reference)
        if (known := self._known(member, key, (to, points))) is not None:
            return known
        if to == who:
            return Outcome(["TRANSFER_NOT_ALLOWED"])
        if member.sent.get(now.date(), 0) + points > TRANSFER_MAX:
            return Outcome(["TRANSFER_OUTSIDE_LIMITS"])
        account = member.accounts[POINTS]
        if points > account.available:
            return Outcome(["POINTS_INSUFFICIENT"])
        member.references[key] = (to, points)
        member.sent[now.date()] = member.sent.get(now.date(), 0) + points
        self.record = Record("transfer")
        account.active_at(now, now)
        parts = self._take(account, points)
        for lot, part in parts:
            assert lot is not None
            given = self._give(self.members[to].accounts[POINTS], part, lot.expires_at, now)
            given.inactivity_days = lot.inactivity_days
        return Outcome(["ok", points, [part for _, part in parts]])
