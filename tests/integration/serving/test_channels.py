"""Channels, their speeds and the languages of messages over HTTP, as settings show them."""

from pathlib import Path

import pytest

from loyalty.database import Database
from loyalty.messages import SendMessage, enqueue
from loyalty.messages.channels import outline_of
from tests.integration.serving.test_messages import HELLO, ask, put, wait_for
from tests.support.mail import mail_server
from tests.support.service import Service, running_service

GATEWAY = "https://user:hidden-password@sms.example.com:8443/hidden-path?secret=hidden-secret&receipts_secret=hidden-too"


def channels_of(service: Service) -> dict[str, dict[str, object]]:
    answer = service.client.get("/v1/channels")
    assert answer.status_code == 200, answer.text
    return {one["channel_code"]: one for one in answer.json()["items"]}


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("smtps://me:hidden@mail.example.com?from=news@example.com", ("SMTP", "mail.example.com", "news@example.com", None)),
        (GATEWAY, ("GATEWAY", "sms.example.com:8443", None, None)),
        ("file:///srv/khaywe/hidden/letters?format=csv", ("FILES", "letters", None, "csv")),
        ("file:///srv/letters", ("FILES", "letters", None, "parquet")),
    ],
)
def test_of_a_channel_nothing_secret_is_shown(url: str, shown: tuple[str | None, ...]) -> None:
    assert tuple(outline_of(url)) == shown
    assert "hidden" not in repr(outline_of(url))


def test_every_channel_says_whether_and_how_it_is_reached(database: Database, tmp_path: Path) -> None:
    with running_service(database, channels={"sms": GATEWAY, "mail": f"file://{tmp_path}/letters"}) as service:
        assert "hidden" not in service.client.get("/v1/channels").text
        found = channels_of(service)
    assert {code: (one["state"], one["kind"]) for code, one in found.items()} == {
        "email": ("OFF", None), "mail": ("WELL", "FILES"), "phone": ("OFF", None),
        "push": ("OFF", None), "sms": ("WELL", "GATEWAY"), "whatsapp": ("OFF", None),
    }  # fmt: skip


def test_a_channel_counts_what_it_sent_and_what_waits_because_it_was_away(database: Database, tmp_path: Path) -> None:
    with mail_server() as (url, _), running_service(database, channels={"email": url}, link_key_file=tmp_path / "link.key") as service:
        put(service, "/v1/message-templates/hello", HELLO)
        for member, address in (("ann", "ann@example.com"), ("ben", "later@example.com")):
            put(service, f"/v1/members/{member}/contact", {"email": address})
            put(service, f"/v1/members/{member}/consents", {"consents": [{"channel_code": "email", "is_given": True}]})
        ask(service, "first")
        wait_for(service, "SENT")
        email = channels_of(service)["email"]
        assert (email["state"], email["sent_count"], email["waiting_count"], email["failed_count"]) == ("WELL", 1, 0, 0)
        assert email["last_sent_at"] == "2017-10-31T22:00:00Z"
        with service.database.begin() as work:
            enqueue([SendMessage(service.members["ben"].id, "email", "hello", "test", "first")], within=work, clock=service.clock)
        for _ in range(600):
            email = channels_of(service)["email"]
            if email["state"] == "AWAY":
                break
        assert (email["state"], email["waiting_count"], email["away_count"]) == ("AWAY", 1, 1)


def test_the_speed_of_a_channel_is_set_and_lifted(service: Service) -> None:
    assert put(service, "/v1/channels/sms/speed", {"per_second": 2.5}, dry_run="true")[1]["would_apply"] is True
    assert channels_of(service)["sms"]["per_second"] is None
    assert put(service, "/v1/channels/sms/speed", {"per_second": 2.5})[0] == 200
    assert channels_of(service)["sms"]["per_second"] == 2.5
    assert put(service, "/v1/channels/sms/speed", {"per_second": None})[0] == 200
    assert channels_of(service)["sms"]["per_second"] is None
    assert put(service, "/v1/channels/sms/speed", {"per_second": 0})[0] == 422
    assert put(service, "/v1/channels/fax/speed", {"per_second": 1})[0] in (404, 422)
    assert service.client_with("messages.read").put("/v1/channels/sms/speed", json={"per_second": 1}).status_code == 403


def test_languages_tell_whom_a_template_does_not_speak_to(service: Service) -> None:
    put(service, "/v1/message-templates/hello", HELLO)
    put(service, "/v1/message-templates/english-only", HELLO | {"contents": HELLO["contents"][:1]})  # type: ignore[index]
    put(service, "/v1/members/ann/contact", {"language": "ar"})
    put(service, "/v1/members/ben/contact", {"language": "fr"})
    found = {one["language"]: one for one in service.client.get("/v1/message-languages").json()["items"]}
    assert {code: (one["member_count"], one["template_count"], one["missing_templates"]) for code, one in found.items()} == {
        "ar": (1, 1, ["english-only"]), "fr": (1, 0, ["english-only", "hello"]), "en": (0, 2, []),
    }  # fmt: skip
