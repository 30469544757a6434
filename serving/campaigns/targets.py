"""`/v1/campaigns/{code}/targets`, a member's campaigns, and the universal holdout: whom campaigns chose, whom they leave alone."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal

import pyarrow as pa
from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import Field, StringConstraints

from loyalty.access import Caller
from loyalty.campaigns import (
    Arm,
    CampaignUnknown,
    HoldoutInvalid,
    OccurrenceUnknown,
    find_head,
    list_targets,
    read_holdout,
    set_holdout,
    targets_of_member,
)
from loyalty.campaigns.export import EXPORTED, as_parquet, export_targets
from loyalty.errors import LoyaltyError
from loyalty.idempotency import KeyInFlight, KeyReused
from loyalty.members import MemberUnknown
from loyalty.paging import CursorMalformed
from serving.campaigns.router import CampaignCode
from serving.campaigns.schemas import HoldoutIn, HoldoutOut, TargetOut
from serving.http.auth import GuardedRoute, requires
from serving.http.csv_lines import csv_lines
from serving.http.errors import Malformed, refusals
from serving.http.idempotency import Asked, OptionalKey
from serving.http.inputs import PLAIN_TEXT, DryRun, Number
from serving.http.paging import LIMIT_DEFAULT, Cursor, Limit, Page, page_of
from serving.http.work import BusinessClock, Work, wiring_of
from serving.members.references import CurrentMember

router = APIRouter(prefix="/v1", tags=["Campaigns"], route_class=GuardedRoute)

OccurrenceName = Annotated[
    Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=PLAIN_TEXT)] | None,
    Query(description="One occurrence: an instant, a day, an event's id, `newest` for the newest on record; left out: all."),
]
RevisionNumber = Annotated[Annotated[Number, Field(ge=1, le=1_000_000)] | None, Query(description="One revision; left out: all of them.")]
OneArm = Annotated[Arm | None, Query(description="TREATED, CONTROL or HOLDOUT; left out: everybody, the refused too.")]
OneReason = Annotated[
    Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[A-Z_]+$")] | None,
    Query(description="Only those refused for this reason, such as CONSENT_MISSING."),
]
FileFormat = Annotated[Literal["CSV", "PARQUET"], Query(description="CSV in UTF-8 with a header line, or Parquet.")]
PARQUET_TYPE = "application/vnd.apache.parquet"
_FILE: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/csv": {"schema": {"type": "string"}}, PARQUET_TYPE: {"schema": {"type": "string", "format": "binary"}}}}
}


@router.get(
    "/campaigns/{code}/targets",
    responses=refusals(CampaignUnknown, OccurrenceUnknown, CursorMalformed),
    summary="List whom a campaign chose",
)
def read_targets(
    *,
    _: Annotated[Caller, requires("campaigns.read")],
    code: CampaignCode,
    work: Work,
    occurrence: OccurrenceName = None,
    revision: RevisionNumber = None,
    arm: OneArm = None,
    reason: OneReason = None,
    limit: Limit = LIMIT_DEFAULT,
    cursor: Cursor = None,
) -> Page[TargetOut]:
    """Who was chosen in which arm, with which offer over which channel, how its message stands, and who was refused and why; those of whom
    it was decided last come first."""
    found = list_targets(
        code,
        within=work,
        occurrence=occurrence,
        revision=revision,
        arms=[arm] if arm else None,
        reason=reason,
        limit=limit,
        cursor=cursor,
    )
    return page_of(found, TargetOut.of)


@router.get(
    "/campaigns/{code}/targets/export",
    response_class=Response,
    responses={**_FILE, **refusals(CampaignUnknown)},
    summary="Export whom a campaign chose",
)
def export(
    *,
    _: Annotated[Caller, requires("campaigns.read")],
    request: Request,
    code: CampaignCode,
    work: Work,
    occurrence: OccurrenceName = None,
    arm: OneArm = None,
    reason: OneReason = None,
    file_format: FileFormat = "CSV",
) -> Response:
    """The audience as a file, for a channel or a measurement of your own: everybody chosen and refused, or one arm of one
    occurrence, or those refused for one reason."""
    find_head(code, within=work)
    headers = {"Content-Disposition": f'attachment; filename="{code}.{file_format.lower()}"'}

    def parts() -> Iterator[pa.Table]:
        with wiring_of(request).database.begin() as inner:
            # Every part sees one instant of the database, however long the reader takes.
            inner.exec_driver_sql("set transaction isolation level repeatable read, read only")
            yield from export_targets(code, within=inner, occurrence=occurrence, arms=[arm] if arm else None, reason=reason)

    if file_format == "PARQUET":
        return Response(as_parquet(parts()), media_type=PARQUET_TYPE, headers=headers)
    return StreamingResponse(_as_csv(parts()), media_type="text/csv; charset=utf-8", headers=headers)


@router.get(
    "/members/{member_id}/campaigns",
    responses=refusals(MemberUnknown, CursorMalformed),
    summary="List the campaigns that chose a member",
)
def read_of_member(
    *,
    _: Annotated[Caller, requires("campaigns.read")],
    member: CurrentMember,
    work: Work,
    limit: Limit = LIMIT_DEFAULT,
    cursor: Cursor = None,
) -> Page[TargetOut]:
    """The campaigns in which the member was chosen, in whichever arm, newest first."""
    return page_of(targets_of_member(member.id, within=work, limit=limit, cursor=cursor), TargetOut.of)


@router.get("/campaign-holdout", summary="Read the universal holdout")
def read_universal_holdout(_: Annotated[Caller, requires("campaigns.read")], work: Work) -> HoldoutOut:
    """Which share of all customers gets no campaign at all, so that the effect of all campaigns can be told."""
    return HoldoutOut.of(read_holdout(within=work))


@router.put(
    "/campaign-holdout",
    response_model=HoldoutOut,
    responses=refusals(Malformed, HoldoutInvalid, KeyInFlight, KeyReused),
    summary="Set the universal holdout",
)
def put_universal_holdout(
    *,
    caller: Annotated[Caller, requires("campaigns.write")],
    request: Request,
    body: HoldoutIn,
    work: Work,
    clock: BusinessClock,
    key: OptionalKey = None,
    dry_run: DryRun = False,
) -> Response:
    """Hold this share of all customers out from now on, drawn for this season. What was chosen before stays as it is."""

    def act() -> tuple[int, HoldoutOut] | LoyaltyError:
        set_to = set_holdout(body.share, body.season, actor=caller.name, within=work, clock=clock, dry_run=dry_run)
        return 200, HoldoutOut.of(set_to)

    return Asked(caller, request, work, clock, key, dry_run).answered_once(act, "PUT /v1/campaign-holdout", body)


def _as_csv(parts: Iterator[pa.Table]) -> Iterator[bytes]:
    yield (",".join(EXPORTED.names) + "\r\n").encode()
    for part in parts:
        yield csv_lines([_cell(value) for value in row.values()] for row in part.to_pylist())


def _cell(value: object) -> object:
    isoformat = getattr(value, "isoformat", None)
    return isoformat().replace("+00:00", "Z") if isoformat is not None else value
