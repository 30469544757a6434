"""`/v1/offers/{id}` and `/outcome`: one offer, and what became of it. Not here: what an outcome makes of it (`loyalty.offers`)."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response
from pydantic import StringConstraints

from loyalty.access import Caller
from loyalty.clock import business_date
from loyalty.errors import LoyaltyError
from loyalty.idempotency import KeyInFlight, KeyReused
from loyalty.ids import MalformedId, read_id
from loyalty.offers import (
    OFFER_ID_PREFIX,
    OfferAnswered,
    OfferLapsed,
    OfferOutOfStock,
    OfferUnknown,
    OutcomeCode,
    OutcomeInFuture,
    Recorded,
    RecordOutcome,
    record_outcomes,
)
from loyalty.offers.store_outcomes import find_decisions
from serving.http.auth import GuardedRoute, requires
from serving.http.errors import Malformed, refusals
from serving.http.idempotency import Asked, OptionalKey
from serving.http.inputs import PLAIN_TEXT, DryRun
from serving.http.work import BusinessClock, Work, wiring_of
from serving.offers.schemas import OfferDecisionOut, OutcomeIn, OutcomeOut

router = APIRouter(prefix="/v1/offers", tags=["Offers"], route_class=GuardedRoute)

OfferReference = Annotated[
    Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=PLAIN_TEXT)],
    Path(description="The offer's id (`ofr_…`), as `GET /v1/members/{id}/offers` gave it."),
]


@router.get("/{offer_id}", responses=refusals(OfferUnknown), summary="Read an offer and how it stands")
def read_offer(_: Annotated[Caller, requires("offers.read")], offer_id: OfferReference, work: Work) -> OfferDecisionOut:
    """Why it was made, by which model, with which chance, and what became of it so far."""
    known = _known(offer_id)
    found = find_decisions([known], work).get(known)
    if found is None:
        raise _unknown(offer_id)
    return OfferDecisionOut.of(found)


@router.post(
    "/{offer_id}/outcome",
    response_model=OutcomeOut,
    responses=refusals(Malformed, OfferUnknown, OutcomeInFuture, OfferAnswered, OfferLapsed, OfferOutOfStock, KeyInFlight, KeyReused),
    summary="Say what became of an offer",
)
def record_outcome(
    *,
    caller: Annotated[Caller, requires("offers.write")],
    request: Request,
    offer_id: OfferReference,
    body: OutcomeIn,
    clock: BusinessClock,
    key: OptionalKey = None,
    dry_run: DryRun = False,
) -> Response:
    """Shown, accepted, rejected or redeemed. A rejected or redeemed offer disappears from the member's offers at once and rests as the
    rules say; what is accepted takes a unit of its stock. Saying an answer twice changes nothing; saying another one is a conflict."""
    wiring = wiring_of(request)
    known = _known(offer_id)
    today = business_date(clock.now(), wiring.timezone)
    command = RecordOutcome(known, OutcomeCode(body.outcome), body.occurred_at, body.channel, body.reason, actor=caller.name)
    changed: list[UUID] = []
    # Its own transaction, for what Redis keeps may only be taken back after the commit and before the answer.
    with wiring.database.begin() as work:

        def act() -> tuple[int, OutcomeOut] | LoyaltyError:
            recorded = record_outcomes([command], within=work, clock=clock, today=today, dry_run=dry_run)[0]
            if not isinstance(recorded, Recorded):
                return recorded
            if command.outcome_code is not OutcomeCode.SHOWN and not (dry_run or recorded.is_duplicate):
                changed.append(recorded.decision.member_id)
            return 200, OutcomeOut.of_recorded(recorded, is_dry_run=dry_run)

        asked = Asked(caller, request, work, clock, key, dry_run)
        answer = asked.answered_once(act, f"POST /v1/offers/{offer_id}/outcome", body)
    wiring.kept_offers.take_back(changed)
    return answer


def _known(offer_id: str) -> UUID:
    try:
        return read_id(OFFER_ID_PREFIX, offer_id)
    except MalformedId:
        raise _unknown(offer_id) from None


def _unknown(offer_id: str) -> OfferUnknown:
    return OfferUnknown(f"No offer has the id '{offer_id[:80]}'.", offer_id=offer_id[:80])
