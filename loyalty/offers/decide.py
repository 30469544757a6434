"""From the model's ranking as a table to what members are offered, everybody at once. Pure.

The order: who may not have it, what rests, what is gone; worth (probability × margin); the first offer, drawn for a share of members;
then the best of the rest, no more of a kind than allowed. Not here: the rules themselves (`choice.py`) and SQL (`store_*.py`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import polars as pl
import pyarrow.compute as pc

from loyalty.offers.choice import Choice, Facts, Mask, Numbers, Offers, Shortlists, choose, draw_numbers, terms_of
from loyalty.offers.exploring import Beliefs, Evidence, Floats
from loyalty.offers.reasons import REASON_COLUMNS, reason_codes
from loyalty.offers.rules import OfferRules

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
    customer_ids, customer = _coded(rows["customer_id"])
    offers, offer = _offers_in(rows)
    ranks = rows["offer_rank"].to_numpy().astype(np.int64)
    lists = Shortlists(customer, offer, ranks, rows["score_probability"].to_numpy(), _addressed(rows))
    facts = Facts(
        is_gone=np.isin(np.array(offers.offer_codes, dtype=object), list(known.gone)),
        is_resting=_resting(rows, known.resting),
        may=[customer_ids.is_in(may.implode()).to_numpy() for may in known.allowed],
        beliefs=Beliefs(offers.offer_codes, known.evidence, rules.exploration) if rules.exploration.share > 0 else None,
        numbers=draw_numbers(customer_ids, on, rules.exploration),
    )
    choice = choose(lists, terms_of(offers, rules, on), facts, rules)
    return Decided(_as_rows(rows, choice, lists), choice.left_out)


def arms_of(customer: Numbers, offer_codes: pl.Series, probability: Floats, chance: Floats) -> pl.Series:
    """Each customer's draw as one JSON list, [{offer_code, score, propensity}, …], in the order of the rows; a customer's lie together."""
    told = pl.LazyFrame({"customer": customer, "offer_code": offer_codes, "score": probability, "propensity": chance})
    arm = pl.struct("offer_code", "score", "propensity").struct.json_encode()
    listed = told.group_by("customer", maintain_order=True).agg(arms=arm.str.join(","))
    return listed.select(arms=pl.concat_str(pl.lit("["), "arms", pl.lit("]"))).collect()["arms"]


def _as_rows(rows: pl.DataFrame, choice: Choice, lists: Shortlists) -> pl.DataFrame:
    chosen = rows[choice.row]
    is_first = choice.rank == 1
    arms: list[str | None] | pl.Series = [None] * len(choice.row)
    if len(choice.arm):
        codes = rows["offer_code"][choice.arm]
        listed = arms_of(lists.customer[choice.arm], codes, lists.probability[choice.arm], choice.chance)
        arms = listed.gather(pl.Series(np.cumsum(is_first) - 1))
    has_reasons = set(REASON_COLUMNS) <= set(rows.columns)
    reasons = reason_codes({name: chosen[name].cast(pl.Float64).to_numpy() for name in REASON_COLUMNS}) if has_reasons else "SUGGESTED"
    return chosen.with_columns(
        offer_rank=pl.Series(choice.rank, dtype=pl.Int32),
        policy_code=pl.when(pl.Series(choice.is_explored)).then(pl.lit("EXPLORE")).otherwise(pl.lit("BEST")),
        propensity=pl.Series(choice.propensity),
        reason_code=pl.lit(reasons) if isinstance(reasons, str) else pl.Series(reasons, dtype=pl.String),
        arms=pl.when(pl.Series(is_first)).then(pl.Series(arms, dtype=pl.String)),
    )


def _coded(values: pl.Series) -> tuple[pl.Series, Numbers]:
    """The different values in the order of their first row, and for each row the place of its own."""
    coded: Any = pc.dictionary_encode(values.to_arrow())
    return pl.Series(values.name, coded.dictionary, dtype=values.dtype), coded.indices.to_numpy().astype(np.int64)


def _offers_in(rows: pl.DataFrame) -> tuple[Offers, Numbers]:
    """The offers of the rows, each as its first row tells of it, and for each row the place of its offer."""
    _, offer = _coded(rows["offer_code"])
    each = rows.unique("offer_code", keep="first", maintain_order=True)
    departments = each["department_code"].to_list() if "department_code" in each.columns else [None] * each.height
    told = (each[name].to_list() for name in ("offer_code", "category_code", "campaign_id", "ends_on"))
    codes, categories, campaigns, ends_on = told
    return Offers(codes, categories, departments, campaigns, ends_on), offer


def _addressed(rows: pl.DataFrame) -> Mask:
    """Whether a campaign meant the customer; where nobody knows, it did."""
    if "is_in_campaign" not in rows.columns:
        return np.ones(rows.height, dtype=np.bool_)
    return rows["is_in_campaign"].cast(pl.Boolean).fill_null(value=True).to_numpy()


def _resting(rows: pl.DataFrame, resting: pl.DataFrame) -> Mask:
    found = rows.select("customer_id", "offer_code").join(
        resting.with_columns(is_resting=pl.lit(value=True)), on=["customer_id", "offer_code"], how="left", maintain_order="left"
    )
    return found["is_resting"].fill_null(value=False).to_numpy()
