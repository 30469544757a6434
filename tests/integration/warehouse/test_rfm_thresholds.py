"""Where the names of RFM begin can be set, and what makes no sense stops the build with one sentence."""

from pathlib import Path

import pytest

from loyalty.warehouse import open_warehouse
from tests.support.warehouses import run_dbt

DEFAULTS = {"frequent_from": 4, "occasional_from": 2, "recent_from": 4, "cooling_from": 3, "big_spender_from": 4, "cannot_lose_from": 5}
GRID = """
select r.v as recency, f.v as frequency, m.v as monetary, {{ rfm_segment('r.v', 'f.v', 'm.v') }} as name
from (values (1), (2), (3), (4), (5)) as r(v), (values (1), (2), (3), (4), (5)) as f(v), (values (1), (2), (3), (4), (5)) as m(v)
"""
pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


def names(directory: Path, **thresholds: int) -> dict[tuple[int, int, int], str]:
    """What each combination of quintiles is called."""
    url = f"duckdb:///{directory / 'empty.duckdb'}"
    variables = {"rfm_thresholds": DEFAULTS | thresholds}
    said = run_dbt(url, directory, "--quiet", "compile", "--inline", GRID, variables=variables)
    rows = open_warehouse("duckdb:///:memory:").read(said[said.index("select r.v") :]).to_pylist()
    return {(row["recency"], row["frequency"], row["monetary"]): row["name"] for row in rows}


def test_every_combination_has_a_name_and_a_threshold_moves_only_those_it_is_about(tmp_path: Path) -> None:
    usual = names(tmp_path)
    assert len(usual) == 125
    assert usual[5, 5, 5] == "CHAMPIONS"
    assert usual[1, 5, 4] == "AT_RISK"
    stricter = names(tmp_path, big_spender_from=5, cannot_lose_from=4)
    moved = {cell: name for cell, name in stricter.items() if name != usual[cell]}
    assert moved == {
        **{(recency, frequency, 4): "LOYAL" for recency in (4, 5) for frequency in (4, 5)},
        **{(recency, frequency, 4): "CANNOT_LOSE" for recency in (1, 2) for frequency in (4, 5)},
    }


@pytest.mark.parametrize(
    ("thresholds", "sentence"),
    [
        ({"recent_from": 6}, "recent_from must be a quintile from 1 to 5"),
        ({"occasional_from": 4}, "occasional_from must lie below frequent_from"),
    ],
)
def test_a_threshold_that_makes_no_order_stops_the_build(tmp_path: Path, thresholds: dict[str, int], sentence: str) -> None:
    url = f"duckdb:///{tmp_path / 'empty.duckdb'}"
    variables = {"rfm_thresholds": DEFAULTS | thresholds}
    assert sentence in run_dbt(url, tmp_path, "compile", "--inline", GRID, variables=variables, expect_success=False)
