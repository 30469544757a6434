"""Standings and moves as rows: judged and written set-based, one statement per call. With `statements`, the only modules that know SQL."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from loyalty.database import Work
from loyalty.database.arrays import uuid_array
from loyalty.database.round_trip import round_trip
from loyalty.programs.model import Program, ProgramRevision, QualificationBy, TierStructure
from loyalty.programs.timeframe import zone
from loyalty.tiers import statements
from loyalty.tiers.model import MoveType, TierMove
from loyalty.tiers.periods import Window, day_start, window_at

MOVES = """
select member_id, type, from_tier_code, to_tier_code, progress, revision, reason, effective_at, recorded_at
from tier_moves where member_id = %(member_id)s order by id
"""

# By recorded or by effective time these are the same moves: a move counts when it is recorded.
STOOD = """
select m.id, m.program_code, t.to_tier_code, t.since
from members m
left join lateral (
    select v.to_tier_code,
           (select max(c.effective_at) from tier_moves c
            where c.member_id = m.id and c.effective_at <= %(as_of)s and c.from_tier_code is distinct from c.to_tier_code) as since
    from tier_moves v where v.member_id = m.id and v.effective_at <= %(as_of)s order by v.id desc limit 1
) t on true
where m.id = any(%(member_ids)s::uuid[])
"""

STOOD_IN_PROGRAM = """
select m.external_id, v.to_tier_code
from (
    select distinct on (member_id) member_id, to_tier_code from tier_moves
    where program_code = %(program_code)s and effective_at <= %(as_of)s order by member_id, id desc
) v
join members m on m.id = v.member_id
where v.to_tier_code is not null
"""

# Whom the segments of the ladder put higher than they stand; whoever never was judged stands on the lowest tier.
RISING_BY_SEGMENT = f"""
with {statements.LADDER}
select s.member_id
from ladder l
join segment_memberships s on s.segment_code = l.segment_code
    and s.valid_from <= %(now)s and (s.valid_to > %(now)s or s.valid_to is null)
join members m on m.id = s.member_id and m.program_code = %(program_code)s and m.status <> 'CLOSED'
left join member_tiers t on t.member_id = m.id
left join ladder standing on standing.tier_code = t.tier_code
where s.member_id > %(after)s or %(after)s::uuid is null
group by s.member_id having max(l.rank) > coalesce(max(standing.rank), 0)
order by s.member_id limit %(limit)s
"""  # noqa: S608 (our own part)

PROGRAMS_OF = "select id, program_code from members where id = any(%(member_ids)s::uuid[])"

# Newest first, what was counted so far: the event at which the tier's threshold is met again is the one whose leaving lets it go.
KEEPS_UNTIL = """
select w.member_id, min(e.at)
from unnest(%(member_ids)s::uuid[], %(thresholds)s::bigint[]) as w (member_id, threshold)
cross join lateral (
    select e.at, sum(e.amount) over (order by e.at desc rows unbounded preceding) as counted, e.amount
    from ({events} offset 0) e
    where e.at >= %(starts_at)s and e.at <= %(now)s
) e
where e.counted - e.amount < w.threshold
group by w.member_id having max(e.counted) >= min(w.threshold)
"""


class Judged(NamedTuple):
    """A row of `statements.reading`."""

    member_id: UUID
    tier_code: str | None
    since: datetime | None
    progress: int
    fit: int
    fit_current: int
    rank: int | None
    ends_at: datetime | None
    next_ends_at: datetime | None
    grace_until: datetime | None
    protected_until: datetime | None
    to_rank: int


def judge_some(member_ids: Collection[UUID], revision: ProgramRevision, tiers: TierStructure, now: datetime, within: Work) -> None:
    """These members are judged, upwards only."""
    parameters = _parameters(revision, tiers, now, may_fall=False) | {"member_ids": uuid_array(sorted(member_ids))}
    round_trip([(statements.writing(tiers, of_some=True), parameters)], within)


def judge_all(
    revision: ProgramRevision, tiers: TierStructure, now: datetime, part: tuple[UUID | None, int], within: Work
) -> tuple[int, UUID | None, Mapping[str, int]]:
    """Members of the program after one, at most so many, are judged both ways; how many, the last of them, the moves by type."""
    after, limit = part
    parameters = _parameters(revision, tiers, now, may_fall=True) | {"after": after, "limit": limit}
    count, last, moves = within.exec_driver_sql(statements.writing(tiers, of_some=False), parameters).one()
    return count, last, moves


def rising_by_segment(
    revision: ProgramRevision, tiers: TierStructure, now: datetime, part: tuple[UUID | None, int], within: Work
) -> list[UUID]:
    """Members of the program after one, at most so many, whose segments put them on a higher tier than they stand on."""
    after, limit = part
    parameters = _parameters(revision, tiers, now, may_fall=False) | {"after": after, "limit": limit}
    return [row[0] for row in within.exec_driver_sql(RISING_BY_SEGMENT, parameters)]


def leave(revision: ProgramRevision, now: datetime, within: Work) -> int:
    """Whoever has no place on the ladder any more has left it; how many."""
    parameters = {
        "program_code": revision.program.code,
        "has_no_tiers": revision.program.tiers is None,
        "revision": revision.revision,
        "now": now,
    }
    return int(within.exec_driver_sql(statements.LEAVE, parameters).scalar_one())


def preview(revision: ProgramRevision, tiers: TierStructure, now: datetime, within: Work) -> Sequence[Any]:
    """What judging everybody by these tiers would do; nothing is written."""
    parameters = _parameters(revision, tiers, now, may_fall=True) | {"after": None, "limit": None}
    return within.exec_driver_sql(statements.previewing(tiers), parameters).all()


def read(member_ids: Collection[UUID], revision: ProgramRevision, tiers: TierStructure, now: datetime, within: Work) -> list[Judged]:
    """What the ladder says of these members; nothing is written."""
    parameters = _parameters(revision, tiers, now, may_fall=True) | {"member_ids": list(member_ids)}
    return [Judged(*row) for row in within.exec_driver_sql(statements.reading(tiers), parameters)]


def rolling_ends(
    thresholds: Mapping[UUID, int], program: Program, tiers: TierStructure, now: datetime, within: Work
) -> dict[UUID, datetime]:
    """For each member the instant of the event whose leaving the window lets the tier of that threshold go."""
    period = tiers.qualification.period
    if period is None or not thresholds:
        return {}
    query = KEEPS_UNTIL.format(events=statements.EVENTS_OF_ONE[tiers.qualification.by])
    parameters = {
        "member_ids": list(thresholds),
        "thresholds": list(thresholds.values()),
        "starts_at": window_at(period, now, program.timezone).starts_at,
        "now": now,
        "wallet_code": tiers.qualification.wallet_code,
    }
    return {row[0]: row[1] for row in within.exec_driver_sql(query, parameters)}


def stood(member_ids: Collection[UUID], as_of: datetime, within: Work) -> list[tuple[UUID, str, str | None, datetime | None]]:
    """Where these members stood then, by their moves."""
    rows = within.exec_driver_sql(STOOD, {"member_ids": list(member_ids), "as_of": as_of})
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def stood_in_program(program_code: str, as_of: datetime, within: Work) -> dict[str, str]:
    """Where the members of a program stood then, by their external ids."""
    rows = within.exec_driver_sql(STOOD_IN_PROGRAM, {"program_code": program_code, "as_of": as_of})
    return {row[0]: row[1] for row in rows}


def first_move_at(program_code: str, within: Work) -> datetime | None:
    """When the first member of the program was placed."""
    query = "select min(effective_at) from tier_moves where program_code = %(program_code)s"
    found: datetime | None = within.exec_driver_sql(query, {"program_code": program_code}).scalar_one_or_none()
    return found


def programs_of(member_ids: Collection[UUID], within: Work) -> dict[str, list[UUID]]:
    """The members by program."""
    found: dict[str, list[UUID]] = {}
    for member_id, program_code in within.exec_driver_sql(PROGRAMS_OF, {"member_ids": list(member_ids)}):
        found.setdefault(program_code, []).append(member_id)
    return found


def moves_of(member_id: UUID, within: Work) -> list[TierMove]:
    """Every move of a member, oldest first."""
    rows = within.exec_driver_sql(MOVES, {"member_id": member_id})
    return [TierMove(row[0], MoveType(row[1]), *row[2:]) for row in rows]


def _parameters(revision: ProgramRevision, tiers: TierStructure, now: datetime, *, may_fall: bool) -> dict[str, object]:
    program, period = revision.program, tiers.qualification.period
    local = now.astimezone(zone(program.timezone))
    has_window = period is not None and period.kind != "FROM_JOIN"
    window = window_at(period, now, program.timezone) if period is not None and has_window else Window(now)
    days = period.days if period and period.days else max(tiers.downgrade.grace_days, 1)
    return {
        "program_code": program.code,
        "revision": revision.revision,
        "now": now,
        "today": local.date(),
        "timezone": program.timezone,
        "months": period.months if period else 0,
        **window._asdict(),
        "wallet_code": tiers.qualification.wallet_code,
        "by": str(tiers.qualification.by),
        "tier_codes": [tier.code for tier in tiers.tiers],
        # By segment the progress is the rank itself.
        "thresholds": [
            rank if tiers.qualification.by is QualificationBy.SEGMENT else tier.threshold for rank, tier in enumerate(tiers.tiers)
        ],
        "segment_codes": [tier.segment_code for tier in tiers.tiers],
        "ranks": list(range(len(tiers.tiers))),
        "may_fall": may_fall,
        "downgrade": str(tiers.downgrade.policy),
        "grace_until": day_start(local.date() + timedelta(days=tiers.downgrade.grace_days), program.timezone),
        "protected_until": day_start(local.date() + timedelta(days=days), program.timezone),
    }
