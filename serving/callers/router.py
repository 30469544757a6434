"""`/v1/me`: who is calling; `/v1/openapi.json`: what can be called."""

from typing import Annotated, Any

from fastapi import APIRouter, Request

from loyalty.access import OWN_KEY_READ, Caller
from serving.callers.schemas import CallerOut
from serving.http.auth import GuardedRoute, requires
from serving.http.cookies import session_token

router = APIRouter(prefix="/v1", tags=["Access"], route_class=GuardedRoute)


@router.get("/me", summary="Who am I")
async def read_me(caller: Annotated[Caller, requires(OWN_KEY_READ)], request: Request) -> CallerOut:
    """The name and the permissions of the key that calls, or of the person who signed in. Any good key may ask, and any session."""
    return CallerOut.of(caller, session_token(request))


@router.get("/openapi.json", summary="Read this contract")
async def read_contract(_: Annotated[Caller, requires(OWN_KEY_READ)], request: Request) -> dict[str, Any]:
    """This API's OpenAPI document. Any good key may ask."""
    document: dict[str, Any] = request.app.openapi()
    return document
