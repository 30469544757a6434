"""Segments that live: drafts, pausing, references, evaluations at any instant, one member's moves, pinned snapshots, consents.

Columns come with constant defaults, so no table is rewritten; constraints are added without reading old rows, which satisfy them by
those defaults.
"""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

# `version` is in force; `draft_version` waits to be activated. A segment that never was active has its newest draft as both.
SEGMENTS = """
alter table segments add column status text not null default 'ACTIVE';
alter table segments add column kind text not null default 'RULE';
alter table segments add column draft_version integer;
alter table segments add constraint segments_status_known check (status in ('DRAFT', 'ACTIVE', 'PAUSED', 'ARCHIVED')) not valid;
alter table segments add constraint segments_kind_known check (kind in ('RULE', 'STATIC')) not valid;
alter table segments add constraint segments_draft_is_newer
    check (draft_version is null or draft_version > version or (status = 'DRAFT' and draft_version = version)) not valid;
create table segment_moves (
    segment_code text not null,
    id           uuid not null,
    from_status  text,
    to_status    text not null,
    version      integer not null,
    actor        text not null,
    reason       text,
    recorded_at  timestamptz not null,
    primary key (segment_code, id)
);
create table segment_references (
    segment_code text not null,
    version      integer not null,
    refers_to    text not null,
    primary key (segment_code, version, refers_to)
);
create index segment_references_to on segment_references (refers_to);
"""

# What `segment_days` says of day's ends, for every other instant: a version that was activated, a segment that was archived.
# `loaded_at` is when the newest load arrived that the evaluation knew.
INSTANTS = """
create table segment_instants (
    segment_code  text not null references segments,
    evaluated_at  timestamptz not null,
    as_of_on      date not null,
    version       integer not null,
    cause         text not null check (cause in ('ACTIVATED', 'RESUMED', 'ARCHIVED')),
    run_id        uuid not null,
    size          bigint not null check (size >= 0),
    entered_count bigint not null check (entered_count >= 0),
    left_count    bigint not null check (left_count >= 0),
    refused_count bigint not null check (refused_count >= 0),
    loaded_at     timestamptz,
    primary key (segment_code, evaluated_at),
    foreign key (segment_code, version) references segment_versions (segment_code, version)
);
alter table segment_days add column loaded_at timestamptz;
create view segment_evaluations as
    select segment_code, evaluated_at, as_of_on, version, run_id, size, entered_count, left_count, refused_count, loaded_at,
           'DAY' as cause
    from segment_days
    union all
    select segment_code, evaluated_at, as_of_on, version, run_id, size, entered_count, left_count, refused_count, loaded_at, cause
    from segment_instants;
create table segment_member_moves (
    segment_code text not null,
    member_id    uuid not null,
    evaluated_at timestamptz not null,
    is_in        boolean not null,
    version      integer not null,
    as_of_on     date,
    cause        text not null,
    run_id       uuid not null,
    facts        jsonb not null default '{}',
    primary key (segment_code, member_id, evaluated_at)
);
create index segment_member_moves_of_member on segment_member_moves (member_id, evaluated_at);
"""

SNAPSHOTS = """
create table segment_snapshots (
    id             uuid primary key,
    segment_code   text not null references segments,
    version        integer not null,
    name           text not null check (length(name) between 1 and 200),
    as_of          timestamptz not null,
    as_of_on       date,
    member_count   bigint not null check (member_count >= 0),
    content_sha256 bytea not null,
    pinned_by      text not null,
    pinned_at      timestamptz not null
);
create index segment_snapshots_of_segment on segment_snapshots (segment_code, pinned_at);
create table segment_snapshot_members (
    snapshot_id uuid not null,
    member_id   uuid not null,
    valid_from  timestamptz not null,
    primary key (snapshot_id, member_id)
);
"""

# Who may be written to, by channel; the newest row that was given at an instant is the answer of that instant.
CONSENTS = """
create table member_consents (
    member_id    uuid not null,
    channel_code text collate "C" not null check (channel_code ~ '^[a-z0-9_-]{1,40}$'),
    given_at     timestamptz not null,
    id           uuid not null,
    is_given     boolean not null,
    source       text,
    actor        text not null,
    recorded_at  timestamptz not null,
    primary key (member_id, channel_code, given_at, id)
);
"""

# An event that no posting caused has no account; what it says beyond its member is in `data`.
OUTBOX = """
alter table outbox alter column account_id drop not null;
alter table outbox alter column posting_id drop not null;
alter table outbox add column data jsonb;
alter table outbox add constraint outbox_says_what_caused_it
    check ((posting_id is null) = (account_id is null) and (posting_id is not null or data is not null)) not valid;
"""

GUARDS = """
create trigger segment_moves_are_immutable before update or delete on segment_moves for each row execute function refuse_change();
create trigger segment_references_are_immutable
    before update or delete on segment_references for each row execute function refuse_change();
create trigger segment_snapshots_are_immutable
    before update or delete on segment_snapshots for each row execute function refuse_change();
create trigger segment_snapshot_members_are_immutable
    before update or delete on segment_snapshot_members for each row execute function refuse_change();
create trigger member_consents_are_immutable before update or delete on member_consents for each row execute function refuse_change();
"""

SERVICE_ROLE = """
do $$
begin
    if exists (select from pg_roles where rolname = 'khaywe_service') then
        revoke update, delete, truncate on segment_moves, segment_references, segment_snapshots, segment_snapshot_members, member_consents
            from khaywe_service;
    end if;
end $$;
"""


def upgrade() -> None:
    """Segments have a life, instants, references and snapshots; members have consents; the outbox takes events without a posting."""
    for statements in (SEGMENTS, INSTANTS, SNAPSHOTS, CONSENTS, OUTBOX, GUARDS, SERVICE_ROLE):
        op.execute(statements)
