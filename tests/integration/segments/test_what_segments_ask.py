"""What segments may ask beside the profile: past behaviour, random buckets, consents, lists, and one member as an event comes."""

from datetime import timedelta

import pytest

from loyalty.segments import (
    Event,
    GiveConsent,
    ListMember,
    SegmentKindConflict,
    Source,
    change_lists,
    explain_membership,
    find_segment,
    give_consents,
    reevaluate_members,
    segments_of_member,
)
from loyalty.segments.membership import end_of_day
from tests.support.living_segments import ENDS_AT, LATER, SOON, Shop, a_list, body
from tests.support.segments import DAY, PROFILE, TIMEZONE, day


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
