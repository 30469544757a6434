"""Eligibility on a real PostgreSQL and Valkey: overrides, and a cache in which every change is seen by the next request."""

from datetime import timedelta
from functools import partial

import pytest
import redis

from loyalty.cache import CacheBreaker, connect_cache
from loyalty.clock import TurnedClock
from loyalty.eligibility import (
    Criteria,
    EligibilityInvalid,
    EligibilityReader,
    Override,
    OverrideUnknown,
    SetOverride,
    Subject,
    SubjectKind,
    Verdict,
    list_overrides,
    set_overrides,
    set_program_eligibility,
    withdraw_override,
)
from loyalty.ids import new_id
from loyalty.members import ChangeStatus, MemberStatus, change_status
from tests.support.ledger import Shop, codes, open_shop
from tests.support.races import at_once
from tests.support.rewards import a_reward

PROGRAM = Subject(SubjectKind.PROGRAM, "journey")
BREAD = Subject(SubjectKind.REWARD, "bread")


@pytest.fixture
def shop(database) -> Shop:
    shop = open_shop(database, 2)
    shop.offer(a_reward("bread"), a_reward("feast", tier_minimum_code="GOLD"))
    return shop


def override(shop: Shop, verdict: Verdict, subject: Subject = BREAD, *, dry_run: bool = False, **changes):
    values = {"program_code": "journey", "subject": subject, "member_id": shop.members[0].id, "verdict": verdict, "reason": "fraud desk"}
    with shop.database.begin() as work:
        return set_overrides([SetOverride(**values | changes)], within=work, clock=shop.clock, dry_run=dry_run)[0]


def seen(shop: Shop, reader: EligibilityReader, member=None):
    """The source of the answer, and the reason codes by subject."""
    member = member or shop.members[0]
    with shop.database.begin() as work:
        answer = reader.of_members([member.id], program_code="journey", within=work, clock=shop.clock)[member.id]
    return answer.source, {item["code"]: [reason["code"] for reason in item["reasons"]] for item in answer.items}


TOO_LOW, GONE = ["TIER_TOO_LOW"], ["MEMBER_INACTIVE"]
OPEN = {"journey": [], "bread": [], "feast": ["TIER_TOO_LOW"]}


@pytest.fixture
def reader(redis_url):
    with connect_cache(redis_url) as cache:
        yield EligibilityReader(cache)


def test_every_change_is_seen_by_the_next_request(shop, reader):
    """Each change is made by another process as it were: nobody tells the reader."""
    changes = [
        (lambda: override(shop, Verdict.DENY), OPEN | {"bread": ["ELIGIBILITY_DENIED"]}),
        (lambda: override(shop, Verdict.ALLOW), OPEN),
        (lambda: override(shop, Verdict.ALLOW, Subject(SubjectKind.REWARD, "feast")), OPEN | {"feast": []}),
        (lambda: _withdraw_all(shop), OPEN),
        (lambda: _stand_on(shop, "GOLD"), OPEN | {"feast": []}),
        (lambda: _stand_on(shop, "SILVER"), OPEN),
        (
            lambda: _program_for(shop, Criteria(tier_minimum_code="GOLD")),
            {"journey": TOO_LOW, "bread": TOO_LOW, "feast": TOO_LOW * 2},
        ),
        (lambda: _program_for(shop, Criteria()), OPEN),
        (lambda: shop.offer(a_reward("ham")), OPEN | {"ham": []}),
        (lambda: _deactivate(shop), {"journey": GONE, "bread": GONE, "ham": GONE, "feast": GONE + TOO_LOW}),
    ]
    assert seen(shop, reader) == ("database", OPEN)
    assert seen(shop, reader) == ("cache", OPEN)
    for change, expected in changes:
        change()
        assert seen(shop, reader) == ("database", expected)
        assert seen(shop, reader) == ("cache", expected)
    assert seen(shop, reader, shop.members[1])[1] == OPEN | {"ham": []}


def test_an_override_that_ends_is_seen_to_end_though_nothing_was_written(shop, reader):
    override(shop, Verdict.DENY, valid_until=shop.clock.now() + timedelta(minutes=5))
    assert [seen(shop, reader)[0] for _ in range(2)] == ["database", "cache"]
    shop.clock.turn_to(shop.clock.now() + timedelta(minutes=5))
    assert seen(shop, reader)[1] == OPEN


def test_a_tenure_grows_at_midnight(shop, reader):
    seen(shop, reader)
    shop.clock.turn_to(shop.clock.now() + timedelta(hours=13))
    assert seen(shop, reader)[0] == "database"


def test_without_redis_the_answers_are_right(shop):
    nowhere = redis.Redis.from_url("redis://127.0.0.1:1", socket_connect_timeout=0.2)
    reader = EligibilityReader(nowhere, CacheBreaker(wait_seconds=60))
    for verdict, reasons in ((Verdict.DENY, ["ELIGIBILITY_DENIED"]), (Verdict.ALLOW, [])):
        override(shop, verdict)
        assert [seen(shop, reader) for _ in range(3)] == [("database", OPEN | {"bread": reasons})] * 3


def test_a_change_while_redis_was_away_is_seen_when_it_is_back(shop, reader, redis_url):
    """What was kept before is under another name than what is asked for now."""
    assert [seen(shop, reader)[0] for _ in range(2)] == ["database", "cache"]
    nowhere = EligibilityReader(redis.Redis.from_url("redis://127.0.0.1:1", socket_connect_timeout=0.2))
    override(shop, Verdict.DENY)
    assert seen(shop, nowhere)[1]["bread"] == ["ELIGIBILITY_DENIED"]
    assert seen(shop, reader)[1]["bread"] == ["ELIGIBILITY_DENIED"]


def test_cached_and_uncached_answers_are_the_same_to_the_byte(shop, reader):
    override(shop, Verdict.DENY)
    with shop.database.begin() as work:
        first, second = (
            reader.of_members([shop.members[0].id], program_code="journey", within=work, clock=shop.clock)[shop.members[0].id]
            for _ in range(2)
        )
    assert (first.source, second.source) == ("database", "cache")
    assert first.items == second.items


def test_an_override_says_who_why_and_until_when_and_takes_the_place_of_the_one_before(shop):
    until = shop.clock.now() + timedelta(days=1)
    first = override(shop, Verdict.DENY, actor="ann", valid_until=until)
    second = override(shop, Verdict.ALLOW, actor="ben")
    assert isinstance(first, Override)
    assert isinstance(second, Override)
    with shop.database.begin() as work:
        found = list_overrides("journey", within=work, limit=1)
        older = list_overrides("journey", within=work, limit=1, cursor=found.next_cursor)
    assert found.items == [second]
    assert (older.items[0].reason, older.items[0].valid_until, older.items[0].withdrawn_by) == ("fraud desk", until, "ben")
    assert older.next_cursor is None
    assert shop.violations() == []


def test_refusals_come_in_the_documented_order_and_a_dry_run_refuses_the_same(shop):
    asked = [
        {"reason": " ", "member_id": new_id()},
        {"valid_until": shop.clock.now(), "member_id": new_id()},
        {"reason": "a\nb"},
        {"member_id": new_id(), "subject": Subject(SubjectKind.REWARD, "nope")},
        {"subject": Subject(SubjectKind.REWARD, "nope")},
        {"subject": Subject(SubjectKind.PROMOTION, "nope")},
        {"subject": Subject(SubjectKind.PROGRAM, "nope")},
        {},
    ]
    rehearsed = codes([override(shop, Verdict.DENY, dry_run=True, **changes) for changes in asked])
    assert shop.count("eligibility_overrides") == 0
    assert rehearsed == codes([override(shop, Verdict.DENY, **changes) for changes in asked])
    assert rehearsed == ["ELIGIBILITY_OVERRIDE_INVALID"] * 3 + ["MEMBER_UNKNOWN"] + ["ELIGIBILITY_SUBJECT_UNKNOWN"] * 3 + ["ok"]


def test_withdrawing_twice_is_withdrawing_once(shop):
    made = override(shop, Verdict.DENY)
    with shop.database.begin() as work:
        first = withdraw_override(made.id, actor="ann", within=work, clock=shop.clock)
        assert withdraw_override(made.id, actor="ben", within=work, clock=TurnedClock(shop.clock.now() + timedelta(days=1))) == first
        assert first.withdrawn_by == "ann"
        with pytest.raises(OverrideUnknown):
            withdraw_override(new_id(), actor=None, within=work, clock=shop.clock)


def test_criteria_that_do_not_fit_are_refused(shop):
    for criteria in (Criteria(tier_minimum_code="WOOD"), Criteria(segments_in=("nope",)), Criteria(segments_out=("nope",))):
        with pytest.raises(EligibilityInvalid):
            _program_for(shop, criteria)
    with pytest.raises(EligibilityInvalid), shop.database.begin() as work:
        set_program_eligibility("nope", Criteria(), actor=None, within=work, clock=shop.clock)


def test_racers_leave_one_standing_override(shop):
    override(shop, Verdict.DENY)
    at_once([partial(override, shop, verdict) for verdict in (Verdict.ALLOW, Verdict.DENY) * 8])
    with shop.database.begin() as work:
        assert work.exec_driver_sql("select count(*) from eligibility_overrides where withdrawn_at is null").scalar_one() == 1


def _withdraw_all(shop: Shop) -> None:
    with shop.database.begin() as work:
        for found in list_overrides("journey", within=work, limit=100).items:
            withdraw_override(found.id, actor=None, within=work, clock=shop.clock)


def _stand_on(shop: Shop, tier_code: str) -> None:
    with shop.database.begin() as work:
        work.exec_driver_sql(
            "insert into member_tiers (member_id, program_code, tier_code, since) values (%s, 'journey', %s, %s) "
            "on conflict (member_id) do update set tier_code = excluded.tier_code",
            (shop.members[0].id, tier_code, shop.clock.now()),
        )


def _program_for(shop: Shop, criteria: Criteria) -> None:
    with shop.database.begin() as work:
        set_program_eligibility("journey", criteria, actor="ann", within=work, clock=shop.clock)


def _deactivate(shop: Shop) -> None:
    with shop.database.begin() as work:
        change_status([ChangeStatus(shop.members[0].id, MemberStatus.INACTIVE)], within=work)
