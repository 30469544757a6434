"""Who of those that wait is chosen, in which arm, with which offer over which channel, and who is not and why. Pure.

The order: standing (`Refusal`, top to bottom), the arm by hash, the best offer that is left, then the limits. Control and holdout are drawn
from those who could have been addressed and meet the same limits, so that the arms are one population. Not here: SQL.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from loyalty.campaigns.control import is_control, is_held_out
from loyalty.campaigns.model import Arm, Campaign, OfferChoice, OfferKind, OfferPlan, Refusal

TREATED = str(Arm.TREATED)
_Types = dict[str, pl.DataType | type[pl.DataType]]
_MEMBERS: _Types = {
    "place": pl.Int64,
    "external_id": pl.String,
    "is_of_program": pl.Boolean,
    "is_active": pl.Boolean,
    "is_in_audience": pl.Boolean,
    "is_excluded": pl.Boolean,
    "is_addressed_lately": pl.Boolean,
    "consented": pl.List(pl.String),
    "addressed": pl.List(pl.String),
    "preferred_channel": pl.String,
    "is_stale": pl.Boolean,
}
MEMBERS = pl.Schema(_MEMBERS)
"""Of each member who waits, what is known now. `place` is unique and the order in which they are served; `consented` and `addressed` are
the channels over which the member may and can be told."""
OFFERS = pl.Schema(
    {
        "place": pl.Int64,
        "offer_rank": pl.Int64,
        "offer_code": pl.String,
        "score_probability": pl.Float64,
        "candidate": pl.Int64,
    }
)
"""The offers on the shelf for these members, best first by `offer_rank`; `candidate` is the caller's own name of the row."""


@dataclass(frozen=True, slots=True)
class Room:
    """What is left: of each offer that has a stock, of vouchers, of the occurrence's members, of the budget. None: without end."""

    offer_units: Mapping[str, int] = field(default_factory=dict)
    vouchers: int | None = None
    members: int | None = None
    budget_minor: int | None = None


@dataclass(frozen=True, slots=True)
class Holdout:
    """The universal holdout in force."""

    season: str = ""
    share: float = 0.0


def choose(members: pl.DataFrame, offers: pl.DataFrame, campaign: Campaign, room: Room, holdout: Holdout) -> pl.DataFrame:
    """Each member with `arm` or `reason` (one of them null), `channel_code`, `offer_choice`, `offer_code`, `candidate`,
    `score_probability` and `expected_value_minor`; in the order of `place`.
    """
    judged = members.sort("place").with_columns(reason=_standing(campaign), channel_code=_channel(campaign))
    judged = judged.with_columns(reason=pl.coalesce("reason", _reach(campaign)))
    judged = judged.with_columns(arm=_arms(judged, campaign, holdout))
    judged = _with_offers(judged, offers, campaign.offer, room)
    judged = _limited(judged, campaign, room)
    refused = pl.col("reason").is_not_null()
    kept = ("channel_code", "offer_choice", "offer_code", "candidate", "score_probability", "arm")
    chance = pl.col("score_probability").fill_null(campaign.expected_share)
    return judged.with_columns(pl.when(~refused).then(pl.col(name)).alias(name) for name in kept).with_columns(
        expected_value_minor=pl.when(pl.col("arm").is_not_null()).then(chance * campaign.value_minor).otherwise(0.0)
    )


def _standing(campaign: Campaign) -> pl.Expr:
    """The first reason why the member may not be chosen at all, or null."""
    against = (
        (Refusal.MEMBER_INACTIVE, ~pl.col("is_active")),
        (Refusal.OTHER_PROGRAM, ~pl.col("is_of_program")),
        (Refusal.NOT_IN_AUDIENCE, ~pl.col("is_in_audience")),
        (Refusal.EXCLUDED, pl.col("is_excluded")),
        (Refusal.ADDRESSED_LATELY, pl.col("is_addressed_lately") & (campaign.again_after_days != 0)),
    )
    return pl.coalesce(*(pl.when(holds).then(pl.lit(str(reason))) for reason, holds in against), pl.lit(None, pl.String))


def _reach(campaign: Campaign) -> pl.Expr:
    """Why nothing can be said to the member, or null; then whether what is known of it is too old to act on."""
    stale = pl.when(pl.col("is_stale")).then(pl.lit(str(Refusal.FEATURES_STALE)))
    if campaign.message is None:
        return pl.coalesce(stale, pl.lit(None, pl.String))
    channels = list(campaign.message.templates)
    may = pl.col("consented").list.set_intersection(channels).list.len() > 0
    return (
        pl.when(~may)
        .then(pl.lit(str(Refusal.CONSENT_MISSING)))
        .when(pl.col("channel_code").is_null())
        .then(pl.lit(str(Refusal.ADDRESS_MISSING)))
        .otherwise(stale)
    )


def _channel(campaign: Campaign) -> pl.Expr:
    """The channel of each member: its own preferred one, else the first of the campaign's, of those that reach it."""
    if campaign.message is None:
        return pl.lit(None, pl.String)
    reaching = pl.col("consented").list.set_intersection("addressed")
    order = [pl.when(reaching.list.contains(pl.lit(channel))).then(pl.lit(channel)) for channel in campaign.message.templates]
    own = pl.col("preferred_channel")
    is_own_usable = own.is_in(list(campaign.message.templates)) & reaching.list.contains(own)
    preferred = [pl.when(is_own_usable).then(own)] if campaign.message.prefers_own_channel else []
    return pl.coalesce(*preferred, *order)


def _arms(judged: pl.DataFrame, campaign: Campaign, holdout: Holdout) -> pl.Series:
    """The arm of those who stand; by hash, so that it is the same in every occurrence."""
    share = 0.0 if campaign.ignores_holdout else holdout.share

    def arm(external_id: str) -> str:
        if is_held_out(holdout.season, external_id, share):
            return str(Arm.HOLDOUT)
        return str(Arm.CONTROL) if is_control(campaign.code, external_id, campaign.control_share) else TREATED

    chosen = zip(judged["external_id"], judged["reason"], strict=True)
    return pl.Series("arm", [None if reason is not None else arm(external_id) for external_id, reason in chosen], dtype=pl.String)


def _with_offers(judged: pl.DataFrame, offers: pl.DataFrame, plan: OfferPlan | None, room: Room) -> pl.DataFrame:
    """Each with its offer; whoever must have one and finds none is refused."""
    if plan is None:
        return _offered(judged, None, None)
    if plan.kind is OfferKind.BEST:
        return _best(judged, offers, plan, room)
    if plan.kind is OfferKind.FIXED:
        left = room.offer_units.get(plan.offer_code or "")
        return _offered(_scarce(judged, left, Refusal.OFFERLESS), plan.offer_code, OfferChoice.FIXED)
    return _offered(_scarce(judged, room.vouchers, Refusal.VOUCHERS_SPENT), plan.pool_code, OfferChoice.VOUCHER)


def _offered(judged: pl.DataFrame, offer_code: str | None, choice: OfferChoice | None) -> pl.DataFrame:
    return judged.with_columns(
        offer_code=pl.lit(offer_code, pl.String),
        offer_choice=pl.lit(str(choice) if choice else None, pl.String),
        candidate=pl.lit(None, pl.Int64),
        score_probability=pl.lit(None, pl.Float64),
    )


def _best(judged: pl.DataFrame, offers: pl.DataFrame, plan: OfferPlan, room: Room) -> pl.DataFrame:
    """The first offer of each that is left when its turn comes. Round by round: everybody takes the first; who comes too late for a stock
    loses it and takes the next. Each round takes something from somebody, so there are no more rounds than an offer list is long.
    """
    standing = judged.filter(pl.col("reason").is_null()).select("place", "arm")
    left = offers.join(standing, on="place").sort("place", "offer_rank")
    while True:
        first = left.group_by("place", maintain_order=True).first()
        late = _too_late(first, room.offer_units)
        if late.is_empty():
            break
        left = left.join(late, on=["place", "candidate"], how="anti", maintain_order="left")
    chosen = judged.join(
        first.select("place", "offer_code", "candidate", "score_probability", offer_choice=pl.lit(str(OfferChoice.BEST))),
        on="place",
        how="left",
        maintain_order="left",
    )
    if plan.offer_code is not None:
        lacks = pl.col("offer_code").is_null()
        chosen = chosen.with_columns(
            offer_choice=pl.when(lacks).then(pl.lit(str(OfferChoice.DEFAULT))).otherwise("offer_choice"),
            offer_code=pl.col("offer_code").fill_null(plan.offer_code),
        )
    if not plan.is_required:
        return chosen
    offerless = pl.when(pl.col("offer_code").is_null()).then(pl.lit(str(Refusal.OFFERLESS)))
    return chosen.with_columns(reason=pl.coalesce("reason", offerless))


def _too_late(first: pl.DataFrame, units: Mapping[str, int]) -> pl.DataFrame:
    """Those whose offer was taken up before their turn; control and holdout take nothing, but find gone what is gone."""
    limited = first.filter(pl.col("offer_code").is_in(list(units))).sort("place")
    if limited.is_empty():
        return limited.select("place", "candidate")
    taken = (pl.col("arm") == TREATED).cast(pl.Int64).cum_sum().over("offer_code") - (pl.col("arm") == TREATED).cast(pl.Int64)
    left = pl.col("offer_code").replace_strict(dict(units), return_dtype=pl.Int64)
    return limited.filter(taken >= left).select("place", "candidate")


def _limited(judged: pl.DataFrame, campaign: Campaign, room: Room) -> pl.DataFrame:
    """Those beyond the limit of members, and then of money, are refused, whatever their arm."""
    judged = _scarce(judged, room.members, Refusal.LIMIT_REACHED)
    if room.budget_minor is None or campaign.offer is None or campaign.offer.cost_minor == 0:
        return judged
    return _scarce(judged, max(room.budget_minor, 0) // campaign.offer.cost_minor, Refusal.BUDGET_SPENT)


def _scarce(judged: pl.DataFrame, left: int | None, refusal: Refusal) -> pl.DataFrame:
    """Whose turn comes when `left` treated members have been served is refused."""
    if left is None:
        return judged
    takes = ((pl.col("arm") == TREATED) & pl.col("reason").is_null()).cast(pl.Int64).fill_null(0)
    before = takes.cum_sum() - takes
    beyond = pl.when(before >= left).then(pl.lit(str(refusal)))
    return judged.with_columns(reason=pl.coalesce("reason", beyond))


def counted(chosen: pl.DataFrame) -> tuple[dict[str, int], dict[str, int]]:
    """How many there are in each arm, and how many were refused for each reason."""
    return _counts(chosen["arm"]), _counts(chosen["reason"])


def _counts(values: pl.Series) -> dict[str, int]:
    found: Sequence[tuple[str, int]] = values.drop_nulls().value_counts().rows()
    return dict(sorted(found))
