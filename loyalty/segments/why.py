"""Why a member is in a segment, or is not, now or at a past instant: the rule that was asked, clause by clause, and what it saw.

Not here: changing anything; how a rule reads in a person's language (`loyalty/rules`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from loyalty.database import Work
from loyalty.features import Catalogue
from loyalty.members import Member
from loyalty.rules import Clause, explain_rule
from loyalty.segments.facts import facts_of
from loyalty.segments.model import SegmentKind, SegmentStatus, SegmentVersion
from loyalty.segments.source import Source
from loyalty.segments.versions import find_head, find_version, segments_in_force

EVALUATION = """
select evaluated_at, as_of_on, version, cause, loaded_at from segment_evaluations
where segment_code = %(code)s and evaluated_at <= %(at)s order by evaluated_at desc limit 1
"""

MOVE = """
select evaluated_at, as_of_on, version, cause, is_in, facts from segment_member_moves
where segment_code = %(code)s and member_id = %(member_id)s and evaluated_at <= %(at)s order by evaluated_at desc limit 1
"""

STOOD = """
select valid_from, valid_to, version from segment_memberships
where segment_code = %(code)s and member_id = %(member_id)s and valid_from <= %(at)s and (valid_to > %(at)s or valid_to is null)
"""

SourceOf = Callable[[date], Source]
"""Where the profile of a day is read; what it raises passes through."""


@dataclass(frozen=True, slots=True)
class Why:
    """A member and a segment at an instant. `reason_code` says which part of this is the answer.

    `clauses` and `values` are of the rule that stood, on the data that it was asked of; both are empty where no rule was asked. A value's
    age is that of its data: `as_of_on` is their day, `loaded_at` when the newest load came that they know, `built_at` when they were made.
    """

    segment_code: str
    at: datetime
    is_in: bool
    valid_from: datetime | None
    valid_to: datetime | None
    is_described: bool | None
    reason_code: str
    status: SegmentStatus
    version: int
    rule: object
    evaluated_at: datetime | None
    cause: str | None
    as_of_on: date | None
    loaded_at: datetime | None
    built_at: datetime | None
    clauses: tuple[Clause, ...]
    values: Mapping[str, Any]


def explain_membership(code: str, member: Member, *, at: datetime, source_of: SourceOf, catalogue: Catalogue, within: Work) -> Why:
    """Why the member is in the segment at `at`, or why not.

    Raises:
        SegmentUnknown: no segment has this code.
        SegmentDataMissing, WarehouseUnavailable: the profile of that day cannot be read now.
    """
    head = find_head(code, within=within)
    facts = {"code": code, "member_id": member.id, "at": at}
    stood = within.exec_driver_sql(STOOD, facts).one_or_none()
    evaluation = within.exec_driver_sql(EVALUATION, facts).one_or_none()
    move = within.exec_driver_sql(MOVE, facts).one_or_none()
    asked, known = evaluation, None
    if move is not None and (evaluation is None or move.evaluated_at >= evaluation.evaluated_at):
        asked, known = move, dict(move.facts)
    version = find_version(code, asked.version if asked is not None else head.version, catalogue=catalogue, within=within)
    source = None
    if known is None and asked is not None and asked.cause != "ARCHIVED" and head.kind is SegmentKind.RULE:
        source = source_of(asked.as_of_on)
        known = _seen(version, source, member, catalogue, within)
    clauses = tuple(explain_rule(version.segment.checked, known)) if known and head.kind is SegmentKind.RULE else ()
    is_described = clauses[0].is_true if clauses else None
    return Why(
        segment_code=code,
        at=at,
        is_in=stood is not None,
        valid_from=stood.valid_from if stood else None,
        valid_to=stood.valid_to if stood else None,
        is_described=is_described,
        reason_code=_reason(head.kind, asked, is_in=stood is not None, is_described=is_described, has_profile=bool(known)),
        status=head.status,
        version=version.version,
        rule=version.segment.rule if head.kind is SegmentKind.RULE else None,
        evaluated_at=asked.evaluated_at if asked is not None else None,
        cause=asked.cause if asked is not None else None,
        as_of_on=asked.as_of_on if asked is not None else None,
        loaded_at=getattr(asked, "loaded_at", None),
        built_at=source.built_at if source is not None else None,
        clauses=clauses,
        values={name: value for name, value in (known or {}).items() if name not in {"customer_id", "as_of_on"}},
    )


def _seen(version: SegmentVersion, source: Source, member: Member, catalogue: Catalogue, within: Work) -> dict[str, Any]:
    among = segments_in_force(source.as_of_on, catalogue=catalogue, within=within)
    found = facts_of([version.segment.checked], source, [member.external_id], among=among)
    return dict(found.get(member.external_id, {}))


def _reason(kind: SegmentKind, asked: Any, *, is_in: bool, is_described: bool | None, has_profile: bool) -> str:  # noqa: ANN401, PLR0911
    if kind is SegmentKind.STATIC:
        return "LISTED" if is_in else "NOT_LISTED"
    if asked is None:
        return "NOT_EVALUATED"
    if asked.cause == "ARCHIVED":
        return "ARCHIVED"
    if not has_profile:
        return "NO_PROFILE"
    if is_described and not is_in:
        return "ENROLLED_LATER"
    if is_described is False and is_in:
        return "DATA_CHANGED"
    return "RULE_HOLDS" if is_described else "RULE_FAILS"
