"""`/health/live`, `/health/ready` and `/metrics` of the events process, for supervisors and Prometheus. Not here: the API's own."""

import asyncio

from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from serving.events.process import EventProcess


def health_app(process: EventProcess) -> Starlette:
    """Three routes over a process. They hold no secret and take no key; let only your own network reach the port."""

    async def live(_: Request) -> Response:
        return JSONResponse({"status": "live"})

    async def ready(_: Request) -> Response:
        parts = await asyncio.to_thread(process.parts)
        is_unready = any(one.is_needed and not one.is_well for one in parts)
        status = "unready" if is_unready else "ready" if all(one.is_well for one in parts) else "degraded"
        shown = [{"name": one.name, "is_ready": one.is_well, "is_needed": one.is_needed, "reason": one.reason} for one in parts]
        return JSONResponse({"status": status, "parts": shown}, 503 if is_unready else 200)

    async def metrics(_: Request) -> Response:
        await asyncio.to_thread(process.parts)
        return Response(generate_latest(process.figures.registry), media_type=CONTENT_TYPE_LATEST)

    return Starlette(routes=[Route("/health/live", live), Route("/health/ready", ready), Route("/metrics", metrics)])
