"""Links that are followed, pictures that are fetched, receipts and returned mails over HTTP. Not here: what they mean (messages)."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

import pytest

from loyalty.database import Database
from loyalty.ids import show_id
from loyalty.messages import SendMessage, enqueue
from loyalty.webhooks.signing import sign
from tests.support.mail import Inbox, mail_server
from tests.support.outbox import events_of_messages
from tests.support.returned import a_report
from tests.support.service import Service, running_service

BROWSER = {"User-Agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/120 Safari/537.36", "Authorization": ""}
NEWS = {
    "channel_code": "email",
    "contents": [
        {
            "language": "en",
            "subject": "News",
            "text": "Look: https://shop.example/new?a=1.",
            "html": '<html><body><p><a href="https://shop.example/new?a=1&amp;b=ü">Look</a></p></body></html>',
        }
    ],
}


@pytest.fixture
def mailed(database: Database, tmp_path: Path) -> Iterator[tuple[Service, Inbox, str]]:
    """A service that sends mail, one mail to ann in the inbox, and its delivery's id."""
    with mail_server() as (url, inbox):
        parts = {"channels": {"email": f"{url}&receipts_secret=s3cret"}, "links_url": "http://testserver", "link_key_file": tmp_path / "k"}
        with running_service(database, **parts) as service:
            assert service.client.put("/v1/message-templates/news", json=NEWS).status_code == 200
            service.client.put("/v1/members/ann/contact", json={"email": "ann@example.com"})
            service.client.put("/v1/members/ann/consents", json={"consents": [{"channel_code": "email", "is_given": True}]})
            with database.begin() as work:
                enqueue(
                    [SendMessage(service.members["ann"].id, "email", "news", "campaign:autumn:1", "1")], within=work, clock=service.clock
                )
            yield service, inbox, sent_delivery(service)


def sent_delivery(service: Service) -> str:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        (found,) = service.client.get("/v1/members/ann/messages").json()["items"]
        if found["status"] == "SENT":
            return str(found["id"])
        time.sleep(0.05)
    raise AssertionError(found)


def links_of(inbox: Inbox) -> tuple[str, str, str]:
    """The link of the text, the link and the picture of the HTML."""
    (mail,) = inbox.messages
    text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    html = mail.get_body(("html",)).get_content()  # type: ignore[union-attr]
    return text.split("Look: ")[1].strip().rstrip("."), html.split('href="')[1].split('"')[0], html.split('src="')[1].split('"')[0]


def test_a_mails_links_lead_where_they_meant_to_and_are_counted(mailed: tuple[Service, Inbox, str]) -> None:
    service, inbox, _ = mailed
    text, html, picture = links_of(inbox)
    for _ in range(2):
        answer = service.client.get(text, headers=BROWSER, follow_redirects=False)
        assert (answer.status_code, answer.headers["Location"]) == (302, "https://shop.example/new?a=1")
        assert answer.headers["Referrer-Policy"] == "no-referrer"
    answer = service.client.get(html, headers=BROWSER, follow_redirects=False)
    assert answer.headers["Location"] == "https://shop.example/new?a=1&b=%C3%BC"
    shown = service.client.get(picture, headers=BROWSER)
    assert (shown.status_code, shown.headers["Content-Type"], shown.content[:6]) == (200, "image/gif", b"GIF89a")
    assert [type_ for type_, _ in events_of_messages(service.database)] == ["message.clicked", "message.clicked", "message.opened"]


def test_a_guard_that_follows_a_link_is_sent_on_and_is_no_person(mailed: tuple[Service, Inbox, str]) -> None:
    service, inbox, _ = mailed
    answer = service.client.get(links_of(inbox)[0], headers=BROWSER | {"User-Agent": "Barracuda Sentinel (EE)"}, follow_redirects=False)
    assert answer.status_code == 302
    assert events_of_messages(service.database) == []


def test_no_link_leads_anywhere_that_was_not_sealed(mailed: tuple[Service, Inbox, str]) -> None:
    service, inbox, _ = mailed
    path = urlsplit(links_of(inbox)[0]).path
    for wrong in (path[:-1], path[:-4] + "AAAA", "/c/" + "A" * 80, "/o/" + path[3:]):
        answer = service.client.get(wrong, headers=BROWSER, follow_redirects=False)
        assert answer.status_code == 404
        assert "Location" not in answer.headers
    assert (
        service.client.get(f"{path}?next=https://evil.example", headers=BROWSER, follow_redirects=False)
        .headers["Location"]
        .startswith("https://shop.example/")
    )


def test_a_link_leads_on_while_the_database_is_away(mailed: tuple[Service, Inbox, str], monkeypatch: pytest.MonkeyPatch) -> None:
    service, inbox, _ = mailed
    link = links_of(inbox)[0]

    def away() -> None:
        from loyalty.database.engine import DatabaseUnavailable

        raise DatabaseUnavailable("PostgreSQL does not answer.")

    monkeypatch.setattr(service.wiring.database, "begin", away)
    assert service.client.get(link, headers=BROWSER, follow_redirects=False).headers["Location"] == "https://shop.example/new?a=1"


def test_leaving_by_the_mails_link_is_known_of_the_mail(mailed: tuple[Service, Inbox, str]) -> None:
    service, inbox, _ = mailed
    (mail,) = inbox.messages
    assert str(mail["List-Unsubscribe-Post"]) == "List-Unsubscribe=One-Click"
    link = str(mail["List-Unsubscribe"]).strip(" <>").replace(" ", "")
    assert service.client.post(link, headers=BROWSER, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert service.client.get("/v1/members/ann/consents").json()["items"][0]["is_given"] is False
    assert events_of_messages(service.database) == [("message.opted_out", None)]


def test_a_receipt_has_its_consequence_once_and_a_dry_run_none(mailed: tuple[Service, Inbox, str]) -> None:
    service, _, delivery = mailed
    body = {
        "receipts": [
            {"delivery_id": delivery, "kind": "BOUNCED", "is_address_bad": True, "detail": "550 gone"},
            {"delivery_id": show_id("dlv", UUID(int=1)), "kind": "BOUNCED"},
        ]
    }
    dry = service.client.post("/v1/message-receipts", json=body, params={"dry_run": "true"}).json()
    assert (dry["would_apply"], [one["result"] for one in dry["items"]]) == (True, ["NEW", "REFUSED"])
    first = service.post("/v1/message-receipts", body, key="one")
    assert [(one["result"], one["code"]) for one in first.json()["items"]] == [("NEW", None), ("REFUSED", "DELIVERY_UNKNOWN")]
    assert service.post("/v1/message-receipts", body, key="one").headers["Idempotency-Hit"] == "true"
    assert service.post("/v1/message-receipts", body).json()["items"][0]["result"] == "KNOWN"
    (shown,) = service.client.get("/v1/members/ann/messages").json()["items"]
    assert (shown["status"], shown["reason"], shown["detail"]) == ("BOUNCED", "ADDRESS_BOUNCED", "550 gone")


def test_a_mail_that_came_back_is_handed_in_as_it_is(mailed: tuple[Service, Inbox, str]) -> None:
    service, inbox, delivery = mailed
    (mail,) = inbox.messages
    assert str(mail["Message-ID"]) == f"<{delivery}@journey.example>"
    report = a_report(UUID(hex=delivery.removeprefix("dlv_")))
    for expected in ("NEW", "KNOWN"):
        answer = service.client.post("/v1/returned-mails", content=report, headers={"Content-Type": "message/rfc822"})
        assert [(one["kind"], one["result"]) for one in answer.json()["items"]] == [("BOUNCED", expected)]
    assert service.client.post("/v1/returned-mails", content=b"Subject: hello\n\nWhat a nice mail").json()["items"] == []
    assert service.client.post("/v1/returned-mails", content=b"x" * 1_100_000).status_code == 413


def test_a_gateway_proves_itself_by_its_signature(mailed: tuple[Service, Inbox, str]) -> None:
    service, _, delivery = mailed
    body = json.dumps({"receipts": [{"delivery_id": delivery, "kind": "OPTED_OUT"}]}).encode()

    def tell(content: bytes, proof: str = "s3cret", *, channel: str = "email", seconds_ago: int = 0) -> tuple[int, str]:
        headers = {"Authorization": "", "Khaywe-Signature": sign(body, [proof], at_seconds=int(time.time()) - seconds_ago)}
        answer = service.client.post(f"/v1/gateways/{channel}/receipts", content=content, headers=headers)
        return answer.status_code, answer.json().get("code") or answer.json()["items"][0]["result"]

    assert tell(body, "wrong") == (401, "API_KEY_UNKNOWN")
    assert tell(body + b" ") == (401, "API_KEY_UNKNOWN")
    assert tell(body, seconds_ago=600) == (401, "API_KEY_UNKNOWN")
    assert tell(body, channel="sms") == (401, "API_KEY_UNKNOWN")
    assert tell(body) == (200, "NEW")
    assert tell(body) == (200, "KNOWN")
    assert service.client.get("/v1/members/ann/consents").json()["items"][0]["is_given"] is False
    body = b'{"receipts": []}'
    assert tell(body) == (422, "REQUEST_INVALID")
    body = b"none"
    assert tell(body)[0] in {400, 422}
