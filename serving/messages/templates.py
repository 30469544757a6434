"""`/v1/message-templates` and what a message would say: saving versions, reading them, previews. Not here: sending."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from loyalty.access import Caller
from loyalty.errors import LoyaltyError
from loyalty.idempotency import KeyInFlight, KeyReused
from loyalty.members import MemberUnknown
from loyalty.messages import ContentMissing, TemplateInvalid, TemplateUnknown, find_template, list_templates, save_template
from loyalty.messages.preview import preview
from loyalty.paging import CursorMalformed
from serving.http.auth import GuardedRoute, requires
from serving.http.errors import Malformed, refusals
from serving.http.idempotency import Asked, OptionalKey
from serving.http.inputs import DryRun
from serving.http.paging import LIMIT_DEFAULT, Cursor, Limit, Page
from serving.http.work import BusinessClock, Work, wiring_of
from serving.messages.schemas import Code, PreviewIn, PreviewOut, TemplateIn, TemplateOut

router = APIRouter(prefix="/v1", tags=["Messages"], route_class=GuardedRoute)

TemplateCode = Annotated[Code, Path(description="Lower-case words joined by '-'.", examples=["win-back"])]


@router.get("/message-templates", responses=refusals(CursorMalformed), summary="List the message templates")
def read_templates(
    _: Annotated[Caller, requires("messages.read")], work: Work, limit: Limit = LIMIT_DEFAULT, cursor: Cursor = None
) -> Page[TemplateOut]:
    """The newest version of each template, by code."""
    found = list_templates(cursor=cursor, limit=limit, within=work)
    return Page(items=[TemplateOut.of(one) for one in found.items], next_cursor=found.next_cursor)


@router.get("/message-templates/{code}", responses=refusals(TemplateUnknown), summary="Read a message template")
def read_template(_: Annotated[Caller, requires("messages.read")], code: TemplateCode, work: Work) -> TemplateOut:
    """Its newest version."""
    return TemplateOut.of(find_template(code, within=work))


@router.put(
    "/message-templates/{code}",
    response_model=TemplateOut,
    responses=refusals(Malformed, TemplateInvalid, KeyInFlight, KeyReused),
    summary="Save a message template",
)
def put_template(
    *,
    caller: Annotated[Caller, requires("messages.write")],
    request: Request,
    code: TemplateCode,
    body: TemplateIn,
    work: Work,
    clock: BusinessClock,
    key: OptionalKey = None,
    dry_run: DryRun = False,
) -> Response:
    """Make this the newest version; what it says already makes no new one. It is rendered for sample members first, and refused where it
    would say 'Dear None' to somebody."""

    def act() -> tuple[int, TemplateOut] | LoyaltyError:
        with work.begin_nested() as point:
            try:
                stored = save_template(body.template(code), actor=caller.name, within=work, clock=clock)
            except LoyaltyError as refusal:
                point.rollback()
                return refusal
            if dry_run:
                point.rollback()
        return 200, TemplateOut.of(stored, is_dry_run=dry_run)

    return Asked(caller, request, work, clock, key, dry_run).answered_once(act, f"PUT /v1/message-templates/{code}", body)


@router.post(
    "/examine/messages",
    responses=refusals(Malformed, MemberUnknown, TemplateInvalid, ContentMissing),
    summary="Read a message as a member would",
)
def examine_message(
    _: Annotated[Caller, requires("messages.read")], request: Request, body: PreviewIn, work: Work, clock: BusinessClock
) -> PreviewOut:
    """Render a template, stored or not, for one member; nothing is stored or sent."""
    (member_id,) = wiring_of(request).directory.resolve([(None, body.member_id)], work)
    if isinstance(member_id, LoyaltyError):
        raise member_id
    rendered = preview(body.template("preview"), member_id, facts=body.facts, language=body.language, within=work, clock=clock)
    return PreviewOut.of(member_id, rendered)
