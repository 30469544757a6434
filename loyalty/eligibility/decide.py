"""Judges who may take part: every reason against it, in the documented order. Pure. Not here: loading people (store)."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from loyalty.eligibility.errors import (
    ConditionNotMet,
    EligibilityDenied,
    NoLongerOpen,
    NotYetOpen,
    SegmentExcluded,
    SegmentMissing,
    TierTooLow,
)
from loyalty.eligibility.model import Criteria, Person, Standing, Subject, SubjectKind, Verdict
from loyalty.errors import LoyaltyError
from loyalty.members.errors import MemberInactive
from loyalty.members.model import MemberStatus
from loyalty.programs.model import Program
from loyalty.programs.tiers import tier_rank
from loyalty.rules.logic import decide_logic
from loyalty.rules.logic_explain import failed_clause

CLAUSE_LENGTH_MAX = 500


def standing(  # noqa: PLR0917 (each is a thing of its own)
    person: Person, subject: Subject, criteria: Criteria, program: Program, now: datetime, program_criteria: Criteria | None = None
) -> Standing:
    """Whether the person may take part in the subject, and every reason why not.

    Who may not take part in the program may not take part in anything of it, and the program's reasons come first. The reasons of
    each, in order: `MemberInactive`, `EligibilityDenied`, `NotYetOpen`, `NoLongerOpen`, `TierTooLow`, `SegmentMissing`,
    `SegmentExcluded`, `ConditionNotMet`. An override that allows takes away the last four; nothing opens what is not open yet.
    """
    refusals: list[LoyaltyError] = []
    if person.status is not MemberStatus.ACTIVE:
        refusals.append(MemberInactive(f"The member is {person.status}.", member_id=str(person.member_id), status=str(person.status)))
    if subject.kind is not SubjectKind.PROGRAM:
        refusals += _reasons(person, Subject(SubjectKind.PROGRAM, program.code), program_criteria or Criteria(), program, now)
    refusals += _reasons(person, subject, criteria, program, now)
    override = person.overrides.get(subject)
    return Standing(subject, tuple(refusals), override if override and override.holds_at(now) else None)


def person_facts(person: Person, program: Program, now: datetime) -> dict[str, object]:
    """What a condition may ask about the person, in the program's time zone."""
    zone = ZoneInfo(program.timezone)
    joined_on, today = person.joined_at.astimezone(zone).date(), now.astimezone(zone).date()
    tier_code = _tier_of(person, program)
    return {
        "member": {"joined_on": joined_on.isoformat(), "tenure_days": (today - joined_on).days},
        "tier": {"code": tier_code, "rank": tier_rank(tier_code, program.ladder) if tier_code else -1},
        "segments": sorted(person.segments),
        "features": person.features,
        "today": today.isoformat(),
    }


def condition_refusal(criteria: Criteria, facts: Mapping[str, object], subject: Subject) -> ConditionNotMet | None:
    """`ConditionNotMet` with the first clause that fails, unless the condition holds."""
    if criteria.condition is None or decide_logic(criteria.condition, facts):
        return None
    clause = failed_clause(criteria.condition, facts)
    said = {} if clause is None else {"clause": clause.text[:CLAUSE_LENGTH_MAX], "path": clause.path, "values": dict(clause.values)}
    return ConditionNotMet(f"The condition of {_named(subject)} does not hold for the member.", **_of(subject), **said)


def _reasons(person: Person, subject: Subject, criteria: Criteria, program: Program, now: datetime) -> Iterator[LoyaltyError]:
    override = person.overrides.get(subject)
    verdict = override.verdict if override and override.holds_at(now) else None
    if override and verdict is Verdict.DENY:
        until = override.valid_until.isoformat() if override.valid_until else None
        yield EligibilityDenied(f"The member is kept out of {_named(subject)}.", **_of(subject), reason=override.reason, valid_until=until)
    if criteria.starts_at is not None and now < criteria.starts_at:
        yield NotYetOpen("It begins later.", **_of(subject), starts_at=criteria.starts_at.isoformat())
    if criteria.ends_at is not None and now >= criteria.ends_at:
        yield NoLongerOpen("It has ended.", **_of(subject), ends_at=criteria.ends_at.isoformat())
    if verdict is not Verdict.ALLOW:
        yield from _criteria_reasons(person, subject, criteria, program, now)


def _criteria_reasons(person: Person, subject: Subject, criteria: Criteria, program: Program, now: datetime) -> Iterator[LoyaltyError]:
    least, tier_code = criteria.tier_minimum_code, _tier_of(person, program)
    if least is not None and (tier_code is None or tier_rank(tier_code, program.ladder) < tier_rank(least, program.ladder)):
        yield TierTooLow(f"It is for {least} and above.", **_of(subject), tier_code=tier_code, tier_minimum_code=least)
    if criteria.segments_in and not person.segments & set(criteria.segments_in):
        yield SegmentMissing("It is for segments that the member is not in.", **_of(subject), segments_in=list(criteria.segments_in))
    excluding = sorted(person.segments & set(criteria.segments_out))
    if excluding:
        yield SegmentExcluded("It is not for a segment that the member is in.", **_of(subject), segment_codes=excluding)
    if criteria.condition is not None:
        refusal = condition_refusal(criteria, person_facts(person, program, now), subject)
        if refusal is not None:
            yield refusal


def _tier_of(person: Person, program: Program) -> str | None:
    """The tier the member stands on; who was never judged stands on the lowest."""
    tiers = program.ladder.tiers
    return person.tier_code or (tiers[0].code if tiers else None)


def _named(subject: Subject) -> str:
    return f"the {subject.kind.lower()} '{subject.code}'"


def _of(subject: Subject) -> dict[str, object]:
    return {"subject_kind": str(subject.kind), "subject_code": subject.code}
