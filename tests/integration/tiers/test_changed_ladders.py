"""Ladders that change, members that leave, and where everybody stood at any instant; nothing is written by a preview."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from loyalty.programs.definition import program_from_json
from loyalty.tiers import MoveType, PreviewedMove, preview_tiers, requalify, stood, stood_on_days
from tests.support.programs import a_definition
from tests.support.tiers import open_club, tiers_json, with_tiers

# Noon in New York.
NOON = datetime(2017, 10, 15, 16, 0, tzinfo=UTC)


def test_closing_a_membership_leaves_the_ladder(database):
    club = open_club(database, NOON)
    member = club.member()
    club.night()
    with database.begin() as work:
        work.exec_driver_sql("update members set status = 'CLOSED'")
    assert club.night().moves == {MoveType.LEFT: 1}
    assert club.tier(member) is None
    assert club.story(member)[-1] == ("LEFT", "BASE", None)


def test_a_program_without_tiers_has_nobody_on_one(database):
    club = open_club(database, NOON)
    member = club.member()
    club.night()
    club.later(days=1)
    club.change(with_tiers(club.revision.program, None))
    club.night()
    assert club.story(member)[-1] == ("LEFT", "BASE", None)
    assert club.standing(member).tier_code is None


INSERTED = tiers_json()
INSERTED["ladder"].insert(2, {"code": "PLUS", "name": {"en": "Plus"}, "threshold": 200})
INSERTED["ladder"][3]["threshold"] = 500


def test_a_changed_ladder_is_previewed_without_writing_and_then_does_what_was_previewed(database):
    club = open_club(database, NOON)
    spends = {50: "BASE", 150: "SILVER", 250: "SILVER", 350: "GOLD", 450: "GOLD", 600: "GOLD"}
    members = {spend: club.member() for spend in spends}
    for spend, member in members.items():
        club.order(member, spend)
    club.night()
    new_member = club.member()
    changed = with_tiers(club.revision.program, INSERTED)
    with database.begin() as work:
        preview = preview_tiers("club", changed.tiers, within=work, clock=club.clock)
    assert preview.moves == (
        PreviewedMove(None, "BASE", MoveType.JOINED, 1),
        PreviewedMove("GOLD", "PLUS", MoveType.DOWNGRADED, 2),
        PreviewedMove("SILVER", "PLUS", MoveType.UPGRADED, 1),
    )
    assert preview.staying_count == 3
    assert {spend: club.tier(member) for spend, member in members.items()} == spends
    assert club.tier(new_member) is None
    club.later(hours=1)
    club.change(changed)
    assert club.night().moves == {MoveType.JOINED: 1, MoveType.DOWNGRADED: 2, MoveType.UPGRADED: 1}


def test_a_preview_says_who_would_begin_their_grace(database):
    club = open_club(database, NOON)
    member = club.member()
    club.order(member, 350)
    club.night()
    higher = {**INSERTED, "downgrade": {"policy": "TO_FIT", "grace_days": 9}}
    with database.begin() as work:
        preview = preview_tiers("club", with_tiers(club.revision.program, higher).tiers, within=work, clock=club.clock)
    assert (preview.moves, preview.staying_count, preview.falling_count) == ((), 1, 1)


def test_a_tier_that_is_gone_puts_its_members_where_they_fit(database):
    club = open_club(database, NOON)
    member = club.member()
    club.order(member, 350)
    club.night()
    without = tiers_json()
    del without["ladder"][2]
    club.later(hours=1)
    club.change(with_tiers(club.revision.program, without))
    club.night()
    assert club.moves(member)[-1][1:4] == (MoveType.JOINED, "GOLD", "SILVER")
    assert club.moves(member)[-1].reason == "LADDER_CHANGED"


def test_where_a_member_stood_is_known_for_every_instant(database):
    club = open_club(database, NOON)
    member = club.member()
    club.order(member, 120)
    club.night()
    club.later(days=1)
    club.order(member, 800)
    club.at_once(member)
    club.later(days=20)
    club.night()
    with database.begin() as work:
        seen = [
            stood([member], NOON + timedelta(days=days, hours=hours), within=work)[member]
            for days, hours in [(-1, 0), (0, 0), (0, 23), (1, 0), (20, 0), (21, 0)]
        ]
    assert seen == [None, "SILVER", "SILVER", "TOP", "TOP", "BASE"]


def test_a_night_in_parts_does_what_a_whole_one_does(database):
    club = open_club(database, NOON)
    members = [club.member() for _ in range(7)]
    for place, member in enumerate(members):
        club.order(member, place * 100)
    last, counts, has_more = None, [], True
    while has_more:
        with database.begin() as work:
            part = requalify("club", within=work, clock=club.clock, after=last, limit=3)
        last, has_more = part.last_member_id, part.has_more
        counts.append(part.judged_count)
    assert counts == [3, 3, 1]
    assert [club.tier(member) for member in members] == ["BASE", "SILVER", "SILVER", "GOLD", "GOLD", "GOLD", "GOLD"]


def test_the_standing_tells_what_is_missing_to_the_next_tier(database):
    club = open_club(database, NOON)
    member = club.member()
    club.order(member, 120)
    club.night()
    standing = club.standing(member)
    assert (standing.tier_code, standing.progress, standing.next_tier_code, standing.missing) == ("SILVER", 120, "GOLD", 180)
    assert club.standing(club.member()).tier_code == "BASE"
    with database.begin() as work:
        assert stood([uuid4()], NOON, within=work) == {}


def test_moves_are_never_changed(database):
    club = open_club(database, NOON)
    club.member()
    club.night()
    for statement in ("update tier_moves set reason = 'x'", "delete from tier_moves", "truncate tier_moves"):
        with pytest.raises(Exception, match="is refused"), database.begin() as work:
            work.exec_driver_sql(statement)


def test_the_definition_of_the_club_is_sound():
    assert program_from_json(a_definition(tiers=tiers_json()), name="club").tiers is not None


def test_where_everybody_stood_when_a_day_ended_is_told_by_external_id(database):
    club = open_club(database, NOON)
    member = club.member()
    club.member()
    club.order(member, 120)
    club.night()
    club.later(days=1)
    club.order(member, 300)
    club.at_once(member)
    days = [(NOON + timedelta(days=step)).date() for step in (-1, 0, 1)]
    with database.begin() as work:
        told = stood_on_days("club", days, timezone="America/New_York", within=work)
        names = work.exec_driver_sql("select external_id from members order by joined_at, id").scalars().all()
    assert [sorted(told[day].values()) for day in days[1:]] == [["BASE", "SILVER"], ["BASE", "GOLD"]]
    assert days[0] not in told
    assert set(told[days[1]]) == set(names)
