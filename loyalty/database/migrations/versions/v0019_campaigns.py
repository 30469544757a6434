"""Campaigns live: revisions, a lifecycle, whom each occurrence chose, who waits to be chosen, what was promised, crossings, the holdout.

What stood in `campaign_versions`, `campaign_days` and `campaign_audience` becomes revisions, occurrences and targets; a day of an audience
is an occurrence named after the day. Targets are facts and never change. Rows per member carry no foreign key, as everywhere: an occurrence
lets in a million at once, and `khaywe check` proves the references in one pass.
"""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

REVISIONS = """
create table campaign_revisions (
    campaign_code text collate "C" not null,
    revision      integer not null check (revision >= 1),
    definition    jsonb not null,
    content_hash  bytea not null,
    actor         text not null,
    recorded_at   timestamptz not null,
    primary key (campaign_code, revision)
);
insert into campaign_revisions (campaign_code, revision, definition, content_hash, actor, recorded_at)
select v.campaign_code, v.version,
       jsonb_build_object(
           'program_code', coalesce((select min(p.code) from programs p), 'default'), 'name', v.name, 'description', v.description,
           'owner', v.owner, 'audience', jsonb_build_object('segments', jsonb_build_array(v.segment_code)),
           'trigger', jsonb_build_object('kind', 'DAILY'), 'control_share', v.control_share, 'again_after_days', 0,
           'offer', jsonb_strip_nulls(jsonb_build_object('kind', 'BEST', 'default_offer', v.default_offer_code))),
       v.content_sha256, v.created_by, v.created_at
from campaign_versions v;
"""

CAMPAIGNS = """
alter table campaigns add column program_code text collate "C";
alter table campaigns add column status text
    check (status in ('DRAFT', 'SCHEDULED', 'ACTIVE', 'PAUSED', 'COMPLETED', 'ARCHIVED'));
alter table campaigns add column live_revision integer check (live_revision >= 1);
alter table campaigns add column draft_revision integer check (draft_revision >= 1);
alter table campaigns add column trigger_kind text check (trigger_kind in ('EVENT', 'SCHEDULE', 'DAILY', 'THRESHOLD'));
alter table campaigns add column starts_at timestamptz;
alter table campaigns add column ends_at timestamptz;
alter table campaigns add column next_run_at timestamptz;
alter table campaigns add column activated_at timestamptz;
alter table campaigns add column changed_at timestamptz;
update campaigns c set
    program_code = v.definition ->> 'program_code', status = 'ACTIVE', live_revision = c.version, trigger_kind = 'DAILY',
    activated_at = c.created_at, changed_at = c.updated_at
from campaign_revisions v where v.campaign_code = c.code and v.revision = c.version;
set constraints all immediate;
alter table campaigns alter column program_code set not null;
alter table campaigns alter column status set not null;
alter table campaigns alter column changed_at set not null;
alter table campaigns add constraint campaigns_live_when_running
    check (status not in ('SCHEDULED', 'ACTIVE', 'PAUSED', 'COMPLETED') or (live_revision is not null and trigger_kind is not null));
alter table campaigns drop column version;
alter table campaigns drop column created_at;
alter table campaigns drop column updated_at;
create table campaign_moves (
    campaign_code text collate "C" not null,
    id            uuid not null,
    from_status   text not null,
    to_status     text not null,
    revision      integer,
    actor         text not null,
    reason        text,
    recorded_at   timestamptz not null,
    primary key (campaign_code, id)
);
"""

OCCURRENCES = """
create table campaign_occurrences (
    campaign_code   text collate "C" not null,
    revision        integer not null,
    occurrence      text collate "C" not null check (length(occurrence) between 1 and 200),
    as_of_on        date not null,
    is_open         boolean not null,
    read_count      bigint not null check (read_count >= 0),
    treated_count   bigint not null check (treated_count >= 0),
    control_count   bigint not null check (control_count >= 0),
    holdout_count   bigint not null check (holdout_count >= 0),
    refused         jsonb not null,
    opened_at       timestamptz not null,
    completed_at    timestamptz,
    primary key (campaign_code, revision, occurrence),
    constraint campaign_occurrences_open_or_completed check (is_open = (completed_at is null))
) with (fillfactor = 70);
create index campaign_occurrences_by_time on campaign_occurrences (campaign_code, opened_at);
create index campaign_occurrences_open on campaign_occurrences (campaign_code) where is_open;
insert into campaign_occurrences (campaign_code, revision, occurrence, as_of_on, is_open, read_count, treated_count, control_count,
                                  holdout_count, refused, opened_at, completed_at)
select d.campaign_code, d.version, d.as_of_on::text, d.as_of_on, false, d.read_count, d.kept_count, d.control_count, 0,
       jsonb_strip_nulls(jsonb_build_object('MEMBER_INACTIVE', nullif(d.refused_inactive_count, 0),
                                            'OFFERLESS', nullif(d.refused_offerless_count, 0))), d.built_at, d.built_at
from campaign_days d;
"""

# The chosen and the refused alike: who has an arm was chosen, who has a reason was not. Of a control the offer is the one withheld.
TARGETS = """
create table campaign_targets (
    campaign_code        text collate "C" not null,
    revision             integer not null,
    occurrence           text collate "C" not null,
    member_id            uuid not null,
    arm                  text check (arm in ('TREATED', 'CONTROL', 'HOLDOUT')),
    reason               text collate "C",
    channel_code         text collate "C",
    offer_choice         text check (offer_choice in ('BEST', 'DEFAULT', 'FIXED', 'VOUCHER')),
    offer_code           text collate "C",
    offer_id             uuid,
    score_probability    double precision,
    expected_value_minor double precision not null,
    chosen_at            timestamptz not null,
    primary key (campaign_code, revision, occurrence, member_id),
    constraint campaign_targets_chosen_or_refused check ((arm is null) <> (reason is null))
);
insert into campaign_targets (campaign_code, revision, occurrence, member_id, arm, offer_choice, offer_code, score_probability,
                              expected_value_minor, chosen_at)
select a.campaign_code, d.version, a.as_of_on::text, a.member_id, case when a.is_control then 'CONTROL' else 'TREATED' end,
       a.offer_choice, a.offer_code, a.score_probability, 0, d.built_at
from campaign_audience a join campaign_days d using (campaign_code, as_of_on)
order by 1, 2, 3, 4;
create index campaign_targets_of_member on campaign_targets (member_id, campaign_code, chosen_at) where arm is not null;
create index campaign_targets_by_time on campaign_targets (campaign_code, chosen_at);
"""

# Who is to be chosen in an occurrence and is not yet; `place` is the order of worth, so that scarce offers go where they are worth most.
WAITING = """
create table campaign_waiting (
    campaign_code text collate "C" not null,
    revision      integer not null,
    occurrence    text collate "C" not null,
    member_id     uuid not null,
    place         bigint not null,
    facts         jsonb,
    reason        text,
    due_at        timestamptz not null,
    waits_since   timestamptz not null,
    primary key (campaign_code, revision, occurrence, member_id)
) with (autovacuum_vacuum_scale_factor = 0.02);
create index campaign_waiting_due on campaign_waiting (campaign_code, due_at, place);
"""

PROMISES = """
create table campaign_promises (
    campaign_code text collate "C" not null,
    revision      integer not null,
    occurrence    text collate "C" not null,
    member_id     uuid not null,
    offer_code    text collate "C" not null,
    offer_id      uuid,
    voucher_id    uuid,
    cost_minor    bigint not null check (cost_minor >= 0),
    status        text not null check (status in ('OPEN', 'KEPT', 'LAPSED')),
    promised_at   timestamptz not null,
    lapses_at     timestamptz not null,
    ended_at      timestamptz,
    primary key (campaign_code, revision, occurrence, member_id),
    constraint campaign_promises_open_or_ended check ((status = 'OPEN') = (ended_at is null))
) with (fillfactor = 80);
create index campaign_promises_open on campaign_promises (lapses_at) where status = 'OPEN';
create index campaign_promises_by_offer on campaign_promises (offer_id) where status = 'OPEN' and offer_id is not null;
create index campaign_promises_by_voucher on campaign_promises (voucher_id) where status = 'OPEN' and voucher_id is not null;
create table campaign_budgets (
    campaign_code  text collate "C" primary key,
    reserved_minor bigint not null check (reserved_minor >= 0),
    kept_minor     bigint not null check (kept_minor >= 0)
) with (fillfactor = 50);
alter table offer_stocks add column reserved_units bigint not null default 0 check (reserved_units >= 0);
create table offer_reservations (
    offer_id    uuid primary key,
    member_id   uuid not null,
    offer_code  text collate "C" not null,
    lapses_at   timestamptz not null,
    reserved_at timestamptz not null
);
create index offer_reservations_lapsing on offer_reservations (lapses_at);
create index offer_reservations_of_offer on offer_reservations (offer_code, member_id);
"""

THRESHOLDS = """
create table campaign_crossings (
    campaign_code  text collate "C" not null,
    member_id      uuid not null,
    is_beyond      boolean not null,
    crossing_count integer not null check (crossing_count >= 0),
    value          double precision not null,
    changed_at     timestamptz not null,
    primary key (campaign_code, member_id)
) with (fillfactor = 70);
create table campaign_watches (
    campaign_code text collate "C" primary key,
    revision      integer not null,
    watched       text collate "C" not null,
    watched_at    timestamptz not null
) with (fillfactor = 50);
create table universal_holdouts (
    version     integer primary key check (version >= 1),
    share       double precision not null check (share >= 0 and share < 1),
    season      text collate "C" not null check (length(season) between 1 and 64),
    actor       text not null,
    recorded_at timestamptz not null
);
"""

OLD = """
drop table campaign_audience;
drop table campaign_days;
drop table campaign_versions;
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
    """Campaigns have revisions, occurrences and targets; what stood there stands as such."""
    op.execute(REVISIONS)
    op.execute("alter table campaigns drop constraint campaigns_code_version_fkey")
    for statements in (CAMPAIGNS, OCCURRENCES, TARGETS, WAITING, PROMISES, THRESHOLDS, OLD):
        op.execute(statements)
    for table in ("campaign_revisions", "campaign_moves", "campaign_targets", "universal_holdouts"):
        op.execute(GUARDS.format(table=table))
