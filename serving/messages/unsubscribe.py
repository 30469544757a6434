"""`/u/{token}`: leaving a channel by the link in a message, without a key. The link itself is the proof (RFC 8058). Not here: consents."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from pydantic import StringConstraints

from loyalty.messages import Engagement, Kind, LinkInvalid, note
from loyalty.segments import GiveConsent, give_consents
from serving.http.errors import RequestInvalid, refusals
from serving.http.work import BusinessClock, Work, wiring_of

router = APIRouter(tags=["Messages"])

Token = Annotated[
    Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9_-]+$")],
    Path(description="As it stands in the message."),
]
HTML = "text/html; charset=utf-8"
# Nothing but this text: no script, no picture, nothing from elsewhere, and no address of it told to anybody.
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; form-action 'self'; style-src 'unsafe-inline'",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title><style>body{{font:1rem/1.6 system-ui;margin:15vh auto;max-width:28rem;padding:0 1rem}}
button{{font:inherit;padding:.6rem 1.2rem}}</style></head><body><main><h1>{title}</h1>{body}</main></body></html>"""
ASKS = '<p>You will get no more news by {channel}.</p><form method="post"><button>Unsubscribe</button></form>'
DONE = "<p>We will not write to you by {channel} any more. Messages about things you asked for may still come.</p>"
ANSWERS = {
    200: {"description": "A page.", "content": {"text/html": {"schema": {"type": "string"}}}},
    **refusals(LinkInvalid, RequestInvalid),
}
NAMES = {"email": "e-mail", "mail": "post", "phone": "telephone", "push": "push message", "sms": "text message", "whatsapp": "WhatsApp"}


@router.get("/u/{token}", response_class=Response, responses=ANSWERS, summary="Ask whether to unsubscribe")
def read_unsubscribe(token: Token, request: Request) -> Response:
    """A page with one button. Reading it changes nothing, for mail programs open links before people do."""
    channel = wiring_of(request).links.read_unsubscribe(token).channel_code
    return _page("Unsubscribe?", ASKS.format(channel=NAMES[channel]))


@router.post("/u/{token}", response_class=Response, responses=ANSWERS, summary="Unsubscribe")
def post_unsubscribe(token: Token, request: Request, work: Work, clock: BusinessClock) -> Response:
    """The member has withdrawn the consent for this channel; also what a mail program's own button calls."""
    member_id, channel, delivery_id = wiring_of(request).links.read_unsubscribe(token)
    if delivery_id is not None:
        note([Engagement(delivery_id, Kind.OPTED_OUT, clock.now())], within=work, clock=clock)
    give_consents([GiveConsent(member_id, channel, False, source="unsubscribe link")], actor="member", within=work, clock=clock)
    return _page("You are unsubscribed", DONE.format(channel=NAMES[channel]))


def _page(title: str, body: str) -> Response:
    return Response(PAGE.format(title=title, body=body), headers=HEADERS, media_type=HTML)
