"""The worker of campaigns: `python -m serving.campaigns.worker`. Whoever an event, or a line that was crossed, let into a campaign is
chosen at once; campaigns begin and end on time; promises are settled. Not here: what choosing means, whole audiences (Dagster), and how a
worker waits (rounds.py). Of each campaign one worker chooses at a time.
"""

import time
from collections.abc import Callable

import structlog

from loyalty.campaigns import settle_round, work_round
from loyalty.campaigns.store_waiting import WAKE_CHANNEL
from loyalty.clock import Clock
from loyalty.database import Database
from serving.rounds import seconds_until, work_as_process

# Redemptions come by the hour, not by the second; the budget may wait this long to hear of them.
SETTLE_SECONDS = 30.0

log = structlog.get_logger(__name__)


class CampaignRound:
    """Members who are due are chosen."""

    name = "campaigns"
    channel = WAKE_CHANNEL

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._settled_at = float("-inf")

    def __call__(self, asked_to_stop: Callable[[], bool]) -> float:
        """One round: whoever is due is chosen, and now and then promises are settled; how long nothing will be due."""
        done = work_round(self._database, clock=self._clock, asked_to_stop=asked_to_stop)
        if time.monotonic() - self._settled_at > SETTLE_SECONDS:
            settle_round(self._database, clock=self._clock, asked_to_stop=asked_to_stop)
            self._settled_at = time.monotonic()
        for code, chosen in done.chosen.items():
            if chosen.read_count:
                log.info("campaign_members_chosen", campaign=code, arms=chosen.arms, refused=chosen.refused, waiting=chosen.waiting)
        has_done = any(chosen.read_count for chosen in done.chosen.values())
        return 0.0 if has_done else seconds_until(done.next_due_at, self._clock.now())


if __name__ == "__main__":
    work_as_process(CampaignRound)
