"""Where tiers go by segment, members rise when membership is applied, all in one call; nobody falls there, and nothing happens twice."""

from datetime import datetime, timedelta
from uuid import UUID

import dagster as dg

from loyalty.checks.run import run_checks
from loyalty.tiers import rise_by_segment
from loyalty.tiers.checks import CHECKS
from orchestration.ledger.tiers import ledger_member__tiers_by_segment
from tests.support.ledger import NOON
from tests.support.tiers import Club, open_club, tiers_json


def enter(club: Club, member_id: UUID, *segments: str, since: datetime = NOON, until: datetime | None = None) -> None:
    with club.database.begin() as work:
        for segment in segments:
            work.exec_driver_sql(
                "insert into segment_memberships (segment_code, member_id, valid_from, valid_to, version) values (%s, %s, %s, %s, 1)",
                (segment, member_id, since, until),
            )


def rise(club: Club, **part: object):
    with club.database.begin() as work:
        return rise_by_segment("club", within=work, clock=club.clock, **part)


def test_who_entered_the_segment_of_a_higher_tier_stands_on_it_at_once(database):
    club = open_club(database, NOON, tiers_json("SEGMENT"))
    new, risen, fallen, outside, future = (club.member() for _ in range(5))
    enter(club, risen, "silver")
    enter(club, fallen, "gold", until=NOON + timedelta(hours=1))
    club.night()
    club.later(hours=2)
    enter(club, new, "silver", "gold")
    enter(club, risen, "top", since=club.clock.now())
    enter(club, future, "top", since=NOON + timedelta(days=5))
    assert rise(club).judged_count == 2
    assert [club.tier(member) for member in (new, risen, fallen, outside, future)] == ["GOLD", "TOP", "GOLD", "BASE", "BASE"]
    assert club.story(risen) == [("JOINED", None, "SILVER"), ("UPGRADED", "SILVER", "TOP")]
    assert rise(club).judged_count == 0
    club.night()
    assert club.tier(fallen) == "BASE"
    with database.begin() as work:
        assert [result for result in run_checks(work, CHECKS) if not result.is_kept] == []


def test_many_rise_in_parts_and_whoever_left_the_program_never_does(database):
    club = open_club(database, NOON, tiers_json("SEGMENT"))
    members = sorted(club.member() for _ in range(7))
    for member in members:
        enter(club, member, "gold")
    with database.begin() as work:
        work.exec_driver_sql("update members set status = 'CLOSED' where id = %(id)s", {"id": members[2]})
    first = rise(club, limit=4)
    assert (first.judged_count, first.has_more) == (4, True)
    rest = rise(club, limit=4, after=first.last_member_id)
    assert (rest.judged_count, rest.has_more) == (2, False)
    assert [club.tier(member) for member in members] == ["GOLD"] * 2 + [None] + ["GOLD"] * 4


def test_a_ladder_that_goes_by_something_else_is_left_alone(database):
    club = open_club(database, NOON)
    member = club.member()
    enter(club, member, "gold")
    assert rise(club).judged_count == 0
    assert club.tier(member) is None


def test_the_loop_lets_members_of_every_program_rise(database):
    club = open_club(database, NOON, tiers_json("SEGMENT"))
    member = club.member()
    enter(club, member, "silver")
    for risen in (1, 0):
        result = dg.materialize([ledger_member__tiers_by_segment], resources={"database": database, "clock": club.clock})
        (event,) = result.get_asset_materialization_events()
        assert event.materialization.metadata["risen"].value == risen
    assert club.tier(member) == "SILVER"
