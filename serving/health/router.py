"""`/health/live`, `/health/ready` and `/metrics`. The two health routes are the only ones open to everybody."""

from typing import Annotated, Literal

from fastapi import APIRouter, Request, Response
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from pydantic import Field
from starlette.concurrency import run_in_threadpool

from loyalty.access import Caller
from serving.http.auth import GuardedRoute, requires
from serving.http.outputs import Out
from serving.http.work import wiring_of

router = APIRouter(tags=["Operations"])
guarded = APIRouter(tags=["Operations"], route_class=GuardedRoute)


class LiveOut(Out):
    """The process answers."""

    status: Literal["live"]


class PartOut(Out):
    """One part the service leans on."""

    name: str
    is_ready: bool
    is_needed: bool = Field(description="Without it the service does not answer; without the others it answers more slowly or with less.")
    reason: str | None = Field(description="What is wrong, where something is.")


class ReadyOut(Out):
    """Whether traffic should be sent here."""

    status: Literal["ready", "degraded", "unready"]
    parts: list[PartOut]


@router.get("/health/live", summary="Is the process alive")
async def read_live() -> LiveOut:
    """Answers as long as the process does. A supervisor restarts the service when this fails."""
    return LiveOut(status="live")


@router.get(
    "/health/ready",
    responses={503: {"model": ReadyOut, "description": "A part without which nothing works is away."}},
    summary="Is the service ready",
)
async def read_ready(request: Request, response: Response) -> ReadyOut:
    """Asks every part the service leans on. A load balancer sends traffic while this is 200."""
    parts = await run_in_threadpool(wiring_of(request).parts)
    is_unready = any(part.is_needed and not part.is_ready for part in parts)
    if is_unready:
        response.status_code = 503
        response.headers["Retry-After"] = "1"
    degraded = any(not part.is_ready for part in parts)
    shown = [PartOut(name=part.name, is_ready=part.is_ready, is_needed=part.is_needed, reason=part.reason) for part in parts]
    return ReadyOut(status="unready" if is_unready else "degraded" if degraded else "ready", parts=shown)


@guarded.get("/metrics", response_class=Response, summary="Metrics for Prometheus")
async def read_metrics(_: Annotated[Caller, requires("metrics.read")], request: Request) -> Response:
    """Counts and durations by route template, and the sizes of shared postings, in Prometheus' text format. Figures of this process."""
    return Response(generate_latest(wiring_of(request).figures.registry), media_type=CONTENT_TYPE_LATEST)
