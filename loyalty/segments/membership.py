"""Writes who was in which segment, from when to when. Set-based: the answer of a day arrives whole, only its difference is written.

Not here: the statements themselves (`membership_statements.py`), asking the warehouse (`evaluate.py`), reading back (`reads.py`).

A membership row holds from an evaluated instant to an evaluated instant. The answer of day D holds from the end of D to the next
evaluation of the segment, or to the next one of that member (for the newest: until further notice). Applying an answer sets exactly
that window, joins it to what touches it and leaves no empty row, so the result depends on each instant's last answer and never on the
order in which they were applied.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from loyalty.database import Work
from loyalty.database.copying import copy_rows
from loyalty.ids import new_id
from loyalty.segments.errors import EvaluationMismatch
from loyalty.segments.membership_statements import (
    ANALYZE_ANSWER,
    ANALYZE_CHANGE,
    ANALYZE_TOLD,
    ANSWER_TABLE,
    CHANGES,
    CHANGES_OF_MEMBERS,
    CHANGES_TOLD,
    COUNTS,
    DAYS,
    DAYS_COUNTED,
    DAYS_OF,
    DROP,
    ENROLLED,
    ENTER,
    ENTER_LAST,
    EVENTS,
    HAS_LATER,
    INSTANTS,
    LEAVE,
    LOCK,
    MOVES,
    MOVES_STAND,
    NEWEST_INSTANTS,
    REFUSED,
    ROOM,
    TOLD_TABLE,
    WINDOWS,
    WINDOWS_WITHOUT_MOVES,
)
from loyalty.segments.model import AppliedDay, MemberAnswer, SegmentDay, SegmentVersion


@dataclass(frozen=True, slots=True)
class Evening:
    """One run over a day: its id, when we knew, when the newest load came that the data knew, and in which zone days end."""

    run_id: UUID
    recorded_at: datetime
    loaded_at: datetime | None
    timezone: str


def apply_membership(
    memberships: pa.Table,
    segments: Sequence[SegmentVersion],
    as_of_on: date,
    *,
    within: Work,
    timezone: str,
    recorded_at: datetime | None = None,
    loaded_at: datetime | None = None,
    run_id: UUID | None = None,
) -> AppliedDay:
    """Stored membership says of the end of `as_of_on` what `memberships` (from `evaluate`, over `segments`) says, and whoever is in or
    out from now on otherwise than before has an event in the outbox.

    Days may come in any order and again: a later call for a day corrects it, an equal one changes nothing. Customers who are not
    enrolled are refused and counted. `recorded_at` is when we knew; left out: the day's end. `loaded_at`
    is when the newest load came that the data knew.

    Raises:
        EvaluationMismatch: a row names a segment that is not among `segments`; nothing is written.
    """
    starts_at = end_of_day(as_of_on, timezone)
    facts = _facts(segments, as_of_on, dict.fromkeys([version.code for version in segments], starts_at), "DAY", recorded_at or starts_at)
    more = {"loaded_at": loaded_at} | ({"run_id": run_id} if run_id is not None else {})
    return _apply(memberships, segments, facts | more, (DAYS,), within)


def apply_at(
    memberships: pa.Table, segments: Sequence[SegmentVersion], as_of_on: date, *, at: datetime, cause: str, within: Work
) -> AppliedDay:
    """Stored membership says from `at` on (from the segment's newest evaluation, where that is later) what `memberships` says: data of
    `as_of_on`, other instant. As `apply_membership` otherwise.

    Raises:
        EvaluationMismatch: a row names a segment that is not among `segments`; nothing is written.
    """
    starts_at = newest_instants([version.code for version in segments], at=at, within=within)
    return _apply(memberships, segments, _facts(segments, as_of_on, starts_at, cause, at), INSTANTS, within)


def apply_again(
    memberships: pa.Table, segments: Sequence[SegmentVersion], as_of_on: date, *, at: datetime, cause: str, within: Work
) -> AppliedDay:
    """An evaluation at the instant `at`, made on data of `as_of_on` that were corrected since, says what `memberships` says now.

    Raises:
        EvaluationMismatch: a row names a segment that is not among `segments`; nothing is written.
    """
    starts_at = dict.fromkeys([version.code for version in segments], at)
    return _apply(memberships, segments, _facts(segments, as_of_on, starts_at, cause, at), INSTANTS, within)


def apply_members(
    answers: Sequence[MemberAnswer],
    segments: Sequence[SegmentVersion],
    as_of_on: date | None,
    *,
    at: datetime,
    cause: str,
    within: Work,
    known: Mapping[UUID, str] | None = None,
) -> int:
    """Stored membership says of each named member from `at` on what its answer says; nobody else moves. How many memberships changed.

    `known` are the facts by member that the answers were decided on, as JSON; they are kept with what changed.
    """
    starts_at = newest_instants([version.code for version in segments], at=at, within=within)
    facts = _facts(segments, as_of_on, starts_at, cause, at) | {
        "member_codes": [answer.segment_code for answer in answers],
        "member_ids": [answer.member_id for answer in answers],
        "member_is_in": [answer.is_in for answer in answers],
        "fact_ids": list(known or {}),
        "fact_texts": list((known or {}).values()),
    }
    within.exec_driver_sql(ROOM)
    within.exec_driver_sql(DROP)
    within.exec_driver_sql(LOCK, facts)
    for statement in (WINDOWS, CHANGES_OF_MEMBERS, *LEAVE, *ENTER, MOVES, EVENTS):
        within.exec_driver_sql(statement, facts)
    changed: int = within.exec_driver_sql("select count(*) from segment_change").scalar_one()
    if changed:
        for statement in COUNTS:
            within.exec_driver_sql(statement, facts)
    within.exec_driver_sql(DROP)
    return changed


def apply_differences(
    differences: pa.Table,
    described: Mapping[str, int],
    segments: Sequence[SegmentVersion],
    as_of_on: date,
    *,
    within: Work,
    evening: Evening,
) -> list[SegmentDay]:
    """Stored membership says of the end of `as_of_on`, a day after all that were evaluated, what it said before but for `differences`:
    (customer_id, segment_code, is_in), of customers for whom the answer is another or may be. `described` is how many customers each
    rule describes.
    """
    codes = [version.code for version in segments]
    facts = _facts(segments, as_of_on, dict.fromkeys(codes, end_of_day(as_of_on, evening.timezone)), "DAY", evening.recorded_at)
    facts |= {"loaded_at": evening.loaded_at, "run_id": evening.run_id, "described": [described[code] for code in codes]}
    within.exec_driver_sql(ROOM)
    within.exec_driver_sql(DROP)
    within.exec_driver_sql(LOCK, facts)
    within.exec_driver_sql(TOLD_TABLE)
    copy_rows("segment_told", differences, within=within)
    for statement in (WINDOWS, ANALYZE_TOLD, CHANGES_TOLD, *MOVES_STAND, ANALYZE_CHANGE):
        within.exec_driver_sql(statement, facts)
    # After the newest day nothing lies before or behind that a row could be joined to, but for who was moved since that day's end.
    is_last = not within.exec_driver_sql(HAS_LATER).scalar_one()
    for statement in (*((LEAVE[1], ENTER_LAST) if is_last else (*LEAVE, *ENTER)), EVENTS, DAYS_COUNTED):
        within.exec_driver_sql(statement, facts)
    # Where members moved by themselves since the evaluation before, sizes are counted anew.
    within.exec_driver_sql(WINDOWS_WITHOUT_MOVES)
    within.exec_driver_sql(COUNTS[0], facts)
    days = [SegmentDay(**row) for row in within.exec_driver_sql(DAYS_OF, facts).mappings()]
    within.exec_driver_sql(DROP)
    return days


def newest_instants(codes: Sequence[str], *, at: datetime, within: Work) -> dict[str, datetime]:
    """By segment: `at`, or its newest evaluation where that is later (the demo's clock stands at the end of the loaded day)."""
    found = within.exec_driver_sql(NEWEST_INSTANTS, {"codes": list(codes), "now": at}).tuples()
    return dict(found.all())


def _facts(
    segments: Sequence[SegmentVersion], as_of_on: date | None, starts_at: Mapping[str, datetime], cause: str, recorded_at: datetime
) -> dict[str, object]:
    codes = [version.code for version in segments]
    return {
        "codes": codes,
        "versions": [version.version for version in segments],
        "starts_at": [starts_at[code] for code in codes],
        "as_of_on": as_of_on,
        "run_id": new_id(),
        "cause": cause,
        "recorded_at": recorded_at,
        "loaded_at": None,
    }


def _apply(
    memberships: pa.Table, segments: Sequence[SegmentVersion], facts: dict[str, object], records: Sequence[str], within: Work
) -> AppliedDay:
    _refuse_strangers(memberships, segments)
    within.exec_driver_sql(ROOM)
    within.exec_driver_sql(DROP)
    within.exec_driver_sql(LOCK, facts)
    within.exec_driver_sql(ANSWER_TABLE)
    copy_rows("segment_answer", memberships.select(["customer_id", "segment_code"]), within=within)
    statements = (WINDOWS, ENROLLED, ANALYZE_ANSWER, CHANGES, *MOVES_STAND, ANALYZE_CHANGE, *LEAVE, *ENTER, EVENTS, REFUSED, *records)
    for statement in statements:
        within.exec_driver_sql(statement, facts)
    days = [SegmentDay(**row) for counts in COUNTS for row in within.exec_driver_sql(counts, facts).mappings()]
    changed: int = within.exec_driver_sql("select count(*) from segment_change").scalar_one()
    within.exec_driver_sql(DROP)
    starts_at = dict(zip(facts["codes"], facts["starts_at"], strict=True))  # type: ignore[call-overload]
    todays = [day for day in days if day.evaluated_at == starts_at[day.segment_code]]
    return _applied(memberships, facts["as_of_on"], todays, changed)  # type: ignore[arg-type]


def end_of_day(as_of_on: date, timezone: str) -> datetime:
    """The instant at which a business day's load stands: its last second."""
    return datetime.combine(as_of_on, time(23, 59, 59), tzinfo=ZoneInfo(timezone))


def _refuse_strangers(memberships: pa.Table, segments: Sequence[SegmentVersion]) -> None:
    known = {version.code for version in segments}
    strangers = sorted({str(code) for code in pc.unique(memberships.column("segment_code")).to_pylist()} - known)
    if strangers:
        raise EvaluationMismatch(f"The answer names segments that were not evaluated: {', '.join(strangers[:5])}.", segment_codes=strangers)


def _applied(memberships: pa.Table, as_of_on: date, days: Sequence[SegmentDay], changed_count: int) -> AppliedDay:
    todays = tuple(sorted(days, key=lambda day: day.segment_code))
    refused = sum(day.refused_count for day in todays)
    return AppliedDay(
        as_of_on=as_of_on,
        read_count=memberships.num_rows,
        kept_count=memberships.num_rows - refused,
        refused_count=refused,
        changed_count=changed_count,
        days=todays,
    )
