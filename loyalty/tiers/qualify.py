"""Judges who stands on which tier: upwards at once, downwards in the nightly run, or only in thought. Not here: SQL (store)."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.programs.model import ProgramRevision, QualificationBy, TierStructure
from loyalty.programs.store import current_program, programs
from loyalty.tiers import store
from loyalty.tiers.model import MoveType, Preview, PreviewedMove, Requalified

PART_SIZE = 50_000
_NOBODY = Requalified(0, {}, None, False)


def upgrade_at_once(member_ids: Collection[UUID], revision: ProgramRevision, *, within: Work, now: datetime) -> None:
    """Whoever of these members has reached a higher tier stands on it; nobody falls. One statement, called after what they earned."""
    tiers = revision.program.tiers
    if tiers is not None and member_ids:
        store.judge_some(member_ids, revision, tiers, now, within)


def requalify(program_code: str, *, within: Work, clock: Clock, after: UUID | None = None, limit: int = PART_SIZE) -> Requalified:
    """At most `limit` members after one are judged both ways; call again, in a new transaction, after `last_member_id` while `has_more`.

    Running it twice at the same instant moves nobody the second time.

    Raises:
        ProgramUnknown: no program has this code.
    """
    now = clock.now()
    revision = current_program(program_code, within=within, at=now)
    left = store.leave(revision, now, within) if after is None else 0
    gone = {MoveType.LEFT: left} if left else {}
    tiers = revision.program.tiers
    if tiers is None:
        return Requalified(0, gone, None, has_more=False)
    count, last, moves = store.judge_all(revision, tiers, now, (after, limit), within)
    return Requalified(count, gone | {MoveType(name): many for name, many in moves.items()}, last, has_more=count == limit)


def rise_by_segment(program_code: str, *, within: Work, clock: Clock, after: UUID | None = None, limit: int = PART_SIZE) -> Requalified:
    """At most `limit` members after one whose segments put them on a higher tier stand on it; nobody falls. For whoever applies
    memberships; call again, in a new transaction, after `last_member_id` while `has_more`. Where tiers do not go by segment: nothing.

    Raises:
        ProgramUnknown: no program has this code.
    """
    now = clock.now()
    revision = current_program(program_code, within=within, at=now)
    tiers = revision.program.tiers
    if tiers is None or tiers.qualification.by is not QualificationBy.SEGMENT:
        return _NOBODY
    rising = store.rising_by_segment(revision, tiers, now, (after, limit), within)
    upgrade_at_once(rising, revision, within=within, now=now)
    return Requalified(len(rising), {}, rising[-1] if rising else None, has_more=len(rising) == limit)


def rise_with_segments(*, within: Work, clock: Clock, member_ids: Collection[UUID] | None = None) -> None:
    """In every program whose tiers go by segment, whoever (of these members, or at all) a segment puts on a higher tier stands on it.

    For whoever changed memberships, in the same transaction; the members of a whole segment cost one set-based pass per program.
    """
    now = clock.now()
    for stored in programs(within=within, at=now):
        tiers = stored.current.program.tiers
        if tiers is None or tiers.qualification.by is not QualificationBy.SEGMENT:
            continue
        if member_ids is not None:
            upgrade_at_once(member_ids, stored.current, within=within, now=now)
            continue
        last, has_more = None, True
        while has_more:
            part = rise_by_segment(stored.current.program.code, within=within, clock=clock, after=last)
            last, has_more = part.last_member_id, part.has_more


def preview_tiers(program_code: str, tiers: TierStructure, *, within: Work, clock: Clock) -> Preview:
    """Who would move if these tiers were in force now. Nothing is written.

    Raises:
        ProgramUnknown: no program has this code.
    """
    now = clock.now()
    rows = store.preview(current_program(program_code, within=within, at=now), tiers, now, within)
    moves = tuple(PreviewedMove(before, after, MoveType(kind), count) for before, after, kind, count, _ in rows if kind is not None)
    staying = sum(count for *_, kind, count, _ in rows if kind is None)
    return Preview(moves, staying, sum(falling for *_, falling in rows))
