"""Which segments refer to which: the codes there are, who uses one, and the refusal of a rule that would come back to itself.

Not here: what a rule says (`loyalty/rules`), writing versions (`store.py`).
"""

from collections.abc import Collection, Sequence

from loyalty.database import Work
from loyalty.segments.errors import SegmentCycle
from loyalty.segments.language import references_of
from loyalty.segments.model import Segment

CODES = "select code from segments where status <> 'ARCHIVED' or code = any(%(also)s)"

# Which segments, drafts included, these lead to; the way there is kept. Two writers meet at `CYCLES_LOCK`.
CYCLES_LOCK = "select pg_advisory_xact_lock(7236024)"

WAY_BACK = """
with recursive reached (code, way) as (
    select c.code, array[c.code] from unnest(%(codes)s::text[]) as c (code)
    union all
    select r.refers_to, reached.way || r.refers_to from reached
    join segments s on s.code = reached.code
    join segment_references r on r.segment_code = s.code and r.version in (s.version, s.draft_version)
    where r.refers_to <> all(reached.way) and reached.code <> %(code)s
)
select way from reached where code = %(code)s order by cardinality(way) limit 1
"""

DEPENDENTS = """
with recursive reached (code) as (
    select unnest(%(codes)s::text[])
    union
    select s.code from reached
    join segment_references r on r.refers_to = reached.code
    join segments s on s.code = r.segment_code and s.version = r.version and s.status = 'ACTIVE'
)
select code from reached
"""

USERS = """
select 'segment' as kind, s.code from segment_references r
join segments s on s.code = r.segment_code and r.version in (s.version, s.draft_version) and s.status <> 'ARCHIVED'
where r.refers_to = %(code)s
union
select 'campaign', c.code from campaigns c
join campaign_revisions v on v.campaign_code = c.code and v.revision in (c.live_revision, c.draft_revision)
where c.status <> 'ARCHIVED' and (v.definition #> '{audience,segments}' @> to_jsonb(%(code)s::text)
  or v.definition #> '{audience,exclude}' @> to_jsonb(%(code)s::text))
union
select 'journey', j.code from journeys j
join journey_versions w on w.journey_code = j.code and w.version in (j.live_version, j.draft_version)
where j.status <> 'ARCHIVED' and (
  jsonb_path_exists(w.definition, '$.**.segment_code ? (@ == $code)', jsonb_build_object('code', %(code)s::text))
  or jsonb_path_exists(w.definition, '$.**.in_segment ? (@ == $code)', jsonb_build_object('code', %(code)s::text)))
order by 1, 2
"""


def segment_codes(*, within: Work, also: Collection[str] = ()) -> frozenset[str]:
    """The codes of all segments but archived ones; and of `also`."""
    return frozenset(within.exec_driver_sql(CODES, {"also": list(also)}).scalars())


def dependents_of(codes: Sequence[str], *, within: Work) -> frozenset[str]:
    """These segments and the ACTIVE ones that refer to them, by whatever way round."""
    return frozenset(within.exec_driver_sql(DEPENDENTS, {"codes": list(codes)}).scalars())


def users_of(code: str, *, within: Work) -> list[dict[str, str]]:
    """The segments, campaigns and journeys that refer to this segment, as {kind, code}."""
    return [dict(row) for row in within.exec_driver_sql(USERS, {"code": code}).mappings()]


def refuse_cycle(segment: Segment, within: Work) -> None:
    """No way leads from the segments that the rule refers to back to this one; until the transaction ends nobody else makes one.

    Raises:
        SegmentCycle: as the name says; the way is told.
    """
    codes = references_of(segment.checked)
    if not codes:
        return
    within.exec_driver_sql(CYCLES_LOCK)
    way = [segment.code] if segment.code in codes else None
    way = way or within.exec_driver_sql(WAY_BACK, {"codes": list(codes), "code": segment.code}).scalar_one_or_none()
    if way is not None:
        shown = " → ".join([segment.code, *way])
        raise SegmentCycle(f"The rule would come back to '{segment.code}': {shown}.", segment_code=segment.code, way=[segment.code, *way])
