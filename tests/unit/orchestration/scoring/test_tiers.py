"""The standing of the day goes before the ladder's word, and the ladder speaks only of what the features hold."""

from datetime import date

import pyarrow as pa

from orchestration.scoring.tiers import _placed, _standing
from tests.support.programs import a_program
from tests.support.tiers import tiers_json

DAYS = [date(2017, 10, 30), date(2017, 10, 31)]
ROWS = pa.table(
    {
        "customer_id": ["1", "2", "1", "2"],
        "as_of_on": [DAYS[0], DAYS[0], DAYS[1], DAYS[1]],
        "tier_code": ["BASE"] * 4,
        "qualifying_minor": [0, 1, 2, 3],
    }
)


def test_whoever_stood_somewhere_that_day_is_told_there():
    told = _standing(ROWS, {DAYS[1]: {"2": "TOP"}})
    assert told["tier_code"].to_pylist() == ["BASE", "BASE", "BASE", "TOP"]
    assert told.schema == ROWS.schema
    assert _standing(ROWS, {}) is ROWS


def test_the_ladder_is_asked_only_where_the_features_hold_what_it_counts():
    of_spend = a_program(tiers=tiers_json(period={"kind": "ROLLING", "days": 364})).tiers
    of_points = a_program(tiers=tiers_json("POINTS_EARNED")).tiers
    assert "CASE" in str(_placed(of_spend))
    assert "CASE" not in str(_placed(of_points))
