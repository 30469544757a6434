# ruff: noqa: PLR0917 (rules are drawn, not called)
"""A state machine over every act of the ledger, against the plain model of `ledger_model`. Runs over any shop that posts."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from loyalty.errors import LoyaltyError
from loyalty.ledger import (
    ActivatePending,
    AdjustPoints,
    AsOf,
    Balance,
    BurnPoints,
    CancelPending,
    CaptureHold,
    Command,
    CorrectOrder,
    EarnPoints,
    HoldPoints,
    MoveExpiry,
    OpenBalance,
    Posted,
    ReleaseHold,
    ReturnedLine,
    ReturnOrder,
    ReversePosting,
    TransferPoints,
)
from loyalty.programs.model import OrderLine, Program, ReturnPolicy, TransferLimits, Wallet, WalletKind
from loyalty.programs.rules_model import (
    Cap,
    CapBeyond,
    CapPeriod,
    EarningRule,
    ExpiryPolicy,
    Fixed,
    LotExpiry,
    Pending,
    PendingPolicy,
    PerAmount,
)
from tests.support.ledger import NOON, codes
from tests.support.ledger_model import POINTS, RULES, STATUS, TRANSFER_MAX, Account, Hold, Line, Lot, Model, Order, Outcome, Record, Rule

MEMBERS = 3
DAY = timedelta(days=1)
POLICIES = tuple(ReturnPolicy)
_examples = count(1)


def fair_program(code: str, policy: ReturnPolicy) -> Program:
    """The program that the model's rules describe."""
    return Program(
        code=code,
        name={"en": "Fair"},
        timezone="UTC",
        currency_code="USD",
        wallets=(Wallet(POINTS), Wallet(STATUS, WalletKind.QUALIFYING)),
        rules=tuple(_earning_rule(rule) for rule in RULES),
        transfer=TransferLimits(points_per_day_max=TRANSFER_MAX),
        return_policy=policy,
    )


def _earning_rule(rule: Rule) -> EarningRule:
    expiry = LotExpiry(ExpiryPolicy.NEVER)
    if rule.life_days is not None:
        expiry = LotExpiry(ExpiryPolicy.ROLLING, days=rule.life_days)
    if rule.inactivity_days is not None:
        expiry = LotExpiry(ExpiryPolicy.INACTIVITY, days=rule.inactivity_days)
    pending = Pending()
    if rule.pending_days is not None:
        pending = Pending(PendingPolicy.AFTER_PERIOD, days=rule.pending_days)
    if rule.pending_event is not None:
        pending = Pending(PendingPolicy.ON_EVENT, event=rule.pending_event)
    beyond = CapBeyond.REJECT if rule.is_cap_rejecting else CapBeyond.TRUNCATE
    return EarningRule(
        code=rule.code,
        name={"en": rule.code},
        wallet_code=rule.wallet,
        trigger=rule.trigger,
        effects=(Fixed(rule.points) if rule.per_minor is None else PerAmount(rule.points, rule.per_minor),),
        expiry=expiry,
        pending=pending,
        caps=() if rule.cap_per_day is None else (Cap("day", rule.cap_per_day, CapPeriod.DAY, beyond=beyond),),
    )


class LedgerMachine(RuleBasedStateMachine):
    """Subclasses say over what it runs: `open`, `post`, `nightly` and `balances`."""

    member_ids: list[UUID]
    now: datetime
    steps_taken = 0

    def open(self, policy: ReturnPolicy) -> None:
        raise NotImplementedError

    def post(self, commands: Sequence[Command], *, is_rehearsed: bool) -> list[Posted | LoyaltyError]:
        """The results; where it is rehearsed, the dry run before it must have answered the same and stored nothing."""
        raise NotImplementedError

    def nightly(self) -> None:
        raise NotImplementedError

    def turn_to(self, now: datetime) -> None:
        raise NotImplementedError

    def balances(self, as_of: datetime | None = None, by: AsOf = AsOf.EFFECTIVE) -> dict[UUID, dict[str, Balance]]:
        raise NotImplementedError

    def check_reads(self) -> None:
        """Lots, statements and history tell what the balances tell."""

    @initialize(policy=st.sampled_from(POLICIES))
    def begin(self, policy: ReturnPolicy) -> None:
        self.model = Model(MEMBERS, str(policy))
        self.steps = 0
        self.holds: list[tuple[int, Hold, UUID]] = []
        self.lots: list[tuple[int, Lot, UUID]] = []
        self.records: list[tuple[int, Record, UUID]] = []
        self.seen: list[tuple[datetime, list[tuple[int, ...]]]] = []
        self.now = self.last_night_at = NOON
        self.open(policy)

    # --- what is drawn ------------------------------------------------------------------------------------------------

    members = st.integers(0, MEMBERS - 1)
    references = st.integers(0, 30).map(str)
    orders = st.integers(0, 9).map(str)
    some_points = st.integers(1, 60)
    picks = st.integers(0, 1_000)
    quantities = st.lists(st.tuples(st.integers(0, 6_000), st.integers(1, 3)), min_size=0, max_size=3)
    rehearsals = st.booleans()

    # --- acts ---------------------------------------------------------------------------------------------------------

    @rule(who=members, spend=st.integers(2_000, 20_000))
    def shop(self, who: int, spend: int) -> None:
        self._earn(who, "purchase", f"today-{self.steps}", spend, [], self.now)

    @rule(who=members, order=orders, spend=st.integers(0, 12_000), lines=quantities, days_ago=st.sampled_from([0, 0, 0, 3, 15, 40]))
    def purchase(self, who: int, order: str, spend: int, lines: list[tuple[int, int]], days_ago: int) -> None:
        self._earn(who, "purchase", order, spend, lines, self.now - days_ago * DAY)

    @rule(who=members, order=references, trigger=st.sampled_from(["visit", "review.written"]))
    def event(self, who: int, order: str, trigger: str) -> None:
        self._earn(who, trigger, order, 0, [], self.now)

    def _earn(self, who: int, trigger: str, order: str, spend: int, lines: list[tuple[int, int]], at: datetime) -> None:
        spend, plain, ordered = _told(spend, lines)
        command = EarnPoints(self.member_ids[who], order, spend, "USD", at, trigger=trigger, lines=ordered)
        outcome = self.model.earn(who, trigger, order, spend, at, plain, self.now)
        result = self._ask(command, outcome, who)
        if outcome[0] == "ok" and self.model.record is not None and self.model.record.order is not None:
            self._learn_lots(who, self.model.record.order, result, since=0)

    @rule(who=members, reference=references, points=some_points, order=st.none() | orders, wallet=st.sampled_from([POINTS] * 9 + [STATUS]))
    def burn(self, who: int, reference: str, points: int, order: str | None, wallet: str) -> None:
        command = BurnPoints(self.member_ids[who], reference, points, wallet_code=wallet, order_id=order)
        self._ask(command, self.model.burn(who, reference, points, wallet, order, self.now), who)

    @rule(who=members, reference=references, points=some_points, days=st.none() | st.integers(1, 20), order=st.none() | orders)
    def hold(self, who: int, reference: str, points: int, days: int | None, order: str | None) -> None:
        lapses_at = None if days is None else NOON + (((self.now - NOON) // DAY) + days) * DAY
        command = HoldPoints(self.member_ids[who], reference, points, lapses_at, order_id=order)
        outcome, hold = self.model.hold(who, reference, points, lapses_at, order, self.now)
        result = self._ask(command, outcome, who)
        if hold is not None:
            assert isinstance(result, Posted)
            assert result.hold_id is not None
            self.holds.append((who, hold, result.hold_id))

    @precondition(lambda self: self.holds)
    @rule(pick=picks, reference=references, points=st.none() | some_points, is_final=st.booleans())
    def capture(self, pick: int, reference: str, points: int | None, is_final: bool) -> None:
        who, hold, hold_id = self.holds[pick % len(self.holds)]
        command = CaptureHold(self.member_ids[who], hold_id, reference, points, is_final)
        self._ask(command, self.model.capture(who, hold, reference, points, is_final, self.now), who)

    @precondition(lambda self: self.holds)
    @rule(pick=picks)
    def release(self, pick: int) -> None:
        who, hold, hold_id = self.holds[pick % len(self.holds)]
        self._ask(ReleaseHold(self.member_ids[who], hold_id), self.model.release(who, hold, self.now), who)

    @rule(who=members, reference=references, points=st.integers(-80, 120).filter(bool), days=st.none() | st.integers(1, 40))
    def adjust(self, who: int, reference: str, points: int, days: int | None) -> None:
        expires_at = self._days_from_now(days) if points > 0 else None
        command = AdjustPoints(self.member_ids[who], reference, points, "because", expires_at)
        self._ask(command, self.model.adjust(who, reference, points, expires_at, self.now), who)

    @rule(who=members, reference=references, points=some_points, days=st.none() | st.integers(1, 40))
    def open_balance(self, who: int, reference: str, points: int, days: int | None) -> None:
        expires_at = self._days_from_now(days)
        command = OpenBalance(self.member_ids[who], reference, points, expires_at=expires_at)
        self._ask(command, self.model.open_balance(who, reference, points, expires_at, self.now), who)

    @rule(who=members, to=members, reference=references, points=some_points)
    def transfer(self, who: int, to: int, reference: str, points: int) -> None:
        command = TransferPoints(self.member_ids[who], self.member_ids[to], reference, points)
        self._ask(command, self.model.transfer(who, to, reference, points, self.now), who)

    @rule(who=members, reference=references)
    def happen(self, who: int, reference: str) -> None:
        command = ActivatePending(self.member_ids[who], reference, "review.approved")
        self._ask(command, self.model.happen(who, reference, "review.approved", self.now), who)

    @precondition(lambda self: self.lots)
    @rule(pick=picks)
    def cancel(self, pick: int) -> None:
        who, lot, lot_id = self.lots[-1 - pick % min(len(self.lots), 6)]
        self._ask(CancelPending(self.member_ids[who], lot_id, "because"), self.model.cancel(who, lot, self.now), who)

    @precondition(lambda self: self.lots)
    @rule(pick=picks, reference=references, days=st.none() | st.integers(-3, 40))
    def move_expiry(self, pick: int, reference: str, days: int | None) -> None:
        who, lot, lot_id = self.lots[-1 - pick % min(len(self.lots), 6)]
        expires_at = self._days_from_now(days)
        command = MoveExpiry(self.member_ids[who], lot_id, reference, expires_at, "because")
        self._ask(command, self.model.move_expiry(who, lot, reference, expires_at, self.now), who)

    @rule(
        who=members,
        pick=picks,
        reference=references,
        amount=st.none() | st.integers(1, 6_000),
        pieces=st.lists(st.none() | st.integers(1, 2), max_size=3),
    )
    def return_order(self, who: int, pick: int, reference: str, amount: int | None, pieces: list[int | None]) -> None:
        who, order, known = self._some_order(who, pick)
        has_lines = known is not None and None not in known.lines
        lines = {str(place): piece for place, piece in enumerate(pieces)} if has_lines else {}
        amount = None if has_lines else amount
        named = tuple(ReturnedLine(line_id, piece) for line_id, piece in lines.items())
        command = ReturnOrder(self.member_ids[who], order, reference, named, amount)
        outcome = self.model.return_order(who, order, reference, lines, amount, self.now)
        result = self._ask(command, outcome, who)
        if outcome[0] == "ok":
            assert isinstance(result, Posted)
            assert [result.returned_points, result.uncollected_points] == outcome[2:], (result, outcome)

    @rule(who=members, pick=picks, reference=references, spend=st.integers(0, 12_000), lines=quantities)
    def correct(self, who: int, pick: int, reference: str, spend: int, lines: list[tuple[int, int]]) -> None:
        who, order, known = self._some_order(who, pick)
        spend, plain, ordered = _told(spend, lines)
        command = CorrectOrder(self.member_ids[who], order, reference, spend, "USD", lines=ordered)
        since = len(known.lots) if known else 0
        outcome = self.model.correct(who, order, reference, spend, plain, self.now)
        result = self._ask(command, outcome, who)
        if outcome[0] == "ok":
            assert isinstance(result, Posted)
            assert known is not None
            assert result.uncollected_points == outcome[3]
            self._learn_lots(who, known, result, since)

    def _some_order(self, who: int, pick: int) -> tuple[int, str, Order | None]:
        """One of the last that somebody has, or now and then one that nobody has."""
        told = [(place, name) for place, member in enumerate(self.model.members) for name in member.orders]
        if not told or pick % 10 == 9:
            return who, "unknown", None
        who, order = told[-1 - pick % len(told)]
        return who, order, self.model.members[who].orders[order]

    @precondition(lambda self: any(member.orders for member in self.model.members))
    @rule(pick=picks, reference=references, share=st.integers(1, 100))
    def pay_with_points(self, pick: int, reference: str, share: int) -> None:
        """A part of an order is paid with a share of what the member has."""
        who, order, _ = self._some_order(0, pick)
        points = max(self.model.members[who].accounts[POINTS].available * share // 100, 1)
        command = BurnPoints(self.member_ids[who], reference, points, order_id=order)
        self._ask(command, self.model.burn(who, reference, points, POINTS, order, self.now), who)

    @precondition(lambda self: any(member.orders for member in self.model.members))
    @rule(pick=picks)
    def bring_all_back(self, pick: int) -> None:
        who, order, known = self._some_order(0, pick)
        command = ReturnOrder(self.member_ids[who], order, f"all-{self.steps}")
        outcome = self.model.return_order(who, order, f"all-{self.steps}", {}, None, self.now)
        result = self._ask(command, outcome, who)
        if outcome[0] == "ok":
            assert isinstance(result, Posted)
            assert [result.returned_points, result.uncollected_points] == outcome[2:], (result, outcome, known)

    @precondition(lambda self: self.records)
    @rule(pick=picks)
    def reverse(self, pick: int) -> None:
        who, record, posting_id = self.records[-1 - pick % min(len(self.records), 8)]
        self._ask(ReversePosting(self.member_ids[who], posting_id, "because"), self.model.reverse(who, record, self.now), who)

    # --- time ---------------------------------------------------------------------------------------------------------

    @rule(hours=st.sampled_from([1, 24, 24, 72, 240]))
    def time_passes(self, hours: int) -> None:
        """At least every ten days a night comes, so that no points become active and expire unseen."""
        if self.now + timedelta(hours=hours) - self.last_night_at > 10 * DAY:
            self.the_night_comes()
        self.seen.append((self.now, self._expected()))
        self.now += timedelta(hours=hours)
        self.turn_to(self.now)
        self.model.pass_time(self.now)

    @rule()
    def the_night_comes(self) -> None:
        self.last_night_at = self.now
        before = self.balances(self.now)
        self.nightly()
        assert self.balances(self.now) == before
        self._compare()

    @precondition(lambda self: self.seen)
    @rule(pick=picks)
    def the_past_is_what_it_was(self, pick: int) -> None:
        at, expected = self.seen[pick % len(self.seen)]
        assert _plain(self.balances(at, AsOf.RECORDED), self.member_ids) == expected, at

    @rule()
    def the_reads_agree(self) -> None:
        self.check_reads()

    # --- comparing ----------------------------------------------------------------------------------------------------

    @invariant()
    def one_step_more(self) -> None:
        type(self).steps_taken += 1

    def _ask(self, command: Command, outcome: Outcome, who: int) -> Posted | LoyaltyError:
        """The ledger's answer, which is the model's."""
        self.steps += 1
        (result,) = self.post([command], is_rehearsed=self.steps % 3 == 0)
        assert codes([result]) == outcome[:1], (command, result, outcome)
        if outcome[0] == "ok":
            assert isinstance(result, Posted)
            if len(outcome) > 1:
                assert result.points == outcome[1], (command, result, outcome)
            if isinstance(command, BurnPoints | HoldPoints | CaptureHold | TransferPoints | AdjustPoints):
                assert [points for _, points in result.allocations] == outcome[2], (command, result, outcome)
            assert result.available_points == self.model.members[who].accounts[POINTS].available, (command, result, outcome)
            if self.model.record is not None:
                assert result.posting_id is not None
                self.records.append((who, self.model.record, result.posting_id))
        self._compare()
        return result

    def _learn_lots(self, who: int, order: Order, result: object, since: int) -> None:
        assert isinstance(result, Posted)
        granted = order.lots[since:]
        assert [grant.points for grant in result.grants] == [lot.granted for _, _, lot in granted], (result, granted)
        for (account, _, lot), grant in zip(granted, result.grants, strict=True):
            if account is self.model.members[who].accounts[POINTS]:
                self.lots.append((who, lot, grant.lot_id))

    def _compare(self) -> None:
        found = self.balances()
        stored, expected = _plain(found, self.member_ids), self._expected()
        assert stored == expected, (stored, expected)
        for member_id, member in zip(self.member_ids, self.model.members, strict=True):
            for code, account in member.accounts.items():
                told, plain = list(found[member_id][code].soonest_expiries), account.expiries()
                assert told == plain, (member_id, code, self.now, told, plain, account)

    def _expected(self) -> list[tuple[int, ...]]:
        return [_parts(account) for member in self.model.members for _, account in sorted(member.accounts.items())]

    def _days_from_now(self, days: int | None) -> datetime | None:
        return None if days is None else self.now + days * DAY


def _told(spend: int, lines: list[tuple[int, int]]) -> tuple[int, dict[str | None, Line], tuple[OrderLine, ...]]:
    """An order for the model and for the ledger: its spend, its lines for either."""
    if not lines:
        return spend, {None: Line(spend)}, ()
    ordered = tuple(OrderLine(str(place), amount, quantity) for place, (amount, quantity) in enumerate(lines))
    plain: dict[str | None, Line] = {line.line_id: Line(line.amount_minor, line.quantity) for line in ordered}
    return sum(amount for amount, _ in lines), plain, ordered


def _parts(account: Account) -> tuple[int, ...]:
    return account.active, account.pending, account.held, account.owed, account.spent, account.expired


def _plain(found: dict[UUID, dict[str, Balance]], member_ids: Sequence[UUID]) -> list[tuple[int, ...]]:
    return [
        (each.active_points, each.pending_points, each.held_points, each.owed_points, each.spent_points, each.expired_points)
        for member_id in member_ids
        for _, each in sorted(found[member_id].items())
    ]


def assert_refusal(result: Any, code: str) -> None:
    """The result is the refusal with this code."""
    assert isinstance(result, LoyaltyError), result
    assert result.code == code
