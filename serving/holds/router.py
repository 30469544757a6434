"""`GET /v1/holds/{id}`: how a hold stands. Not here: issuing, capturing and releasing (`serving/transactions/moves.py`)."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import Field, StringConstraints

from loyalty.access import Caller
from loyalty.ids import MalformedId, read_id, show_id
from loyalty.ledger import ACCOUNT_ID_PREFIX, HOLD_ID_PREFIX
from loyalty.ledger.errors import HoldUnknown
from loyalty.ledger.queries_holds import HoldView, find_holds
from loyalty.members import MEMBER_ID_PREFIX
from serving.http.auth import GuardedRoute, requires
from serving.http.errors import refusals
from serving.http.inputs import PLAIN_TEXT
from serving.http.outputs import Out
from serving.http.work import BusinessClock, Work

router = APIRouter(prefix="/v1/holds", tags=["Transactions"], route_class=GuardedRoute)

HoldReference = Annotated[
    Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=PLAIN_TEXT)],
    Path(description="The hold's id (`hld_…`)."),
]


class HoldOut(Out):
    """Points set aside. `points = held_points + captured_points + released_points`."""

    hold_id: str
    member_id: str
    account_id: str
    wallet_code: str
    reference: str
    order_id: str | None
    status: str = Field(description="ISSUED → CAPTURED, RELEASED or LAPSED.")
    points: int
    held_points: int
    captured_points: int
    released_points: int
    issued_at: datetime
    lapses_at: datetime | None
    resolved_at: datetime | None

    @classmethod
    def of(cls, hold: HoldView) -> "HoldOut":
        """The wire shape of a hold."""
        return cls(
            hold_id=show_id(HOLD_ID_PREFIX, hold.id),
            member_id=show_id(MEMBER_ID_PREFIX, hold.member_id),
            account_id=show_id(ACCOUNT_ID_PREFIX, hold.account_id),
            wallet_code=hold.wallet_code,
            reference=hold.reference,
            order_id=hold.order_id,
            status=hold.status,
            points=hold.points,
            held_points=hold.held_points,
            captured_points=hold.captured_points,
            released_points=hold.released_points,
            issued_at=hold.issued_at,
            lapses_at=hold.lapses_at,
            resolved_at=hold.resolved_at,
        )


@router.get("/{hold_id}", responses=refusals(HoldUnknown), summary="Read a hold")
def read_hold(_: Annotated[Caller, requires("ledger.read")], hold_id: HoldReference, work: Work, clock: BusinessClock) -> HoldOut:
    """How a hold stands now. One past its time has lapsed, whether or not the nightly run has posted it."""
    try:
        wanted = read_id(HOLD_ID_PREFIX, hold_id)
    except MalformedId:
        wanted = None
    found = find_holds([wanted], within=work, clock=clock) if wanted else {}
    if wanted is None or wanted not in found:
        raise HoldUnknown(f"No hold has the id '{hold_id}'.", hold_id=hold_id)
    return HoldOut.of(found[wanted])
