"""Mails that came back are read for what they say of our deliveries, and nothing they hold makes us fall. Not here: what follows."""

from email.message import EmailMessage
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.ids import show_id
from loyalty.messages.engagement import Kind, is_automatic
from loyalty.messages.returned import read_returned
from tests.support.returned import a_complaint, a_report

DELIVERY = UUID(int=0x1936B2E7C7A7C1E8F2A4B6D8E0F1A2B)


@pytest.mark.parametrize(
    ("status", "said", "kind", "is_bad"),
    [
        ("5.1.1", "smtp; 550 5.1.1 no such user", Kind.BOUNCED, True),
        ("5.2.1", "smtp; 550 mailbox disabled", Kind.BOUNCED, True),
        ("5.2.2", "smtp; 552 mailbox full", Kind.BOUNCED, False),
        ("5.7.1", "smtp; 550 5.7.1 blocked by policy", Kind.BOUNCED, False),
        ("5.0.0", "smtp; 550 User unknown", Kind.BOUNCED, True),
        ("5.0.0", "smtp; 550 5.1.10 RESOLVER.ADR.RecipientNotFound", Kind.BOUNCED, True),
        ("4.4.7", "smtp; delivery time expired", Kind.BOUNCED, False),
        ("4.4.1", "smtp; connection timed out", Kind.DELAYED, False),
        ("2.0.0", "smtp; 250 ok", Kind.DELIVERED, False),
    ],
)
def test_a_delivery_status_says_what_became_of_the_mail(status: str, said: str, kind: Kind, is_bad: bool) -> None:
    action = {Kind.BOUNCED: "failed", Kind.DELAYED: "delayed", Kind.DELIVERED: "Delivered"}[kind]
    for quotes in ("message/rfc822", "text/rfc822-headers", "In-Reply-To"):
        (told,) = read_returned(a_report(DELIVERY, action=action, status=status, said=said, quotes=quotes))
        assert (told.delivery_id, told.kind, told.is_address_bad, told.address) == (DELIVERY, kind, is_bad, "ann@example.com")
        assert said in (told.detail or "")


def test_a_complaint_is_a_complaint_and_its_contrary_is_nothing() -> None:
    assert [one.kind for one in read_returned(a_complaint(DELIVERY, "abuse"))] == [Kind.COMPLAINED]
    assert [one.kind for one in read_returned(a_complaint(DELIVERY, "opt-out"))] == [Kind.OPTED_OUT]
    assert read_returned(a_complaint(DELIVERY, "not-spam")) == []


def test_an_answer_that_quotes_our_mail_is_no_report() -> None:
    mail = EmailMessage()
    mail["Subject"] = "Out of office"
    mail["In-Reply-To"] = f"<{show_id('dlv', DELIVERY)}@journey.example>"
    mail.set_content("Action: failed\nStatus: 5.1.1\n")
    assert read_returned(mail.as_bytes()) == []


def test_a_report_about_somebody_elses_mail_says_nothing() -> None:
    mail = a_report(DELIVERY).replace(b"<dlv_", b"<xyz_")
    assert read_returned(mail) == []


def test_a_report_without_a_single_field_says_nothing() -> None:
    report = MIMEMultipart("report", report_type="delivery-status")
    report["References"] = f"<{show_id('dlv', DELIVERY)}@journey.example>"
    report.attach(MIMEText("sorry"))
    machine = MIMEBase("message", "delivery-status")
    machine.set_payload([])
    report.attach(machine)
    assert read_returned(report.as_bytes()) == []


@given(st.binary(max_size=2_000), st.integers(0, 3_000), st.integers(0, 3_000))
def test_whatever_arrives_nothing_falls(noise: bytes, starts: int, ends: int) -> None:
    whole = a_report(DELIVERY)
    read_returned(noise)
    for told in read_returned(whole[:starts] + noise + whole[ends:]):
        assert "\x00" not in (told.detail or "") + (told.address or "")


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"user-agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120 Safari/537.36"}, False),
        ({"user-agent": "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)"}, False),
        ({"user-agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148"}, False),
        ({"user-agent": "Mozilla/5.0"}, True),
        ({"user-agent": ""}, True),
        ({}, True),
        ({"user-agent": "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)"}, True),
        ({"user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"}, True),
        ({"user-agent": "python-requests/2.32"}, True),
        ({"user-agent": "Mozilla/5.0 Chrome/120", "sec-purpose": "prefetch;prerender"}, True),
    ],
)
def test_a_machine_that_says_so_is_no_person(headers: dict[str, str], expected: bool) -> None:
    assert is_automatic(headers) is expected
