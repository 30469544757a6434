"""The queue of redemptions: those that wait, and the few that were given back, are found without reading those that were delivered.

An index over part of a table; building it reads the table once and holds up writers of it meanwhile, some seconds for a million rows.
"""

from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

QUEUE = """
create index redemptions_queue on redemptions (program_code, status, id) where status <> 'FULFILLED'
"""


def upgrade() -> None:
    """A program's redemptions of one status are listed in the order in which they were asked for."""
    op.execute(QUEUE)
