"""Programs as rows: revisions that never change, what is scheduled, the lifecycle, and what a change may not touch."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import column, select, text

from loyalty.checks.run import run_checks
from loyalty.clock import TurnedClock
from loyalty.members import EnrolMember, enrol
from loyalty.programs import (
    ProgramArchived,
    ProgramDefinitionInvalid,
    ProgramMoveRefused,
    ProgramStatus,
    ProgramUnknown,
    RevisionInPast,
    RevisionScheduled,
    change_program_status,
    current_program,
    difference,
    programs,
    revisions,
    seed_program,
    store_program,
    tier_case,
    tier_for,
)
from loyalty.programs.checks import CHECKS
from loyalty.programs.model import Wallet, WalletKind, revision_at
from loyalty.programs.store import REVISIONS, read_revisions
from tests.support.ledger import NOON, journey
from tests.support.programs import a_program
from tests.unit.loyalty.programs.test_definition import VERSION_1

DAY = timedelta(days=1)


def named(name: str):
    return replace(journey(), name={"en": name})


def kept(work):
    return read_revisions(work.exec_driver_sql(REVISIONS).tuples().all(), within=work)


def violations(database):
    with database.begin() as work:
        return [result for result in run_checks(work, CHECKS) if not result.is_kept]


def test_the_same_content_makes_no_new_revision_and_other_content_does(database):
    clock = TurnedClock(NOON)
    with database.begin() as work:
        assert store_program(journey(), within=work, clock=clock).revision == 1
        clock.turn_to(NOON + DAY)
        assert store_program(journey(), within=work, clock=clock).valid_from == NOON
        changed = named("Other")
        assert store_program(changed, within=work, clock=clock).revision == 2
        assert current_program("journey", within=work).program == changed
        assert current_program("journey", within=work).valid_from == NOON + DAY
        assert current_program("journey", within=work, at=NOON).program == journey()


def test_an_unknown_program_is_said_to_be_unknown(database):
    clock = TurnedClock(NOON)
    with database.begin() as work:
        with pytest.raises(ProgramUnknown):
            current_program("nope", within=work)
        with pytest.raises(ProgramUnknown):
            revisions("nope", within=work)
        with pytest.raises(ProgramUnknown):
            change_program_status("nope", ProgramStatus.PAUSED, within=work, clock=clock)


@pytest.mark.parametrize(
    "change",
    [
        {"currency_code": "EUR"},
        {"timezone": "UTC"},
        {"wallets": (Wallet("stars"),)},
        {"wallets": (Wallet("points", WalletKind.QUALIFYING), Wallet("stars"))},
    ],
)
def test_what_points_are_counted_in_cannot_change_under_them(database, change):
    clock = TurnedClock(NOON)
    with database.begin() as work:
        store_program(journey(), within=work, clock=clock)
        with pytest.raises(ProgramDefinitionInvalid, match="cannot change"):
            store_program(replace(journey(), **change), within=work, clock=clock)


def test_a_revision_is_in_force_from_its_instant_and_the_first_since_ever(database):
    clock = TurnedClock(NOON)
    with database.begin() as work:
        first = store_program(journey(), within=work, clock=clock)
        clock.turn_to(NOON + DAY)
        second = store_program(named("Other"), within=work, clock=clock)
    both = [first, second]
    assert revision_at(both, NOON - timedelta(days=900)) == first
    assert revision_at(both, second.valid_from - timedelta(microseconds=1)) == first
    assert revision_at(both, second.valid_from) == second


def test_a_scheduled_revision_begins_at_its_instant_and_can_be_replaced_before(database):
    clock = TurnedClock(NOON)
    with database.begin() as work:
        store_program(journey(), within=work, clock=clock)
        store_program(named("January"), valid_from=NOON + 10 * DAY, within=work, clock=clock)
        assert current_program("journey", within=work, at=NOON).program == journey()
        with pytest.raises(RevisionScheduled) as caught:
            store_program(named("Now"), within=work, clock=clock)
        assert caught.value.facts["revision"] == 2
        replaced = store_program(
            named("February"), valid_from=NOON + 5 * DAY, replace_scheduled=True, actor="mona", within=work, clock=clock
        )
        assert [one.revision for one in kept(work)["journey"]] == [1, 3]
        assert current_program("journey", within=work, at=NOON + 20 * DAY) == replaced
        history = revisions("journey", within=work)
        assert [(one.revision.revision, one.replaced_by, one.actor) for one in history] == [
            (1, None, None),
            (2, 3, None),
            (3, None, "mona"),
        ]
    assert violations(database) == []


def test_a_revision_may_begin_after_one_that_is_scheduled(database):
    clock = TurnedClock(NOON)
    with database.begin() as work:
        store_program(journey(), within=work, clock=clock)
        store_program(named("A"), valid_from=NOON + DAY, within=work, clock=clock)
        store_program(named("B"), valid_from=NOON + 2 * DAY, within=work, clock=clock)
        assert [one.program.name["en"] for one in kept(work)["journey"]] == ["Journey Rewards", "A", "B"]
        (program,) = programs(within=work, at=NOON)
        assert (program.current.revision, [one.revision for one in program.scheduled]) == (1, [2, 3])


def test_going_back_to_what_is_in_force_now_calls_off_what_is_scheduled(database):
    clock = TurnedClock(NOON)
    with database.begin() as work:
        store_program(journey(), within=work, clock=clock)
        store_program(named("A"), valid_from=NOON + DAY, within=work, clock=clock)
        assert store_program(journey(), within=work, clock=clock).revision == 1
        store_program(journey(), replace_scheduled=True, within=work, clock=clock)
        assert current_program("journey", within=work, at=NOON + 9 * DAY).program == journey()


def test_no_revision_begins_in_the_past(database):
    with database.begin() as work, pytest.raises(RevisionInPast):
        store_program(journey(), valid_from=NOON - timedelta(seconds=1), within=work, clock=TurnedClock(NOON))


def test_the_lifecycle_has_its_steps_and_no_others(database):
    clock = TurnedClock(NOON)
    with database.begin() as work:
        store_program(journey(), status=ProgramStatus.DRAFT, within=work, clock=clock)
        with pytest.raises(ProgramMoveRefused):
            change_program_status("journey", ProgramStatus.PAUSED, within=work, clock=clock)
        for status in (ProgramStatus.ACTIVE, ProgramStatus.PAUSED, ProgramStatus.PAUSED, ProgramStatus.ACTIVE, ProgramStatus.ARCHIVED):
            assert change_program_status("journey", status, actor="mona", within=work, clock=clock) is status
            assert current_program("journey", within=work).status is status
        with pytest.raises(ProgramArchived):
            store_program(named("Late"), within=work, clock=clock)
        moves = work.exec_driver_sql("select from_status, to_status from program_status_moves order by id").tuples().all()
        assert moves == [(None, "DRAFT"), ("DRAFT", "ACTIVE"), ("ACTIVE", "PAUSED"), ("PAUSED", "ACTIVE"), ("ACTIVE", "ARCHIVED")]
    assert violations(database) == []


def test_a_file_that_nobody_touched_undoes_nothing_at_the_next_start(database):
    clock = TurnedClock(NOON)
    with database.begin() as work:
        assert seed_program(journey(), within=work, clock=clock).revision == 1
        store_program(named("Changed over HTTP"), within=work, clock=clock)
        store_program(named("Next week"), valid_from=NOON + DAY, within=work, clock=clock)
        assert seed_program(journey(), within=work, clock=clock).program == named("Changed over HTTP")
        with pytest.raises(RevisionScheduled):
            seed_program(named("A new file"), within=work, clock=clock)
        clock.turn_to(NOON + DAY)
        assert seed_program(named("A new file"), within=work, clock=clock).revision == 4
        change_program_status("journey", ProgramStatus.ARCHIVED, within=work, clock=clock)
        assert seed_program(named("Too late"), within=work, clock=clock).revision == 4


def test_several_programs_live_side_by_side(database):
    clock = TurnedClock(NOON)
    with database.begin() as work:
        store_program(journey(), within=work, clock=clock)
        store_program(a_program(), status=ProgramStatus.DRAFT, within=work, clock=clock)
        assert [(one.code, one.status) for one in programs(within=work, at=NOON)] == [
            ("club", ProgramStatus.DRAFT),
            ("journey", ProgramStatus.ACTIVE),
        ]
        assert difference(current_program("club", within=work).program, a_program()) == ()


def test_a_new_wallet_opens_an_account_for_every_member_there_is_and_will_be(database):
    clock = TurnedClock(NOON)
    with database.begin() as work:
        store_program(journey(), within=work, clock=clock)
        (before,) = enrol([EnrolMember("1", "journey")], within=work, clock=clock)
        richer = replace(journey(), wallets=(*journey().wallets, Wallet("stars", WalletKind.QUALIFYING)))
        store_program(richer, valid_from=NOON + DAY, within=work, clock=clock)
        (after,) = enrol([EnrolMember("2", "journey")], within=work, clock=clock)
        rows = work.exec_driver_sql("select member_id, wallet_code from accounts order by wallet_code").tuples().all()
        assert set(rows) == {(one.id, code) for one in (before, after) for code in ("points", "stars")}
    assert violations(database) == []


def test_a_definition_of_version_1_in_the_database_still_rates(database):
    clock = TurnedClock(NOON)
    with database.begin() as work:
        work.exec_driver_sql("insert into programs (code, recorded_at) values ('journey', now())")
        work.exec_driver_sql(
            "insert into program_revisions (program_code, revision, valid_from, content_hash, definition, recorded_at) "
            "values ('journey', 1, %(now)s, sha256('v1'), %(definition)s::jsonb, %(now)s)",
            {"now": NOON - DAY, "definition": json.dumps(VERSION_1)},
        )
        assert current_program("journey", within=work).program.wallet().code == "points"
        (member,) = enrol([EnrolMember("1", "journey")], within=work, clock=clock)
        assert work.exec_driver_sql("select wallet_code from accounts").scalars().all() == ["points"]
        assert store_program(journey(), within=work, clock=clock).revision == 2
        assert member.program_code == "journey"


def test_a_stored_revision_cannot_be_changed(database):
    clock = TurnedClock(NOON)
    with database.begin() as work:
        store_program(journey(), within=work, clock=clock)
    for statement in (
        "update program_revisions set valid_from = now()",
        "delete from program_revisions",
        "delete from program_status_moves",
    ):
        with pytest.raises(Exception, match="is refused"), database.begin() as work:
            work.exec_driver_sql(statement)


def test_postgresql_puts_everybody_on_the_tier_that_python_says(database):
    ladder = journey().ladder
    spends = [None, -1, 0, 74_999, 75_000, 199_999, 200_000, 450_000, 10**12]
    people = text("unnest(cast(:spends as bigint[])) with ordinality as people (spend_minor, place)").bindparams(spends=spends)
    with database.begin() as work:
        rows = work.execute(select(tier_case(column("spend_minor"), ladder)).select_from(people).order_by(column("place")))
        assert rows.scalars().all() == [tier_for(spend, ladder).code for spend in spends]
