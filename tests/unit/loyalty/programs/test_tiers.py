"""Tiers: one member in Python and everybody in SQL climb the same ladder."""

import duckdb
import pytest
from duckdb_engine import Dialect
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import column

from loyalty.programs import Tier, TierLadder, tier_case, tier_for, tier_rank
from tests.support.ledger import journey

LADDER = journey().ladder


@pytest.mark.parametrize(
    ("spend_minor", "tier_code"),
    [(None, "BRONZE"), (-500, "BRONZE"), (0, "BRONZE"), (74_999, "BRONZE"), (75_000, "SILVER"), (200_000, "GOLD"), (10**12, "PLATINUM")],
)
def test_a_tier_is_reached_at_its_least_spend(spend_minor, tier_code):
    assert tier_for(spend_minor, LADDER).code == tier_code


def test_a_ladder_ranks_its_tiers_and_no_others():
    assert [tier_rank(code, LADDER) for code in ("BRONZE", "GOLD", "PLATINUM", "WOOD")] == [0, 2, 3, -1]


ladders = st.lists(st.integers(1, 10_000), unique=True, max_size=6).map(
    lambda steps: TierLadder(tuple(Tier(f"T{step}'", {"en": "x"}, step) for step in [0, *sorted(steps)]))
)


def test_sql_and_python_put_everybody_on_the_same_tier():
    with duckdb.connect() as connection:

        @given(ladder=ladders, spends=st.lists(st.none() | st.integers(-100, 11_000), min_size=1, max_size=20))
        def proven(ladder, spends):
            expression = tier_case(column("spend_minor"), ladder).compile(dialect=Dialect(), compile_kwargs={"literal_binds": True})
            people = "(select unnest($1::bigint[]) as spend_minor, generate_subscripts($1, 1) as place)"
            rows = connection.execute(f"select {expression} from {people} order by place", [spends]).fetchall()
            assert [code for (code,) in rows] == [tier_for(spend, ladder).code for spend in spends]

        proven()
