"""What the rules of the programs ask of a load: lots, caps, facts. Not here: their rows (each subject's store)."""

from datetime import datetime
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from loyalty.database import Work
from loyalty.ledger.state import LedgerState
from loyalty.ledger.wanted import Wanted
from loyalty.programs.facts import load_facts
from loyalty.programs.model import Cap, Program, revision_at
from loyalty.programs.rating import CapKey, Needs, cap_keys, needs
from loyalty.programs.rules_model import ExpiryPolicy, ExtendExpiry


class Demands(NamedTuple):
    """What a program's rules ask of a load: lots of those who earn (to move their expiry), use of caps."""

    lots: bool
    caps: bool
    all_member_caps: bool


@lru_cache(maxsize=256)
def _demands_of(kept: "_Kept") -> Demands:
    """Worked out once for each definition."""
    rules = kept.program.rules
    caps = [*kept.program.caps, *(cap for rule in rules for cap in rule.caps)]
    return Demands(
        lots=any(
            rule.expiry.policy is ExpiryPolicy.INACTIVITY or any(isinstance(effect, ExtendExpiry) for effect in rule.effects)
            for rule in rules
        ),
        caps=bool(caps),
        all_member_caps=any(cap.scope != "MEMBER" for cap in caps),
    )


class _Kept:
    """A program by identity: definitions are read once per process."""

    __slots__ = ("program",)

    def __init__(self, program: Program) -> None:
        self.program = program

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Kept) and other.program is self.program

    def __hash__(self) -> int:
        return id(self.program)


def demands_on(code: str, state: LedgerState) -> Demands:
    """What the revisions of a program ask of a load, all together: a late event is rated under an old one."""
    each = [_demands_of(_Kept(revision.program)) for revision in state.revisions.get(code, [])]
    return Demands(any(demand.lots for demand in each), any(demand.caps for demand in each), any(demand.all_member_caps for demand in each))


def load_wanted_facts(wanted: Wanted, state: LedgerState, now: datetime, within: Work) -> None:
    """Segments and features of those whose program's rules ask for them."""
    asked = {code: _needs(code, state) for code in {account.program_code for account in state.accounts.values()}}
    by_code: dict[str, list[UUID]] = {code: [] for code, one in asked.items() if one.segments or one.features}
    if not by_code:
        return
    for member_id in {member_id for member_id, _, _ in (*wanted.events, *state.orders)}:
        account = state.accounts.get(member_id)
        if account is not None and account.program_code in by_code:
            by_code[account.program_code].append(member_id)
    for code, member_ids in by_code.items():
        if member_ids:
            state.facts |= load_facts(member_ids, asked[code], at=now, within=within)


def _needs(code: str, state: LedgerState) -> Needs:
    each = [needs(revision.program) for revision in state.revisions.get(code, [])]
    return Needs(any(one.segments for one in each), frozenset().union(*(one.features for one in each)))


def keys_of_events(wanted: Wanted, state: LedgerState) -> set[tuple[CapKey, Cap]]:
    """The caps that these events may use."""
    keys: set[tuple[CapKey, Cap]] = set()
    for member_id, trigger, event_time in wanted.events:
        account = state.accounts.get(member_id)
        if account is None:
            continue
        program = revision_at(state.revisions[account.program_code], event_time).program
        for rule in program.rules:
            if rule.trigger == trigger:
                keys.update(cap_keys(program, rule.code, member_id, event_time))
    return keys


def keys_of_orders(state: LedgerState) -> set[tuple[CapKey, Cap]]:
    """The caps that the loaded orders used under the revision that rated them: what comes back of an order gives room again."""
    keys: set[tuple[CapKey, Cap]] = set()
    for (member_id, _, _), order in state.orders.items():
        for revision in state.revisions[state.account_by_id(order.account_id).program_code]:
            for rule_code, number in order.revision_of_rule.items():
                if number == revision.revision:
                    keys.update(cap_keys(revision.program, rule_code, member_id, order.event_time))
    return keys
