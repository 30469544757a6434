"""The ledger's second half: pending lots, holds, owed points, order lines with returns, caps, moved expiries, notices, the outbox.

Columns come with constant defaults, so no table is rewritten, and constraints are added without reading old rows (which satisfy
them by those defaults): nothing here waits for more than the catalogue. `lots_pending` alone reads `lots` once.
"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# `owed_points`: what was spent or taken back beyond the lots. `overdraft_points` is how far below zero the account was allowed to
# stand when it last moved: its tier's limit then, or what an unlimited return took.
ACCOUNTS = """
alter table accounts add column owed_points bigint not null default 0;
alter table accounts add constraint accounts_owed_not_negative check (owed_points >= 0) not valid;
"""

# `remaining_points` are free to spend (or wait, where `is_pending`), `held_points` are held; what was taken back can never return.
LOTS = """
alter table lots add column held_points bigint not null default 0;
alter table lots add column taken_back_points bigint not null default 0;
alter table lots add column is_pending boolean not null default false;
alter table lots add column activates_at timestamptz;
alter table lots add column activation_event text;
alter table lots add column inactivity_days integer;
alter table lots add column pending_expiry jsonb;
alter table lots add constraint lots_parts_within_granted
    check (held_points >= 0 and taken_back_points >= 0 and remaining_points + held_points + taken_back_points <= granted_points) not valid;
alter table lots add constraint lots_pending_not_held check (not is_pending or held_points = 0) not valid;
create index lots_pending on lots (activates_at) where is_pending;
create table lot_expiry_moves (
    account_id      uuid not null,
    id              uuid not null,
    lot_id          uuid not null,
    posting_id      uuid not null,
    from_expires_at timestamptz,
    to_expires_at   timestamptz,
    reason          text,
    actor           text,
    recorded_at     timestamptz not null,
    primary key (account_id, id)
);
create index lot_expiry_moves_by_lot on lot_expiry_moves (account_id, lot_id);
"""

POSTINGS = """
alter table postings add column transaction_id uuid;
alter table postings add column corrects_posting_id uuid;
alter table postings add column event_trigger text;
alter table postings add column content_hash text;
alter table entries drop constraint entries_type_check;
alter table entries add constraint entries_type_check check (type in
    ('POINTS_EARNED', 'PENDING_ADDED', 'PENDING_ACTIVATED', 'PENDING_CANCELED', 'SPENT_ON_REWARD',
     'SPENT_ON_ORDER', 'REFUNDED', 'RETURNED', 'EXPIRED', 'ADJUSTED_CREDIT', 'ADJUSTED_DEBIT',
     'TRANSFER_OUT', 'TRANSFER_IN', 'RERATED', 'OPENING_BALANCE',
     'HELD', 'HOLD_RELEASED', 'HOLD_LAPSED', 'OVERDRAFT_REPAID')) not valid;
"""

# What a member lacks at least to the next tier, kept by the postings, so that an earning judges its member only when it may matter.
TIERS = """
alter table member_tiers add column missing bigint;
alter table member_tiers add column missing_revision integer;
"""

HOLDS = """
create table holds (
    account_id      uuid not null,
    id              uuid not null,
    posting_id      uuid not null,
    reference       text collate "C" not null,
    order_reference text collate "C",
    points          bigint not null check (points > 0),
    captured_points bigint not null default 0,
    released_points bigint not null default 0,
    status          text not null check (status in ('ISSUED', 'CAPTURED', 'RELEASED', 'LAPSED')),
    issued_at       timestamptz not null,
    lapses_at       timestamptz,
    resolved_at     timestamptz,
    primary key (account_id, id),
    constraint holds_resolve_once check (
        captured_points >= 0 and released_points >= 0 and captured_points + released_points <= points
        and (status = 'ISSUED') = (captured_points + released_points < points)
        and (status = 'ISSUED') = (resolved_at is null))
) with (fillfactor = 80);
create index holds_by_id on holds (id);
create index holds_open on holds (account_id) where status = 'ISSUED';
create index holds_lapsing on holds (lapses_at) where status = 'ISSUED';
create table hold_lots (
    account_id      uuid not null,
    hold_id         uuid not null,
    lot_id          uuid not null,
    position        integer not null,
    points          bigint not null check (points > 0),
    captured_points bigint not null default 0,
    released_points bigint not null default 0,
    primary key (account_id, hold_id, lot_id),
    constraint hold_lots_resolve_once
        check (captured_points >= 0 and released_points >= 0 and captured_points + released_points <= points)
) with (fillfactor = 80);
"""

# An order that came with lines remembers them, and what each rule gave for each. An order without lines gets its one row (line '')
# when something of it is returned or corrected for the first time. A correction supersedes; nothing is taken back twice.
ORDERS = """
create table order_standings (
    account_id     uuid not null,
    reference_kind text collate "C" not null,
    reference      text collate "C" not null,
    posting_id     uuid not null,
    spend_minor    bigint not null check (spend_minor >= 0),
    returned_minor bigint not null default 0,
    is_returned    boolean not null default false,
    changed_at     timestamptz not null,
    primary key (account_id, reference_kind, reference),
    constraint order_standings_returned_within check (returned_minor between 0 and spend_minor)
);
create table order_corrections (
    account_id     uuid not null,
    reference_kind text collate "C" not null,
    reference      text collate "C" not null,
    posting_id     uuid not null,
    primary key (account_id, reference_kind, reference, posting_id)
);
create table order_lines (
    account_id        uuid not null,
    posting_id        uuid not null,
    line_id           text collate "C" not null,
    position          integer not null,
    amount_minor      bigint not null check (amount_minor >= 0),
    quantity          bigint not null check (quantity >= 1),
    returned_minor    bigint not null default 0,
    returned_quantity bigint not null default 0,
    is_returned       boolean not null default false,
    primary key (account_id, posting_id, line_id),
    constraint order_lines_returned_within
        check (returned_minor between 0 and amount_minor and returned_quantity between 0 and quantity)
);
create table earned_lines (
    account_id        uuid not null,
    posting_id        uuid not null,
    rule_code         text collate "C" not null,
    line_id           text collate "C" not null,
    points            bigint not null check (points >= 0),
    taken_back_points bigint not null default 0,
    primary key (account_id, posting_id, rule_code, line_id),
    constraint earned_lines_taken_back_within check (taken_back_points between 0 and points)
);
create table order_burns (
    account_id        uuid not null,
    order_reference   text collate "C" not null,
    posting_id        uuid not null,
    points            bigint not null check (points > 0),
    given_back_points bigint not null default 0,
    primary key (account_id, order_reference, posting_id),
    constraint order_burns_given_back_within check (given_back_points between 0 and points)
);
create index order_burns_by_posting on order_burns (account_id, posting_id);
"""

# The member of a cap over all members together is the nil id, so that the key holds no null.
CAPS = """
create table cap_usages (
    cap_code     text collate "C" not null,
    member_id    uuid not null,
    starts_on    date not null,
    used_points  bigint not null,
    limit_points bigint not null,
    changed_at   timestamptz not null,
    primary key (cap_code, member_id, starts_on),
    constraint cap_usages_within_limit check (used_points between 0 and limit_points)
) with (fillfactor = 70);
create table transfers (
    account_id    uuid not null,
    posting_id    uuid not null,
    to_account_id uuid not null,
    to_posting_id uuid not null,
    primary key (account_id, posting_id)
);
create index transfers_by_receiver on transfers (to_account_id, to_posting_id);
create table expiry_notices (
    account_id  uuid not null,
    lot_id      uuid not null,
    days        integer not null check (days > 0),
    expires_at  timestamptz not null,
    points      bigint not null check (points > 0),
    recorded_at timestamptz not null,
    primary key (account_id, lot_id, days)
);
"""

# The id orders rows for reading, not by commit: a relay must not take the highest id it has seen for all that there is.
OUTBOX = """
create table outbox (
    id          bigint generated always as identity primary key,
    account_id  uuid not null,
    member_id   uuid not null,
    type        text not null,
    posting_id  uuid not null,
    occurred_at timestamptz not null,
    recorded_at timestamptz not null
);
"""

GUARDS = """
create trigger lot_expiry_moves_never_change
    before update or delete on lot_expiry_moves for each row execute function refuse_ledger_change();
create trigger lot_expiry_moves_never_truncated
    before truncate on lot_expiry_moves for each statement execute function refuse_ledger_change();
create trigger order_corrections_never_change
    before update or delete on order_corrections for each row execute function refuse_ledger_change();
create trigger order_corrections_never_truncated
    before truncate on order_corrections for each statement execute function refuse_ledger_change();
create trigger transfers_never_change before update or delete on transfers for each row execute function refuse_ledger_change();
create trigger transfers_never_truncated before truncate on transfers for each statement execute function refuse_ledger_change();
create trigger expiry_notices_never_change
    before update or delete on expiry_notices for each row execute function refuse_ledger_change();
create trigger expiry_notices_never_truncated
    before truncate on expiry_notices for each statement execute function refuse_ledger_change();
"""

SERVICE_ROLE = """
do $$
begin
    if exists (select from pg_roles where rolname = 'khaywe_service') then
        revoke update, delete, truncate on lot_expiry_moves, expiry_notices, transfers, order_corrections from khaywe_service;
        revoke delete, truncate on holds, hold_lots, order_standings, order_lines, earned_lines, order_burns, cap_usages
            from khaywe_service;
        revoke update, truncate on outbox from khaywe_service;
    end if;
end $$;
"""


def upgrade() -> None:
    """The ledger's tables for everything but earning and burning exist, guarded."""
    for statements in (ACCOUNTS, LOTS, POSTINGS, TIERS, HOLDS, ORDERS, CAPS, OUTBOX, GUARDS, SERVICE_ROLE):
        op.execute(statements)
