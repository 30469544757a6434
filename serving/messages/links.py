"""`/c/{token}` and `/o/{token}`: a link that was followed and a message that was looked at. The link itself is the proof; no key.

A link leads where it was sealed to, and nowhere else, whatever becomes of what we note of it. Not here: leaving (`unsubscribe.py`).
"""

from typing import Annotated
from uuid import UUID

import structlog
from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import StringConstraints
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from loyalty.errors import Unavailable
from loyalty.messages import Engagement, Kind, LinkInvalid, is_automatic, note
from serving.http.errors import RequestInvalid, printable, refusals
from serving.http.work import wiring_of

router = APIRouter(tags=["Messages"])
log = structlog.get_logger(__name__)

TOKEN_LENGTH_MAX = 2_100
Token = Annotated[
    Annotated[str, StringConstraints(min_length=1, max_length=TOKEN_LENGTH_MAX, pattern=r"^[A-Za-z0-9_-]+$")],
    Path(description="As it stands in the message."),
]
HEADERS = {"Cache-Control": "no-store, private", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}
# One transparent point.
PICTURE = bytes.fromhex("47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b")
WRONG = refusals(LinkInvalid, RequestInvalid)


@router.get(
    "/c/{token}",
    response_class=Response,
    status_code=302,
    responses={302: {"description": "Where the link leads; noted as followed."}, **WRONG},
    summary="Follow a link in a message",
)
async def follow_link(token: Token, request: Request) -> Response:
    """Go on to where the message meant to lead."""
    click = wiring_of(request).links.read_click(token)
    await _note(request, Kind.CLICKED, click.delivery_id, click.destination)
    return RedirectResponse(click.destination, 302, HEADERS)


@router.get(
    "/o/{token}",
    response_class=Response,
    responses={200: {"description": "One transparent point.", "content": {"image/gif": {"schema": {"type": "string"}}}}, **WRONG},
    summary="Fetch the picture in a message",
)
async def fetch_picture(token: Token, request: Request) -> Response:
    """A picture that nobody sees; fetching it is noted as an opening."""
    await _note(request, Kind.OPENED, wiring_of(request).links.read_opening(token), "")
    return Response(PICTURE, headers=HEADERS, media_type="image/gif")


async def _note(request: Request, kind: Kind, delivery_id: UUID, target: str) -> None:
    """What happened stands, if the database takes it; a member does not wait at a closed door because we cannot write."""
    wiring = wiring_of(request)
    automatic = is_automatic(request.headers)

    def write() -> None:
        with wiring.database.begin() as work:
            note([Engagement(delivery_id, kind, wiring.clock.now(), target, automatic)], within=work, clock=wiring.clock)

    try:
        async with request.app.state.readers:
            await run_in_threadpool(write)
    except (SQLAlchemyError, Unavailable) as error:
        log.warning("engagement_not_noted", kind=str(kind), reason=printable(error).splitlines()[0][:200])
