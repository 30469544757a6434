"""Programs, members, the double-entry ledger, rewards, idempotency keys and the business clock.

Every primary and unique key of a ledger table contains the account, so that the ledger can be sharded; entries are
partitioned by the month in which they were recorded. Foreign keys stop at `accounts`: one per entry would cost more than
the entry itself, so `khaywe check` proves those references instead.
"""

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

CLOCK = """
create table business_clock (
    only_row  boolean primary key default true check (only_row),
    stands_at timestamptz not null
);
"""

PROGRAMS = """
create table programs (
    code        text collate "C" primary key check (length(code) between 1 and 64),
    recorded_at timestamptz not null
);
create table program_revisions (
    program_code text collate "C" not null references programs (code),
    revision     integer not null check (revision >= 1),
    valid_from   timestamptz not null,
    content_hash bytea not null,
    definition   jsonb not null,
    recorded_at  timestamptz not null,
    primary key (program_code, revision)
);
"""

MEMBERS = """
create table members (
    id           uuid primary key,
    program_code text collate "C" not null references programs (code),
    external_id  text collate "C" not null check (length(external_id) between 1 and 200),
    status       text not null default 'ACTIVE' check (status in ('ACTIVE', 'INACTIVE', 'CLOSED')),
    attributes   jsonb not null default '{}' check (jsonb_typeof(attributes) = 'object'),
    joined_at    timestamptz not null,
    recorded_at  timestamptz not null,
    unique (program_code, external_id)
);
"""

# The stored parts of a balance. The check constraints make an update that changes one part and forgets its counterpart fail.
ACCOUNTS = """
create table accounts (
    id                 uuid primary key,
    member_id          uuid not null references members (id),
    wallet_code        text collate "C" not null,
    active_points      bigint not null default 0,
    pending_points     bigint not null default 0,
    held_points        bigint not null default 0,
    spent_points       bigint not null default 0,
    expired_points     bigint not null default 0,
    lifetime_points    bigint not null default 0,
    adjusted_points    bigint not null default 0,
    transferred_points bigint not null default 0,
    overdraft_points   bigint not null default 0 check (overdraft_points >= 0),
    opened_at          timestamptz not null,
    changed_at         timestamptz not null,
    unique (member_id, wallet_code),
    constraint accounts_not_overdrawn check (active_points - held_points >= -overdraft_points),
    constraint accounts_parts_not_negative check (pending_points >= 0 and held_points >= 0),
    constraint accounts_add_up
        check (active_points = lifetime_points - spent_points - expired_points + adjusted_points + transferred_points)
) with (fillfactor = 70);

create table lots (
    account_id       uuid not null,
    id               uuid not null,
    posting_id       uuid not null,
    granted_points   bigint not null check (granted_points > 0),
    remaining_points bigint not null,
    granted_at       timestamptz not null,
    expires_at       timestamptz,
    primary key (account_id, id),
    constraint lots_remaining_within_granted check (remaining_points between 0 and granted_points)
) with (fillfactor = 80);
-- Burning asks "which open lots has this account", the nightly run asks "which open lots are due".
create index lots_open on lots (account_id, expires_at) where remaining_points > 0;
-- ">= 1" means the same and is said differently on purpose: a query that says "> 0" cannot be planned over lots_due, which for one
-- account would read every due lot of the whole company.
create index lots_due on lots (expires_at) where remaining_points >= 1;
"""

POSTINGS = """
create table postings (
    account_id          uuid not null,
    id                  uuid not null,
    type                text not null,
    reference_kind      text collate "C" not null check (length(reference_kind) between 1 and 40),
    reference           text collate "C" not null check (length(reference) between 1 and 200),
    points              bigint not null check (points >= 0),
    spend_minor         bigint check (spend_minor >= 0),
    currency_code       text,
    event_time          timestamptz not null,
    recorded_at         timestamptz not null,
    source              text,
    actor               text,
    reason              text,
    idempotency_key     text,
    reverses_posting_id uuid,
    primary key (account_id, id),
    unique (account_id, reference_kind, reference)
);

create table entries (
    account_id    uuid not null,
    recorded_at   timestamptz not null,
    id            uuid not null,
    posting_id    uuid not null,
    book          text not null check (book in
                      ('ACTIVE', 'PENDING', 'HELD', 'ISSUED', 'REDEEMED', 'EXPIRED', 'ADJUSTED', 'TRANSFERRED')),
    type          text not null check (type in
                      ('POINTS_EARNED', 'PENDING_ADDED', 'PENDING_ACTIVATED', 'PENDING_CANCELED', 'SPENT_ON_REWARD',
                       'SPENT_ON_ORDER', 'REFUNDED', 'RETURNED', 'EXPIRED', 'ADJUSTED_CREDIT', 'ADJUSTED_DEBIT',
                       'TRANSFER_OUT', 'TRANSFER_IN', 'RERATED', 'OPENING_BALANCE')),
    amount_points bigint not null check (amount_points <> 0),
    effective_at  timestamptz not null,
    lot_id        uuid,
    rule_code     text,
    rule_revision integer,
    primary key (account_id, recorded_at, id)
) partition by range (recorded_at);
create table entries_default partition of entries default;
"""

# A posting's entries arrive in one statement, so the statement can be held to the sum; the cost is one pass over its rows.
GUARDS = """
create function refuse_ledger_change() returns trigger language plpgsql as $$
begin
    raise exception '% on % is refused: what the ledger has recorded stays as it is; post a correcting entry instead', tg_op, tg_table_name
        using errcode = 'integrity_constraint_violation';
end $$;

create function refuse_unbalanced_postings() returns trigger language plpgsql as $$
declare
    unbalanced uuid;
begin
    select posting_id into unbalanced from arrived group by account_id, posting_id having sum(amount_points) <> 0 limit 1;
    if found then
        raise exception 'the entries of posting % do not sum to zero', unbalanced using errcode = 'integrity_constraint_violation';
    end if;
    return null;
end $$;

create trigger entries_never_change before update or delete on entries for each row execute function refuse_ledger_change();
create trigger entries_never_truncated before truncate on entries for each statement execute function refuse_ledger_change();
create trigger entries_never_truncated before truncate on entries_default for each statement execute function refuse_ledger_change();
create trigger entries_sum_to_zero after insert on entries
    referencing new table as arrived for each statement execute function refuse_unbalanced_postings();
create trigger postings_never_change before update or delete on postings for each row execute function refuse_ledger_change();
create trigger postings_never_truncated before truncate on postings for each statement execute function refuse_ledger_change();
create trigger program_revisions_never_change
    before update or delete on program_revisions for each row execute function refuse_ledger_change();
"""

# Months are UTC months. Rows that already wait in the default partition move with their month, unchanged.
MONTHS = """
create function prepare_entry_months(from_on date, to_on date) returns integer
    language plpgsql security definer set search_path from current as $$
declare
    first_on date := date_trunc('month', from_on::timestamp)::date;
    created  integer := 0;
    name     text;
    starts   timestamptz;
    ends     timestamptz;
begin
    perform pg_advisory_xact_lock(7236002);
    while first_on <= to_on loop
        name := 'entries_' || to_char(first_on, 'YYYY_MM');
        if to_regclass(name) is null then
            starts := first_on::timestamp at time zone 'UTC';
            ends := (first_on + interval '1 month') at time zone 'UTC';
            execute format('create table %I (like entries including defaults including constraints)', name);
            if exists (select from entries_default where recorded_at >= starts and recorded_at < ends) then
                alter table entries_default disable trigger entries_never_change;
                execute format(
                    'with moved as (delete from entries_default where recorded_at >= %L and recorded_at < %L returning *) '
                    'insert into %I select * from moved', starts, ends, name);
                alter table entries_default enable trigger entries_never_change;
            end if;
            execute format('alter table entries attach partition %I for values from (%L) to (%L)', name, starts, ends);
            execute format(
                'create trigger entries_never_truncated before truncate on %I '
                'for each statement execute function refuse_ledger_change()', name);
            if exists (select from pg_roles where rolname = 'khaywe_service') then
                execute format('revoke all on %I from khaywe_service', name);
                execute format('grant select on %I to khaywe_service', name);
            end if;
            created := created + 1;
        end if;
        first_on := (first_on + interval '1 month')::date;
    end loop;
    return created;
end $$;
"""

REWARDS = """
create table rewards (
    program_code      text collate "C" not null references programs (code),
    code              text collate "C" not null check (length(code) between 1 and 64),
    content_hash      bytea not null,
    definition        jsonb not null,
    price_points      bigint not null check (price_points > 0),
    tier_minimum_code text,
    is_offered        boolean not null,
    stock_count       bigint check (stock_count >= 0),
    redeemed_count    bigint not null default 0,
    changed_at        timestamptz not null,
    primary key (program_code, code),
    constraint rewards_stock_never_below_zero
        check (redeemed_count >= 0 and (stock_count is null or redeemed_count <= stock_count))
) with (fillfactor = 70);

create table redemptions (
    account_id   uuid not null,
    id           uuid not null,
    member_id    uuid not null,
    program_code text not null,
    reward_code  text not null,
    reference    text collate "C" not null,
    posting_id   uuid not null,
    points       bigint not null check (points > 0),
    status       text not null check (status in ('PENDING', 'PROCESSING', 'FULFILLED', 'REJECTED', 'REFUNDED')),
    requested_at timestamptz not null,
    changed_at   timestamptz not null,
    primary key (account_id, id)
) with (fillfactor = 80);
create index redemptions_by_id on redemptions (id);
create index redemptions_by_reward on redemptions (program_code, reward_code);
"""

IDEMPOTENCY = """
create table idempotency_keys (
    scope       text collate "C" not null check (length(scope) between 1 and 100),
    key         text collate "C" not null check (length(key) between 1 and 255),
    fingerprint bytea not null,
    status_code integer not null,
    body        bytea not null,
    recorded_at timestamptz not null,
    primary key (scope, key)
);
create index idempotency_keys_by_age on idempotency_keys using brin (recorded_at);
"""

# Roles belong to the cluster, not to the database, and many an operator may not create one: both are fine.
SERVICE_ROLE = """
do $$
begin
    if not exists (select from pg_roles where rolname = 'khaywe_service') then
        begin
            create role khaywe_service nologin;
        exception when insufficient_privilege or duplicate_object or unique_violation then
            raise notice 'role khaywe_service was not created here';
        end;
    end if;
    if exists (select from pg_roles where rolname = 'khaywe_service') then
        grant select, insert, update, delete on all tables in schema public to khaywe_service;
        alter default privileges in schema public grant select, insert, update, delete on tables to khaywe_service;
        alter default privileges in schema public grant usage, select on sequences to khaywe_service;
        revoke update, delete, truncate on entries, postings, program_revisions from khaywe_service;
        revoke insert, update, delete, truncate on entries_default from khaywe_service;
    end if;
end $$;
"""


def upgrade() -> None:
    """The core tables, their guards and the service's role exist."""
    for statements in (CLOCK, PROGRAMS, MEMBERS, ACCOUNTS, POSTINGS, GUARDS, MONTHS, REWARDS, IDEMPOTENCY, SERVICE_ROLE):
        op.execute(statements)
