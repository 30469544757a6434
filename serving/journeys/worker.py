"""The worker that fires timers: `python -m serving.journeys.worker`. Not here: what moving on means, and how a worker waits (rounds.py)."""

from collections.abc import Callable

from loyalty.clock import Clock
from loyalty.database import Database
from loyalty.journeys import Actions, own_actions, work_round
from loyalty.journeys.store_events import WAKE_CHANNEL
from serving.rounds import seconds_until, work_as_process

# After a batch the worker rests as long as a posting takes, so that live requests keep most of the database.
REST_SECONDS = 0.005


class JourneyRound:
    """Members whose time or event has come are moved on."""

    name = "journeys"
    channel = WAKE_CHANNEL

    def __init__(self, database: Database, clock: Clock, actions: Actions) -> None:
        self._database = database
        self._clock = clock
        self._actions = actions

    def __call__(self, asked_to_stop: Callable[[], bool]) -> float:
        """One round: whoever is due is moved on; how long nothing will be due."""
        worked = work_round(self._database, clock=self._clock, actions=self._actions, asked_to_stop=asked_to_stop)
        return REST_SECONDS if worked.moved_count else seconds_until(worked.next_due_at, self._clock.now())


if __name__ == "__main__":
    work_as_process(lambda database, clock: JourneyRound(database, clock, own_actions()))
