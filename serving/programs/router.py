"""`/v1/program`: what the program promises."""

from typing import Annotated

from fastapi import APIRouter

from loyalty.access import Caller
from loyalty.programs import ProgramUnknown, current_program
from serving.http.auth import GuardedRoute, requires
from serving.http.errors import refusals
from serving.http.work import BusinessClock, Work
from serving.members.references import MeantProgram
from serving.programs.schemas import ProgramOut

router = APIRouter(prefix="/v1/program", tags=["Program"], route_class=GuardedRoute)


@router.get("", responses=refusals(ProgramUnknown), summary="Read the program")
def read_program(
    _: Annotated[Caller, requires("programs.read")],
    work: Work,
    clock: BusinessClock,
    code: MeantProgram,
) -> ProgramOut:
    """The program in force: currency, earning rule, tiers."""
    now = clock.now()
    return ProgramOut.of(current_program(code, within=work, at=now), now)
