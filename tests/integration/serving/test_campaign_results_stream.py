"""Results as they move: one count for all who watch, an end when they leave, none who holds the service up. Not here: what is counted."""

import asyncio
import http.client
import json
import signal
import time
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from loyalty.database import Database, Work
from serving.campaigns import results_feed
from serving.campaigns.results_feed import ResultsFeed, WatchersTooMany
from serving.campaigns.results_shelf import Kept, ResultsShelf
from tests.support.results import CODE, buy, choose, simulate
from tests.support.service_process import RunningService, service_process

PATH = f"/v1/campaigns/{CODE}/results/stream"


@pytest.fixture
def running(database: Database, database_url: str, tmp_path: Path) -> Iterator[RunningService]:
    simulate(database, 200, base=0.1, effect=0.05, seed=4)
    with service_process(database, database_url, tmp_path) as started:
        yield started


@pytest.fixture
def shelf(database: Database) -> Iterator[ResultsShelf]:
    kept = ResultsShelf(database)
    yield kept
    kept.close()


@contextmanager
def watching(running: RunningService, path: str = PATH) -> Iterator[http.client.HTTPResponse]:
    connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=30)
    connection.request("GET", path, headers={"Authorization": f"Bearer {running.key}"})
    try:
        yield connection.getresponse()
    finally:
        connection.close()


def event(stream: http.client.HTTPResponse) -> dict[str, Any]:
    lines = [stream.readline(), stream.readline(), stream.readline()]
    assert (lines[0], lines[1][:6], lines[2]) == (b"event: results\n", b"data: ", b"\n")
    return dict(json.loads(lines[1][6:]))


def test_what_happens_reaches_whoever_watches(running: RunningService, database: Database) -> None:
    with database.begin() as work:
        choose(work, [1], ["TREATED"], occurrence="two")
    with watching(running, PATH + "?occurrence=two") as stream:
        assert (stream.status, stream.headers["Content-Type"]) == (200, "text/event-stream; charset=utf-8")
        first = event(stream)
        assert running.ask(PATH.removesuffix("/stream") + "?occurrence=two")[1]["audience"] == first["audience"]
        with database.begin() as work:
            buy(work, [1], [500])
        second = event(stream)
    orders = [told["effect"]["treated"]["order_count"] for told in (first, second)]
    assert orders == [0, 1]


def test_a_campaign_that_is_not_there_is_refused_before_anything_is_streamed(running: RunningService) -> None:
    status, told = running.ask("/v1/campaigns/nothing/results/stream")
    assert (status, told["code"]) == (404, "CAMPAIGN_UNKNOWN")
    assert running.ask(PATH, headers={"Authorization": "Bearer khw_nobody_nothing"})[0] == 401


def test_told_to_stop_the_service_does_not_wait_for_those_who_watch(running: RunningService) -> None:
    with watching(running) as stream, watching(running) as other:
        event(stream)
        event(other)
        began = time.monotonic()
        running.process.send_signal(signal.SIGTERM)
        with pytest.raises(http.client.IncompleteRead):
            stream.read()
        running.process.wait(20)
    assert time.monotonic() - began < 5


class Counting:
    def __init__(self, *, fails_from: int = 1_000_000) -> None:
        self.count = 0
        self._fails_from = fails_from

    def __call__(self, _: Work) -> int:
        self.count += 1
        if self.count >= self._fails_from:
            raise ValueError("the database is away")
        return self.count


async def told(counts: AsyncGenerator[Kept[int], None], number: int) -> list[int]:
    async with aclosing(counts):
        return [(await anext(counts)).told for _ in range(number)]


def test_one_count_serves_all_who_watch_and_nobody_is_counted_for_once_they_left(shelf: ResultsShelf) -> None:
    feed, counting = ResultsFeed(shelf, every_seconds=0.05), Counting()

    async def everybody() -> list[list[int]]:
        watchers = [await feed.watch("same", counting) for _ in range(50)]
        found = await asyncio.gather(*(told(one, 3) for one in watchers))
        assert feed.watcher_count == 0
        counted = counting.count
        await asyncio.sleep(0.3)
        assert counting.count == counted
        return list(found)

    assert asyncio.run(everybody()) == [[1, 2, 3]] * 50
    assert counting.count == 3


def test_a_count_that_fails_ends_the_watching_and_the_next_to_come_is_told_why(shelf: ResultsShelf) -> None:
    feed, counting = ResultsFeed(shelf, every_seconds=0.01), Counting(fails_from=3)

    async def watch() -> list[int]:
        seen = [kept.told async for kept in await feed.watch("same", counting)]
        await asyncio.sleep(0.2)
        with pytest.raises(ValueError, match="away"):
            await feed.watch("same", counting)
        return seen

    assert asyncio.run(watch()) == [1, 2]


def test_watching_ends_by_itself_and_too_many_are_refused(shelf: ResultsShelf, monkeypatch: pytest.MonkeyPatch) -> None:
    feed, counting = ResultsFeed(shelf, every_seconds=0.05), Counting()
    monkeypatch.setattr(results_feed, "WATCHERS_MAX", 1)

    async def watch() -> int:
        async with aclosing(await feed.watch("one", counting, seconds_max=0.3)) as counts:
            await anext(counts)
            with pytest.raises(WatchersTooMany):
                await feed.watch("other", counting)
            return len([kept async for kept in counts])

    began = time.monotonic()
    assert asyncio.run(watch()) >= 1
    assert time.monotonic() - began < 5
    assert feed.watcher_count == 0
