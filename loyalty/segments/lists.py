"""Lists: segments whose members are said, by a file or by a call, instead of described. Not here: rules; reading files (`loyalty/jobs`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.features import Catalogue
from loyalty.segments.errors import SegmentStatusConflict
from loyalty.segments.lifecycle import refuse_rule
from loyalty.segments.membership import apply_members
from loyalty.segments.model import MemberAnswer, SegmentStatus
from loyalty.segments.store import find_head, find_version

# A list has no rule, so none of its versions reads a feature.
_NO_FEATURES = Catalogue.of("marts.nothing")


@dataclass(frozen=True, slots=True)
class ListMember:
    """Put a member on the list, or with `is_in` false take it off."""

    segment_code: str
    member_id: UUID
    is_in: bool = True


def change_lists(commands: Sequence[ListMember], *, cause: str, within: Work, clock: Clock) -> list[bool]:
    """The members are on the lists, or off them, from now on; for each command whether it changed anything. Of two commands about one
    member and list the later one counts.

    Raises:
        SegmentUnknown, SegmentKindConflict (it is a rule), SegmentStatusConflict (it is not ACTIVE): nothing is written.
    """
    codes = sorted({command.segment_code for command in commands})
    versions = []
    for code in codes:
        head = find_head(code, within=within, lock=True)
        refuse_rule(head)
        if head.status is not SegmentStatus.ACTIVE:
            raise SegmentStatusConflict(
                f"The list '{code}' is {head.status}; activate it first.", segment_code=code, status=head.status.value
            )
        versions.append(find_version(code, head.version, catalogue=_NO_FEATURES, within=within))
    newest = {(command.segment_code, command.member_id): command.is_in for command in commands}
    before = _standing(list(newest), within)
    answers = [MemberAnswer(code, member_id, is_in) for (code, member_id), is_in in newest.items()]
    if answers:
        apply_members(answers, versions, None, at=clock.now(), cause=cause, within=within)
    told = []
    for command in commands:
        key = (command.segment_code, command.member_id)
        told.append(command.is_in != (key in before))
        before = before | {key} if command.is_in else before - {key}
    return told


def _standing(pairs: Sequence[tuple[str, UUID]], within: Work) -> set[tuple[str, UUID]]:
    """Which of the pairs are members now."""
    query = """
    select s.segment_code, s.member_id from segment_memberships s
    join unnest(%(codes)s::text[], %(ids)s::uuid[]) as p (segment_code, member_id) using (segment_code, member_id)
    where s.valid_to is null
    """
    facts = {"codes": [code for code, _ in pairs], "ids": [member_id for _, member_id in pairs]}
    return {(code, member_id) for code, member_id in within.exec_driver_sql(query, facts)}
