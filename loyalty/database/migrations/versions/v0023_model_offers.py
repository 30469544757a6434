"""What the models name beside categories: the products of a member's next basket.

New tables, and a column without a value, which takes a moment however many offers there are. The publication of a day replaces all of it
in one transaction.
"""

from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

NEXT_BASKETS = """
create table member_next_baskets (
    member_id     uuid primary key,
    as_of_on      date not null,
    products      jsonb not null check (jsonb_typeof(products) = 'array'),
    model_version text not null,
    scored_at     timestamptz not null
);
create table next_basket_shelf (
    only_row     boolean primary key default true check (only_row),
    as_of_on     date not null,
    member_count integer not null check (member_count >= 0)
);
"""

PRODUCTS = """
alter table member_offers add column product_id text;
alter table member_offers add column product_title text;
"""


def upgrade() -> None:
    """A member's next basket can be read beside its scores, and offers name products."""
    op.execute(NEXT_BASKETS)
    op.execute(PRODUCTS)
