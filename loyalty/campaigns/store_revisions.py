"""Campaigns, their revisions and the steps of their life as rows. Knows SQL; not here: whom they choose (`store_targets.py`)."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from loyalty.campaigns.definition import campaign_from_json
from loyalty.campaigns.errors import CampaignRevisionUnknown, CampaignUnknown
from loyalty.campaigns.model import Campaign, CampaignHead, CampaignStatus, RevisionKey, TriggerKind
from loyalty.database import Work
from loyalty.ids import new_id
from loyalty.programs.store import current_program

HEAD_COLUMNS = (
    "c.code, c.program_code, c.status, c.live_revision, c.draft_revision, c.trigger_kind, c.starts_at, c.ends_at, c.next_run_at,"
    " c.activated_at, c.changed_at"
)
HEAD = f"select {HEAD_COLUMNS} from campaigns c where c.code = %(code)s"  # noqa: S608 (our own column list)
HEADS = f"""
select {HEAD_COLUMNS}, v.definition from campaigns c
join campaign_revisions v on v.campaign_code = c.code and v.revision = coalesce(c.live_revision, c.draft_revision)
where c.code > %(after)s and c.status = any(%(statuses)s) order by c.code limit %(limit)s
"""  # noqa: S608
INSERT_HEAD = """
insert into campaigns (code, program_code, status, changed_at) values (%(code)s, %(program_code)s, 'DRAFT', %(now)s)
on conflict (code) do nothing
"""
UPDATE_HEAD = """
update campaigns set status = %(status)s, live_revision = %(live_revision)s, draft_revision = %(draft_revision)s,
    trigger_kind = %(trigger_kind)s, starts_at = %(starts_at)s, ends_at = %(ends_at)s, next_run_at = %(next_run_at)s,
    activated_at = %(activated_at)s, changed_at = %(now)s
where code = %(code)s
"""
INSERT_REVISION = """
insert into campaign_revisions (campaign_code, revision, definition, content_hash, actor, recorded_at)
values (%(code)s, %(revision)s, %(definition)s::jsonb, %(hash)s, %(actor)s, %(now)s)
"""
NEWEST = "select revision, content_hash from campaign_revisions where campaign_code = %(code)s order by revision desc limit 1"
NEWEST_BY = """
select content_hash from campaign_revisions where campaign_code = %(code)s and actor = %(actor)s order by revision desc limit 1
"""
REVISIONS = """
select revision, definition, actor, recorded_at from campaign_revisions where campaign_code = %(code)s order by revision desc limit 200
"""
DEFINITIONS = """
select v.campaign_code, v.revision, v.definition
from unnest(%(codes)s::text[], %(revisions)s::integer[]) as w (campaign_code, revision)
join campaign_revisions v using (campaign_code, revision)
"""
INSERT_MOVE = """
insert into campaign_moves (campaign_code, id, from_status, to_status, revision, actor, reason, recorded_at)
values (%(code)s, %(id)s, %(from_status)s, %(to_status)s, %(revision)s, %(actor)s, %(reason)s, %(now)s)
"""
MOVES = """
select from_status, to_status, revision, actor, reason, recorded_at from campaign_moves
where campaign_code = %(code)s order by id desc limit 200
"""
# A campaign whose start has come hears events from then on, also before somebody has called it ACTIVE.
LIVE = """
select code, live_revision from campaigns
where (status = 'ACTIVE' or (status = 'SCHEDULED' and trigger_kind = 'EVENT'))
  and trigger_kind = any(%(kinds)s) and (starts_at is null or starts_at <= %(now)s)
  and (ends_at is null or ends_at > %(now)s)
order by code
"""
EVER_LIVE = "select distinct revision from campaign_moves where campaign_code = %(code)s and revision is not null order by revision"


@dataclass(frozen=True, slots=True)
class CampaignRevision:
    """One revision as it was saved."""

    revision: int
    definition: Mapping[str, Any]
    actor: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class CampaignMove:
    """A step of a campaign's life."""

    from_status: str
    to_status: str
    revision: int | None
    actor: str
    reason: str | None
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class CampaignSummary:
    """A campaign in a listing, with the definition that is live (or the draft, before)."""

    head: CampaignHead
    definition: Mapping[str, Any]


def find_head(code: str, *, within: Work, lock: bool = False) -> CampaignHead:
    """Where the campaign stands; with `lock`, nobody else moves it until the transaction ends.

    Raises:
        CampaignUnknown: no campaign has this code.
    """
    head = try_head(code, within=within, lock=lock)
    if head is None:
        raise CampaignUnknown(f"There is no campaign '{code[:80]}'.", campaign_code=code[:80])
    return head


def try_head(code: str, *, within: Work, lock: bool = False) -> CampaignHead | None:
    """Where the campaign stands; None: there is none."""
    row = within.exec_driver_sql(HEAD + (" for update" if lock else ""), {"code": code}).one_or_none()
    return None if row is None else _head(row)


def list_heads(statuses: Collection[CampaignStatus], *, after: str, limit: int, within: Work) -> list[CampaignSummary]:
    """Campaigns that stand there, in the order of their codes, after this code."""
    facts = {"statuses": [str(one) for one in statuses], "after": after, "limit": limit}
    return [CampaignSummary(_head(row), row.definition) for row in within.exec_driver_sql(HEADS, facts)]


def insert_head(code: str, program_code: str, now: datetime, within: Work) -> None:
    """The campaign is there."""
    within.exec_driver_sql(INSERT_HEAD, {"code": code, "program_code": program_code, "now": now})


def set_head(head: CampaignHead, now: datetime, within: Work) -> None:
    """The campaign stands so."""
    facts = {
        "code": head.code,
        "status": str(head.status),
        "live_revision": head.live_revision,
        "draft_revision": head.draft_revision,
        "trigger_kind": head.trigger_kind and str(head.trigger_kind),
        "starts_at": head.starts_at,
        "ends_at": head.ends_at,
        "next_run_at": head.next_run_at,
        "activated_at": head.activated_at,
        "now": now,
    }
    within.exec_driver_sql(UPDATE_HEAD, facts)


def newest_revision(code: str, within: Work) -> tuple[int, bytes] | None:
    """The number and the content's hash of the newest revision; None: there is none yet."""
    row = within.exec_driver_sql(NEWEST, {"code": code}).one_or_none()
    return None if row is None else (row.revision, bytes(row.content_hash))


def newest_hash_by(code: str, actor: str, within: Work) -> bytes | None:
    """The content's hash of the newest revision that this actor saved."""
    found = within.exec_driver_sql(NEWEST_BY, {"code": code, "actor": actor}).scalar_one_or_none()
    return None if found is None else bytes(found)


def insert_revision(key: RevisionKey, document: Mapping[str, object], actor: str, now: datetime, within: Work) -> None:
    """The revision is there for ever."""
    facts = {
        "code": key.campaign_code,
        "revision": key.revision,
        "definition": json.dumps(document, ensure_ascii=False),
        "hash": content_hash(document),
        "actor": actor,
        "now": now,
    }
    within.exec_driver_sql(INSERT_REVISION, facts)


def content_hash(document: Mapping[str, object]) -> bytes:
    """Equal for documents that say the same."""
    return hashlib.sha256(json.dumps(document, sort_keys=True, ensure_ascii=False).encode()).digest()


def campaigns_of(keys: Collection[RevisionKey], within: Work) -> dict[RevisionKey, Campaign]:
    """These revisions, read."""
    if not keys:
        return {}
    asked = {"codes": [key.campaign_code for key in keys], "revisions": [key.revision for key in keys]}
    return {
        RevisionKey(row.campaign_code, row.revision): campaign_from_json(row.campaign_code, row.definition, None)
        for row in within.exec_driver_sql(DEFINITIONS, asked)
    }


def campaign_of(key: RevisionKey, within: Work) -> Campaign:
    """One revision, read.

    Raises:
        CampaignRevisionUnknown: the campaign has no such revision.
    """
    found = campaigns_of([key], within).get(key)
    if found is None:
        raise CampaignRevisionUnknown(
            f"The campaign '{key.campaign_code}' has no revision {key.revision}.", campaign_code=key.campaign_code, revision=key.revision
        )
    return found


def live_campaigns(kinds: Sequence[TriggerKind], now: datetime, within: Work) -> dict[RevisionKey, Campaign]:
    """The live revisions of ACTIVE campaigns of these kinds that have begun and not ended."""
    rows = within.exec_driver_sql(LIVE, {"kinds": [str(kind) for kind in kinds], "now": now})
    return campaigns_of([RevisionKey(row.code, row.live_revision) for row in rows], within)


def list_revisions(code: str, *, within: Work) -> list[CampaignRevision]:
    """What the campaign said and says, newest first, at most 200.

    Raises:
        CampaignUnknown: no campaign has this code.
    """
    find_head(code, within=within)
    return [CampaignRevision(*row) for row in within.exec_driver_sql(REVISIONS, {"code": code})]


def append_move(code: str, move: CampaignMove, within: Work) -> None:
    """The step is on record."""
    facts = {
        "code": code,
        "id": new_id(),
        "from_status": move.from_status,
        "to_status": move.to_status,
        "revision": move.revision,
        "actor": move.actor,
        "reason": move.reason,
        "now": move.recorded_at,
    }
    within.exec_driver_sql(INSERT_MOVE, facts)


def list_moves(code: str, *, within: Work) -> list[CampaignMove]:
    """The steps of the campaign's life, newest first, at most 200.

    Raises:
        CampaignUnknown: no campaign has this code.
    """
    find_head(code, within=within)
    return [CampaignMove(*row) for row in within.exec_driver_sql(MOVES, {"code": code})]


def sources_of(code: str, within: Work) -> list[str]:
    """Under which names the room of messages may know this campaign: one for each revision that was ever live."""
    return [RevisionKey(code, revision).source_code for revision in within.exec_driver_sql(EVER_LIVE, {"code": code}).scalars()]


def program_zone(program_code: str, within: Work) -> ZoneInfo:
    """The time zone of the program's calendar."""
    return ZoneInfo(current_program(program_code, within=within).program.timezone)


def _head(row: Any) -> CampaignHead:  # noqa: ANN401 (a row of HEAD_COLUMNS)
    return CampaignHead(
        row.code,
        row.program_code,
        CampaignStatus(row.status),
        row.live_revision,
        row.draft_revision,
        row.trigger_kind and TriggerKind(row.trigger_kind),
        row.starts_at,
        row.ends_at,
        row.next_run_at,
        row.activated_at,
        row.changed_at,
    )
