"""The breaker: a dead Redis is left alone after a few failures, and tried again after a moment."""

import asyncio
import time

import pytest
import redis

from loyalty.cache import CacheBreaker, CacheUnavailable


class Server:
    def __init__(self) -> None:
        self.is_up, self.asked = True, 0

    def ask(self) -> str:
        self.asked += 1
        if not self.is_up:
            raise redis.ConnectionError("refused")
        return "pong"

    async def ask_async(self) -> str:
        return self.ask()


def test_after_a_few_failures_nobody_waits_for_a_dead_server() -> None:
    server, breaker = Server(), CacheBreaker(wait_seconds=60)
    server.is_up = False
    for _ in range(50):
        with pytest.raises(CacheUnavailable):
            breaker.call(server.ask)
    assert breaker.is_open
    assert server.asked < 10


def test_a_server_that_comes_back_is_used_again_and_each_change_is_heard() -> None:
    changes: list[tuple[str, str]] = []
    server, breaker = Server(), CacheBreaker(wait_seconds=0.05, on_change=lambda old, new: changes.append((old, new)))
    server.is_up = False
    while not breaker.is_open:
        with pytest.raises(CacheUnavailable):
            breaker.call(server.ask)
    server.is_up = True
    time.sleep(0.1)
    assert [breaker.call(server.ask) for _ in range(3)] == ["pong"] * 3
    assert changes == [("CLOSED", "OPEN"), ("OPEN", "HALF_OPEN"), ("HALF_OPEN", "CLOSED")]


def test_a_mistake_of_ours_is_not_taken_for_a_dead_server() -> None:
    def mistake() -> str:
        raise KeyError("ours")

    with pytest.raises(KeyError):
        CacheBreaker().call(mistake)


def test_the_same_breaker_serves_an_event_loop() -> None:
    server, breaker = Server(), CacheBreaker(wait_seconds=60)

    async def run() -> None:
        assert await breaker.call_async(server.ask_async) == "pong"
        server.is_up = False
        for _ in range(50):
            with pytest.raises(CacheUnavailable):
                await breaker.call_async(server.ask_async)

    asyncio.run(run())
    assert breaker.is_open
    assert server.asked < 12
