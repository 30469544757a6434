"""Webhooks against real servers: signed, again until taken, left alone when they fail, never where they must not go."""

import asyncio
import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from random import Random

import pytest

from loyalty.clock import UtcClock
from loyalty.database import Database
from loyalty.events import Intake
from loyalty.vouchers import VoucherSafe
from loyalty.webhooks import (
    Endpoint,
    WebhookAddressRefused,
    WebhookTeller,
    delivery_page,
    make_endpoint,
    open_secret,
    read_attempts,
    read_endpoint,
    read_networks,
    rotate_secret,
    send_again,
)
from loyalty.webhooks.addresses import target_of
from loyalty.webhooks.deliver import Sender
from loyalty.webhooks.model import ATTEMPTS_MAX, breaker_wait, retry_after
from loyalty.webhooks.signing import sign, verify
from tests.support.events import move, tell
from tests.support.ledger import Shop, open_shop

SAFE = VoucherSafe(b"k" * 32)
LOOPBACK = read_networks("127.0.0.0/8")


@dataclass
class Receiver:
    """What an endpoint got, and what it answers: a status for each call, the last one for all that follow."""

    port: int = 0
    statuses: list[int] = field(default_factory=lambda: [200])
    headers: dict[str, str] = field(default_factory=dict)
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    wait_seconds: float = 0.0
    running: int = 0
    most_running: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook?a=1"

    def numbers(self) -> list[int]:
        return [json.loads(body)["data"]["number"] for _, body in self.got]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    found = Receiver()
    turn = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            with turn:
                found.running += 1
                found.most_running = max(found.most_running, found.running)
            body = self.rfile.read(int(self.headers["Content-Length"]))
            time.sleep(found.wait_seconds)
            with turn:
                found.running -= 1
                found.got.append(({name.lower(): value for name, value in self.headers.items()} | {"path": self.path}, body))
                status = found.statuses.pop(0) if len(found.statuses) > 1 else found.statuses[0]
            self.send_response(status)
            for name, value in found.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(b"x" * 10_000)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield found
    server.shutdown()
    server.server_close()


@pytest.fixture
def shop(database: Database) -> Shop:
    return open_shop(database, 1)


def endpoint_for(shop: Shop, receiver: Receiver, *types: str) -> Endpoint:
    with shop.database.begin() as work:
        return make_endpoint(
            receiver.url, types or ("*",), description=None, made_by="test", allowed=LOOPBACK, safe=SAFE, within=work, clock=UtcClock()
        )


def happen(shop: Shop, *numbers: int) -> None:
    """Events are told and taken in by the consumer that makes deliveries of them."""
    intake = Intake(WebhookTeller(), shop.database)
    intake.join()
    tell(shop.database, shop.members[0].external_id, *numbers)
    move(shop.database)
    intake.catch_up()


def send(shop: Shop, **parts: object) -> int:
    sender = Sender(shop.database, lambda: SAFE, **({"allowed": LOOPBACK, "random": Random(1)} | parts))  # type: ignore[arg-type]  # noqa: S311
    return asyncio.run(sender.send_due())


def make_due(shop: Shop) -> None:
    """The waits are over."""
    with shop.database.begin() as work:
        work.exec_driver_sql("update webhook_deliveries set due_at = clock_timestamp() where status = 'PENDING'")
        work.exec_driver_sql("update webhook_endpoints set open_until = clock_timestamp() where open_until is not null")


def states(shop: Shop, endpoint: Endpoint) -> list[tuple[str, int]]:
    with shop.database.begin() as work:
        return sorted((one.status, one.attempt_count) for one in delivery_page(endpoint.id, within=work).items)


def test_a_delivery_is_signed_over_its_time_and_body(shop: Shop, receiver: Receiver) -> None:
    endpoint = endpoint_for(shop, receiver)
    happen(shop, 1)
    assert send(shop) == 1
    ((headers, body),) = receiver.got
    secret = open_secret(endpoint.secret, SAFE)
    assert secret is not None
    assert verify(body, headers["khaywe-signature"], secret, now_seconds=time.time())
    assert not verify(body + b" ", headers["khaywe-signature"], secret, now_seconds=time.time())
    assert not verify(body, headers["khaywe-signature"], "whs_other", now_seconds=time.time())
    assert not verify(body, headers["khaywe-signature"], secret, now_seconds=time.time() + 301)
    assert (headers["path"], headers["host"]) == ("/hook?a=1", f"127.0.0.1:{receiver.port}")
    assert json.loads(body)["type"] == headers["khaywe-event-type"] == "test.happened"
    assert states(shop, endpoint) == [("DELIVERED", 1)]
    assert send(shop) == 0, "what was taken is not sent again"


def test_while_a_secret_is_exchanged_either_proves_it(shop: Shop, receiver: Receiver) -> None:
    endpoint = endpoint_for(shop, receiver)
    with shop.database.begin() as work:
        rotated = rotate_secret(endpoint.id, safe=SAFE, within=work, clock=UtcClock())
    happen(shop, 1)
    send(shop)
    headers, body = receiver.got[0]
    for sealed in (endpoint.secret, rotated.secret):
        assert verify(body, headers["khaywe-signature"], open_secret(sealed, SAFE) or "", now_seconds=time.time())


def test_only_what_is_asked_for_is_told_and_once_whatever_the_consumer_repeats(shop: Shop, receiver: Receiver) -> None:
    endpoint_for(shop, receiver, "cart.*")
    intake = Intake(WebhookTeller(), shop.database)
    intake.join()
    tell(shop.database, shop.members[0].external_id, 1, type_="cart.abandoned")
    tell(shop.database, shop.members[0].external_id, 2)
    move(shop.database)
    intake.catch_up()
    with shop.database.begin() as work:
        work.exec_driver_sql("update event_consumers set position = 0")
        work.exec_driver_sql("truncate event_inbox")
    again = Intake(WebhookTeller(), shop.database)
    again.join()
    again.catch_up()
    send(shop)
    assert receiver.numbers() == [1]


def test_what_is_not_taken_is_tried_again_and_given_up_in_the_end(shop: Shop, receiver: Receiver) -> None:
    receiver.statuses = [500]
    endpoint = endpoint_for(shop, receiver)
    happen(shop, 1)
    for attempt in range(ATTEMPTS_MAX):
        assert send(shop) == 1, attempt
        assert send(shop) == 0, "not before its time"
        make_due(shop)
    assert states(shop, endpoint) == [("FAILED", ATTEMPTS_MAX)]
    with shop.database.begin() as work:
        delivery = delivery_page(endpoint.id, within=work).items[0]
        log = read_attempts(delivery.id, within=work)
        assert [(one.number, one.status_code) for one in log] == [(n + 1, 500) for n in range(ATTEMPTS_MAX)]
        assert all(one.answer is not None and len(one.answer) <= 2_000 for one in log)
        send_again(endpoint.id, delivery.id, within=work)
    receiver.statuses = [204]
    make_due(shop)
    assert send(shop) == 1
    assert states(shop, endpoint) == [("DELIVERED", ATTEMPTS_MAX + 1)]
    assert len({body for _, body in receiver.got}) == 1, "always the same bytes"


def test_an_endpoint_that_fails_is_left_alone_and_then_probed_with_one(shop: Shop, receiver: Receiver) -> None:
    receiver.statuses = [503]
    endpoint = endpoint_for(shop, receiver)
    happen(shop, *range(20))
    send(shop)
    with shop.database.begin() as work:
        stands = read_endpoint(endpoint.id, within=work)
    assert stands.failure_count >= 5
    assert stands.open_until is not None
    calls = len(receiver.got)
    assert send(shop) == 0, "its breaker is open"
    make_due(shop)
    assert send(shop) == 1, "one probe"
    assert len(receiver.got) == calls + 1
    receiver.statuses = [200]
    make_due(shop)
    assert send(shop) == 1
    while send(shop):
        pass
    make_due(shop)
    while send(shop):
        pass
    assert sorted(set(receiver.numbers())) == list(range(20))
    assert [status for status, _ in states(shop, endpoint)] == ["DELIVERED"] * 20


def test_redirects_are_not_followed_and_gone_is_final(shop: Shop, receiver: Receiver) -> None:
    receiver.statuses, receiver.headers = [302, 410], {"Location": f"http://127.0.0.1:{receiver.port}/elsewhere"}
    endpoint = endpoint_for(shop, receiver)
    happen(shop, 1)
    send(shop)
    assert [headers["path"] for headers, _ in receiver.got] == ["/hook?a=1"]
    assert states(shop, endpoint) == [("PENDING", 1)]
    make_due(shop)
    send(shop)
    assert states(shop, endpoint) == [("FAILED", 2)]


def test_an_address_that_became_private_is_not_called(shop: Shop, receiver: Receiver) -> None:
    endpoint = endpoint_for(shop, receiver)
    happen(shop, 1)
    assert send(shop, allowed=()) == 1
    assert receiver.got == []
    with shop.database.begin() as work:
        (attempt,) = read_attempts(delivery_page(endpoint.id, within=work).items[0].id, within=work)
    assert "WEBHOOK_ADDRESS_REFUSED" in (attempt.error or "")


def test_a_name_with_one_private_address_among_public_ones_is_refused() -> None:
    with pytest.raises(WebhookAddressRefused):
        target_of("https://rebind.example/", (), resolve=lambda *_: ["93.184.216.34", "10.0.0.1"])
    target = target_of("https://ok.example/x", (), resolve=lambda *_: ["93.184.216.34"])
    assert (target.address, target.host) == ("93.184.216.34", "ok.example")


def test_a_slow_endpoint_has_few_calls_and_holds_up_nobody(shop: Shop, receiver: Receiver) -> None:
    endpoint_for(shop, receiver)
    receiver.wait_seconds = 0.2
    happen(shop, *range(30))

    async def go() -> None:
        sender = Sender(shop.database, lambda: SAFE, allowed=LOOPBACK)
        running = asyncio.create_task(sender.run())
        deadline = time.monotonic() + 30
        while len(receiver.got) < 30 and time.monotonic() < deadline:  # noqa: ASYNC110 - a server in threads
            await asyncio.sleep(0.05)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

    asyncio.run(go())
    assert sorted(receiver.numbers()) == list(range(30))
    assert 1 < receiver.most_running <= 16


def test_waits_grow_and_no_two_are_the_same() -> None:
    random = Random(7)  # noqa: S311
    waits = [[retry_after(n, random).total_seconds() for _ in range(20)] for n in range(1, 12)]
    assert all(max(one) < min(other) for one, other in pairwise(waits[:-2]))
    assert all(len(set(one)) == 20 for one in waits)
    assert retry_after(1, random, asked_seconds=600).total_seconds() == 600
    assert retry_after(1, random, asked_seconds=10**9).total_seconds() == 86_400
    assert [breaker_wait(n, random) is None for n in (4, 5)] == [True, False]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda header: header.replace("v1=", "v0="),
        lambda header: header.split(",")[1],
        lambda header: header.replace("t=", "t=1,t="),
        lambda _: "",
    ],
)
def test_a_signature_that_is_not_whole_proves_nothing(spoil: Callable[[str], str]) -> None:
    header = sign(b"body", ["whs_a"], at_seconds=1_000)
    assert verify(b"body", header, "whs_a", now_seconds=1_000)
    assert not verify(b"body", spoil(header), "whs_a", now_seconds=1_000)
