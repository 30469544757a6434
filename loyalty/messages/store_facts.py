"""What templates know of members at the moment of sending, for a whole batch in one statement. Not here: what they say of it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from loyalty.database import Work
from loyalty.programs import programs

FACTS = """
select m.id, m.program_code, m.external_id, m.attributes, m.joined_at, c.language, a.active_points - a.held_points as available,
       a.pending_points, a.lifetime_points, t.tier_code, soonest.expires_at, soonest.points as expiring
from members m
join unnest(%(programs)s::text[], %(wallets)s::text[]) as p (program_code, wallet_code) using (program_code)
left join member_contacts c on c.member_id = m.id
left join accounts a on a.member_id = m.id and a.wallet_code = p.wallet_code
left join member_tiers t on t.member_id = m.id
left join lateral (
    select l.expires_at, sum(l.remaining_points) as points from lots l
    where l.account_id = a.id and l.remaining_points > 0 and not l.is_pending and l.expires_at > %(at)s
    group by l.expires_at order by l.expires_at limit 1
) soonest on true
where m.id = any(%(ids)s::uuid[])
"""


def facts_of(member_ids: Sequence[UUID], *, at: datetime, within: Work) -> dict[UUID, dict[str, object]]:
    """{member, program, points, tier} of each member as templates know them (`samples.py`), and `language` beside them."""
    known = {one.code: one.current.program for one in programs(within=within, at=at)}
    asked = {"programs": list(known), "wallets": [program.wallet_code for program in known.values()], "ids": list(member_ids), "at": at}
    told: dict[UUID, dict[str, object]] = {}
    for row in within.exec_driver_sql(FACTS, asked).mappings():
        program = known[row["program_code"]]
        tiers = {tier.code: tier.name for tier in program.tiers.tiers} if program.tiers else {}
        told[row["id"]] = _told(dict(row), program.name, tiers.get(row["tier_code"]), ZoneInfo(program.timezone))
    return told


def _told(
    row: Mapping[str, Any], program_name: Mapping[str, str], tier_name: Mapping[str, str] | None, zone: ZoneInfo
) -> dict[str, object]:
    language = row["language"]
    attributes = row["attributes"]
    return {
        "language": language,
        "member": {
            "external_id": row["external_id"],
            "first_name": _text(attributes.get("first_name")),
            "last_name": _text(attributes.get("last_name")),
            "language": language,
            "joined_on": _day(row["joined_at"], zone),
        },
        "program": {"code": row["program_code"], "name": _in(program_name, language)},
        "points": {
            "available": row["available"] or 0,
            "pending": row["pending_points"] or 0,
            "lifetime": row["lifetime_points"] or 0,
            "expiring": int(row["expiring"] or 0),
            "expires_on": _day(row["expires_at"], zone),
        },
        "tier": {"code": row["tier_code"], "name": _in(tier_name, language) if tier_name else None},
    }


def _in(names: Mapping[str, str], language: str | None) -> str:
    plain = (language or "").partition("-")[0]
    return names.get(plain) or names.get("en") or next(iter(names.values()))


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


def _day(at: datetime | None, zone: ZoneInfo) -> date | None:
    return at.astimezone(zone).date() if at is not None else None
