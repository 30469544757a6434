"""The acts on eligibility: overrides, and who may take part in a program. Not here: judging (decide), SQL (store)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.eligibility import store
from loyalty.eligibility.definition import misfit
from loyalty.eligibility.errors import EligibilityInvalid, OverrideInvalid, OverrideUnknown, SubjectUnknown
from loyalty.eligibility.model import Criteria, Override, SetOverride, Subject
from loyalty.errors import LoyaltyError
from loyalty.ledger.validate import label_refusal
from loyalty.members.errors import MemberUnknown
from loyalty.members.store import find_members
from loyalty.paging import CursorMalformed, Page, check_limit, read_cursor, write_cursor
from loyalty.programs.store import current_program

_AFTER_ALL = UUID(int=2**128 - 1)


def set_overrides(commands: Sequence[SetOverride], *, within: Work, clock: Clock, dry_run: bool = False) -> list[Override | LoyaltyError]:
    """Each override counts from now, and takes the place of the member's standing one; or is refused by itself; in order.

    In the list, in their order of precedence: `OverrideInvalid`, `MemberUnknown`, `SubjectUnknown`.
    """
    now = clock.now()
    members = find_members(list({command.member_id for command in commands}), within=within)
    known = store.known_subjects({(command.program_code, command.subject) for command in commands}, within)
    results: list[Override | LoyaltyError] = []
    # Two commands of a batch for one member and subject: the later one stands.
    last: dict[tuple[UUID, str, Subject], Override] = {}
    for command in commands:
        refusal = _shape_refusal(command, now)
        member = members.get(command.member_id)
        if refusal is None and (member is None or member.program_code != command.program_code):
            refusal = MemberUnknown(f"There is no member {command.member_id}.", member_id=str(command.member_id))
        if refusal is None and (command.program_code, command.subject) not in known:
            kind, code = command.subject
            refusal = SubjectUnknown(f"There is no {kind.lower()} '{code[:80]}'.", subject_kind=str(kind), subject_code=code[:80])
        override = refusal or store.override_of(command, now)
        if isinstance(override, Override):
            last[command.member_id, command.program_code, command.subject] = override
        results.append(override)
    if last and not dry_run:
        accepted = [command for command, result in zip(commands, results, strict=True) if isinstance(result, Override)]
        standing = store.lock_overrides(accepted, within)
        store.close_overrides([override.id for override in standing], accepted[0].actor, now, within)
        store.append_overrides(list(last.values()), now, within)
    return results


def withdraw_override(id_: UUID, *, actor: str | None, within: Work, clock: Clock, dry_run: bool = False) -> Override:
    """The override counts no longer; withdrawing it again changes nothing.

    Raises:
        OverrideUnknown: there is none with this id.
    """
    found = store.find_override(id_, within)
    if found is None:
        raise OverrideUnknown(f"There is no override {id_}.", override_id=str(id_))
    if found.withdrawn_at is None and not dry_run:
        store.close_overrides([id_], actor, clock.now(), within)
        return store.find_override(id_, within) or found
    return found


def list_overrides(
    program_code: str,
    *,
    within: Work,
    limit: int,
    member_id: UUID | None = None,
    subject_kind: str | None = None,
    subject_code: str | None = None,
    cursor: str | None = None,
) -> Page[Override]:
    """Overrides, those that ended too, newest first.

    Raises:
        CursorMalformed, LimitInvalid
    """
    before = _place(cursor) if cursor else _AFTER_ALL
    found = store.listed_overrides(program_code, member_id, (subject_kind, subject_code), before, check_limit(limit) + 1, within)
    return Page(found[:limit], write_cursor(found[limit - 1].id.hex) if len(found) > limit else None)


def set_program_eligibility(
    program_code: str, criteria: Criteria, *, actor: str | None, within: Work, clock: Clock, dry_run: bool = False
) -> store.ProgramCriteria:
    """From now these criteria say who may take part in the program; the same ones again make no new revision.

    Raises:
        EligibilityInvalid: no such program, or a tier or segment that does not exist.
    """
    if not store.lock_program(program_code, within):
        raise EligibilityInvalid(f"There is no program '{program_code[:80]}'.", path="program_code", problem="names no stored program")
    problem = misfit(criteria, current_program(program_code, within=within).program, store.segment_codes(within))
    if problem is not None:
        raise EligibilityInvalid(f"{problem[0]} {problem[1]}.", path=problem[0], problem=problem[1])
    standing = store.program_criteria([program_code], within)[program_code]
    if standing.criteria == criteria:
        return standing
    found = store.ProgramCriteria(criteria, standing.revision + 1)
    if not dry_run:
        store.append_program_criteria(program_code, found, actor, clock.now(), within)
    return found


def _shape_refusal(command: SetOverride, now: datetime) -> LoyaltyError | None:
    if not command.reason.strip():
        return OverrideInvalid("Say why: an override needs a reason.", field="reason")
    if command.valid_until is not None and (command.valid_until.tzinfo is None or command.valid_until <= now):
        return OverrideInvalid("valid_until must be an instant in the future.", field="valid_until", given=str(command.valid_until))
    wrong = label_refusal(None, command.actor, command.reason, None)
    return OverrideInvalid(wrong.message, **wrong.facts) if wrong else None


def _place(cursor: str) -> UUID:
    try:
        return UUID(hex=read_cursor(cursor, parts=1)[0])
    except ValueError:
        raise CursorMalformed("The cursor is not one that this listing gave out; start again without it.", cursor=cursor[:80]) from None
