"""Why somebody is in a segment or not, what each clause keeps, and snapshots that are reproduced."""

from datetime import datetime
from typing import Any

from loyalty.segments import (
    Source,
    explain_membership,
    overlaps,
    pin_snapshot,
    reproduce_snapshot,
    standing_segments,
    waterfall,
)
from loyalty.segments.membership import end_of_day
from tests.support.living_segments import ENDS_AT, LATE, LATER, PEOPLE, SOON, Shop, write_profile
from tests.support.segments import DAY, PROFILE, TIMEZONE, day


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
