"""People who sign in to the console, their sessions, and the points of each day that the home page shows.

New tables only. Of a session's token and of a password only hashes are stored. `point_days` is a copy that can be made anew from the
ledger at any time: days whose recording is over are counted once (`point_days_state`), the rest is counted again at each refresh.
"""

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

USERS = """
create table users (
    id                  uuid primary key,
    name                text not null check (length(name) between 1 and 100),
    role                text not null check (role in ('ADMIN', 'MARKETER', 'VIEWER')),
    password_hash       text not null,
    made_by             text not null,
    made_at             timestamptz not null,
    changed_at          timestamptz not null,
    disabled_at         timestamptz
);
create unique index users_by_name on users (lower(name));
comment on table users is 'Who signs in to the console. One row is one person; passwords stand here as argon2id alone.';
"""

SESSIONS = """
create table user_sessions (
    token_sha256 bytea primary key check (octet_length(token_sha256) = 32),
    user_id      uuid not null references users (id),
    begun_at     timestamptz not null,
    seen_at      timestamptz not null,
    ends_at      timestamptz not null,
    check (ends_at > begun_at)
) with (fillfactor = 80);
create index user_sessions_of_user on user_sessions (user_id);
create index user_sessions_ending on user_sessions (ends_at);
create table sign_in_attempts (
    scope        text collate "C" primary key,
    missed_count integer not null check (missed_count >= 0),
    until_at     timestamptz not null
) with (fillfactor = 80);
"""

# One row is what was recorded on one day (UTC) about one business day. A day whose recording is over is never counted again.
POINT_DAYS = """
create table point_days (
    program_code       text collate "C" not null,
    wallet_code        text collate "C" not null,
    recorded_on        date not null,
    on_date            date not null,
    issued_points      bigint not null,
    spent_points       bigint not null,
    expired_points     bigint not null,
    adjusted_points    bigint not null,
    transferred_points bigint not null,
    active_points      bigint not null,
    pending_points     bigint not null,
    purchase_count     bigint not null,
    spend_minor        bigint not null,
    primary key (program_code, wallet_code, on_date, recorded_on)
);
create index point_days_recorded on point_days (recorded_on);
create table point_days_state (
    program_code     text collate "C" primary key,
    settled_on       date,
    candidate_on     date,
    candidate_xid    xid8,
    candidate_at     timestamptz,
    refreshed_at     timestamptz not null,
    counted_at       timestamptz not null
) with (fillfactor = 50);
"""


def upgrade() -> None:
    """There are tables for users, sessions, missed sign-ins and the points of each day."""
    for statement in (USERS, SESSIONS, POINT_DAYS):
        op.execute(statement)
