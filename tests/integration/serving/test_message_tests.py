"""Test messages over HTTP: to the address that was given, marked, once for a key, counted nowhere. Not here: real deliveries."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from loyalty.database import Database
from tests.support.mail import Inbox, mail_server
from tests.support.service import Service, running_service

DRAFT: dict[str, Any] = {
    "channel_code": "email",
    "contents": [
        {
            "language": "en",
            "subject": "Hello {{ member.first_name | default('you', true) }}",
            "text": "See https://shop.example/ {{ links.unsubscribe }}",
        },
        {"language": "ar", "subject": "مرحبا", "text": "نقاطك {{ points.available | number }}"},
    ],
}
TO_ME = DRAFT | {"address": "me@example.com"}


@pytest.fixture
def mailed(database: Database, tmp_path: Path) -> Iterator[tuple[Service, Inbox]]:
    with mail_server() as (url, inbox), running_service(database, channels={"email": url}, link_key_file=tmp_path / "k") as service:
        yield service, inbox


def test_a_test_arrives_marked_and_is_nobodys_delivery(mailed: tuple[Service, Inbox]) -> None:
    service, inbox = mailed
    told = service.client.post("/v1/message-tests", json=TO_ME).json()
    assert (told["result"], told["subject"], told["is_known"]) == ("ACCEPTED", "[Test] Hello Mara", False)
    (mail,) = inbox.messages
    assert (str(mail["To"]), str(mail["Subject"]), mail["List-Unsubscribe"]) == ("me@example.com", "[Test] Hello Mara", None)
    assert mail.get_content().strip() == "See https://shop.example/ #"
    with service.database.begin() as work:
        assert work.exec_driver_sql("select (select count(*) from deliveries) + (select count(*) from outbox)").scalar_one() == 0


def test_a_test_reads_as_a_member_would_in_the_language_that_was_asked(mailed: tuple[Service, Inbox]) -> None:
    service, inbox = mailed
    service.earn("ann", 123_456)
    service.client.put("/v1/message-templates/hello", json=DRAFT)
    body = {"template_code": "hello", "address": "me@example.com", "member_id": "ann", "language": "ar"}
    assert service.client.post("/v1/message-tests", json=body).json()["text"] == "نقاطك 1,234"
    assert str(inbox.messages[0]["Subject"]) == "[تجربة] مرحبا"


def test_the_same_key_sends_once_however_many_ask(mailed: tuple[Service, Inbox]) -> None:
    service, inbox = mailed
    answers: list[tuple[int, Any]] = []

    def ask() -> None:
        answer = service.post("/v1/message-tests", TO_ME, key="once")
        answers.append((answer.status_code, answer.json().get("is_known")))

    asking = [threading.Thread(target=ask) for _ in range(6)]
    for one in asking:
        one.start()
    for one in asking:
        one.join()
    assert {status for status, _ in answers} <= {200, 409}
    assert answers.count((200, False)) == 1
    assert len(inbox.messages) == 1
    assert service.post("/v1/message-tests", TO_ME, key="once").json()["is_known"] is True
    other = service.post("/v1/message-tests", TO_ME | {"address": "other@example.com"}, key="once")
    assert (other.status_code, other.json()["code"]) == (422, "IDEMPOTENCY_KEY_REUSED")
    assert len(inbox.messages) == 1


def test_a_dry_run_shows_and_sends_nothing(mailed: tuple[Service, Inbox]) -> None:
    service, inbox = mailed
    told = service.client.post("/v1/message-tests", json=TO_ME, params={"dry_run": "true"}).json()
    assert (told["would_apply"], told["result"], told["subject"]) == (True, None, "[Test] Hello Mara")
    assert inbox.messages == []


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"address": "nobody@"}, 422, "CONTACT_INVALID"),
        ({"address": "a@example.com\r\nBcc: b@example.com"}, 422, "CONTACT_INVALID"),
        ({"channel_code": "sms", "contents": [{"language": "en", "text": "x"}], "address": "+12125550100"}, 422, "CHANNEL_UNKNOWN"),
        ({"contents": [{"language": "en", "subject": "x", "text": "{{ nothing }}"}]}, 422, "TEMPLATE_INVALID"),
        ({"member_id": "nobody"}, 404, "MEMBER_UNKNOWN"),
        ({"template_code": "hello"}, 422, "REQUEST_INVALID"),
        ({"contents": None}, 422, "REQUEST_INVALID"),
        ({"channel_code": None, "contents": None, "template_code": "hello"}, 404, "TEMPLATE_UNKNOWN"),
    ],
)
def test_what_cannot_be_sent_is_refused(mailed: tuple[Service, Inbox], change: dict[str, Any], status: int, code: str) -> None:
    service, inbox = mailed
    answer = service.client.post("/v1/message-tests", json=TO_ME | change)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert inbox.messages == []


def test_the_channels_no_is_told_and_no_more_than_sixty_an_hour_leave(mailed: tuple[Service, Inbox]) -> None:
    service, _ = mailed
    told = service.client.post("/v1/message-tests", json=TO_ME | {"address": "nobody@example.com"}).json()
    assert (told["result"], told["detail"]) == ("REFUSED", "550 no such mailbox")
    with service.database.begin() as work:
        copies = """
        insert into message_tests (id, actor, fingerprint, channel_code, address, language, status)
        select gen_random_uuid(), actor, fingerprint, channel_code, address, language, status from message_tests, generate_series(1, 59)
        """
        work.exec_driver_sql(copies)
    answer = service.client.post("/v1/message-tests", json=TO_ME)
    assert (answer.status_code, answer.json()["code"]) == (422, "MESSAGE_TESTS_EXCEEDED")
