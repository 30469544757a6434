"""Who moved in a segment since its last evaluation is found at once, so that a listing tells how many are in now.

A new index only; released code that does not know it goes on as before.
"""

from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

MOVED_SINCE = "create index segment_member_moves_since on segment_member_moves (segment_code, evaluated_at, member_id)"


def upgrade() -> None:
    """The moves of a segment can be read in the order of time."""
    op.execute(MOVED_SINCE)
