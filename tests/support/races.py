"""Releases many threads at one barrier, so that a race is a race."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Outcome = TypeVar("Outcome")


def at_once(runners: Sequence[Callable[[], Outcome]]) -> list[Outcome]:
    """What each runner returned; all were released in the same instant, each in a thread of its own."""
    barrier = threading.Barrier(len(runners))

    def run(runner: Callable[[], Outcome]) -> Outcome:
        barrier.wait(timeout=30)
        return runner()

    with ThreadPoolExecutor(max_workers=len(runners)) as pool:
        return [future.result(timeout=60) for future in [pool.submit(run, runner) for runner in runners]]
