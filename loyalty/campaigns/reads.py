"""What screens and callers read of campaigns: listings, occurrences, who was chosen. Not here: results (what came of it), writing."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from loyalty.campaigns import store_promises, store_waiting
from loyalty.campaigns import store_revisions as revisions
from loyalty.campaigns.errors import OccurrenceUnknown
from loyalty.campaigns.model import Arm, CampaignStatus, CampaignTarget, Occurrence, OfferChoice, RevisionKey
from loyalty.campaigns.store_revisions import CampaignSummary
from loyalty.database import Work
from loyalty.paging import CursorMalformed, Page, check_limit, read_cursor, write_cursor

OCCURRENCES = """
select campaign_code, revision, occurrence, as_of_on::text as as_of_on, is_open, read_count, treated_count, control_count, holdout_count,
       refused, opened_at, completed_at
from campaign_occurrences
where campaign_code = %(code)s and (opened_at, revision, occurrence) < (%(at)s::timestamptz, %(revision)s, %(occurrence)s)
order by opened_at desc, revision desc, occurrence desc limit %(limit)s
"""
NEWEST = """
select revision, occurrence from campaign_occurrences where campaign_code = %(code)s order by opened_at desc, revision desc limit 1
"""
TARGET_COLUMNS = (
    "t.campaign_code, t.revision, t.occurrence, t.member_id, m.external_id, t.arm, t.reason, t.channel_code, t.offer_choice, t.offer_code,"
    " t.offer_id, t.score_probability, t.expected_value_minor, t.chosen_at, d.status as message_status, d.reason as message_reason"
)
# A target has at most one message, and only the treated have one.
TARGET_SOURCES = """campaign_targets t join members m on m.id = t.member_id
left join deliveries d on t.arm = 'TREATED' and d.source_code = 'campaign:' || t.campaign_code || ':' || t.revision
    and d.occurrence = t.occurrence and d.member_id = t.member_id and d.channel_code = t.channel_code"""
# The page is found by the index over time before it is told of whom; only those who were chosen at one instant are sorted.
NEWEST_FIRST = "t.chosen_at desc, t.revision desc, t.occurrence desc, t.member_id desc"
TARGETS = f"""
with campaign_targets as (
  select * from campaign_targets t
  where t.campaign_code = %(code)s
    and (t.chosen_at, t.revision, t.occurrence, t.member_id) < (%(at)s::timestamptz, %(at_revision)s, %(at_occurrence)s, %(at_member)s)
    and (t.revision = %(revision)s or %(revision)s::integer is null) and (t.occurrence = %(occurrence)s or %(occurrence)s::text is null)
    and (t.arm = any(%(arms)s::text[]) or %(arms)s::text[] is null) and (t.reason = %(reason)s or %(reason)s::text is null)
  order by {NEWEST_FIRST} limit %(limit)s
)
select {TARGET_COLUMNS}
from {TARGET_SOURCES}
order by {NEWEST_FIRST}
"""  # noqa: S608 (our own column list)
OF_MEMBER = f"""
select {TARGET_COLUMNS}
from {TARGET_SOURCES}
where t.member_id = %(member_id)s and t.arm is not null
  and (t.chosen_at, t.campaign_code, t.occurrence) < (%(at)s::timestamptz, %(code)s, %(occurrence)s)
order by t.chosen_at desc, t.campaign_code desc, t.occurrence desc limit %(limit)s
"""  # noqa: S608
CHOSEN = """
select arm, count(*) as count from campaign_targets where campaign_code = %(code)s and arm is not null group by arm
"""
LAST = ("infinity", str(2**31 - 1), "\U0010ffff", "f" * 32)
FIRST = ("infinity", 2**31 - 1, "\U0010ffff")


@dataclass(frozen=True, slots=True)
class CampaignStanding:
    """A campaign with what is known of it now: who waits and for what, how many are in each arm, its newest occurrence, its budget."""

    summary: CampaignSummary
    waiting: dict[str, int]
    arms: dict[str, int]
    newest: Occurrence | None
    budget_reserved_minor: int
    budget_kept_minor: int


def list_campaigns(
    statuses: Collection[CampaignStatus] | None = None, *, within: Work, limit: int = 100, cursor: str | None = None
) -> Page[CampaignSummary]:
    """The campaigns that stand there (default: all but archived ones), a page in the order of their codes.

    Raises:
        LimitInvalid, CursorMalformed: as the names say.
    """
    check_limit(limit)
    after = "" if cursor is None else read_cursor(cursor, parts=1)[0]
    wanted = set(CampaignStatus) - {CampaignStatus.ARCHIVED} if statuses is None else set(statuses)
    found = revisions.list_heads(wanted, after=after, limit=limit + 1, within=within)
    return Page(found[:limit], write_cursor(found[limit - 1].head.code) if len(found) > limit else None)


def read_standing(code: str, *, within: Work) -> CampaignStanding:
    """The campaign as it stands now.

    Raises:
        CampaignUnknown: no campaign has this code.
    """
    head = revisions.find_head(code, within=within)
    key = RevisionKey(code, head.live_revision or head.draft_revision or 1)
    summary = CampaignSummary(head, revisions.campaign_of(key, within).document)
    newest = list_occurrences(code, within=within, limit=1).items
    arms = {row[0]: row[1] for row in within.exec_driver_sql(CHOSEN, {"code": code})}
    reserved, kept = store_promises.budget_of(code, within)
    return CampaignStanding(summary, store_waiting.waiting_by_reason(code, within), arms, newest[0] if newest else None, reserved, kept)


def list_occurrences(code: str, *, within: Work, limit: int = 100, cursor: str | None = None) -> Page[Occurrence]:
    """The occurrences of a SCHEDULE or DAILY campaign, newest first.

    Raises:
        CampaignUnknown, LimitInvalid, CursorMalformed: as the names say.
    """
    revisions.find_head(code, within=within)
    check_limit(limit)
    at, revision, occurrence = FIRST if cursor is None else _position(cursor)
    facts = {"code": code, "at": at, "revision": int(revision), "occurrence": occurrence, "limit": limit + 1}
    found = [Occurrence(**row) for row in within.exec_driver_sql(OCCURRENCES, facts).mappings()]
    if len(found) <= limit:
        return Page(found, None)
    last = found[limit - 1]
    return Page(found[:limit], write_cursor(last.opened_at.isoformat(), str(last.revision), last.occurrence))


def list_targets(
    code: str,
    *,
    within: Work,
    occurrence: str | None = None,
    revision: int | None = None,
    arms: Collection[Arm] | None = None,
    reason: str | None = None,
    limit: int = 100,
    cursor: str | None = None,
) -> Page[CampaignTarget]:
    """Who was chosen, and who was not and why, those of whom it was decided last first. `occurrence` `newest`: of the newest occurrence
    on record.

    Raises:
        CampaignUnknown, OccurrenceUnknown (`newest`, and there is none), LimitInvalid, CursorMalformed: as the names say.
    """
    revisions.find_head(code, within=within)
    check_limit(limit)
    if occurrence == "newest":
        row = within.exec_driver_sql(NEWEST, {"code": code}).one_or_none()
        if row is None:
            raise OccurrenceUnknown(f"The campaign '{code}' has no occurrence on record yet.", campaign_code=code)
        revision, occurrence = row.revision, row.occurrence
    at, at_revision, at_occurrence, at_member = LAST if cursor is None else read_cursor(cursor, parts=4)
    facts = {
        "code": code,
        "occurrence": occurrence,
        "revision": revision,
        "arms": None if arms is None else [str(arm) for arm in arms],
        "reason": reason,
        "at": _instant(at, cursor),
        "at_revision": _whole(at_revision, cursor),
        "at_occurrence": at_occurrence,
        "at_member": _uuid(at_member, cursor),
        "limit": limit + 1,
    }
    found = [_target(dict(row)) for row in within.exec_driver_sql(TARGETS, facts).mappings()]
    if len(found) <= limit:
        return Page(found, None)
    last = found[limit - 1]
    return Page(found[:limit], write_cursor(last.chosen_at.isoformat(), str(last.revision), last.occurrence, last.member_id.hex))


def targets_of_member(member_id: UUID, *, within: Work, limit: int = 100, cursor: str | None = None) -> Page[CampaignTarget]:
    """The campaigns that the member was chosen in, newest first.

    Raises:
        LimitInvalid, CursorMalformed: as the names say.
    """
    check_limit(limit)
    at, code, occurrence = (FIRST[0], FIRST[2], FIRST[2]) if cursor is None else read_cursor(cursor, parts=3)
    facts = {"member_id": member_id, "at": _instant(at, cursor), "code": code, "occurrence": occurrence, "limit": limit + 1}
    found = [_target(dict(row)) for row in within.exec_driver_sql(OF_MEMBER, facts).mappings()]
    if len(found) <= limit:
        return Page(found, None)
    last = found[limit - 1]
    return Page(found[:limit], write_cursor(last.chosen_at.isoformat(), last.campaign_code, last.occurrence))


def _target(row: dict[str, Any]) -> CampaignTarget:
    arm, choice = row.pop("arm"), row.pop("offer_choice")
    return CampaignTarget(**row, arm=arm and Arm(arm), offer_choice=choice and OfferChoice(choice))


def _position(cursor: str) -> tuple[str, int, str]:
    at, revision, occurrence = read_cursor(cursor, parts=3)
    return _instant(at, cursor), _whole(revision, cursor), occurrence


def _instant(text: str, cursor: str | None) -> str:
    try:
        return text if cursor is None else datetime.fromisoformat(text).isoformat()
    except ValueError:
        raise _malformed(cursor) from None


def _whole(text: str, cursor: str | None) -> int:
    try:
        return int(text)
    except ValueError:
        raise _malformed(cursor) from None


def _uuid(text: str, cursor: str | None) -> UUID:
    try:
        return UUID(hex=text)
    except ValueError:
        raise _malformed(cursor) from None


def _malformed(cursor: str | None) -> CursorMalformed:
    return CursorMalformed("The cursor is not one that this listing gave out; start again without it.", cursor=(cursor or "")[:80])
