"""The audience of a day: control, offers, refusals; nobody silently dropped; the same again on a rerun."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pyarrow as pa
import pytest

from loyalty.campaigns import (
    AudienceDay,
    Campaign,
    CampaignDefinitionInvalid,
    CampaignUnknown,
    OfferChoice,
    SegmentNotEvaluated,
    audience_history,
    audience_page,
    best_offers,
    build_audience,
    campaigns_in_force,
    find_campaign,
    is_control,
    list_campaigns,
    read_campaigns,
    store_campaigns,
)
from loyalty.campaigns.checks import CHECKS
from loyalty.checks.run import run_checks
from loyalty.database import Database, Work
from loyalty.settings import PROJECT_DIR
from loyalty.warehouse import Warehouse, open_warehouse
from tests.support.segments import CLOCK, DAY, applied, day, enrolled, stored_segments

PEOPLE = [f"customer {number} ü" for number in range(400)]


def a_campaign(**changes: Any) -> Campaign:
    parts: dict[str, Any] = {
        "code": "retention",
        "name": {"en": "Retention"},
        "description": {"en": "Win back"},
        "owner": "marketing",
        "segment_code": "at-risk",
        "control_share": 0.1,
        "default_offer_code": None,
    }
    return Campaign(**{**parts, **changes})


def offers_for(customers: Iterable[str], offer_code: str = "CAT-milk") -> pa.Table:
    rows = [{"customer_id": customer, "offer_code": offer_code, "score_probability": 0.25} for customer in customers]
    schema = pa.schema([("customer_id", pa.string()), ("offer_code", pa.string()), ("score_probability", pa.float64())])
    return pa.Table.from_pylist(rows, schema=schema)


def prepared(work: Work, **changes: Any) -> dict[str, UUID]:
    """Everybody of `PEOPLE` enrolled and at risk on `DAY`, the campaign stored."""
    segments = stored_segments(work, "at-risk")
    members = enrolled(work, PEOPLE)
    applied(work, segments, DAY, {"at-risk": PEOPLE})
    store_campaigns([a_campaign(**changes)], within=work, clock=CLOCK)
    return members


def built(work: Work, offers: pa.Table, on: date = DAY) -> AudienceDay:
    (told,) = build_audience(offers, campaigns_in_force(within=work), on, within=work, clock=CLOCK)
    return told


def everyone(work: Work, **which: Any) -> dict[str, Any]:
    found, cursor = {}, None
    while True:
        page = audience_page("retention", within=work, limit=150, cursor=cursor, **which)
        found.update({one.external_id: one for one in page.items})
        if (cursor := page.next_cursor) is None:
            return found


def test_control_group_is_the_hash_in_sql_and_in_python(database: Database) -> None:
    with database.begin() as work:
        prepared(work)
        done = built(work, offers_for(PEOPLE))
        control = {customer for customer in PEOPLE if is_control("retention", customer, 0.1)}
        assert set(everyone(work, is_control=True)) == control
        assert set(everyone(work)) == set(PEOPLE) - control
        assert (done.read_count, done.kept_count, done.control_count, done.refused_count) == (400, 400 - len(control), len(control), 0)


def test_member_without_an_offer_is_refused_and_counted(database: Database) -> None:
    with database.begin() as work:
        prepared(work)
        done = built(work, offers_for(PEOPLE[:300]))
        assert done.refused_offerless_count == 100
        assert done.read_count == done.kept_count + done.control_count + done.refused_count
        assert set(everyone(work, is_control=None)) == set(PEOPLE[:300])


def test_member_without_an_offer_gets_the_default_of_the_campaign(database: Database) -> None:
    with database.begin() as work:
        prepared(work, default_offer_code="WELCOME-BACK")
        done = built(work, offers_for(PEOPLE[:300]))
        assert done.refused_count == 0
        told = everyone(work, is_control=None)
        assert {(one.offer_code, one.offer_choice) for one in told.values()} == {
            ("CAT-milk", OfferChoice.BEST),
            ("WELCOME-BACK", OfferChoice.DEFAULT),
        }
        assert all((one.score_probability is None) == (one.offer_choice is OfferChoice.DEFAULT) for one in told.values())


def test_inactive_member_is_refused_and_counted(database: Database) -> None:
    with database.begin() as work:
        members = prepared(work)
        work.exec_driver_sql("update members set status = 'CLOSED' where id = %(id)s", {"id": members[PEOPLE[0]]})
        done = built(work, offers_for(PEOPLE))
        assert done.refused_inactive_count == 1
        assert PEOPLE[0] not in everyone(work, is_control=None)


def test_control_stays_the_same_when_the_share_grows_and_the_day_changes(database: Database) -> None:
    with database.begin() as work:
        prepared(work)
        built(work, offers_for(PEOPLE))
        few = set(everyone(work, is_control=True))
        applied(work, stored_segments(work, "at-risk"), day(1), {"at-risk": PEOPLE})
        built(work, offers_for(PEOPLE, "CAT-bread"), day(1))
        assert set(everyone(work, is_control=True)) == few
        store_campaigns([a_campaign(control_share=0.3)], within=work, clock=CLOCK)
        built(work, offers_for(PEOPLE), day(1))
        assert few < set(everyone(work, is_control=True))


def test_day_built_again_has_the_same_rows(database: Database) -> None:
    with database.begin() as work:
        prepared(work)
        first = (built(work, offers_for(PEOPLE)), everyone(work, is_control=None))
        assert (built(work, offers_for(PEOPLE)), everyone(work, is_control=None)) == first
        assert [(one.as_of_on, one.read_count) for one in audience_history("retention", within=work)] == [(DAY, 400)]
        assert all(result.is_kept for result in run_checks(work, CHECKS))


def test_older_day_takes_the_members_of_that_day(database: Database) -> None:
    with database.begin() as work:
        prepared(work)
        applied(work, stored_segments(work, "at-risk"), day(1), {"at-risk": PEOPLE[:10]})
        assert built(work, offers_for(PEOPLE), day(1)).read_count == 10
        assert built(work, offers_for(PEOPLE), DAY).read_count == 400
        newest = find_campaign("retention", within=work).newest
        assert newest is not None
        assert (newest.as_of_on, newest.read_count) == (day(1), 10)
        assert [one.code for one in list_campaigns(within=work)] == ["retention"]


def test_segment_of_the_day_must_be_there_first(database: Database) -> None:
    with database.begin() as work:
        prepared(work)
        with pytest.raises(SegmentNotEvaluated, match="at-risk"):
            built(work, offers_for(PEOPLE), day(3))


def test_campaign_on_a_segment_that_does_not_exist_is_refused_whole(database: Database) -> None:
    with database.begin() as work:
        with pytest.raises(CampaignDefinitionInvalid, match="nobody"):
            store_campaigns([a_campaign(segment_code="nobody")], within=work, clock=CLOCK)
        assert list_campaigns(within=work) == []
        with pytest.raises(CampaignUnknown):
            audience_page("retention", within=work)


def test_unchanged_file_makes_no_new_version(database: Database) -> None:
    with database.begin() as work:
        stored_segments(work, "at-risk")
        told = [store_campaigns([a_campaign(control_share=share)], within=work, clock=CLOCK)[0] for share in (0.1, 0.1, 0.2)]
        assert [(one.version, one.is_new) for one in told] == [(1, True), (1, False), (2, True)]


def test_campaign_of_the_demo_is_stored(database: Database) -> None:
    with database.begin() as work:
        stored_segments(work, "high-churn-risk")
        (told,) = store_campaigns(read_campaigns(PROJECT_DIR / "definitions" / "campaigns"), within=work, clock=CLOCK)
        assert (told.code, told.campaign.segment_code, told.campaign.control_share) == ("retention", "high-churn-risk", 0.1)


@pytest.fixture(params=["duckdb", "postgresql"])
def warehouse(request: pytest.FixtureRequest, tmp_path: Path) -> Warehouse:
    return open_warehouse(f"duckdb:///{tmp_path / 'w.duckdb'}" if request.param == "duckdb" else request.getfixturevalue("postgres_url"))


def test_best_offer_is_the_first_in_rank_that_runs_on_the_day(warehouse: Warehouse) -> None:
    scores = [("1", DAY, rank, code) for rank, code in enumerate(["over", "ahead", "runs", "also-runs"], 1)]
    scores += [("2", DAY, 1, "also-runs"), ("2", day(1), 1, "runs"), ("3", DAY, 1, "over"), ("4", DAY, 1, "unknown")]
    candidates = [("over", -9, -1), ("ahead", 1, 9), ("runs", -1, 0), ("also-runs", 0, 9)]
    warehouse.replace_rows(
        "scores.offers",
        pa.table(
            {
                "customer_id": [one[0] for one in scores],
                "as_of_on": [one[1] for one in scores],
                "offer_rank": pa.array([one[2] for one in scores], pa.int32()),
                "offer_code": [one[3] for one in scores],
                "score_probability": [1 / one[2] for one in scores],
            }
        ),
        where={"as_of_on": [DAY]},
    )
    warehouse.replace_rows(
        "marts.offer_candidates",
        pa.table(
            {
                "as_of_on": [DAY] * len(candidates),
                "offer_code": [one[0] for one in candidates],
                "starts_on": [day(one[1]) for one in candidates],
                "ends_on": [day(one[2]) for one in candidates],
            }
        ),
        where={"as_of_on": [DAY]},
    )
    told = {row["customer_id"]: (row["offer_code"], row["score_probability"]) for row in best_offers(warehouse, DAY).to_pylist()}
    assert told == {"1": ("runs", 1 / 3), "2": ("also-runs", 1.0)}
