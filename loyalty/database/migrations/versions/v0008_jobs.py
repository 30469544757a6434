"""Bulk jobs: a file taken in, worked through in chunks that commit with their effect, and what was wrong with its rows."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

JOBS = """
create table jobs (
    id              uuid primary key,
    kind            text not null check (kind ~ '^[A-Z_]{1,40}$'),
    status          text not null check (status in ('QUEUED', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELED')),
    file_name       text not null check (length(file_name) between 1 and 200),
    file_format     text not null check (file_format in ('CSV', 'PARQUET')),
    file_bytes      bigint not null check (file_bytes >= 0),
    file_sha256     bytea not null,
    options         jsonb not null default '{}',
    actor           text not null,
    row_count       bigint check (row_count >= 0),
    done_count      bigint not null default 0,
    applied_count   bigint not null default 0,
    duplicate_count bigint not null default 0,
    refused_count   bigint not null default 0,
    failure_code    text,
    failure_text    text,
    created_at      timestamptz not null,
    started_at      timestamptz,
    ended_at        timestamptz,
    -- Where the worker goes on: how many parts of the file (Parquet row groups, chunks of text) are behind it.
    constraint jobs_count_what_they_did check (done_count = applied_count + duplicate_count + refused_count)
);
create index jobs_to_do on jobs (created_at, id) where status in ('QUEUED', 'RUNNING');
create index jobs_newest on jobs (created_at desc, id desc);

-- The file itself, in pieces, so that a worker anywhere reads it and a crash of the service's machine loses no accepted file.
create table job_file_parts (
    job_id  uuid not null references jobs (id) on delete cascade,
    part    integer not null check (part >= 0),
    content bytea not null,
    primary key (job_id, part)
);
alter table job_file_parts alter column content set storage external;

create table job_row_errors (
    job_id     uuid not null references jobs (id) on delete cascade,
    row_number bigint not null check (row_number >= 1),
    code       text not null,
    detail     text not null,
    facts      jsonb not null,
    content    jsonb not null,
    primary key (job_id, row_number)
);
"""


def upgrade() -> None:
    """Jobs have their tables."""
    op.execute(JOBS)
