"""What comes back of messages counts once and has its consequence, whoever tells it how often. Not here: reading reports, HTTP."""

from datetime import timedelta
from uuid import UUID

import pytest

from loyalty.clock import TurnedClock
from loyalty.database import Database
from loyalty.messages.contacts import set_contacts
from loyalty.messages.engagement import Engagement, Kind, note
from loyalty.messages.errors import DeliveryUnknown
from loyalty.messages.model import Contact
from loyalty.messages.receipts import Receipt, take_receipts
from loyalty.messages.returned import read_returned
from loyalty.segments import consents_of
from tests.support.messages import NOON, a_message, ask, company, run_dry, sender, standing, told
from tests.support.outbox import events_of_messages
from tests.support.returned import a_report

SHOP = "https://shop.example/"


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock(NOON)


def sent(database: Database, clock: TurnedClock, members: list[UUID], channel: str = "email") -> list[UUID]:
    """A delivery to each member that its channel has taken."""
    ask(database, *(a_message(one, channel) for one in members), clock=clock)
    with database.begin() as work:
        statement = (
            "update deliveries set status = 'SENT', handed_over_at = %(at)s, admitted_at = %(at)s, ended_at = %(at)s"
            " where status = 'QUEUED' returning id, member_id"
        )
        rows = {row.member_id: row.id for row in work.exec_driver_sql(statement, {"at": clock.now()})}
    return [rows[one] for one in members]


def take(database: Database, clock: TurnedClock, *receipts: Receipt, channel: str | None = None) -> list[object]:
    with database.begin() as work:
        return list(take_receipts(receipts, channel_code=channel, within=work, clock=clock))


def bounced_channels(database: Database, member_id: UUID) -> list[str]:
    with database.begin() as work:
        statement = "select bounced_channels from member_contacts where member_id = %(id)s"
        return list(work.exec_driver_sql(statement, {"id": member_id}).scalar_one())


def test_an_opening_counts_once_and_a_machines_by_itself(database: Database, clock: TurnedClock) -> None:
    ann, _ = company(database, clock=clock)
    (delivery,) = sent(database, clock, [ann.id])
    done = [Engagement(delivery, Kind.OPENED, NOON, is_automatic=automatic) for automatic in (True, False, False, True)]
    with database.begin() as work:
        assert len(note(done, within=work, clock=clock)) == 2
    with database.begin() as work:
        assert note(done, within=work, clock=clock) == set()
        click = [Engagement(delivery, Kind.CLICKED, NOON, target) for target in (SHOP, SHOP + "a", SHOP)]
        assert len(note(click, within=work, clock=clock)) == 2
    assert events_of_messages(database) == [("message.clicked", SHOP), ("message.clicked", SHOP + "a"), ("message.opened", None)]


def test_what_names_no_delivery_of_ours_is_left_out(database: Database, clock: TurnedClock) -> None:
    company(database, clock=clock)
    with database.begin() as work:
        assert note([Engagement(UUID(int=5), Kind.OPENED, NOON)], within=work, clock=clock) == set()
    (answer,) = take(database, clock, Receipt(UUID(int=5), Kind.BOUNCED))
    assert isinstance(answer, DeliveryUnknown)


def test_a_bounce_ends_its_delivery_and_its_address_once(database: Database, clock: TurnedClock) -> None:
    ann, ben = company(database, clock=clock)
    to_ann, to_ben = sent(database, clock, [ann.id, ben.id])
    clock.turn_to(NOON + timedelta(hours=1))
    receipts = [Receipt(to_ann, Kind.BOUNCED, is_address_bad=True), Receipt(to_ben, Kind.BOUNCED)]
    assert take(database, clock, *receipts, receipts[0]) == ["NEW", "NEW", "KNOWN"]
    assert take(database, clock, *receipts) == ["KNOWN", "KNOWN"]
    assert standing(database) == {("BOUNCED", "ADDRESS_BOUNCED"): 1, ("BOUNCED", "CHANNEL_REFUSED"): 1}
    assert (bounced_channels(database, ann.id), bounced_channels(database, ben.id)) == (["email"], [])
    assert told(database) == [("message.bounced", "ADDRESS_BOUNCED"), ("message.bounced", "CHANNEL_REFUSED")]
    ask(database, a_message(ann.id), clock=clock)
    run_dry(sender(database, {}, clock))
    assert standing(database)["SUPPRESSED", "ADDRESS_BOUNCED"] == 1


def test_a_bounce_of_the_old_address_leaves_the_new_one_alone(database: Database, clock: TurnedClock) -> None:
    ann, ben = company(database, clock=clock)
    to_ann, to_ben = sent(database, clock, [ann.id, ben.id])
    clock.turn_to(NOON + timedelta(minutes=5))
    with database.begin() as work:
        set_contacts(
            [Contact(ann.id, email="new@example.com"), Contact(ben.id, email="ben@example.com", language="en")], within=work, clock=clock
        )
    with database.begin() as work:
        for delivery, address in ((to_ann, "ann@example.com"), (to_ben, "BEN@example.com")):
            take_receipts(read_returned(a_report(delivery, address=address)), within=work, clock=clock)
    assert (bounced_channels(database, ann.id), bounced_channels(database, ben.id)) == ([], ["email"])
    assert standing(database) == {("BOUNCED", "ADDRESS_BOUNCED"): 2}


def test_a_receipt_told_again_after_the_address_was_mended_marks_nothing(database: Database, clock: TurnedClock) -> None:
    ann, _ = company(database, clock=clock)
    (delivery,) = sent(database, clock, [ann.id])
    bounce = Receipt(delivery, Kind.BOUNCED, is_address_bad=True, address="ann@example.com")
    take(database, clock, bounce)
    with database.begin() as work:
        set_contacts([Contact(ann.id, email="other@example.com")], within=work, clock=clock)
        set_contacts([Contact(ann.id, email="ann@example.com")], within=work, clock=clock)
    assert take(database, clock, bounce) == ["KNOWN"]
    assert bounced_channels(database, ann.id) == []


@pytest.mark.parametrize(("kind", "source"), [(Kind.COMPLAINED, "complaint"), (Kind.OPTED_OUT, "reply to a message")])
def test_a_complaint_and_a_leaving_withdraw_the_consent_for_their_channel_alone(
    database: Database, clock: TurnedClock, kind: Kind, source: str
) -> None:
    ann, _ = company(database, clock=clock)
    (delivery,) = sent(database, clock, [ann.id], "sms")
    clock.turn_to(NOON + timedelta(hours=2))
    assert take(database, clock, Receipt(delivery, kind, NOON + timedelta(hours=1))) == ["NEW"]
    with database.begin() as work:
        said = {one.channel_code: (one.is_given, one.source) for one in consents_of(ann.id, as_of=clock.now(), within=work)}
    assert said == {"email": (True, None), "mail": (True, None), "sms": (False, source)}
    assert events_of_messages(database) == [(f"message.{kind.lower()}", None)]


def test_a_gateway_is_heard_on_its_own_channel_only(database: Database, clock: TurnedClock) -> None:
    ann, _ = company(database, clock=clock)
    (delivery,) = sent(database, clock, [ann.id])
    (answer,) = take(database, clock, Receipt(delivery, Kind.OPTED_OUT), channel="sms")
    assert isinstance(answer, DeliveryUnknown)
    assert standing(database) == {("SENT", None): 1}
    assert take(database, clock, Receipt(delivery, Kind.DELIVERED), channel="email") == ["NEW"]


def test_a_sign_of_life_settles_a_doubt(database: Database, clock: TurnedClock) -> None:
    ann, ben = company(database, clock=clock)
    to_ann, to_ben = sent(database, clock, [ann.id, ben.id])
    with database.begin() as work:
        work.exec_driver_sql("update deliveries set status = 'IN_DOUBT', reason = 'SENDER_DIED'")
        note([Engagement(to_ann, Kind.CLICKED, NOON, SHOP)], within=work, clock=clock)
        take_receipts([Receipt(to_ben, Kind.BOUNCED)], within=work, clock=clock)
    assert standing(database) == {("SENT", None): 1, ("BOUNCED", "CHANNEL_REFUSED"): 1}


def test_a_receipt_that_overtakes_its_sender_is_not_lost(database: Database, clock: TurnedClock) -> None:
    ann, _ = company(database, clock=clock)
    (delivery,) = sent(database, clock, [ann.id])
    with database.begin() as work:
        work.exec_driver_sql(
            "update deliveries set status = 'SENDING', ended_at = null, claim_id = id, claimed_until = now() + interval '1 h'"
        )
    take(database, clock, Receipt(delivery, Kind.BOUNCED, is_address_bad=True))
    run_dry(sender(database, {}, clock))
    assert standing(database) == {("BOUNCED", "ADDRESS_BOUNCED"): 1}


def test_what_happened_never_lies_ahead(database: Database, clock: TurnedClock) -> None:
    ann, _ = company(database, clock=clock)
    (delivery,) = sent(database, clock, [ann.id])
    take(database, clock, Receipt(delivery, Kind.DELIVERED, NOON + timedelta(days=3_000)))
    with database.begin() as work:
        assert work.exec_driver_sql("select occurred_at from message_engagement").scalar_one() == NOON


def test_engagement_never_changes(database: Database, clock: TurnedClock) -> None:
    ann, _ = company(database, clock=clock)
    (delivery,) = sent(database, clock, [ann.id])
    take(database, clock, Receipt(delivery, Kind.DELIVERED))
    for statement in ("update message_engagement set kind = 'CLICKED'", "delete from message_engagement"):
        with pytest.raises(Exception, match="message_engagement"), database.begin() as work:
            work.exec_driver_sql(statement)
