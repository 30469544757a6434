"""Who stands on which tier: up at once, down by policy, over every kind of period."""

from datetime import UTC, datetime, timedelta

import pytest

from loyalty.tiers import MoveType
from tests.support.tiers import open_club, tiers_json

# Noon in New York.
NOON = datetime(2017, 10, 15, 16, 0, tzinfo=UTC)
YEARLY = {"kind": "CALENDAR", "months": 12}


def test_a_member_joins_the_ladder_where_they_fit(database):
    club = open_club(database, NOON)
    nobody, spender = club.member(), club.member()
    club.order(spender, 350)
    assert club.night().moves == {MoveType.JOINED: 2}
    assert (club.tier(nobody), club.tier(spender)) == ("BASE", "GOLD")
    assert club.night().moves == {}


def test_an_upgrade_is_at_once_and_a_downgrade_waits_for_the_night(database):
    club = open_club(database, NOON)
    member = club.member()
    club.order(member, 120)
    club.at_once(member)
    club.order(member, 200)
    club.at_once(member)
    club.later(days=10)
    club.at_once(member)
    assert club.tier(member) == "GOLD"
    club.night()
    assert club.story(member) == [("JOINED", None, "SILVER"), ("UPGRADED", "SILVER", "GOLD"), ("DOWNGRADED", "GOLD", "BASE")]
    assert [move.progress for move in club.moves(member)] == [120, 320, 0]


@pytest.mark.parametrize(("policy", "tier_code"), [("TO_FIT", "BASE"), ("ONE_LEVEL", "GOLD"), ("NEVER", "TOP")])
def test_a_downgrade_goes_as_far_as_its_policy_says(database, policy, tier_code):
    club = open_club(database, NOON, tiers_json(policy=policy))
    member = club.member()
    club.order(member, 1_000)
    club.at_once(member)
    club.later(days=10)
    for _ in range(3):
        club.night()
    assert club.tier(member) == tier_code


def test_one_level_is_one_level_a_period(database):
    club = open_club(database, NOON, tiers_json(policy="ONE_LEVEL"))
    member = club.member()
    club.order(member, 1_000)
    club.at_once(member)
    seen = []
    for _ in range(45):
        club.later(days=1)
        club.night()
        seen.append(club.tier(member))
    assert [seen.count(code) for code in ("TOP", "GOLD", "SILVER")] == [9, 10, 10]
    assert seen[-1] == "BASE"


def test_grace_gives_days_to_qualify_again(database):
    club = open_club(database, NOON, tiers_json(grace_days=5))
    lost, saved = club.member(), club.member()
    for member in (lost, saved):
        club.order(member, 150)
        club.at_once(member)
    club.later(days=10)
    club.night()
    assert club.standing(lost).will_be_downgraded
    assert club.standing(lost).projected_tier_code == "BASE"
    # Five days after the day on which it was noticed, at midnight in New York.
    assert club.standing(lost).falls_at == datetime(2017, 10, 30, 4, 0, tzinfo=UTC)
    club.later(days=4)
    club.order(saved, 100)
    club.night()
    assert not club.standing(saved).will_be_downgraded
    club.later(days=1)
    club.night()
    assert (club.tier(lost), club.tier(saved)) == ("BASE", "SILVER")


def test_a_rolling_window_counts_whole_local_days(database):
    club = open_club(database, NOON)
    early, late = club.member(), club.member()
    # Ten days with today begin at midnight of the 6th in New York, 04:00 UTC.
    club.order(early, 100, datetime(2017, 10, 6, 3, 59, tzinfo=UTC))
    club.order(late, 100, datetime(2017, 10, 6, 4, 0, tzinfo=UTC))
    club.night()
    assert (club.tier(early), club.tier(late)) == ("BASE", "SILVER")
    assert club.standing(late).keeps_until == datetime(2017, 10, 16, 4, 0, tzinfo=UTC)


def test_keeping_a_rolling_tier_is_as_long_as_the_newest_orders_that_reach_it(database):
    club = open_club(database, NOON)
    member = club.member()
    for days, spend in [(8, 90), (5, 60), (2, 50), (1, 10)]:
        club.order(member, spend, NOON - timedelta(days=days))
    club.night()
    # 10 + 50 + 60 reach 100 with the order of five days ago, so that one's leaving lets it go.
    keeps_until = club.standing(member).keeps_until
    assert keeps_until == datetime(2017, 10, 20, 4, 0, tzinfo=UTC)
    club.clock.turn_to(keeps_until - timedelta(microseconds=1))
    club.night()
    assert club.tier(member) == "SILVER"
    club.clock.turn_to(keeps_until)
    club.night()
    assert club.tier(member) == "BASE"


def test_a_calendar_tier_holds_until_the_end_of_the_next_period(database):
    club = open_club(database, NOON, tiers_json(period=YEARLY))
    member = club.member()
    club.order(member, 350)
    club.at_once(member)
    new_year = {year: datetime(year, 1, 1, 5, 0, tzinfo=UTC) for year in (2018, 2019, 2020)}
    assert club.standing(member).keeps_until == new_year[2019]
    club.clock.turn_to(new_year[2018] + timedelta(days=30))
    club.night()
    standing = club.standing(member)
    assert (standing.tier_code, standing.progress, standing.missing) == ("GOLD", 0, 900)
    assert (standing.will_be_downgraded, standing.projected_tier_code, standing.falls_at) == (True, "BASE", new_year[2019])
    club.order(member, 120)
    assert club.standing(member).projected_tier_code == "SILVER"
    club.clock.turn_to(new_year[2019] - timedelta(seconds=1))
    club.night()
    assert club.tier(member) == "GOLD"
    club.clock.turn_to(new_year[2019])
    club.night()
    assert club.tier(member) == "SILVER"


def test_qualifying_again_in_the_next_period_prolongs(database):
    club = open_club(database, NOON, tiers_json(period=YEARLY))
    member = club.member()
    club.order(member, 350)
    club.at_once(member)
    club.later(days=120)
    club.order(member, 300)
    club.at_once(member)
    club.at_once(member)
    assert club.story(member) == [("JOINED", None, "GOLD"), ("PROLONGED", "GOLD", "GOLD")]
    assert club.standing(member).keeps_until == datetime(2020, 1, 1, 5, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("joined_at", "order_at", "tier_code"),
    [
        # Half-year periods from 3 March 2016: the present one began on 3 September 2017, the one before on 3 March.
        (datetime(2016, 3, 3, 20, tzinfo=UTC), datetime(2017, 9, 3, 4, tzinfo=UTC), "SILVER"),
        (datetime(2016, 3, 3, 20, tzinfo=UTC), datetime(2017, 3, 3, 5, tzinfo=UTC), "SILVER"),
        (datetime(2016, 3, 3, 20, tzinfo=UTC), datetime(2017, 3, 3, 4, 59, tzinfo=UTC), "BASE"),
        # Joined late on the 2nd in UTC's 3rd: New York counts.
        (datetime(2016, 3, 3, 2, tzinfo=UTC), datetime(2017, 3, 2, 5, tzinfo=UTC), "SILVER"),
        # In the first period there is none before.
        (datetime(2017, 8, 1, tzinfo=UTC), datetime(2017, 7, 1, tzinfo=UTC), "BASE"),
    ],
)
def test_periods_from_joining_are_each_members_own(database, joined_at, order_at, tier_code):
    club = open_club(database, NOON, tiers_json(period={"kind": "FROM_JOIN", "months": 6}))
    member = club.member(joined_at)
    club.order(member, 100, order_at)
    club.night()
    assert club.tier(member) == tier_code
