"""An occurrence whose worker is killed, again and again, goes on where it stood: everybody once, nothing promised twice."""

import os
import signal
import subprocess
import sys
import time

from loyalty.database import Database
from tests.support.campaigns import World

NAMES = tuple(f"m{number}" for number in range(1_200))
# Works the occurrence in small batches and says so after each, so that the killer knows that it is in the middle.
WORKER = """
import sys
from datetime import datetime
from loyalty.campaigns import choose_members
from loyalty.clock import TurnedClock
from loyalty.database import connect

database, clock = connect(sys.argv[1]), TurnedClock(datetime.fromisoformat(sys.argv[2]))
while True:
    with database.begin() as work:
        done = choose_members("autumn", within=work, clock=clock, limit=20)
    print(done.read_count, flush=True)
    if not done.has_more:
        break
"""


def worked_until_killed(url: str, at: str, seconds: float) -> int:
    """How the worker ended: 0 by itself, else by the signal."""
    process = subprocess.Popen([sys.executable, "-c", WORKER, url, at], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(seconds)
    os.kill(process.pid, signal.SIGKILL)
    process.stdout.read()
    process.stdout.close()
    return process.wait()


def test_killed_at_any_moment_it_goes_on_and_nobody_is_told_twice(database: Database, database_url: str):
    world = World(database, *NAMES)
    world.offers(count=1)
    key = world.activates(control_share=0.2, offer={"kind": "BEST", "cost_minor": 10}, budget_minor=1_000_000)
    world.turns(hours=24)
    (occurrence,) = world.ticks()
    kills = 0
    for attempt in range(12):
        if worked_until_killed(database_url, world.clock.now().isoformat(), 0.013 * (attempt % 5)) == -signal.SIGKILL:
            kills += 1
    world.works(occurrence)
    assert kills >= 3, "the worker was killed in the middle"
    assert sum(world.tally().values()) == len(NAMES)
    treated = world.tally()["TREATED"]
    assert len(world.deliveries(key.source_code)) == treated
    assert world.ask("select count(*) from campaign_promises")[0][0] == treated
    assert world.ask("select reserved_minor from campaign_budgets")[0][0] == 10 * treated
    (row,) = world.ask("select is_open, read_count, treated_count from campaign_occurrences")
    assert (row.is_open, row.read_count, row.treated_count) == (False, len(NAMES), treated)
    assert world.is_sound()
