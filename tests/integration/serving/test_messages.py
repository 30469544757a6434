"""Templates, contacts, limits and deliveries over HTTP, and a message that goes all the way from the queue to an inbox and back."""

import time
from pathlib import Path

import pytest

from loyalty.database import Database
from loyalty.messages import SendMessage, enqueue
from tests.support.mail import mail_server
from tests.support.service import Service, running_service

HELLO = {
    "channel_code": "email",
    "contents": [
        {"language": "en", "subject": "Hello", "text": "You have {{ points.available | number }} points. {{ links.unsubscribe }}"},
        {"language": "ar", "subject": "مرحبا", "text": "لديك {{ points.available | number }} نقطة"},
    ],
}


def put(service: Service, path: str, body: object, **params: str) -> tuple[int, dict[str, object]]:
    answer = service.client.put(path, json=body, params=params)
    return answer.status_code, answer.json()


def test_a_template_has_versions_and_says_the_same_once(service: Service) -> None:
    assert put(service, "/v1/message-templates/hello", HELLO, dry_run="true")[1]["would_apply"] is True
    assert service.client.get("/v1/message-templates/hello").status_code == 404
    assert put(service, "/v1/message-templates/hello", HELLO)[1]["version"] == 1
    assert put(service, "/v1/message-templates/hello", HELLO)[1]["version"] == 1
    changed = HELLO | {"contents": HELLO["contents"][:1]}  # type: ignore[index]
    assert put(service, "/v1/message-templates/hello", changed)[1]["version"] == 2
    shown = service.client.get("/v1/message-templates").json()["items"]
    assert [(one["code"], one["version"], [said["language"] for said in one["contents"]]) for one in shown] == [("hello", 2, ["en"])]


def test_a_template_that_would_say_dear_none_is_refused_and_nothing_is_stored(service: Service) -> None:
    wrong = {"channel_code": "sms", "contents": [{"language": "en", "text": "Dear {{ member.first_name }}"}]}
    status, problem = put(service, "/v1/message-templates/hello", wrong)
    assert (status, problem["code"], problem["facts"]["path"]) == (422, "TEMPLATE_INVALID", "contents.en.text")  # type: ignore[index]
    assert service.client.get("/v1/message-templates/hello").status_code == 404


def test_a_preview_reads_as_the_member_would(service: Service) -> None:
    service.earn("ann", 123_456)
    put(service, "/v1/members/ann/contact", {"email": "ann@example.com", "language": "ar"})
    answer = service.client.post("/v1/examine/messages", json=HELLO | {"member_id": "ann"}).json()
    assert (answer["language"], answer["subject"], answer["text"]) == ("ar", "مرحبا", "لديك 1,234 نقطة")
    english = service.client.post("/v1/examine/messages", json=HELLO | {"member_id": "ann", "language": "en"}).json()
    assert english["text"].startswith("You have 1,234 points.")
    unknown = service.client.post("/v1/examine/messages", json=HELLO | {"member_id": "nobody"})
    assert (unknown.status_code, unknown.json()["code"]) == (404, "MEMBER_UNKNOWN")


@pytest.mark.parametrize(
    ("contact", "field"),
    [
        ({"email": "ann@example"}, "email"),
        ({"email": "ann@example.com\r\nBcc: x@y.example"}, "email"),
        ({"phone": "0800 123"}, "phone"),
        ({"language": "English"}, "language"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"time_zone": "../../etc/passwd"}, "time_zone"),
    ],
)
def test_what_no_message_could_use_is_refused_when_it_is_given(service: Service, contact: dict[str, str], field: str) -> None:
    status, problem = put(service, "/v1/members/ann/contact", contact)
    assert (status, problem["code"], problem["facts"]["field"]) == (422, "CONTACT_INVALID", field)  # type: ignore[index]
    assert service.client.get("/v1/members/ann/contact").json()["email"] is None


def test_the_contact_policy_is_whole_or_not_at_all(service: Service) -> None:
    policy = {"caps": [{"limit": 2, "period_hours": 24}], "quiet_hours": {"starts": "21:00", "ends": "08:00"}}
    assert service.client.get("/v1/contact-policy").json() == {
        "policy": {}, "version": 0, "actor": None, "recorded_at": None, "would_apply": False
    }  # fmt: skip
    status, told = put(service, "/v1/contact-policy", {"policy": policy})
    assert (status, told["policy"], told["version"], told["actor"], told["would_apply"]) == (200, policy, 1, "test", False)
    status, problem = put(service, "/v1/contact-policy", {"policy": {"caps": [{"limit": 2}]}})
    assert (status, problem["code"]) == (422, "CONTACT_POLICY_INVALID")
    assert service.client.get("/v1/contact-policy").json()["policy"] == policy


def test_nobody_overwrites_a_contact_policy_that_they_have_not_seen(service: Service) -> None:
    assert put(service, "/v1/contact-policy", {"policy": {"on_cap": "HOLD"}, "expected_version": 0})[0] == 200
    status, problem = put(service, "/v1/contact-policy", {"policy": {"on_cap": "DROP"}, "expected_version": 0})
    assert (status, problem["code"], problem["facts"]) == (409, "CONTACT_POLICY_CHANGED", {"newest_version": 1})
    assert service.client.get("/v1/contact-policy").json()["policy"] == {"on_cap": "HOLD"}
    assert put(service, "/v1/contact-policy", {"policy": {}, "expected_version": 1}, dry_run="true")[1]["would_apply"] is True
    assert service.client.get("/v1/contact-policy").json()["version"] == 1


def test_a_message_goes_from_the_queue_to_the_inbox_and_its_link_leads_out(database: Database, tmp_path: Path) -> None:
    with mail_server() as (url, inbox):
        parts = {"channels": {"email": url}, "links_url": "http://testserver", "link_key_file": tmp_path / "link.key"}
        with running_service(database, **parts) as service:
            put(service, "/v1/message-templates/hello", HELLO)
            put(service, "/v1/members/ann/contact", {"email": "ann@example.com"})
            put(service, "/v1/members/ann/consents", {"consents": [{"channel_code": "email", "is_given": True}]})
            ask(service, "first")
            wait_for(service, "SENT")
            (mail,) = inbox.messages
            link = str(mail["List-Unsubscribe"]).strip(" <>")
            assert link in mail.get_content()
            page = service.client.get(link, headers={"Authorization": ""})
            assert "Unsubscribe" in page.text
            assert service.client.get("/v1/members/ann/consents").json()["items"][0]["is_given"] is True
            done = service.client.post(link, headers={"Authorization": ""}, data={"List-Unsubscribe": "One-Click"})
            assert done.status_code == 200
            assert service.client.get("/v1/members/ann/consents").json()["items"][0]["is_given"] is False
            ask(service, "second")
            assert wait_for(service, "SUPPRESSED")["reason"] == "CONSENT_MISSING"
            again = service.client.post(f"/v1/deliveries/{wait_for(service, 'SENT')['id']}:resend", json={})
            assert (again.status_code, again.json()["code"]) == (409, "DELIVERY_NOT_RESENDABLE")
    assert len(inbox.messages) == 1


@pytest.mark.parametrize("token", ["x", "A" * 44, "A" * 100])
def test_a_link_that_is_none_of_ours_leads_nowhere(database: Database, tmp_path: Path, token: str) -> None:
    with running_service(database, link_key_file=tmp_path / "link.key") as service:
        for answer in (service.client.get(f"/u/{token}"), service.client.post(f"/u/{token}")):
            assert (answer.status_code, answer.json()["code"]) == (404, "LINK_INVALID")


def ask(service: Service, occurrence: str) -> None:
    with service.database.begin() as work:
        enqueue([SendMessage(service.members["ann"].id, "email", "hello", "test", occurrence)], within=work, clock=service.clock)


def wait_for(service: Service, status: str) -> dict[str, str]:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        found = [one for one in service.client.get("/v1/members/ann/messages").json()["items"] if one["status"] == status]
        if found:
            return dict(found[0])
        time.sleep(0.1)
    raise AssertionError(service.client.get("/v1/members/ann/messages").text)
