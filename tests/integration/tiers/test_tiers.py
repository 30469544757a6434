"""Who stands on which tier: up at once, down by policy, over every kind of period, and nothing written by a preview."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from loyalty.programs.definition import program_from_json
from loyalty.tiers import MoveType, PreviewedMove, preview_tiers, requalify, stood, stood_on_days
from tests.support.programs import a_definition
from tests.support.tiers import open_club, tiers_json, with_tiers

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


def test_spend_counts_what_stands_of_an_order(database):
    club = open_club(database, NOON)
    member = club.member()
    club.order(member, 350, reference="A")
    club.at_once(member)
    with database.begin() as work:
        work.exec_driver_sql(
            "insert into order_standings (account_id, reference_kind, reference, posting_id, spend_minor, returned_minor, changed_at) "
            "select account_id, reference_kind, reference, id, spend_minor, 200, recorded_at from postings"
        )
    assert club.standing(member).progress == 150
    club.night()
    assert club.tier(member) == "SILVER"


def test_a_posting_of_another_wallet_does_not_count_its_spend_again(database):
    club = open_club(database, NOON)
    member = club.member()
    club.order(member, 80, reference="A")
    with database.begin() as work:
        work.exec_driver_sql(
            "insert into postings (account_id, id, type, reference_kind, reference, points, spend_minor, event_time, recorded_at, "
            "transaction_id) select s.id, gen_random_uuid(), p.type, 'ORDER', p.reference, 0, p.spend_minor, p.event_time, p.recorded_at, "
            "p.id from postings p, accounts s where s.wallet_code = 'stars'"
        )
    assert club.standing(member).progress == 80


def test_tiers_by_points_earned_count_what_was_not_taken_back(database):
    club = open_club(database, NOON, tiers_json("POINTS_EARNED"))
    member = club.member()
    with database.begin() as work:
        for book, amount, kind, days in [
            ("ISSUED", -350, "POINTS_EARNED", 1),
            ("ISSUED", 60, "REFUNDED", 0),
            ("ISSUED", -500, "POINTS_EARNED", 11),
        ]:
            work.exec_driver_sql("alter table entries disable trigger user")
            work.exec_driver_sql(
                "insert into entries (account_id, recorded_at, id, posting_id, book, type, amount_points, effective_at) "
                "select a.id, %(now)s, gen_random_uuid(), gen_random_uuid(), %(book)s, %(type)s, %(amount)s, %(at)s "
                "from accounts a where a.member_id = %(member)s and a.wallet_code = 'stars'",
                {"now": NOON, "book": book, "type": kind, "amount": amount, "at": NOON - timedelta(days=days), "member": member},
            )
    club.night()
    assert (club.tier(member), club.standing(member).progress) == ("SILVER", 290)


def test_tiers_by_balance_follow_the_wallet(database):
    club = open_club(database, NOON, tiers_json("BALANCE"))
    member = club.member()
    for balance, tier_code in [(-5, "BASE"), (299, "SILVER"), (900, "TOP"), (100, "SILVER")]:
        with database.begin() as work:
            work.exec_driver_sql(
                "update accounts set active_points = %(points)s, adjusted_points = %(points)s, overdraft_points = 10 "
                "where member_id = %(id)s and wallet_code = 'stars'",
                {"points": balance, "id": member},
            )
        club.night()
        assert club.tier(member) == tier_code


def test_tiers_by_segment_follow_the_membership(database):
    club = open_club(database, NOON, tiers_json("SEGMENT"))
    member = club.member()
    with database.begin() as work:
        work.exec_driver_sql(
            "insert into segment_memberships (segment_code, member_id, valid_from, valid_to, version) values "
            "('silver', %(id)s, %(from)s, null, 1), ('top', %(id)s, %(from)s, %(to)s, 1)",
            {"id": member, "from": NOON - timedelta(days=1), "to": NOON + timedelta(days=1)},
        )
    club.night()
    assert club.tier(member) == "TOP"
    club.later(days=1)
    club.night()
    assert club.tier(member) == "SILVER"
    assert club.standing(member).progress is None


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
