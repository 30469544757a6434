"""Programs as rows: revisions that never change, and what a change may not touch."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import column, select, text

from loyalty.clock import TurnedClock
from loyalty.programs import ProgramDefinitionInvalid, ProgramUnknown, current_program, store_program, tier_case, tier_for
from loyalty.programs.model import Wallet, revision_at
from tests.support.ledger import NOON, journey


def test_the_same_content_makes_no_new_revision_and_other_content_does(database):
    clock = TurnedClock(NOON)
    with database.begin() as work:
        assert store_program(journey(), within=work, clock=clock).revision == 1
        clock.turn_to(NOON + timedelta(days=1))
        assert store_program(journey(), within=work, clock=clock).valid_from == NOON
        changed = replace(journey(), name={"en": "Other"})
        assert store_program(changed, within=work, clock=clock).revision == 2
        assert current_program("journey", within=work).program == changed
        assert current_program("journey", within=work).valid_from == NOON + timedelta(days=1)


def test_an_unknown_program_is_said_to_be_unknown(database):
    with database.begin() as work, pytest.raises(ProgramUnknown):
        current_program("nope", within=work)


@pytest.mark.parametrize("change", [{"currency_code": "EUR"}, {"wallets": (Wallet("stars"),)}, {"timezone": "UTC"}])
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
        clock.turn_to(NOON + timedelta(days=1))
        second = store_program(replace(journey(), name={"en": "Other"}), within=work, clock=clock)
    revisions = [first, second]
    assert revision_at(revisions, NOON - timedelta(days=900)) == first
    assert revision_at(revisions, second.valid_from - timedelta(microseconds=1)) == first
    assert revision_at(revisions, second.valid_from) == second


def test_postgresql_puts_everybody_on_the_tier_that_python_says(database):
    ladder = journey().ladder
    spends = [None, -1, 0, 74_999, 75_000, 199_999, 200_000, 450_000, 10**12]
    people = text("unnest(cast(:spends as bigint[])) with ordinality as people (spend_minor, place)").bindparams(spends=spends)
    with database.begin() as work:
        rows = work.execute(select(tier_case(column("spend_minor"), ladder)).select_from(people).order_by(column("place")))
        assert rows.scalars().all() == [tier_for(spend, ladder).code for spend in spends]
