"""Segments that live: drafts, activation at once, references, past behaviour, points, consents, lists, single members, why, snapshots."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from loyalty.checks.run import run_checks
from loyalty.clock import TurnedClock
from loyalty.database import Database, Work
from loyalty.members import Member, MemberStatus
from loyalty.rules import InvalidRule
from loyalty.segments import (
    Event,
    GiveConsent,
    ListMember,
    SegmentCycle,
    SegmentInUse,
    SegmentKindConflict,
    SegmentStatus,
    SegmentStatusConflict,
    SegmentVersionConflict,
    Source,
    activate_segment,
    apply_membership,
    archive_segment,
    change_lists,
    check_membership,
    evaluate,
    explain_membership,
    find_head,
    find_segment,
    give_consents,
    listed_at,
    overlaps,
    pause_segment,
    pin_snapshot,
    preview,
    record_standing,
    reevaluate_members,
    reproduce_snapshot,
    save_segment,
    segment_members,
    segments_in_force,
    segments_of_member,
    standing_at,
    standing_segments,
    waterfall,
)
from loyalty.segments.checks import CHECKS
from loyalty.segments.evaluate import membership_query
from loyalty.segments.membership import end_of_day
from loyalty.warehouse import Warehouse, open_warehouse
from tests.support.segments import DAY, PROFILE, TIMEZONE, day, enrolled

ENDS_AT = end_of_day(DAY, TIMEZONE)
LATER = ENDS_AT + timedelta(hours=9)
PEOPLE = [
    {"customer_id": str(number), "recency_days": number, "churn_probability": number / 20, "churn_band_code": "LOW",
     "has_redeemed_coupon": number % 2 == 0}
    for number in range(20)
]  # fmt: skip
SOON = {"<": [{"var": "recency_days"}, 5]}
LATE = {">=": [{"var": "recency_days"}, 15]}


def body(rule: object, **changes: Any) -> dict[str, Any]:
    return {"name": {"en": "Named"}, "description": {"en": "Described"}, "owner": "marketing", "rule": rule} | changes


def a_list() -> dict[str, Any]:
    return {key: value for key, value in body(None, kind="STATIC").items() if key != "rule"}


class Shop:
    """A warehouse with a profile of `DAY`, members for everybody, and the acts on them."""

    def __init__(self, warehouse: Warehouse, work: Work) -> None:
        self.warehouse, self.work, self.clock = warehouse, work, TurnedClock(LATER)
        self.source = Source(warehouse, DAY, PROFILE, LATER)
        self.members = enrolled(work, [person["customer_id"] for person in PEOPLE])
        work.exec_driver_sql("update members set joined_at = '2017-01-01', recorded_at = '2017-01-01'")

    def saves(self, code: str, document: dict[str, Any], **more: Any) -> None:
        save_segment(code, document, catalogue=PROFILE, created_by="ann", within=self.work, clock=self.clock, **more)

    def activates(self, code: str, **more: Any) -> Any:
        return activate_segment(code, source=self.source, catalogue=PROFILE, actor="ann", within=self.work, clock=self.clock, **more)

    def lives(self, code: str, rule: object) -> None:
        self.saves(code, body(rule))
        self.activates(code)

    def evaluates(self, on: date = DAY) -> None:
        ends_at = end_of_day(on, TIMEZONE)
        standing = standing_at(ends_at, on, timezone=TIMEZONE, within=self.work)
        record_standing(self.warehouse, standing, listed_at(ends_at, on, within=self.work), on)
        segments = segments_in_force(on, catalogue=PROFILE, within=self.work)
        answer = evaluate(self.warehouse, segments, on, catalogue=PROFILE)
        apply_membership(answer, segments, on, within=self.work, timezone=TIMEZONE, loaded_at=ends_at)

    def inside(self, code: str, at: datetime | None = None) -> set[str]:
        found = segment_members(code, as_of=at or self.clock.now(), within=self.work, limit=200)
        return {member.external_id for member in found.items}

    def member(self, name: str) -> Member:
        return Member(self.members[name], "journey", name, MemberStatus.ACTIVE, {}, LATER)

    def events(self, code: str) -> list[tuple[str, str]]:
        found = self.work.exec_driver_sql(
            "select m.external_id, o.type from outbox o join members m on m.id = o.member_id"
            " where o.data ->> 'segment_code' = %(code)s order by o.id",
            {"code": code},
        )
        return [(name, kind) for name, kind in found]

    def keeps_its_promises(self) -> None:
        assert [(result.code, result.first_violation) for result in run_checks(self.work, CHECKS) if not result.is_kept] == []
        found = check_membership(self.warehouse, catalogue=PROFILE, within=self.work)
        assert found.violation_count == 0, found.first_violation


def write_profile(warehouse: Warehouse, on: date, people: list[dict[str, Any]]) -> None:
    schema = pa.schema(
        [
            ("customer_id", pa.string()), ("as_of_on", pa.date32()), ("recency_days", pa.int64()), ("churn_probability", pa.float64()),
            ("churn_band_code", pa.string()), ("has_redeemed_coupon", pa.bool_()),
        ]
    )  # fmt: skip
    rows = pa.Table.from_pylist([{**one, "as_of_on": on} for one in people], schema=schema)
    warehouse.replace_rows("marts.customer_profile", rows, where={"as_of_on": [on]})


def write_purchases(warehouse: Warehouse) -> None:
    """Customer n bought n times: once a day, today the first, for n dollars each; odd baskets in store 7."""
    rows = [
        {"customer_id": str(number), "purchased_on": DAY - timedelta(days=back), "spend_minor": number * 100, "store_id": str(7 - back % 2),
         "retail_discount_minor": 0, "coupon_discount_minor": 0, "line_count": 1}
        for number in range(20) for back in range(number)
    ]  # fmt: skip
    warehouse.replace_rows("marts.fct_purchases", pa.Table.from_pylist(rows), where={"customer_id": []})


@pytest.fixture(params=["duckdb", "postgresql"])
def shop(request: pytest.FixtureRequest, tmp_path: Path, database: Database) -> Iterator[Shop]:
    url = f"duckdb:///{tmp_path / 'warehouse.duckdb'}" if request.param == "duckdb" else request.getfixturevalue("postgres_url")
    opened = open_warehouse(url)
    write_profile(opened, DAY, PEOPLE)
    write_profile(opened, day(1), [{**one, "recency_days": one["recency_days"] + 1} for one in PEOPLE])
    write_purchases(opened)
    with database.begin() as work:
        yield Shop(opened, work)
    close = getattr(opened, "close", None)
    if close:
        close()


def test_draft_changes_nobody_until_it_is_activated_and_then_at_once(shop: Shop) -> None:
    shop.saves("soon", body(SOON))
    assert find_head("soon", within=shop.work).status is SegmentStatus.DRAFT
    shop.evaluates()
    assert shop.inside("soon") == set()
    moved = shop.activates("soon")
    assert moved.applied is not None
    assert [(one.size, one.entered_count) for one in moved.applied.days] == [(5, 5)]
    assert shop.inside("soon") == {"0", "1", "2", "3", "4"}
    assert shop.inside("soon", LATER - timedelta(seconds=1)) == set()
    shop.keeps_its_promises()


def test_live_segment_is_edited_as_a_draft_and_tells_who_enters_and_leaves_before_it_does(shop: Shop) -> None:
    shop.lives("soon", SOON)
    shop.saves("soon", body({"and": [{">=": [{"var": "recency_days"}, 3]}, {"<": [{"var": "recency_days"}, 7]}]}))
    assert shop.inside("soon") == {"0", "1", "2", "3", "4"}
    head = find_head("soon", within=shop.work)
    assert (head.version, head.draft_version) == (1, 2)
    versions = {one.version: one for one in standing_segments(catalogue=PROFILE, within=shop.work)}
    from loyalty.segments import find_version

    draft = find_version("soon", 2, catalogue=PROFILE, within=shop.work)
    told = preview(draft.segment.checked, shop.source, instead_of=versions[1].segment.checked)
    assert (told.customer_count, told.described_count, told.entering_count, told.leaving_count) == (20, 4, 2, 3)
    assert set(told.entering_sample) == {"5", "6"}
    assert set(told.leaving_sample) == {"0", "1", "2"}
    shop.clock.turn_to(LATER + timedelta(hours=1))
    shop.activates("soon", version=2)
    assert shop.inside("soon") == {"3", "4", "5", "6"}
    assert shop.inside("soon", LATER) == {"0", "1", "2", "3", "4"}
    assert sorted(shop.events("soon")[5:]) == sorted(
        [("5", "segment.entered"), ("6", "segment.entered"), ("0", "segment.left"), ("1", "segment.left"), ("2", "segment.left")]
    )
    shop.keeps_its_promises()


def test_version_that_nobody_looked_at_is_not_activated(shop: Shop) -> None:
    shop.lives("soon", SOON)
    shop.saves("soon", body(LATE))
    with pytest.raises(SegmentVersionConflict):
        shop.activates("soon", version=1)
    with pytest.raises(SegmentVersionConflict):
        shop.saves("soon", body({"<": [{"var": "recency_days"}, 9]}), expected_version=1)


def test_paused_segment_keeps_its_members_and_goes_on_when_it_is_activated(shop: Shop) -> None:
    shop.lives("soon", SOON)
    pause_segment("soon", actor="ann", within=shop.work, clock=shop.clock)
    shop.evaluates(day(1))
    shop.clock.turn_to(end_of_day(day(1), TIMEZONE) + timedelta(hours=1))
    assert shop.inside("soon") == {"0", "1", "2", "3", "4"}
    shop.source = Source(shop.warehouse, day(1), PROFILE, None)
    shop.activates("soon")
    assert shop.inside("soon") == {"0", "1", "2", "3"}
    shop.keeps_its_promises()


def test_archived_segment_is_empty_from_then_on_and_refused_while_somebody_refers_to_it(shop: Shop) -> None:
    shop.lives("soon", SOON)
    shop.lives("coupons", {"and": [{"in_segment": ["soon"]}, {"var": "has_redeemed_coupon"}]})
    with pytest.raises(SegmentInUse) as refused:
        archive_segment("soon", catalogue=PROFILE, actor="ann", within=shop.work, clock=shop.clock)
    assert refused.value.facts["users"] == [{"kind": "segment", "code": "coupons"}]
    shop.clock.turn_to(LATER + timedelta(hours=1))
    archive_segment("coupons", catalogue=PROFILE, actor="ann", within=shop.work, clock=shop.clock)
    archive_segment("soon", catalogue=PROFILE, actor="ann", within=shop.work, clock=shop.clock)
    assert (shop.inside("soon"), shop.inside("soon", LATER)) == (set(), {"0", "1", "2", "3", "4"})
    with pytest.raises(SegmentStatusConflict):
        shop.saves("soon", body(LATE))
    shop.keeps_its_promises()


def test_segments_refer_to_each_other_in_one_scan_and_a_circle_is_refused(shop: Shop) -> None:
    shop.lives("soon", SOON)
    shop.lives("coupons", {"and": [{"in_segment": ["soon"]}, {"var": "has_redeemed_coupon"}]})
    shop.lives("others", {"!": {"in_segment": ["coupons"]}})
    shop.evaluates(day(1))
    assert shop.inside("coupons") == {"0", "2", "4"}
    assert shop.inside("others") == {str(number) for number in range(20)} - {"0", "2", "4"}
    standing = standing_segments(catalogue=PROFILE, within=shop.work)
    sql = str(membership_query(standing, DAY, PROFILE).compile(dialect=shop.warehouse.dialect))
    assert sql.count("customer_profile AS") + sql.count("FROM marts.customer_profile") == 1
    with pytest.raises(SegmentCycle) as refused:
        shop.saves("soon", body({"in_segment": ["others"]}))
    assert refused.value.facts["way"] == ["soon", "others", "coupons", "soon"]
    with pytest.raises(SegmentCycle):
        shop.saves("self", body({"in_segment": ["self"]}))
    shop.keeps_its_promises()


def test_reference_to_a_segment_that_is_not_there_is_refused_with_what_might_be_meant(shop: Shop) -> None:
    shop.lives("lapsing", SOON)
    with pytest.raises(InvalidRule, match="lasping"):
        shop.saves("wrong", body({"in_segment": ["lasping"]}))


def test_activating_a_segment_moves_those_that_refer_to_it(shop: Shop) -> None:
    shop.lives("soon", SOON)
    shop.lives("coupons", {"and": [{"in_segment": ["soon"]}, {"var": "has_redeemed_coupon"}]})
    shop.saves("soon", body(LATE))
    shop.clock.turn_to(LATER + timedelta(hours=1))
    shop.activates("soon")
    assert shop.inside("coupons") == {"16", "18"}
    shop.keeps_its_promises()


def test_past_behaviour_counts_sums_and_remembers_within_its_window(shop: Shop) -> None:
    shop.lives("often", {">=": [{"events": ["count", {"type": "purchase", "within_days": 10}]}, 10]})
    shop.lives("big", {">": [{"events": ["sum", {"type": "purchase", "of": "spend_minor", "within_days": 3}]}, 5000]})
    shop.lives("in-seven", {">=": [{"events": ["count", {"type": "purchase", "where": {"==": [{"var": "store_id"}, "7"]}}]}, 9]})
    shop.lives("never", {"==": [{"events": ["last", {"type": "purchase"}]}, None]})
    shop.lives("today", {"==": [{"events": ["last", {"type": "purchase"}]}, {"today": []}]})
    assert shop.inside("often") == {str(number) for number in range(10, 20)}
    assert shop.inside("big") == {"17", "18", "19"}
    assert shop.inside("in-seven") == {"17", "18", "19"}
    assert shop.inside("never") == {"0"}
    assert shop.inside("today") == {str(number) for number in range(1, 20)}
    shop.evaluates(day(1))
    assert shop.inside("often", end_of_day(day(1), TIMEZONE)) == set(), "the window of ten days holds nine purchases now"
    shop.keeps_its_promises()


def test_random_bucket_is_the_same_part_of_everybody_every_day(shop: Shop) -> None:
    shop.lives("half", {"<": [{"random_bucket": ["spring", 2]}, 1]})
    first = shop.inside("half")
    assert 0 < len(first) < 20
    shop.evaluates(day(1))
    shop.clock.turn_to(end_of_day(day(1), TIMEZONE))
    assert shop.inside("half") == first


def test_consent_counts_as_it_was_given_at_the_end_of_the_day(shop: Shop) -> None:
    given = [GiveConsent(shop.members["3"], "email", True, ENDS_AT - timedelta(hours=1)),
             GiveConsent(shop.members["4"], "email", True, ENDS_AT - timedelta(hours=2)),
             GiveConsent(shop.members["4"], "email", False, ENDS_AT - timedelta(hours=1)),
             GiveConsent(shop.members["5"], "email", True, ENDS_AT + timedelta(hours=1))]  # fmt: skip
    give_consents(given, actor="ann", within=shop.work, clock=shop.clock)
    shop.evaluates()
    shop.lives("reachable", {"consent": ["email"]})
    shop.evaluates(day(1))
    assert shop.inside("reachable") == {"3"}
    assert shop.inside("reachable", end_of_day(day(1), TIMEZONE)) == {"3", "5"}
    shop.keeps_its_promises()


def test_list_is_filled_by_name_refuses_rules_and_can_be_referred_to(shop: Shop) -> None:
    shop.saves("guests", a_list())
    shop.activates("guests")
    shop.lives("soon", SOON)

    def put(*names: str, is_in: bool = True, code: str = "guests") -> list[bool]:
        return change_lists(
            [ListMember(code, shop.members[name], is_in) for name in names],
            cause="CALL",
            within=shop.work,
            clock=shop.clock,
        )

    assert put("1", "7", "1") == [True, True, False]
    assert (shop.inside("guests"), find_segment("guests", within=shop.work).size) == ({"1", "7"}, 2)
    with pytest.raises(SegmentKindConflict):
        put("9", code="soon")
    shop.evaluates(day(1))
    shop.source = Source(shop.warehouse, day(1), PROFILE, None)
    shop.clock.turn_to(end_of_day(day(1), TIMEZONE) + timedelta(hours=1))
    shop.lives("soon-guests", {"and": [{"in_segment": ["soon"]}, {"in_segment": ["guests"]}]})
    assert shop.inside("soon-guests") == {"1"}
    assert put("7", is_in=False) == [True]
    assert shop.inside("guests") == {"1"}
    assert [kind for name, kind in shop.events("guests") if name == "7"] == ["segment.entered", "segment.left"]
    with pytest.raises(SegmentKindConflict):
        shop.saves("guests", body(SOON))
    shop.keeps_its_promises()


def test_event_moves_one_member_by_the_same_rules_and_the_next_day_decides_again(shop: Shop) -> None:
    shop.lives("often", {">=": [{"events": ["count", {"type": "purchase", "within_days": 10}]}, 10]})
    shop.lives("often-coupons", {"and": [{"in_segment": ["often"]}, {"var": "has_redeemed_coupon"}]})
    shop.clock.turn_to(LATER + timedelta(minutes=5))
    nine = shop.member("8")
    told = reevaluate_members([nine], source=shop.source, catalogue=PROFILE, timezone=TIMEZONE, within=shop.work, clock=shop.clock)
    assert (told.segment_codes, told.changed_count) == ({"8": ()}, 0)
    bought = Event("purchase", day(1), {"spend_minor": 100, "store_id": "7"})
    told = reevaluate_members(
        [nine], source=shop.source, catalogue=PROFILE, timezone=TIMEZONE, within=shop.work, clock=shop.clock,
        events={"8": [bought, bought, bought]},
    )  # fmt: skip
    assert told.segment_codes == {"8": ("often", "often-coupons")}
    assert told.changed_count == 2
    assert {one.segment_code for one in segments_of_member(nine.id, as_of=shop.clock.now(), within=shop.work)} == {"often", "often-coupons"}
    assert "9" not in shop.inside("often")
    shop.keeps_its_promises()
    why = explain_membership("often", nine, at=shop.clock.now(), source_of=lambda _: shop.source, catalogue=PROFILE, within=shop.work)
    assert (why.is_in, why.reason_code, why.cause) == (True, "RULE_HOLDS", "EVENT")
    assert [value for name, value in why.values.items() if name.startswith("events:")] == [11]
    shop.evaluates(day(1))
    assert "8" not in shop.inside("often", end_of_day(day(1), TIMEZONE))
    shop.evaluates(DAY)
    assert "8" in shop.inside("often"), "a corrected day ends where the member was asked"
    shop.keeps_its_promises()


def test_why_names_the_clause_the_value_and_the_age_of_the_data_at_any_instant(shop: Shop) -> None:
    shop.evaluates()
    shop.lives("soon", {"and": [SOON, {"var": "has_redeemed_coupon"}]})
    shop.evaluates(day(1))

    def why(name: str, at: datetime) -> Any:
        return explain_membership(
            "soon", shop.member(name), at=at, catalogue=PROFILE, within=shop.work,
            source_of=lambda on: Source(shop.warehouse, on, PROFILE, None),
        )  # fmt: skip

    inside, outside = why("4", LATER), why("4", end_of_day(day(1), TIMEZONE))
    assert (inside.is_in, inside.reason_code, inside.as_of_on, inside.values["recency_days"]) == (True, "RULE_HOLDS", DAY, 4)
    assert (outside.is_in, outside.reason_code, outside.as_of_on, outside.values["recency_days"]) == (False, "RULE_FAILS", day(1), 5)
    assert outside.loaded_at == end_of_day(day(1), TIMEZONE)
    assert [(clause.path, clause.is_true) for clause in outside.clauses] == [("", False), ("/and/0", False), ("/and/1", True)]
    assert why("4", ENDS_AT).reason_code == "NOT_EVALUATED"


def test_waterfall_and_overlaps_count_what_each_clause_and_each_pair_keeps(shop: Shop) -> None:
    shop.lives("soon", SOON)
    shop.lives("coupons", {"and": [{"in_segment": ["soon"]}, {"var": "has_redeemed_coupon"}, {">": [{"var": "recency_days"}, 0]}]})
    shop.lives("late", LATE)
    standing = standing_segments(catalogue=PROFILE, within=shop.work)
    by_code = {version.code: version for version in standing}
    told = waterfall(by_code["coupons"].segment.checked, shop.source, among=standing)
    assert [(step.path, step.described_count, step.kept_count, step.lost_count) for step in told.steps] == [
        ("/and/0", 5, 5, 15), ("/and/1", 10, 3, 2), ("/and/2", 19, 2, 1),
    ]  # fmt: skip
    shared = overlaps(standing, shop.source, among=standing)
    assert shared.codes == ("coupons", "late", "soon")
    assert shared.counts == ((2, 0, 2), (0, 5, 0), (2, 0, 5))
    assert (shared.customer_count, shared.none_count) == (20, 10)


def test_pinned_snapshot_stays_and_is_reproduced_until_its_data_are_corrected(shop: Shop) -> None:
    shop.lives("soon", SOON)
    pinned = pin_snapshot("soon", name="for the mailing", as_of=LATER, actor="ann", within=shop.work, clock=shop.clock)
    assert (pinned.member_count, pinned.version, pinned.as_of_on) == (5, 1, DAY)
    told = reproduce_snapshot(pinned.id, shop.source, catalogue=PROFILE, within=shop.work)
    assert told.is_equal
    write_profile(
        shop.warehouse, DAY, [{**one, "recency_days": 0 if one["customer_id"] == "9" else one["recency_days"] + 1} for one in PEOPLE]
    )
    told = reproduce_snapshot(pinned.id, shop.source, catalogue=PROFILE, within=shop.work)
    assert (told.missing, told.extra) == (("4",), ("9",))


def test_correction_of_a_day_that_is_over_changes_history_and_sends_no_event(shop: Shop) -> None:
    shop.saves("soon", body(SOON))
    activate_segment("soon", source=None, catalogue=PROFILE, actor="ann", within=shop.work, clock=shop.clock)
    shop.evaluates()
    shop.evaluates(day(1))
    before = shop.events("soon")
    write_profile(shop.warehouse, DAY, [{**one, "recency_days": 19 - one["recency_days"]} for one in PEOPLE])
    shop.evaluates()
    assert shop.inside("soon", ENDS_AT) == {"15", "16", "17", "18", "19"}
    assert shop.inside("soon", end_of_day(day(1), TIMEZONE)) == {"0", "1", "2", "3"}
    assert shop.events("soon") == before
    shop.keeps_its_promises()


def test_versions_moves_and_pins_can_not_be_rewritten(shop: Shop) -> None:
    shop.lives("soon", SOON)
    for table in ("segment_versions", "segment_moves"):
        with pytest.raises(Exception, match="immutable"), shop.work.begin_nested():
            shop.work.exec_driver_sql(f"delete from {table}")
