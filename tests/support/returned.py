"""Mails as mail servers send them back. Not here: reading them."""

from email.message import Message
from email.mime.base import MIMEBase
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from uuid import UUID

from loyalty.ids import show_id


def _original(delivery_id: UUID) -> Message:
    mail = MIMEText("You have 12 points")
    mail["Message-ID"] = f"<{show_id('dlv', delivery_id)}@journey.example>"
    mail["To"] = "ann@example.com"
    return mail


def _quote(report: MIMEMultipart, delivery_id: UUID, quotes: str) -> None:
    original = _original(delivery_id)
    if quotes == "message/rfc822":
        report.attach(MIMEMessage(original))
    elif quotes == "text/rfc822-headers":
        headers = "".join(f"{name}: {value}\n" for name, value in original.items())
        report.attach(MIMEText(headers, "rfc822-headers"))
    else:
        report["In-Reply-To"] = original["Message-ID"]


def _fields(**fields: str) -> Message:
    told = Message()
    for name, value in fields.items():
        told[name.replace("_", "-")] = value
    return told


def a_report(
    delivery_id: UUID,
    *,
    action: str = "failed",
    status: str = "5.1.1",
    said: str = "smtp; 550 5.1.1 no such user",
    address: str = "ann@example.com",
    quotes: str = "message/rfc822",
) -> bytes:
    """A delivery status (RFC 3464) about one of our mails."""
    report = MIMEMultipart("report", report_type="delivery-status")
    report["From"], report["Subject"] = "MAILER-DAEMON@mx.example", "Undelivered Mail Returned to Sender"
    report.attach(MIMEText("I am sorry to have to tell you."))
    machine = MIMEBase("message", "delivery-status")
    group = _fields(Final_Recipient=f"rfc822; {address}", Action=action, Status=status, Diagnostic_Code=said)
    machine.set_payload([_fields(Reporting_MTA="dns; mx.example"), group])
    report.attach(machine)
    _quote(report, delivery_id, quotes)
    return report.as_bytes()


def a_complaint(delivery_id: UUID, feedback: str = "abuse") -> bytes:
    """A complaint (RFC 5965) about one of our mails."""
    report = MIMEMultipart("report", report_type="feedback-report")
    report["From"] = "fbl@mailbox.example"
    report.attach(MIMEText("This is a complaint."))
    machine = MIMEBase("message", "feedback-report")
    machine.set_payload([_fields(Feedback_Type=feedback, User_Agent="Mailbox/1", Version="1")])
    report.attach(machine)
    _quote(report, delivery_id, "message/rfc822")
    return report.as_bytes()
