"""Which run of Dagster trained a version or scored a day with it, and how far features had moved by then.

A new table only: one row for each training and for each scored day of a model.
"""

from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

RUNS = """
create table model_dagster_runs (
    id          bigint generated always as identity primary key,
    name        text collate "C" not null,
    kind        text not null check (kind in ('TRAINED', 'SCORED')),
    version     text not null,
    as_of_on    date not null,
    run_id      text not null check (run_id <> ''),
    row_count   bigint check (row_count >= 0),
    drift       jsonb not null default '{}' check (jsonb_typeof(drift) = 'object'),
    recorded_at timestamptz not null
);
create index model_dagster_runs_newest on model_dagster_runs (name, kind, id);
"""


def upgrade() -> None:
    """Whoever looks at a model finds the run behind it."""
    op.execute(RUNS)
