"""Journeys: versions, members on their way, the log of their steps, and how many passed where.

New tables only, so nothing waits for rows that are there. `journey_enrollments.once_key` holds how often a member may enter: 'once' for
ever, 'inside' while on the way, 'key:…' for each value; a unique index over it lets nobody in twice, whoever writes.
"""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

JOURNEYS = """
create table journeys (
    code          text collate "C" primary key check (length(code) between 1 and 64),
    program_code  text collate "C" not null references programs (code),
    status        text not null check (status in ('DRAFT', 'ACTIVE', 'PAUSED', 'ARCHIVED')),
    live_version  integer check (live_version >= 1),
    draft_version integer check (draft_version >= 1),
    next_run_at   timestamptz,
    changed_at    timestamptz not null,
    constraint journeys_live_when_active check (status not in ('ACTIVE', 'PAUSED') or live_version is not null)
) with (fillfactor = 70);
create table journey_versions (
    journey_code text collate "C" not null references journeys (code),
    version      integer not null check (version >= 1),
    definition   jsonb not null,
    content_hash bytea not null,
    actor        text not null,
    recorded_at  timestamptz not null,
    primary key (journey_code, version)
);
create table journey_moves (
    journey_code text collate "C" not null references journeys (code),
    id           uuid not null,
    from_status  text not null,
    to_status    text not null,
    version      integer,
    inside       text check (inside in ('FINISH_OLD', 'STOP', 'MIGRATE')),
    node_map     jsonb,
    moved_count  bigint not null,
    actor        text not null,
    reason       text,
    recorded_at  timestamptz not null,
    primary key (journey_code, id)
);
"""

# Rows carry no foreign key: a schedule lets in a million members in one statement, and `khaywe check` proves the references in one pass.
# A timer that fires changes an indexed column, so rows move; they are vacuumed sooner than PostgreSQL would by itself.
ENROLLMENTS = """
create table journey_enrollments (
    id           uuid primary key,
    journey_code text collate "C" not null,
    version      integer not null,
    member_id    uuid not null,
    node_id      text collate "C" not null,
    visit        integer not null check (visit >= 0),
    is_waiting   boolean not null,
    awaits       text collate "C",
    due_at       timestamptz,
    outcome      text not null check (outcome in ('INSIDE', 'COMPLETED', 'GOAL', 'STOPPED', 'FAILED')),
    attempts     integer not null default 0,
    once_key     text collate "C",
    cause_id     text collate "C",
    event        jsonb not null,
    started_at   timestamptz not null,
    moved_at     timestamptz not null,
    ended_at     timestamptz,
    constraint journey_enrollments_ended_or_not
        check ((outcome = 'INSIDE') = (ended_at is null) and (outcome = 'INSIDE' or due_at is null)),
    constraint journey_enrollments_wait_for_something check (awaits is null or is_waiting)
) with (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.05);
create index journey_enrollments_due on journey_enrollments (journey_code, due_at) where due_at is not null;
create index journey_enrollments_of_member on journey_enrollments (member_id, journey_code);
create unique index journey_enrollments_once on journey_enrollments (journey_code, member_id, once_key) where once_key is not null;
create unique index journey_enrollments_caused_once on journey_enrollments (journey_code, member_id, cause_id) where cause_id is not null;
"""

STEPS = """
create table journey_steps (
    enrollment_id uuid not null,
    visit         integer not null check (visit >= 0),
    journey_code  text collate "C" not null,
    version       integer not null,
    node_id       text collate "C" not null,
    branch        text collate "C" not null,
    facts         jsonb not null,
    entered_at    timestamptz not null,
    recorded_at   timestamptz not null,
    primary key (enrollment_id, visit)
);
create table journey_passages (
    journey_code text collate "C" not null,
    version      integer not null,
    node_id      text collate "C" not null,
    branch       text collate "C" not null,
    count        bigint not null check (count >= 0),
    points       bigint not null,
    primary key (journey_code, version, node_id, branch)
) with (fillfactor = 50);
"""

GUARDS = """
create trigger {table}_never_change before update or delete on {table} for each row execute function refuse_change();
create trigger {table}_never_truncated before truncate on {table} for each statement execute function refuse_change();
do $$
begin
    if exists (select from pg_roles where rolname = 'khaywe_service') then
        revoke update, delete, truncate on {table} from khaywe_service;
    end if;
end $$;
"""


def upgrade() -> None:
    """What journeys store exists; versions, moves and steps are never altered."""
    for statements in (JOURNEYS, ENROLLMENTS, STEPS):
        op.execute(statements)
    for table in ("journey_versions", "journey_moves", "journey_steps"):
        op.execute(GUARDS.format(table=table))
