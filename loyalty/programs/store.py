"""Programs as rows: immutable revisions. The only module of the room that knows SQL."""

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.programs.model import Program, ProgramRevision


def store_program(program: Program, *, within: Work, clock: Clock) -> ProgramRevision:
    """The program is in force from now; the same content as the newest revision makes no new one."""
    raise NotImplementedError


def current_program(program_code: str, *, within: Work) -> ProgramRevision:
    """The newest revision of a program.

    Raises:
        ProgramUnknown: no program has this code.
    """
    raise NotImplementedError
