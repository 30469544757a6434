"""Where members stand, how far they are, and what comes next. Reads only; not here: moving anybody (qualify)."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.programs.model import DowngradePolicy, PeriodKind, ProgramRevision, QualificationBy, TierStructure
from loyalty.programs.store import current_program
from loyalty.programs.timeframe import zone
from loyalty.tiers import store
from loyalty.tiers.model import Standing, TierMove
from loyalty.tiers.periods import day_start
from loyalty.tiers.store import Judged


def standings(member_ids: Collection[UUID], *, within: Work, clock: Clock) -> dict[UUID, Standing]:
    """Where each of these members stands now, with progress and projection; an unknown id is not in the answer."""
    now = clock.now()
    found: dict[UUID, Standing] = {}
    for program_code, ids in store.programs_of(member_ids, within).items():
        revision = current_program(program_code, within=within, at=now)
        tiers = revision.program.tiers
        if tiers is None:
            found |= {one: _nowhere(one, program_code) for one in ids}
            continue
        rows = store.read(ids, revision, tiers, now, within)
        ends = _rolling_ends(rows, revision, tiers, now, within)
        found |= {row.member_id: _standing(row, revision, tiers, ends.get(row.member_id)) for row in rows}
    return found


def stood(member_ids: Collection[UUID], as_of: datetime, *, within: Work) -> dict[UUID, str | None]:
    """The tier on which each member stood at that instant; None: not placed then."""
    return {member_id: tier_code for member_id, _, tier_code, _ in store.stood(member_ids, as_of, within)}


def stood_on_days(program_code: str, days: Sequence[date], *, timezone: str, within: Work) -> dict[date, dict[str, str]]:
    """Where members stood when each of these local days ended, by external id; days before anybody was placed are left out."""
    first = store.first_move_at(program_code, within)
    ends = {day: day_start(day + timedelta(days=1), timezone) for day in days}
    return {day: store.stood_in_program(program_code, end, within) for day, end in ends.items() if first is not None and first <= end}


def tier_moves(member_id: UUID, *, within: Work) -> list[TierMove]:
    """Every move of a member, oldest first."""
    return store.moves_of(member_id, within)


def _rolling_ends(rows: list[Judged], revision: ProgramRevision, tiers: TierStructure, now: datetime, within: Work) -> dict[UUID, datetime]:
    """Until when a rolling window still fits the tier on which each member stands."""
    period = tiers.qualification.period
    if period is None or period.kind is not PeriodKind.ROLLING:
        return {}
    thresholds = {row.member_id: tiers.tiers[row.rank].threshold for row in rows if row.rank and row.fit >= row.rank}
    timezone = revision.program.timezone
    return {
        member_id: day_start(at.astimezone(zone(timezone)).date() + timedelta(days=period.days), timezone)
        for member_id, at in store.rolling_ends(thresholds, revision.program, tiers, now, within).items()
    }


def _standing(row: Judged, revision: ProgramRevision, tiers: TierStructure, rolling_end: datetime | None) -> Standing:
    ladder, by = tiers.tiers, tiers.qualification.by
    # Somebody who was not placed yet, or whose tier is gone, is shown where the next judgement puts them.
    rank = row.to_rank if row.rank is None else row.rank
    following = ladder[rank + 1] if rank + 1 < len(ladder) else None
    falls_at, projected = _projection(row, rank, tiers, rolling_end)
    return Standing(
        member_id=row.member_id,
        program_code=revision.program.code,
        tier_code=ladder[rank].code,
        since=row.since,
        progress=None if by is QualificationBy.SEGMENT else row.progress,
        next_tier_code=following.code if following else None,
        missing=max(following.threshold - row.progress, 0) if following and by is not QualificationBy.SEGMENT else None,
        projected_tier_code=ladder[projected].code,
        will_be_downgraded=projected < rank,
        falls_at=falls_at if projected < rank else None,
        keeps_until=(row.next_ends_at if row.fit_current >= rank else row.ends_at) if row.ends_at and rank else rolling_end,
    )


def _projection(row: Judged, rank: int, tiers: TierStructure, rolling_end: datetime | None) -> tuple[datetime | None, int]:
    """When and whereto the member goes without anything more, for what is certain today; a rolling window that still fits is not."""
    policy = tiers.downgrade.policy
    falling_to = rank - 1 if policy is DowngradePolicy.ONE_LEVEL else row.fit
    if row.fit > rank or policy is DowngradePolicy.NEVER or rolling_end is not None:
        return None, max(row.fit, rank)
    if row.fit < rank:
        return max((at for at in (row.grace_until, row.protected_until) if at is not None), default=None), falling_to
    if row.ends_at is not None and row.fit_current < rank:
        grace = timedelta(days=tiers.downgrade.grace_days)
        return row.ends_at + grace, rank - 1 if policy is DowngradePolicy.ONE_LEVEL else row.fit_current
    return None, rank


def _nowhere(member_id: UUID, program_code: str) -> Standing:
    return Standing(
        member_id=member_id,
        program_code=program_code,
        tier_code=None,
        since=None,
        progress=None,
        next_tier_code=None,
        missing=None,
        projected_tier_code=None,
        will_be_downgraded=False,
        falls_at=None,
        keeps_until=None,
    )
