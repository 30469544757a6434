"""What may count towards a tier is summed on the account, so that a posting which lifts nobody writes no row for it.

`missing` was counted down by every posting; `judged_again_at` is the sum at which the member is judged again. The sums begin at zero, so
what was missing is just that, and no row is written. A service of the release before does not find the old names: stop it first.
"""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

SUMS = """
alter table accounts add column counted_total bigint not null default 0;
alter table accounts add constraint accounts_counted_not_negative check (counted_total >= 0) not valid;
alter table member_tiers rename column missing to judged_again_at;
alter table member_tiers rename column missing_revision to judged_revision;
"""


def upgrade() -> None:
    """Every account has its sum; nobody's standing changed."""
    op.execute(SUMS)
