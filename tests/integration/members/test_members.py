"""Members on a real PostgreSQL: enrolled once, found, paged, closed for good."""

import random
from datetime import datetime, timedelta
from functools import partial

import pytest

from loyalty.clock import TurnedClock
from loyalty.errors import LoyaltyError
from loyalty.ids import new_id
from loyalty.members import (
    ChangeStatus,
    EnrolMember,
    Member,
    MemberStatus,
    change_status,
    enrol,
    find_by_external_ids,
    find_members,
    search_members,
)
from loyalty.paging import CursorMalformed
from loyalty.programs import store_program
from tests.support.ledger import NOON, codes, journey
from tests.support.races import at_once

CLOCK = TurnedClock(NOON)


@pytest.fixture
def program(database):
    with database.begin() as work:
        store_program(journey(), within=work, clock=CLOCK)
    return database


def enrolled(database, *commands: EnrolMember, dry_run: bool = False) -> list[Member | LoyaltyError]:
    with database.begin() as work:
        return enrol(commands, within=work, clock=CLOCK, dry_run=dry_run)


def member_of(result: Member | LoyaltyError) -> Member:
    assert isinstance(result, Member), result
    return result


def count(database, table: str) -> int:
    with database.begin() as work:
        return work.exec_driver_sql(f"select count(*) from {table}").scalar_one()


def test_a_customer_is_enrolled_once_with_an_account_and_then_answered_as_stored(program):
    first_at = NOON - timedelta(days=9)
    (first,) = enrolled(program, EnrolMember("7", "journey", joined_at=first_at, attributes={"city": "Muscat", "n": [1, None]}))
    (second,) = enrolled(program, EnrolMember("7", "journey", attributes={"city": "Salalah"}))
    assert not member_of(first).is_duplicate
    assert member_of(second).is_duplicate
    assert first == second
    assert member_of(second).attributes == {"city": "Muscat", "n": [1, None]}
    assert member_of(second).joined_at == first_at
    assert (count(program, "members"), count(program, "accounts")) == (1, 1)


def test_a_customer_named_twice_in_a_batch_is_one_member(program):
    results = enrolled(program, EnrolMember("7", "journey"), EnrolMember("8", "journey"), EnrolMember("7", "journey"))
    assert codes(results) == ["ok", "ok", "again"]
    assert results[0] == results[2]
    assert count(program, "members") == 2


def test_a_dry_run_answers_the_same_and_stores_nothing(program):
    enrolled(program, EnrolMember("known", "journey"))
    batch = [EnrolMember("known", "journey"), EnrolMember("new", "journey"), EnrolMember("new", "journey"), EnrolMember("", "journey")]
    rehearsed = enrolled(program, *batch, dry_run=True)
    assert count(program, "members") == 1
    assert codes(rehearsed) == codes(enrolled(program, *batch)) == ["again", "ok", "again", "EXTERNAL_ID_INVALID"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"external_id": ""}, "EXTERNAL_ID_INVALID"),
        ({"external_id": "a\x00"}, "EXTERNAL_ID_INVALID"),
        ({"external_id": "x" * 201}, "EXTERNAL_ID_INVALID"),
        ({"external_id": 7}, "EXTERNAL_ID_INVALID"),
        ({"attributes": [1]}, "ATTRIBUTES_INVALID"),
        ({"attributes": {"a": float("nan")}}, "ATTRIBUTES_INVALID"),
        ({"attributes": {"a": object()}}, "ATTRIBUTES_INVALID"),
        ({"attributes": {"a": "\x00"}}, "ATTRIBUTES_INVALID"),
        ({"attributes": {"a": "\ud800"}}, "ATTRIBUTES_INVALID"),
        ({"attributes": {"a": "x" * 20_000}}, "ATTRIBUTES_INVALID"),
        ({"joined_at": NOON + timedelta(seconds=1)}, "JOINED_AT_INVALID"),
        ({"joined_at": datetime(2017, 1, 1)}, "JOINED_AT_INVALID"),  # noqa: DTZ001 (that is the point)
        ({"program_code": "nope"}, "PROGRAM_UNKNOWN"),
    ],
)
def test_bad_input_is_refused_and_the_rest_of_the_batch_is_not(program, changes, code):
    values = {"external_id": "7", "program_code": "journey"} | changes
    assert codes(enrolled(program, EnrolMember(**values), EnrolMember("good", "journey"))) == [code, "ok"]
    assert count(program, "members") == 1


@pytest.mark.parametrize("text", ["\\u0000", "a\\\\u0000b", "%s", "' \" \\", "مرحبا"])
def test_attributes_come_back_as_they_went_in(program, text):
    (member,) = enrolled(program, EnrolMember("7", "journey", attributes={"a": text}))
    with program.begin() as work:
        assert find_members([member_of(member).id], within=work)[member_of(member).id].attributes == {"a": text}


def test_many_enrolments_of_the_same_customers_at_once_make_each_a_member_once(program):
    def batch(seed: int) -> list[str]:
        numbers = random.Random(seed).sample(range(40), 30)  # noqa: S311 (any order will do)
        return codes(enrolled(program, *[EnrolMember(str(number), "journey") for number in numbers]))

    outcomes = at_once([partial(batch, seed) for seed in range(12)])
    fresh = sum(outcome.count("ok") for outcome in outcomes)
    assert fresh == count(program, "members") == count(program, "accounts")
    assert all(set(outcome) <= {"ok", "again"} for outcome in outcomes)


def test_members_are_found_by_id_and_by_external_id(program):
    ann, bob = (member_of(result) for result in enrolled(program, EnrolMember("ann", "journey"), EnrolMember("bob", "journey")))
    with program.begin() as work:
        assert find_members([ann.id, new_id()], within=work) == {ann.id: ann}
        assert find_by_external_ids(["bob", "nobody", "a\x00"], program_code="journey", within=work) == {"bob": bob}


def test_a_search_pages_through_every_member_with_the_prefix_once_in_order(program):
    numbers = [str(number) for number in range(1, 61)] + ["a%b", "a_b", "1' or true --"]
    enrolled(program, *[EnrolMember(number, "journey") for number in numbers])

    def search(prefix: str, limit: int) -> list[str]:
        seen: list[str] = []
        cursor = None
        while True:
            with program.begin() as work:
                page = search_members(prefix, program_code="journey", limit=limit, cursor=cursor, within=work)
            assert len(page.items) <= limit
            seen += [member.external_id for member in page.items]
            cursor = page.next_cursor
            if cursor is None:
                return seen

    assert search("1", 4) == sorted(number for number in numbers if number.startswith("1"))
    assert search("", 200) == sorted(numbers)
    assert search("a%", 10) == ["a%b"]
    assert search("zzz", 10) == []
    assert search("\x00", 10) == []
    with program.begin() as work, pytest.raises(CursorMalformed):
        search_members("", program_code="journey", limit=5, cursor="?", within=work)


def test_a_closed_membership_stays_closed(program):
    (member,) = enrolled(program, EnrolMember("7", "journey"))
    member_id = member_of(member).id

    def become(status: MemberStatus) -> list[str]:
        with program.begin() as work:
            return codes(change_status([ChangeStatus(member_id, status)], within=work))

    assert become(MemberStatus.INACTIVE) == ["ok"]
    assert become(MemberStatus.ACTIVE) == ["ok"]
    assert become(MemberStatus.CLOSED) == ["ok"]
    assert become(MemberStatus.ACTIVE) == ["MEMBER_CLOSED"]
    with program.begin() as work:
        assert find_members([member_id], within=work)[member_id].status is MemberStatus.CLOSED
        assert codes(change_status([ChangeStatus(new_id(), MemberStatus.ACTIVE)], within=work)) == ["MEMBER_UNKNOWN"]
