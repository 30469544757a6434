"""`/v1/me`: which key is calling; `/v1/openapi.json`: what can be called."""

from typing import Annotated, Any

from fastapi import APIRouter, Request

from loyalty.access import OWN_KEY_READ, ApiKey
from serving.callers.schemas import CallerOut
from serving.http.auth import GuardedRoute, requires

router = APIRouter(prefix="/v1", tags=["Access"], route_class=GuardedRoute)


@router.get("/me", summary="Who am I")
async def read_me(caller: Annotated[ApiKey, requires(OWN_KEY_READ)]) -> CallerOut:
    """The name and the permissions of the key that calls. Any good key may ask."""
    return CallerOut.of(caller)


@router.get("/openapi.json", summary="Read this contract")
async def read_contract(_: Annotated[ApiKey, requires(OWN_KEY_READ)], request: Request) -> dict[str, Any]:
    """This API's OpenAPI document. Any good key may ask."""
    document: dict[str, Any] = request.app.openapi()
    return document
