"""From the queue to the inbox: once each, to whom it may go, and the rest with its reason."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from loyalty.clock import TurnedClock
from loyalty.database import Database
from loyalty.members import ChangeStatus, MemberStatus, change_status
from loyalty.messages import store_claims
from loyalty.messages.admit import admit_due
from loyalty.messages.audience import AUDIENCE, enqueue_audience
from loyalty.messages.channels import Channel, open_channel
from loyalty.messages.contacts import set_contacts
from loyalty.messages.errors import ChannelUnknown, DeliveryNotResendable, TemplateUnknown
from loyalty.messages.model import Contact, Purpose
from loyalty.messages.queue import hold, let_go, resend, set_speed, withdraw
from loyalty.messages.store_templates import save_policy, save_template
from loyalty.messages.template import Content, Template
from loyalty.segments import GiveConsent, give_consents
from tests.support.gateway import Gateway, gateway
from tests.support.mail import Inbox, mail_server
from tests.support.messages import LINKS, NOON, a_message, ask, company, run_dry, sender, standing, told


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock(NOON)


@pytest.fixture
def mail() -> Iterator[tuple[Channel, Inbox]]:
    with mail_server() as (url, inbox):
        channel = open_channel("email", url)
        yield channel, inbox
        channel.close()


@pytest.fixture
def sms() -> Iterator[tuple[Channel, Gateway]]:
    with gateway() as (url, kept):
        channel = open_channel("sms", url)
        yield channel, kept
        channel.close()


def test_a_message_arrives_once_however_often_it_is_asked_for(database: Database, clock: TurnedClock, mail: tuple[Channel, Inbox]) -> None:
    ann, ben = company(database, clock=clock)
    channel, inbox = mail
    message = a_message(ann.id)
    assert ask(database, message, a_message(ben.id), clock=clock) == (2, 0)
    run_dry(sender(database, {"email": channel}, clock))
    assert ask(database, message, message, clock=clock) == (0, 2)
    run_dry(sender(database, {"email": channel}, clock))
    assert sorted(inbox.addresses()) == ["ann@example.com", "ben@example.com"]
    assert told(database) == [("message.sent", None)] * 2
    (to_ann,) = [one for one in inbox.messages if "ann" in str(one["To"])]
    assert str(to_ann["Subject"]) == "For Ann"
    assert to_ann.get_content().strip() == "You have 0 points"


def test_the_unsubscribe_link_of_a_mail_is_the_members_own(database: Database, clock: TurnedClock, mail: tuple[Channel, Inbox]) -> None:
    ann, _ = company(database, clock=clock)
    channel, inbox = mail
    ask(database, a_message(ann.id), a_message(ann.id, purpose=Purpose.SERVICE), clock=clock)
    run_dry(sender(database, {"email": channel}, clock))
    links = [str(one["List-Unsubscribe"]).strip("<>") for one in inbox.messages if one["List-Unsubscribe"]]
    assert [LINKS.read_unsubscribe(link.rpartition("/")[2])[:2] for link in links] == [(ann.id, "email")]


@pytest.mark.parametrize(
    ("change", "reason"),
    [("consent", "CONSENT_MISSING"), ("address", "ADDRESS_MISSING"), ("status", "MEMBER_INACTIVE")],
)
@pytest.mark.parametrize("when", ["before admission", "between admission and sending"])
def test_what_changes_until_the_last_moment_counts(
    database: Database, clock: TurnedClock, mail: tuple[Channel, Inbox], *, change: str, reason: str, when: str
) -> None:
    ann, ben = company(database, clock=clock)
    channel, inbox = mail
    ask(database, a_message(ann.id), a_message(ben.id), clock=clock)
    if when != "before admission":
        admit_due(database, clock=clock, time_zone="UTC")
    with database.begin() as work:
        if change == "consent":
            give_consents([GiveConsent(ann.id, "email", False)], actor="ann", within=work, clock=clock)
        elif change == "address":
            set_contacts([Contact(ann.id, phone="+12125550100")], within=work, clock=clock)
        else:
            change_status([ChangeStatus(ann.id, MemberStatus.INACTIVE)], within=work)
    run_dry(sender(database, {"email": channel}, clock))
    assert inbox.addresses() == ["ben@example.com"]
    assert standing(database) == {("SENT", None): 1, ("SUPPRESSED", reason): 1}
    assert ("message.suppressed", reason) in told(database)


def test_a_cap_holds_over_channels_and_turns_and_the_dearest_goes_first(
    database: Database, clock: TurnedClock, mail: tuple[Channel, Inbox], sms: tuple[Channel, Gateway]
) -> None:
    ann, _ = company(database, clock=clock)
    with database.begin() as work:
        save_policy({"caps": [{"limit": 1, "period_hours": 24}], "on_cap": "HOLD"}, actor="test", within=work, clock=clock)
    ask(database, a_message(ann.id, expected_value_minor=1.0), a_message(ann.id, "sms", expected_value_minor=9.0), clock=clock)
    both = sender(database, {"email": mail[0], "sms": sms[0]}, clock)
    run_dry(both)
    assert (len(mail[1].messages), len(sms[1].messages)) == (0, 1)
    clock.turn_to(NOON + timedelta(hours=23, minutes=59))
    run_dry(both)
    assert len(mail[1].messages) == 0
    clock.turn_to(NOON + timedelta(hours=24))
    run_dry(both)
    assert len(mail[1].messages) == 1


def test_quiet_hours_are_the_members_own(database: Database, clock: TurnedClock, mail: tuple[Channel, Inbox]) -> None:
    ann, ben = company(database, clock=clock)
    with database.begin() as work:
        save_policy({"quiet_hours": {"starts": "21:00", "ends": "08:00"}}, actor="test", within=work, clock=clock)
        set_contacts([Contact(ben.id, email="ben@example.com", time_zone="Asia/Tokyo")], within=work, clock=clock)
    clock.turn_to(datetime(2017, 11, 3, 2, 0, tzinfo=UTC))  # 22:00 in New York, 11:00 in Tokyo
    ask(database, a_message(ann.id), a_message(ben.id), clock=clock)
    run_dry(sender(database, {"email": mail[0]}, clock))
    assert mail[1].addresses() == ["ben@example.com"]
    clock.turn_to(datetime(2017, 11, 3, 12, 0, tzinfo=UTC))
    run_dry(sender(database, {"email": mail[0]}, clock))
    assert mail[1].addresses() == ["ben@example.com", "ann@example.com"]


def test_a_pause_holds_and_a_resume_sends_nothing_again(database: Database, clock: TurnedClock, mail: tuple[Channel, Inbox]) -> None:
    people = company(database, [f"m{number}" for number in range(20)], clock=clock)
    channel, inbox = mail
    one = sender(database, {"email": channel}, clock)
    ask(database, *(a_message(member.id, occurrence="run") for member in people[:10]), clock=clock)
    run_dry(one)
    ask(database, *(a_message(member.id, occurrence="run") for member in people), clock=clock)
    admit_due(database, clock=clock, time_zone="UTC")
    with database.begin() as work:
        hold("campaign:autumn:1", actor="test", within=work, clock=clock)
    run_dry(one)
    assert len(inbox.messages) == 10
    with database.begin() as work:
        let_go("campaign:autumn:1", within=work)
    run_dry(one)
    assert sorted(inbox.addresses()) == sorted(f"m{number}@example.com" for number in range(20))


def test_what_is_withdrawn_is_not_sent_and_not_asked_for_again(database: Database, clock: TurnedClock, mail: tuple[Channel, Inbox]) -> None:
    ann, ben = company(database, clock=clock)
    messages = [a_message(ann.id), a_message(ben.id)]
    ask(database, *messages, clock=clock)
    with database.begin() as work:
        assert withdraw("campaign:autumn:1", within=work, clock=clock) == 2
    assert ask(database, *messages, clock=clock) == (0, 2)
    run_dry(sender(database, {"email": mail[0]}, clock))
    assert mail[1].messages == []
    assert told(database) == [("message.suppressed", "WITHDRAWN")] * 2


def test_an_address_that_is_no_good_is_not_tried_again_until_it_changes(
    database: Database, clock: TurnedClock, mail: tuple[Channel, Inbox]
) -> None:
    ann, _ = company(database, clock=clock)
    one = sender(database, {"email": mail[0]}, clock)
    with database.begin() as work:
        set_contacts([Contact(ann.id, email="nobody@example.com")], within=work, clock=clock)
    ask(database, a_message(ann.id), clock=clock)
    run_dry(one)
    ask(database, a_message(ann.id), clock=clock)
    run_dry(one)
    assert standing(database) == {("FAILED", "ADDRESS_BOUNCED"): 1, ("SUPPRESSED", "ADDRESS_BOUNCED"): 1}
    with database.begin() as work:
        set_contacts([Contact(ann.id, email="ann@example.com")], within=work, clock=clock)
    ask(database, a_message(ann.id), clock=clock)
    run_dry(one)
    assert mail[1].addresses() == ["ann@example.com"]


def test_a_channel_that_is_away_loses_nothing(database: Database, clock: TurnedClock, sms: tuple[Channel, Gateway]) -> None:
    ann, _ = company(database, clock=clock)
    channel, kept = sms
    one = sender(database, {"sms": channel}, clock)
    kept.answers = [503, 503]
    ask(database, a_message(ann.id, "sms"), clock=clock)
    run_dry(one)
    assert (standing(database), len(kept.messages)) == ({("ADMITTED", "CHANNEL_AWAY"): 1}, 0)
    for minutes in (1, 3):
        clock.turn_to(NOON + timedelta(minutes=minutes))
        run_dry(one)
    assert (standing(database), len(kept.messages)) == ({("SENT", None): 1}, 1)


def test_a_channel_that_stays_away_is_given_up_after_a_while_and_somebody_may_decide_otherwise(
    database: Database, clock: TurnedClock, sms: tuple[Channel, Gateway]
) -> None:
    ann, _ = company(database, clock=clock)
    channel, kept = sms
    one = sender(database, {"sms": channel}, clock)
    kept.answers = [503] * 8
    ask(database, a_message(ann.id, "sms"), clock=clock)
    for hours in range(10):
        clock.turn_to(NOON + timedelta(hours=hours))
        run_dry(one)
    assert standing(database) == {("FAILED", "CHANNEL_AWAY"): 1}
    with database.begin() as work:
        id_ = work.exec_driver_sql("select id from deliveries").scalar_one()
        resend(id_, within=work, clock=clock)
    run_dry(one)
    assert (standing(database), len(kept.messages)) == ({("SENT", None): 1}, 1)
    with database.begin() as work, pytest.raises(DeliveryNotResendable):
        resend(id_, within=work, clock=clock)


def test_a_message_about_something_the_member_has_not_is_not_sent(
    database: Database, clock: TurnedClock, mail: tuple[Channel, Inbox]
) -> None:
    ann, ben = company(database, clock=clock)
    with database.begin() as work:
        content = Content(text="{{ offer.title }} until {{ offer.ends_on | date | default('soon', true) }}", subject="An offer")
        save_template(Template("offer", "email", {"en": content}), actor="test", within=work, clock=clock)
    offer = {"offer": {"title": "Cheese", "ends_on": "2017-11-30"}}
    ask(database, a_message(ann.id, template_code="offer", facts=offer), a_message(ben.id, template_code="offer"), clock=clock)
    run_dry(sender(database, {"email": mail[0]}, clock))
    assert [one.get_content().strip() for one in mail[1].messages] == ["Cheese until November 30, 2017"]
    assert standing(database) == {("SENT", None): 1, ("SUPPRESSED", "CONTENT_MISSING"): 1}


def test_a_channel_goes_no_faster_than_it_may(database: Database, clock: TurnedClock, sms: tuple[Channel, Gateway]) -> None:
    people = company(database, [f"m{number}" for number in range(30)], clock=clock)
    with database.begin() as work:
        set_speed("sms", 5.0, within=work)
        work.exec_driver_sql("update channel_speeds set allowance = 5, counted_at = clock_timestamp()")
    ask(database, *(a_message(member.id, "sms") for member in people), clock=clock)
    admit_due(database, clock=clock, time_zone="UTC")
    one = sender(database, {"sms": sms[0]}, clock)
    with database.begin() as work:
        began = work.exec_driver_sql("select clock_timestamp()").scalar_one()
    run_dry(one)
    with database.begin() as work:
        seconds = (work.exec_driver_sql("select clock_timestamp()").scalar_one() - began).total_seconds()
    assert 1 <= len(sms[1].messages) <= 5 + 5.0 * seconds + 1


def test_a_queue_takes_only_what_it_can_send(database: Database, clock: TurnedClock) -> None:
    ann, _ = company(database, clock=clock)
    with pytest.raises(TemplateUnknown):
        ask(database, a_message(ann.id), a_message(ann.id, template_code="none"), clock=clock)
    with pytest.raises(ChannelUnknown):
        ask(database, a_message(ann.id), a_message(ann.id, "sms", template_code="news-email"), clock=clock)
    assert standing(database) == {}


def test_a_sender_that_slept_through_its_claim_hands_nothing_over(
    database: Database, clock: TurnedClock, mail: tuple[Channel, Inbox]
) -> None:
    ann, _ = company(database, clock=clock)
    ask(database, a_message(ann.id), clock=clock)
    admit_due(database, clock=clock, time_zone="UTC")
    with database.begin() as work:
        claim_id, claimed = store_claims.claim("email", limit=10, lease=timedelta(seconds=0), at=clock.now(), within=work)
    run_dry(sender(database, {"email": mail[0]}, clock))
    with database.begin() as work:
        assert store_claims.hand_over([one.id for one in claimed], claim_id, at=clock.now(), within=work) == set()
    assert len(mail[1].messages) == 1


def test_a_sender_whose_message_is_another_senders_by_now_hands_nothing_over(database: Database, clock: TurnedClock) -> None:
    ann, _ = company(database, clock=clock)
    ask(database, a_message(ann.id), clock=clock)
    admit_due(database, clock=clock, time_zone="UTC")
    with database.begin() as work:
        slow_id, claimed = store_claims.claim("email", limit=10, lease=timedelta(seconds=0), at=clock.now(), within=work)
    with database.begin() as work:
        assert store_claims.release_lapsed([], at=clock.now(), within=work) == 1
        quick_id, again = store_claims.claim("email", limit=10, lease=timedelta(minutes=5), at=clock.now(), within=work)
    ids = [one.id for one in claimed]
    assert [one.id for one in again] == ids
    with database.begin() as work:
        assert store_claims.hand_over(ids, slow_id, at=clock.now(), within=work) == set()
    with database.begin() as work:
        assert store_claims.hand_over(ids, quick_id, at=clock.now(), within=work) == set(ids)


def test_past_the_handing_over_a_dead_senders_message_is_in_doubt_unless_asking_again_is_harmless(
    database: Database, clock: TurnedClock, mail: tuple[Channel, Inbox], sms: tuple[Channel, Gateway]
) -> None:
    ann, _ = company(database, clock=clock)
    ask(database, a_message(ann.id), a_message(ann.id, "sms"), clock=clock)
    admit_due(database, clock=clock, time_zone="UTC")
    for channel in ("email", "sms"):
        with database.begin() as work:
            claim_id, claimed = store_claims.claim(channel, limit=10, lease=timedelta(seconds=30), at=clock.now(), within=work)
            assert store_claims.hand_over([one.id for one in claimed], claim_id, at=clock.now(), within=work) == {one.id for one in claimed}
    with database.begin() as work:
        work.exec_driver_sql("update deliveries set claimed_until = clock_timestamp() - interval '1 second' where status = 'SENDING'")
    run_dry(sender(database, {"email": mail[0], "sms": sms[0]}, clock))
    assert (len(mail[1].messages), len(sms[1].messages)) == (0, 1)
    assert standing(database) == {("IN_DOUBT", "SENDER_DIED"): 1, ("SENT", None): 1}
    assert ("message.in_doubt", "SENDER_DIED") in told(database)


def test_a_queue_that_was_empty_for_long_is_planned_anew_when_it_fills(
    database: Database, clock: TurnedClock, sms: tuple[Channel, Gateway]
) -> None:
    """A plan made once, for no rows, read the whole queue of 67,000 for each batch of 5,000: a minute instead of a second."""
    company(database, ("ann",), clock=clock)
    one = sender(database, {"sms": sms[0]}, clock)
    for _ in range(12):
        one.turn()
    with database.begin() as work:
        plans = work.exec_driver_sql(
            "select generic_plans, custom_plans from pg_prepared_statements where statement like '%%from deliveries%%'"
        ).all()
    assert len(plans) >= 3, "who may go, what dead senders had, what a channel takes"
    assert all(row.custom_plans > 0 == row.generic_plans for row in plans)


def test_an_audience_is_queued_once_and_only_in_templates_of_its_channel(database: Database, clock: TurnedClock) -> None:
    people = company(database, ("ann", "ben"), clock=clock)
    audience = pl.DataFrame(
        [(str(one.id), "email", "run-1", '{"offer": {"title": "Käse, \\"20 %\\" {off}"}}', 3.5) for one in people],
        schema=AUDIENCE,
        orient="row",
    )

    def queued(**templates: str) -> int:
        with database.begin() as work:
            return enqueue_audience(
                audience,
                templates=templates,
                source_code="campaign:autumn:1",
                purpose=Purpose.MARKETING,
                expires_at=clock.now() + timedelta(hours=1),
                within=work,
                clock=clock,
            )

    with pytest.raises(TemplateUnknown):
        queued(email="no-such")
    with pytest.raises(ChannelUnknown):
        queued(email="news-sms")
    assert (queued(email="news-email"), queued(email="news-email")) == (2, 0)
    with database.begin() as work:
        rows = work.exec_driver_sql("select facts, template_code, template_version, expected_value_minor, expires_at from deliveries").all()
    assert {tuple(row[1:]) for row in rows} == {("news-email", 1, 3.5, clock.now() + timedelta(hours=1))}
    assert all(row.facts == {"offer": {"title": 'Käse, "20 %" {off}'}} for row in rows)
