"""Programs with a lifecycle and scheduled revisions; who stands on which tier, and every move between tiers.

A revision that was scheduled and never came into force stays as a row: the one that took its place names it in
`replaces_from`, so nothing stored is ever changed.
"""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# Every program that exists takes events already, so it is ACTIVE. Constant defaults: no table is rewritten.
PROGRAMS = """
alter table programs add column status text not null default 'ACTIVE';
alter table programs add constraint programs_status check (status in ('DRAFT', 'ACTIVE', 'PAUSED', 'ARCHIVED')) not valid;
alter table programs validate constraint programs_status;
alter table program_revisions add column replaces_from integer;
alter table program_revisions add column actor text;
alter table program_revisions add constraint program_revisions_replace_earlier check (replaces_from < revision) not valid;
alter table program_revisions validate constraint program_revisions_replace_earlier;
create table program_status_moves (
    program_code text collate "C" not null references programs (code),
    id           bigint generated always as identity,
    from_status  text,
    to_status    text not null,
    actor        text,
    recorded_at  timestamptz not null,
    primary key (program_code, id)
);
create trigger program_status_moves_never_change
    before update or delete on program_status_moves for each row execute function refuse_ledger_change();
"""

# The standing is what the moves come to; `khaywe check` proves it. Both are keyed by the member, like the ledger by its account.
TIERS = """
create table member_tiers (
    member_id       uuid primary key,
    program_code    text collate "C" not null,
    tier_code       text collate "C" not null,
    since           timestamptz not null,
    holds_until     timestamptz,
    grace_until     timestamptz,
    protected_until timestamptz
) with (fillfactor = 80);
create index member_tiers_by_tier on member_tiers (program_code, tier_code);
create table tier_moves (
    member_id      uuid not null,
    id             bigint generated always as identity,
    program_code   text collate "C" not null,
    type           text not null check (type in ('JOINED', 'UPGRADED', 'PROLONGED', 'DOWNGRADED', 'LEFT')),
    from_tier_code text collate "C",
    to_tier_code   text collate "C",
    progress       bigint,
    revision       integer not null,
    reason         text not null,
    effective_at   timestamptz not null,
    recorded_at    timestamptz not null,
    primary key (member_id, id)
);
create trigger tier_moves_never_change before update or delete on tier_moves for each row execute function refuse_ledger_change();
create trigger tier_moves_never_truncated before truncate on tier_moves for each statement execute function refuse_ledger_change();
"""

SERVICE_ROLE = """
do $$
begin
    if exists (select from pg_roles where rolname = 'khaywe_service') then
        revoke update, delete, truncate on program_status_moves, tier_moves from khaywe_service;
    end if;
end $$;
"""


def upgrade() -> None:
    """Lifecycle, scheduled revisions, standings and tier moves."""
    for statements in (PROGRAMS, TIERS, SERVICE_ROLE):
        op.execute(statements)
