"""Rewards with revisions and limits, eligibility with overrides, voucher pools, promotions with budgets.

Limits per member are slots: a redemption or a use that stands takes a number from 1 to the limit, and a unique index over what
stands lets nobody hold more than the limit, whoever writes. Giving one back frees its number by itself.
"""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

REWARDS = """
alter table rewards
    add column revision integer not null default 1 check (revision >= 1);

create table reward_revisions (
    program_code text collate "C" not null,
    reward_code  text collate "C" not null,
    revision     integer not null check (revision >= 1),
    definition   jsonb not null,
    actor        text,
    recorded_at  timestamptz not null,
    primary key (program_code, reward_code, revision)
);
insert into reward_revisions (program_code, reward_code, revision, definition, actor, recorded_at)
select program_code, code, 1, definition, null, changed_at from rewards;

alter table redemptions
    add column reward_revision   integer,
    add column wallet_code       text,
    add column list_points       bigint check (list_points >= points),
    add column price_reason      text,
    add column member_slot       integer,
    add column member_limit      integer,
    add column period            text check (period in ('DAY', 'WEEK', 'MONTH')),
    add column period_starts_on  date,
    add column period_slot       integer,
    add column period_limit      integer,
    add column voucher_id        uuid,
    add column return_posting_id uuid,
    add constraint redemptions_within_member_limit check (member_slot between 1 and member_limit) not valid,
    add constraint redemptions_within_period_limit check (period_slot between 1 and period_limit) not valid,
    add constraint redemptions_returned_or_not
        check (return_posting_id is null or status in ('REJECTED', 'REFUNDED')) not valid;
alter table redemptions validate constraint redemptions_within_member_limit;
alter table redemptions validate constraint redemptions_within_period_limit;
alter table redemptions validate constraint redemptions_returned_or_not;
create unique index redemptions_member_slot on redemptions (member_id, program_code, reward_code, member_slot)
    where member_slot is not null and status in ('PENDING', 'PROCESSING', 'FULFILLED');
create unique index redemptions_period_slot on redemptions (member_id, program_code, reward_code, period, period_starts_on, period_slot)
    where period_slot is not null and status in ('PENDING', 'PROCESSING', 'FULFILLED');
create index redemptions_standing on redemptions (member_id, program_code, reward_code, requested_at)
    where status in ('PENDING', 'PROCESSING', 'FULFILLED');

create table redemption_moves (
    account_id    uuid not null,
    redemption_id uuid not null,
    id            uuid not null,
    status        text not null check (status in ('PENDING', 'PROCESSING', 'FULFILLED', 'REJECTED', 'REFUNDED')),
    actor         text,
    reason        text,
    recorded_at   timestamptz not null,
    primary key (account_id, redemption_id, id)
);
"""

ELIGIBILITY = """
create table eligibility_revisions (
    program_code text collate "C" not null references programs (code),
    revision     integer not null check (revision >= 1),
    definition   jsonb not null,
    actor        text,
    recorded_at  timestamptz not null,
    primary key (program_code, revision)
);

create table eligibility_overrides (
    id           uuid primary key,
    program_code text collate "C" not null references programs (code),
    subject_kind text not null check (subject_kind in ('PROGRAM', 'REWARD', 'PROMOTION')),
    subject_code text collate "C" not null,
    member_id    uuid not null,
    verdict      text not null check (verdict in ('ALLOW', 'DENY')),
    reason       text not null check (length(reason) between 1 and 200),
    actor        text,
    valid_until  timestamptz,
    recorded_at  timestamptz not null,
    withdrawn_at timestamptz,
    withdrawn_by text
);
create unique index eligibility_overrides_standing on eligibility_overrides (member_id, program_code, subject_kind, subject_code)
    where withdrawn_at is null;
create index eligibility_overrides_of_subject on eligibility_overrides (program_code, subject_kind, subject_code, id);
"""

VOUCHERS = """
create table voucher_pools (
    program_code   text collate "C" not null references programs (code),
    code           text collate "C" not null check (length(code) between 1 and 64),
    name           jsonb not null,
    prefix         text not null check (prefix ~ '^[2-9A-HJ-NP-UW-Z]{2,8}$'),
    usage_limit    integer not null check (usage_limit >= 1),
    valid_days     integer check (valid_days >= 1),
    expires_at     timestamptz,
    value_minor    bigint check (value_minor >= 0),
    key_id         text not null,
    created_at     timestamptz not null,
    created_by     text,
    primary key (program_code, code)
);

create table vouchers (
    id           uuid primary key,
    program_code text collate "C" not null,
    pool_code    text collate "C" not null,
    digest       bytea not null check (octet_length(digest) = 32),
    nonce        bytea not null check (octet_length(nonce) = 16),
    sealed       bytea not null,
    source       text not null check (source in ('GENERATED', 'IMPORTED')),
    status       text not null check (status in ('AVAILABLE', 'ASSIGNED', 'USED', 'EXPIRED', 'WITHDRAWN')),
    usage_limit  integer not null check (usage_limit >= 1),
    used_count   integer not null default 0,
    member_id    uuid,
    assigned_at  timestamptz,
    expires_at   timestamptz,
    recorded_at  timestamptz not null,
    changed_at   timestamptz not null,
    constraint vouchers_within_usage_limit check (used_count between 0 and usage_limit),
    constraint vouchers_used_when_used_up check (status <> 'USED' or used_count = usage_limit),
    constraint vouchers_assigned_to_somebody check (status <> 'ASSIGNED' or member_id is not null)
) with (fillfactor = 80);
create unique index vouchers_by_digest on vouchers (program_code, digest);
create index vouchers_available on vouchers (program_code, pool_code, id) where status = 'AVAILABLE';
create index vouchers_of_member on vouchers (member_id, id) where member_id is not null;
create index vouchers_expiring on vouchers (expires_at) where expires_at is not null and status in ('AVAILABLE', 'ASSIGNED');

create table voucher_uses (
    voucher_id   uuid not null references vouchers (id),
    nth          integer not null check (nth >= 1),
    program_code text collate "C" not null,
    member_id    uuid not null,
    reference    text collate "C" not null check (length(reference) between 1 and 200),
    actor        text,
    used_at      timestamptz not null,
    primary key (voucher_id, nth)
);
create unique index voucher_uses_by_reference on voucher_uses (program_code, member_id, reference);

create unlogged table voucher_attempts (
    scope        text collate "C" primary key check (length(scope) between 1 and 100),
    missed_count integer not null,
    until_at     timestamptz not null
);
"""

PROMOTIONS = """
create table promotions (
    program_code    text collate "C" not null references programs (code),
    code            text collate "C" not null check (length(code) between 1 and 64),
    status          text not null check (status in ('DRAFT', 'ACTIVE', 'PAUSED', 'ARCHIVED')),
    revision        integer not null check (revision >= 1),
    content_hash    bytea not null,
    definition      jsonb not null,
    usage_limit     bigint check (usage_limit >= 1),
    budget_points   bigint check (budget_points >= 0),
    budget_minor    bigint check (budget_minor >= 0),
    used_count      bigint not null default 0,
    used_points     bigint not null default 0,
    used_minor      bigint not null default 0,
    changed_at      timestamptz not null,
    primary key (program_code, code),
    constraint promotions_within_usage_limit check (used_count >= 0 and (usage_limit is null or used_count <= usage_limit)),
    constraint promotions_within_budget_points check (used_points >= 0 and (budget_points is null or used_points <= budget_points)),
    constraint promotions_within_budget_minor check (used_minor >= 0 and (budget_minor is null or used_minor <= budget_minor))
) with (fillfactor = 60);

create table promotion_revisions (
    program_code   text collate "C" not null,
    promotion_code text collate "C" not null,
    revision       integer not null check (revision >= 1),
    status         text not null check (status in ('DRAFT', 'ACTIVE', 'PAUSED', 'ARCHIVED')),
    definition     jsonb not null,
    actor          text,
    reason         text,
    recorded_at    timestamptz not null,
    primary key (program_code, promotion_code, revision)
);

create table promotion_orders (
    member_id    uuid not null,
    order_id     text collate "C" not null check (length(order_id) between 1 and 200),
    program_code text collate "C" not null,
    content_hash bytea not null,
    applied_at   timestamptz not null,
    returned_at  timestamptz,
    primary key (member_id, order_id)
);

create table promotion_uses (
    member_id          uuid not null,
    id                 uuid not null,
    program_code       text collate "C" not null,
    promotion_code     text collate "C" not null,
    promotion_revision integer not null,
    order_id           text collate "C" not null check (length(order_id) between 1 and 200),
    points             bigint not null check (points >= 0),
    discount_minor     bigint not null check (discount_minor >= 0),
    account_id         uuid,
    posting_id         uuid,
    lot_id             uuid,
    member_slot        integer,
    member_limit       integer,
    used_at            timestamptz not null,
    actor              text,
    returned_at        timestamptz,
    return_posting_id  uuid,
    primary key (member_id, id),
    constraint promotion_uses_within_member_limit check (member_slot between 1 and member_limit),
    constraint promotion_uses_paid check ((points > 0) = (posting_id is not null))
);
create unique index promotion_uses_of_order on promotion_uses (member_id, order_id, promotion_code);
create unique index promotion_uses_member_slot on promotion_uses (member_id, program_code, promotion_code, member_slot)
    where member_slot is not null and returned_at is null;
create index promotion_uses_of_promotion on promotion_uses (program_code, promotion_code, used_at);
"""

APPEND_ONLY = ("reward_revisions", "redemption_moves", "eligibility_revisions", "promotion_revisions", "voucher_uses")

REFUSE_CHANGE = """
create trigger {table}_never_change before update or delete on {table} for each row execute function refuse_ledger_change();
do $$
begin
    if exists (select from pg_roles where rolname = 'khaywe_service') then
        revoke update, delete, truncate on {table} from khaywe_service;
    end if;
end $$;
"""


def upgrade() -> None:
    """What rewards, eligibility, vouchers and promotions store exists; no stored redemption changes."""
    for statements in (REWARDS, ELIGIBILITY, VOUCHERS, PROMOTIONS):
        op.execute(statements)
    for table in APPEND_ONLY:
        op.execute(REFUSE_CHANGE.format(table=table))
