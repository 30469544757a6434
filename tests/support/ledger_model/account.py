"""One member's points in one wallet: lots, holds, a debt, and what time does to them. Not here: commands."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

NEVER = datetime.max.replace(tzinfo=UTC)


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
