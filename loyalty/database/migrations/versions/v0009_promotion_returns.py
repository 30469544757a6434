"""How much of a promotion's use came back with the goods, so that partial returns give budgets room again and points are taken back."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

# Columns with a constant default are added without rewriting the table; the constraint is validated without stopping writers.
RETURNS = """
alter table promotion_uses
    add column returned_points bigint not null default 0,
    add column returned_minor  bigint not null default 0;
update promotion_uses set returned_points = points, returned_minor = discount_minor where returned_at is not null;
alter table promotion_uses add constraint promotion_uses_returned_within check (
    returned_points between 0 and points and returned_minor between 0 and discount_minor
) not valid;
alter table promotion_uses validate constraint promotion_uses_returned_within;
"""


def upgrade() -> None:
    """Every use says how much of it came back: all of one that was returned, nothing of another."""
    op.execute(RETURNS)
