"""Loads what rules may know of members, set-based and only what they read. Not here: which facts exist (vocabulary)."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from loyalty.database import Work
from loyalty.database.arrays import uuid_array
from loyalty.database.round_trip import round_trip
from loyalty.programs.awards import MemberFacts, Needs

# Features are those that the nightly publication brings into this database. Each `lateral` is a look-up by the member's key.
FACTS = """
select m.id, t.tier_code, m.joined_at, s.codes, f.features
from members m
left join member_tiers t on t.member_id = m.id
left join lateral (
    select array_agg(distinct s.segment_code) as codes from segment_memberships s
    where %(segments)s and s.member_id = m.id and s.valid_from <= %(at)s and (s.valid_to > %(at)s or s.valid_to is null)
) s on true
left join lateral (
    select jsonb_object_agg(e.key, e.value) as features from member_scores c, jsonb_each(to_jsonb(c)) e
    where %(has_features)s and c.member_id = m.id and e.key = any(%(features)s::text[])
) f on true
where m.id = any(%(member_ids)s::uuid[])
"""


def load_facts(member_ids: Collection[UUID], wanted: Needs, *, at: datetime, within: Work) -> dict[UUID, MemberFacts]:
    """What is known of each of these members at `at`: tier and joining always, segments and features where they are wanted.

    A member who does not exist is not in the answer; a feature that is not published is not among the member's.
    """
    (rows,) = round_trip(
        [
            (
                FACTS,
                {
                    "member_ids": uuid_array(member_ids),
                    "segments": wanted.segments,
                    "has_features": bool(wanted.features),
                    "features": sorted(wanted.features),
                    "at": at,
                },
            )
        ],
        within,
    )
    return {
        member_id: MemberFacts(tier_code, joined_at, frozenset(codes or ()), features or {})
        for member_id, tier_code, joined_at, codes, features in rows
    }
