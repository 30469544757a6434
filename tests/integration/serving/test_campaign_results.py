"""Results over HTTP: figures, words, scopes, one count for all who ask. Not here: what is counted (campaigns)."""

import asyncio
import threading
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest

from loyalty.campaigns.results_uplift import Verdict
from loyalty.database import Database, Work
from serving.campaigns.results_shelf import ResultsShelf
from tests.support.results import CHOSEN, CODE, a_campaign, buy, choose, simulate
from tests.support.service import Service, running_service


@pytest.fixture
def service(database: Database) -> Iterator[Service]:
    simulate(database, 8_000, base=0.1, effect=0.05, seed=4)
    with running_service(database) as running:
        running.clock.turn_to(CHOSEN + timedelta(days=30))
        yield running


def test_results_say_figures_and_words(service: Service) -> None:
    told = service.client.get(f"/v1/campaigns/{CODE}/results").json()
    audience, funnel, effect = told["audience"], told["funnel"], told["effect"]
    assert audience["read_count"] == audience["treated_count"] + audience["control_count"] == 8_000
    assert funnel["queued_count"] == funnel["delivered_count"] == audience["treated_count"]
    assert effect["conversion"]["verdict"] == Verdict.BETTER
    assert effect["conversion"]["low"] < 0.05 < effect["conversion"]["high"]
    assert effect["conversion"]["words"]["en"].startswith("Probably better: of 100 addressed, ")
    assert effect["conversion"]["words"]["ar"].startswith("أفضل على الأرجح")
    assert (effect["currency_code"], effect["is_settled"], effect["is_split_sound"]) == ("USD", True, True)
    assert effect["treated"]["revenue_minor_per_member"] == effect["treated"]["revenue_minor"] / effect["treated"]["member_count"]


def test_a_scope_is_asked_for_by_name_and_a_wrong_one_refused(service: Service) -> None:
    path = f"/v1/campaigns/{CODE}/results"
    assert service.client.get(path, params={"revision": 1, "occurrence": "one"}).json()["audience"]["read_count"] == 8_000
    assert service.client.get(path, params={"occurrence": "two"}).json()["effect"]["conversion"]["verdict"] == "NO_CONTROL"
    assert service.client.get(path, params={"until": CHOSEN.isoformat()}).json()["audience"]["read_count"] == 0
    unknown = service.client.get("/v1/campaigns/nothing/results")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "CAMPAIGN_UNKNOWN")
    assert service.client.get(path, params={"revision": "x"}).status_code == 422
    assert service.client.get(path, headers={"Authorization": ""}).status_code == 401


def test_what_happens_is_seen_at_once_where_counting_is_quick(service: Service) -> None:
    path = f"/v1/campaigns/{CODE}/results"
    with service.database.begin() as work:
        choose(work, [1], ["TREATED"], occurrence="two")
    before = service.client.get(path, params={"occurrence": "two"}).json()["effect"]["treated"]["order_count"]
    with service.database.begin() as work:
        buy(work, [1], [500])
    assert (before, eventually(service, path)) == (0, 1)


def eventually(service: Service, path: str) -> int:
    deadline, told = time.monotonic() + 30, 0
    while not told and time.monotonic() < deadline:
        told = service.client.get(path, params={"occurrence": "two"}).json()["effect"]["treated"]["order_count"]
        time.sleep(0.05)
    return told


def test_all_campaigns_together_are_judged_by_those_held_out(service: Service) -> None:
    with service.database.begin() as work:
        a_campaign(work, revision=2)
        # Of the control, which bought less, every other one was held out from everything.
        held = "select replace(right(member_id::text, 6), '-', '') from campaign_targets where arm = 'CONTROL' order by member_id"
        numbers = [int(one, 16) for one in work.exec_driver_sql(held).scalars()]
        choose(work, numbers[::2], ["HOLDOUT"] * len(numbers[::2]), revision=2, at=CHOSEN + timedelta(minutes=1))
    told = service.client.get("/v1/campaigns-holdout/results", params={"since": "2017-10-01T00:00:00Z", "days": 14}).json()
    assert told["held_out"]["member_count"] == len(numbers[::2])
    assert told["addressable"]["member_count"] + told["held_out"]["member_count"] == 8_000
    assert told["conversion"]["verdict"] == "BETTER"
    assert told["is_settled"] is True
    empty = service.client.get("/v1/campaigns-holdout/results", params={"since": "2018-10-01T00:00:00Z"}).json()
    assert (empty["conversion"]["verdict"], empty["windows_close_at"]) == ("NO_CONTROL", None)


def test_whoever_asks_while_it_is_counted_gets_the_same_count(database: Database) -> None:
    shelf, begun, go_on, counts = ResultsShelf(database), threading.Event(), threading.Event(), []

    def count(_: Work) -> int:
        begun.set()
        assert go_on.wait(30)
        counts.append(1)
        return len(counts)

    async def everybody() -> list[int]:
        asking = [asyncio.create_task(shelf.read("same", count)) for _ in range(20)]
        await asyncio.to_thread(begun.wait, 30)
        asking[0].cancel()
        go_on.set()
        return [(await one).told for one in asking[1:]]

    try:
        assert asyncio.run(everybody()) == [1] * 19
        assert counts == [1]
    finally:
        shelf.close()


def test_a_count_that_fails_is_not_kept(database: Database) -> None:
    shelf, counts = ResultsShelf(database), []

    def count(_: Work) -> int:
        counts.append(1)
        if len(counts) == 1:
            raise ValueError("the first one fails")
        return 2

    try:
        with pytest.raises(ValueError, match="the first one fails"):
            asyncio.run(shelf.read("same", count))
        assert asyncio.run(shelf.read("same", count)).told == 2
    finally:
        shelf.close()
