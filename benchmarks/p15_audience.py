"""P-15: a scheduled campaign for a million members, from its tick to a file of whom it chose: consent and address, control and holdout, the
best offer of each with stock and budget reserved, the message queued, the contact policy's caps judged, the targets exported as Parquet.

`python -m benchmarks.p15_audience [SCALE]` prints the figure as JSON. Not here: sending.
"""

import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise
from threading import Event
from typing import Any

import pyarrow.parquet as pq

from benchmarks.service import Bench, bench
from loyalty.campaigns import activate_campaign, list_occurrences, save_campaign, set_holdout, tick, work_occurrence
from loyalty.campaigns.checks import CHECKS
from loyalty.campaigns.export import as_parquet, export_targets
from loyalty.checks.run import run_checks
from loyalty.clock import TurnedClock, UtcClock
from loyalty.features import load_catalogue
from loyalty.messages import Content, Template, admit_due, save_policy, save_template
from loyalty.segments import segment_from_json, store_segments

MEMBERS = 1_000_000
PASS_SECONDS, STRETCH_SECONDS = 120.0, 30.0
CODE = "bench"
DOCUMENT: dict[str, Any] = {
    "program_code": "journey",
    "name": {"en": "Bench"},
    "owner": "bench",
    "audience": {"segments": ["bench"]},
    "trigger": {"kind": "SCHEDULE", "cron": "0 * * * *"},
    "control_share": 0.1,
    "offer": {"kind": "BEST", "cost_minor": 100},
    "value_minor": 800,
    "budget_minor": 10**10,
    "message": {"templates": {"email": "bench-email", "sms": "bench-sms"}},
}
# A tenth never agreed, a tenth has no address, a twentieth is not active; five offers each, one of them of a stock that half of them empty.
FILL = (
    """
    create temporary table made as
    select gen_random_uuid() as id, n from generate_series(1, %(count)s) n
    """,
    """
    insert into members (id, program_code, external_id, status, joined_at, recorded_at, attributes)
    select id, 'journey', 'b' || n, case when n %% 20 = 0 then 'INACTIVE' else 'ACTIVE' end, now(), now(), '{}' from made order by id
    """,
    """
    insert into member_contacts (member_id, email, phone, changed_at)
    select id, case when n %% 10 <> 1 then 'b' || n || '@example.com' end, case when n %% 3 = 0 then '+1212' || n end, now()
    from made order by id
    """,
    """
    insert into member_consents (member_id, channel_code, given_at, id, is_given, actor, recorded_at)
    select id, c.code, %(at)s::timestamptz - interval '1 day', gen_random_uuid(), n %% 10 <> 2, 'bench', now()
    from made, (values ('email'), ('sms')) c (code) order by id, c.code
    """,
    """
    insert into member_offers
        (member_id, offer_rank, offer_code, title, category_code, score_probability, offer_id, policy_code, reason_code)
    select id, r, 'CAT-' || (n + r) %% 20, 'Offer', 'CATEGORY', random(), gen_random_uuid(), 'BEST', 'POPULAR'
    from made, generate_series(1, 5) r order by id, r
    """,
    "insert into offer_stocks (offer_code, units) values ('CAT-7', %(count)s / 40)",
    """
    insert into segment_memberships (segment_code, version, member_id, valid_from)
    select 'bench', 1, id, %(at)s::timestamptz - interval '1 day' from made order by id
    """,
)


def run(scale: float = 1.0) -> dict[str, Any]:
    """The figure: seconds from the tick to the file."""
    count = max(10_000, int(MEMBERS * scale))
    with bench("audience", member_count=10) as found:
        clock = TurnedClock(UtcClock().now())
        _prepare(found, clock, count)
        clock.turn_to(clock.now() + timedelta(hours=1))
        times = {"began": time.perf_counter()}
        with found.database.begin() as work:
            occurrence = tick(within=work, clock=clock)
        assert occurrence is not None
        times["gathered"] = time.perf_counter()
        with ThreadPoolExecutor(1) as aside:
            is_chosen = Event()
            judged = aside.submit(_judge_meanwhile, found, clock, is_chosen)
            try:
                chosen = work_occurrence(found.database, occurrence, clock=clock)
            finally:
                is_chosen.set()
            times["chosen"] = time.perf_counter()
            admitted = judged.result()
        times["judged"] = time.perf_counter()
        rows = _exported(found)
        times["exported"] = time.perf_counter()
        with found.database.begin() as work:
            (standing,) = list_occurrences(CODE, within=work).items
            # The rows of members and offers are made up; what the campaign made of them is not.
            broken = [one for one in run_checks(work, CHECKS) if not one.is_kept]
        assert not broken, broken
    assert rows == standing.read_count == count, (rows, standing)
    assert not standing.is_open
    assert admitted == chosen.queued_count == standing.treated_count, (admitted, chosen)
    took = times["exported"] - times["began"]
    parts = list(times.items())
    told = ", ".join(f"{name} {at - before:.1f} s" for (_, before), (name, at) in pairwise(parts))
    return {
        "id": "P-15",
        "value": took,
        "unit": "s",
        "ratio": None,
        "against": f"≤ {PASS_SECONDS * scale:.0f} s for {count:,} members",
        "pass": took <= PASS_SECONDS * scale,
        "stretch": took <= STRETCH_SECONDS * scale,
        "method": (
            f"{count:,} members, five offers each, one with a stock, a budget, two channels, 10 % control, 5 % held out, one cap: "
            f"{told}; {dict(chosen.arms)}, refused {dict(chosen.refused)}; "
            f"judged beside the choosing, as the sender does; fsync on, {len(CHECKS)} invariants hold"
        ),
    }


def _judge_meanwhile(found: Bench, clock: TurnedClock, is_chosen: Event) -> int:
    """Messages are judged as they come into the queue, as the sender's process does beside the orchestration's; how many."""
    total = 0
    while True:
        is_last = is_chosen.is_set()
        count = admit_due(found.database, clock=clock, time_zone="UTC").read_count
        total += count
        if not count:
            if is_last:
                return total
            time.sleep(0.05)


def _prepare(found: Bench, clock: TurnedClock, count: int) -> None:
    catalogue = load_catalogue()
    with found.database.begin() as work:
        work.exec_driver_sql("set local statement_timeout = 0")
        rule = {"name": {"en": "Bench"}, "description": {"en": "x"}, "owner": "bench", "rule": {">=": [{"var": "recency_days"}, 0]}}
        store_segments([segment_from_json("bench", rule, catalogue)], within=work, clock=clock)
        for channel, subject in (("email", "{{ offer.title }}"), ("sms", None)):
            save_template(
                Template(f"bench-{channel}", channel, {"en": Content("{{ offer.title }}", subject)}),
                actor="bench",
                within=work,
                clock=clock,
            )
        save_policy({"caps": [{"limit": 1, "period_hours": 24}]}, actor="bench", within=work, clock=clock)
        set_holdout(0.05, "bench", actor="bench", within=work, clock=clock)
        for statement in FILL:
            facts = {"count": count, "at": clock.now()}
            work.exec_driver_sql(statement, {name: value for name, value in facts.items() if f"%({name})s" in statement})
        save_campaign(CODE, DOCUMENT, catalogue=catalogue, actor="bench", within=work, clock=clock)
        activate_campaign(CODE, actor="bench", within=work, clock=clock)
    with found.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("vacuum analyze")


def _exported(found: Bench) -> int:
    with found.database.begin() as work:
        (found.settings.var_dir / "audience.parquet").write_bytes(as_parquet(export_targets(CODE, within=work)))
    return pq.read_metadata(found.settings.var_dir / "audience.parquet").num_rows


if __name__ == "__main__":
    print(json.dumps(run(*[float(argument) for argument in sys.argv[1:2]]), indent=2))
