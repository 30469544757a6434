"""The published row of every member's features, and the head that says of which day it is and which loads it knows.

As with scores, no foreign key to members: the rows are replaced whole each night, and the publish sets aside whoever is no member.
The values are kept as the text they were written in, so that a number leaves as it came.
"""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    create table feature_shelf (
        only_row boolean primary key default true check (only_row),
        generation bigint not null,
        as_of_on date not null,
        loaded_at timestamptz,
        published_at timestamptz not null,
        member_count bigint not null check (member_count >= 0)
    )
    """,
    """
    create table member_features (
        member_id uuid primary key,
        features json not null
    )
    """,
)


def upgrade() -> None:
    """Both tables stand, empty; until the next night the warehouse answers for everybody."""
    for statement in STATEMENTS:
        op.execute(statement)
