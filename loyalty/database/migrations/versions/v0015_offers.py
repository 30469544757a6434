"""Offers have ids, a log of who was offered what and why, outcomes, stock, and what is needed to rank for one member at once.

The log is a row per offer and publication: its id, the chance with which it was chosen, and how it stands by now. Outcomes are facts
and never change. No foreign keys to members, as with the shelf: `khaywe check` proves those references.
"""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

# Nullable, so that a shelf that stands is not rewritten; the next publication fills them.
SHELF = """
alter table member_offers add column offer_id uuid;
alter table member_offers add column policy_code text;
alter table member_offers add column reason_code text;
alter table member_offers add column answer_code text check (answer_code in ('ACCEPTED', 'REJECTED', 'REDEEMED'));
alter table member_offers add column model_version text;
alter table member_offers add column computed_at timestamptz;
"""

DECISIONS = """
create table offer_decisions (
    offer_id        uuid primary key,
    member_id       uuid not null,
    offer_code      text collate "C" not null,
    offer_rank      smallint not null check (offer_rank >= 1),
    generation      bigint not null,
    as_of_on        date not null,
    ends_on         date,
    model_version   text not null,
    score_probability double precision not null check (score_probability between 0 and 1),
    propensity      double precision not null check (propensity > 0 and propensity <= 1),
    policy_code     text not null check (policy_code in ('BEST', 'EXPLORE')),
    reason_code     text not null,
    arms            json,
    decided_at      timestamptz not null,
    shown_count     integer not null default 0 check (shown_count >= 0),
    first_shown_at  timestamptz,
    last_shown_at   timestamptz,
    answer_code     text check (answer_code in ('ACCEPTED', 'REJECTED')),
    answered_at     timestamptz,
    redeemed_at     timestamptz,
    check ((answer_code is null) = (answered_at is null)),
    check (redeemed_at is null or answer_code = 'ACCEPTED')
);
create index offer_decisions_touched on offer_decisions (member_id, offer_code) where first_shown_at is not null or answer_code is not null;
create index offer_decisions_taken on offer_decisions (offer_code) where answer_code = 'ACCEPTED';
create index offer_decisions_by_day on offer_decisions using brin (as_of_on);
"""

OUTCOMES = """
create table offer_outcomes (
    id           bigint generated always as identity primary key,
    offer_id     uuid not null references offer_decisions (offer_id),
    outcome_code text not null check (outcome_code in ('SHOWN', 'ACCEPTED', 'REJECTED', 'REDEEMED')),
    occurred_at  timestamptz not null,
    recorded_at  timestamptz not null,
    channel      text,
    reason       text,
    actor        text
);
create unique index offer_outcomes_once on offer_outcomes (offer_id, outcome_code) where outcome_code <> 'SHOWN';
create index offer_outcomes_of_offer on offer_outcomes (offer_id);
create trigger offer_outcomes_are_immutable before update or delete on offer_outcomes for each row execute function refuse_change();
"""

STOCK = """
create table offer_stocks (
    offer_code  text collate "C" primary key,
    units       bigint not null check (units >= 0),
    taken_units bigint not null default 0 check (taken_units >= 0)
);
"""

# What ranking for one member at once needs beside the member's features; replaced whole with the shelf.
CANDIDATES = """
create table offer_candidates (
    offer_code      text collate "C" primary key,
    title           text not null,
    category_code   text not null,
    department_code text,
    campaign_id     text,
    coupon_upc      text,
    ends_on         date,
    category_popularity_share_84d double precision not null
);
create table customer_offer_features (
    customer_id text collate "C" primary key,
    features    json not null
);
"""

SERVICE_ROLE = """
do $$
begin
    if exists (select from pg_roles where rolname = 'khaywe_service') then
        revoke update, delete, truncate on offer_outcomes from khaywe_service;
    end if;
end $$;
"""


def upgrade() -> None:
    """Nothing stands in any of them; the next publication decides under the new rules."""
    for statements in (SHELF, DECISIONS, OUTCOMES, STOCK, CANDIDATES, SERVICE_ROLE):
        op.execute(statements)
