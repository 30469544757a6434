# ruff: noqa: PLR0917 (a plain model is called plainly)
"""What points are, the plain way: a model of every act of the ledger, written from the words of the house and not from its code.

It knows no books, no entries and no nightly run: what is due happens at its instant (`pass_time`), in the order of the instants.
Amounts per wallet and the outcome of every command are what the ledger must answer too. Times are UTC, periods are days.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

NEVER = datetime.max.replace(tzinfo=UTC)
POINTS, STATUS = "points", "status"


@dataclass(frozen=True)
class Rule:
    """`per_minor` None: `points` for the event; else for every full so much. `capped`: so many a member and day of the event."""

    code: str
    trigger: str
    wallet: str
    points: int
    per_minor: int | None
    life_days: int | None = None
    inactivity_days: int | None = None
    pending_days: int | None = None
    pending_event: str | None = None
    cap_per_day: int | None = None
    is_cap_rejecting: bool = False


RULES = (
    Rule("base", "purchase", POINTS, 1, 100, life_days=30),
    Rule("status", "purchase", STATUS, 2, 100),
    Rule("bonus", "purchase", POINTS, 1, 500, life_days=20, pending_days=10, cap_per_day=15),
    Rule("review", "review.written", POINTS, 25, None, life_days=15, pending_event="review.approved"),
    Rule("visit", "visit", POINTS, 7, None, inactivity_days=12, cap_per_day=20, is_cap_rejecting=True),
)
TRANSFER_MAX = 150


@dataclass(eq=False)
class Lot:
    """`free` can be spent, or waits while `is_pending`; `held` is held."""

    number: int
    granted: int
    free: int
    granted_at: datetime
    expires_at: datetime | None
    is_pending: bool = False
    activates_at: datetime | None = None
    event: str | None = None
    life_days: int | None = None
    inactivity_days: int | None = None
    held: int = 0
    taken_back: int = 0

    def is_over(self, at: datetime) -> bool:
        return self.expires_at is not None and self.expires_at <= at


@dataclass(eq=False)
class Hold:
    """What is left of a hold lies in `parts`, lot by lot in the order in which it took them."""

    parts: list[list]
    lapses_at: datetime | None
    order: str | None
    status: str = "ISSUED"

    @property
    def left(self) -> int:
        return sum(points for _, points in self.parts)


@dataclass(eq=False)
class Earned:
    """What one rule gave for one line (None: the order as a whole)."""

    account: "Account"
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
    lots: list[tuple["Account", Rule, "Lot"]] = field(default_factory=list)
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

    account: "Account"
    order: str | None
    points: int
    parts: list[tuple["Lot | None", int]]
    given_back: int = 0


@dataclass(eq=False)
class Record:
    """What one command did to lots (None: to the debt), so that it can be undone."""

    kind: str
    order: Order | None = None
    paid: Paid | None = None
    spent: int = 0
    effects: list[tuple["Account", "Lot | None", int, bool]] = field(default_factory=list)
    is_undone: bool = False


@dataclass(eq=False)
class Account:
    """One member's points in one wallet."""

    lots: list[Lot] = field(default_factory=list)
    holds: list[Hold] = field(default_factory=list)
    owed: int = 0
    spent: int = 0
    expired: int = 0
    last_active_at: datetime | None = None

    @property
    def held(self) -> int:
        return sum(lot.held for lot in self.lots)

    @property
    def pending(self) -> int:
        return sum(lot.free for lot in self.lots if lot.is_pending)

    @property
    def available(self) -> int:
        return sum(lot.free for lot in self.lots if not lot.is_pending) - self.owed

    @property
    def active(self) -> int:
        return self.available + self.held

    def open_lots(self) -> list[Lot]:
        """What burns, in the order in which it burns: soonest to expire, then oldest, then first come."""
        lots = [lot for lot in self.lots if lot.free and not lot.is_pending]
        return sorted(lots, key=lambda lot: (lot.expires_at or NEVER, lot.granted_at, lot.number))

    def expiries(self) -> list[tuple[datetime, int]]:
        found: dict[datetime, int] = {}
        for lot in self.open_lots():
            if lot.expires_at is not None:
                found[lot.expires_at] = found.get(lot.expires_at, 0) + lot.free
        return sorted(found.items())[:5]

    def take(self, points: int) -> list[tuple[Lot | None, int]]:
        """The points have left the lots; what they do not hold is owed."""
        took: list[tuple[Lot | None, int]] = []
        for lot in self.open_lots():
            part = min(points, lot.free)
            if part:
                took.append((lot, part))
                lot.free -= part
                points -= part
        if points:
            took.append((None, points))
            self.owed += points
        return took

    def come_in(self, lot: Lot, points: int, at: datetime) -> int:
        """So many points can be spent from the lot; one past its time has them expire, a debt is paid first; how much of it."""
        if lot.is_over(at):
            self.expired += points
            return 0
        repaid = min(points, self.owed)
        self.owed -= repaid
        lot.free += points - repaid
        return repaid

    def active_at(self, at: datetime, now: datetime) -> None:
        """The member did something: lots that have points free live on. One that is empty just then has nothing to prolong."""
        self.last_active_at = max(at, self.last_active_at or at)
        for lot in self.lots:
            if lot.free and lot.inactivity_days is not None and lot.expires_at is not None and not lot.is_over(now):
                lot.expires_at = max(lot.expires_at, at + timedelta(days=lot.inactivity_days))

    def due(self, until: datetime) -> Iterator[tuple[datetime, int, object]]:
        for lot in self.lots:
            if lot.is_pending and lot.activates_at is not None and lot.activates_at <= until:
                yield lot.activates_at, 0, lot
            if not lot.is_pending and lot.free and lot.is_over(until):
                yield lot.expires_at or NEVER, 1, lot
        for hold in self.holds:
            if hold.left and hold.lapses_at is not None and hold.lapses_at <= until:
                yield hold.lapses_at, 2, hold

    def pass_time(self, until: datetime) -> None:
        """Everything due has happened, the earliest first."""
        while due := sorted(self.due(until), key=lambda each: each[:2]):
            at, _, what = due[0]
            if isinstance(what, Hold):
                self.let_go(what, at, "LAPSED")
            elif isinstance(what, Lot) and what.is_pending:
                self.activate(what, until)
            elif isinstance(what, Lot):
                self.expired += what.free
                what.free = 0

    def activate(self, lot: Lot, at: datetime) -> None:
        points, lot.free, lot.is_pending = lot.free, 0, False
        self.come_in(lot, points, at)

    def let_go(self, hold: Hold, at: datetime, status: str) -> None:
        for lot, points in hold.parts:
            lot.held -= points
            if points:
                self.come_in(lot, points, at)
        hold.parts, hold.status = [], status


class Outcome(list):
    """[code, points that moved, points taken from each lot]; code "ok" or "again" where it was not refused."""


@dataclass
class Member:
    """A member's wallets, references and orders."""

    accounts: dict[str, Account] = field(default_factory=lambda: {POINTS: Account(), STATUS: Account()})
    references: dict[tuple[str, str], object] = field(default_factory=dict)
    orders: dict[str, Order] = field(default_factory=dict)
    told: list[Order] = field(default_factory=list)
    payments: list[Paid] = field(default_factory=list)
    used: dict[tuple[str, date], int] = field(default_factory=dict)
    sent: dict[date, int] = field(default_factory=dict)


class Model:
    """The whole company: what each command must answer. `policy` is the program's return policy."""

    def __init__(self, member_count: int, policy: str) -> None:
        self.members = [Member() for _ in range(member_count)]
        self.policy = policy
        self.numbers = 0
        self.record: Record | None = None

    def pass_time(self, until: datetime) -> None:
        for member in self.members:
            for account in member.accounts.values():
                account.pass_time(until)

    # --- earning ------------------------------------------------------------------------------------------------------

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

    def _lot(self, points: int, granted_at: datetime, expires_at: datetime | None) -> Lot:
        self.numbers += 1
        return Lot(self.numbers, points, 0, granted_at, expires_at)

    def _note(self, account: Account, lot: Lot | None, points: int) -> None:
        """The command under way put so many points into the lot (None: made so many owed)."""
        if self.record is not None and points:
            self.record.effects.append((account, lot, points, lot.is_pending if lot else False))

    # --- spending -----------------------------------------------------------------------------------------------------

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

    def _take(self, account: Account, points: int) -> list[tuple[Lot | None, int]]:
        parts = account.take(points)
        for lot, part in parts:
            self._note(account, lot, -part if lot else part)
        return parts

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

    # --- by decision --------------------------------------------------------------------------------------------------

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

    def _give(self, account: Account, points: int, expires_at: datetime | None, now: datetime) -> Lot:
        lot = self._lot(points, now, expires_at)
        account.lots.append(lot)
        repaid = account.come_in(lot, points, now)
        self._note(account, lot, points - repaid)
        self._note(account, None, -repaid)
        return lot

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

    # --- waiting and lasting ------------------------------------------------------------------------------------------

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

    # --- taking back --------------------------------------------------------------------------------------------------

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

    # --- shared -------------------------------------------------------------------------------------------------------

    def _known(self, member: Member, key: tuple[str, str], content: object) -> Outcome | None:
        self.record = None
        if key not in member.references:
            return None
        return Outcome(["again" if member.references[key] == content else "REFERENCE_ALREADY_POSTED"])

    def _give_room_back(self, member: Member, rule: Rule, at: datetime, points: int) -> None:
        if rule.cap_per_day is not None:
            member.used[rule.code, at.date()] -= points


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
