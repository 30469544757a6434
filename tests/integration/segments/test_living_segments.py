"""Segments that live: drafts, activation at once, references, pauses, and corrected days."""

from datetime import timedelta

import pytest

from loyalty.rules import InvalidRule
from loyalty.segments import (
    SegmentCycle,
    SegmentInUse,
    SegmentStatus,
    SegmentStatusConflict,
    SegmentVersionConflict,
    Source,
    activate_segment,
    archive_segment,
    find_head,
    pause_segment,
    preview,
    standing_segments,
)
from loyalty.segments.evaluate import membership_query
from loyalty.segments.membership import end_of_day
from tests.support.living_segments import ENDS_AT, LATE, LATER, PEOPLE, SOON, Shop, body, write_profile
from tests.support.segments import DAY, PROFILE, TIMEZONE, day


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
