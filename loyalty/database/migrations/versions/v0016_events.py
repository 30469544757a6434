"""Events that travel: the store of what happened, who has taken in how much of it, dead letters, webhooks and their deliveries.

The outbox stays what writers append to; the relay moves its rows into `events`, where each gets its place. Nothing is rewritten: the new
columns are empty in old rows, which are moved like any other.
"""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

# Statement-level: a batch of thousands costs one call. Transactions that notify are committed one after the other, which would cost busy
# writers their common flush to disk; so a writer notifies only where a relay sleeps, which then holds this lock (`loyalty/events/wake.py`).
OUTBOX = """
alter table outbox add column event_id uuid;
alter table outbox add column source text;
alter table outbox set (autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_threshold = 50000,
                        autovacuum_vacuum_insert_scale_factor = 0.2);
create function wake_event_relay() returns trigger language plpgsql as $$
begin
    if not pg_try_advisory_xact_lock_shared(7236022) then
        perform pg_notify('khaywe_outbox', '');
    end if;
    return null;
end $$;
create trigger outbox_wakes_relay after insert on outbox for each statement execute function wake_event_relay();
"""

# Places are given by one row, in the transaction that fills them: they have no gaps, and what is read past a place never appears before it.
EVENTS = """
create table event_head (
    only_row boolean primary key default true check (only_row),
    position bigint not null check (position >= 0)
) with (fillfactor = 50);
insert into event_head (position) values (0);
create table events (
    position       bigint not null,
    id             uuid not null,
    type           text collate "C" not null,
    schema_version integer not null,
    member_id      uuid not null,
    account_id     uuid,
    posting_id     uuid,
    source         text,
    occurred_at    timestamptz not null,
    recorded_at    timestamptz not null,
    stored_at      timestamptz not null,
    data           jsonb not null,
    primary key (position, recorded_at)
) partition by range (recorded_at);
create table events_default partition of events default;
create index events_by_id on events (id);
create index events_of_member on events (member_id, position);
create index events_of_type on events (type, position);
create view events_told as
    select account_id, posting_id, member_id, type, occurred_at, recorded_at, data, true as is_moved, position as place from events
    union all
    select account_id, posting_id, member_id, type, occurred_at, recorded_at, data, false, id from outbox;
create function refuse_event_change() returns trigger language plpgsql as $$
begin
    raise exception '% on % is refused: what was told stays told', tg_op, tg_table_name using errcode = 'integrity_constraint_violation';
end $$;
create trigger events_never_change before update or delete on events for each row execute function refuse_event_change();
create trigger events_never_truncated before truncate on events for each statement execute function refuse_event_change();
create trigger events_never_truncated before truncate on events_default for each statement execute function refuse_event_change();
"""

# Months are UTC months. Rows that already wait in the default partition move with their month, unchanged.
MONTHS = """
create function prepare_event_months(from_on date, to_on date) returns integer
    language plpgsql security definer set search_path from current as $$
declare
    first_on date := date_trunc('month', from_on::timestamp)::date;
    created  integer := 0;
    name     text;
    starts   timestamptz;
    ends     timestamptz;
begin
    perform pg_advisory_xact_lock(7236020);
    while first_on <= to_on loop
        name := 'events_' || to_char(first_on, 'YYYY_MM');
        if to_regclass(name) is null then
            starts := first_on::timestamp at time zone 'UTC';
            ends := (first_on + interval '1 month') at time zone 'UTC';
            execute format('create table %I (like events including defaults including constraints)', name);
            if exists (select from events_default where recorded_at >= starts and recorded_at < ends) then
                alter table events_default disable trigger events_never_change;
                execute format(
                    'with moved as (delete from events_default where recorded_at >= %L and recorded_at < %L returning *) '
                    'insert into %I select * from moved', starts, ends, name);
                alter table events_default enable trigger events_never_change;
            end if;
            execute format('alter table events attach partition %I for values from (%L) to (%L)', name, starts, ends);
            execute format(
                'create trigger events_never_truncated before truncate on %I '
                'for each statement execute function refuse_event_change()', name);
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

# `position`: everything up to there is taken in, set aside, or not asked for. An inbox row is written with the effect it stands for.
CONSUMERS = """
create table event_consumers (
    name       text collate "C" primary key check (name ~ '^[a-z0-9][a-z0-9_.-]{0,63}$'),
    position   bigint not null check (position >= 0),
    changed_at timestamptz not null
) with (fillfactor = 50);
create table event_inbox (
    consumer text collate "C" not null,
    event_id uuid not null,
    taken_at timestamptz not null,
    primary key (consumer, event_id)
);
create index event_inbox_by_age on event_inbox using brin (taken_at);
create table event_dead_letters (
    id            uuid primary key,
    consumer      text collate "C" not null,
    event_id      uuid,
    type          text,
    member_id     uuid,
    body          text not null,
    reason_code   text not null,
    reason        text not null,
    status        text not null default 'WAITING' check (status in ('WAITING', 'REDRIVEN', 'DISCARDED')),
    attempt_count integer not null default 1,
    set_aside_at  timestamptz not null,
    changed_at    timestamptz not null
);
create index event_dead_letters_waiting on event_dead_letters (consumer, set_aside_at) where status = 'WAITING';
create unique index event_dead_letters_once on event_dead_letters (consumer, event_id) where event_id is not null;
"""

WEBHOOKS = """
create table webhook_endpoints (
    id              uuid primary key,
    url             text not null check (length(url) between 1 and 2000),
    description     text,
    types           text[] not null,
    secret          bytea not null,
    former_secret   bytea,
    former_until    timestamptz,
    status          text not null default 'ACTIVE' check (status in ('ACTIVE', 'PAUSED', 'ARCHIVED')),
    failure_count   integer not null default 0 check (failure_count >= 0),
    open_until      timestamptz,
    made_by         text not null,
    made_at         timestamptz not null,
    changed_at      timestamptz not null
) with (fillfactor = 70);
create table webhook_deliveries (
    id            uuid primary key,
    endpoint_id   uuid not null references webhook_endpoints (id),
    event_id      uuid not null,
    type          text not null,
    body          bytea not null,
    status        text not null default 'PENDING' check (status in ('PENDING', 'DELIVERED', 'FAILED')),
    attempt_count integer not null default 0,
    tries_left    integer not null,
    due_at        timestamptz not null,
    made_at       timestamptz not null,
    changed_at    timestamptz not null,
    unique (endpoint_id, event_id)
) with (fillfactor = 70);
create index webhook_deliveries_due on webhook_deliveries (due_at) where status = 'PENDING';
create table webhook_attempts (
    delivery_id  uuid not null,
    number       integer not null,
    attempted_at timestamptz not null,
    status_code  integer,
    error        text,
    seconds      double precision not null,
    answer       text,
    primary key (delivery_id, number)
);
"""

SERVICE_ROLE = """
do $$
begin
    if exists (select from pg_roles where rolname = 'khaywe_service') then
        revoke update, delete, truncate on events from khaywe_service;
        revoke update, delete, truncate on events_default from khaywe_service;
        revoke delete, truncate on event_head, event_consumers, event_dead_letters, webhook_endpoints from khaywe_service;
    end if;
end $$;
"""


def upgrade() -> None:
    """Events have a store with places, consumers a cursor and an inbox, webhooks their endpoints and deliveries."""
    for statements in (OUTBOX, EVENTS, MONTHS, CONSUMERS, WEBHOOKS, SERVICE_ROLE):
        op.execute(statements)
