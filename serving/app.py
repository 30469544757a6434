"""Puts the service together from its parts. Not here: which parts (`wiring.py`) and what any route does (the slices)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio.to_thread
from fastapi import APIRouter, FastAPI
from fastapi.middleware.asyncexitstack import AsyncExitStackMiddleware
from fastapi.routing import APIRoute
from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.types import ASGIApp

from serving import openapi
from serving.api_keys.router import router as api_keys
from serving.callers.router import router as callers
from serving.campaigns.examine import router as campaign_examinations
from serving.campaigns.results import router as campaign_results
from serving.campaigns.results_stream import router as campaign_results_stream
from serving.campaigns.router import router as campaigns
from serving.campaigns.targets import router as campaign_targets
from serving.console import add_console
from serving.eligibility.router import router as eligibility
from serving.events.router import batches as event_batches
from serving.events.router import dead_letters
from serving.events.router import router as events
from serving.examine.definition import router as definition_examinations
from serving.examine.router import router as examinations
from serving.features.router import router as features
from serving.figures.router import router as figures
from serving.health.router import guarded as metrics
from serving.health.router import router as health
from serving.holds.router import router as holds
from serving.http.auth import KeyRing
from serving.http.body_limit import BodyLimit
from serving.http.direct import Shortcut
from serving.http.errors import install_error_handlers
from serving.http.observability import Observed
from serving.jobs.router import FILE_BYTES_MAX
from serving.jobs.router import router as bulk_jobs
from serving.journeys.examine import router as journey_examinations
from serving.journeys.router import router as journeys
from serving.members.finding import router as member_finding
from serving.members.next_basket import router as next_basket
from serving.members.points import router as points
from serving.members.router import router as members
from serving.members.scores import router as member_scores
from serving.members.timeline import router as member_timeline
from serving.messages.channels import router as channels
from serving.messages.links import router as message_links
from serving.messages.receipts import RETURNED_BYTES_MAX
from serving.messages.receipts import router as message_receipts
from serving.messages.receipts import signed as gateway_receipts
from serving.messages.router import router as messages
from serving.messages.templates import router as message_templates
from serving.messages.trials import router as message_tests
from serving.messages.unsubscribe import router as unsubscribe
from serving.models.router import router as models
from serving.offers.batch import router as offers_of_many
from serving.offers.outcomes import router as offer_outcomes
from serving.offers.router import router as offers
from serving.programs.definitions import router as definitions
from serving.programs.router import router as programs
from serving.promotions.router import router as promotions
from serving.redemptions.router import router as redemptions
from serving.rewards.available import router as available_rewards
from serving.rewards.router import router as rewards
from serving.segments.examine import router as segment_examinations
from serving.segments.lists import LIST_FILE_BYTES_MAX
from serving.segments.lists import router as segment_lists
from serving.segments.members import router as member_segments
from serving.segments.router import router as segments
from serving.segments.snapshots import router as segment_snapshots
from serving.segments.vocabulary import router as segment_vocabulary
from serving.session.router import router as session
from serving.tiers.router import router as tiers
from serving.transactions.batch import BATCH_BYTES_MAX
from serving.transactions.batch import router as batches
from serving.transactions.moves import router as moves
from serving.transactions.router import router as transactions
from serving.users.router import router as users
from serving.vouchers.codes_file import router as voucher_codes_file
from serving.vouchers.router import router as vouchers
from serving.webhooks.router import router as webhooks
from serving.wiring import Wiring

BODY_BYTES_MAX = 64 * 1024
# An order may have 500 lines, a batch 1,000 acts.
LARGER_BODIES = {
    "/v1/promotion-uses": 256 * 1024,
    "/v1/transactions": 256 * 1024,
    "/v1/corrections": 256 * 1024,
    "/v1/transactions:batch": BATCH_BYTES_MAX,
    "/v1/events:batch": BATCH_BYTES_MAX,
    "/v1/message-receipts": 512 * 1024,
    "/v1/gateways/*/receipts": 512 * 1024,
    "/v1/returned-mails": RETURNED_BYTES_MAX,
    "/v1/jobs": FILE_BYTES_MAX,
    "/v1/segments/*/members": LIST_FILE_BYTES_MAX,
}
THREADS_MAX = 16
# How many requests may have a transaction open at once. Fewer than there are threads, so that each of them can always go on, and
# than the pool has connections, so that key checks and the gatherer always find one.
READERS_MAX = 12

# In the order of how often they are asked, because routes are tried one after the other.
SLICES: tuple[APIRouter, ...] = (
    transactions,
    offers,
    offers_of_many,
    offer_outcomes,
    health,
    redemptions,
    batches,
    moves,
    holds,
    definition_examinations,
    examinations,
    points,
    members,
    tiers,
    member_scores,
    next_basket,
    features,
    rewards,
    available_rewards,
    promotions,
    vouchers,
    voucher_codes_file,
    eligibility,
    segments,
    segment_lists,
    segment_snapshots,
    segment_vocabulary,
    member_finding,
    member_timeline,
    segment_examinations,
    member_segments,
    programs,
    definitions,
    bulk_jobs,
    campaigns,
    campaign_results,
    campaign_results_stream,
    campaign_targets,
    campaign_examinations,
    journeys,
    journey_examinations,
    messages,
    message_templates,
    unsubscribe,
    channels,
    message_tests,
    message_links,
    message_receipts,
    gateway_receipts,
    events,
    event_batches,
    dead_letters,
    webhooks,
    figures,
    models,
    callers,
    session,
    users,
    api_keys,
    metrics,
)


def build_app(wiring: Wiring) -> FastAPI:
    """The service over these parts. The app closes them when it stops."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        anyio.to_thread.current_default_thread_limiter().total_tokens = THREADS_MAX
        async with wiring.running():
            yield

    app = FastAPI(
        title=openapi.TITLE,
        version=openapi.VERSION,
        summary=openapi.SUMMARY,
        description=openapi.DESCRIPTION,
        openapi_tags=openapi.TAGS,
        lifespan=lifespan,
        redirect_slashes=False,
        # FastAPI would ask OpenTelemetry at every request whether somebody has configured it meanwhile.
        telemetry={"tracing": False, "metrics": False, "logs": False},
        # The contract is in the repository and at /v1/openapi.json, behind a key; the pages that show it load scripts from elsewhere.
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
    )
    app.state.wiring = wiring
    app.state.readers = asyncio.Semaphore(READERS_MAX)
    # Proving a password is slow by design: two at a time, and who waits holds neither a thread nor a connection.
    app.state.sign_ins = asyncio.Semaphore(2)
    app.state.keys = KeyRing(wiring.verify_caller)
    install_error_handlers(app)
    app.build_middleware_stack = lambda: _stack(app, wiring)  # type: ignore[method-assign]
    for slice_ in SLICES:
        # Taken over one by one: an included router is matched afresh for every request, which costs more than the routes' work.
        app.router.routes.extend(slice_.routes)
    add_console(app, wiring.console_dir)
    app.openapi = lambda: openapi.describe(app)  # type: ignore[method-assign]
    return app


def _stack(app: FastAPI, wiring: Wiring) -> ASGIApp:
    """What every request passes through, outermost first; the framework's own has five layers more, and none of them is missed.

    `Observed` answers what no handler foresaw, and `BodyLimit` says the limit as a problem document.
    """
    routed = Shortcut(AsyncExitStackMiddleware(app.router), app.router.routes)
    handled = ExceptionMiddleware(routed, handlers=app.exception_handlers, debug=False)
    return Observed(BodyLimit(handled, bytes_max=BODY_BYTES_MAX, larger=LARGER_BODIES), figures=wiring.figures)


def api_routes(app: FastAPI) -> list[APIRoute]:
    """Every route of the API; the console's files are not among them."""
    return [route for route in app.router.routes if isinstance(route, APIRoute)]
