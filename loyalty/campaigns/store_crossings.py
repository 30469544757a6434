"""Where members stand to a campaign's line, as rows, and the statement that moves all of them at once. Knows SQL."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from loyalty.campaigns.model import Campaign, Direction, RevisionKey, Threshold
from loyalty.campaigns.store_waiting import LONG_TIME, wake
from loyalty.database import Work
from loyalty.database.arrays import uuid_array
from loyalty.programs.store import current_program

# Values by where they live: (member_id, value), of everybody or of some. A member without the value has none, and does not move.
VALUES = {
    "points": """
        select a.member_id, (case %(name)s when 'available' then a.active_points - a.held_points when 'pending' then a.pending_points
                             when 'lifetime' then a.lifetime_points when 'spent' then a.spent_points
                             when 'expired' then a.expired_points end)::double precision as value
        from accounts a where a.wallet_code = %(wallet_code)s and {some} a.member_id = any(%(members)s::uuid[])
    """,
    "features": """
        select f.member_id, (f.features ->> %(name)s)::double precision as value
        from member_features_now f where {some} f.member_id = any(%(members)s::uuid[])
    """,
    "scores": """
        select s.member_id, (to_jsonb(s) ->> %(name)s)::double precision as value
        from member_scores_now s where {some} s.member_id = any(%(members)s::uuid[])
    """,
}
EVERYBODY, SOME = "%(members)s::uuid[] is null or", ""

# Beyond: at the line or past it in the campaign's direction. Back: on the other side of the value that arms again. Between, nothing moves.
STANDING = """
with valued as materialized ({values}), standing as (
    select v.member_id, v.value, v.value * %(sign)s >= %(value)s * %(sign)s{strictly} as is_beyond,
           v.value * %(sign)s < %(rearm_value)s * %(sign)s{or_equal} as is_back
    from valued v join members m on m.id = v.member_id
    where v.value is not null and m.program_code = %(program_code)s
)
"""
CROSS = """
, moved as (
    insert into campaign_crossings as k (campaign_code, member_id, is_beyond, crossing_count, value, changed_at)
    select %(code)s, s.member_id, s.is_beyond, s.is_beyond::integer, s.value, %(now)s
    from standing s left join campaign_crossings p on p.campaign_code = %(code)s and p.member_id = s.member_id
    where (p.member_id is null and s.is_beyond) or (p.is_beyond and s.is_back) or (not p.is_beyond and s.is_beyond)
    order by s.member_id
    on conflict (campaign_code, member_id) do update set
        is_beyond = excluded.is_beyond, crossing_count = k.crossing_count + excluded.is_beyond::integer, value = excluded.value,
        changed_at = excluded.changed_at
    where k.is_beyond <> excluded.is_beyond
    returning k.member_id, k.is_beyond, k.crossing_count, k.value
)
insert into campaign_waiting (campaign_code, revision, occurrence, member_id, place, facts, due_at, waits_since)
select %(code)s, %(revision)s, 'crossing-' || m.crossing_count, m.member_id, row_number() over (order by m.member_id),
       jsonb_build_object('type', 'threshold.crossed', 'fact', %(fact)s::text, 'value', m.value, 'occurred_on', %(today)s::text),
       %(now)s, %(now)s
from moved m where m.is_beyond
on conflict do nothing
"""
NOTE = """
insert into campaign_crossings (campaign_code, member_id, is_beyond, crossing_count, value, changed_at)
select %(code)s, s.member_id, true, 0, s.value, %(now)s from standing s where s.is_beyond
on conflict (campaign_code, member_id) do update set is_beyond = true, value = excluded.value, changed_at = excluded.changed_at
"""
SET_WATCH = """
insert into campaign_watches as w (campaign_code, revision, watched, watched_at)
values (%(code)s, %(revision)s, %(watched)s, %(now)s)
on conflict (campaign_code) do update set revision = excluded.revision, watched = excluded.watched, watched_at = excluded.watched_at
    where w.watched <> excluded.watched
returning campaign_code
"""
LOOKED = "update campaign_watches set watched_at = greatest(watched_at, %(now)s) where campaign_code = %(code)s"
BEHIND = """
select exists (
    select from campaign_watches w join campaigns c on c.code = w.campaign_code
    where c.status = 'ACTIVE' and c.trigger_kind = 'THRESHOLD'
      and w.watched_at < coalesce((select max(published_at) from feature_shelf), '-infinity'))
"""


def cross(key: RevisionKey, campaign: Campaign, now: datetime, within: Work, *, member_ids: Sequence[UUID] | None) -> int:
    """Who crossed the line since it was last looked at waits to be chosen; how many."""
    if member_ids is None:
        within.exec_driver_sql(LONG_TIME)
    count = within.exec_driver_sql(*_statement(CROSS, key, campaign, now, within, member_ids=member_ids)).rowcount
    if member_ids is None:
        within.exec_driver_sql(LOOKED, {"code": key.campaign_code, "now": now})
    if count:
        wake(within)
    return count


def note_standing(key: RevisionKey, campaign: Campaign, now: datetime, within: Work) -> None:
    """Who is beyond the line now is known to be there and has not crossed it."""
    within.exec_driver_sql(LONG_TIME)
    within.exec_driver_sql(*_statement(NOTE, key, campaign, now, within, member_ids=None))


def set_watch(key: RevisionKey, threshold: Threshold, now: datetime, within: Work) -> bool:
    """The campaign watches this line; whether it is another one than before."""
    watched = f"{threshold.fact} {threshold.direction} {threshold.value!r} {threshold.rearm_value!r} {threshold.includes_standing}"
    facts = {"code": key.campaign_code, "revision": key.revision, "watched": watched, "now": now}
    return within.exec_driver_sql(SET_WATCH, facts).rowcount == 1


def forget(code: str, within: Work) -> None:
    """Nothing is known any more of where members stand to the line; the numbers of crossings go on."""
    within.exec_driver_sql("update campaign_crossings set is_beyond = false where campaign_code = %(code)s", {"code": code})


def is_behind(within: Work) -> bool:
    """Whether something was published since the lines were last looked at."""
    return bool(within.exec_driver_sql(BEHIND).scalar_one())


def _statement(
    then: str, key: RevisionKey, campaign: Campaign, now: datetime, within: Work, *, member_ids: Sequence[UUID] | None
) -> tuple[str, dict[str, Any]]:
    threshold = campaign.trigger.threshold
    assert threshold is not None  # noqa: S101 - the caller knows its kind
    group, _, name = threshold.fact.partition(".")
    is_above = threshold.direction is Direction.ABOVE
    values = VALUES[group].format(some=EVERYBODY if member_ids is None else SOME)
    # Multiplied by -1, below is above; only equality differs: ABOVE takes it in, BELOW does not.
    strictly, or_equal = ("", "") if is_above else (" and v.value <> %(value)s", " or v.value = %(rearm_value)s")
    standing = STANDING.format(values=values, strictly=strictly, or_equal=or_equal)
    facts: dict[str, Any] = {
        "code": key.campaign_code,
        "revision": key.revision,
        "program_code": campaign.program_code,
        "fact": threshold.fact,
        "name": name,
        "sign": 1.0 if is_above else -1.0,
        "value": threshold.value,
        "rearm_value": threshold.rearm_value,
        "now": now,
        "today": now.date().isoformat(),
        "members": None if member_ids is None else uuid_array(member_ids),
        "wallet_code": current_program(campaign.program_code, within=within).program.wallet_code if group == "points" else None,
    }
    return standing + then, facts
