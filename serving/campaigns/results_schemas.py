"""The wire shapes of a campaign's results. Not here: counting them (`loyalty.campaigns`)."""

from collections.abc import Mapping
from datetime import datetime

from pydantic import Field

from loyalty.campaigns.results_holdout import HoldoutResults
from loyalty.campaigns.results_model import Results, Uplift
from loyalty.campaigns.results_uplift import Sample
from serving.http.outputs import LocalText, Out


class ReasonCountOut(Out):
    """How often one thing."""

    code: str
    count: int

    @classmethod
    def each(cls, counts: Mapping[str, int]) -> list["ReasonCountOut"]:
        """The counts, in their order."""
        return [cls(code=code, count=count) for code, count in counts.items()]


class FollowedLinkOut(Out):
    """How many messages a link was followed from."""

    url: str
    clicked_count: int


class ChosenCountsOut(Out):
    """`read_count = treated_count + control_count + holdout_count + refused`."""

    read_count: int = Field(description="Members whom the occurrences looked at, each once in each.")
    treated_count: int = Field(description="Chosen and addressed.")
    control_count: int = Field(description="Chosen and set aside for this campaign.")
    holdout_count: int = Field(description="Chosen and set aside from all campaigns.")
    refused: list[ReasonCountOut] = Field(description="Not chosen, by the first reason.")
    first_chosen_at: datetime | None
    last_chosen_at: datetime | None


class MessageFunnelOut(Out):
    """What became of the messages. `queued = waiting + sent + suppressed + failed + in doubt`; `sent = delivered + bounced`."""

    queued_count: int
    waiting_count: int
    sent_count: int
    delivered_count: int = Field(description="Taken by the channel and not come back.")
    bounced_count: int
    failed_count: int
    in_doubt_count: int
    suppressed: list[ReasonCountOut] = Field(description="Not sent, by reason.")
    sent_by_channel: list[ReasonCountOut]
    opened_count: int = Field(description="Messages that were looked at or followed; an estimate, for mail programs hide and feign it.")
    clicked_count: int = Field(description="Messages of which a link was followed by a person, as far as can be known.")
    opened_by_machine_count: int = Field(description="Messages fetched by a program alone; not among the opened.")
    complained_count: int
    opted_out_count: int
    links: list[FollowedLinkOut] = Field(description="The links most followed, at most 20.")


class OfferCostsOut(Out):
    """What was promised, redeemed, and what that cost."""

    promised_count: int
    redeemed_count: int
    lapsed_count: int
    offer_cost_minor: int = Field(description="The redeemed promises, at the campaign's own cost.")
    promised_cost_minor: int = Field(description="The promises still open.")
    discount_minor: int = Field(description="Taken off the orders on which the campaign's vouchers were used, less returns.")
    points: int = Field(description="Given by promotions for those orders, less returns.")


class SampleOut(Out):
    """The members of one arm and what they bought in their windows, whether or not a message reached them."""

    member_count: int
    buyer_count: int
    order_count: int
    revenue_minor: int = Field(description="What stands of the orders: corrected, less returns.")
    conversion_share: float | None
    revenue_minor_per_member: float | None

    @classmethod
    def of(cls, arm: Sample) -> "SampleOut":
        """The wire shape of an arm."""
        return cls(**{name: getattr(arm, name) for name in cls.model_fields})


class UpliftOut(Out):
    """Treated less control. `low` and `high` hold the truth nineteen times in twenty."""

    verdict: str = Field(description="BETTER, WORSE, UNCLEAR (zero lies between the bounds), TOO_FEW or NO_CONTROL.")
    value: float | None
    low: float | None
    high: float | None
    words: LocalText

    @classmethod
    def of(cls, uplift: Uplift) -> "UpliftOut":
        """The wire shape of a difference."""
        told = uplift.difference
        return cls(verdict=told.verdict, value=told.value, low=told.low, high=told.high, words=LocalText.of(uplift.words))


class CampaignEffectOut(Out):
    """What the campaign changed against those set aside."""

    attribution_days: int = Field(description="For so many days after it was chosen, what a member buys counts; a later choice ends it.")
    windows_close_at: datetime | None
    is_settled: bool = Field(description="Every window is over. Until then the figures move, and a difference is a tendency.")
    is_split_sound: bool = Field(
        description="False: far more or fewer were set aside than meant, so the arms may differ by more than chance."
    )
    currency_code: str | None
    treated: SampleOut
    control: SampleOut
    holdout: SampleOut
    conversion: UpliftOut = Field(description="Of the shares of members who bought.")
    revenue: UpliftOut = Field(description="Of what a member spent, in minor units.")


class CampaignResultsOut(Out):
    """How a campaign does."""

    campaign_code: str
    revision: int | None
    occurrence: str | None
    since: datetime | None
    until: datetime | None
    as_of: datetime = Field(description="The business instant of the count.")
    counted_at: datetime = Field(description="When it was counted; at most a minute ago.")
    audience: ChosenCountsOut
    funnel: MessageFunnelOut
    costs: OfferCostsOut
    effect: CampaignEffectOut

    @classmethod
    def of(cls, results: Results, counted_at: datetime) -> "CampaignResultsOut":
        """The wire shape of results."""
        scope, effect = results.scope, results.effect
        return cls(
            campaign_code=scope.campaign_code,
            revision=scope.revision,
            occurrence=scope.occurrence,
            since=scope.since,
            until=scope.until,
            as_of=results.as_of,
            counted_at=counted_at,
            audience=_audience(results),
            funnel=_funnel(results),
            costs=OfferCostsOut(**{name: getattr(results.costs, name) for name in OfferCostsOut.model_fields}),
            effect=CampaignEffectOut(
                attribution_days=effect.attribution_days,
                windows_close_at=effect.windows_close_at,
                is_settled=effect.is_settled,
                is_split_sound=effect.is_split_sound,
                currency_code=effect.currency_code,
                treated=SampleOut.of(effect.treated),
                control=SampleOut.of(effect.control),
                holdout=SampleOut.of(effect.holdout),
                conversion=UpliftOut.of(effect.conversion),
                revenue=UpliftOut.of(effect.revenue),
            ),
        )


class HoldoutResultsOut(Out):
    """What all campaigns together changed."""

    program_code: str
    since: datetime
    until: datetime
    days: int
    as_of: datetime
    counted_at: datetime
    windows_close_at: datetime | None
    is_settled: bool
    currency_code: str | None
    addressable: SampleOut = Field(description="Members whom campaigns may address.")
    held_out: SampleOut
    conversion: UpliftOut
    revenue: UpliftOut

    @classmethod
    def of(cls, results: HoldoutResults, counted_at: datetime) -> "HoldoutResultsOut":
        """The wire shape of the holdout's results."""
        scope = results.scope
        return cls(
            program_code=scope.program_code,
            since=scope.since,
            until=scope.until,
            days=scope.days,
            as_of=results.as_of,
            counted_at=counted_at,
            windows_close_at=results.windows_close_at,
            is_settled=results.is_settled,
            currency_code=results.currency_code,
            addressable=SampleOut.of(results.addressable),
            held_out=SampleOut.of(results.held_out),
            conversion=UpliftOut.of(results.conversion),
            revenue=UpliftOut.of(results.revenue),
        )


def _audience(results: Results) -> ChosenCountsOut:
    told = results.audience
    plain = {name: getattr(told, name) for name in ChosenCountsOut.model_fields if name != "refused"}
    return ChosenCountsOut(**plain, refused=ReasonCountOut.each(told.refused))


def _funnel(results: Results) -> MessageFunnelOut:
    sent, back = results.sendings, results.responses
    plain = {
        name: getattr(back if hasattr(back, name) else sent, name) for name in MessageFunnelOut.model_fields if name.endswith("_count")
    }
    return MessageFunnelOut(
        **plain,
        suppressed=ReasonCountOut.each(sent.suppressed),
        sent_by_channel=ReasonCountOut.each(sent.sent_by_channel),
        links=[FollowedLinkOut(url=url, clicked_count=count) for url, count in back.clicks_by_url.items()],
    )
