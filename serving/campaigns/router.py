"""`/v1/campaigns`: drafts, revisions, the steps of a campaign's life, its occurrences. Not here: whom it chose (`targets.py`), results."""

from typing import Annotated, Protocol

from fastapi import APIRouter, Body, Path, Query, Request, Response
from pydantic import StringConstraints

from loyalty.access import ApiKey
from loyalty.campaigns import (
    CampaignDefinitionInvalid,
    CampaignExists,
    CampaignRevisionConflict,
    CampaignStatus,
    CampaignStatusConflict,
    CampaignUnknown,
    MovedCampaign,
    activate_campaign,
    archive_campaign,
    complete_campaign,
    list_campaigns,
    list_moves,
    list_occurrences,
    list_revisions,
    pause_campaign,
    read_standing,
    resume_campaign,
    save_campaign,
)
from loyalty.clock import Clock
from loyalty.errors import LoyaltyError
from loyalty.idempotency import KeyInFlight, KeyReused
from loyalty.paging import CursorMalformed
from serving.campaigns.schemas import (
    EXAMPLES,
    ActivateIn,
    CampaignIn,
    CampaignMovedOut,
    CampaignMoveOut,
    CampaignMovesOut,
    CampaignOut,
    CampaignRevisionOut,
    CampaignRevisionsOut,
    CampaignSavedOut,
    CampaignStandingOut,
    CampaignStepIn,
    OccurrenceOut,
)
from serving.http.auth import GuardedRoute, requires
from serving.http.errors import Malformed, refusals
from serving.http.idempotency import Asked, OptionalKey
from serving.http.inputs import DryRun
from serving.http.paging import LIMIT_DEFAULT, Cursor, Limit, Page, page_of
from serving.http.work import BusinessClock, Work, wiring_of

router = APIRouter(prefix="/v1/campaigns", tags=["Campaigns"], route_class=GuardedRoute)

# Where everybody stands to a line, and whatever is still queued, is settled in one statement, which takes longer than a usual request.
MOVING_TIME = "set local statement_timeout = '120s'"

CampaignCode = Annotated[
    Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")],
    Path(description="Lower-case words joined by '-'.", examples=["retention"]),
]
_STEPPING = (Malformed, CampaignUnknown, CampaignStatusConflict, KeyInFlight, KeyReused)


@router.get("", responses=refusals(CursorMalformed), summary="List the campaigns")
def list_all_campaigns(
    *,
    _: Annotated[ApiKey, requires("campaigns.read")],
    work: Work,
    status: Annotated[CampaignStatus | None, Query(description="Only those that stand there; left out: all but archived ones.")] = None,
    limit: Limit = LIMIT_DEFAULT,
    cursor: Cursor = None,
) -> Page[CampaignOut]:
    """The campaigns with what is live of them, in the order of their codes."""
    return page_of(list_campaigns([status] if status else None, within=work, limit=limit, cursor=cursor), CampaignOut.of)


@router.get("/{code}", responses=refusals(CampaignUnknown), summary="Read a campaign")
def read_campaign(_: Annotated[ApiKey, requires("campaigns.read")], code: CampaignCode, work: Work) -> CampaignStandingOut:
    """One campaign with what is live of it, who waits to be chosen and for what, how many are in each arm, and where its budget stands."""
    return CampaignStandingOut.standing(read_standing(code, within=work))


@router.put(
    "/{code}",
    response_model=CampaignSavedOut,
    responses=refusals(
        Malformed,
        CampaignDefinitionInvalid,
        CampaignExists,
        CampaignStatusConflict,
        CampaignRevisionConflict,
        KeyInFlight,
        KeyReused,
    ),
    summary="Save a campaign",
)
def put_campaign(
    *,
    caller: Annotated[ApiKey, requires("campaigns.write")],
    request: Request,
    code: CampaignCode,
    body: Annotated[CampaignIn, Body(openapi_examples=EXAMPLES)],
    work: Work,
    clock: BusinessClock,
    key: OptionalKey = None,
    dry_run: DryRun = False,
) -> Response:
    """Save a draft, or make a new campaign. What it names must be there: segments, templates, pool. What is live stays live until the draft
    is activated."""

    def act() -> tuple[int, CampaignSavedOut] | LoyaltyError:
        saved = save_campaign(
            code,
            body.definition,
            catalogue=wiring_of(request).catalogue,
            actor=caller.name,
            within=work,
            clock=clock,
            expected_revision=body.expected_revision,
            dry_run=dry_run,
        )
        return 200, CampaignSavedOut.of(saved, is_dry_run=dry_run)

    return Asked(caller, request, work, clock, key, dry_run).answered_once(act, f"PUT /v1/campaigns/{code}", body)


@router.get("/{code}/revisions", responses=refusals(CampaignUnknown), summary="List a campaign's revisions")
def read_revisions(_: Annotated[ApiKey, requires("campaigns.read")], code: CampaignCode, work: Work) -> CampaignRevisionsOut:
    """What the campaign said and says, newest first, at most 200 revisions. Revisions never change."""
    return CampaignRevisionsOut(items=[CampaignRevisionOut.of(one) for one in list_revisions(code, within=work)])


@router.get("/{code}/moves", responses=refusals(CampaignUnknown), summary="List the steps of a campaign's life")
def read_moves(_: Annotated[ApiKey, requires("campaigns.read")], code: CampaignCode, work: Work) -> CampaignMovesOut:
    """Who activated, paused and ended the campaign, when and why; newest first, at most 200 steps."""
    return CampaignMovesOut(items=[CampaignMoveOut.of(one) for one in list_moves(code, within=work)])


@router.get("/{code}/occurrences", responses=refusals(CampaignUnknown, CursorMalformed), summary="List a campaign's occurrences")
def read_occurrences(
    *,
    _: Annotated[ApiKey, requires("campaigns.read")],
    code: CampaignCode,
    work: Work,
    limit: Limit = LIMIT_DEFAULT,
    cursor: Cursor = None,
) -> Page[OccurrenceOut]:
    """The runs of a SCHEDULE or DAILY campaign, newest first, with how many were chosen in each arm and refused for which reason; they
    count up while a run goes on."""
    return page_of(list_occurrences(code, within=work, limit=limit, cursor=cursor), OccurrenceOut.of)


@router.post(
    "/{code}/activate",
    response_model=CampaignMovedOut,
    responses=refusals(*_STEPPING, CampaignRevisionConflict, CampaignDefinitionInvalid),
    summary="Activate a campaign",
)
def activate(
    *,
    caller: Annotated[ApiKey, requires("campaigns.write")],
    request: Request,
    code: CampaignCode,
    body: ActivateIn,
    work: Work,
    clock: BusinessClock,
    key: OptionalKey = None,
    dry_run: DryRun = False,
) -> Response:
    """Put the draft in the place of what is live, now or from its `starts_at` on. What older revisions have queued still goes out."""

    def act() -> tuple[int, CampaignMovedOut] | LoyaltyError:
        work.exec_driver_sql(MOVING_TIME)
        moved = activate_campaign(
            code, actor=caller.name, within=work, clock=clock, revision=body.revision, reason=body.reason, dry_run=dry_run
        )
        return 200, CampaignMovedOut.of(moved, is_dry_run=dry_run)

    return Asked(caller, request, work, clock, key, dry_run).answered_once(act, f"POST /v1/campaigns/{code}/activate", body)


@router.post("/{code}/pause", response_model=CampaignMovedOut, responses=refusals(*_STEPPING), summary="Pause a campaign")
def pause(
    *,
    caller: Annotated[ApiKey, requires("campaigns.write")],
    request: Request,
    code: CampaignCode,
    body: CampaignStepIn,
    work: Work,
    clock: BusinessClock,
    key: OptionalKey = None,
    dry_run: DryRun = False,
) -> Response:
    """Choose nobody and send nothing of it until it is resumed. Events and ticks meanwhile are passed over."""
    return _stepped(Asked(caller, request, work, clock, key, dry_run), code, "pause", body, pause_campaign)


@router.post("/{code}/resume", response_model=CampaignMovedOut, responses=refusals(*_STEPPING), summary="Resume a campaign")
def resume(
    *,
    caller: Annotated[ApiKey, requires("campaigns.write")],
    request: Request,
    code: CampaignCode,
    body: CampaignStepIn,
    work: Work,
    clock: BusinessClock,
    key: OptionalKey = None,
    dry_run: DryRun = False,
) -> Response:
    """Go on where the campaign stood: who waits is chosen, held messages go out, each once."""
    return _stepped(Asked(caller, request, work, clock, key, dry_run), code, "resume", body, resume_campaign)


@router.post("/{code}/complete", response_model=CampaignMovedOut, responses=refusals(*_STEPPING), summary="Complete a campaign")
def complete(
    *,
    caller: Annotated[ApiKey, requires("campaigns.write")],
    request: Request,
    code: CampaignCode,
    body: CampaignStepIn,
    work: Work,
    clock: BusinessClock,
    key: OptionalKey = None,
    dry_run: DryRun = False,
) -> Response:
    """End the campaign: nobody is chosen any more; what is queued goes out, and promises stand until they lapse."""
    return _stepped(Asked(caller, request, work, clock, key, dry_run), code, "complete", body, complete_campaign)


@router.post("/{code}/archive", response_model=CampaignMovedOut, responses=refusals(*_STEPPING), summary="Archive a campaign")
def archive(
    *,
    caller: Annotated[ApiKey, requires("campaigns.write")],
    request: Request,
    code: CampaignCode,
    body: CampaignStepIn,
    work: Work,
    clock: BusinessClock,
    key: OptionalKey = None,
    dry_run: DryRun = False,
) -> Response:
    """Put the campaign away: as completing, and what is still queued is withdrawn. Nothing leads back; its history stays."""
    return _stepped(Asked(caller, request, work, clock, key, dry_run), code, "archive", body, archive_campaign)


class _Step(Protocol):
    def __call__(self, code: str, *, actor: str, within: Work, clock: Clock, reason: str | None, dry_run: bool) -> MovedCampaign: ...


def _stepped(asked: Asked, code: str, name: str, body: CampaignStepIn, step: _Step) -> Response:
    def act() -> tuple[int, CampaignMovedOut] | LoyaltyError:
        asked.work.exec_driver_sql(MOVING_TIME)
        moved = step(code, actor=asked.caller.name, within=asked.work, clock=asked.clock, reason=body.reason, dry_run=asked.is_dry_run)
        return 200, CampaignMovedOut.of(moved, is_dry_run=asked.is_dry_run)

    return asked.answered_once(act, f"POST /v1/campaigns/{code}/{name}", body)
