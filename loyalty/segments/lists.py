"""Lists: segments whose members are said, by a file or by a call, instead of described. Not here: rules; reading files."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.features import Catalogue
from loyalty.ids import MalformedId, read_id
from loyalty.members import MEMBER_ID_PREFIX
from loyalty.segments.errors import SegmentStatusConflict
from loyalty.segments.lifecycle import refuse_rule
from loyalty.segments.membership import apply_members, newest_instants
from loyalty.segments.model import MemberAnswer, SegmentStatus, SegmentVersion
from loyalty.segments.versions import find_head, find_version

# A list has no rule, so none of its versions reads a feature.
_NO_FEATURES = Catalogue.of("marts.nothing")


@dataclass(frozen=True, slots=True)
class ListMember:
    """Put a member on the list, or with `is_in` false take it off."""

    segment_code: str
    member_id: UUID
    is_in: bool = True


@dataclass(frozen=True, slots=True)
class ListReplaced:
    """Who came on a list and who went when it was replaced as a whole."""

    entered: tuple[UUID, ...]
    left: tuple[UUID, ...]
    kept_count: int
    undo_as_of: datetime
    """The last instant at which the list was as before: `restore_list` with it takes the replacement back."""


def replace_list(code: str, member_ids: Collection[UUID], *, cause: str, within: Work, clock: Clock) -> ListReplaced:
    """Exactly these members are on the list from now on: who is new enters, who is not named leaves, the others stay untouched.

    Raises:
        SegmentUnknown, SegmentKindConflict (it is a rule), SegmentStatusConflict (it is not ACTIVE): nothing is written.
    """
    version = _list_in_force(code, within)
    starts_at = newest_instants([code], at=clock.now(), within=within)[code]
    wanted, before = set(member_ids), _on_list(code, within)
    entered, left = sorted(wanted - before), sorted(before - wanted)
    answers = [MemberAnswer(code, one, True) for one in entered] + [MemberAnswer(code, one, False) for one in left]
    if answers:
        apply_members(answers, [version], None, at=clock.now(), cause=cause, within=within)
    return ListReplaced(tuple(entered), tuple(left), len(wanted & before), starts_at - timedelta(microseconds=1))


def restore_list(code: str, as_of: datetime, *, cause: str, within: Work, clock: Clock) -> ListReplaced:
    """Exactly those who were on the list at `as_of` are on it from now on. History stays: nothing that was is rewritten.

    Raises:
        SegmentUnknown, SegmentKindConflict, SegmentStatusConflict: as `replace_list`.
    """
    _list_in_force(code, within)
    query = "select member_id from segment_memberships where segment_code = %s and valid_from <= %s and (valid_to > %s or valid_to is null)"
    then = within.exec_driver_sql(query, (code, as_of, as_of)).scalars().all()
    return replace_list(code, then, cause=cause, within=within, clock=clock)


def members_named(references: Collection[str], *, program_code: str, within: Work) -> dict[str, UUID]:
    """The members behind ids (`mbr_…`) or the program's external ids; who is unknown is left out. One query, however many are named."""
    ids = {reference: found for reference in references if (found := _id_of(reference)) is not None}
    query = """
    select m.external_id, m.id from members m where m.program_code = %(program_code)s and m.external_id = any(%(names)s)
    union all select null, m.id from members m where m.id = any(%(ids)s::uuid[])
    """
    facts = {"program_code": program_code, "names": [name for name in references if name not in ids], "ids": list(ids.values())}
    rows = within.exec_driver_sql(query, facts).tuples().all()
    standing = {member_id for name, member_id in rows if name is None}
    return {name: member_id for name, member_id in rows if name is not None} | {name: one for name, one in ids.items() if one in standing}


def change_lists(commands: Sequence[ListMember], *, cause: str, within: Work, clock: Clock) -> list[bool]:
    """The members are on the lists, or off them, from now on; for each command whether it changed anything. Of two commands about one
    member and list the later one counts.

    Raises:
        SegmentUnknown, SegmentKindConflict (it is a rule), SegmentStatusConflict (it is not ACTIVE): nothing is written.
    """
    codes = sorted({command.segment_code for command in commands})
    versions = [_list_in_force(code, within) for code in codes]
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


def _list_in_force(code: str, within: Work) -> SegmentVersion:
    """The version of a list that is ACTIVE, locked against others who change it."""
    head = find_head(code, within=within, lock=True)
    refuse_rule(head)
    if head.status is not SegmentStatus.ACTIVE:
        raise SegmentStatusConflict(f"The list '{code}' is {head.status}; activate it first.", segment_code=code, status=head.status.value)
    return find_version(code, head.version, catalogue=_NO_FEATURES, within=within)


def _on_list(code: str, within: Work) -> set[UUID]:
    query = "select member_id from segment_memberships where segment_code = %s and valid_to is null"
    return set(within.exec_driver_sql(query, (code,)).scalars())


def _id_of(reference: str) -> UUID | None:
    try:
        return read_id(MEMBER_ID_PREFIX, reference)
    except MalformedId:
        return None


def _standing(pairs: Sequence[tuple[str, UUID]], within: Work) -> set[tuple[str, UUID]]:
    """Which of the pairs are members now."""
    query = """
    select s.segment_code, s.member_id from segment_memberships s
    join unnest(%(codes)s::text[], %(ids)s::uuid[]) as p (segment_code, member_id) using (segment_code, member_id)
    where s.valid_to is null
    """
    facts = {"codes": [code for code, _ in pairs], "ids": [member_id for _, member_id in pairs]}
    return {(code, member_id) for code, member_id in within.exec_driver_sql(query, facts)}
