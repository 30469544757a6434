"""Builders for tests of messages: members who agreed, templates, the queue as it stands. Not here: servers (`mail.py`, `gateway.py`)."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import count
from uuid import UUID

from loyalty.clock import TurnedClock
from loyalty.database import Database
from loyalty.events.catalogue import EVENT_TYPES
from loyalty.members import EnrolMember, Member, enrol
from loyalty.messages.channels import Channel
from loyalty.messages.contacts import set_contacts
from loyalty.messages.links import Links
from loyalty.messages.model import Contact, SendMessage
from loyalty.messages.queue import Queued, enqueue
from loyalty.messages.sender import Sender
from loyalty.messages.store_templates import save_template
from loyalty.messages.template import Content, Template
from loyalty.programs import store_program
from loyalty.segments import GiveConsent, give_consents
from tests.support.ledger import journey

NOON = datetime(2017, 11, 2, 16, 0, tzinfo=UTC)
LINKS = Links("https://points.example", b"k" * 32)
_numbers = count(1)


def company(database: Database, names: Sequence[str] = ("ann", "ben"), *, clock: TurnedClock) -> list[Member]:
    """Members who agreed to e-mail and sms and can be reached, a program, a template for each channel."""
    with database.begin() as work:
        store_program(journey(), within=work, clock=clock)
        members = enrol([EnrolMember(name, "journey", attributes={"first_name": name.title()}) for name in names], within=work, clock=clock)
        people = [one for one in members if isinstance(one, Member)]
        reach(people, work, clock)
        for channel, subject in (("email", "For {{ member.first_name | default('you', true) }}"), ("sms", None), ("mail", None)):
            content = Content(text="You have {{ points.available | number }} points", subject=subject)
            save_template(Template(f"news-{channel}", channel, {"en": content}), actor="test", within=work, clock=clock)
    return people


def reach(people: Sequence[Member], work: object, clock: TurnedClock) -> None:
    """Each has an address on every channel and agreed to all of them."""
    contacts = [
        Contact(one.id, email=f"{one.external_id}@example.com", phone=f"+1212555{number:04}", postal_address="1 Main Street")
        for number, one in enumerate(people)
    ]
    set_contacts(contacts, within=work, clock=clock)  # type: ignore[arg-type]
    consents = [GiveConsent(one.id, channel, True) for one in people for channel in ("email", "sms", "mail")]
    give_consents(consents, actor="test", within=work, clock=clock)  # type: ignore[arg-type]


def a_message(member_id: UUID, channel: str = "email", **changes: object) -> SendMessage:
    """A marketing message of its own reason, unless told otherwise."""
    values: dict[str, object] = {
        "member_id": member_id,
        "channel_code": channel,
        "template_code": f"news-{channel}",
        "source_code": "campaign:autumn:1",
        "occurrence": f"run-{next(_numbers)}",
    }
    return SendMessage(**(values | changes))  # type: ignore[arg-type]


def ask(database: Database, *messages: SendMessage, clock: TurnedClock) -> Queued:
    """They are asked for, committed."""
    with database.begin() as work:
        return enqueue(messages, within=work, clock=clock)


def sender(database: Database, channels: dict[str, Channel], clock: TurnedClock) -> Sender:
    """A sender over these channels."""
    return Sender(database, channels, clock, LINKS, "America/New_York")


def run_dry(one: Sender) -> None:
    """Turns until nothing is to do."""
    while one.turn():
        pass


def standing(database: Database) -> dict[tuple[str, str | None], int]:
    """How many deliveries have which status and reason."""
    with database.begin() as work:
        return dict(Counter((row.status, row.reason) for row in work.exec_driver_sql("select status, reason from deliveries")))


def told(database: Database) -> list[tuple[str, str | None]]:
    """The message events in the outbox, each as the catalogue promises: type and reason, in order."""
    with database.begin() as work:
        rows = work.exec_driver_sql("select type, data from outbox where type like 'message.%%' order by 1, data ->> 'reason'").all()
    for type_, data in rows:
        EVENT_TYPES[type_].says.model_validate(data)
    return [(type_, data.get("reason")) for type_, data in rows]
