"""Which programs a customer's purchases count for: every active one. Not here: what a program says (`loyalty.programs`)."""

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.programs import ProgramStatus, programs


def active_program_codes(within: Work, clock: Clock) -> list[str]:
    """The codes of the programs that are ACTIVE now, in order; a draft, paused or archived one neither enrols nor earns."""
    return [stored.code for stored in programs(within=within, at=clock.now()) if stored.status is ProgramStatus.ACTIVE]
