"""`/v1/segments/{code}/members` for lists: some members on or off, the whole list by a file, and back to how it was. Not here: rules."""

import csv
import hashlib
import io
from collections.abc import Callable
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Query, Request, Response

from loyalty.access import Caller
from loyalty.clock import Clock
from loyalty.database import Work as Transaction
from loyalty.errors import Invalid, LoyaltyError
from loyalty.idempotency import KeyInFlight, KeyReused
from loyalty.members import MemberUnknown
from loyalty.segments import (
    ListMember,
    ListReplaced,
    SegmentKindConflict,
    SegmentStatusConflict,
    SegmentUnknown,
    change_lists,
    members_named,
    replace_list,
    restore_list,
)
from loyalty.tiers import rise_with_segments
from serving.http.auth import GuardedRoute, requires
from serving.http.csv_lines import read_cell
from serving.http.errors import Malformed, refusals
from serving.http.idempotency import Asked, OptionalKey
from serving.http.inputs import DryRun
from serving.http.work import BusinessClock, Work, wiring_of
from serving.members.references import ProgramCode
from serving.segments.list_schemas import ListChangedOut, ListChangeIn, ListFileIn, ListReplacedOut, ListRestoreIn
from serving.segments.router import ACTIVATION_TIME, SegmentCode

router = APIRouter(prefix="/v1/segments", tags=["Segments"], route_class=GuardedRoute)

LIST_FILE_BYTES_MAX = 16 * 1024 * 1024
_COLUMN = "member_id"
_TOLD_MAX = 20
_REFUSED = (Malformed, SegmentUnknown, SegmentKindConflict, SegmentStatusConflict, KeyInFlight, KeyReused)


class ListFileInvalid(Invalid):
    """The file of members cannot be read, lacks its column, or names nobody."""

    code = "LIST_FILE_INVALID"


@router.post(
    "/{code}/members",
    response_model=ListChangedOut,
    responses=refusals(Malformed, SegmentUnknown, SegmentKindConflict, SegmentStatusConflict, MemberUnknown, KeyInFlight, KeyReused),
    summary="Change a list's members",
)
def change_members(
    *,
    caller: Annotated[Caller, requires("segments.write")],
    request: Request,
    code: SegmentCode,
    body: ListChangeIn,
    work: Work,
    clock: BusinessClock,
    key: OptionalKey = None,
    dry_run: DryRun = False,
    program_code: ProgramCode = None,
) -> Response:
    """Put members on a list (a STATIC segment), or take them off, at most 1,000 at once. Longer lists come as a bulk file: send a CSV of
    the kind SEGMENT_MEMBERS to `/v1/jobs`."""
    wiring = wiring_of(request)

    def act() -> tuple[int, ListChangedOut] | LoyaltyError:
        found = wiring.directory.resolve([(program_code, name) for name in body.member_ids], work)
        unknown = [name for name, one in zip(body.member_ids, found, strict=True) if not isinstance(one, UUID)]
        if unknown:
            raise MemberUnknown(f"No member has the id or external id '{unknown[0][:80]}'.", member_ids=unknown[:20])
        commands = [ListMember(code, one, body.action == "ADD") for one in found if isinstance(one, UUID)]
        with work.begin_nested() as point:
            told = change_lists(commands, cause="CALL", within=work, clock=clock)
            rise_with_segments(within=work, clock=clock, member_ids={command.member_id for command in commands})
            if dry_run:
                point.rollback()
        return 200, ListChangedOut(code=code, changed_count=sum(told), unchanged_count=len(told) - sum(told), would_apply=dry_run)

    return Asked(caller, request, work, clock, key, dry_run).answered_once(act, f"POST /v1/segments/{code}/members", body)


@router.put(
    "/{code}/members",
    response_model=ListReplacedOut,
    responses=refusals(*_REFUSED, MemberUnknown, ListFileInvalid),
    summary="Replace a list's members by a file",
)
def replace_members(
    *,
    caller: Annotated[Caller, requires("segments.write")],
    request: Request,
    code: SegmentCode,
    file: Annotated[bytes, Body(media_type="text/csv", openapi_examples={"three": {"value": "member_id\n1\n13\n42\n"}})],
    work: Work,
    clock: BusinessClock,
    key: OptionalKey = None,
    dry_run: DryRun = False,
    program_code: ProgramCode = None,
    skip_unknown: Annotated[bool, Query(description="Leave out rows that name nobody we know, instead of refusing the file.")] = False,
) -> Response:
    """Exactly the members in the CSV (column `member_id`: ids or external ids, at most 16 MiB) are on the list from now on: who is new
    enters, who is missing leaves. See first who would, with `dry_run`. One row that names nobody refuses the file, unless it may be
    skipped. To take it back, send the answer's `undo_as_of` to `members:restore`; history is never rewritten."""
    wiring = wiring_of(request)

    def act() -> tuple[int, ListReplacedOut] | LoyaltyError:
        names = _names_in(file)
        known = members_named(set(names), program_code=program_code or wiring.directory.program_code, within=work)
        unknown = [(number, name) for number, name in enumerate(names, start=1) if name not in known]
        if (unknown and not skip_unknown) or not known:
            rows = [{"row_number": number, "member_id": name[:80]} for number, name in unknown[:_TOLD_MAX]]
            others = f" and {len(unknown) - 1} other rows name" if len(unknown) > 1 else " names"
            said = f"Row {unknown[0][0]}{others} no member; send skip_unknown=true to leave such rows out."
            raise MemberUnknown(said, unknown_count=len(unknown), rows=rows)
        replaced = _tried(
            work, clock, lambda: replace_list(code, set(known.values()), cause="FILE", within=work, clock=clock), is_dry_run=dry_run
        )
        return 200, ListReplacedOut.of(code, replaced, skipped_count=len(unknown), is_dry_run=dry_run)

    asked = ListFileIn(sha256=hashlib.sha256(file).hexdigest(), skip_unknown=skip_unknown)
    return Asked(caller, request, work, clock, key, dry_run).answered_once(act, f"PUT /v1/segments/{code}/members", asked)


@router.post(
    "/{code}/members:restore",
    response_model=ListReplacedOut,
    responses=refusals(*_REFUSED),
    summary="Put a list back to how it was",
)
def restore_members(
    *,
    caller: Annotated[Caller, requires("segments.write")],
    request: Request,
    code: SegmentCode,
    body: ListRestoreIn,
    work: Work,
    clock: BusinessClock,
    key: OptionalKey = None,
    dry_run: DryRun = False,
) -> Response:
    """Exactly those who were on the list at an instant are on it from now on; see first who would move, with `dry_run`. An instant before
    the list began empties it."""

    def act() -> tuple[int, ListReplacedOut] | LoyaltyError:
        replaced = _tried(work, clock, lambda: restore_list(code, body.as_of, cause="CALL", within=work, clock=clock), is_dry_run=dry_run)
        return 200, ListReplacedOut.of(code, replaced, is_dry_run=dry_run)

    return Asked(caller, request, work, clock, key, dry_run).answered_once(act, f"POST /v1/segments/{code}/members:restore", body)


def _tried(work: Transaction, clock: Clock, replace: Callable[[], ListReplaced], *, is_dry_run: bool) -> ListReplaced:
    """What replacing did; where tiers go by segment, members rise with it. A dry run is taken back."""
    work.exec_driver_sql(ACTIVATION_TIME)
    with work.begin_nested() as point:
        replaced = replace()
        rise_with_segments(within=work, clock=clock, member_ids=replaced.entered)
        if is_dry_run:
            point.rollback()
    return replaced


def _names_in(file: bytes) -> list[str]:
    """The members that a CSV names, row by row.

    Raises:
        ListFileInvalid: it is no text, has no column `member_id`, a row without a value, or no row at all.
    """
    try:
        rows = list(csv.DictReader(io.StringIO(file.decode("utf-8-sig"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise ListFileInvalid(f"The file is no CSV in UTF-8: {error}"[:300]) from None
    if not rows or _COLUMN not in rows[0]:
        raise ListFileInvalid(f"The file needs the column '{_COLUMN}' in its first line, and a row; an empty list is archived instead.")
    names = [read_cell((row[_COLUMN] or "").strip()) for row in rows]
    empty = [number for number, name in enumerate(names, start=1) if not name or "\x00" in name or len(name) > 200]
    if empty:
        raise ListFileInvalid(f"Row {empty[0]} has no usable {_COLUMN}.", rows=empty[:_TOLD_MAX])
    return names
