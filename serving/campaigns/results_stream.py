"""`GET /v1/campaigns/{code}/results/stream`: results as they move, as server-sent events. Not here: counting, who else watches."""

import time
from collections.abc import AsyncGenerator
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse
from sqlalchemy import Connection

from loyalty.access import Caller
from loyalty.campaigns.errors import CampaignUnknown
from loyalty.campaigns.results import campaign_results
from loyalty.campaigns.results_model import Results, Scope
from serving.campaigns.results import Code, Occurrence, Revision
from serving.campaigns.results_feed import WatchersTooMany
from serving.campaigns.results_schemas import CampaignResultsOut
from serving.campaigns.results_shelf import Kept
from serving.http.auth import GuardedRoute, requires
from serving.http.errors import refusals
from serving.http.protocol import leave_when_told
from serving.http.work import BusinessClock, wiring_of

router = APIRouter(prefix="/v1", tags=["Campaigns"], route_class=GuardedRoute)

QUIET_SECONDS_MAX = 25.0
"""What has not moved is told again after so long: proxies close what is silent, and nobody should wonder whether it still lives."""
STREAM_TYPE = "text/event-stream"
_STREAM: dict[int | str, dict[str, Any]] = {200: {"content": {STREAM_TYPE: {"schema": {"type": "string"}}}}}
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


@router.get(
    "/campaigns/{code}/results/stream",
    response_class=Response,
    responses={**_STREAM, **refusals(CampaignUnknown, WatchersTooMany)},
    summary="Watch how a campaign does",
)
async def watch_results(
    *,
    _: Annotated[Caller, requires("campaigns.read")],
    request: Request,
    code: Code,
    clock: BusinessClock,
    revision: Revision = None,
    occurrence: Occurrence = None,
) -> Response:
    """The results as server-sent events: `event: results`, its data what `GET …/results` answers; one at once, one whenever the figures
    have moved, at most every five seconds, and one at least every half minute. Ends after ten minutes; connect again. One count serves all
    who watch the same."""
    scope = Scope(code, revision, occurrence, None, None)

    def count(work: Connection) -> Results:
        return campaign_results(scope, within=work, clock=clock)

    counts = await wiring_of(request).results_feed.watch(scope, count)
    leave_when_told(request)
    return StreamingResponse(as_events(counts), media_type=STREAM_TYPE, headers=_HEADERS)


async def as_events(counts: AsyncGenerator[Kept[Results], None]) -> AsyncGenerator[bytes, None]:
    """Each count that says something new, and now and then one that does not, as a server-sent event."""
    said: Results | None = None
    said_at = 0.0
    try:
        async for kept in counts:
            # The instant of the count moves by itself; that alone is no news.
            is_news = said is None or replace(kept.told, as_of=said.as_of) != said
            if is_news or time.monotonic() - said_at >= QUIET_SECONDS_MAX:
                said, said_at = kept.told, time.monotonic()
                yield b"event: results\ndata: " + CampaignResultsOut.of(kept.told, kept.counted_at).model_dump_json().encode() + b"\n\n"
    finally:
        # The one who watched is gone at once, not when the garbage is looked through.
        await counts.aclose()
