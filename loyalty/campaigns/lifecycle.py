"""The steps of a campaign's life: save a draft, activate, pause, resume, complete, archive. Not here: choosing members (`choosing.py`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from loyalty import messages
from loyalty.campaigns import store_revisions as rows
from loyalty.campaigns import store_waiting
from loyalty.campaigns.crossings import begin_watching
from loyalty.campaigns.definition import campaign_from_json
from loyalty.campaigns.errors import CampaignExists, CampaignRevisionConflict, CampaignStatusConflict
from loyalty.campaigns.model import Campaign, CampaignHead, CampaignStatus, RevisionKey
from loyalty.campaigns.references import refuse_unknown_references
from loyalty.campaigns.store_revisions import CampaignMove
from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.features import Catalogue
from loyalty.journeys.cron import read_cron

FROM_FILES = "definitions"


@dataclass(frozen=True, slots=True)
class SavedCampaign:
    """A revision that stands; `is_new`: this call made it."""

    head: CampaignHead
    revision: int
    is_new: bool


@dataclass(frozen=True, slots=True)
class MovedCampaign:
    """A step that was taken (or, as a dry run, would be); `is_new`: it changes something. Messages that it withdrew, members it let go."""

    head: CampaignHead
    is_new: bool
    withdrawn_count: int = 0
    released_count: int = 0


def store_campaigns(campaigns: Sequence[Campaign], *, within: Work, clock: Clock) -> list[SavedCampaign]:
    """The campaigns stand as the files define them: content that the files have not had before is a new revision, and live.

    A file that has not changed since it was last stored leaves the campaign alone, also when somebody has saved a newer revision
    meanwhile. A campaign that somebody paused, completed or archived takes no revision from its file.

    Raises:
        CampaignDefinitionInvalid: what one of them names is not there; nothing is stored.
    """
    for campaign in campaigns:
        refuse_unknown_references(campaign, within)
    return [_store(campaign, within, clock) for campaign in campaigns]


def save_campaign(
    code: str,
    document: Mapping[str, object],
    *,
    catalogue: Catalogue,
    actor: str,
    within: Work,
    clock: Clock,
    expected_revision: int | None = None,
    dry_run: bool = False,
) -> SavedCampaign:
    """The document is the campaign's draft; what is live stays live until it is activated. Saving what is the newest revision already
    writes nothing.

    Raises:
        CampaignDefinitionInvalid, CampaignExists, CampaignStatusConflict (archived), CampaignRevisionConflict: in this order.
    """
    campaign = campaign_from_json(code, document, catalogue)
    refuse_unknown_references(campaign, within)
    head = rows.try_head(code, within=within, lock=True)
    _refuse_save(campaign, head, expected_revision)
    newest = rows.newest_revision(code, within)
    if newest is not None and head is not None and newest == (head.newest_revision, rows.content_hash(document)):
        return SavedCampaign(head, newest[0], False)
    now = clock.now()
    revision = 1 if newest is None else newest[0] + 1
    drafted = replace(head or _fresh(campaign, now), draft_revision=revision, changed_at=now)
    if not dry_run:
        rows.insert_head(code, campaign.program_code, now, within)
        rows.insert_revision(RevisionKey(code, revision), document, actor, now, within)
        rows.set_head(drafted, now, within)
    return SavedCampaign(drafted, revision, True)


def activate_campaign(
    code: str,
    *,
    actor: str,
    within: Work,
    clock: Clock,
    revision: int | None = None,
    reason: str | None = None,
    dry_run: bool = False,
) -> MovedCampaign:
    """The draft is live, now or from its `starts_at` on (SCHEDULED). What older revisions have queued goes out; members who wait to be
    chosen by them are chosen by them. `revision`: the draft that the caller has looked at.

    Raises:
        CampaignUnknown, CampaignStatusConflict (archived, or nothing to activate), CampaignRevisionConflict, CampaignDefinitionInvalid
        (what it names is gone meanwhile): in this order.
    """
    before = rows.find_head(code, within=within, lock=True)
    _refuse_archived(before)
    target = before.draft_revision
    if target is None:
        raise CampaignStatusConflict(f"The campaign '{code}' has no draft to activate.", campaign_code=code, status=str(before.status))
    if revision is not None and revision != target:
        raise CampaignRevisionConflict(
            f"Revision {revision} of '{code}' does not wait to be activated: the newest is {target}.",
            campaign_code=code,
            newest_revision=target,
        )
    campaign = rows.campaign_of(RevisionKey(code, target), within)
    refuse_unknown_references(campaign, within)
    now = clock.now()
    after = _live(before, campaign, target, now, within)
    if not dry_run:
        _take(before, after, (actor, reason), within)
        if after.status is CampaignStatus.ACTIVE:
            begin_watching(RevisionKey(code, target), campaign, now, within)
    return MovedCampaign(after, True)


def pause_campaign(code: str, *, actor: str, within: Work, clock: Clock, reason: str | None = None, dry_run: bool = False) -> MovedCampaign:
    """Nobody is chosen and nothing of it goes out until it is resumed; what a sender already has goes out. Events, ticks and crossings
    meanwhile are passed over.

    Raises:
        CampaignUnknown, CampaignStatusConflict: it is neither SCHEDULED nor ACTIVE.
    """
    begins = (CampaignStatus.SCHEDULED, CampaignStatus.ACTIVE)
    before = _standing(code, begins, CampaignStatus.PAUSED, within)
    if before.status is CampaignStatus.PAUSED:
        return MovedCampaign(before, False)
    now = clock.now()
    after = replace(before, status=CampaignStatus.PAUSED, next_run_at=None, changed_at=now)
    if not dry_run:
        _take(before, after, (actor, reason), within)
        for source in rows.sources_of(code, within):
            messages.hold(source, actor=actor, within=within, clock=clock)
    return MovedCampaign(after, True)


def resume_campaign(
    code: str, *, actor: str, within: Work, clock: Clock, reason: str | None = None, dry_run: bool = False
) -> MovedCampaign:
    """It goes on where it stood: members who wait are chosen, held messages go out, each once. A schedule goes on with its next tick.

    Raises:
        CampaignUnknown, CampaignStatusConflict: it is not PAUSED.
    """
    before = _standing(code, (CampaignStatus.PAUSED,), CampaignStatus.ACTIVE, within)
    if before.status is CampaignStatus.ACTIVE:
        return MovedCampaign(before, False)
    now = clock.now()
    assert before.live_revision is not None  # noqa: S101 - the table holds it so
    campaign = rows.campaign_of(RevisionKey(code, before.live_revision), within)
    after = replace(before, status=_begun(campaign, now), next_run_at=next_tick(campaign, now, within), changed_at=now)
    if not dry_run:
        _take(before, after, (actor, reason), within)
        for source in rows.sources_of(code, within):
            messages.let_go(source, within=within)
        if after.status is CampaignStatus.ACTIVE:
            begin_watching(RevisionKey(code, before.live_revision), campaign, now, within)
    return MovedCampaign(after, True)


def complete_campaign(
    code: str, *, actor: str, within: Work, clock: Clock, reason: str | None = None, dry_run: bool = False
) -> MovedCampaign:
    """It is over: nobody is chosen any more, and whoever still waits to be is let go. What was queued goes out; promises stand.

    Raises:
        CampaignUnknown, CampaignStatusConflict: it was never live, or is archived.
    """
    begins = (CampaignStatus.SCHEDULED, CampaignStatus.ACTIVE, CampaignStatus.PAUSED)
    return _end(code, begins, CampaignStatus.COMPLETED, actor=actor, within=within, clock=clock, reason=reason, dry_run=dry_run)


def archive_campaign(
    code: str, *, actor: str, within: Work, clock: Clock, reason: str | None = None, dry_run: bool = False
) -> MovedCampaign:
    """It is put away: as completed, and messages that still wait are withdrawn. What happened stays.

    Raises:
        CampaignUnknown: no campaign has this code.
    """
    begins = tuple(CampaignStatus)
    return _end(code, begins, CampaignStatus.ARCHIVED, actor=actor, within=within, clock=clock, reason=reason, dry_run=dry_run)


def begin_and_end(*, within: Work, clock: Clock) -> int:
    """SCHEDULED campaigns whose time has come are ACTIVE, and those whose end has come are COMPLETED; how many moved."""
    now = clock.now()
    moved = 0
    for code, is_over in store_waiting.due_to_move(now, within):
        if is_over:
            moved += complete_campaign(code, actor="khaywe", within=within, clock=clock, reason="ends_at").is_new
            continue
        before = rows.find_head(code, within=within, lock=True)
        if before.status is not CampaignStatus.SCHEDULED or before.live_revision is None:
            continue
        campaign = rows.campaign_of(RevisionKey(code, before.live_revision), within)
        after = replace(before, status=CampaignStatus.ACTIVE, next_run_at=next_tick(campaign, now, within), changed_at=now)
        _take(before, after, ("khaywe", "starts_at"), within)
        begin_watching(RevisionKey(code, before.live_revision), campaign, now, within)
        moved += 1
    return moved


def next_tick(campaign: Campaign, now: datetime, within: Work) -> datetime | None:
    """When the campaign's schedule ticks next, not before it starts and not after it ends; None: never, or it has none."""
    if campaign.trigger.cron is None:
        return None
    after = max(now, campaign.starts_at) if campaign.starts_at else now
    tick = read_cron(campaign.trigger.cron).next_after(after, rows.program_zone(campaign.program_code, within))
    return None if tick is None or (campaign.ends_at is not None and tick >= campaign.ends_at) else tick


def _store(campaign: Campaign, within: Work, clock: Clock) -> SavedCampaign:
    now = clock.now()
    rows.insert_head(campaign.code, campaign.program_code, now, within)
    before = rows.find_head(campaign.code, within=within, lock=True)
    newest = rows.newest_revision(campaign.code, within)
    is_known = rows.newest_hash_by(campaign.code, FROM_FILES, within) == rows.content_hash(campaign.document)
    is_open = before.status in {CampaignStatus.DRAFT, CampaignStatus.SCHEDULED, CampaignStatus.ACTIVE}
    if newest is not None and (is_known or not is_open):
        return SavedCampaign(before, before.newest_revision or newest[0], False)
    revision = 1 if newest is None else newest[0] + 1
    rows.insert_revision(RevisionKey(campaign.code, revision), campaign.document, FROM_FILES, now, within)
    after = _live(before, campaign, revision, now, within)
    _take(before, after, (FROM_FILES, None), within)
    if after.status is CampaignStatus.ACTIVE:
        begin_watching(RevisionKey(campaign.code, revision), campaign, now, within)
    return SavedCampaign(after, revision, True)


def _live(before: CampaignHead, campaign: Campaign, revision: int, now: datetime, within: Work) -> CampaignHead:
    """As the campaign stands with this revision live; one that is paused stays so."""
    status = CampaignStatus.PAUSED if before.status is CampaignStatus.PAUSED else _begun(campaign, now)
    return replace(
        before,
        status=status,
        live_revision=revision,
        draft_revision=None,
        trigger_kind=campaign.trigger.kind,
        starts_at=campaign.starts_at,
        ends_at=campaign.ends_at,
        next_run_at=None if status is CampaignStatus.PAUSED else next_tick(campaign, now, within),
        activated_at=now,
        changed_at=now,
    )


def _begun(campaign: Campaign, now: datetime) -> CampaignStatus:
    is_early = campaign.starts_at is not None and campaign.starts_at > now
    return CampaignStatus.SCHEDULED if is_early else CampaignStatus.ACTIVE


def _end(
    code: str,
    begins: Sequence[CampaignStatus],
    ends: CampaignStatus,
    *,
    actor: str,
    within: Work,
    clock: Clock,
    reason: str | None,
    dry_run: bool,
) -> MovedCampaign:
    before = rows.find_head(code, within=within, lock=True)
    if before.status is ends:
        return MovedCampaign(before, False)
    if before.status not in begins:
        raise _wrong_status(before, ends)
    now = clock.now()
    draft = None if ends is CampaignStatus.ARCHIVED else before.draft_revision
    after = replace(before, status=ends, draft_revision=draft, next_run_at=None, changed_at=now)
    if dry_run:
        return MovedCampaign(after, True, 0, store_waiting.waiting_count(code, within))
    _take(before, after, (actor, reason), within)
    released = store_waiting.release(code, now, within)
    sources = rows.sources_of(code, within)
    for source in sources:
        messages.let_go(source, within=within)
    withdrawn = sum(messages.withdraw(source, within=within, clock=clock) for source in sources) if ends is CampaignStatus.ARCHIVED else 0
    return MovedCampaign(after, True, withdrawn, released)


def _take(before: CampaignHead, after: CampaignHead, by: tuple[str, str | None], within: Work) -> None:
    """The step is taken and on record, `by` somebody for a reason."""
    rows.set_head(after, after.changed_at, within)
    move = CampaignMove(str(before.status), str(after.status), after.live_revision, *by, after.changed_at)
    rows.append_move(after.code, move, within)
    store_waiting.wake(within)


def _standing(code: str, begins: Sequence[CampaignStatus], ends: CampaignStatus, within: Work) -> CampaignHead:
    before = rows.find_head(code, within=within, lock=True)
    if before.status is not ends and before.status not in begins:
        raise _wrong_status(before, ends)
    return before


def _wrong_status(before: CampaignHead, ends: CampaignStatus) -> CampaignStatusConflict:
    return CampaignStatusConflict(
        f"The campaign '{before.code}' is {before.status} and cannot become {ends}.", campaign_code=before.code, status=str(before.status)
    )


def _refuse_archived(head: CampaignHead) -> None:
    if head.status is CampaignStatus.ARCHIVED:
        raise CampaignStatusConflict(
            f"The campaign '{head.code}' is archived and changes no more.", campaign_code=head.code, status=str(head.status)
        )


def _refuse_save(campaign: Campaign, head: CampaignHead | None, expected_revision: int | None) -> None:
    if head is not None and head.program_code != campaign.program_code:
        raise CampaignExists(
            f"The code '{campaign.code}' belongs to a campaign of the program '{head.program_code}'.", campaign_code=campaign.code
        )
    if head is not None:
        _refuse_archived(head)
    newest = None if head is None else head.newest_revision
    if expected_revision is not None and expected_revision != newest:
        raise CampaignRevisionConflict(
            f"The newest revision of '{campaign.code}' is {newest}, not {expected_revision}; read it, and decide again.",
            campaign_code=campaign.code,
            newest_revision=newest,
        )


def _fresh(campaign: Campaign, now: datetime) -> CampaignHead:
    return CampaignHead(campaign.code, campaign.program_code, CampaignStatus.DRAFT, None, None, None, None, None, None, None, now)
