# ruff: noqa: PLR0917 (a plain model is called plainly)
"""What an event earns: by each rule, within its cap, for each line its share. Not here: taking it back (`returning.py`)."""

from datetime import datetime, timedelta

from tests.support.ledger_model.company import Company, Member, Outcome
from tests.support.ledger_model.orders import Earned, Line, Order, Record
from tests.support.ledger_model.rules import POINTS, RULES, Rule


class Earning(Company):
    """Telling the company what a member did."""

    def earn(self, who: int, trigger: str, order: str, spend: int, at: datetime, lines: dict[str | None, Line], now: datetime) -> Outcome:
        """`lines`: by line id, or {None: all of it} where the event has none."""
        member, key = self.members[who], ("order" if trigger == "purchase" else "event", order)
        content = (trigger, spend, at, tuple((name, line.amount, line.quantity) for name, line in lines.items()))
        if (known := self._known(member, key, content)) is not None:
            return known
        member.references[key] = content
        bought = Order(spend, at, lines)
        self.record = Record("earn", order=bought)
        member.accounts[POINTS].active_at(at, now)
        for rule, points, uncapped in self._rated(member, trigger, spend, at):
            self._award(member, rule, points, bought, now)
            self._remember(member, rule, points, uncapped, bought)
        member.told.append(bought)
        if trigger == "purchase":
            member.orders[order] = bought
        return Outcome(["ok", sum(earned.points for earned in bought.earned if earned.account is member.accounts[POINTS]), []])

    def _rated(self, member: Member, trigger: str, spend: int, at: datetime) -> list[tuple[Rule, int, int]]:
        """What each rule gives, and what it would without its cap; the caps' room is used."""
        found = []
        for rule in RULES:
            if rule.trigger == trigger:
                points = rule.points if rule.per_minor is None else spend // rule.per_minor * rule.points
                awarded = self._within_cap(member, rule, at, points)
                if awarded:
                    found.append((rule, awarded, points))
        return found

    def _within_cap(self, member: Member, rule: Rule, at: datetime, points: int) -> int:
        if rule.cap_per_day is None:
            return points
        key = (rule.code, at.date())
        room = rule.cap_per_day - member.used.get(key, 0)
        if points > room:
            points = 0 if rule.is_cap_rejecting else room
        member.used[key] = member.used.get(key, 0) + points
        return points

    def _award(self, member: Member, rule: Rule, points: int, bought: Order, now: datetime) -> None:
        account = member.accounts[rule.wallet]
        at = bought.event_time
        starts_at = None if rule.pending_event else at + timedelta(days=rule.pending_days or 0)
        expires_at = starts_at + timedelta(days=rule.life_days) if starts_at and rule.life_days else None
        if rule.inactivity_days is not None:
            expires_at = max(at, account.last_active_at or at) + timedelta(days=rule.inactivity_days)
        lot = self._lot(points, at, expires_at)
        lot.life_days, lot.inactivity_days = rule.life_days, rule.inactivity_days
        account.lots.append(lot)
        bought.lots.append((account, rule, lot))
        if rule.pending_event or rule.pending_days:
            lot.free, lot.is_pending = points, True
            lot.event, lot.activates_at = rule.pending_event, starts_at
            self._note(account, lot, points)
        else:
            repaid = account.come_in(lot, points, now)
            self._note(account, lot, points - repaid)
            self._note(account, None, -repaid)
        account.pass_time(now)

    def _remember(self, member: Member, rule: Rule, points: int, uncapped: int, bought: Order) -> None:
        """Lines share what the rule gives by their amounts; a cap shortens every share alike."""
        amounts = {name: line.amount for name, line in bought.lines.items()}
        for line, share in spread(points, spread(uncapped, amounts)).items():
            bought.earned.append(Earned(member.accounts[rule.wallet], rule, line, share))


def spread(points: int, weights: dict[str | None, int]) -> dict[str | None, int]:
    """The points by the weights, whole, by largest remainder; the earlier one where remainders are equal."""
    total = sum(weights.values())
    if total == 0:
        return {None: points}
    shares = {name: points * weight // total for name, weight in weights.items()}
    by_remainder = sorted(weights, key=lambda name: -(points * weights[name] % total))
    for name in by_remainder[: points - sum(shares.values())]:
        shares[name] += 1
    return {name: share for name, share in shares.items() if share}
