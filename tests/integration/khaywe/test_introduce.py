"""The demo's households can be reached, always alike, and what a member said is never written over."""

from datetime import UTC, datetime

from khaywe.demo_data import introduce
from loyalty.clock import TurnedClock
from loyalty.database import Database
from loyalty.members import EnrolMember, Member, enrol
from loyalty.messages import Contact, read_contacts, set_contacts
from loyalty.programs import store_program
from loyalty.segments import consents_of
from tests.support.ledger import journey

NOON = datetime(2017, 11, 2, 16, 0, tzinfo=UTC)
COUNT = 500


def test_every_household_can_be_reached_and_most_but_not_all_agree(database: Database) -> None:
    clock = TurnedClock(NOON)
    with database.begin() as work:
        store_program(journey(), within=work, clock=clock)
        made = enrol([EnrolMember(str(number), "journey") for number in range(COUNT)], within=work, clock=clock)
        people = [one for one in made if isinstance(one, Member)]
        own = Contact(people[0].id, email="own@example.com", language="en")
        set_contacts([own], within=work, clock=clock)
        assert introduce(within=work, clock=clock) == COUNT - 1
        assert introduce(within=work, clock=clock) == 0, "once"
        contacts = read_contacts([one.id for one in people], within=work)
        agreed = work.exec_driver_sql(
            "select channel_code, count(*) filter (where is_given) as n from member_consents group by 1 order by 1"
        ).all()
        assert consents_of(people[0].id, as_of=NOON, within=work) == []
    assert contacts[people[0].id].email == "own@example.com"
    assert {one.email for one in contacts.values()} >= {f"household-{number}@example.com" for number in range(1, COUNT)}
    assert 20 < sum(one.language == "ar" for one in contacts.values()) < 90
    assert [code for code, _ in agreed] == ["email", "sms"]
    assert 350 < agreed[0].n < 450
    assert 150 < agreed[1].n < 250
