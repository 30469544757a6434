"""A state machine over every act of the ledger, against a model that fits on a screen. Runs over memory and over PostgreSQL."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from loyalty.errors import LoyaltyError
from loyalty.ledger import BurnPoints, EarnPoints, Posted
from loyalty.ledger.commands import Command
from loyalty.programs import ProgramRevision
from loyalty.programs.expiry import lot_expires_at
from loyalty.rewards import Redeemed, RedeemReward
from tests.support.ledger import NOON, MemoryShop, Shop, a_reward, codes, hasty, journey

MEMBERS = 2
STOCK = 3
PRICE = 100
# Points granted in the last sixty days live a month, older ones a year: the soonest to expire is often not the oldest.
REVISIONS = (ProgramRevision(journey(), 1, NOON - timedelta(days=600)), ProgramRevision(hasty(), 2, NOON - timedelta(days=60)))
_examples = count(1)


@dataclass
class ModelLot:
    points: int
    granted_at: datetime
    expires_at: datetime | None


@dataclass
class ModelMember:
    """What one member has, the plain way."""

    lots: list[ModelLot] = field(default_factory=list)
    references: dict[tuple[str, str], object] = field(default_factory=dict)
    earned: int = 0
    spent: int = 0
    expired: int = 0

    def spendable(self, now: datetime) -> list[ModelLot]:
        return [lot for lot in self.lots if lot.points and (lot.expires_at is None or lot.expires_at > now)]

    def available(self, now: datetime) -> int:
        return sum(lot.points for lot in self.spendable(now))

    def spend(self, points: int, now: datetime) -> list[int]:
        took = []
        # Python's sort is stable, so lots alike in both stay in the order in which they came.
        for lot in sorted(self.spendable(now), key=lambda lot: (lot.expires_at or datetime.max.replace(tzinfo=now.tzinfo), lot.granted_at)):
            part = min(points, lot.points)
            if part:
                took.append(part)
            lot.points -= part
            points -= part
        self.spent += sum(took)
        return took


class LedgerMachine(RuleBasedStateMachine):
    """Subclasses say which shop; `member_ids` are the shop's."""

    shop: Shop | MemoryShop
    member_ids: list[UUID]

    def open(self) -> None:
        raise NotImplementedError

    @initialize()
    def begin(self) -> None:
        self.open()
        self.reward = f"reward-{next(_examples)}"
        self.shop.offer(a_reward(self.reward, price_points=PRICE, stock_count=STOCK))
        self.stock = STOCK
        self.model = {member_id: ModelMember() for member_id in self.member_ids}

    @property
    def now(self) -> datetime:
        return self.shop.clock.now()

    members = st.integers(0, MEMBERS - 1)
    references = st.integers(0, 5).map(str)
    earnings = st.tuples(st.just("earn"), members, references, st.integers(0, 30_000), st.integers(0, 420))
    burns = st.tuples(st.just("burn"), members, references, st.integers(1, 250), st.just(0))

    @rule(batch=st.lists(earnings | burns, min_size=1, max_size=6))
    def post(self, batch: list[tuple[str, int, str, int, int]]) -> None:
        commands: list[Command] = []
        for kind, member, reference, amount, days_ago in batch:
            member_id = self.member_ids[member]
            if kind == "earn":
                commands.append(EarnPoints(member_id, reference, amount, "USD", self.now - timedelta(days=days_ago)))
            else:
                commands.append(BurnPoints(member_id, reference, amount))
        results = self.shop.post(*commands)
        for command, result in zip(commands, results, strict=True):
            expected, points, took = self._earn(command) if isinstance(command, EarnPoints) else self._burn(command)
            assert codes([result]) == [expected], (command, result)
            if isinstance(result, Posted) and not result.is_duplicate:
                assert result.points == points
                assert [part for _, part in result.allocations] == took
                assert result.available_points == self.model[command.member_id].available(self.now)

    def _earn(self, command: EarnPoints) -> tuple[str, int, list[int]]:
        member, key = self.model[command.member_id], ("order", command.order_id)
        content = (command.spend_minor, command.event_time)
        if key in member.references:
            return ("again" if member.references[key] == content else "REFERENCE_ALREADY_POSTED"), 0, []
        member.references[key] = content
        points = command.spend_minor // 100
        assert command.event_time is not None
        program = (REVISIONS[1] if command.event_time >= REVISIONS[1].valid_from else REVISIONS[0]).program
        expires_at = lot_expires_at(command.event_time, program.rules[0].expiry, program.timezone)
        member.lots.append(ModelLot(points, command.event_time, expires_at))
        member.earned += points
        return "ok", points, []

    def _burn(self, command: BurnPoints) -> tuple[str, int, list[int]]:
        member, key = self.model[command.member_id], ("burn", command.reference)
        if key in member.references:
            return ("again" if member.references[key] == command.points else "REFERENCE_ALREADY_POSTED"), 0, []
        if command.points > member.available(self.now):
            return "POINTS_INSUFFICIENT", 0, []
        member.references[key] = command.points
        return "ok", command.points, member.spend(command.points, self.now)

    @rule(batch=st.lists(st.tuples(members, references), min_size=1, max_size=4))
    def redeem(self, batch: list[tuple[int, str]]) -> None:
        commands = [RedeemReward(self.member_ids[member], self.reward, reference) for member, reference in batch]
        for command, result in zip(commands, self.shop.redeem(*commands), strict=True):
            assert codes([result]) == [self._redeem(command)], (command, result)
            if isinstance(result, Redeemed) and not result.is_duplicate:
                assert result.available_points == self.model[command.member_id].available(self.now)

    def _redeem(self, command: RedeemReward) -> str:
        member, key = self.model[command.member_id], ("redemption", str(command.reference))
        if key in member.references:
            return "again"
        if self.stock == 0:
            return "STOCK_EXHAUSTED"
        if member.available(self.now) < PRICE:
            return "POINTS_INSUFFICIENT"
        member.references[key] = True
        member.spend(PRICE, self.now)
        self.stock -= 1
        return "ok"

    @rule()
    def expire(self) -> None:
        expected = 0
        for member in self.model.values():
            for lot in member.lots:
                if lot.expires_at is not None and lot.expires_at <= self.now:
                    expected += lot.points
                    member.expired += lot.points
                    lot.points = 0
        assert self._expire() == expected

    def _expire(self) -> int:
        return self.shop.expire().points

    @rule(days=st.integers(1, 60))
    def time_passes(self, days: int) -> None:
        self.shop.clock.turn_to(self.now + timedelta(days=days))

    @precondition(lambda self: hasattr(self, "model"))
    @invariant()
    def nobody_has_more_or_less_than_the_model(self) -> None:
        for member_id, member in self.model.items():
            assert self.available(member_id) == member.available(self.now)
            assert member.earned == member.spent + member.expired + sum(lot.points for lot in member.lots)

    def available(self, member_id: UUID) -> int:
        raise NotImplementedError


def assert_refusal(result: object, code: str) -> None:
    """The result is the refusal with this code."""
    assert isinstance(result, LoyaltyError), result
    assert result.code == code


__all__ = ["MEMBERS", "NOON", "LedgerMachine", "assert_refusal"]
