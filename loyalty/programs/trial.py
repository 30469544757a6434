"""A basket tried on a definition that nobody saved, by somebody imagined. Not here: what a member would earn (`loyalty.ledger.examine`)."""

from uuid import UUID

from loyalty.programs.awards import CapUsage, EarningEvent, MemberFacts, Rating
from loyalty.programs.caps import cap_keys
from loyalty.programs.errors import ProgramDefinitionInvalid
from loyalty.programs.model import Program, ProgramRevision
from loyalty.programs.rating import rate
from loyalty.programs.reading_rules import TIER_BENEFIT

_NOBODY = UUID(int=0)


def try_out(program: Program, event: EarningEvent, person: MemberFacts, *, earned_points: int = 0) -> Rating:
    """What the event would earn if the definition were in force, and why each rule did or did not fire.

    Args: `earned_points`: so many points each cap has given in its period already.

    Raises:
        ProgramDefinitionInvalid: the definition has no such tier.
    """
    if person.tier_code is not None and person.tier_code not in {tier.code for tier in program.ladder.tiers}:
        problem = f"has no tier '{person.tier_code}'"
        raise ProgramDefinitionInvalid(f"definition: {problem}.", file="definition", path="tiers.ladder", problem=problem)
    return rate(event, _NOBODY, person, ProgramRevision(program, 0, event.event_time), _used(program, event, earned_points))


def _used(program: Program, event: EarningEvent, earned_points: int) -> CapUsage:
    keys = {
        key
        for code in (*(rule.code for rule in program.rules), TIER_BENEFIT)
        for wallet in program.wallets
        for key, _ in cap_keys(program, code, _NOBODY, event.event_time, wallet_code=wallet.code)
    }
    return CapUsage(dict.fromkeys(keys, earned_points))
