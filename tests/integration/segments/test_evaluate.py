"""Segments over a real warehouse: one pass, the closure's answer, invariant 15 proven and broken."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from loyalty.database import Database
from loyalty.features import load_catalogue
from loyalty.rules import InvalidRule, decide_rule
from loyalty.segments import (
    ProfileMissing,
    SegmentDefinitionInvalid,
    SegmentVersion,
    activate_segment,
    apply_membership,
    check_membership,
    evaluate,
    find_segment,
    read_segments,
    save_segment,
    segments_in_force,
    store_segments,
)
from loyalty.segments.evaluate import membership_query
from loyalty.settings import PROJECT_DIR
from loyalty.warehouse import Warehouse, open_warehouse
from tests.support.rules import rows_of
from tests.support.segments import CLOCK, DAY, PROFILE, TIMEZONE, a_segment, day, enrolled

RULES = {
    "at-risk": {"and": [{"==": [{"var": "churn_band_code"}, "HIGH"]}, {">": [{"var": "churn_probability"}, 0.5]}]},
    "not-at-risk": {"!": {">": [{"var": "churn_probability"}, 0.5]}},
    "seen": {"<=": [0, {"var": "recency_days"}, 28]},
    "nobody": {"<": [{"var": "recency_days"}, {"var": "recency_days"}]},
    "unscored": {"missing": ["churn_probability"]},
}
NOW = CLOCK.now()
VERSIONS = [SegmentVersion(a_segment(code, rule), 1, NOW, "test") for code, rule in RULES.items()]
BANDS = ["HIGH", None, "LOW", "HIGH"]
PEOPLE = [
    {**row, "customer_id": str(number), "churn_band_code": BANDS[number % len(BANDS)]}
    for number, row in enumerate(rows_of(300, 5, PROFILE))
]


def write_profile(warehouse: Warehouse, on: date, people: list[dict[str, Any]]) -> None:
    schema = pa.schema(
        [
            ("customer_id", pa.string()),
            ("as_of_on", pa.date32()),
            ("recency_days", pa.int64()),
            ("churn_probability", pa.float64()),
            ("churn_band_code", pa.string()),
            ("has_redeemed_coupon", pa.bool_()),
        ]
    )
    rows = pa.Table.from_pylist([{**one, "as_of_on": on} for one in people], schema=schema)
    warehouse.replace_rows("marts.customer_profile", rows, where={"as_of_on": [on]})


@pytest.fixture(params=["duckdb", "postgresql"])
def warehouse(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Warehouse]:
    """Both warehouses, with a profile of `DAY` and a different one of the day after."""
    url = f"duckdb:///{tmp_path / 'warehouse.duckdb'}" if request.param == "duckdb" else request.getfixturevalue("postgres_url")
    opened = open_warehouse(url)
    write_profile(opened, DAY, PEOPLE)
    write_profile(opened, day(1), [{**one, "recency_days": 1} for one in PEOPLE])
    yield opened
    close = getattr(opened, "close", None)
    if close:
        close()


def test_one_pass_answers_as_the_closures_do(warehouse: Warehouse) -> None:
    told = {(row["segment_code"], row["customer_id"]) for row in evaluate(warehouse, VERSIONS, DAY, catalogue=PROFILE).to_pylist()}
    expected = {
        (version.code, person["customer_id"]) for version in VERSIONS for person in PEOPLE if decide_rule(version.segment.checked)(person)
    }
    assert told == expected
    assert len({code for code, _ in told}) == 4, "each rule but `nobody` describes somebody"


def test_all_segments_are_one_statement_with_one_scan(warehouse: Warehouse) -> None:
    sql = str(membership_query(VERSIONS, DAY, PROFILE).compile(dialect=warehouse.dialect)).lower()
    assert sql.split().count("from") == 1


def test_day_without_a_profile_is_refused_instead_of_emptying_every_segment(warehouse: Warehouse) -> None:
    with pytest.raises(ProfileMissing, match="2017-11-20"):
        evaluate(warehouse, VERSIONS, date(2017, 11, 20), catalogue=PROFILE)


def test_nobody_described_is_an_empty_answer(warehouse: Warehouse) -> None:
    nobody = [version for version in VERSIONS if version.code == "nobody"]
    assert evaluate(warehouse, nobody, DAY, catalogue=PROFILE).num_rows == 0


def test_stored_membership_is_proven_against_the_rules(warehouse: Warehouse, database: Database) -> None:
    with database.begin() as work:
        store_segments([version.segment for version in VERSIONS], within=work, clock=CLOCK)
        members = enrolled(work, [person["customer_id"] for person in PEOPLE[:200]])
        versions = segments_in_force(DAY, catalogue=PROFILE, within=work)
        told = evaluate(warehouse, versions, DAY, catalogue=PROFILE)
        done = apply_membership(told, versions, DAY, within=work, timezone=TIMEZONE)
        assert done.kept_count + done.refused_count == told.num_rows
        assert check_membership(warehouse, catalogue=PROFILE, within=work).violation_count == 0
        # Who is enrolled after the run could not have been put in.
        enrolled(work, [person["customer_id"] for person in PEOPLE[200:]])
        assert check_membership(warehouse, catalogue=PROFILE, within=work).violation_count == 0
        gone = work.exec_driver_sql(
            "delete from segment_memberships where (segment_code, member_id) in"
            " (select segment_code, member_id from segment_memberships limit 1) returning member_id"
        ).scalar_one()
        found = check_membership(warehouse, catalogue=PROFILE, within=work)
        assert found.violation_count == 1
        assert found.first_violation is not None
        assert found.first_violation["member_id"] == str(gone)
        assert gone in members.values()


def test_day_keeps_the_version_it_was_evaluated_with(warehouse: Warehouse, database: Database) -> None:
    with database.begin() as work:
        store_segments([a_segment("seen", RULES["seen"])], within=work, clock=CLOCK)
        enrolled(work, [person["customer_id"] for person in PEOPLE])
        first = segments_in_force(DAY, catalogue=PROFILE, within=work)
        apply_membership(evaluate(warehouse, first, DAY, catalogue=PROFILE), first, DAY, within=work, timezone=TIMEZONE)
        saved = save_segment(
            "seen", body({">": [{"var": "recency_days"}, 1000]}), catalogue=PROFILE, created_by="ann", within=work, clock=CLOCK
        )
        assert (saved.version, saved.is_new, saved.is_draft) == (2, True, True)
        assert [version.version for version in segments_in_force(day(1), catalogue=PROFILE, within=work)] == [1]
        activate_segment("seen", source=None, catalogue=PROFILE, actor="ann", within=work, clock=CLOCK)
        assert [version.version for version in segments_in_force(DAY, catalogue=PROFILE, within=work)] == [1]
        assert [version.version for version in segments_in_force(day(1), catalogue=PROFILE, within=work)] == [2]
        assert check_membership(warehouse, catalogue=PROFILE, within=work).violation_count == 0


def body(rule: object) -> dict[str, object]:
    return {"name": {"en": "Seen"}, "description": {"en": "Seen lately"}, "owner": "marketing", "rule": rule}


def test_same_content_makes_no_new_version(database: Database) -> None:
    with database.begin() as work:
        for expected in (True, False):
            saved = save_segment("seen", body(RULES["seen"]), catalogue=PROFILE, created_by="ann", within=work, clock=CLOCK)
            assert (saved.version, saved.is_new) == (1, expected)


def test_unchanged_file_does_not_undo_what_the_console_saved(database: Database) -> None:
    with database.begin() as work:
        from_file = a_segment("seen", RULES["seen"])
        store_segments([from_file], within=work, clock=CLOCK)
        save_segment("seen", body(RULES["unscored"]), catalogue=PROFILE, created_by="ann", within=work, clock=CLOCK)
        activate_segment("seen", source=None, catalogue=PROFILE, actor="ann", within=work, clock=CLOCK)
        assert [(one.version, one.is_new) for one in store_segments([from_file], within=work, clock=CLOCK)] == [(2, False)]
        assert find_segment("seen", within=work).rule == RULES["unscored"]
        changed = a_segment("seen", RULES["nobody"])
        assert [(one.version, one.is_new) for one in store_segments([changed], within=work, clock=CLOCK)] == [(3, True)]


def test_file_that_refers_to_nothing_is_refused(database: Database) -> None:
    with database.begin() as work, pytest.raises(SegmentDefinitionInvalid, match="nowhere"):
        store_segments([a_segment("seen", {"in_segment": ["nowhere"]})], within=work, clock=CLOCK)


def test_refused_rule_stores_nothing(database: Database) -> None:
    with database.begin() as work:
        for broken in (body({">": [{"var": "recency"}, 1]}), {**body(RULES["seen"]), "rules": 1}, [], body({"and": []})):
            with pytest.raises((InvalidRule, SegmentDefinitionInvalid)):
                save_segment("seen", broken, catalogue=PROFILE, created_by="ann", within=work, clock=CLOCK)
        assert work.exec_driver_sql("select count(*) from segments").scalar_one() == 0


def test_dry_run_names_the_version_and_stores_nothing(database: Database) -> None:
    with database.begin() as work:
        would = save_segment("seen", body(RULES["seen"]), catalogue=PROFILE, created_by="ann", within=work, clock=CLOCK, dry_run=True)
        assert (would.version, would.is_new) == (1, True)
        assert work.exec_driver_sql("select count(*) from segments").scalar_one() == 0


def test_versions_cannot_be_changed(database: Database) -> None:
    with database.begin() as work:
        store_segments([a_segment("seen")], within=work, clock=CLOCK)
    with pytest.raises(Exception, match="immutable"), database.begin() as work:
        work.exec_driver_sql("update segment_versions set owner = 'nobody'")


def test_definitions_of_the_demo_fit_the_catalogue_and_survive_the_database(database: Database) -> None:
    catalogue = load_catalogue()
    segments = read_segments(PROJECT_DIR / "definitions" / "segments", catalogue)
    assert {one.code for one in segments} == {"vip", "high-churn-risk", "lapsing-regulars", "coupon-lovers", "new-members"}
    assert all({"en", "ar"} <= one.name.keys() & one.description.keys() for one in segments)
    with database.begin() as work:
        store_segments(segments, within=work, clock=CLOCK)
        again = segments_in_force(DAY, catalogue=catalogue, within=work)
        assert [json.dumps(one.segment.rule, sort_keys=True) for one in again] == [
            json.dumps(one.rule, sort_keys=True) for one in sorted(segments, key=lambda one: one.code)
        ]
        assert [(one.segment.name, one.segment.checked.truth) for one in again] == [
            (one.name, one.checked.truth) for one in sorted(segments, key=lambda one: one.code)
        ]
