"""Batches form while a transaction runs, keep each lane's order, and share no one's failure."""

import asyncio
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from loyalty.errors import Unavailable
from serving.http.errors import Busy
from serving.http.gatherer import Gatherer

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@dataclass
class Doubling:
    """Answers 2n for n; asks are (lane, n). Waits for `gate` when it has one, and fails on what `poison` holds."""

    gate: threading.Event | None = None
    poison: frozenset[int] = frozenset()
    weights: dict[int, int] = field(default_factory=dict)
    batches: list[list[tuple[str, int]]] = field(default_factory=list)

    def lanes(self, ask: tuple[str, int]) -> list[str]:
        """Two lanes where the name has a comma."""
        return ask[0].split(",")

    def weight(self, ask: tuple[str, int]) -> int:
        return self.weights.get(ask[1], 1)

    def run(self, asks: Sequence[tuple[str, int]]) -> list[int]:
        self.batches.append(list(asks))
        if self.gate is not None:
            assert self.gate.wait(5)
        for _, number in asks:
            if number in self.poison:
                raise RuntimeError(f"{number} is poison")
        return [2 * number for _, number in asks]


async def test_a_lone_ask_waits_for_nobody() -> None:
    desk, gatherer = Doubling(), Gatherer()
    assert await gatherer.submit(("ann", 4), desk) == 8
    assert desk.batches == [[("ann", 4)]]
    await gatherer.close()


async def test_what_arrives_while_a_batch_runs_shares_the_next_one() -> None:
    desk, gatherer = Doubling(gate=threading.Event()), Gatherer(workers=1)
    asks = [asyncio.create_task(gatherer.submit((f"member {number}", number), desk)) for number in range(10)]
    await asyncio.sleep(0.05)
    desk.gate.set()
    assert await asyncio.gather(*asks) == [2 * number for number in range(10)]
    assert [len(batch) for batch in desk.batches] == [1, 9]
    await gatherer.close()


async def test_one_member_is_never_in_two_running_batches_and_keeps_its_order() -> None:
    desk, gatherer = Doubling(gate=threading.Event()), Gatherer(workers=4, batch_max=3)
    asks = [asyncio.create_task(gatherer.submit(("ann", number), desk)) for number in range(8)]
    await asyncio.sleep(0.05)
    assert len(desk.batches) == 1, "the other three workers must leave ann alone"
    desk.gate.set()
    await asyncio.gather(*asks)
    assert [number for batch in desk.batches for _, number in batch] == list(range(8))
    await gatherer.close()


async def test_a_busy_member_does_not_hold_up_others() -> None:
    slow, quick = Doubling(gate=threading.Event()), Doubling()
    gatherer = Gatherer(workers=2)
    first = asyncio.create_task(gatherer.submit(("ann", 1), slow))
    await asyncio.sleep(0.05)
    behind = asyncio.create_task(gatherer.submit(("ann", 2), quick))
    assert await asyncio.wait_for(gatherer.submit(("ben", 3), quick), 5) == 6
    assert not behind.done(), "ann's second ask must wait for her first"
    slow.gate.set()
    assert (await first, await behind) == (2, 4)
    await gatherer.close()


async def test_asks_of_two_desks_of_one_member_keep_their_order() -> None:
    log: list[str] = []

    class Logging(Doubling):
        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

        def run(self, asks: Sequence[tuple[str, int]]) -> list[int]:
            log.extend(f"{self.name} {number}" for _, number in asks)
            return super().run(asks)

    earn, redeem, gatherer = Logging("earn"), Logging("redeem"), Gatherer(workers=2)
    asks = [gatherer.submit(("ann", number), earn if number % 2 else redeem) for number in range(6)]
    await asyncio.gather(*asks)
    assert log == ["redeem 0", "earn 1", "redeem 2", "earn 3", "redeem 4", "earn 5"]
    await gatherer.close()


async def test_a_poisoned_ask_fails_alone() -> None:
    desk, gatherer = Doubling(gate=threading.Event(), poison=frozenset({3})), Gatherer(workers=1)
    asks = [asyncio.create_task(gatherer.submit((f"member {number}", number), desk)) for number in range(6)]
    await asyncio.sleep(0.05)
    desk.gate.set()
    outcomes = await asyncio.gather(*asks, return_exceptions=True)
    assert [outcome for outcome in outcomes if isinstance(outcome, int)] == [0, 2, 4, 8, 10]
    assert isinstance(outcomes[3], RuntimeError)
    await gatherer.close()


async def test_an_absent_database_is_asked_once_per_batch_not_once_per_ask() -> None:
    class Absent(Doubling):
        def run(self, asks: Sequence[tuple[str, int]]) -> list[int]:
            self.batches.append(list(asks))
            raise Unavailable("away")

    desk, gatherer = Absent(), Gatherer(workers=1)
    outcomes = await asyncio.gather(*(gatherer.submit((f"member {n}", n), desk) for n in range(20)), return_exceptions=True)
    assert all(isinstance(outcome, Unavailable) for outcome in outcomes)
    assert len(desk.batches) == 2
    await gatherer.close()


async def test_a_full_queue_refuses_and_takes_again_when_it_has_room() -> None:
    desk, gatherer = Doubling(gate=threading.Event()), Gatherer(workers=1, waiting_max=2)
    running = asyncio.create_task(gatherer.submit(("ann", 1), desk))
    await asyncio.sleep(0.05)
    waiting = [asyncio.create_task(gatherer.submit((name, 2), desk)) for name in ("ben", "cleo")]
    await asyncio.sleep(0)
    with pytest.raises(Busy):
        await gatherer.submit(("dan", 3), desk)
    desk.gate.set()
    assert await asyncio.gather(running, *waiting) == [2, 4, 4]
    assert await gatherer.submit(("dan", 3), desk) == 6
    await gatherer.close()


async def test_closing_answers_everything_taken_and_takes_nothing_new() -> None:
    desk, gatherer = Doubling(gate=threading.Event()), Gatherer(workers=1, batch_max=2)
    asks = [asyncio.create_task(gatherer.submit((f"member {number}", number), desk)) for number in range(7)]
    await asyncio.sleep(0.05)
    closing = asyncio.create_task(gatherer.close())
    await asyncio.sleep(0)
    with pytest.raises(Busy):
        await gatherer.submit(("late", 1), desk)
    desk.gate.set()
    await closing
    assert [ask.result() for ask in asks] == [2 * number for number in range(7)]


async def test_under_load_a_newcomer_waits_for_company_instead_of_taking_a_worker_for_itself() -> None:
    slow, gatherer = Doubling(gate=threading.Event()), Gatherer(workers=2)
    asks = [asyncio.create_task(gatherer.submit((f"member {number}", number), slow)) for number in range(60)]
    await asyncio.sleep(0.05)
    slow.gate.set()
    assert await asyncio.gather(*asks) == [2 * number for number in range(60)]
    sizes = [len(batch) for batch in slow.batches]
    assert len(sizes) <= 6, sizes
    await gatherer.close()


async def test_a_batch_that_hangs_does_not_hold_up_those_who_came_after_it() -> None:
    first, slow, quick = Doubling(gate=threading.Event()), Doubling(gate=threading.Event()), Doubling()
    gatherer = Gatherer(workers=2)
    opening = [asyncio.create_task(gatherer.submit((f"opener {number}", number), first)) for number in range(2)]
    await asyncio.sleep(0.05)
    hanging = [asyncio.create_task(gatherer.submit((f"member {number}", number), slow)) for number in range(14)]
    await asyncio.sleep(0)
    first.gate.set()
    await asyncio.gather(*opening)
    async with asyncio.timeout(5):
        while not slow.batches:  # noqa: ASYNC110 - what is awaited happens on another thread
            await asyncio.sleep(0.01)
    assert [len(batch) for batch in slow.batches] == [14], "both workers were busy, so the fourteen share a batch, which now hangs"
    assert await asyncio.wait_for(gatherer.submit(("late", 21), quick), 5) == 42
    assert not any(each.done() for each in hanging)
    slow.gate.set()
    assert await asyncio.gather(*hanging) == [2 * number for number in range(14)]
    await gatherer.close()


async def test_a_database_that_goes_away_during_a_batch_is_asked_once_more_not_once_per_ask() -> None:
    class Leaving(Doubling):
        def run(self, asks: Sequence[tuple[str, int]]) -> list[int]:
            self.batches.append(list(asks))
            if len(asks) > 1:
                raise RuntimeError("the connection broke")
            raise Unavailable("away")

    desk, gatherer = Leaving(), Gatherer(workers=1)
    outcomes = await asyncio.gather(*(gatherer.submit((f"member {n}", n), desk) for n in range(20)), return_exceptions=True)
    assert all(isinstance(outcome, Unavailable) for outcome in outcomes)
    assert [len(batch) for batch in desk.batches] == [1, 19, 1]
    await gatherer.close()


async def test_a_hot_lane_is_answered_in_order_and_the_queue_is_not_searched_for_each_arrival(monkeypatch: pytest.MonkeyPatch) -> None:
    """64 writers on one account: searching the whole queue at every arrival made this take longer than the postings."""
    desk, gatherer, searches = Doubling(), Gatherer(workers=2, batch_max=16), 0
    search = Gatherer._next_batch

    def counted(self: Gatherer) -> object:
        nonlocal searches
        searches += 1
        return search(self)

    monkeypatch.setattr(Gatherer, "_next_batch", counted)
    asks = [gatherer.submit(("hot", number), desk) for number in range(500)]
    assert await asyncio.gather(*asks) == [2 * number for number in range(500)]
    assert [number for batch in desk.batches for _, number in batch] == list(range(500))
    assert searches < 200
    await gatherer.close()


async def test_a_caller_that_went_away_does_not_disturb_the_others() -> None:
    desk, gatherer = Doubling(gate=threading.Event()), Gatherer(workers=1)
    gone = asyncio.create_task(gatherer.submit(("ann", 1), desk))
    stays = asyncio.create_task(gatherer.submit(("ben", 2), desk))
    await asyncio.sleep(0.05)
    gone.cancel()
    desk.gate.set()
    assert await stays == 4
    await gatherer.close()


async def test_an_ask_of_two_lanes_waits_for_both_and_holds_up_both() -> None:
    desk, gatherer = Doubling(gate=threading.Event()), Gatherer(workers=4)
    asks = [asyncio.create_task(gatherer.submit((lane, number), desk)) for number, lane in enumerate(["ann", "ann,ben", "ben"])]
    await asyncio.sleep(0.2)
    assert desk.batches == [[("ann", 0)]], "what came after the ask of both must not overtake it"
    desk.gate.set()
    await asyncio.gather(*asks)
    assert [number for batch in desk.batches for _, number in batch] == [0, 1, 2]
    await gatherer.close()


async def test_a_heavy_ask_takes_as_much_room_as_it_weighs_and_one_too_heavy_runs_alone() -> None:
    desk = Doubling(gate=threading.Event(), weights={2: 60, 4: 60, 6: 1_000})
    gatherer = Gatherer(workers=1, batch_max=100)
    asks = [asyncio.create_task(gatherer.submit((f"member {number}", number), desk)) for number in range(8)]
    await asyncio.sleep(0.05)
    desk.gate.set()
    await asyncio.gather(*asks)
    assert [[number for _, number in batch] for batch in desk.batches] == [[0], [1, 2, 3, 5, 7], [4], [6]]
    await gatherer.close()
