"""The demo's mail server lays down what comes, whole, once, and readable; settings of channels reach the processes that are started."""

import smtplib
import subprocess
import sys
import time
from email.message import EmailMessage
from pathlib import Path

from khaywe.environment import child_environment, variables_of
from khaywe.local.mailbox import mail_url, mails_in
from khaywe.local.ports import free_port
from khaywe.processes import Children
from loyalty.messages.channels import open_channels
from loyalty.settings import PROJECT_DIR, Settings


def test_mail_lies_in_the_folder_in_the_order_of_arrival_and_survives_a_kill(tmp_path: Path) -> None:
    port, folder = free_port(), tmp_path / "inbox"
    children = Children(tmp_path / "log")
    children.start(
        "mailbox", [sys.executable, "-m", "khaywe.local.mailbox", str(port), str(folder)], child_environment(Settings()), PROJECT_DIR
    )
    try:
        began = time.time()
        _send(port, "ann@example.com", "First", "مرحبا")
        _send(port, "ben@example.com", "Second", "x" * 20_000)
        children.kill("mailbox")
        _send(port, "ann@example.com", "Third", "after the kill")
    finally:
        children.stop()
    assert [mail.subject for mail in mails_in(folder)] == ["First", "Second", "Third"]
    ann = mails_in(folder, to="ann@example.com")
    assert [mail.text.strip() for mail in ann] == ["مرحبا", "after the kill"]
    assert began <= ann[0].arrived_at <= time.time()
    assert mails_in(folder, since=time.time()) == []
    assert list(folder.glob("*.arriving")) == []


def test_channels_that_are_set_reach_a_process_that_is_started() -> None:
    channels = {"email": mail_url(2525), "sms": "file:///outbox?format=csv"}
    told = variables_of(Settings(channels=channels))
    program = "from loyalty.settings import Settings; print(sorted(Settings().channels.items()))"
    said = subprocess.run([sys.executable, "-c", program], env=told, cwd=PROJECT_DIR, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == str(sorted(channels.items()))
    assert set(open_channels(channels)) == {"email", "sms"}


def _send(port: int, to: str, subject: str, text: str) -> None:
    message = EmailMessage()
    message["To"], message["From"], message["Subject"] = to, "news@khaywe.example", subject
    message.set_content(text)
    deadline = time.monotonic() + 20
    while True:
        try:
            with smtplib.SMTP("127.0.0.1", port, timeout=10) as server:
                server.send_message(message)
        except ConnectionRefusedError:
            assert time.monotonic() < deadline, "the mail server does not start"
            time.sleep(0.1)
        else:
            return
