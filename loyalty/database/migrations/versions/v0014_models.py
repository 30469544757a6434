"""The life of models: every run of a training, the versions it stored, which of them serves, and who decided it.

Until now a folder alone knew. The first training or `khaywe models` after this takes in what the folder holds.
"""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

VERSIONS = """
create table model_versions (
    name text not null,
    version text not null,
    state text not null check (state in ('CANDIDATE', 'CHAMPION', 'RETIRED')),
    manifest jsonb not null,
    manifest_sha256 text not null check (manifest_sha256 ~ '^[0-9a-f]{64}$'),
    stored_at timestamptz not null,
    promotion bigint,
    is_rolled_back boolean not null default false,
    primary key (name, version),
    constraint model_versions_champion_was_promoted check (state = 'CANDIDATE' or promotion is not null),
    constraint model_versions_champion_stands check (state <> 'CHAMPION' or not is_rolled_back)
);
create unique index model_versions_one_champion on model_versions (name) where state = 'CHAMPION';
create sequence model_promotions;
"""

RUNS = """
create table model_runs (
    id uuid primary key,
    name text not null,
    as_of_on date not null,
    ended_at timestamptz not null,
    outcome text not null check (outcome in ('STORED', 'SAME', 'REFUSED', 'FAILED')),
    version text,
    code_version text not null,
    reason text,
    compared_with text,
    foreign key (name, version) references model_versions (name, version),
    constraint model_runs_named check ((version is not null) = (outcome in ('STORED', 'SAME'))),
    constraint model_runs_explained check (version is not null or reason is not null)
);
create index model_runs_by_name on model_runs (name, ended_at);
"""

DECISIONS = """
create table model_decisions (
    id bigint generated always as identity primary key,
    name text not null,
    version text not null,
    kind text not null check (kind in ('PROMOTED', 'KEPT', 'FORCED', 'ROLLED_BACK', 'TAKEN_IN')),
    decided_at timestamptz not null,
    decided_by text not null check (decided_by <> ''),
    reasons text[] not null,
    instead_of text,
    foreign key (name, version) references model_versions (name, version),
    constraint model_decisions_explained check (kind not in ('KEPT', 'FORCED') or cardinality(reasons) > 0)
);
create index model_decisions_by_name on model_decisions (name, id);
"""

GUARDS = """
create function refuse_model_history_change() returns trigger language plpgsql as $$
begin
    raise exception '% on % is refused: what was trained and decided stays as it was recorded', tg_op, tg_table_name
        using errcode = 'integrity_constraint_violation';
end $$;
create trigger model_runs_append_only before update or delete or truncate on model_runs
    for each statement execute function refuse_model_history_change();
create trigger model_decisions_append_only before update or delete or truncate on model_decisions
    for each statement execute function refuse_model_history_change();

create function refuse_model_change() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' or (old.name, old.version, old.manifest, old.manifest_sha256, old.stored_at)
        is distinct from (new.name, new.version, new.manifest, new.manifest_sha256, new.stored_at) then
        raise exception 'model % % stays as it was stored; only its state moves', old.name, old.version
            using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end $$;
create trigger model_versions_stay before update or delete on model_versions
    for each row execute function refuse_model_change();
"""


def upgrade() -> None:
    """Runs, versions and decisions of models have tables; nothing else is touched."""
    for statements in (VERSIONS, RUNS, DECISIONS, GUARDS):
        op.execute(statements)
