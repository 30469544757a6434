"""What a campaign is: whom it is for, what sets it off, what it offers and says, and its limits. Not here: rows, and who was chosen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from loyalty.messages import Purpose
from loyalty.rules.logic import Logic


class CampaignStatus(StrEnum):
    """Where a campaign stands in its life."""

    DRAFT = "DRAFT"
    """Nothing of it was ever live."""
    SCHEDULED = "SCHEDULED"
    """It will begin at its `starts_at`."""
    ACTIVE = "ACTIVE"
    PAUSED = "PAUSED"
    """Nobody is chosen, and what it asked to be sent is held."""
    COMPLETED = "COMPLETED"
    """It is over: nobody is chosen any more; what was queued goes out."""
    ARCHIVED = "ARCHIVED"
    """It is put away: what is still queued is withdrawn. Nothing leads back."""


class TriggerKind(StrEnum):
    """What sets a campaign off."""

    EVENT = "EVENT"
    """Something happens to a member."""
    SCHEDULE = "SCHEDULE"
    """A cron expression ticks in the program's time zone: everybody in the audience."""
    DAILY = "DAILY"
    """The segments of a business day stand: everybody who was in the audience at its end."""
    THRESHOLD = "THRESHOLD"
    """A value of a member crosses a line."""


LIVE_KINDS = (TriggerKind.EVENT, TriggerKind.THRESHOLD)
"""Those whose members are chosen one by one as things happen, by the worker; the others by the orchestration, a whole audience at once."""


class Direction(StrEnum):
    """On which side of a value a member must arrive."""

    ABOVE = "ABOVE"
    """At the value or above it."""
    BELOW = "BELOW"
    """Below the value."""


class OfferKind(StrEnum):
    """Where a member's offer comes from."""

    BEST = "BEST"
    """From the shelf of offers: the member's best one under the offers' own rules."""
    FIXED = "FIXED"
    """Everybody gets the same."""
    VOUCHER = "VOUCHER"
    """A voucher of a pool, one for each member."""


class OfferChoice(StrEnum):
    """Which offer a member got."""

    BEST = "BEST"
    DEFAULT = "DEFAULT"
    """The campaign's own, for a member without a best one."""
    FIXED = "FIXED"
    VOUCHER = "VOUCHER"


class Arm(StrEnum):
    """What a chosen member is for."""

    TREATED = "TREATED"
    """Gets offer and message."""
    CONTROL = "CONTROL"
    """Gets nothing of this campaign, so that its effect can be measured."""
    HOLDOUT = "HOLDOUT"
    """Gets nothing of any campaign, so that the effect of all of them can be measured."""


class Refusal(StrEnum):
    """Why a member was not chosen, in their order of precedence."""

    MEMBER_INACTIVE = "MEMBER_INACTIVE"
    OTHER_PROGRAM = "OTHER_PROGRAM"
    NOT_IN_AUDIENCE = "NOT_IN_AUDIENCE"
    EXCLUDED = "EXCLUDED"
    ADDRESSED_LATELY = "ADDRESSED_LATELY"
    CONSENT_MISSING = "CONSENT_MISSING"
    ADDRESS_MISSING = "ADDRESS_MISSING"
    FEATURES_STALE = "FEATURES_STALE"
    OFFERLESS = "OFFERLESS"
    VOUCHERS_SPENT = "VOUCHERS_SPENT"
    LIMIT_REACHED = "LIMIT_REACHED"
    BUDGET_SPENT = "BUDGET_SPENT"


@dataclass(frozen=True, slots=True)
class Threshold:
    """A line that a value crosses. `rearm_value`: it must come back beyond this one before it can cross again (hysteresis)."""

    fact: str
    direction: Direction
    value: float
    rearm_value: float
    includes_standing: bool = False
    """Whether those who are beyond the line already when the campaign begins count as having crossed it."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """What sets a campaign off; the parts that belong to its kind are given."""

    kind: TriggerKind
    event_type: str | None = None
    condition: Logic | None = None
    cron: str | None = None
    threshold: Threshold | None = None


@dataclass(frozen=True, slots=True)
class OfferPlan:
    """What a member is promised, what that costs at most, and until when it stands."""

    kind: OfferKind
    offer_code: str | None = None
    """FIXED: the offer; BEST: the default for members without one."""
    title: Mapping[str, str] = field(default_factory=dict)
    categories: tuple[str, ...] = ()
    pool_code: str | None = None
    is_required: bool = True
    """BEST: whether a member without any offer is refused, or goes without."""
    cost_minor: int = 0
    lapses_after_days: int = 30


@dataclass(frozen=True, slots=True)
class MessagePlan:
    """What a member is told: a template for each channel, in the campaign's order of channels. One channel for each member."""

    templates: Mapping[str, str]
    prefers_own_channel: bool = True
    """Whether the channel that a member prefers (its attribute `preferred_channel`) comes first."""
    expires_after_hours: int | None = None
    purpose: Purpose = Purpose.MARKETING


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign as one revision defines it; `document` is what was given."""

    code: str
    program_code: str
    name: Mapping[str, str]
    description: Mapping[str, str]
    owner: str
    segments: tuple[str, ...]
    """Any of them is enough; none: every member of the program."""
    excluded_segments: tuple[str, ...]
    trigger: Trigger
    control_share: float
    ignores_holdout: bool
    again_after_days: int | None
    """How long a member is left alone by this campaign after it was chosen; None: for ever; 0: not at all."""
    members_max: int | None
    """Treated members of one occurrence; of EVENT and THRESHOLD campaigns, of one business day."""
    offer: OfferPlan | None
    budget_minor: int | None
    value_minor: int
    """What it is worth if a member responds; with the chance of it, the order in which members compete."""
    expected_share: float
    """The chance that a member responds, where no model says."""
    message: MessagePlan | None
    features_age_hours_max: int | None
    waits_hours_max: int
    attribution_days: int
    starts_at: datetime | None
    ends_at: datetime | None
    document: Mapping[str, object]


class RevisionKey(NamedTuple):
    """Names a revision of a campaign."""

    campaign_code: str
    revision: int

    @property
    def source_code(self) -> str:
        """Under which the room of messages knows what this revision asked for."""
        return f"campaign:{self.campaign_code}:{self.revision}"


@dataclass(frozen=True, slots=True)
class CampaignHead:
    """Where a campaign stands: which revision is live, which one waits, and when its schedule ticks next."""

    code: str
    program_code: str
    status: CampaignStatus
    live_revision: int | None
    draft_revision: int | None
    trigger_kind: TriggerKind | None
    starts_at: datetime | None
    ends_at: datetime | None
    next_run_at: datetime | None
    activated_at: datetime | None
    changed_at: datetime

    @property
    def newest_revision(self) -> int | None:
        """The draft, or what is live."""
        return self.draft_revision or self.live_revision


@dataclass(frozen=True, slots=True)
class CampaignTarget:
    """What became of one member in one occurrence. Of a control member, channel and offer are those withheld."""

    campaign_code: str
    revision: int
    occurrence: str
    member_id: UUID
    external_id: str
    arm: Arm | None
    reason: str | None
    channel_code: str | None
    offer_choice: OfferChoice | None
    offer_code: str | None
    offer_id: UUID | None
    score_probability: float | None
    expected_value_minor: float
    chosen_at: datetime
    message_status: str | None = None
    """How its message stands; None: there is none."""
    message_reason: str | None = None


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One run of a SCHEDULE or DAILY campaign: `read_count` = chosen in the three arms + refused + still waiting."""

    campaign_code: str
    revision: int
    occurrence: str
    as_of_on: str
    is_open: bool
    read_count: int
    treated_count: int
    control_count: int
    holdout_count: int
    refused: Mapping[str, int]
    opened_at: datetime
    completed_at: datetime | None

    @property
    def refused_count(self) -> int:
        """Members who were not chosen, for whatever reason."""
        return sum(self.refused.values())

    @property
    def waiting_count(self) -> int:
        """Members of whom nobody has decided yet."""
        return self.read_count - self.treated_count - self.control_count - self.holdout_count - self.refused_count
