"""The catalogue of events is what writers tell, what the document says, and what outsiders may tell."""

import json
from uuid import uuid4

import pytest

from loyalty.errors import LoyaltyError
from loyalty.events import EVENT_TYPES, Event, EventInvalid, body_of, is_wanted, read_body
from loyalty.events.asyncapi import FILE, document, written
from loyalty.events.catalogue import RESERVED, check_heard
from loyalty.events.inbound import read_told
from loyalty.ledger.store_append import EVENT_TYPES as OF_ENTRIES
from loyalty.ledger.store_append import REVERSED
from tests.support.ledger import NOON


def test_whatever_the_ledger_tells_is_in_the_catalogue() -> None:
    assert {*OF_ENTRIES.values(), REVERSED} <= EVENT_TYPES.keys()


def test_every_type_is_in_a_domain_that_others_may_not_use_but_those_that_are_heard() -> None:
    told = [one for one in EVENT_TYPES.values() if one.direction == "told"]
    assert {one.name.split(".")[0] for one in EVENT_TYPES.values()} <= RESERVED
    for one in told:
        with pytest.raises(LoyaltyError, match="alone"):
            check_heard(one.name, {})


def test_the_document_in_the_repository_is_the_catalogue() -> None:
    assert FILE.read_text(encoding="utf-8") == written(), "run `python -m loyalty.events.asyncapi`"


def test_every_reference_of_the_document_leads_somewhere() -> None:
    found = document()

    def references(part: object) -> list[str]:
        if isinstance(part, dict):
            return [value for name, value in part.items() if name == "$ref"] + [one for value in part.values() for one in references(value)]
        return [one for value in part for one in references(value)] if isinstance(part, list) else []

    for reference in references(found):
        place: object = found
        for step in reference.removeprefix("#/").split("/"):
            assert isinstance(place, dict)
            place = place[step]
    assert len(references(found)) > 20


def test_an_event_survives_its_envelope() -> None:
    event = Event(7, uuid4(), "cart.abandoned", 1, uuid4(), "1042", "journey", "shop", NOON, NOON, NOON, {"value_minor": 5, "name": "عميل"})
    assert read_body(body_of(event)) == event
    assert json.loads(body_of(event))["subject"]["external_id"] == "1042"


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"null", b"\xff", b'{"id": 1}', b'"x"'])
def test_what_is_no_envelope_is_refused(body: bytes) -> None:
    with pytest.raises(EventInvalid):
        read_body(body)


@pytest.mark.parametrize(
    ("type_", "patterns", "wanted"),
    [
        ("points.earned", ("points.*",), True),
        ("points.earned", ("points.earned",), True),
        ("points.earned", ("*",), True),
        ("pointsman.earned", ("points.*",), False),
        ("points.earned", ("points.spent", "segment.*"), False),
        ("points.earned", (), False),
    ],
)
def test_a_pattern_means_its_domain(type_: str, patterns: tuple[str, ...], wanted: bool) -> None:
    assert is_wanted(type_, patterns) is wanted


@pytest.mark.parametrize(
    "body",
    [
        b"no", b"[]", b"{}", b'{"type":"a.b"}', b'{"type":"a.b","member_id":""}', b'{"type":"a.b","member_id":"x","data":[]}',
        b'{"type":"a.b","member_id":"x","occurred_at":"yesterday"}', b'{"type":"a.b","member_id":"x","occurred_at":"2026-01-01T00:00:00"}',
        b'{"type":"a.b","member_id":"x","extra":1}', b'{"type":1,"member_id":"x"}',
    ],
)  # fmt: skip
def test_a_message_that_tells_nothing_is_refused(body: bytes) -> None:
    with pytest.raises(EventInvalid):
        read_told(body)
