"""The published copy of scores and offers, and the shelf heads that say how old they are.

No foreign keys to members on purpose: both tables are replaced whole each night, and the publish itself sets aside rows
whose customer is not a member. A shelf head is one row; it carries the generation that the cache's keys are named after.
"""

from alembic import op

revision = "0003"
down_revision = "0002"

STATEMENTS = (
    """
    create table score_shelf (
        only_row boolean primary key default true check (only_row),
        as_of_on date not null,
        member_count bigint not null check (member_count >= 0)
    )
    """,
    """
    create table member_scores (
        member_id uuid primary key,
        as_of_on date not null,
        tier_code text,
        qualifying_minor bigint,
        rfm_code text,
        rfm_segment_code text,
        recency_quintile smallint check (recency_quintile between 1 and 5),
        frequency_quintile smallint check (frequency_quintile between 1 and 5),
        monetary_quintile smallint check (monetary_quintile between 1 and 5),
        churn_probability double precision check (churn_probability between 0 and 1),
        churn_band_code text check (churn_band_code in ('LOW', 'MEDIUM', 'HIGH')),
        last_purchase_on date,
        recency_days bigint,
        purchase_count_364d bigint,
        spend_minor_364d bigint,
        model_version text,
        scored_at timestamptz
    )
    """,
    """
    create table offer_shelf (
        only_row boolean primary key default true check (only_row),
        generation bigint not null,
        as_of_on date not null,
        model_version text not null,
        scored_at timestamptz not null,
        member_count bigint not null check (member_count >= 0),
        offer_count bigint not null check (offer_count >= 0)
    )
    """,
    """
    create table member_offers (
        member_id uuid not null,
        offer_rank smallint not null check (offer_rank between 1 and 5),
        offer_code text not null,
        title text not null,
        category_code text not null,
        score_probability double precision not null check (score_probability between 0 and 1),
        campaign_id text,
        coupon_upc text,
        ends_on date,
        primary key (member_id, offer_rank),
        unique (member_id, offer_code)
    )
    """,
)


def upgrade() -> None:
    """Forward only."""
    for statement in STATEMENTS:
        op.execute(statement)
