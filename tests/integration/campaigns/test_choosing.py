"""Who a campaign chooses: arms, refusals in their order, offers and what is left of them, and each member once."""

import pytest

from loyalty.campaigns import (
    CampaignStatusConflict,
    OccurrenceKey,
    archive_campaign,
    complete_campaign,
    is_control,
    is_held_out,
    pause_campaign,
    resume_campaign,
)
from loyalty.database import Database
from loyalty.offers import OfferRules
from tests.support.campaigns import ORDER_PLACED, TODAY, World

MANY = tuple(f"m{number}" for number in range(60))


@pytest.fixture
def world(database: Database) -> World:
    made = World(database, *MANY)
    made.offers()
    return made


def ticked(world: World) -> OccurrenceKey:
    """An hour later the schedule has ticked."""
    world.turns(hours=24)
    (key,) = world.ticks()
    return key


def test_everybody_is_in_one_arm_and_only_the_treated_are_told_and_promised(world):
    key = world.activates(control_share=0.3)
    world.holds_out(0.2)
    chosen = world.works(ticked(world))
    expected = {
        name: "HOLDOUT" if is_held_out("s1", name, 0.2) else "CONTROL" if is_control("autumn", name, 0.3) else "TREATED" for name in MANY
    }
    assert {name: world.outcome(name) for name in MANY} == {name: [arm] for name, arm in expected.items()}
    treated = sorted(name for name, arm in expected.items() if arm == "TREATED")
    assert [name for name, *_ in world.deliveries(key.source_code)] == treated
    assert chosen.queued_count == len(treated)
    assert chosen.arms == world.tally()
    assert world.ask("select count(*) from campaign_promises")[0][0] == len(treated)
    assert all(one.offer_code == "CAT-1" for one in world.targets()), "control and holdout keep the offer that is withheld"
    assert world.is_sound()


def test_reasons_come_in_their_order_and_nobody_is_dropped_in_silence(world):
    world.enters("regulars", *MANY[:8])
    world.enters("vip", "m1")
    world.does("update members set status = 'INACTIVE' where external_id = 'm0'")
    world.offers(*(name for name in MANY if name != "m2"))
    world.does("update member_contacts set email = null where member_id = %(id)s", id=world.member("m3"))
    world.does("update member_contacts set bounced_channels = '{email}' where member_id = %(id)s", id=world.member("m4"))
    world.does(
        "insert into member_consents (member_id, channel_code, given_at, id, is_given, actor, recorded_at)"
        " values (%(id)s, 'email', %(at)s, gen_random_uuid(), false, 'x', now())",
        id=world.member("m5"),
        at=world.clock.now(),
    )
    world.activates(audience={"segments": ["regulars"], "exclude": ["vip"]})
    key = ticked(world)
    chosen = world.works(key)
    assert chosen.refused == {
        "MEMBER_INACTIVE": 1,
        "EXCLUDED": 1,
        "OFFERLESS": 1,
        "ADDRESS_MISSING": 2,
        "CONSENT_MISSING": 1,
    }
    assert chosen.arms == {"TREATED": 2}
    (row,) = world.ask("select read_count, treated_count, is_open, refused from campaign_occurrences")
    assert (row.read_count, row.treated_count, row.is_open) == (8, 2, False)
    assert row.refused == dict(chosen.refused)
    assert world.is_sound()


def test_an_occurrence_that_is_worked_again_does_nothing_again(world):
    world.activates()
    key = ticked(world)
    first = world.works(key)
    before = world.deliveries()
    again = world.works(key)
    assert first.queued_count == len(MANY)
    assert again.read_count == 0
    assert world.deliveries() == before
    world.does(
        "insert into campaign_waiting (campaign_code, revision, occurrence, member_id, place, due_at, waits_since)"
        " select campaign_code, revision, occurrence, member_id, 1, now(), now() from campaign_targets limit 5"
    )
    world.clock.turn_to(world.ask("select now() as at")[0].at)
    assert world.works(key).queued_count == 0
    assert world.deliveries() == before
    assert world.is_sound()


def test_members_are_left_alone_for_as_long_as_the_campaign_says(world):
    world.activates(again_after_days=3, trigger={"kind": "SCHEDULE", "cron": "0 13 * * *"})
    tallies = [dict(world.works(ticked(world)).arms) for _ in range(4)]
    assert tallies == [{"TREATED": 60}, {}, {}, {"TREATED": 60}]
    assert world.tally() == {"TREATED": 120, "ADDRESSED_LATELY": 120}


def test_null_means_never_again_and_zero_means_each_time(world):
    world.activates("once", message=None, trigger={"kind": "SCHEDULE", "cron": "0 13 * * *"})
    world.activates("always", message=None, again_after_days=0, trigger={"kind": "SCHEDULE", "cron": "0 13 * * *"})
    for _ in range(2):
        world.turns(hours=24)
        for key in world.ticks():
            world.works(key)
    assert world.tally("once") == {"TREATED": 60, "ADDRESSED_LATELY": 60}
    assert world.tally("always") == {"TREATED": 120}


def test_a_scarce_offer_goes_where_it_is_worth_most_and_the_rest_take_their_next(database):
    world = World(database, *MANY)
    worth = {name: (number + 1) / 100 for number, name in enumerate(MANY)}
    world.offers(rules=OfferRules(stock_units={"CAT-1": 10}), score=lambda name: worth[name])
    world.activates(value_minor=1_000)
    world.works(ticked(world))
    best = {one.external_id for one in world.targets() if one.offer_code == "CAT-1"}
    assert best == set(sorted(MANY, key=lambda name: -worth[name])[:10])
    assert {one.offer_code for one in world.targets()} == {"CAT-1", "CAT-2"}
    assert world.ask("select units, taken_units, reserved_units from offer_stocks") == [(10, 0, 10)]
    top = next(one for one in world.targets() if one.external_id == "m59")
    assert top.expected_value_minor == pytest.approx(600.0)
    assert world.is_sound()


def test_limits_hold_for_every_arm_and_the_budget_is_never_passed(world):
    world.activates(
        members_max=20, control_share=0.5, budget_minor=1_550, offer={"kind": "BEST", "cost_minor": 100}, again_after_days=0, message=None
    )
    first = world.works(ticked(world))
    assert first.arms["TREATED"] == 15
    assert set(first.refused) == {"BUDGET_SPENT", "LIMIT_REACHED"} or set(first.refused) == {"BUDGET_SPENT"}
    second = world.works(ticked(world))
    assert second.arms.get("TREATED", 0) == 0
    assert world.ask("select reserved_minor, kept_minor from campaign_budgets") == [(1_500, 0)]
    assert world.is_sound()


def test_what_is_limited_is_limited_over_batches_too(world):
    world.activates(members_max=7, control_share=0.2)
    key = ticked(world)
    arms = {"TREATED": 0, "CONTROL": 0}
    while (done := world.chooses(limit=5)).read_count:
        arms = {name: arms[name] + done.arms.get(name, 0) for name in arms}
    assert arms["TREATED"] == 7
    assert world.tally()["LIMIT_REACHED"] == 60 - 7 - arms["CONTROL"]
    assert key.occurrence == "2017-11-02T17:00:00Z", "13:00 in New York"
    assert world.is_sound()


def test_each_member_is_told_over_the_channel_it_prefers_if_that_reaches_it(world):
    world.does("update members set attributes = attributes || '{\"preferred_channel\": \"sms\"}' where external_id in ('m0', 'm1')")
    world.does("update member_contacts set phone = null where member_id = %(id)s", id=world.member("m1"))
    world.does("update member_contacts set email = null where member_id = %(id)s", id=world.member("m2"))
    world.enters("few", "m0", "m1", "m2", "m3")
    message = {"templates": {"sms": "autumn-sms", "email": "autumn-email"}, "order": ["email", "sms"]}
    world.activates(audience={"segments": ["few"]}, message=message)

    world.works(ticked(world))
    assert [(name, channel) for name, channel, *_ in world.deliveries()] == [("m0", "sms"), ("m1", "email"), ("m2", "sms"), ("m3", "email")]


def test_a_paused_campaign_chooses_nobody_holds_its_messages_and_goes_on_without_a_second_message(world):
    key = world.activates()
    occurrence = ticked(world)
    world.chooses(limit=25)
    world.moves(pause_campaign)
    assert world.works(occurrence).read_count == 0
    assert world.ask("select source_code from delivery_holds") == [(key.source_code,)]
    world.turns(hours=30)
    assert world.ticks() == []
    world.moves(resume_campaign)
    world.works(occurrence)
    assert len(world.deliveries()) == len({name for name, *_ in world.deliveries()}) == 60
    assert world.ask("select source_code from delivery_holds") == []
    assert world.is_sound()


def test_a_completed_campaign_lets_go_who_waits_and_an_archived_one_withdraws_what_is_queued(world):
    world.activates()
    ticked(world)
    world.chooses(limit=25)
    moved = world.moves(complete_campaign)
    assert moved.released_count == 35
    (row,) = world.ask("select is_open, refused from campaign_occurrences")
    assert (row.is_open, row.refused) == (False, {"CAMPAIGN_OVER": 35})
    with pytest.raises(CampaignStatusConflict):
        world.moves(pause_campaign)
    assert world.moves(archive_campaign).withdrawn_count == 25
    assert world.is_sound()


def test_an_event_lets_its_member_in_if_the_condition_holds_and_the_audience_has_it(world):
    world.enters("regulars", "m0", "m1", "m2")
    trigger = dict(ORDER_PLACED) | {"condition": {">": [{"var": "event.data.spend_minor"}, 100]}}
    world.activates(trigger=trigger, audience={"segments": ["regulars"]}, again_after_days=0)
    big = world.event("m0", spend_minor=500)
    world.hears(big, world.event("m1", spend_minor=50), world.event("m9", spend_minor=900), world.event("m2", "cart.abandoned"))
    world.rounds()
    assert world.outcome("m0") == ["TREATED"]
    assert world.outcome("m1") == world.outcome("m2") == []
    assert world.outcome("m9") == ["NOT_IN_AUDIENCE"]
    world.hears(big)
    world.rounds()
    assert world.outcome("m0") == ["TREATED"]
    (_, channel, status, facts) = world.deliveries()[0]
    assert (channel, status, facts["event"]["spend_minor"], facts["offer"]["offer_code"]) == ("email", "QUEUED", 500, "CAT-1")
    world.hears(world.event("m0", spend_minor=700))
    world.rounds()
    assert world.outcome("m0") == ["TREATED", "TREATED"]
    assert world.is_sound()


def test_the_limit_of_an_event_campaign_is_the_days(world):
    world.activates(trigger=ORDER_PLACED, members_max=2, again_after_days=0)
    for _ in range(2):
        for name in MANY[:3]:
            world.hears(world.event(name))
            world.rounds()
        world.turns(hours=24)
    assert world.tally() == {"TREATED": 4, "LIMIT_REACHED": 2}


def test_members_of_whom_too_little_is_known_wait_and_the_campaign_says_so(world):
    world.activates(trigger=ORDER_PLACED, features_age_hours_max=24, waits_hours_max=48)
    world.does(
        "insert into feature_shelf (only_row, generation, as_of_on, published_at, member_count) values (true, 1, %(on)s, %(at)s, 0)",
        on=TODAY,
        at=world.clock.now(),
    )
    world.hears(world.event("m0"))
    world.rounds()
    assert world.outcome("m0") == ["TREATED"]
    world.turns(hours=25)
    world.hears(world.event("m1"), world.event("m2"))
    world.rounds()
    assert world.outcome("m1") == []
    assert world.ask("select reason, count(*) from campaign_waiting group by 1") == [("FEATURES_STALE", 2)]
    world.does(
        "insert into member_feature_updates (member_id, event_id, source_code, as_of_on, known_at, features, recorded_at)"
        " values (%(id)s, gen_random_uuid(), 'TOLD', %(on)s, %(at)s, '{}', now())",
        id=world.member("m1"),
        on=TODAY,
        at=world.clock.now(),
    )
    world.turns(minutes=2)
    world.rounds()
    assert world.outcome("m1") == ["TREATED"]
    world.turns(hours=48)
    world.rounds()
    assert world.outcome("m2") == ["FEATURES_STALE"]
    assert world.is_sound()
