"""Consents: through which channels a member has agreed to be reached, from when on. Appended, never changed. Not here: sending."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.ids import new_id

INSERT = """
insert into member_consents (member_id, channel_code, given_at, id, is_given, source, actor, recorded_at)
select * from unnest(%(member_ids)s::uuid[], %(channels)s::text[], %(given_ats)s::timestamptz[], %(ids)s::uuid[], %(is_given)s::boolean[],
                     %(sources)s::text[], %(actors)s::text[], %(recorded_ats)s::timestamptz[])
"""

STANDING = """
select distinct on (channel_code) channel_code, is_given, given_at, source from member_consents
where member_id = %(member_id)s and given_at <= %(as_of)s order by channel_code, given_at desc, id desc
"""


@dataclass(frozen=True, slots=True)
class GiveConsent:
    """Let the member be reached by a channel from `given_at` on (None: now), or no longer."""

    member_id: UUID
    channel_code: str
    is_given: bool
    given_at: datetime | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Consent:
    """What a member has said of a channel last."""

    channel_code: str
    is_given: bool
    given_at: datetime
    source: str | None


def give_consents(commands: Sequence[GiveConsent], *, actor: str, within: Work, clock: Clock) -> None:
    """What the members said stands; what they said before stays known."""
    now = clock.now()
    facts = {
        "member_ids": [command.member_id for command in commands],
        "channels": [command.channel_code for command in commands],
        "given_ats": [command.given_at or now for command in commands],
        "ids": [new_id() for _ in commands],
        "is_given": [command.is_given for command in commands],
        "sources": [command.source for command in commands],
        "actors": [actor for _ in commands],
        "recorded_ats": [now for _ in commands],
    }
    within.exec_driver_sql(INSERT, facts)


def consents_of(member_id: UUID, *, as_of: datetime, within: Work) -> list[Consent]:
    """What the member had said of each channel at `as_of`, by channel; a channel never spoken of is not in the answer."""
    return [Consent(**row) for row in within.exec_driver_sql(STANDING, {"member_id": member_id, "as_of": as_of}).mappings()]
