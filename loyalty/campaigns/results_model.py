"""What is told of a campaign's results. Not here: counting (`results_store.py`), comparing (`results_uplift.py`), words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from loyalty.campaigns.results_uplift import Difference, Sample
from loyalty.campaigns.results_words import Words


@dataclass(frozen=True, slots=True)
class Scope:
    """Which targets are looked at: of one revision, one occurrence, chosen from `since` on and before `until`; None: of all."""

    campaign_code: str
    revision: int | None = None
    occurrence: str | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom the occurrences looked at: treated + control + holdout + refused = read."""

    read_count: int
    treated_count: int
    control_count: int
    holdout_count: int
    refused: Mapping[str, int]
    first_chosen_at: datetime | None
    last_chosen_at: datetime | None


@dataclass(frozen=True, slots=True)
class Sendings:
    """What became of the messages: waiting + sent + suppressed + failed + in doubt = queued, delivered + bounced = sent."""

    queued_count: int
    waiting_count: int
    sent_count: int
    delivered_count: int
    bounced_count: int
    failed_count: int
    in_doubt_count: int
    suppressed: Mapping[str, int]
    sent_by_channel: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Responses:
    """How many messages were looked at, followed, complained of. Who followed a link has looked, pictures or not."""

    opened_count: int
    clicked_count: int
    opened_by_machine_count: int
    """Fetched by a program alone, as far as it said so."""
    complained_count: int
    opted_out_count: int
    clicks_by_url: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Costs:
    """What was promised and what of it was redeemed, in minor units and points."""

    promised_count: int
    redeemed_count: int
    lapsed_count: int
    offer_cost_minor: int
    """What the redeemed promises cost, as the campaign puts it."""
    promised_cost_minor: int
    """What the promises that are still open may cost."""
    discount_minor: int
    """What promotions took off the orders on which the campaign's vouchers were used, less returns."""
    points: int
    """What promotions gave for those orders, less returns."""


@dataclass(frozen=True, slots=True)
class Uplift:
    """One difference between the arms, and its words."""

    difference: Difference
    words: Words


@dataclass(frozen=True, slots=True)
class Effect:
    """What the treated did in their windows and the control in theirs."""

    attribution_days: int
    windows_close_at: datetime | None
    is_settled: bool
    """Every window is over; only returns and late purchases can still change it."""
    is_split_sound: bool
    currency_code: str | None
    treated: Sample
    control: Sample
    holdout: Sample
    conversion: Uplift
    revenue: Uplift


@dataclass(frozen=True, slots=True)
class Results:
    """How a campaign does, as counted at an instant of the business clock."""

    scope: Scope
    as_of: datetime
    audience: Audience
    sendings: Sendings
    responses: Responses
    costs: Costs
    effect: Effect
