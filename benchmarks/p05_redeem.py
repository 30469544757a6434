"""P-05: the latency of redeeming a reward (stock and points) over HTTP at 100 requests per second, open loop."""

import json
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.load import Outcome, Plan, drive
from benchmarks.requests import Redeeming, fresh_run_id
from benchmarks.service import Bench, assert_invariants, bench, serving
from loyalty.clock import UtcClock
from loyalty.ledger import OpenBalance, Posted, post
from loyalty.members import find_by_external_ids
from loyalty.rewards import read_rewards, store_rewards

ROUNDS = 3
RATE = 100.0
MEMBER_COUNT = 2_000
PRICE_POINTS = 10
STOCK = 900_000
PASS_MS = 50.0
STRETCH_MS = 20.0
REWARD = {
    "program_code": "journey",
    "code": "bench",
    "name": {"en": "A measured reward"},
    "description": {"en": "There is enough of it for every round."},
    "price_points": PRICE_POINTS,
    "stock_count": STOCK,
}


def run(scale: float = 1.0, seconds: float = 15.0) -> dict[str, Any]:
    """The figure: each percentile is the median of the rounds."""
    seconds = max(2.0, seconds * min(scale, 1.0))
    outcomes: list[Outcome] = []
    with bench("p05", member_count=max(200, int(MEMBER_COUNT * scale))) as found:
        _stock_up(found)
        with serving(found) as port:
            for _ in range(ROUNDS):
                requests = Redeeming(found.key, found.member_ids, fresh_run_id(), REWARD["code"])
                outcome = drive(Plan(port=port, requests=requests, seconds=seconds, rate=RATE, connections=32, warmup_seconds=2.0))
                assert set(outcome.statuses) == {201}, outcome.statuses
                assert outcome.unanswered_count == 0, outcome
                outcomes.append(outcome)
        sent = sum(outcome.sent_count for outcome in outcomes)
        with found.database.begin() as work:
            assert work.exec_driver_sql("select redeemed_count from rewards where code = 'bench'").scalar_one() == sent
        check_count = assert_invariants(found, posting_count=sent + len(found.member_ids))
    p50, p95, p99 = (median(getattr(outcome, name) for outcome in outcomes) for name in ("p50_ms", "p95_ms", "p99_ms"))
    return {
        "id": "P-05",
        "value": p95,
        "unit": "ms (p95)",
        "ratio": None,
        "against": f"p95 ≤ {PASS_MS:.0f} ms",
        "pass": p95 <= PASS_MS,
        "stretch": p95 <= STRETCH_MS,
        "method": (
            f"p50 {p50:.1f}, p95 {p95:.1f}, p99 {p99:.1f} ms; median of {ROUNDS} rounds of {seconds:.0f} s at {RATE:.0f} requests per "
            f"second, open loop, counted from the intended start; one reward with {STOCK:,} in stock, {len(found.member_ids):,} members "
            f"uniform, unique key and reference each; fsync and synchronous_commit on; {check_count} checks, 0 violations"
        ),
        "rounds": {"p95_ms": [outcome.p95_ms for outcome in outcomes], "p99_ms": [outcome.p99_ms for outcome in outcomes]},
    }


def _stock_up(found: Bench) -> None:
    """The reward is in the catalogue, and every member has points for all rounds."""
    folder = Path(found.settings.var_dir) / "rewards"
    folder.mkdir()
    (folder / "bench.json").write_text(json.dumps(REWARD))
    clock = UtcClock()
    with found.database.begin() as work:
        store_rewards(read_rewards(folder), within=work, clock=clock)
        members = find_by_external_ids(found.member_ids, program_code="journey", within=work)
        commands = [OpenBalance(member_id=member.id, reference="stock", points=1_000_000) for member in members.values()]
        assert all(isinstance(done, Posted) for done in post(commands, within=work, clock=clock))


if __name__ == "__main__":
    print(json.dumps(run(), indent=2))
