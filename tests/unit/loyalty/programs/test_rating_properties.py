"""What holds of every rating, whatever the program and the event."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from loyalty.programs import OrderLine, Program, ProgramRevision
from loyalty.programs.rating import CapUsage, EarningEvent, MemberFacts, Rating, ReasonCode, _alone, _settled, cap_keys, rate, spread
from tests.support.programs import a_program_of, a_rule

MEMBER, NOBODY = UUID(int=1), MemberFacts()
STARTS_AT = datetime(2017, 10, 1, tzinfo=UTC)
CATEGORIES = ["wine", "bread", "toys"]

LINE_FILTERS = st.sampled_from(
    [None, {"category_codes": ["wine"]}, {"category_codes": ["bread", "toys"]}, {"condition": {">": [{"var": "amount_minor"}, 300]}}]
)
OWN_EFFECTS = st.one_of(
    st.builds(lambda points: {"type": "FIXED", "points": points}, st.integers(1, 50)),
    st.builds(
        lambda points, minor, lines: {"type": "PER_AMOUNT", "points": points, "per_minor": minor, "lines": lines},
        st.integers(1, 5),
        st.integers(1, 500),
        LINE_FILTERS,
    ),
    st.builds(
        lambda points, pieces, lines: {"type": "PER_LINE", "points": points, "is_per_piece": pieces, "lines": lines},
        st.integers(1, 9),
        st.booleans(),
        LINE_FILTERS,
    ),
)
MULTIPLIERS = st.builds(
    lambda percent, lines: {"type": "MULTIPLIER", "percent": percent, "lines": lines}, st.integers(101, 400), LINE_FILTERS
)
CAPS = st.lists(
    st.builds(
        lambda points, period, scope, beyond: {"points": points, "period": period, "scope": scope, "beyond": beyond},
        st.integers(0, 120),
        st.sampled_from(["DAY", "WEEK", "MONTH", "TOTAL"]),
        st.sampled_from(["MEMBER", "ALL_MEMBERS"]),
        st.sampled_from(["TRUNCATE", "REJECT"]),
    ),
    max_size=2,
).map(lambda caps: [cap | {"code": f"c{place}"} for place, cap in enumerate(caps)])
RULES = st.builds(
    lambda effects, caps, wallet, group: {"effects": effects, "caps": caps, "wallet_code": wallet, "group_code": group},
    st.one_of(st.lists(OWN_EFFECTS, min_size=1, max_size=2), MULTIPLIERS.map(lambda one: [one])),
    CAPS,
    st.sampled_from(["points", "points", "stars"]),
    st.sampled_from([None, None, "g", "h"]),
)
TIERS = {
    "qualification": {"by": "SPEND", "period": {"kind": "ROLLING", "days": 10}},
    "ladder": [{"code": "TOP", "name": {"en": "Top"}, "threshold": 0, "benefits": {"multiplier_percent": 130}}],
}
MODES = st.sampled_from(["ALL", "HIGHEST", "FIRST"])


def made(rules: list[dict[str, Any]], caps: list[dict[str, Any]], modes: tuple[str, str]) -> Program:
    return a_program_of(
        *(
            a_rule(f"r{place}", *rule["effects"], **{key: rule[key] for key in ("caps", "wallet_code", "group_code")})
            for place, rule in enumerate(rules)
        ),
        caps=caps,
        tiers=TIERS,
        groups=[{"code": code, "mode": mode} for code, mode in zip("gh", modes, strict=True)],
    )


PROGRAMS = st.builds(made, st.lists(RULES, min_size=1, max_size=5), CAPS, st.tuples(MODES, MODES))
LINES = st.lists(
    st.builds(
        lambda amount, quantity, category: (amount, quantity, category), st.integers(0, 900), st.integers(1, 4), st.sampled_from(CATEGORIES)
    ),
    max_size=4,
).map(
    lambda lines: tuple(OrderLine(str(place), amount, quantity, None, category) for place, (amount, quantity, category) in enumerate(lines))
)
EVENTS = st.builds(
    lambda lines, spend, hours: EarningEvent(
        "purchase", STARTS_AT + timedelta(hours=hours), sum(line.amount_minor for line in lines) if lines else spend, "USD", lines
    ),
    LINES,
    st.integers(0, 2_000),
    st.integers(0, 2_000),
)
FACTS = st.sampled_from([MemberFacts(), MemberFacts("TOP")])
MEMBERS = st.integers(1, 3).map(lambda number: UUID(int=number))


def rated(program: Program, event: EarningEvent, usage: CapUsage, member_id: UUID = MEMBER, facts: MemberFacts = NOBODY) -> Rating:
    return rate(event, member_id, facts, ProgramRevision(program, 1, STARTS_AT), usage)


@settings(max_examples=200, deadline=None)
@given(PROGRAMS, EVENTS, FACTS)
def test_the_lines_of_an_award_sum_to_its_points(program, event, facts):
    for award in rated(program, event, CapUsage(), facts=facts).awards:
        assert award.points > 0
        assert all(points > 0 for _, points in award.lines)
        assert sum(points for _, points in award.lines) == (award.points if event.lines else 0)
        assert {line_id for line_id, _ in award.lines} <= {line.line_id for line in event.lines}


@settings(max_examples=100, deadline=None)
@given(PROGRAMS, EVENTS, FACTS)
def test_the_same_event_earns_the_same(program, event, facts):
    assert rated(program, event, CapUsage(), facts=facts) == rated(program, event, CapUsage(), facts=facts)


@settings(max_examples=100, deadline=None)
@given(PROGRAMS, EVENTS, FACTS)
def test_every_rule_has_one_verdict_that_agrees_with_its_awards(program, event, facts):
    rating = rated(program, event, CapUsage(), facts=facts)
    codes = [verdict.rule_code for verdict in rating.verdicts]
    assert codes[: len(program.rules)] == [rule.code for rule in program.rules]
    awarded = Counter[str]()
    for award in rating.awards:
        awarded[award.rule_code] += award.points
    for verdict in rating.verdicts:
        assert verdict.points == awarded[verdict.rule_code] <= verdict.points_before_caps
        assert (verdict.points < verdict.points_before_caps) <= (verdict.reason_code is not None)


@settings(max_examples=100, deadline=None)
@given(PROGRAMS, st.lists(st.tuples(EVENTS, MEMBERS), min_size=2, max_size=4))
def test_no_cap_is_ever_exceeded_whatever_the_order(program, events):
    for order in permutations(events):
        usage, counted = CapUsage(), Counter[tuple[object, ...]]()
        for event, member_id in order:
            for award in rated(program, event, usage, member_id, MemberFacts("TOP")).awards:
                for key, cap in cap_keys(program, award.rule_code, member_id, event.event_time, wallet_code=award.wallet_code):
                    counted[key] += award.points
                    assert counted[key] <= cap.points
        assert {key: points for key, points in usage if points} == {key: points for key, points in counted.items() if points}


@settings(max_examples=200, deadline=None)
@given(PROGRAMS, EVENTS, FACTS)
def test_an_exclusive_group_awards_one_rule_and_the_highest_is_worth_each(program, event, facts):
    verdicts = {verdict.rule_code: verdict for verdict in rated(program, event, CapUsage(), facts=facts).verdicts}
    for group in program.groups:
        of_group = [verdicts[rule.code] for rule in program.rules if rule.group_code == group.code]
        excluded = [one for one in of_group if one.reason_code is ReasonCode.GROUP_EXCLUDED]
        chosen = [one for one in of_group if one.reason_code is not ReasonCode.GROUP_EXCLUDED and one.points_before_caps]
        if group.mode == "ALL":
            assert not excluded
        else:
            assert len(chosen) <= 1
        if group.mode == "HIGHEST" and chosen:
            assert all(chosen[0].points_before_caps >= one.points_before_caps for one in excluded)


PLAIN_RULES = st.lists(OWN_EFFECTS, min_size=1, max_size=2).map(
    lambda effects: {"effects": effects, "caps": [], "wallet_code": "points", "group_code": None}
)


@settings(max_examples=200, deadline=None)
@given(PLAIN_RULES, st.booleans(), EVENTS, FACTS)
def test_a_rule_that_is_alone_earns_what_it_would_among_others(rule, has_tiers, event, facts):
    program = made([rule], [], ("ALL", "ALL")) if has_tiers else a_program_of(a_rule("r0", *rule["effects"]))
    bare, revision = event._replace(lines=()), ProgramRevision(program, 1, STARTS_AT)
    assert rate(bare, MEMBER, facts, revision, CapUsage()) == _settled(bare, MEMBER, facts, revision, CapUsage())
    assert _alone(program, bare.trigger) is not None


@settings(max_examples=200, deadline=None)
@given(st.lists(PLAIN_RULES, min_size=1, max_size=4), EVENTS, st.integers(1, 900), FACTS)
def test_spending_more_never_earns_less_where_nothing_excludes_caps_or_shifts_lines(rules, event, more, facts):
    program = made(rules, [], ("ALL", "ALL"))
    lines = tuple(replace(line, amount_minor=line.amount_minor + (more if place == 0 else 0)) for place, line in enumerate(event.lines))
    richer = event._replace(spend_minor=event.spend_minor + more, lines=lines)
    before, after = (sum(award.points for award in rated(program, one, CapUsage(), facts=facts).awards) for one in (event, richer))
    assert after >= before


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10**9), st.lists(st.integers(0, 10**9), min_size=1, max_size=30).filter(any))
def test_shares_are_whole_sum_up_and_are_off_by_less_than_one(points, weights):
    shares = spread(points, weights)
    assert sum(shares) == points
    assert all(abs(share * sum(weights) - points * weight) < sum(weights) for share, weight in zip(shares, weights, strict=True))
