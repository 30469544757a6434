"""Members rise at once with whatever puts them into a segment that tiers go by."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from loyalty.database import Database
from loyalty.programs import program_from_json, program_to_json, store_program
from loyalty.programs.store import current_program
from tests.support.segments import DAY
from tests.support.segments_served import NAMES, OFTEN, SOON, a_list, inside, lives, running_segments, saved, sends_list
from tests.support.service import Service
from tests.support.tiers import tiers_json


@pytest.fixture
def shop(database: Database, tmp_path: Path) -> Iterator[Service]:
    with running_segments(database, tmp_path) as service:
        yield service


def test_where_tiers_go_by_segment_members_rise_with_whatever_puts_them_in(shop: Service) -> None:
    tiers_go_by_segment(shop)
    a_list(shop, "silver", "m09")
    assert tier_of(shop, "m09") == "SILVER"
    saved(shop, "gold", SOON)
    shop.post("/v1/segments/gold/activate?dry_run=true", {})
    assert tier_of(shop, "m01") != "GOLD"
    shop.post("/v1/segments/gold/activate", {})
    assert {tier_of(shop, name) for name in inside(shop, "gold")} == {"GOLD"}
    a_list(shop, "top")
    sends_list(shop, "top", "m01", "m11", query="?dry_run=true")
    assert tier_of(shop, "m01") == "GOLD"
    sends_list(shop, "top", "m01", "m11")
    assert [tier_of(shop, name) for name in ("m01", "m11", "m02")] == ["TOP", "TOP", "GOLD"]
    emptied = sends_list(shop, "top", "m11").json()
    assert (emptied["left_count"], tier_of(shop, "m01")) == (1, "TOP"), "nobody falls before the night"


def test_a_member_whom_an_event_moves_rises_at_once(shop: Service) -> None:
    tiers_go_by_segment(shop)
    lives(shop, "gold", OFTEN)
    outside = next(name for name in NAMES if name not in inside(shop, "gold"))
    assert tier_of(shop, outside) != "GOLD"
    events = [{"type": "purchase", "happened_on": DAY.isoformat(), "fields": {"spend_minor": 100}}] * 2
    told = shop.post(f"/v1/members/{outside}/segments:reevaluate", {"events": events})
    assert told.json()["segment_codes"] == ["gold"], told.text
    assert tier_of(shop, outside) == "GOLD"


def tiers_go_by_segment(shop: Service) -> None:
    """From now on `silver`, `gold` and `top` are segments that put members on tiers."""
    with shop.database.begin() as work:
        document = program_to_json(current_program("journey", within=work).program) | {"tiers": tiers_json("SEGMENT")}
        store_program(program_from_json(document, name="test"), within=work, clock=shop.clock)


def tier_of(shop: Service, name: str) -> str | None:
    """As the moves tell it."""
    query = (
        "select t.to_tier_code from tier_moves t join members m on m.id = t.member_id where m.external_id = %s order by t.id desc limit 1"
    )
    with shop.database.begin() as work:
        found: str | None = work.exec_driver_sql(query, (name,)).scalar()
    return found
