"""What an event earns under a program's revision: awards with their lines, and why each rule did or did not fire. Pure; posts nothing.

The order: trigger, timeframe, condition → the rules' own points → exclusivity groups → caps → multipliers, on what the caps left →
the tier's benefit. Not here: what one effect is worth (effects), what caps leave (caps), the words (awards).
"""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from loyalty.programs.awards import (
    Award,
    CapKey,
    CapUsage,
    EarningEvent,
    Extension,
    MemberFacts,
    Needs,
    Rating,
    ReasonCode,
    RuleVerdict,
)
from loyalty.programs.caps import cap_keys, within_caps
from loyalty.programs.effects import WITHOUT_LINES, Shares, multiplied, points_of, shared_out, spread
from loyalty.programs.event_facts import facts_of
from loyalty.programs.expiry import lot_expires_at
from loyalty.programs.model import Program, ProgramRevision, WalletKind
from loyalty.programs.reading_rules import TIER_BENEFIT
from loyalty.programs.rules_model import (
    ALWAYS,
    EVERY_LINE,
    EarningRule,
    ExpiryPolicy,
    ExtendExpiry,
    GroupMode,
    LotExpiry,
    Multiplier,
    Pending,
    PendingPolicy,
)
from loyalty.programs.timeframe import activates_at, applies_at
from loyalty.rules.logic import Logic, LogicTooCostly, decide_logic
from loyalty.rules.logic_explain import failed_clause

__all__ = [
    "TIER_BENEFIT",
    "Award",
    "CapKey",
    "CapUsage",
    "EarningEvent",
    "Extension",
    "MemberFacts",
    "Needs",
    "Rating",
    "ReasonCode",
    "RuleVerdict",
    "cap_keys",
    "needs",
    "rate",
    "spread",
]


def rate(event: EarningEvent, member_id: UUID, facts: MemberFacts, revision: ProgramRevision, usage: CapUsage) -> Rating:
    """What the event earns; `usage` has moved on by it. The same event, facts and usage always earn the same.

    A verdict for every rule of the program in its order, and a last one for the tier's benefit where there is one.
    """
    if not event.lines:
        alone = _alone(revision.program, event.trigger)
        if alone is not None and revision.program.benefits_of(facts.tier_code).multiplier_percent <= 100:
            return _of_one(alone, event, revision)
    return _settled(event, member_id, facts, revision, usage)


def _settled(event: EarningEvent, member_id: UUID, facts: MemberFacts, revision: ProgramRevision, usage: CapUsage) -> Rating:
    settling = _Settling(event, member_id, facts, revision.program, usage)
    settling.judge()
    settling.settle()
    settling.benefit()
    return Rating(revision, tuple(settling.awards), tuple(settling.extensions), settling.in_order())


class _Alone(NamedTuple):
    """The one rule of a trigger that nothing else has a say in, between the verdicts of the others."""

    rule: EarningRule
    before: tuple[RuleVerdict, ...]
    after: tuple[RuleVerdict, ...]


# By identity of the program, which each entry keeps alive: a purchase is rated a thousand times between two changes of a program.
_ALONE: dict[tuple[int, str], tuple[Program, _Alone | None]] = {}
_ALONE_MAX = 1_000


def _alone(program: Program, trigger: str) -> _Alone | None:
    """The trigger's only rule, where no condition, hour, group, cap or multiplier can change what its effects say."""
    found = _ALONE.get((id(program), trigger))
    if found is None:
        if len(_ALONE) >= _ALONE_MAX:
            _ALONE.clear()
        found = _ALONE[id(program), trigger] = program, _find_alone(program, trigger)
    return found[1]


def _find_alone(program: Program, trigger: str) -> _Alone | None:
    places = [place for place, rule in enumerate(program.rules) if rule.trigger == trigger]
    if len(places) != 1 or program.caps:
        return None
    rule = program.rules[places[0]]
    is_free = rule.condition is None and rule.timeframe == ALWAYS and rule.group_code is None and not rule.caps
    if not is_free or _multiplier(rule) is not None or _extends(rule):
        return None
    silent = [_silent(other, ReasonCode.TRIGGER_OTHER) for other in program.rules]
    return _Alone(rule, tuple(silent[: places[0]]), tuple(silent[places[0] + 1 :]))


def _of_one(alone: _Alone, event: EarningEvent, revision: ProgramRevision) -> Rating:
    """What `_settled` says of it, without asking what cannot answer otherwise."""
    rule, timezone = alone.rule, revision.program.timezone
    shares = points_of(rule, event)
    points = sum(shares.values())
    verdicts = (*alone.before, RuleVerdict(rule.code, True, None if points else ReasonCode.NOTHING_TO_AWARD, None, points, points))
    award = _award_of(rule.code, rule.wallet_code, shares, rule.pending, rule.expiry, event=event, timezone=timezone) if points else None
    return Rating(revision, (award,) if award else (), (), (*verdicts, *alone.after))


def needs(program: Program) -> Needs:
    """The facts of a member that the program's rules read, beside tier and joining."""
    paths = {path for rule in program.rules if rule.condition is not None for path in rule.condition.paths}
    features = frozenset(path.split(".")[1] for path in paths if path.startswith("features."))
    return Needs(segments=any(path.partition(".")[0] == "segments" for path in paths), features=features)


class _Settling:
    def __init__(self, event: EarningEvent, member_id: UUID, facts: MemberFacts, program: Program, usage: CapUsage) -> None:
        self.event, self.member_id, self.facts, self.program, self.usage = event, member_id, facts, program, usage
        self.awards: list[Award] = []
        self.extensions: list[Extension] = []
        self.verdicts: dict[str, RuleVerdict] = {}
        self.fired: list[EarningRule] = []
        # By rule: what its own effects say; by wallet and rule: what the caps left of it.
        self.own: dict[str, Shares] = {}
        self.base: dict[str, list[tuple[EarningRule, Shares]]] = {}
        self._known: dict[str, object] | None = None

    def in_order(self) -> tuple[RuleVerdict, ...]:
        """The verdicts in the order of the definition."""
        codes = [*(rule.code for rule in self.program.rules), TIER_BENEFIT]
        return tuple(self.verdicts[code] for code in codes if code in self.verdicts)

    def judge(self) -> None:
        """Every rule has fired, or its verdict says why it has not."""
        for rule in self.program.rules:
            refusal = self._refusal(rule)
            if refusal is not None:
                self.verdicts[rule.code] = refusal
                continue
            self.fired.append(rule)
            self.own[rule.code] = points_of(rule, self.event)

    def _refusal(self, rule: EarningRule) -> RuleVerdict | None:
        if rule.trigger != self.event.trigger:
            return _silent(rule, ReasonCode.TRIGGER_OTHER)
        if not applies_at(rule.timeframe, self.event.event_time, self.program.timezone):
            return _silent(rule, ReasonCode.TIMEFRAME_OUTSIDE)
        return None if rule.condition is None else self._condition_refusal(rule, rule.condition)

    def _condition_refusal(self, rule: EarningRule, condition: Logic) -> RuleVerdict | None:
        if self._known is None:
            self._known = facts_of(self.event, self.facts, self.program)
        try:
            if decide_logic(condition, self._known):
                return None
            return _silent(rule, ReasonCode.CONDITION_FALSE)._replace(clause=failed_clause(condition, self._known))
        except LogicTooCostly:
            return _silent(rule, ReasonCode.CONDITION_TOO_COSTLY)

    def settle(self) -> None:
        """Groups have chosen, and everything chosen is awarded within its caps: rules' own points before what multiplies them."""
        exclusive = {group.code: group.mode for group in self.program.groups if group.mode is not GroupMode.ALL}
        grouped = {code: [rule for rule in self.fired if rule.group_code == code] for code in exclusive}
        plain = [code for code, rules in grouped.items() if not any(_multiplier(rule) for rule in rules)]
        free = [rule for rule in self.fired if rule.group_code not in exclusive]
        chosen = [rule for rule in free if not _multiplier(rule)]
        for code in plain:
            chosen += self._choose(exclusive[code], grouped[code])
        for rule in [rule for rule in self.fired if rule in chosen]:
            self._award(rule, self.own[rule.code])
        # A group that has a multiplier chooses by what it would add to all that is settled before it.
        for code in (code for code in exclusive if code not in plain):
            for rule in self._choose(exclusive[code], grouped[code]):
                self._award(rule, self._worth(rule))
        for rule in (rule for rule in free if _multiplier(rule)):
            self._award(rule, self._worth(rule))

    def _choose(self, mode: GroupMode, rules: Sequence[EarningRule]) -> list[EarningRule]:
        """The one rule of an exclusive group that awards; the others are told so."""
        worth = {rule.code: sum(self._worth(rule).values()) for rule in rules}
        able = [rule for rule in rules if worth[rule.code] or _extends(rule)]
        if not able:
            return list(rules)
        # max keeps the first of equals, so between equals the definition's order decides.
        winner = able[0] if mode is GroupMode.FIRST else max(able, key=lambda rule: worth[rule.code])
        for rule in rules:
            if rule is not winner:
                self.verdicts[rule.code] = RuleVerdict(rule.code, True, ReasonCode.GROUP_EXCLUDED, None, worth[rule.code], 0)
        return [winner]

    def _worth(self, rule: EarningRule) -> Shares:
        multiplier = _multiplier(rule)
        if multiplier is None:
            return self.own[rule.code]
        base: Shares = {}
        for _, shares in self.base.get(rule.wallet_code, ()):
            for line_id, points in shares.items():
                base[line_id] = base.get(line_id, 0) + points
        return multiplied(multiplier.percent, multiplier.lines, base, self.event)

    def _award(self, rule: EarningRule, shares: Shares) -> None:
        points = sum(shares.values())
        kept, reason = self._capped(rule.code, shares, rule.wallet_code)
        awarded = sum(kept.values())
        if not points and not _extends(rule):
            reason = ReasonCode.NOTHING_TO_AWARD
        self.verdicts[rule.code] = RuleVerdict(rule.code, True, reason, None, points, awarded)
        if awarded:
            self.awards.append(self._made(rule.code, rule.wallet_code, kept, rule.pending, rule.expiry))
            if _multiplier(rule) is None:
                self.base.setdefault(rule.wallet_code, []).append((rule, kept))
        self.extensions += [
            Extension(rule.wallet_code, rule.code, effect.months, effect.days)
            for effect in rule.effects
            if isinstance(effect, ExtendExpiry)
        ]

    def benefit(self) -> None:
        """The tier's multiplier adds to what rules awarded in redeemable wallets, under each rule's own pending and expiry."""
        percent = self.program.benefits_of(self.facts.tier_code).multiplier_percent
        if percent <= 100:
            return
        before, awarded, reason = 0, 0, None
        for wallet in (wallet for wallet in self.program.wallets if wallet.kind is WalletKind.REDEEMABLE):
            for rule, base in self.base.get(wallet.code, ()):
                shares = multiplied(percent, EVERY_LINE, base, self.event)
                kept, why = self._capped(TIER_BENEFIT, shares, wallet.code)
                before, awarded, reason = before + sum(shares.values()), awarded + sum(kept.values()), reason or why
                if kept:
                    self.awards.append(self._made(TIER_BENEFIT, wallet.code, kept, rule.pending, rule.expiry))
        if not before:
            reason = ReasonCode.NOTHING_TO_AWARD
        self.verdicts[TIER_BENEFIT] = RuleVerdict(TIER_BENEFIT, True, reason, None, before, awarded)

    def _capped(self, rule_code: str, shares: Shares, wallet_code: str) -> tuple[Shares, ReasonCode | None]:
        points = sum(shares.values())
        if not points:
            return {}, None
        caps = cap_keys(self.program, rule_code, self.member_id, self.event.event_time, wallet_code=wallet_code)
        left, reason = within_caps(points, caps, self.usage) if caps else (points, None)
        return (shares if left == points else shared_out(left, shares)), reason

    def _made(self, rule_code: str, wallet_code: str, shares: Shares, pending: Pending, expiry: LotExpiry) -> Award:
        return _award_of(rule_code, wallet_code, shares, pending, expiry, event=self.event, timezone=self.program.timezone)


def _award_of(
    rule_code: str, wallet_code: str, shares: Shares, pending: Pending, expiry: LotExpiry, *, event: EarningEvent, timezone: str
) -> Award:
    activation_event = pending.event if pending.policy is PendingPolicy.ON_EVENT else None
    active_at = activates_at(pending, event.event_time, timezone)
    expires_at = None
    if activation_event is None and expiry.policy is not ExpiryPolicy.INACTIVITY:
        expires_at = lot_expires_at(active_at or event.event_time, expiry, timezone)
    return Award(
        wallet_code=wallet_code,
        rule_code=rule_code,
        points=sum(shares.values()),
        lines=tuple((line_id, points) for line_id, points in shares.items() if line_id != WITHOUT_LINES and points),
        activates_at=active_at,
        activation_event=activation_event,
        expires_at=expires_at,
        inactivity_days=expiry.days if expiry.policy is ExpiryPolicy.INACTIVITY else None,
        expiry=expiry,
    )


def _silent(rule: EarningRule, reason: ReasonCode) -> RuleVerdict:
    return RuleVerdict(rule.code, False, reason, None, 0, 0)


def _multiplier(rule: EarningRule) -> Multiplier | None:
    effect = rule.effects[0]
    return effect if isinstance(effect, Multiplier) else None


def _extends(rule: EarningRule) -> bool:
    return any(isinstance(effect, ExtendExpiry) for effect in rule.effects)
