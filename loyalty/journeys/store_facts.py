"""What is known of members, read for a whole batch at once and only as far as it is needed. Knows SQL; decides nothing."""

import json
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from loyalty.database import Work
from loyalty.database.arrays import uuid_array
from loyalty.journeys.facts import POINTS, TIME_ZONE_ATTRIBUTE, KnownMember, Needs
from loyalty.journeys.store_versions import program_zone
from loyalty.journeys.timing import zone_of
from loyalty.segments.standing import standing_at

MEMBERS = """
select m.id, m.external_id, m.program_code, m.status, m.attributes, m.joined_at, c.time_zone
from members m left join member_contacts c on c.member_id = m.id
where m.id = any(%(ids)s::uuid[])
"""
FEATURES = """
select member_id, features::text as features from member_features_now
where member_id = any(%(ids)s::uuid[]) and features is not null
"""
SEGMENTS = """
select s.member_id, array_agg(s.segment_code) as codes from segment_memberships s
where s.member_id = any(%(ids)s::uuid[]) and s.valid_to is null group by s.member_id
"""


def known_members(ids: Collection[UUID], needs: Needs, now: datetime, within: Work) -> dict[UUID, KnownMember]:
    """What is known of these members now; whoever is no member is not in the answer. At most one query for each part that is needed."""
    if not ids:
        return {}
    asked = {"ids": uuid_array(ids)}
    rows = list(within.exec_driver_sql(MEMBERS, asked))
    zones = {code: program_zone(code, within) for code in {row.program_code for row in rows}}
    features = {row.member_id: json.loads(row.features) for row in within.exec_driver_sql(FEATURES, asked)} if needs.features else {}
    segments = {row.member_id: tuple(row.codes) for row in within.exec_driver_sql(SEGMENTS, asked)} if needs.segments else {}
    standing = _standing(rows, zones, now, within) if needs.standing else {}
    return {
        row.id: _known(row, zones[row.program_code], features, segments, standing.get((row.program_code, row.external_id), {}))
        for row in rows
    }


def _standing(rows: Collection[Any], zones: Mapping[str, ZoneInfo], now: datetime, within: Work) -> dict[tuple[str, str], dict[str, Any]]:
    """Points, tier and consents by program and external id: a customer of two programs is another member in each."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for code, zone in zones.items():
        ids = [row.id for row in rows if row.program_code == code]
        today: date = now.astimezone(zone).date()
        told = standing_at(now, today, timezone=zone.key, within=within, member_ids=ids).to_pylist()
        found |= {(code, row["customer_id"]): row for row in told}
    return found


def _known(
    row: Any,  # noqa: ANN401 (a row of MEMBERS)
    zone: ZoneInfo,
    features: Mapping[UUID, Mapping[str, object]],
    segments: Mapping[UUID, tuple[str, ...]],
    standing: Mapping[str, Any],
) -> KnownMember:
    own, problem = zone_of(row.time_zone or row.attributes.get(TIME_ZONE_ATTRIBUTE), zone)
    return KnownMember(
        id=row.id,
        external_id=row.external_id,
        program_code=row.program_code,
        status_code=row.status,
        joined_on=row.joined_at.astimezone(own).date(),
        attributes=row.attributes,
        zone=own,
        zone_problem=problem,
        tier_code=standing.get("member_tier_code"),
        points={name: standing.get(f"points_{name}") for name in POINTS} if standing else {},  # type: ignore[misc]
        consents=tuple(code for code in (standing.get("consent_codes") or "").split(",") if code),
        segments=segments.get(row.id, ()),
        features=features.get(row.id, {}),
    )
