"""The log of drawn decisions as a table, for judging another policy before it goes live. Not here: judging (`ml/policies`)."""

from datetime import date

import polars as pl

from loyalty.database import Work
from loyalty.ids import show_id
from loyalty.offers.model import OFFER_ID_PREFIX

# A decision counts once it was shown. Unanswered, it is open as long as the offer holds, and a no from then on.
READ = """
select d.offer_id, m.external_id as customer_id, d.offer_code as action, d.propensity,
    case when d.answer_code = 'ACCEPTED' then 1.0 when d.answer_code = 'REJECTED' or d.ends_on < %(today)s then 0.0 end as reward,
    d.score_probability as model_score, d.model_version, d.as_of_on, d.reason_code, d.arms::text as arms
from offer_decisions d join members m on m.id = d.member_id
where d.arms is not null and d.first_shown_at is not null and (%(since)s::date is null or d.as_of_on >= %(since)s)
order by d.offer_id
"""
SCHEMA = pl.Schema(
    {
        "decision_id": pl.String,
        "customer_id": pl.String,
        "action": pl.String,
        "propensity": pl.Float64,
        "reward": pl.Float64,
        "model_score": pl.Float64,
        "model_version": pl.String,
        "as_of_on": pl.Date,
        "reason_code": pl.String,
        "arms": pl.String,
    }
)
_ARMS = pl.List(pl.Struct({"offer_code": pl.String, "score": pl.Float64, "propensity": pl.Float64}))


def read_log(within: Work, *, today: date, since: date | None = None) -> pl.DataFrame:
    """One row per first offer drawn and shown: decision_id, customer_id, action, propensity, reward (null: still open), and context.

    Context that was known before the draw: `best_action` and `best_score` (what the model and the rules put first), `arm_count`,
    `model_version`, `as_of_on`. `model_score` and `reason_code` are of the action itself: useful to look at, to be ignored as context.
    """
    rows = within.exec_driver_sql(READ, {"today": today, "since": since})
    read = [(show_id(OFFER_ID_PREFIX, row.offer_id), *row[1:]) for row in rows]
    log = pl.DataFrame(read, schema=SCHEMA, orient="row")
    arms = log["arms"].str.json_decode(_ARMS)
    best = arms.list.get(0).struct
    return log.drop("arms").with_columns(
        best_action=best.field("offer_code"), best_score=best.field("score"), arm_count=arms.list.len().cast(pl.Int64)
    )


def best_policy(log: pl.DataFrame) -> pl.DataFrame:
    """The policy that always shows the best: decision_id, action, probability. For comparing with what was drawn."""
    return log.select("decision_id", action=pl.col("best_action"), probability=pl.lit(1.0))
