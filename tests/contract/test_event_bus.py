"""One suite for every bus: Redis Streams on a real Valkey, Kafka on librdkafka's mock cluster over TCP, RabbitMQ where it is installed."""

import asyncio
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from pathlib import Path

import pytest

from khaywe.local import LocalValkey
from khaywe.local.ports import free_port
from loyalty.events.bus import Bus, BusUnavailable, BusUrlWrong, Parcel, open_bus

KINDS = ["redis", "kafka", "rabbitmq"]
WAIT_SECONDS = 40.0


@pytest.fixture(scope="module")
def kafka_servers() -> Iterator[str]:
    """Two brokers of librdkafka's mock cluster, which other processes reach over TCP."""
    from confluent_kafka import Producer

    cluster = Producer({"bootstrap.servers": "mock", "test.mock.num.brokers": 2, "log_level": 0})
    yield ",".join(f"{broker.host}:{broker.port}" for broker in cluster.list_topics(timeout=10).brokers.values())
    cluster.flush(1)


@pytest.fixture(scope="module")
def rabbit_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A RabbitMQ of its own, where Debian's package is installed."""
    server = next((path for path in ("/usr/lib/rabbitmq/bin/rabbitmq-server",) if Path(path).exists()), None)
    if server is None or shutil.which("erl") is None:
        pytest.skip("RabbitMQ is not installed (Debian: rabbitmq-server)")
    folder = tmp_path_factory.mktemp("rabbit")
    port, distribution = free_port(), free_port()
    environment = {
        **os.environ,
        "HOME": str(folder),
        "RABBITMQ_NODENAME": f"khaywe{secrets.token_hex(4)}@localhost",
        "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
        "RABBITMQ_NODE_PORT": str(port),
        "RABBITMQ_DIST_PORT": str(distribution),
        "RABBITMQ_MNESIA_BASE": str(folder / "mnesia"),
        "RABBITMQ_LOG_BASE": str(folder / "log"),
        "RABBITMQ_PID_FILE": str(folder / "pid"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "plugins"),
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1} +S 1:1",
        "ERL_EPMD_ADDRESS": "127.0.0.1",
        "ERL_EPMD_PORT": str(free_port()),
    }
    (folder / "plugins").write_text("[].")
    with (folder / "out").open("wb") as out:
        process = subprocess.Popen([server], env=environment, stdout=out, stderr=subprocess.STDOUT, start_new_session=True)
    try:
        _wait_for_port(port, process, folder)
        yield f"amqp://guest:guest@127.0.0.1:{port}/"
    finally:
        # It starts a port mapper of its own beside it, in the same session.
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)


def _wait_for_port(port: int, process: "subprocess.Popen[bytes]", folder: Path) -> None:
    import socket

    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        assert process.poll() is None, (folder / "out").read_text(errors="replace")[-3_000:]
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                time.sleep(1)
                return
        time.sleep(0.3)
    raise AssertionError((folder / "out").read_text(errors="replace")[-3_000:])


@pytest.fixture(params=KINDS)
def url(request: pytest.FixtureRequest) -> str:
    if request.param == "redis":
        return str(request.getfixturevalue("valkey").url)
    if request.param == "kafka":
        return f"kafka://{request.getfixturevalue('kafka_servers')}"
    return str(request.getfixturevalue("rabbit_url"))


@pytest.fixture
def topic() -> str:
    return f"test.{secrets.token_hex(6)}"


class Heard:
    """What a group took in; fails as often as it is told to."""

    def __init__(self, failures: int = 0) -> None:
        self.bodies: list[bytes] = []
        self.failures = failures
        self.calls = 0

    async def take(self, bodies: Sequence[bytes]) -> None:
        self.calls += 1
        if self.failures:
            self.failures -= 1
            raise RuntimeError("not now")
        self.bodies += bodies

    async def until(self, count: int) -> None:
        deadline = time.monotonic() + WAIT_SECONDS
        while len(self.bodies) < count:
            assert time.monotonic() < deadline, f"{len(self.bodies)} of {count} arrived"
            await asyncio.sleep(0.01)


def with_bus(url: str, act: Callable[[Bus], Awaitable[None]], *listeners: tuple[str, str, Heard]) -> None:
    async def go() -> None:
        bus = open_bus(url)
        for topic, group, heard in listeners:
            bus.listen(topic, group, heard.take)
        await bus.start()
        try:
            await act(bus)
        finally:
            await bus.stop()

    asyncio.run(go())


def parcels(count: int, keys: int = 3) -> list[Parcel]:
    return [Parcel(f"key{n % keys}", json.dumps({"n": n, "key": n % keys}).encode()) for n in range(count)]


def assert_in_order(bodies: Sequence[bytes], count: int, keys: int = 3) -> None:
    told = [json.loads(body) for body in bodies]
    firsts = list({one["n"]: one for one in told}.values())
    assert sorted(one["n"] for one in firsts) == list(range(count)), "none is lost"
    for key in range(keys):
        assert [one["n"] for one in firsts if one["key"] == key] == list(range(key, count, keys)), "of one key in order"


def test_every_group_hears_everything_and_of_one_key_in_order(url: str, topic: str) -> None:
    one, other = Heard(), Heard()

    async def act(bus: Bus) -> None:
        for start in range(0, 300, 100):
            await bus.publish(topic, parcels(300)[start : start + 100])
        await one.until(300)
        await other.until(300)

    with_bus(url, act, (topic, "one", one), (topic, "other", other))
    assert_in_order(one.bodies, 300)
    assert_in_order(other.bodies, 300)


def test_what_could_not_be_taken_comes_again_before_anything_later(url: str, topic: str) -> None:
    heard = Heard(failures=3)

    async def act(bus: Bus) -> None:
        await bus.publish(topic, parcels(20))
        await heard.until(20)

    with_bus(url, act, (topic, "g", heard))
    assert heard.calls >= 4
    assert_in_order(heard.bodies, 20)


def test_bytes_arrive_as_they_were_sent(url: str, topic: str) -> None:
    bodies = [b"{}", '{"name": "عميل"}'.encode(), b'"' + b"x" * 200_000 + b'"', b"\xff\x00not json", b"[1, 2]"]
    heard = Heard()

    async def act(bus: Bus) -> None:
        await bus.publish(topic, [Parcel("k", body) for body in bodies])
        await heard.until(len(bodies))

    with_bus(url, act, (topic, "g", heard))
    assert heard.bodies == bodies


def test_a_listener_that_was_away_hears_what_was_published_meanwhile(url: str, topic: str) -> None:
    first, second = Heard(), Heard()

    async def begin(bus: Bus) -> None:
        await bus.publish(topic, parcels(3))
        await first.until(3)

    async def while_away(bus: Bus) -> None:
        await bus.publish(topic, parcels(9)[3:])

    async def come_back(_: Bus) -> None:
        await second.until(6)
        await asyncio.sleep(0.3)

    with_bus(url, begin, (topic, "g", first))
    with_bus(url, while_away)
    with_bus(url, come_back, (topic, "g", second))
    assert_in_order([*first.bodies, *second.bodies], 9)


KILLED = """
import asyncio, os, sys
from loyalty.events.bus import open_bus

async def go(url, topic):
    async def take(bodies):
        print("taken", flush=True)
        await asyncio.sleep(60)
    bus = open_bus(url)
    bus.listen(topic, "g", take)
    await bus.start()
    print("listening", flush=True)
    await asyncio.sleep(120)

asyncio.run(go(*sys.argv[1:]))
"""


def test_a_listener_killed_in_the_middle_is_handed_the_same_again(url: str, topic: str) -> None:
    process = subprocess.Popen([sys.executable, "-c", KILLED, url, topic], stdout=subprocess.PIPE, cwd=Path(__file__).parents[2])
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == b"listening\n"

        async def publish(bus: Bus) -> None:
            await bus.publish(topic, parcels(5))

        with_bus(url, publish)
        assert process.stdout.readline() == b"taken\n"
    finally:
        process.kill()
        process.wait(10)
        process.stdout.close()
    heard = Heard()

    async def act(_: Bus) -> None:
        await heard.until(5)

    with_bus(url, act, (topic, "g", heard))
    assert_in_order(heard.bodies, 5)


def test_a_redis_that_was_emptied_is_listened_to_again(tmp_path: Path) -> None:
    import redis

    server = LocalValkey(tmp_path)
    server.start()
    heard = Heard()

    async def act(bus: Bus) -> None:
        await bus.publish("t", parcels(3))
        await heard.until(3)
        with redis.Redis.from_url(server.url) as client:
            client.flushall()
        await asyncio.sleep(2)
        await bus.publish("t", parcels(3))
        await heard.until(6)

    try:
        with_bus(server.url, act, ("t", "g", heard))
    finally:
        server.stop()


@pytest.mark.parametrize("url", ["redis://127.0.0.1:1", "kafka://127.0.0.1:1", "amqp://guest:guest@127.0.0.1:1/"])
def test_a_bus_that_is_away_is_said_to_be(url: str) -> None:
    async def go() -> None:
        bus = open_bus(url)
        try:
            with pytest.raises(BusUnavailable):
                await bus.start()
        finally:
            await bus.stop()

    asyncio.run(go())


@pytest.mark.parametrize("url", ["http://x", "kafka://", "", "nats://x"])
def test_a_url_that_names_no_bus_is_refused(url: str) -> None:
    with pytest.raises(BusUrlWrong):
        open_bus(url)
