"""Lines that members cross, promises that are kept or lapse, budgets, vouchers, begin and end by the calendar, previews."""

from dataclasses import replace
from datetime import timedelta

import pytest

from loyalty.campaigns import (
    CampaignDefinitionInvalid,
    CampaignRevisionConflict,
    CampaignStatusConflict,
    activate_campaign,
    campaign_from_json,
    choose_members,
    list_moves,
    pause_campaign,
    resume_campaign,
    settle_round,
    watch,
)
from loyalty.campaigns.preview import preview_campaign
from loyalty.database import Database
from loyalty.ledger import AdjustPoints, post
from loyalty.messages import Content, Template, save_template
from loyalty.messages.channels import open_channel
from loyalty.offers import OfferRules, OutcomeCode, RecordOutcome, record_outcomes
from loyalty.vouchers import OpenPool, VoucherSafe, generate_vouchers, open_pool, voucher_codes, vouchers_of_member
from tests.support.campaigns import FEATURES, ORDER_PLACED, TODAY, World, a_definition
from tests.support.mail import mail_server
from tests.support.messages import run_dry, sender

PEOPLE = ("ann", "ben", "cem", "dot")


@pytest.fixture
def world(database: Database) -> World:
    made = World(database, *PEOPLE)
    made.offers()
    return made


def given(world: World, name: str, points: int) -> None:
    """The member has so many points more (or fewer), and whoever listens has heard of it."""
    with world.database.begin() as work:
        command = AdjustPoints(world.member(name), f"gift-{world.clock.now().isoformat()}-{name}-{points}", points, "test", actor="test")
        (posted,) = post([command], within=work, clock=world.clock)
        assert not isinstance(posted, Exception), posted
    world.turns(seconds=1)
    world.hears(world.event(name, "points.adjusted", points=abs(points)))
    world.rounds()


def line(**changes: object) -> dict[str, object]:
    return {"kind": "THRESHOLD", "fact": "points.available", "direction": "ABOVE", "value": 100, "rearm_at": 50} | changes


def test_a_line_is_crossed_once_until_the_member_came_back_beyond_the_other(world):
    world.activates(trigger=line(), again_after_days=0, offer=None)
    seen = []
    for points in (99, 1, 60, -70, 30, -80, 70):
        given(world, "ann", points)
        seen.append((world.ask("select sum(active_points) from accounts")[0][0], len(world.outcome("ann"))))
    assert [int(balance) for balance, _ in seen] == [99, 100, 160, 90, 120, 40, 110]
    assert [count for _, count in seen] == [0, 1, 1, 1, 1, 1, 2]
    assert [one.occurrence for one in world.targets()] == ["crossing-1", "crossing-2"]


def test_below_is_crossed_downwards_and_the_line_itself_is_not_below(world):
    given(world, "ann", 100)
    world.activates(trigger=line(direction="BELOW", value=100, rearm_at=120), again_after_days=0, offer=None)
    counts = []
    for points in (-1, 20, -30, 31, -100):
        given(world, "ann", points)
        counts.append(len(world.outcome("ann")))
    assert counts == [1, 1, 1, 1, 2]


def test_who_stands_beyond_the_line_at_the_beginning_has_not_crossed_it_unless_the_campaign_says_so(world):
    given(world, "ann", 500)
    world.activates("strict", trigger=line(), offer=None)
    world.activates("open", trigger=line(includes_standing=True), offer=None)
    with world.database.begin() as work:
        watch(within=work, clock=world.clock)
    world.rounds()
    assert world.outcome("ann", "strict") == []
    assert world.outcome("ann", "open") == ["TREATED"]


def test_a_publication_is_looked_at_once_and_moves_everybody_in_one_statement(world):
    world.activates(trigger=line(fact="features.churn_probability", value=0.7, rearm_at=0.6), offer=None)
    world.does(
        "insert into feature_shelf (only_row, generation, as_of_on, published_at, member_count) values (true, 1, %(on)s, %(at)s, 4)",
        on=TODAY,
        at=world.clock.now() + timedelta(seconds=1),
    )
    for name, risk in zip(PEOPLE, (0.9, 0.7, 0.69, None), strict=True):
        world.does(
            "insert into member_features (member_id, features) values (%(id)s, json_build_object('churn_probability', %(risk)s::float8))",
            id=world.member(name),
            risk=risk,
        )
    world.turns(minutes=1)
    world.rounds()
    assert world.tally() == {"TREATED": 2}
    before = world.ask("select watched_at from campaign_watches")
    world.turns(minutes=1)
    world.rounds()
    assert world.ask("select watched_at from campaign_watches") == before
    assert world.ask("select m.external_id from campaign_targets t join members m on m.id = t.member_id order by 1") == [("ann",), ("ben",)]


def test_a_promise_is_kept_when_the_offer_is_taken_and_gives_everything_back_when_it_lapses(database):
    world = World(database, *PEOPLE)
    world.offers(count=1, rules=OfferRules(stock_units={"CAT-1": 4}))
    world.activates(trigger=ORDER_PLACED, offer={"kind": "BEST", "cost_minor": 50, "lapses_after_days": 7}, budget_minor=1_000)
    world.hears(*(world.event(name) for name in PEOPLE))
    world.rounds()
    assert world.ask("select units, taken_units, reserved_units from offer_stocks") == [(4, 0, 4)]
    taken = next(one for one in world.targets() if one.external_id == "ann")
    with world.database.begin() as work:
        record_outcomes([RecordOutcome(taken.offer_id, OutcomeCode.ACCEPTED)], within=work, clock=world.clock, today=TODAY)
    assert world.ask("select units, taken_units, reserved_units from offer_stocks") == [(4, 1, 3)]
    assert settle_round(world.database, clock=world.clock) == 1
    assert world.ask("select reserved_minor, kept_minor from campaign_budgets") == [(150, 50)]
    world.turns(days=8)
    assert settle_round(world.database, clock=world.clock) == 3
    assert world.ask("select reserved_minor, kept_minor from campaign_budgets") == [(0, 50)]
    assert world.ask("select units, taken_units, reserved_units from offer_stocks") == [(4, 1, 0)]
    assert world.ask("select status, count(*) from campaign_promises group by 1 order by 1") == [("KEPT", 1), ("LAPSED", 3)]
    assert world.is_sound()


def test_an_offer_whose_message_has_gone_out_was_shown_once(world):
    world.activates(trigger=ORDER_PLACED)
    world.hears(world.event("ann"))
    world.rounds()
    ((delivery_id,),) = world.ask("select id from deliveries")
    world.does("update deliveries set status = 'SENT', ended_at = %(at)s", at=world.clock.now())
    sent = world.event("ann", "message.sent", delivery_id=f"dlv_{delivery_id.hex}", channel_code="email", source_code="campaign:autumn:1")
    other = world.event("ben", "message.sent", delivery_id=f"dlv_{delivery_id.hex}", channel_code="email", source_code="journey:welcome")
    world.hears(sent, other)
    offer_id = world.targets()[0].offer_id
    assert world.ask("select offer_id, shown_count from offer_decisions where first_shown_at is not null") == [(offer_id, 1)]
    assert world.is_sound()


def test_what_is_reserved_for_one_nobody_else_takes(database):
    world = World(database, *PEOPLE)
    world.offers(count=1, rules=OfferRules(stock_units={"CAT-1": 1}))
    world.activates(trigger=ORDER_PLACED)
    world.hears(world.event("ann"))
    world.rounds()
    ids = dict(world.ask("select m.external_id, o.offer_id from member_offers o join members m on m.id = o.member_id"))
    with world.database.begin() as work:
        (late,) = record_outcomes([RecordOutcome(ids["ben"], OutcomeCode.ACCEPTED)], within=work, clock=world.clock, today=TODAY)
        (own,) = record_outcomes([RecordOutcome(ids["ann"], OutcomeCode.REDEEMED)], within=work, clock=world.clock, today=TODAY)
    assert getattr(late, "code", None) == "OFFER_OUT_OF_STOCK"
    assert own.decision.redeemed_at is not None
    assert world.ask("select units, taken_units, reserved_units from offer_stocks") == [(1, 1, 0)]
    world.hears(world.event("ben"))
    world.rounds()
    assert world.outcome("ben") == ["OFFERLESS"]
    assert world.is_sound()


def test_a_campaign_begins_and_ends_by_the_calendar(world):
    starts, ends = world.clock.now() + timedelta(days=2), world.clock.now() + timedelta(days=4)
    world.activates(trigger=ORDER_PLACED, starts_at=starts.isoformat(), ends_at=ends.isoformat(), again_after_days=0)
    statuses = []
    for _ in range(3):
        world.hears(world.event("ann"))
        world.rounds()
        statuses.append((world.status(), len(world.outcome("ann"))))
        world.turns(days=2)
    assert statuses == [("SCHEDULED", 0), ("ACTIVE", 1), ("COMPLETED", 1)]
    with world.database.begin() as work:
        assert [(one.from_status, one.to_status) for one in list_moves("autumn", within=work)] == [
            ("ACTIVE", "COMPLETED"),
            ("SCHEDULED", "ACTIVE"),
            ("DRAFT", "SCHEDULED"),
        ]


def test_a_schedule_that_was_missed_ticks_once_and_its_occurrence_is_named_after_the_latest_tick(world):
    world.activates()
    world.turns(days=5)
    assert [one.occurrence for one in world.ticks()] == ["2017-11-06T18:00:00Z"], "13:00 in New York, after daylight saving has ended"
    assert world.ticks() == []


def test_a_revision_of_a_live_campaign_takes_its_place_and_members_who_wait_are_chosen_by_theirs(world):
    world.activates(trigger=ORDER_PLACED, value_minor=100)
    world.hears(world.event("ann"))
    world.activates(trigger=ORDER_PLACED, value_minor=900)
    world.hears(world.event("ben"))
    world.rounds()
    assert {(one.external_id, one.revision) for one in world.targets()} == {("ann", 1), ("ben", 2)}


def test_saving_and_activating_say_what_is_wrong(world):
    with pytest.raises(CampaignDefinitionInvalid, match="there is no segment 'nobody'"):
        world.saves(audience={"segments": ["nobody"]})
    with pytest.raises(CampaignDefinitionInvalid, match="no message template 'none'"):
        world.saves(message={"templates": {"email": "none"}})
    with pytest.raises(CampaignDefinitionInvalid, match="speaks by email, not by sms"):
        world.saves(message={"templates": {"sms": "autumn-email"}})
    assert world.saves().is_new
    assert not world.saves().is_new
    with pytest.raises(CampaignRevisionConflict):
        world.moves(activate_campaign, revision=7)
    world.moves(activate_campaign)
    with pytest.raises(CampaignStatusConflict, match="no draft"):
        world.moves(activate_campaign)
    assert world.moves(pause_campaign, dry_run=True).is_new
    assert world.status() == "ACTIVE"
    assert not world.moves(resume_campaign).is_new


def test_a_preview_tells_what_the_occurrence_then_does(database):
    world = World(database, *(f"m{number}" for number in range(120)))
    world.offers(*(f"m{number}" for number in range(100)), score=lambda name: (int(name[1:]) + 1) / 1_000)
    world.does("update members set status = 'INACTIVE' where external_id in ('m1', 'm2')")
    definition = a_definition(control_share=0.25, members_max=60, again_after_days=0)
    with world.database.begin() as work:
        campaign = campaign_from_json("autumn", definition, FEATURES)
        told = preview_campaign(campaign, within=work, clock=world.clock)
        sampled = preview_campaign(campaign, within=work, clock=world.clock, sample_max=60)
    assert world.ask("select count(*) from campaign_targets")[0][0] == 0
    world.activates(control_share=0.25, members_max=60, again_after_days=0)
    world.turns(hours=24)
    world.runs()
    assert dict(told.arms) | {one.reason: one.refused_count for one in told.steps if one.refused_count} == world.tally()
    assert told.steps[-1].left_count == sum(told.arms.values())
    assert told.messages == {"ADMITTED": 60}
    assert not told.is_sampled
    assert sampled.is_sampled
    assert sampled.audience_count == 120
    assert sum(sampled.arms.values()) == pytest.approx(sum(told.arms.values()), abs=25)


def test_the_code_of_a_voucher_is_opened_as_its_message_leaves_and_lies_in_no_queue(world):
    safe = VoucherSafe(b"k" * 32)
    with world.database.begin() as work:
        open_pool(OpenPool("journey", "five-off", {"en": "Five off"}, "FRESH"), safe=safe, within=work, clock=world.clock)
        generate_vouchers("journey", "five-off", 4, safe=safe, within=work, clock=world.clock)
        content = Content(text="Yours: {{ offer.voucher_code | default('ask us', true) }}", subject="{{ offer.title }}")
        save_template(Template("five-off-email", "email", {"en": content}), actor="test", within=work, clock=world.clock)
    world.activates(
        trigger=ORDER_PLACED,
        offer={"kind": "VOUCHER", "pool": "five-off", "title": {"en": "Five off"}, "lapses_after_days": 5},
        message={"templates": {"email": "five-off-email"}},
    )
    world.hears(world.event("ann"))
    world.rounds()
    with world.database.begin() as work:
        (voucher,) = vouchers_of_member([world.members["ann"]], safe=safe, within=work)[world.members["ann"]]
    assert voucher.code is not None
    assert world.ask("select count(*) from deliveries where facts::text like %(code)s", code=f"%{voucher.code}%") == [(0,)]
    with mail_server() as (url, inbox):
        channel = open_channel("email", url)
        one = sender(world.database, {"email": channel}, world.clock)
        run_dry(replace(one, voucher_codes=lambda ids, work: voucher_codes(ids, safe=safe, within=work)))
        channel.close()
    assert [mail.get_body(("plain",)).get_content().strip() for mail in inbox.messages] == [f"Yours: {voucher.code}"]


def test_each_gets_a_voucher_of_the_pool_while_there_are_any_and_a_lapsed_one_goes_back(world):
    safe = VoucherSafe(b"k" * 32)
    with world.database.begin() as work:
        open_pool(OpenPool("journey", "five-off", {"en": "Five off"}, "FREE"), safe=safe, within=work, clock=world.clock)
        generate_vouchers("journey", "five-off", 3, safe=safe, within=work, clock=world.clock)
    world.activates(
        trigger=ORDER_PLACED, offer={"kind": "VOUCHER", "pool": "five-off", "title": {"en": "Five off"}, "lapses_after_days": 5}
    )
    world.hears(*(world.event(name) for name in PEOPLE))
    world.rounds()
    assert world.tally() == {"TREATED": 3, "VOUCHERS_SPENT": 1}
    assert world.ask("select status, count(*) from vouchers group by 1") == [("ASSIGNED", 3)]
    world.turns(days=6)
    settle_round(world.database, clock=world.clock)
    assert world.ask("select status, count(*) from vouchers group by 1") == [("AVAILABLE", 3)]
    with world.database.begin() as work:
        assert choose_members("autumn", within=work, clock=world.clock).read_count == 0
    assert world.is_sound()
