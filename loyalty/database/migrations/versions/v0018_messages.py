"""What members are told: templates, where members are reached, the contact policy, the queue of deliveries, holds, channel speeds.

New tables only. A delivery is one message to one member for one reason, for ever (`deliveries_once`); an index for each way of finding
work is over the rows that have any, so that what was sent long ago costs nothing.
"""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

TEMPLATES = """
create table message_templates (
    code         text collate "C" not null check (length(code) between 1 and 64),
    version      integer not null check (version >= 1),
    channel_code text collate "C" not null,
    contents     jsonb not null,
    actor        text not null,
    recorded_at  timestamptz not null,
    primary key (code, version)
);
create trigger message_templates_are_immutable before update or delete on message_templates for each row execute function refuse_change();
"""

CONTACTS = """
create table member_contacts (
    member_id        uuid primary key,
    email            text collate "C",
    phone            text collate "C",
    push_token       text collate "C",
    postal_address   text,
    language         text collate "C",
    time_zone        text collate "C",
    bounced_channels text[] not null default '{}',
    changed_at       timestamptz not null
) with (fillfactor = 80);
create index member_contacts_by_email on member_contacts (lower(email) text_pattern_ops) where email is not null;
create index member_contacts_by_phone on member_contacts (phone text_pattern_ops) where phone is not null;
"""

POLICIES = """
create table contact_policies (
    version     integer primary key check (version >= 1),
    content     jsonb not null,
    actor       text not null,
    recorded_at timestamptz not null
);
create trigger contact_policies_are_immutable before update or delete on contact_policies for each row execute function refuse_change();
"""

DELIVERIES = """
create table deliveries (
    id                   uuid primary key,
    member_id            uuid not null,
    channel_code         text collate "C" not null,
    template_code        text collate "C" not null,
    template_version     integer not null,
    purpose              text not null check (purpose in ('MARKETING', 'SERVICE')),
    source_code          text collate "C" not null,
    occurrence           text collate "C" not null,
    facts                jsonb not null,
    expected_value_minor double precision not null,
    status               text not null check (status in
        ('QUEUED', 'ADMITTED', 'SENDING', 'SENT', 'BOUNCED', 'SUPPRESSED', 'FAILED', 'IN_DOUBT')),
    reason               text,
    detail               text,
    due_at               timestamptz not null,
    expires_at           timestamptz,
    attempt_count        smallint not null default 0,
    claim_id             uuid,
    claimed_until        timestamptz,
    handed_over_at       timestamptz,
    queued_at            timestamptz not null,
    admitted_at          timestamptz,
    ended_at             timestamptz,
    constraint deliveries_once unique (source_code, occurrence, member_id, channel_code),
    constraint deliveries_claimed_while_sending check ((status = 'SENDING') = (claim_id is not null and claimed_until is not null))
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);
create index deliveries_due on deliveries (due_at) where status = 'QUEUED';
create index deliveries_queued_of_member on deliveries (member_id) where status = 'QUEUED';
create index deliveries_admitted on deliveries (channel_code, admitted_at) where status = 'ADMITTED';
create index deliveries_sending on deliveries (claimed_until) where status = 'SENDING';
create index deliveries_counted on deliveries (member_id, admitted_at)
    where purpose = 'MARKETING' and status in ('ADMITTED', 'SENDING', 'SENT', 'BOUNCED', 'IN_DOUBT');
create index deliveries_of_member on deliveries (member_id, id);
"""

HOLDS = """
create table delivery_holds (
    source_code text collate "C" primary key,
    actor       text not null,
    held_at     timestamptz not null
);
create table channel_speeds (
    channel_code text collate "C" primary key,
    per_second   double precision not null check (per_second > 0),
    allowance    double precision not null check (allowance >= 0),
    counted_at   timestamptz not null
) with (fillfactor = 50);
"""

SERVICE_ROLE = """
do $$
begin
    if exists (select from pg_roles where rolname = 'khaywe_service') then
        revoke update, delete, truncate on message_templates, contact_policies from khaywe_service;
    end if;
end $$;
"""


def upgrade() -> None:
    """Messages have templates, addresses, limits and a queue."""
    for statement in (TEMPLATES, CONTACTS, POLICIES, DELIVERIES, HOLDS, SERVICE_ROLE):
        op.execute(statement)
