"""How many members a period had, as they were counted last, so that a page is not held up by counting buyers over a large ledger.

A new table only; a copy that can be made anew at any time.
"""

from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

MEMBERS = """
create table period_members (
    program_code text collate "C" not null,
    first_on     date not null,
    last_on      date not null,
    member_count bigint not null,
    joined_count bigint not null,
    active_count bigint not null,
    counted_at   timestamptz not null,
    primary key (program_code, first_on, last_on)
);
create index period_members_counted on period_members (counted_at);
"""


def upgrade() -> None:
    """Members of a period are counted beside the requests, as points are."""
    op.execute(MEMBERS)
