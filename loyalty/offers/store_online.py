"""What ranking for a few members at once reads: candidates and histories, as published with the shelf. Not here: ranking (`online.py`)."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np
import polars as pl
import pyarrow as pa

from loyalty.database import Work
from loyalty.database.copying import copy_rows
from loyalty.database.round_trip import round_trip, send
from loyalty.offers.choice import Offers
from loyalty.offers.exploring import Floats
from loyalty.offers.rules import Fatigue, OfferRules
from loyalty.offers.store import HEAD, INSERT, LOG, SHELF_LOCK, Head
from loyalty.offers.store_known import ALLOWED, GONE, RESTING, asked, rested

CANDIDATE_COLUMNS = ("offer_code", "title", "category_code", "department_code", "campaign_id", "coupon_upc", "ends_on")
POPULARITY = "category_popularity_share_84d"
HISTORY_KINDS: Mapping[str, Any] = {
    "category_purchase_count_84d": pl.Int64,
    "category_purchase_count_364d": pl.Int64,
    "category_spend_minor_364d": pl.Int64,
    "category_recency_days": pl.Int64,
    "category_average_gap_days": pl.Float64,
    "category_share_364d": pl.Float64,
    "category_redemption_count_364d": pl.Int64,
    "is_in_campaign": pl.Boolean,
}
"""What a customer has to do with a candidate, in the order in which it is kept."""
NOTHING = (0.0, 0.0, 0.0, np.nan, np.nan, 0.0, 0.0, 0.0)
"""What a customer has to do with an offer of which nothing is kept."""
ROWS_PER_COPY = 250_000
COMPUTING_LOCK = 7_236_014

# While somebody computes, the shelf is not replaced; while it is being replaced, nobody computes.
# One computes for a member at a time, and who comes second finds the offers of the first. In order, so that nobody waits in a circle.
# A statement of its own: those after it see what was committed while it waited.
HOLD = """
select pg_try_advisory_xact_lock_shared(%(shelf_lock)s), (
    select count(pg_advisory_xact_lock(%(member_lock)s, slot))
    from (select distinct hashtext(one::text) & 63 as slot from unnest(%(ids)s::uuid[]) one order by 1) slots
)
"""
WITHOUT_OFFERS = """
select m.id, m.external_id, f.features::text as history
from members m left join customer_offer_features f on f.customer_id = m.external_id
where m.id = any(%(ids)s::uuid[]) and m.status = 'ACTIVE' and not exists (select from member_offers o where o.member_id = m.id)
order by m.id
"""
OF_MEMBERS = {"key": "id", "whom": "m.id = any(%(ids)s::uuid[])"}
RESTING_OF, ALLOWED_OF = RESTING.format(**OF_MEMBERS), ALLOWED.format(**OF_MEMBERS)
CANDIDATES = f"select {', '.join(CANDIDATE_COLUMNS)}, {POPULARITY} from offer_candidates order by offer_code"  # noqa: S608
# Offers that are worked out for one member at once name no product.
AT_HAND = """
select u.*, c.title, c.category_code, c.campaign_id, c.coupon_upc, c.ends_on,
    null::text as product_id, null::text as product_title
from json_to_recordset(%(told)s::json) as u (member_id uuid, offer_rank smallint, offer_code text, score_probability double precision,
    policy_code text, propensity double precision, reason_code text, arms json)
join offer_candidates c using (offer_code)
"""
# Shelf and log in one statement: the offers travel once. Who holds the members knows that none of them has offers.
ADD = (
    f"with at_hand as materialized ({AT_HAND}), put as ({INSERT.format(source='select * from at_hand')} returning *)"  # noqa: S608
    + LOG.format(source="select * from at_hand", offers="put")
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A member who has no offers: who that is, and what is kept of what they bought (None: they have nothing to do with any candidate)."""

    member_id: UUID
    customer_id: str
    history: str | None


@dataclass(frozen=True, slots=True)
class Standing:
    """The shelf, those of the members who wait, and what the rules need to know of them: fatigue, what is gone, and for each rule of
    eligibility who may."""

    head: Head
    waiting: Sequence[Waiting]
    resting: Collection[tuple[UUID, str]]
    gone: Collection[str]
    allowed: Sequence[Collection[UUID]]


@dataclass(frozen=True, slots=True)
class Candidates:
    """What may be offered on the day, in the order of the codes; how popular each offer is, and the place of each code."""

    offers: Offers
    popularity: Floats
    place_of: Mapping[str, int]


class Computed(NamedTuple):
    """Which model ranked, and when."""

    model_version: str
    at: datetime


class ComputedOffer(NamedTuple):
    """One offer to one member as decided, in the words of the log."""

    member_id: UUID
    offer_rank: int
    offer_code: str
    score_probability: float
    policy_code: str
    propensity: float
    reason_code: str
    arms: Sequence[Mapping[str, object]] | None
    """The draw that put this offer first: every offer in it, with the model's score and its chance."""


def replace_candidates(candidates: pa.Table, histories: pa.Table, within: Work) -> None:
    """The candidates and histories of the day stand in place of those before."""
    within.exec_driver_sql("delete from offer_candidates")
    within.exec_driver_sql("delete from customer_offer_features")
    copy_rows("offer_candidates", candidates.select([*CANDIDATE_COLUMNS, POPULARITY]), within=within)
    for start in range(0, histories.num_rows, ROWS_PER_COPY):
        copy_rows("customer_offer_features", histories.slice(start, ROWS_PER_COPY), within=within)


def hold_and_read(member_ids: Sequence[UUID], rules: OfferRules, now: datetime, within: Work) -> Standing | None:
    """What is known of these members, of whom nobody else computes any until the transaction ends, all in one round trip.

    None: no shelf stands, or one is being replaced.
    """
    ids = {"ids": list(member_ids)}
    has_fatigue = rules.fatigue != Fatigue()
    held, heads, waiting, gone, *rest = round_trip(
        [
            (HOLD, ids | {"shelf_lock": SHELF_LOCK, "member_lock": COMPUTING_LOCK}),
            (HEAD, {}),
            (WITHOUT_OFFERS, ids),
            (GONE, {}),
            *([(RESTING_OF, ids | rested(rules.fatigue, now))] if has_fatigue else []),
            *((ALLOWED_OF, ids | asked(rule)) for rule in rules.eligibility),
        ],
        within,
    )
    if not held[0][0] or not heads:
        return None
    resting = rest.pop(0) if has_fatigue else []
    return Standing(
        Head(*heads[0]),
        [Waiting(*row) for row in waiting],
        {(member_id, code) for member_id, code in resting},
        {code for (code,) in gone},
        [{member_id for (member_id,) in rows} for rows in rest],
    )


def add(offers: Sequence[ComputedOffer], head: Head, computed: Computed, within: Work) -> None:
    """The offers stand on the shelf beside the others, marked as computed, and in the log. The caller holds shelf and members."""
    if not offers:
        return
    told = json.dumps([one._asdict() | {"member_id": str(one.member_id)} for one in offers])
    placed = {"as_of_on": head.as_of_on, "computed_by": computed.model_version, "computed_at": computed.at}
    decided = {"generation": head.generation, "model_version": computed.model_version, "decided_at": computed.at}
    send((ADD, {"told": told} | placed | decided), within)


def read_candidates(within: Work) -> Candidates:
    """What may be offered."""
    rows = [tuple(row) for row in within.exec_driver_sql(CANDIDATES)]
    of = {name: [row[place] for row in rows] for place, name in enumerate((*CANDIDATE_COLUMNS, POPULARITY))}
    offers = Offers(of["offer_code"], of["category_code"], of["department_code"], of["campaign_id"], of["ends_on"])
    places = {code: place for place, code in enumerate(offers.offer_codes)}
    return Candidates(offers, np.array(of[POPULARITY], dtype=np.float64), places)


def histories_of(rows: pa.Table) -> pa.Table:
    """One row per customer: {offer_code: [values]} of the candidates that the customer has something to do with."""
    frame = pl.DataFrame(rows)
    kinds = [pl.Int8 if kind is pl.Boolean else kind for kind in HISTORY_KINDS.values()]
    told = [pl.col(name).cast(kind).alias(f"v{place}") for place, (name, kind) in enumerate(zip(HISTORY_KINDS, kinds, strict=True))]
    values = pl.struct(told).struct.json_encode().str.replace_all(r'"v[0-9]":', "").str.strip_chars("{}")
    named = pl.struct(k=pl.col("offer_code")).struct.json_encode().str.strip_prefix('{"k":').str.strip_suffix("}")
    parts = frame.select("customer_id", part=pl.concat_str(named, pl.lit(":["), values, pl.lit("]")))
    joined = parts.group_by("customer_id").agg(features=pl.col("part").str.join(","))
    return joined.select("customer_id", features=pl.concat_str(pl.lit("{"), "features", pl.lit("}"))).to_arrow()


def columns_for(waiting: Sequence[Waiting], candidates: Candidates) -> dict[str, Floats]:
    """Every candidate for each of them, customer by customer, with what they have to do with it; NaN is not known. It is what the warehouse
    has in `marts.customer_offer_features`."""
    values = np.tile(np.array(NOTHING), (len(waiting) * len(candidates.popularity), 1))
    for number, one in enumerate(waiting):
        told = json.loads(one.history) if one.history else {}
        for code, of_offer in told.items():
            place = candidates.place_of.get(code)
            if place is not None:
                values[number * len(candidates.popularity) + place] = [np.nan if value is None else value for value in of_offer]
    columns: dict[str, Floats] = {name: values[:, place] for place, name in enumerate(HISTORY_KINDS)}
    return columns | {POPULARITY: np.tile(candidates.popularity, len(waiting))}
