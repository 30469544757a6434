"""The wire shapes of campaigns: definitions, revisions, steps of their life, occurrences, targets, previews, the holdout."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from loyalty.campaigns import (
    CampaignHead,
    CampaignMove,
    CampaignRevision,
    CampaignStanding,
    CampaignSummary,
    CampaignTarget,
    MovedCampaign,
    Occurrence,
    SavedCampaign,
    UniversalHoldout,
)
from loyalty.campaigns.preview import CampaignPreview
from loyalty.ids import show_id
from loyalty.members import MEMBER_ID_PREFIX
from loyalty.offers import OFFER_ID_PREFIX
from serving.http.inputs import PLAIN_TEXT, In, JsonObject
from serving.http.outputs import LocalText, Out

Reason = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=200, pattern=PLAIN_TEXT)]
Revision = Annotated[int, Field(strict=True, ge=1, le=1_000_000)]

WINBACK: dict[str, Any] = {
    "program_code": "journey",
    "name": {"en": "Win back", "ar": "استعادة العملاء"},
    "owner": "marketing",
    "audience": {"segments": ["high-churn-risk"]},
    "trigger": {"kind": "SCHEDULE", "cron": "0 10 * * MON"},
    "control_share": 0.1,
    "again_after_days": 30,
    "offer": {"kind": "BEST", "cost_minor": 150, "lapses_after_days": 14},
    "value_minor": 800,
    "budget_minor": 500_000,
}
EXAMPLES: dict[str, Any] = {"winback": {"summary": "Each Monday, the best offer of each", "value": {"definition": WINBACK}}}


class CampaignIn(In):
    """What a campaign is to be."""

    definition: JsonObject = Field(
        description="`program_code`, `name`, `owner`, `audience`, `trigger`, `offer`, `message`, limits; see the guide to campaigns."
    )
    expected_revision: Revision | None = Field(default=None, description="The newest revision that you have seen.")


class CampaignStepIn(In):
    """Why a step is taken."""

    reason: Reason | None = None


class ActivateIn(CampaignStepIn):
    """Which draft goes live."""

    revision: Revision | None = Field(default=None, description="The draft that you have looked at; left out: whichever waits.")


class PreviewIn(In):
    """The campaign to be looked at; it need not be saved."""

    definition: JsonObject


class HoldoutIn(In):
    """Who gets no campaign at all."""

    share: float = Field(strict=True, ge=0, le=0.5, description="The share of all customers.")
    season: Annotated[str, StringConstraints(strict=True, min_length=1, max_length=64, pattern=PLAIN_TEXT)] = Field(
        description="Names the draw; another season draws anew.", examples=["2017-h2"]
    )


class OccurrenceOut(Out):
    """One run: `read_count = treated_count + control_count + holdout_count + refused_count + waiting_count`."""

    occurrence: str
    revision: int
    as_of_on: str
    is_open: bool = Field(description="Whether somebody still waits to be chosen.")
    read_count: int
    treated_count: int
    control_count: int
    holdout_count: int
    refused_count: int
    refused: dict[str, int] = Field(description="By reason.")
    waiting_count: int
    opened_at: datetime
    completed_at: datetime | None

    @classmethod
    def of(cls, one: Occurrence) -> "OccurrenceOut":
        """The wire shape of an occurrence."""
        return cls(
            occurrence=one.occurrence,
            revision=one.revision,
            as_of_on=one.as_of_on,
            is_open=one.is_open,
            read_count=one.read_count,
            treated_count=one.treated_count,
            control_count=one.control_count,
            holdout_count=one.holdout_count,
            refused_count=one.refused_count,
            refused=dict(one.refused),
            waiting_count=one.waiting_count,
            opened_at=one.opened_at,
            completed_at=one.completed_at,
        )


class CampaignOut(Out):
    """A campaign with the definition that is live; of one that was never activated, its draft."""

    code: str
    program_code: str
    name: LocalText
    description: LocalText
    owner: str
    status: str = Field(description="DRAFT, SCHEDULED, ACTIVE, PAUSED, COMPLETED or ARCHIVED.")
    live_revision: int | None
    draft_revision: int | None = Field(description="The revision that waits to be activated.")
    trigger_kind: str = Field(description="EVENT, SCHEDULE, DAILY or THRESHOLD.")
    starts_at: datetime | None
    ends_at: datetime | None
    next_run_at: datetime | None = Field(description="When its schedule ticks next, where it has one.")
    activated_at: datetime | None
    changed_at: datetime
    definition: dict[str, Any]

    @classmethod
    def of(cls, summary: CampaignSummary) -> "CampaignOut":
        """The wire shape of a campaign."""
        return cls(**campaign_fields(summary))


class CampaignStandingOut(CampaignOut):
    """A campaign with what is known of it now."""

    arms: dict[str, int] = Field(description="Members chosen so far, over all revisions: TREATED, CONTROL, HOLDOUT.")
    waiting: dict[str, int] = Field(description="Members who wait to be chosen, by what they wait for: DUE, FEATURES_STALE, FAILED.")
    newest: OccurrenceOut | None = Field(description="The newest occurrence of a SCHEDULE or DAILY campaign.")
    budget_reserved_minor: int = Field(description="Of the budget, what open promises cost.")
    budget_kept_minor: int = Field(description="Of the budget, what went into promises that were kept.")

    @classmethod
    def standing(cls, standing: CampaignStanding) -> "CampaignStandingOut":
        """The wire shape of a campaign as it stands."""
        return cls(
            **campaign_fields(standing.summary),
            arms=standing.arms,
            waiting=standing.waiting,
            newest=OccurrenceOut.of(standing.newest) if standing.newest else None,
            budget_reserved_minor=standing.budget_reserved_minor,
            budget_kept_minor=standing.budget_kept_minor,
        )


def campaign_fields(summary: CampaignSummary) -> dict[str, Any]:
    """What every shape of a campaign says."""
    head, told = summary.head, summary.definition
    return {
        "code": head.code,
        "program_code": head.program_code,
        "name": LocalText.of(told["name"]),
        "description": LocalText.of(told.get("description") or {"en": head.code}),
        "owner": told["owner"],
        "status": head.status,
        "live_revision": head.live_revision,
        "draft_revision": head.draft_revision,
        "trigger_kind": head.trigger_kind or told["trigger"]["kind"],
        "starts_at": head.starts_at,
        "ends_at": head.ends_at,
        "next_run_at": head.next_run_at,
        "activated_at": head.activated_at,
        "changed_at": head.changed_at,
        "definition": dict(told),
    }


class CampaignSavedOut(Out):
    """The revision that stands after saving."""

    code: str
    revision: int
    is_new: bool = Field(description="False: the newest revision says just that already.")
    status: str
    live_revision: int | None
    would_apply: bool

    @classmethod
    def of(cls, saved: SavedCampaign, *, is_dry_run: bool) -> "CampaignSavedOut":
        """The wire shape of a saved revision."""
        head = saved.head
        return cls(
            code=head.code,
            revision=saved.revision,
            is_new=saved.is_new,
            status=head.status,
            live_revision=head.live_revision,
            would_apply=is_dry_run,
        )


class CampaignMovedOut(Out):
    """The campaign after a step of its life."""

    code: str
    status: str
    live_revision: int | None
    next_run_at: datetime | None
    is_new: bool = Field(description="False: it stood there already.")
    withdrawn_count: int = Field(description="Messages that were still queued and will not be sent.")
    released_count: int = Field(description="Members who waited to be chosen and will not be.")
    would_apply: bool

    @classmethod
    def of(cls, moved: MovedCampaign, *, is_dry_run: bool) -> "CampaignMovedOut":
        """The wire shape of a step."""
        head: CampaignHead = moved.head
        return cls(
            code=head.code,
            status=head.status,
            live_revision=head.live_revision,
            next_run_at=head.next_run_at,
            is_new=moved.is_new,
            withdrawn_count=moved.withdrawn_count,
            released_count=moved.released_count,
            would_apply=is_dry_run,
        )


class CampaignRevisionOut(Out):
    """One revision as it was saved."""

    revision: int
    definition: dict[str, Any]
    actor: str
    recorded_at: datetime

    @classmethod
    def of(cls, one: CampaignRevision) -> "CampaignRevisionOut":
        """The wire shape of a revision."""
        return cls(revision=one.revision, definition=dict(one.definition), actor=one.actor, recorded_at=one.recorded_at)


class CampaignRevisionsOut(Out):
    """What a campaign said and says, newest first."""

    items: list[CampaignRevisionOut]


class CampaignMoveOut(Out):
    """A step of a campaign's life."""

    from_status: str
    to_status: str
    revision: int | None
    actor: str
    reason: str | None
    recorded_at: datetime

    @classmethod
    def of(cls, move: CampaignMove) -> "CampaignMoveOut":
        """The wire shape of a past step."""
        return cls(
            from_status=move.from_status,
            to_status=move.to_status,
            revision=move.revision,
            actor=move.actor,
            reason=move.reason,
            recorded_at=move.recorded_at,
        )


class CampaignMovesOut(Out):
    """The steps of a campaign's life, newest first."""

    items: list[CampaignMoveOut]


class TargetOut(Out):
    """What became of one member in one occurrence. A control or holdout member's channel and offer are those withheld."""

    campaign_code: str
    revision: int
    occurrence: str
    member_id: str
    external_id: str
    arm: str | None = Field(description="TREATED, CONTROL or HOLDOUT; null: refused.")
    reason: str | None = Field(description="Why the member was refused; null: it was chosen.")
    channel_code: str | None
    offer_choice: str | None = Field(description="BEST, DEFAULT, FIXED or VOUCHER.")
    offer_code: str | None
    offer_id: str | None
    score_probability: float | None
    expected_value_minor: int = Field(description="What it is worth, times the chance that the member responds; rounded.")
    chosen_at: datetime
    message_status: str | None = Field(
        description="How its message stands: QUEUED, ADMITTED, SENDING, SENT, BOUNCED, SUPPRESSED, FAILED or IN_DOUBT; null: there is none."
    )
    message_reason: str | None = Field(description="Why it was not sent.")

    @classmethod
    def of(cls, target: CampaignTarget) -> "TargetOut":
        """The wire shape of a target."""
        return cls(
            campaign_code=target.campaign_code,
            revision=target.revision,
            occurrence=target.occurrence,
            member_id=show_id(MEMBER_ID_PREFIX, target.member_id),
            external_id=target.external_id,
            arm=target.arm,
            reason=target.reason,
            channel_code=target.channel_code,
            offer_choice=target.offer_choice,
            offer_code=target.offer_code,
            offer_id=None if target.offer_id is None else show_id(OFFER_ID_PREFIX, target.offer_id),
            score_probability=target.score_probability,
            expected_value_minor=round(target.expected_value_minor),
            chosen_at=target.chosen_at,
            message_status=target.message_status,
            message_reason=target.message_reason,
        )


class PreviewStepOut(Out):
    """How many are left once everybody whom this reason refuses is gone."""

    reason: str
    refused_count: int
    left_count: int


class PreviewOut(Out):
    """What a campaign would do if everybody in its audience were let in now."""

    at: datetime
    audience_count: int
    is_sampled: bool = Field(description="True: the audience is large, and the numbers below are estimated from a sample.")
    sample_count: int
    steps: list[PreviewStepOut] = Field(description="In the order in which reasons refuse.")
    arms: dict[str, int]
    channels: dict[str, int] = Field(description="Of the treated.")
    offers: dict[str, int] = Field(description="Of the treated, the twenty most frequent offers.")
    messages: dict[str, int] = Field(
        description="What the contact policy would say of the treated's messages now: ADMITTED, or QUIET_HOURS, CAP_REACHED."
    )
    cost_minor: int = Field(description="What the promises would cost at most.")
    expected_value_minor: int = Field(description="Of the treated together, rounded.")

    @classmethod
    def of(cls, preview: CampaignPreview) -> "PreviewOut":
        """The wire shape of a preview."""
        steps = [PreviewStepOut(reason=one.reason, refused_count=one.refused_count, left_count=one.left_count) for one in preview.steps]
        return cls(
            at=preview.at,
            audience_count=preview.audience_count,
            is_sampled=preview.is_sampled,
            sample_count=preview.sample_count,
            steps=steps,
            arms=dict(preview.arms),
            channels=dict(preview.channels),
            offers=dict(preview.offers),
            messages=dict(preview.messages),
            cost_minor=preview.cost_minor,
            expected_value_minor=round(preview.expected_value_minor),
        )


class HoldoutOut(Out):
    """The universal holdout: who gets no campaign at all."""

    version: int = Field(description="0: nobody ever set one.")
    share: float
    season: str
    actor: str | None
    recorded_at: datetime | None

    @classmethod
    def of(cls, holdout: UniversalHoldout) -> "HoldoutOut":
        """The wire shape of the holdout."""
        return cls(
            version=holdout.version, share=holdout.share, season=holdout.season, actor=holdout.actor, recorded_at=holdout.recorded_at
        )
