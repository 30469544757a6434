"""From the model's ranking to what members are offered, everybody at once: the business's rules, then a draw, then the best. Pure.

The order: who may not have it, what rests, what is gone; worth (probability × margin); the first offer, drawn for a share of members;
then the best of the rest, no more of a kind than allowed. Not here: SQL (`store_*.py`) and what a score is (`ml`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import polars as pl

from loyalty.offers.exploring import Beliefs, Evidence, first_choice, uniform_of
from loyalty.offers.reasons import reason_code
from loyalty.offers.rules import OfferEligibility, OfferRules

NOBODY = pl.DataFrame(schema={"customer_id": pl.String, "offer_code": pl.String})


@dataclass(frozen=True, slots=True)
class Known:
    """What is known when offers are decided.

    `resting`: customer and offer, where the customer answered it lately or saw it often enough. `allowed`: for each rule of eligibility, in
    their order, the customers who may. `evidence`: what came of offers shown.
    """

    resting: pl.DataFrame = field(default_factory=lambda: NOBODY)
    gone: Sequence[str] = ()
    allowed: Sequence[pl.Series] = ()
    evidence: Mapping[str, Evidence] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decided:
    """`offers`: the rows chosen, with offer_rank from 1, policy_code, propensity, reason_code, and arms (JSON, on the first).

    `left_out`: the rows not chosen, by the first reason. Rows read = chosen + left out.
    """

    offers: pl.DataFrame
    left_out: Mapping[str, int]


def decide_offers(rows: pl.DataFrame, rules: OfferRules, known: Known, *, on: date) -> Decided:
    """Each customer's offers under `rules`: at most `offers_max`, in order, with the chance of the first one.

    Args:
        rows: the model's shortlist, one row per customer and offer: customer_id, offer_rank, offer_code, category_code,
            score_probability, ends_on, campaign_id; where there, department_code and the columns of `reasons.py`.
        rules: as declared.
        known: fatigue, stock, eligibility, evidence.
        on: the business day; with the seed and the customer it settles the draw, so that deciding again decides the same.
    """
    reason = _left_out(rows, rules, known, on)
    standing = rows.with_columns(reason_code=reason_code(rows.columns)).filter(reason.is_null())
    ordered = _by_worth(standing, rules)
    if rules.exploration.share > 0 and ordered.height:
        ordered = _drawn(ordered, rules, known, on)
    else:
        ordered = ordered.with_columns(policy_code=pl.lit("BEST"), propensity=pl.lit(1.0), arms=pl.lit(None, pl.String))
    place = pl.int_range(1, pl.len() + 1)
    alike = pl.lit(value=False)
    for column, most in (("category_code", rules.diversity.per_category_max), ("department_code", rules.diversity.per_department_max)):
        if most and column in ordered.columns:
            alike |= pl.col(column).is_not_null() & (place.over("customer_id", column) > most)
    varied = ordered.filter(~alike)
    chosen = varied.with_columns(offer_rank=place.cast(pl.Int32).over("customer_id")).filter(pl.col("offer_rank") <= rules.offers_max)
    counted = dict(reason.drop_nulls().value_counts().sort("left_out").iter_rows())
    counted |= {"too_alike": ordered.height - varied.height, "beyond_the_best": varied.height - chosen.height}
    return Decided(chosen, {name: count for name, count in counted.items() if count})


def _left_out(rows: pl.DataFrame, rules: OfferRules, known: Known, on: date) -> pl.Series:
    """Per row the first reason why it cannot be offered, or null."""
    resting = rows.select("customer_id", "offer_code").join(
        known.resting.with_columns(is_resting=pl.lit(value=True)), on=["customer_id", "offer_code"], how="left", maintain_order="left"
    )["is_resting"]
    reasons = [
        pl.when(pl.col("ends_on") < on).then(pl.lit("lapsed")),
        pl.when(pl.col("offer_code").is_in(list(known.gone))).then(pl.lit("out_of_stock")),
        pl.when(_ineligible(rules.eligibility, known.allowed)).then(pl.lit("not_eligible")),
        pl.when(resting).then(pl.lit("resting")),
    ]
    if rules.is_addressed_only and "is_in_campaign" in rows.columns:
        reasons.insert(2, pl.when(~pl.col("is_in_campaign").cast(pl.Boolean)).then(pl.lit("not_addressed")))
    return rows.select(left_out=pl.coalesce(reasons))["left_out"]


def _ineligible(rules: Sequence[OfferEligibility], allowed: Sequence[pl.Series]) -> pl.Expr:
    """An offer is for somebody if every rule that means it lets them."""
    kept_from = pl.lit(value=False)
    for rule, may in zip(rules, allowed, strict=True):
        meant = {"offer_code": rule.offer_codes, "category_code": rule.category_codes, "campaign_id": rule.campaign_ids}
        named = [pl.col(column).is_in(list(codes)) for column, codes in meant.items() if codes]
        is_meant = pl.any_horizontal(named) if named else pl.lit(value=True)
        kept_from |= is_meant.fill_null(value=False) & ~pl.col("customer_id").is_in(may.implode())
    return kept_from


def _by_worth(rows: pl.DataFrame, rules: OfferRules) -> pl.DataFrame:
    """Customer by customer, what is worth most first; what is worth the same in the model's order."""
    worth = pl.col("score_probability")
    if rules.margins.weight:
        margin = pl.col("category_code").replace_strict(
            dict(rules.margins.by_category), default=rules.margins.default_share, return_dtype=pl.Float64
        )
        worth *= margin.pow(rules.margins.weight)
    return (
        rows.with_columns(worth=worth)
        .sort(["customer_id", "worth", "offer_rank"], descending=[False, True, False], maintain_order=True)
        .drop("worth")
    )


def _drawn(rows: pl.DataFrame, rules: OfferRules, known: Known, on: date) -> pl.DataFrame:
    """The rows with each customer's drawn offer first, its chance, and on it all the arms there were."""
    codes = rows["offer_code"].unique().sort().to_list()
    placed = rows.with_row_index("row").with_columns(place=pl.int_range(pl.len()).over("customer_id"))
    customers = placed.filter(pl.col("place") == 0)
    member = placed["customer_id"].rle_id().to_numpy()
    place = placed["place"].to_numpy()
    shape = (customers.height, int(place.max()) + 1)
    arms, scores = np.full(shape, -1, dtype=np.int64), np.zeros(shape)
    arms[member, place] = np.searchsorted(np.array(codes), placed["offer_code"].to_numpy())
    scores[member, place] = placed["score_probability"].to_numpy()
    exploration = rules.exploration
    hashes = customers.select(pl.concat_str("customer_id", pl.lit(f":{on}:{exploration.seed}")).hash(exploration.seed)).to_series()
    chosen, chances = first_choice(arms, scores, uniform_of(hashes.to_numpy()), Beliefs(codes, known.evidence, exploration))
    is_chosen = place == chosen[member]
    told = placed.with_columns(chance=pl.Series(chances[member, place]), is_chosen=pl.Series(is_chosen))
    listed = told.group_by("customer_id", maintain_order=True).agg(
        arms=pl.struct("offer_code", score=pl.col("score_probability"), propensity=pl.col("chance")).struct.json_encode().str.join(",")
    )
    return (
        told.join(listed, on="customer_id", how="left", maintain_order="left")
        .with_columns(
            policy_code=pl.when(pl.col("is_chosen") & (pl.col("place") > 0)).then(pl.lit("EXPLORE")).otherwise(pl.lit("BEST")),
            propensity=pl.when("is_chosen").then("chance").otherwise(1.0),
            arms=pl.when("is_chosen").then(pl.concat_str(pl.lit("["), "arms", pl.lit("]"))),
            first=~pl.col("is_chosen"),
        )
        .sort(["customer_id", "first", "place"], maintain_order=True)
        .drop("row", "place", "chance", "is_chosen", "first")
    )
