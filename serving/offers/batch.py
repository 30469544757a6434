"""`POST /v1/offers:batch`: the offers of many members in one call. Not here: one member's (`router.py`), outcomes (`outcomes.py`)."""

import asyncio
from typing import Annotated

import orjson
from fastapi import APIRouter, Request, Response

from loyalty.access import Caller
from loyalty.errors import LoyaltyError
from loyalty.offers import ByExternalId, ByMemberId, MemberKey, OfferAnswer
from serving.http.auth import requires
from serving.http.direct import DirectRoute
from serving.http.errors import Malformed, refusals
from serving.http.idempotency import JSON_MEDIA_TYPE
from serving.http.outputs import ReasonOut
from serving.http.work import wiring_of
from serving.members.references import read_member_id
from serving.offers.schemas import OffersBatchIn, OffersBatchOut

router = APIRouter(prefix="/v1", tags=["Offers"], route_class=DirectRoute)


@router.post("/offers:batch", response_model=OffersBatchOut, responses=refusals(Malformed), summary="Read many members' next best offers")
async def read_offers_batch(request: Request, _: Annotated[Caller, requires("offers.read")], body: OffersBatchIn) -> Response:
    """Up to 1,000 members at once, each answered in its place as `GET /v1/members/{id}/offers` would. Changes nothing, so it needs no
    Idempotency-Key."""
    wiring = wiring_of(request)
    code = body.program_code or wiring.directory.program_code

    def key(reference: str) -> MemberKey:
        known = read_member_id(reference)
        return ByMemberId(known) if known is not None else ByExternalId(code, reference)

    # Lookups that arrive together go to Redis, and to the database, together.
    found = await asyncio.gather(*(wiring.offers.find(key(one)) for one in body.member_ids), return_exceptions=True)
    items = [_item(reference, answer) for reference, answer in zip(body.member_ids, found, strict=True)]
    return Response(b'{"items":[' + b",".join(items) + b"]}", media_type=JSON_MEDIA_TYPE)


def _item(reference: str, found: OfferAnswer | BaseException) -> bytes:
    """An answer leaves as the bytes that are kept; a refusal takes its place. What nobody foresaw fails the call."""
    if isinstance(found, OfferAnswer):
        answer, error = found.body, b"null"
    elif isinstance(found, LoyaltyError):
        answer, error = b"null", ReasonOut.of(found).model_dump_json().encode()
    else:
        raise found
    return b'{"member_id":' + orjson.dumps(reference) + b',"answer":' + answer + b',"error":' + error + b"}"
