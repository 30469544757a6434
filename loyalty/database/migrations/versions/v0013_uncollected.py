"""What a return or a correction could not take back is kept with its posting, so that a repetition under another key answers it too."""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

UNCOLLECTED = """
alter table postings add column uncollected_points bigint not null default 0;
alter table postings add constraint postings_uncollected_not_negative check (uncollected_points >= 0) not valid;
"""


def upgrade() -> None:
    """Of earlier postings nothing is known, which is what they answered."""
    op.execute(UNCOLLECTED)
