"""One contract for every channel, each against the real thing: an SMTP server, an HTTP gateway, a folder."""

import hashlib
import hmac
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import pytest

from khaywe.local.ports import free_port
from loyalty.messages.channels import Channel, Outgoing, Said, open_channel, open_channels
from loyalty.messages.channels.smtp import SmtpChannel
from loyalty.messages.errors import ChannelUnknown
from tests.support.gateway import gateway
from tests.support.mail import Inbox, mail_server

AT = datetime(2017, 11, 2, 16, 0, tzinfo=UTC)


@dataclass
class Under:
    """A channel under test: how to see what arrived (delivery ids), and which address suits it."""

    channel: Channel
    arrived: Callable[[], list[str]]
    address: str
    gone: str | None
    away: Callable[[], Channel]


def outgoing(number: int, address: str, **changes: object) -> Outgoing:
    return Outgoing(UUID(int=number), address, "Hello", f"Text {number}\n.\nstill", None, "en")._replace(**changes)


def all_go(ids: Sequence[UUID]) -> set[UUID]:
    return set(ids)


@pytest.fixture(params=["smtp", "gateway", "csv", "parquet"])
def under(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Under]:
    if request.param == "smtp":
        with mail_server() as (url, inbox):
            channel = open_channel("email", url)
            dead = f"smtp://127.0.0.1:{free_port()}?from=a%40b.example&security=none"
            yield Under(channel, lambda: _mail_ids(inbox), "ann@example.com", "nobody@example.com", lambda: open_channel("email", dead))
            channel.close()
    elif request.param == "gateway":
        with gateway() as (url, kept):
            channel = open_channel("sms", url)
            dead = f"http://127.0.0.1:{free_port()}/send?secret=x"
            yield Under(channel, lambda: list(kept.messages), "+12125550100", "+99900000", lambda: open_channel("sms", dead))
            channel.close()
    else:
        url = f"file://{tmp_path}/drops?format={request.param}"
        (tmp_path / "taken").write_text("")
        dead = f"file://{tmp_path}/taken"
        yield Under(
            open_channel("mail", url), lambda: _dropped(tmp_path / "drops"), "1 Main Street", None, lambda: open_channel("mail", dead)
        )


def _mail_ids(inbox: Inbox) -> list[str]:
    return [str(message["Message-ID"]).strip("<>").partition("@")[0] for message in inbox.messages]


def _dropped(folder: Path) -> list[str]:
    ids: list[str] = []
    for path in sorted(folder.glob("[!.]*")):
        rows = (
            pa_csv.read_csv(path, parse_options=pa_csv.ParseOptions(newlines_in_values=True))
            if path.suffix == ".csv"
            else pq.read_table(path)
        )
        ids += rows["id"].to_pylist()
    return ids


def shown(*numbers: int) -> list[str]:
    return [f"dlv_{UUID(int=number).hex}" for number in numbers]


def test_what_is_accepted_has_arrived_once_under_its_own_id(under: Under) -> None:
    outcomes = list(under.channel.send([outgoing(1, under.address), outgoing(2, under.address)], all_go, at=AT))
    assert [(one.id.int, one.said) for one in outcomes] == [(1, Said.ACCEPTED), (2, Said.ACCEPTED)]
    assert under.arrived() == shown(1, 2)


def test_what_is_held_back_at_the_last_instant_is_not_sent_and_the_rest_is(under: Under) -> None:
    outcomes = list(
        under.channel.send([outgoing(1, under.address), outgoing(2, under.address)], lambda ids: set(ids) - {UUID(int=1)}, at=AT)
    )
    assert [one.id.int for one in outcomes] == [2]
    assert under.arrived() == shown(2)


def test_nothing_arrives_when_the_sender_dies_before_the_handing_over(under: Under) -> None:
    def die(_: Sequence[UUID]) -> set[UUID]:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(under.channel.send([outgoing(1, under.address)], die, at=AT))
    under.channel.close()
    assert under.arrived() == []


def test_an_address_that_is_no_good_is_refused_for_good_and_said_to_be(under: Under) -> None:
    if under.gone is None:
        pytest.skip("a file takes every address")
    refused, taken = under.channel.send([outgoing(1, under.gone), outgoing(2, under.address)], all_go, at=AT)
    assert (refused.said, refused.is_bounce) == (Said.REFUSED, True)
    assert (taken.said, taken.is_bounce) == (Said.ACCEPTED, False)
    assert under.arrived() == shown(2)


def test_a_channel_that_is_away_says_later_for_each(under: Under) -> None:
    channel = under.away()
    outcomes = list(channel.send([outgoing(1, under.address), outgoing(2, under.address)], all_go, at=AT))
    assert [one.said for one in outcomes] == [Said.LATER, Said.LATER]
    assert all(one.detail for one in outcomes)
    assert under.arrived() == []


def test_a_repeatable_channel_takes_the_same_message_twice_as_one(under: Under) -> None:
    if not under.channel.is_repeatable:
        pytest.skip("this channel cannot tell a repetition")
    for _ in range(2):
        list(under.channel.send([outgoing(1, under.address), outgoing(2, under.address)], all_go, at=AT))
    assert under.arrived() == shown(1, 2)


def test_a_mail_reads_as_it_was_written() -> None:
    with mail_server() as (url, inbox):
        channel = open_channel("email", url)
        text = "Dear Léa,\n.\n.hidden\nمرحبا"
        sent = outgoing(
            7,
            "lea@example.com",
            subject="Ça va, ليلى?",
            text=text,
            html="<p>Léa</p>",
            language="fr",
            unsubscribe_url="https://p.example/u/x",
        )
        assert [one.said for one in channel.send([sent], all_go, at=AT)] == [Said.ACCEPTED]
        channel.close()
    (mail,) = inbox.messages
    assert (str(mail["From"]), str(mail["To"]), str(mail["Subject"])) == (
        "Journey <news@journey.example>",
        "lea@example.com",
        "Ça va, ليلى?",
    )
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert plain.get_content().replace("\r\n", "\n").rstrip("\n") == text
    assert html.get_content().strip() == "<p>Léa</p>"
    assert mail["List-Unsubscribe"] == "<https://p.example/u/x>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Date"].datetime == AT


def test_a_server_that_asks_for_patience_is_asked_again_and_others_go_on() -> None:
    with mail_server() as (url, inbox):
        channel = open_channel("email", url)
        outcomes = list(channel.send([outgoing(1, "later@example.com"), outgoing(2, "ann@example.com")], all_go, at=AT))
        channel.close()
    assert [one.said for one in outcomes] == [Said.LATER, Said.ACCEPTED]
    assert inbox.addresses() == ["ann@example.com"]


def test_the_lone_dot_waits_for_nothing() -> None:
    """It is a packet by itself; held back until the server confirms the rest, which answers only to the dot, each mail took 40 ms."""
    with mail_server() as (url, _):
        channel = open_channel("email", url)
        assert isinstance(channel, SmtpChannel)
        list(channel.send([outgoing(1, "ann@example.com")], all_go, at=AT))
        assert channel._connection is not None
        assert channel._connection.sock is not None
        assert channel._connection.sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        channel.close()


def test_an_address_that_no_header_can_hold_is_refused_and_others_go_on() -> None:
    with mail_server() as (url, inbox):
        channel = open_channel("email", url)
        outcomes = list(channel.send([outgoing(1, "no address at all"), outgoing(2, "ann@example.com")], all_go, at=AT))
        channel.close()
    assert [one.said for one in outcomes] == [Said.REFUSED, Said.ACCEPTED]
    assert inbox.addresses() == ["ann@example.com"]


@pytest.mark.parametrize(
    ("status", "said"), [(200, Said.ACCEPTED), (302, Said.REFUSED), (400, Said.REFUSED), (429, Said.LATER), (503, Said.LATER)]
)
def test_a_gateways_answer_is_understood(status: int, said: Said) -> None:
    with gateway() as (url, kept):
        kept.answers = [status]
        channel = open_channel("sms", url)
        (outcome,) = channel.send([outgoing(1, "+12125550100")], all_go, at=AT)
        channel.close()
    assert outcome.said is said


def test_a_gateway_can_prove_who_sent_it() -> None:
    with gateway() as (url, kept):
        channel = open_channel("sms", url)
        list(channel.send([outgoing(1, "+12125550100")], all_go, at=AT))
        channel.close()
    headers, body = kept.requests[0]
    told = dict(part.split("=") for part in headers["Khaywe-Signature"].split(","))
    expected = hmac.new(b"s3cret", told["t"].encode() + b"." + body, hashlib.sha256).hexdigest()
    assert told["v1"] == expected
    assert abs(time.time() - int(told["t"])) < 300, "a gateway looks at its own clock; the business's may stand in another year"


@pytest.mark.parametrize(
    ("code", "url"),
    [
        ("pigeon", "file:///drops"),
        ("email", "smtp://127.0.0.1:25"),
        ("sms", "https://gateway.example/send"),
        ("sms", "ftp://gateway.example/"),
        ("mail", "file:///drops?format=pdf"),
    ],
)
def test_a_url_that_tells_no_channel_is_refused_without_its_secrets(code: str, url: str) -> None:
    with pytest.raises(ChannelUnknown):
        open_channels({code: url})


def test_a_refusal_never_repeats_a_password() -> None:
    with pytest.raises(ChannelUnknown) as refused:
        open_channel("email", "smtp://me:hunter2@mail.example:25")
    assert "hunter2" not in str(refused.value) + str(refused.value.facts)
