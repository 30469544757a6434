"""What an event earns: every trigger, condition, effect, group, pending and expiry, and why a rule did not fire."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from loyalty.programs import OrderLine, Program, ProgramRevision
from loyalty.programs.rating import TIER_BENEFIT, CapUsage, EarningEvent, MemberFacts, Needs, Rating, ReasonCode, needs, rate
from tests.support.programs import a_program_of, a_rule

MEMBER, NOBODY = UUID(int=1), MemberFacts()
FRIDAY_6PM = datetime(2017, 10, 13, 22, 0, tzinfo=UTC)  # 18:00 in New York
WINE = OrderLine("1", 900, quantity=3, product_id="p1", category_code="wine")
BREAD = OrderLine("2", 300, category_code="bread")
TOYS = OrderLine("3", 800, quantity=2, category_code="toys", attributes={"colour": "red"})


def a_purchase(*lines: OrderLine, **changes: object) -> EarningEvent:
    values: dict[str, Any] = {
        "trigger": "purchase",
        "event_time": FRIDAY_6PM,
        "spend_minor": sum(line.amount_minor for line in lines),
        "currency_code": "USD",
        "lines": lines,
    }
    return EarningEvent(**(values | changes))


def rated(program: Program, event: EarningEvent, facts: MemberFacts = NOBODY, usage: CapUsage | None = None) -> Rating:
    return rate(event, MEMBER, facts, ProgramRevision(program, 1, FRIDAY_6PM), usage or CapUsage())


def earned(rating: Rating) -> dict[str, int]:
    points: dict[str, int] = {}
    for award in rating.awards:
        points[award.rule_code] = points.get(award.rule_code, 0) + award.points
    return points


def reasons(rating: Rating) -> dict[str, ReasonCode | None]:
    return {verdict.rule_code: verdict.reason_code for verdict in rating.verdicts}


def test_points_are_for_every_full_amount_of_the_whole_order_and_lie_on_its_lines():
    (award,) = rated(a_program_of(a_rule()), a_purchase(WINE, BREAD, TOYS)).awards
    assert award.points == 20
    assert award.lines == (("1", 9), ("2", 3), ("3", 8))


def test_shares_of_a_line_are_whole_by_largest_remainder_and_earlier_first():
    thirds = [OrderLine(str(place), 33, category_code="x") for place in range(3)]
    (award,) = rated(a_program_of(a_rule("p", {"type": "FIXED", "points": 10})), a_purchase(*thirds)).awards
    assert award.lines == (("0", 4), ("1", 3), ("2", 3))


def test_an_order_without_lines_earns_on_its_spend_and_has_no_shares():
    (award,) = rated(a_program_of(a_rule()), a_purchase(spend_minor=1_999)).awards
    assert (award.points, award.lines) == (19, ())


@pytest.mark.parametrize(
    ("lines", "points"),
    [
        ({"category_codes": ["wine", "toys"]}, 17),
        ({"product_ids": ["p1"]}, 9),
        ({"condition": {"==": [{"var": "attributes.colour"}, "red"]}}, 8),
        ({"category_codes": ["wine"], "condition": {">": [{"var": "quantity"}, 5]}}, 0),
    ],
)
def test_only_lines_that_match_count(lines, points):
    rule = a_rule("p", {"type": "PER_AMOUNT", "points": 1, "per_minor": 100, "lines": lines})
    rating = rated(a_program_of(rule), a_purchase(WINE, BREAD, TOYS))
    assert sum(award.points for award in rating.awards) == points
    assert reasons(rating)["p"] is (None if points else ReasonCode.NOTHING_TO_AWARD)


def test_points_per_line_count_lines_or_pieces():
    by_line = a_rule("line", {"type": "PER_LINE", "points": 5})
    by_piece = a_rule("piece", {"type": "PER_LINE", "points": 5, "is_per_piece": True, "lines": {"category_codes": ["wine", "toys"]}})
    rating = rated(a_program_of(by_line, by_piece), a_purchase(WINE, BREAD, TOYS))
    assert earned(rating) == {"line": 15, "piece": 25}
    assert rating.awards[1].lines == (("1", 15), ("3", 10))


def test_a_rule_may_have_several_effects_and_awards_their_sum_once():
    rule = a_rule("p", {"type": "FIXED", "points": 10}, {"type": "PER_AMOUNT", "points": 1, "per_minor": 100})
    (award,) = rated(a_program_of(rule), a_purchase(WINE)).awards
    assert (award.points, award.lines) == (19, (("1", 19),))


def test_an_event_of_the_companys_own_triggers_its_rules_and_no_others():
    program = a_program_of(a_rule(), a_rule("review", {"type": "FIXED", "points": 50}, trigger="review.written"))
    rating = rated(program, a_purchase(trigger="review.written"))
    assert earned(rating) == {"review": 50}
    assert reasons(rating) == {"purchase": ReasonCode.TRIGGER_OTHER, "review": None}


def test_each_wallet_gets_its_own_award():
    program = a_program_of(a_rule(), a_rule("stars", {"type": "FIXED", "points": 3}, wallet_code="stars"))
    assert [(award.wallet_code, award.points) for award in rated(program, a_purchase(WINE)).awards] == [("points", 9), ("stars", 3)]


# Conditions

FACTS = MemberFacts("TOP", FRIDAY_6PM - timedelta(days=40), frozenset({"vip"}), {"recency_days": 12})
LADDER = {
    "qualification": {"by": "SPEND", "period": {"kind": "ROLLING", "days": 364}},
    "ladder": [
        {"code": "BASE", "name": {"en": "Base"}, "threshold": 0},
        {"code": "TOP", "name": {"en": "Top"}, "threshold": 100, "benefits": {"multiplier_percent": 150}},
    ],
}


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ({">=": [{"var": "order.spend_minor"}, 2000]}, True),
        ({"==": [{"var": "order.line_count"}, 3]}, True),
        ({"==": [{"var": "order.piece_count"}, 6]}, True),
        ({"some": [{"var": "lines"}, {"==": [{"var": "category_code"}, "toys"]}]}, True),
        ({"==": [{"var": "event.attributes.channel"}, "web"]}, True),
        (
            {
                "and": [
                    {"==": [{"var": "event.weekday"}, 5]},
                    {"==": [{"var": "event.hour"}, 18]},
                    {"==": [{"var": "event.on"}, "2017-10-13"]},
                ]
            },
            True,
        ),
        ({"==": [{"var": "tier.code"}, "TOP"]}, True),
        ({">=": [{"var": "tier.rank"}, 1]}, True),
        ({"==": [{"var": "member.tenure_days"}, 40]}, True),
        ({"in": ["vip", {"var": "segments"}]}, True),
        ({"<": [{"var": "features.recency_days"}, 12]}, False),
        ({"<": [{"var": "features.churn_probability"}, 12]}, False),
    ],
    ids=str,
)
def test_a_condition_may_ask_the_event_the_order_its_lines_the_member_and_features(condition, holds):
    program = a_program_of(a_rule(condition=condition), tiers={**LADDER, "ladder": [{**one, "benefits": None} for one in LADDER["ladder"]]})
    rating = rated(program, a_purchase(WINE, BREAD, TOYS, attributes={"channel": "web"}), FACTS)
    assert bool(rating.awards) is holds


def test_a_condition_that_fails_names_its_clause():
    condition = {"and": [{">": [{"var": "order.spend_minor"}, 5]}, {">": [{"var": "order.spend_minor"}, 5000]}]}
    (verdict,) = rated(a_program_of(a_rule(condition=condition)), a_purchase(WINE)).verdicts
    assert (verdict.is_fired, verdict.reason_code) == (False, ReasonCode.CONDITION_FALSE)
    assert verdict.clause is not None
    assert (verdict.clause.path, verdict.clause.values) == ("/and/1", {"order.spend_minor": 900})


def test_a_program_says_which_facts_of_members_its_rules_read():
    asking = a_rule("b", condition={"and": [{"in": ["vip", {"var": "segments"}]}, {">": [{"var": "features.recency_days"}, 1]}]})
    assert needs(a_program_of(a_rule())) == Needs(False, frozenset())
    assert needs(a_program_of(a_rule(), asking)) == Needs(True, frozenset({"recency_days"}))


# Timeframes


def in_new_york(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=ZoneInfo("America/New_York")).astimezone(UTC)  # type: ignore[arg-type, misc]


HOURS = {"hours": [{"weekdays": ["FRIDAY"], "begins_at": "17:00", "ends_at": "19:30"}, {"weekdays": ["SUNDAY"]}]}


@pytest.mark.parametrize(
    ("timeframe", "at", "applies"),
    [
        (HOURS, in_new_york(2017, 10, 13, 17, 0), True),
        (HOURS, in_new_york(2017, 10, 13, 19, 29, 59), True),
        (HOURS, in_new_york(2017, 10, 13, 19, 30), False),
        (HOURS, in_new_york(2017, 10, 14, 18, 0), False),
        # The day on which the clocks go back has 25 hours, the one on which they go forward 23; Sunday is all of them.
        (HOURS, datetime(2017, 11, 5, 5, 30, tzinfo=UTC), True),
        (HOURS, datetime(2017, 11, 5, 6, 30, tzinfo=UTC), True),
        (HOURS, datetime(2017, 11, 6, 4, 59, tzinfo=UTC), True),
        (HOURS, datetime(2017, 11, 6, 5, 0, tzinfo=UTC), False),
        (HOURS, datetime(2017, 3, 13, 3, 59, tzinfo=UTC), True),
        (HOURS, datetime(2017, 3, 13, 4, 0, tzinfo=UTC), False),
        # 17:00 on a Friday is 21:00 UTC in summer and 22:00 in winter.
        (HOURS, datetime(2017, 10, 13, 21, 0, tzinfo=UTC), True),
        (HOURS, datetime(2017, 11, 10, 21, 59, tzinfo=UTC), False),
        (HOURS, datetime(2017, 11, 10, 22, 0, tzinfo=UTC), True),
        ({"valid_from": "2017-10-13T18:00:00-04:00"}, FRIDAY_6PM, True),
        ({"valid_from": "2017-10-13T18:00:01-04:00"}, FRIDAY_6PM, False),
        ({"valid_until": "2017-10-13T18:00:00-04:00"}, FRIDAY_6PM, False),
        ({"valid_until": "2017-10-13T18:00:01-04:00"}, FRIDAY_6PM, True),
    ],
)
def test_a_timeframe_is_what_the_clock_on_the_programs_wall_shows(timeframe, at, applies):
    rating = rated(a_program_of(a_rule(timeframe=timeframe)), a_purchase(WINE, event_time=at))
    assert bool(rating.awards) is applies
    assert reasons(rating) == {"purchase": None if applies else ReasonCode.TIMEFRAME_OUTSIDE}


# Multipliers and groups


def test_a_multiplier_adds_what_is_beyond_a_hundred_percent_of_the_other_rules_points():
    program = a_program_of(
        a_rule(),
        a_rule("bonus", {"type": "FIXED", "points": 5}),
        a_rule("stars", {"type": "FIXED", "points": 100}, wallet_code="stars"),
        a_rule("double", {"type": "MULTIPLIER", "percent": 250}),
        a_rule("half", {"type": "MULTIPLIER", "percent": 150}),
    )
    rating = rated(program, a_purchase(WINE, BREAD))
    assert earned(rating) == {"purchase": 12, "bonus": 5, "stars": 100, "double": 25, "half": 8}
    assert all(sum(points for _, points in award.lines) == award.points for award in rating.awards)


def test_a_multiplier_of_some_lines_multiplies_their_points_only():
    double = a_rule("double", {"type": "MULTIPLIER", "percent": 200, "lines": {"category_codes": ["wine"]}})
    rating = rated(a_program_of(a_rule(), double), a_purchase(WINE, BREAD))
    assert rating.awards[1].lines == (("1", 9),)


def test_a_multiplier_multiplies_what_caps_have_left():
    capped = a_rule(caps=[{"code": "daily", "points": 4, "period": "DAY"}])
    assert earned(rated(a_program_of(capped, a_rule("double", {"type": "MULTIPLIER", "percent": 200})), a_purchase(WINE))) == {
        "purchase": 4,
        "double": 4,
    }


def grouped(mode: str, *rules: dict[str, Any]) -> Program:
    return a_program_of(*(rule | {"group_code": "g"} for rule in rules), groups=[{"code": "g", "mode": mode}])


LITTLE, MUCH, AS_MUCH = (a_rule(code, {"type": "FIXED", "points": points}) for code, points in [("a", 5), ("b", 9), ("c", 9)])


@pytest.mark.parametrize(("mode", "points"), [("ALL", {"a": 5, "b": 9, "c": 9}), ("HIGHEST", {"b": 9}), ("FIRST", {"a": 5})])
def test_a_group_awards_all_the_highest_or_the_first(mode, points):
    rating = rated(grouped(mode, LITTLE, MUCH, AS_MUCH), a_purchase(WINE))
    assert earned(rating) == points
    assert {code for code, reason in reasons(rating).items() if reason is ReasonCode.GROUP_EXCLUDED} == {"a", "b", "c"} - points.keys()


def test_a_rule_that_awards_nothing_does_not_win_its_group():
    nothing = a_rule("nothing", {"type": "PER_AMOUNT", "points": 1, "per_minor": 10_000})
    assert earned(rated(grouped("FIRST", nothing, LITTLE), a_purchase(WINE))) == {"a": 5}


def test_a_multiplier_competes_in_its_group_with_what_it_would_add():
    double = a_rule("double", {"type": "MULTIPLIER", "percent": 200}, group_code="g")
    program = a_program_of(a_rule(), LITTLE | {"group_code": "g"}, double, groups=[{"code": "g", "mode": "HIGHEST"}])
    assert earned(rated(program, a_purchase(WINE))) == {"purchase": 9, "double": 9}
    assert earned(rated(program, a_purchase(BREAD))) == {"purchase": 3, "a": 5}


# Tier benefit


def test_a_tiers_multiplier_adds_to_redeemable_points_and_not_to_qualifying_ones():
    program = a_program_of(a_rule(), a_rule("stars", {"type": "FIXED", "points": 10}, wallet_code="stars"), tiers=LADDER)
    assert earned(rated(program, a_purchase(WINE), MemberFacts("TOP"))) == {"purchase": 9, "stars": 10, TIER_BENEFIT: 4}
    assert earned(rated(program, a_purchase(WINE), MemberFacts("BASE"))) == {"purchase": 9, "stars": 10}
    assert earned(rated(program, a_purchase(WINE), MemberFacts("GONE"))) == {"purchase": 9, "stars": 10}


def test_a_tiers_multiplier_follows_each_rules_own_pending_and_expiry():
    waiting = a_rule("wait", {"type": "FIXED", "points": 10}, pending={"policy": "AFTER_PERIOD", "days": 3})
    awards = rated(a_program_of(a_rule(), waiting, tiers=LADDER), a_purchase(WINE), MemberFacts("TOP")).awards
    assert [(one.rule_code, one.points, one.activates_at is None) for one in awards] == [
        ("purchase", 9, True),
        ("wait", 10, False),
        (TIER_BENEFIT, 4, True),
        (TIER_BENEFIT, 5, False),
    ]


# Pending and expiry


@pytest.mark.parametrize(
    ("pending", "event_time", "activates_at"),
    [
        ({"policy": "IMMEDIATE"}, FRIDAY_6PM, None),
        ({"policy": "AFTER_PERIOD", "days": 14}, FRIDAY_6PM, FRIDAY_6PM + timedelta(days=14)),
        # Over the change of the clocks the local time of day stays.
        ({"policy": "AFTER_PERIOD", "days": 30}, FRIDAY_6PM, FRIDAY_6PM + timedelta(days=30, hours=1)),
        ({"policy": "ON_DATE", "on": "2018-01-01"}, FRIDAY_6PM, datetime(2018, 1, 1, 5, tzinfo=UTC)),
        ({"policy": "ON_DATE", "on": "2017-10-13"}, FRIDAY_6PM, None),
    ],
)
def test_points_become_active_when_their_pending_policy_says(pending, event_time, activates_at):
    (award,) = rated(a_program_of(a_rule(pending=pending)), a_purchase(WINE, event_time=event_time)).awards
    assert award.activates_at == activates_at
    assert award.activation_event is None


def test_points_that_wait_for_an_event_have_no_expiry_yet():
    rule = a_rule(pending={"policy": "ON_EVENT", "event": "order.delivered"}, expiry={"policy": "ROLLING", "days": 10})
    (award,) = rated(a_program_of(rule), a_purchase(WINE)).awards
    assert (award.activation_event, award.activates_at, award.expires_at) == ("order.delivered", None, None)
    assert award.expiry.days == 10


def test_expiry_counts_from_the_instant_points_become_active():
    rule = a_rule(pending={"policy": "AFTER_PERIOD", "days": 5}, expiry={"policy": "ROLLING", "days": 10})
    (award,) = rated(a_program_of(rule), a_purchase(WINE)).awards
    assert award.expires_at == FRIDAY_6PM + timedelta(days=15)


def test_points_that_expire_by_inactivity_leave_the_instant_to_the_ledger():
    (award,) = rated(a_program_of(a_rule(expiry={"policy": "INACTIVITY", "days": 90})), a_purchase(WINE)).awards
    assert (award.expires_at, award.inactivity_days) == (None, 90)


def test_an_effect_may_extend_the_expiry_of_what_the_member_has():
    rule = a_rule("visit", {"type": "EXTEND_EXPIRY", "months": 1, "days": 2}, trigger="store.visited", expiry=None)
    rating = rated(a_program_of(rule), a_purchase(trigger="store.visited"))
    assert [(one.wallet_code, one.months, one.days) for one in rating.extensions] == [("points", 1, 2)]
    assert reasons(rating) == {"visit": None}


# Caps


def test_a_cap_truncates_or_rejects_and_says_so():
    cap = {"code": "daily", "points": 12, "period": "DAY"}
    for beyond, points, reason in (("TRUNCATE", 3, ReasonCode.CAP_TRUNCATED), ("REJECT", 0, ReasonCode.CAP_REJECTED)):
        program, usage = a_program_of(a_rule(caps=[cap | {"beyond": beyond}])), CapUsage()
        assert earned(rated(program, a_purchase(WINE), usage=usage)) == {"purchase": 9}
        rating = rated(program, a_purchase(WINE), usage=usage)
        assert sum(earned(rating).values()) == points
        assert (rating.verdicts[0].points_before_caps, rating.verdicts[0].points, rating.verdicts[0].reason_code) == (9, points, reason)


@pytest.mark.parametrize(
    ("period", "later", "has_room"),
    [
        ("DAY", timedelta(hours=5), False),
        ("DAY", timedelta(hours=6), True),
        ("WEEK", timedelta(days=2, hours=5), False),
        ("WEEK", timedelta(days=2, hours=6), True),
        ("MONTH", timedelta(days=18, hours=5), False),
        ("MONTH", timedelta(days=18, hours=6), True),
        ("TOTAL", timedelta(days=900), False),
    ],
)
def test_a_cap_begins_anew_on_the_programs_calendar(period, later, has_room):
    program, usage = a_program_of(a_rule(caps=[{"code": "c", "points": 9, "period": period}])), CapUsage()
    rated(program, a_purchase(WINE), usage=usage)
    assert bool(rated(program, a_purchase(WINE, event_time=FRIDAY_6PM + later), usage=usage).awards) is has_room


def test_a_cap_of_all_members_is_shared_and_a_members_is_not():
    for scope, points in (("MEMBER", 9), ("ALL_MEMBERS", 1)):
        program, usage = a_program_of(a_rule(caps=[{"code": "c", "points": 10, "period": "TOTAL", "scope": scope}])), CapUsage()
        rated(program, a_purchase(WINE), usage=usage)
        other = rate(a_purchase(WINE), UUID(int=2), MemberFacts(), ProgramRevision(program, 1, FRIDAY_6PM), usage)
        assert sum(earned(other).values()) == points


def test_a_programs_cap_counts_all_rules_of_its_wallet_and_the_tiers_benefit():
    cap = {"code": "budget", "points": 12, "period": "MONTH", "wallet_code": "points"}
    program = a_program_of(
        a_rule(),
        a_rule("bonus", {"type": "FIXED", "points": 2}),
        a_rule("stars", {"type": "FIXED", "points": 99}, wallet_code="stars"),
        caps=[cap],
        tiers=LADDER,
    )
    rating = rated(program, a_purchase(WINE), MemberFacts("TOP"))
    assert earned(rating) == {"purchase": 9, "bonus": 2, "stars": 99, TIER_BENEFIT: 1}
    assert reasons(rating)[TIER_BENEFIT] is ReasonCode.CAP_TRUNCATED


def test_the_room_of_a_return_can_be_used_again():
    program, usage = a_program_of(a_rule(caps=[{"code": "c", "points": 9, "period": "TOTAL"}])), CapUsage()
    rated(program, a_purchase(WINE), usage=usage)
    ((key, _),) = usage
    usage.add(key, -4)
    assert earned(rated(program, a_purchase(WINE), usage=usage)) == {"purchase": 4}
