"""An event that the consumer of campaigns cannot take in is set aside with its reason; what came before and after it has its effect."""

import pytest

from loyalty.campaigns.hearing import CampaignConsumer
from loyalty.database import Database
from loyalty.events import DeadLetter, Intake, TellEvent, list_dead_letters, receive, redrive
from tests.support.campaigns import World
from tests.support.events import move

PEOPLE = tuple(f"m{number}" for number in range(40))
BIG_ORDERS = {"kind": "EVENT", "event_type": "shop.bought", "condition": {">": [{"var": "event.data.amount"}, 10]}}
# What no process of ours writes: a delivery whose id is none.
BROKEN = """
insert into outbox (member_id, type, occurred_at, recorded_at, data)
values (%(member)s, 'message.sent', %(at)s, %(at)s, '{"delivery_id": "dlv_none", "source_code": "campaign:autumn:1"}')
"""


@pytest.fixture
def world(database: Database) -> World:
    made = World(database, *PEOPLE)
    made.offers()
    made.activates(trigger=BIG_ORDERS)
    made.turns(hours=1)
    return made


@pytest.fixture
def intake(world: World) -> Intake:
    """The consumer's door, its place in the store taken."""
    door = Intake(CampaignConsumer(world.clock), world.database)
    door.join()
    return door


def happens(world: World, *names: str, amount: object = 50) -> None:
    with world.database.begin() as work:
        told = receive(
            [TellEvent("shop.bought", name, world.clock.now(), {"amount": amount}) for name in names], within=work, clock=world.clock
        )
    assert not [one for one in told if isinstance(one, Exception)], told


def letters(world: World) -> list[DeadLetter]:
    with world.database.begin() as work:
        return list_dead_letters(within=work)


def test_a_poisonous_event_among_many_is_set_aside_and_everybody_else_is_chosen(world: World, intake: Intake) -> None:
    happens(world, *PEOPLE[:20])
    world.does(BROKEN, member=world.member("m3"), at=world.clock.now())
    happens(world, *PEOPLE[20:])
    move(world.database)
    taken = intake.catch_up()
    assert (taken.applied_count, taken.set_aside_count) == (40, 1)
    (letter,) = letters(world)
    assert (letter.consumer, letter.type) == ("campaigns", "message.sent")
    assert "dlv_none" in letter.reason
    world.rounds()
    assert world.tally() == {"TREATED": 40}, "nobody waits behind it, and nobody is chosen twice"
    assert len(world.deliveries()) == 40
    happens(world, "m0")
    move(world.database)
    assert intake.catch_up().set_aside_count == 0, "it is behind us"
    redrive(CampaignConsumer(world.clock), letters(world), database=world.database)
    assert len(letters(world)) == 1, "what fails again waits again"
    world.rounds()
    assert len(world.deliveries()) == 40
    assert world.is_sound()


@pytest.mark.parametrize("amount", ["many", None, [1, 2], {"of": "them"}, True, 1e300])
def test_what_a_condition_cannot_compare_holds_nobody_up(world: World, intake: Intake, amount: object) -> None:
    """Data come from outside: a text where a number was meant lets nobody in, or is set aside, but the others are let in."""
    happens(world, "m0")
    happens(world, "m1", amount=amount)
    happens(world, "m2")
    move(world.database)
    taken = intake.catch_up()
    assert taken.applied_count + taken.set_aside_count == 3
    world.rounds()
    chosen = {one.external_id for one in world.targets()}
    assert chosen - {"m1"} == {"m0", "m2"}
    assert ("m1" in chosen) == (amount == 1e300)
