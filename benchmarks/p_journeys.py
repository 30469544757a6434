"""A million members waiting in a journey, 500 timers a second: how late they fire. And a month's events through a draft. Not here: HTTP.

`python -m benchmarks.p_journeys [SCALE] [SECONDS]` prints the figure as JSON.
"""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from statistics import quantiles
from typing import Any
from zoneinfo import ZoneInfo

from benchmarks.service import Bench, assert_invariants, bench
from khaywe.environment import child_environment
from loyalty.clock import UtcClock
from loyalty.features import load_catalogue
from loyalty.ids import new_id
from loyalty.journeys import Heard, own_actions, publish_journey, replay, save_journey
from loyalty.journeys.definition import read_journey
from loyalty.journeys.facts import KnownMember

WAITING_COUNT = 1_000_000
MEMBER_COUNT = 20_000
RATE = 500
PASS_SECONDS = 2.0
REPLAYED_COUNT = 100_000
CODE = "bench"
DOCUMENT: dict[str, Any] = {
    "program_code": "journey",
    "name": {"en": "Bench"},
    "owner": "bench",
    "reentry": "PER_KEY",
    "entry_key": "event.data.n",
    "nodes": [
        {"id": "start", "type": "START", "trigger": {"kind": "EVENT", "event_type": "order.placed"}},
        {"id": "first", "type": "WAIT", "wait": {"kind": "DURATION", "duration": {"days": 1}}},
        {
            "id": "risk",
            "type": "CONDITION",
            "branches": [{"branch": "high", "rule": {">": [{"var": "features.churn_probability"}, 0.8]}}],
        },
        {"id": "gift", "type": "ACTION", "action": {"kind": "AWARD_POINTS", "points": 5, "reason": "bench"}},
        {"id": "second", "type": "WAIT", "wait": {"kind": "UNTIL_LOCAL_TIME", "time": "09:00"}},
        {"id": "end", "type": "END"},
    ],
    "edges": [
        {"from": "start", "to": "first"},
        {"from": "first", "to": "risk"},
        {"from": "risk", "branch": "high", "to": "gift"},
        {"from": "risk", "branch": "else", "to": "second"},
        {"from": "gift", "to": "second"},
        {"from": "second", "to": "end"},
    ],
}
# Everybody has done the first step and waits; so many fire each second from `begins` on, the others on far days.
WAITERS = """
with made as (
    insert into journey_enrollments
        (id, journey_code, version, member_id, node_id, visit, is_waiting, due_at, outcome, once_key, event, started_at, moved_at)
    select gen_random_uuid(), %(code)s, 1, m.ids[1 + n %% cardinality(m.ids)], 'first', 1, true,
           case when n < %(soon)s then %(begins)s::timestamptz + n * interval '1 second' / %(rate)s
                else %(begins)s::timestamptz + interval '1 day' + n * interval '1 second' end,
           'INSIDE', 'key:' || n, '{"type": "order.placed", "data": {}}', %(begins)s::timestamptz - interval '1 day', now()
    from generate_series(0, %(count)s - 1) n, (select array_agg(id) as ids from members) m
    returning id, due_at
), logged as (
    insert into journey_steps (enrollment_id, visit, journey_code, version, node_id, branch, facts, entered_at, recorded_at)
    select id, 0, %(code)s, 1, 'start', 'next', '{}', now(), now() from made
), counted as (
    insert into journey_passages (journey_code, version, node_id, branch, count, points)
    values (%(code)s, 1, 'start', '', %(count)s, 0), (%(code)s, 1, 'start', 'next', %(count)s, 0), (%(code)s, 1, 'first', '', %(count)s, 0)
)
insert into bench_due select id, due_at from made
"""
FEATURES = """
insert into member_features (member_id, features) select id, json_build_object('churn_probability', random()) from members
"""
# Just before the commit, on the clock of the wall: what a look into the row tells a moment later.
NOTED = """
create table bench_due (id uuid primary key, due_at timestamptz not null);
create table bench_fired (id uuid not null, fired_at timestamptz not null);
create function note_fired() returns trigger language plpgsql as $$
begin
    insert into bench_fired values (new.enrollment_id, clock_timestamp());
    return null;
end $$;
"""
TRIGGER = """
create constraint trigger bench_notes after insert on journey_steps deferrable initially deferred
    for each row when (new.node_id = 'first') execute function note_fired()
"""
LAGS = "select extract(epoch from f.fired_at - d.due_at)::float8 from bench_fired f join bench_due d using (id)"


def run(scale: float = 1.0, seconds: float = 30.0) -> dict[str, Any]:
    """The figure: how late timers fire, from the instant for which they were set to the commit of what they did."""
    waiting = max(20_000, int(WAITING_COUNT * scale))
    with bench("journeys", member_count=max(1_000, int(MEMBER_COUNT * min(scale, 1.0)))) as found:
        soon = int(RATE * seconds)
        with found.database.begin() as work:
            work.exec_driver_sql(NOTED)
            work.exec_driver_sql(FEATURES)
            _publish(work)
        begins = UtcClock().now() + timedelta(seconds=20 + waiting / 25_000)
        with found.database.begin() as work:
            work.exec_driver_sql(WAITERS, {"code": CODE, "count": waiting, "soon": soon, "begins": begins, "rate": RATE})
        with found.database.begin() as work:
            work.exec_driver_sql("analyze journey_enrollments")
            work.exec_driver_sql(TRIGGER)
        with _worker(found):
            lags = _lags(found, soon, begins.timestamp() + seconds + 60)
        checks = assert_invariants(found)
    cuts = quantiles(lags, n=100)
    replayed = replay_seconds(max(1_000, int(REPLAYED_COUNT * min(scale * 10, 1.0))))
    return {
        "id": "P-journeys",
        "value": cuts[98],
        "unit": "s (p99 lag)",
        "ratio": None,
        "against": f"p99 ≤ {PASS_SECONDS} s at {RATE}/s",
        "pass": cuts[98] <= PASS_SECONDS,
        "stretch": cuts[98] <= PASS_SECONDS / 4,
        "method": (
            f"{waiting:,} members waiting, {soon:,} timers in {seconds:.0f} s, one worker process; p50 {cuts[49]:.3f}, p99 {cuts[98]:.3f}, "
            f"worst {max(lags):.3f} s from the set instant to just before the commit; each decides on features, a fifth posts points; "
            f"{checks} invariants hold, fsync on; dry replay of {replayed[0]:,} events: {replayed[1]:.1f} s, {replayed[2]:,} steps"
        ),
    }


def replay_seconds(count: int) -> tuple[int, float, int]:
    """How many events, how many seconds a dry replay of them takes (without reading them), and how many steps that were."""
    journey = read_journey(CODE, DOCUMENT, load_catalogue())
    zone, now = ZoneInfo("America/New_York"), UtcClock().now()
    ids = [new_id() for _ in range(max(1, count // 5))]
    members = {
        one: KnownMember(one, str(n), "journey", "ACTIVE", now.date(), {}, zone, features={"churn_probability": n % 10 / 10})
        for n, one in enumerate(ids)
    }
    events = [
        Heard(str(n), "order.placed", ids[n % len(ids)], now + timedelta(days=30) * (n / count), {"n": n, "spend_minor": n})
        for n in range(count)
    ]
    began = time.perf_counter()
    tally = replay(journey, members, events, until=now + timedelta(days=40))
    took = time.perf_counter() - began
    assert tally.entered_count == count
    return count, took, sum(passed for (_, branch), passed in tally.passages.items() if branch)


def _publish(work: Any) -> None:  # noqa: ANN401 - a transaction
    clock, catalogue, actions = UtcClock(), load_catalogue(), own_actions()
    save_journey(CODE, DOCUMENT, catalogue=catalogue, actions=actions, actor="bench", within=work, clock=clock)
    publish_journey(CODE, catalogue=catalogue, actions=actions, actor="bench", within=work, clock=clock)


def _lags(found: Bench, soon: int, until: float) -> list[float]:
    """How late each of the timers fired, once all have."""
    while time.time() < until:
        with found.database.begin() as work:
            if work.exec_driver_sql("select count(*) from bench_fired").scalar_one() >= soon:
                break
        time.sleep(1.0)
    with found.database.begin() as work:
        lags = list(work.exec_driver_sql(LAGS).scalars())
    assert len(lags) == soon, f"{len(lags)} of {soon} timers fired"
    return lags


@contextmanager
def _worker(found: Bench) -> Iterator[None]:
    command = [sys.executable, "-m", "serving.journeys.worker"]
    with (found.settings.var_dir / "journeys.log").open("wb") as log:
        process = subprocess.Popen(command, env=child_environment(found.settings), stdout=log, stderr=subprocess.STDOUT)
        try:
            time.sleep(3)
            yield
        finally:
            process.terminate()
            process.wait(30)


if __name__ == "__main__":
    told = run(*[float(argument) for argument in sys.argv[1:3]])
    print(json.dumps(told, indent=2))
